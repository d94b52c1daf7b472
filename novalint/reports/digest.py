"""What is kept of an outcome, so that thousands of files need not be held in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from novalint.annotations import TYPE_CHECKING
from novalint.records import dataclass, replace
from novalint.text.diff import file_lines
from novalint.text.edits import FilePatch, Patch
from novalint.text.source import Source
from novalint.wording import LONGEST, visible

if TYPE_CHECKING:
    from novalint.config.refusals import Refusal
    from novalint.findings import Finding, Fix, Location, NotRun, SettingsUse
    from novalint.reports.outcome import Outcome
    from novalint.text.edits import Edit


@dataclass(frozen=True)
class OutcomeDigest:
    """An outcome that says the same as another one, without the files that it is about.

    Its patches have their edits, and not the text that these are for.
    """

    release: str
    files: tuple[str, ...]
    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]
    not_run: tuple[NotRun, ...]
    settings_use: SettingsUse
    summaries: Mapping[str, str]
    lines: Mapping[tuple[str, int], tuple[str, bool]]
    diffs: Mapping[Fix, str]
    edits: Mapping[tuple[str, Edit], str]
    refused: tuple[Refusal, ...] = ()
    version: str = ""

    @classmethod
    def of(cls, outcome: Outcome, diffs: bool = True) -> OutcomeDigest:
        """Keep what reports show; diffs, which take time, only where somebody will ask for them."""
        every = (*outcome.findings, *outcome.suppressed)
        return cls(
            outcome.release,
            outcome.files,
            tuple(_light(finding) for finding in outcome.findings),
            tuple(_light(finding) for finding in outcome.suppressed),
            outcome.not_run,
            outcome.settings_use,
            {finding.rule: outcome.summary_of(finding.rule) for finding in every},
            {place: _line(outcome, *place) for place in map(_place, every)},
            dict(_diffs(outcome)) if diffs else {},
            dict(_masked(outcome, every)),
            tuple(outcome.refused),
            outcome.version,
        )

    def summary_of(self, rule: str) -> str:
        """Return the first sentence of a rule's page; empty where there is no such rule."""
        return self.summaries.get(rule, "")

    def source_line(self, path: str, line: int) -> str:
        """Return the text of a line (from 1) that a finding starts in, secrets masked."""
        return self.lines[path, line][0]

    def is_masked(self, path: str, line: int) -> bool:
        """Return whether a line (from 1) that a finding starts in has a secret that is masked."""
        return self.lines[path, line][1]

    def diff(self, fix: Fix) -> str:
        """Return the unified diff of the recommended fix of a finding, secrets masked.

        Raises KeyError where diffs were not kept: formats declare that they need them.
        """
        return self.diffs[fix]

    def edit_text(self, path: str, edit: Edit) -> str:
        """Return the new text of an edit, secrets masked."""
        return self.edits.get((path, edit), edit.text)

    def names_its_file(self) -> bool:
        """Whether a message, a title or an edit has the path of a file in it, cut or whole."""
        names = {form[: LONGEST - 1] for path in self.files for form in (path, visible(path))}
        texts = (text for finding in (*self.findings, *self.suppressed) for text in _texts(finding))
        return any(name in text for text in texts for name in names)

    def moved(self, path: str) -> OutcomeDigest:
        """Say the same of another file of the same content; for an outcome of one file."""
        (old,) = self.files
        return replace(
            self,
            files=(path,),
            refused=tuple(refusal._replace(path=path) for refusal in self.refused),
            findings=tuple(_moved(finding, path) for finding in self.findings),
            suppressed=tuple(_moved(finding, path) for finding in self.suppressed),
            not_run=tuple(_moved_not_run(not_run, path) for not_run in self.not_run),
            lines={(path, number): shown for (_, number), shown in self.lines.items()},
            diffs={
                _moved_fix(fix, path): file_lines(path) + diff.removeprefix(file_lines(old))
                for fix, diff in self.diffs.items()
            },
            edits={(path, edit): text for (_, edit), text in self.edits.items()},
        )


def _light(finding: Finding) -> Finding:
    fixes = tuple(_light_fix(fix) for fix in finding.fixes)
    return replace(finding, fixes=fixes) if fixes else finding


def _light_fix(fix: Fix) -> Fix:
    files = (FilePatch(Source(file.path, ""), file.edits) for file in fix.patch.files)
    return replace(fix, patch=Patch(tuple(files)))


def _place(finding: Finding) -> tuple[str, int]:
    return finding.location.path, finding.location.start.line


def _line(outcome: Outcome, path: str, line: int) -> tuple[str, bool]:
    return outcome.source_line(path, line), outcome.is_masked(path, line)


def _diffs(outcome: Outcome) -> Iterator[tuple[Fix, str]]:
    """Yield the diffs of the recommended fixes, the only ones that a report shows as such."""
    for finding in outcome.findings:
        for fix in finding.fixes[:1]:
            yield _light_fix(fix), outcome.diff(fix)


def _masked(
    outcome: Outcome, findings: Iterable[Finding]
) -> Iterator[tuple[tuple[str, Edit], str]]:
    """Yield the edits whose text holds a secret, as they may be shown."""
    for path, edit in (place for finding in findings for place in _edits(finding)):
        shown = outcome.edit_text(path, edit)
        if shown != edit.text:
            yield (path, edit), shown


def _edits(finding: Finding) -> Iterator[tuple[str, Edit]]:
    for fix in finding.fixes:
        for file in fix.patch.files:
            yield from ((file.path, edit) for edit in file.edits)


def _texts(finding: Finding) -> Iterator[str]:
    yield from (finding.message, finding.group, finding.option)
    yield from (note.message for note in finding.related)
    yield from (fix.title for fix in finding.fixes)
    yield from (edit.text for _, edit in _edits(finding))


def _moved(finding: Finding, path: str) -> Finding:
    related = (note._replace(location=_at(note.location, path)) for note in finding.related)
    return replace(
        finding,
        location=_at(finding.location, path),
        related=tuple(related),
        fixes=tuple(_moved_fix(fix, path) for fix in finding.fixes),
    )


def _moved_not_run(not_run: NotRun, path: str) -> NotRun:
    unknown = (
        unknown._replace(location=_at(unknown.location, path)) if unknown.location else unknown
        for unknown in not_run.unknown
    )
    return replace(not_run, unknown=tuple(unknown))


def _moved_fix(fix: Fix, path: str) -> Fix:
    files = (FilePatch(Source(path, ""), file.edits) for file in fix.patch.files)
    return replace(fix, patch=Patch(tuple(files)))


def _at(location: Location, path: str) -> Location:
    return location._replace(path=path)
