"""The outcome of comparing the nodes of a fleet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter

from novalint.annotations import TYPE_CHECKING
from novalint.engine.judged import Judged
from novalint.engine.masked import masked_diff
from novalint.findings import SettingsUse
from novalint.redaction.texts import line_text
from novalint.text.edits import Gathering, Patch

if TYPE_CHECKING:
    from novalint.config.refusals import Refusal
    from novalint.findings import Finding, Fix, NotRun
    from novalint.redaction import Redaction
    from novalint.rules.fleet.model import Fleet, Node
    from novalint.schema.releases import Release
    from novalint.settings import Settings
    from novalint.text.document import Document
    from novalint.text.edits import Edit


@dataclass(frozen=True, repr=False)
class CloudReport(Judged):
    """What was found by comparing nodes; nothing in it shows a secret.

    `files` are those that findings are in. `findings` stand in the order of the nodes, `suppressed`
    are those that a comment or a baseline accepts; `not_run` are the rules that lack facts, `ran`
    those that gave a verdict. `documents` are the files that findings are about.
    """

    fleet: Fleet = field(compare=False)  # nodes are told apart by identity
    settings: Settings
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    not_run: tuple[NotRun, ...] = ()
    ran: frozenset[str] = frozenset()
    summaries: Mapping[str, str] | None = None
    documents: Mapping[str, tuple[Document, Redaction]] | None = None

    @property
    def parts(self) -> tuple[CloudReport, ...]:
        """The report by releases."""
        return self.by_release()

    @property
    def release(self) -> str:
        """The release of the nodes; the oldest where they differ."""
        releases = [node.release for node in self.fleet.nodes]
        return min(releases, key=attrgetter("major")).series if releases else ""

    @property
    def version(self) -> str:
        """Empty: rules over nodes go by releases."""
        return ""

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the files that findings are in."""
        every = (*self.findings, *self.suppressed)
        return tuple(dict.fromkeys(finding.location.path for finding in every))

    @property
    def compared(self) -> tuple[str, ...]:
        """The paths of the files of all nodes."""
        return tuple(dict.fromkeys(path for node in self._every for path in node.paths))

    @property
    def _every(self) -> tuple[Node, ...]:
        return (*self.fleet.nodes, *self.fleet.companions)

    def by_release(self) -> tuple[CloudReport, ...]:
        """Return a report for each release that nodes with findings run, the oldest first.

        What was not run is in the first one; there is always one.
        """
        releases = {path: node.release for node in self._every for path in node.paths}
        present = {releases[path] for path in self.files}
        if len(present) < 2:
            return (self,)
        ordered = sorted(present, key=attrgetter("major"))
        return tuple(
            replace(
                self,
                fleet=self.fleet.only(n for n in self.fleet.nodes if n.release == release),
                findings=_of(self.findings, releases, release),
                suppressed=_of(self.suppressed, releases, release),
                not_run=self.not_run if release == ordered[0] else (),
            )
            for release in ordered
        )

    @property
    def refused(self) -> tuple[Refusal, ...]:
        """None: the reports on the nodes name the files that Nova refuses whole."""
        return ()

    @property
    def settings_use(self) -> SettingsUse:
        """The settings file, and how many findings it lowers or accepts."""
        lowered = sum(finding.lowered for finding in self.findings)
        return SettingsUse(self.settings.path, 0, lowered, len(self.suppressed))

    @property
    def plugins(self) -> tuple[str, ...]:
        """The plugins whose rules ran too."""
        return self.settings.plugins

    def fix(self, unsafe: bool = False) -> Patch:
        """Return the patch over the nodes' files that makes what most nodes have hold on all.

        All such fixes change what Nova does, so without `unsafe` it is empty.
        """
        gathered = Gathering(joins=True)
        for finding in self.findings if unsafe else ():
            if finding.fixes and not finding.is_advice:
                gathered.take(finding.fixes[0].patch)
        return gathered.patch

    def summary_of(self, rule: str) -> str:
        """Return the first sentence of a rule's page; empty where there is no such rule."""
        return (self.summaries or {}).get(rule, "")

    def source_line(self, path: str, line: int) -> str:
        """Return a line (from 1) of a file that a finding is in, secrets masked."""
        document, redaction = self._opened(path)
        foreign = path in redaction.config.foreign
        return "" if foreign else redaction.source_line(document, line)

    def is_masked(self, path: str, line: int) -> bool:
        """Return whether a line holds a secret."""
        document = self._opened(path)[0]
        if not 0 < line <= len(document.lines):
            return False
        return line_text(document, line) != self.source_line(path, line)

    def diff(self, fix: Fix) -> str:
        """Return the unified diff of a fix, secrets masked."""
        return self.masked_diff(fix.patch)

    def masked_diff(self, patch: Patch) -> str:
        """Return the unified diff of a patch to files of these nodes, secrets masked."""
        return "".join(
            masked_diff(Patch((file,)), self._opened(file.path)[1]) for file in patch.files
        )

    def edit_text(self, path: str, edit: Edit) -> str:
        """Return what an edit writes, secrets masked."""
        document, redaction = self._opened(path)
        return redaction.edit_text(document, edit)

    def _opened(self, path: str) -> tuple[Document, Redaction]:
        return (self.documents or {})[path]


def _of(
    findings: tuple[Finding, ...], releases: Mapping[str, Release], release: Release
) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if releases[finding.location.path] == release)
