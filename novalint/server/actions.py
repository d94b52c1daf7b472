"""What can be done at a place: fixes, all safe fixes, silence with a reason, a default."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol.types import CodeAction, CodeActionKind, Diagnostic

from novalint.engine.fixing import fixed
from novalint.engine.report import examine
from novalint.engine.safety import patched
from novalint.findings import FAILURE, Safety
from novalint.findings.host_suppressions import host_directives
from novalint.findings.suppressions import IGNORE, IGNORE_FILE, Silences, directives
from novalint.records import replace
from novalint.server.changes import workspace_edit
from novalint.server.cursor import assignment_at
from novalint.server.defaults import default_actions
from novalint.server.diagnostics import diagnostic, place
from novalint.server.views import own_offset
from novalint.text import style
from novalint.text.edits import Edit, Gathering, Patch
from novalint.text.hosting import in_host
from novalint.text.source import BOM, Span
from novalint.text.source_map import LineForm

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.engine.report import Report
    from novalint.findings import Finding
    from novalint.server.positions import Lines
    from novalint.server.session import Session
    from novalint.server.views import DocumentReading, View
    from novalint.text.document import Document
    from novalint.text.host import Host

FIX_ALL = f"{CodeActionKind.SourceFixAll.value}.novalint"
"""The kind of the action that makes all safe fixes of a file, for editors that do so on saving."""

REASON = "say why"
"""What stands for the reason of a silenced finding until somebody writes it."""

UNSAFE = " (unsafe: changes what Nova does)"


class Asked(NamedTuple):
    """What actions are wanted: for a stretch of a file, and of which kinds (None: of all)."""

    span: Span
    kinds: tuple[str, ...] | None

    def wants(self, kind: str) -> bool:
        """Return whether actions of a kind are wanted; a kind stands for those below it too."""
        if self.kinds is None:
            return True
        return any(kind == wanted or kind.startswith(f"{wanted}.") for wanted in self.kinds)


class Shown(NamedTuple):
    """A finding as the editor has it, and the report that it is in."""

    report: Report
    finding: Finding
    diagnostic: Diagnostic


def actions(session: Session, view: View, asked: Asked) -> list[CodeAction]:
    """Return what can be done, fixes first; raises what `Session.reports` raises."""
    lines = view.text.lines
    here = [
        Shown(report, finding, diagnostic(session, lines, finding))
        for report, finding in session.findings(view.text.uri)
        if _touches(lines, finding, asked.span)
    ]
    result: list[CodeAction] = []
    if asked.wants(CodeActionKind.QuickFix.value):
        result += [action for shown in here for action in _fixes(session, shown)]
        result += [action for shown in here for action in _silences(session, shown)]
    if asked.wants(CodeActionKind.RefactorRewrite.value):
        at = view.at(asked.span.start)
        result += default_actions(session, *at) if at else ()
    if asked.wants(FIX_ALL) and any(
        _is_safe(finding, view) for _, finding in session.findings(view.text.uri)
    ):
        result.append(CodeAction("Make all safe fixes of this file", FIX_ALL, data=view.text.uri))
    return result


def resolve(session: Session, action: CodeAction) -> CodeAction:
    """Return the action that makes all safe fixes with its edit; any other one as it is."""
    if action.edit is None and action.data in session.texts:
        action.edit = workspace_edit(session, all_safe_fixes(session, str(action.data)))
    return action


def all_safe_fixes(session: Session, uri: str) -> Patch:
    """Return the patch that makes all safe fixes of an open file that change no other one.

    It is made once for a text: for a template of many branches that takes seconds.
    """
    known = session.safe_fixes.get(uri)
    if known is None or known[0] != session.generation:
        known = session.safe_fixes[uri] = (session.generation, _all_safe(session, uri))
    return known[1]


def _all_safe(session: Session, uri: str) -> Patch:
    view = session.view(uri)
    gathered = Gathering()
    for reading in view.readings:

        def lint(config: Config, reading: DocumentReading = reading) -> list[Finding]:
            report = examine(config, reading.settings, reading.project.baseline)
            return [finding for finding in report.findings if _is_safe(finding, view)]

        gathered.take(fixed(reading.config, lint, unsafe=False)[1])
    return gathered.patch


def _is_safe(finding: Finding, view: View) -> bool:
    """Return whether what is recommended for a finding is safe and stays within one file."""
    fix = finding.fixes[0] if finding.fixes else None
    return fix is not None and fix.safety is Safety.SAFE and fix.patch.paths == (view.text.path,)


def _touches(lines: Lines, finding: Finding, span: Span) -> bool:
    """Return whether a finding is in a line that a stretch of the text reaches."""
    where = place(lines, finding.location)
    first, last = lines.line_of(span.start), lines.line_of(span.end)
    return where.start.line <= last and where.end.line >= first


def _fixes(session: Session, shown: Shown) -> Iterator[CodeAction]:
    for number, fix in enumerate(shown.finding.fixes):
        if fix.patch:
            yield CodeAction(
                fix.title + (UNSAFE if fix.safety is Safety.UNSAFE else ""),
                CodeActionKind.QuickFix,
                diagnostics=[shown.diagnostic],
                is_preferred=number == 0,
                edit=workspace_edit(session, fix.patch),
            )


def _silences(session: Session, shown: Shown) -> Iterator[CodeAction]:
    """Offer comments that accept a finding, each only where it does so."""
    finding = shown.finding
    if finding.rule == FAILURE:
        return
    document = shown.report.config.by_path[finding.location.path]
    for word, where in ((IGNORE, "here"), (IGNORE_FILE, "in this file")):
        words = f"# novalint: {word}[{finding.rule}] {REASON}"
        patch = _comment(document, words, finding if word == IGNORE else None)
        if patch and _silenced(shown, patch):
            yield CodeAction(
                f"Accept {finding.rule} {where}, with a reason",
                CodeActionKind.QuickFix,
                diagnostics=[shown.diagnostic],
                edit=workspace_edit(session, patch),
            )


def _statement(document: Document, finding: Finding) -> int:
    """Return the start of the first line of what a finding is about, in its document."""
    start = own_offset(document, finding.location.start.offset) or 0
    assignment = assignment_at(document, start)
    line = document.line_of(assignment.span.start if assignment else start)
    return document.line_index.start(line)


def _comment(document: Document, words: str, finding: Finding | None) -> Patch | None:
    """Return the patch that puts a comment on a line of its own; None where it can have none.

    That is above a finding, or at the top of the file.
    """
    host = document.host
    if host is not None and host.embedded.source_map.lines is not LineForm.TEXT:
        return _host_comment(host, words, finding.location.start.line if finding else 1)
    at = _statement(document, finding) if finding else 0
    at += document.text.startswith(BOM, at)
    line = f"{words}{style.line_end(document.text)}"
    patch = Patch.of(document.source, [Edit(at, at, line)])
    return in_host(patch, {document.path: document})


def _host_comment(host: Host, words: str, number: int) -> Patch:
    """Return the patch that puts a comment above a line of a YAML mapping."""
    text, line = host.source.text, host.line(number)
    start = host.line_index.start(number)
    start += text.startswith(BOM, start)
    indent = line[: len(line) - len(line.lstrip(" "))]
    return Patch.of(host.source, [Edit(start, start, f"{indent}{words}{style.line_end(text)}")])


def _silenced(shown: Shown, patch: Patch) -> bool:
    """Return whether a finding is accepted after a patch that adds one line above it.

    The comment is part of no value. What is found at the top of the file for the lack of a line
    stays there, above the comment, which only another check can tell.
    """
    place, config = shown.finding.location, shown.report.config
    after = patched(config, patch)
    document = after.by_path.get(place.path)
    if document is None or document.to_dict() != config.by_path[place.path].to_dict():
        return False
    if not place.start.offset:
        settings = replace(shown.report.settings, select=(shown.finding.rule,), ignore=())
        left = examine(after, settings, shown.report.baseline).findings
        return all(finding.message != shown.finding.message for finding in left)
    silences = Silences((*directives(document), *host_directives(document)))
    return silences.of(shown.finding.rule, place.start.line + 1) is not None
