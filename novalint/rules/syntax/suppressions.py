"""Comments that are to silence a finding, and do not."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.sharing import sharing_in_kolla
from novalint.findings import FAILURE, Finding, Fix, Location, Safety, Severity
from novalint.findings.suppressions import IGNORE, IGNORE_FILE, directives
from novalint.rules.declaration import rule
from novalint.rules.syntax.host_suppressions import in_host
from novalint.rules.syntax.slipped_suppressions import meant_by, silences_nothing, slipped
from novalint.text import grammar
from novalint.text.edits import Edit, Patch
from novalint.text.source import BOM
from novalint.text.style import line_end
from novalint.wording import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings.suppressions import Directive, RuleName
    from novalint.rules.declaration import RunResults
    from novalint.text.document import Document


@rule(
    "unknown-suppression", theme="syntax", severity=Severity.WARNING, closing=True, sign="directive"
)
def unknown_suppression(
    config: Config, deployment: Deployment, results: RunResults
) -> Iterator[Finding]:
    """A suppression comment names no known rule, or stands where it has no effect.

    ## What it checks

    Comments `# novalint: ignore[rule-name] reason` and `# novalint: ignore-file[rule-name] reason`:
    whether each name is that of a rule, of novalint's own or of a plugin (themes are not taken, and
    nothing is silenced without a name), and whether `ignore-file` is in the first lines of the
    file, where only comments and blank lines are above it. Also comments that name a rule in
    another form, such as `# novalint ignore[...]`, `# novalint: disable=...` and `# novalint:
    ignore ...`, and comments for novalint after a value; in YAML also those between its keys,
    in a template those of its own language, such as `{# novalint: ignore[...] #}`.

    ## Why it matters

    Such a comment does nothing. The finding it is about is reported all the same, or the comment
    stays when the rule has long had another name. Behind a value Nova takes it for a part of that.

    ## Example

        # novalint: ignore[fatal-vif-pluging] all ports are wired by hand
        vif_plugging_is_fatal = true

    ## Fix safety

    Unsafe where a comment changes: a name becomes the nearest one, of the rules that find something
    there first, a name that nothing resembles goes, and so does a comment that names none; a
    comment of another form gets the right one, and one after a value moves above the option. Safe
    where a comment moves to the top.

    ## Sources

    novalint's own guide, "Silence a finding".
    """
    for document in config.documents:
        for directive in directives(document):
            yield from _misplaced(document, directive, results.known)
            for name in directive.names:
                if results.known and name.text not in results.known and _is_meant(directive):
                    yield _unknown(document, directive, name, results)
        yield from slipped(config, document, results.known)
        if document.host:
            yield from in_host(document, results.known)


@rule("unused-suppression", theme="syntax", severity=Severity.INFO, closing=True, sign="directive")
def unused_suppression(
    config: Config, deployment: Deployment, results: RunResults
) -> Iterator[Finding]:
    """A suppression comment names a rule that reports nothing there.

    ## What it checks

    Each name in a comment `# novalint: ignore[rule-name] reason` or `ignore-file[rule-name]`: the
    rule ran, and none of its findings starts in the lines that the comment is about. A rule that
    did not run is left out: it is not selected, is about another release or role, or lacks facts.
    So are comments between the keys of a YAML file, which may be about several configurations, and
    those in a file that several configurations of the settings read, if these differ in their other
    files or their roles: another one may need them.

    ## Why it matters

    What the comment excused has been fixed, or has moved away from it. Left in place, it hides the
    next finding of that rule, which no one has looked at.

    ## Example

        # novalint: ignore[duplicate-option] the first line is kept for reference
        my_ip = 192.0.2.31

    ## Fix safety

    Unsafe: the name goes, or the whole comment with its reason where it names nothing else. What is
    not needed with these facts and this release may be needed with others.

    ## Sources

    novalint's own guide, "Silence a finding".
    """
    spans = _lines_of(results)
    sharing = config.sharing or sharing_in_kolla(config.by_path)
    varied = sharing.varied if sharing else frozenset()
    for document in config.documents:
        for directive in () if document.path in varied else directives(document):
            for name in directive.names:
                if name.text not in results.ran or directive.late or not _is_meant(directive):
                    continue
                lines = spans.get((document.path, name.text), [])
                first = bisect_left(lines, directive.lines.start)
                if first == len(lines) or lines[first] not in directive.lines:
                    yield Finding(
                        f"`{name.text}` finds nothing {_where(directive)}; remove it",
                        Location.of(document, name.span),
                        fixes=_without(document, directive, name),
                    )


def _lines_of(results: RunResults) -> dict[tuple[str, str], list[int]]:
    """Return the lines in which each rule finds something in each file, in ascending order."""
    lines: dict[tuple[str, str], list[int]] = {}
    for finding in results.findings:
        lines.setdefault((finding.location.path, finding.rule), []).append(
            finding.location.start.line
        )
    return {name: sorted(numbers) for name, numbers in lines.items()}


def _is_meant(directive: Directive) -> bool:
    return directive.word in (IGNORE, IGNORE_FILE)


def _where(directive: Directive) -> str:
    if directive.word == IGNORE_FILE:
        return "in this file"
    return (
        "in the lines that this covers"
        if directive.lines
        else "here, as no line directly follows it"
    )


def _misplaced(
    document: Document, directive: Directive, known: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield what is wrong with a comment as a whole."""
    if silences_nothing(document.text[slice(*directive.span)], known):  # see there
        return
    if not _is_meant(directive):
        if any(name.text in known for name in directive.names):
            edit = Edit(*directive.key, IGNORE)
            yield Finding(
                f"{shown(directive.word)} is not a novalint directive; write `{IGNORE}`",
                Location.of(document, directive.key),
                fixes=(_fix(document, f"Write {IGNORE}", edit),),
            )
    elif not directive.names:
        yield Finding(
            f"`{directive.word}` names no rule and silences nothing; write "
            f"`{directive.word}[rule-name] reason`",
            Location.of(document, directive.span),
            fixes=_without(document, directive),
        )
    elif directive.late:
        yield Finding(
            f"`{IGNORE_FILE}` counts in the first lines of a file only; move it to the top",
            Location.of(document, directive.span),
            fixes=_at_top(document, directive),
        )


def _found_in(document: Document, directive: Directive, results: RunResults) -> Iterator[str]:
    """Yield the rules that find something in the lines that a comment is about."""
    for finding in results.findings:
        where = finding.location
        if where.path == document.path and where.start.line in directive.lines:
            yield finding.rule


def _unknown(
    document: Document, directive: Directive, name: RuleName, results: RunResults
) -> Finding:
    known = results.known
    near = meant_by(name.text, known, _found_in(document, directive, results))
    several = name.text.split()
    there = {name.text for name in directive.names}
    said = f"{shown(name.text)} is not a rule"
    fixes: tuple[Fix, ...] = ()
    if name.text == FAILURE:
        message = f"`{FAILURE}` cannot be silenced: it says that findings are missing; remove it"
        fixes = _without(document, directive, name)
    elif len(several) > 1 and set(several) <= set(known):
        message = f"{shown(name.text)} is not one rule; put commas between the names"
        fixes = (_fix(document, "Put commas there", Edit(*name.span, ", ".join(several))),)
    elif name.text in known.values():
        message = f"{shown(name.text)} is a theme; name the rules that are meant"
    elif near and near[0] not in there:
        message = f"{said}; write `{near[0]}`"
        fixes = (_fix(document, f"Write {near[0]}", Edit(*name.span, near[0])),)
    else:
        message = f"{said}; remove it, or take one that `novalint rules` lists"
        fixes = _without(document, directive, name)
    return Finding(message, Location.of(document, name.span), fixes=fixes)


def _without(
    document: Document, directive: Directive, name: RuleName | None = None
) -> tuple[Fix, ...]:
    """Offer to take one of several names out of a comment, else the whole line."""
    names = directive.names
    if name is None or len(names) == 1:
        return _moved(document, directive, "Remove the comment", [])
    number = names.index(name)
    last = number == len(names) - 1
    start = names[number - 1].span.end if last else name.span.start
    end = name.span.end if last else names[number + 1].span.start
    return (_fix(document, "Remove the name", Edit(start, end, "")),)


def _at_top(document: Document, directive: Directive) -> tuple[Fix, ...]:
    text = document.text
    top = len(BOM) if text.startswith(BOM) else 0
    line = text[slice(*directive.span)] + line_end(text, top)
    return _moved(document, directive, "Move it to the top", [Edit(top, top, line)])


def _moved(
    document: Document, directive: Directive, title: str, edits: list[Edit]
) -> tuple[Fix, ...]:
    """Take out a comment's line; not where the line below would then go on with a value."""
    number = document.line_of(directive.span.start)
    below = document.lines[number : number + 1]
    if any(getattr(line, "reason", "") == grammar.NO_OPEN_VALUE for line in below):
        return ()
    end = below[0].start if below else len(document.text)
    return (_fix(document, title, Edit(directive.span.start, end, ""), *edits),)


def _fix(document: Document, title: str, *edits: Edit) -> Fix:
    safety = Safety.SAFE if len(edits) > 1 else Safety.UNSAFE
    return Fix(title, Patch.of(document.source, edits), safety)
