"""Findings in real documents, and an outcome that masks secrets as simply as can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from novalint.config.refusals import Refusal, refusals
from novalint.findings import (
    Finding,
    Fix,
    Location,
    Note,
    NotRun,
    Safety,
    SettingsUse,
    Severity,
    Suppression,
)
from novalint.text.diff import split_lines, unified_diff
from novalint.text.document import Document
from novalint.text.edits import Edit, Patch
from novalint.text.source import Span

CONF = """\
[DEFAULT]
# Whether a server fails when its network is late
#vif_plugging_is_fatal = true

#vif_plugging_timeout = 300
"""


@dataclass(frozen=True)
class CheckResult:
    """An outcome over documents; each of the texts in `secrets` is masked wherever it stands."""

    documents: tuple[Document, ...]
    findings: tuple[Finding, ...] = ()
    not_run: tuple[NotRun, ...] = ()
    release: str = "2026.2"
    secrets: tuple[str, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    version: str = ""

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(document.path for document in self.documents)

    @property
    def refused(self) -> tuple[Refusal, ...]:
        return refusals(self.documents)

    @property
    def settings_use(self) -> SettingsUse:
        return SettingsUse(None, accepted=len(self.suppressed))

    def summary_of(self, rule: str) -> str:
        return f"What {rule} is about." if rule == "fatal-vif-plugging" else ""

    def source_line(self, path: str, line: int) -> str:
        return self.mask(self.raw_line(path, line))

    def is_masked(self, path: str, line: int) -> bool:
        return self.raw_line(path, line) != self.source_line(path, line)

    def diff(self, fix: Fix) -> str:
        return "".join(unified_diff(file, self.mask) for file in fix.patch.files)

    def edit_text(self, path: str, edit: Edit) -> str:
        return self.mask(edit.text)

    def mask(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return text

    def raw_line(self, path: str, line: int) -> str:
        (document,) = [document for document in self.documents if document.path == path]
        lines = document.text.replace("\r\n", "\n").replace("\r", "\n")
        return [*split_lines(lines), ""][line - 1].removesuffix("\n")


def place(document: Document, text: str) -> Location:
    """Where a text first stands in a document."""
    start = document.text.index(text)
    return Location.of(document, Span(start, start + len(text)))


def finding(
    document: Document,
    text: str,
    message: str = "`debug` is odd",
    *,
    option: str = "debug",
    severity: Severity = Severity.WARNING,
    fixes: Sequence[Fix] = (),
    related: Sequence[Note] = (),
) -> Finding:
    """A finding about a text in a document, without a page."""
    return Finding(
        message,
        place(document, text),
        "DEFAULT",
        option,
        fixes=tuple(fixes),
        related=tuple(related),
        severity=severity,
        rule="odd-option",
        theme="syntax",
        content=text,
    )


def accepted(found: Finding, kind: str = "inSource", reason: str = "") -> Finding:
    """The finding when a comment or a baseline has accepted it."""
    return replace(found, suppression=Suppression(kind, reason))


def replacing(document: Document, old: str, new: str, safety: Safety, title: str = "") -> Fix:
    """A fix that writes one text in the place of another."""
    start = document.text.index(old)
    patch = Patch.of(document.source, [Edit(start, start + len(old), new)])
    return Fix(title or f"Write `{new}`", patch, safety)


def vif_plugging() -> CheckResult:
    """The finding that the tool was made for, with a note, two fixes, and a rule not run."""
    document = Document.parse(CONF, "etc/nova.conf")
    text = "#vif_plugging_is_fatal = true"
    timeout = place(document, "#vif_plugging_timeout = 300")
    found = Finding(
        "`vif_plugging_is_fatal` is true in a dense cloud",
        place(document, text),
        "DEFAULT",
        "vif_plugging_is_fatal",
        fixes=(
            Fix(
                "Set `vif_plugging_is_fatal` to false",
                document.set("DEFAULT", "vif_plugging_is_fatal", "false"),
            ),
            Fix(
                "Set `vif_plugging_timeout` to 600",
                document.set("DEFAULT", "vif_plugging_timeout", "600"),
            ),
        ),
        related=(Note("nova-compute waits this long", timeout),),
        rule="fatal-vif-plugging",
        theme="networking",
        url="docs/rules/fatal-vif-plugging.md",
        content=text,
    )
    return CheckResult((document,), (found,), (NotRun("few-workers", ("tenants", "cpu_threads")),))
