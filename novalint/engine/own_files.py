"""What is so by files of one configuration alone is not mended in files that others read too."""

from __future__ import annotations

from functools import lru_cache

from novalint.annotations import TYPE_CHECKING
from novalint.config.sharing import sharing_in_kolla
from novalint.engine.safety import patched
from novalint.findings import Severity, Unmended
from novalint.records import replace
from novalint.redaction import Redaction
from novalint.text.document import Document, normalize_group
from novalint.wording import option_name, shown, some_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from novalint.config.model import Config
    from novalint.config.sharing import Sharing
    from novalint.engine.running import RunOutcome
    from novalint.findings import Finding, Fix
    from novalint.rules.declaration import Rule
    from novalint.text.edits import Edit


def kept_apart(
    outcome: RunOutcome,
    config: Config,
    rules: tuple[Rule, ...],
    run: Callable[[Config, Redaction, tuple[Rule, ...]], RunOutcome],
) -> RunOutcome:
    """Take from findings the fixes in files of others that would not find the same.

    What all who read such a file read is checked for that, with the facts of this configuration and
    by the rules that found something; then the fix is tried on each of them. Findings that stand at
    a line of such a file say whose they are.
    """
    sharing = config.sharing or sharing_in_kolla(config.by_path)
    if sharing is None:
        return outcome
    found: dict[frozenset[str], tuple[Finding, ...]] = {}
    asked = _of_names(rules, frozenset(finding.rule for finding in outcome.findings))

    def of(paths: frozenset[str]) -> tuple[Finding, ...]:
        if paths not in found:
            part = _with_nothing_else(config, paths)
            found[paths] = run(part, Redaction(part), asked).findings
        return found[paths]

    apart = (_apart(finding, config, sharing, of) for finding in outcome.findings)
    return outcome._replace(findings=tuple(each for each in apart if each))


@lru_cache(maxsize=16)
def _of_names(rules: tuple[Rule, ...], names: frozenset[str]) -> tuple[Rule, ...]:
    """Return the rules with some names; all, where one of them looks at what the others find."""
    chosen = tuple(rule for rule in rules if rule.name in names)
    return rules if any(rule.closing for rule in chosen) else chosen


def _with_nothing_else(config: Config, paths: frozenset[str]) -> Config:
    """Return a configuration whose other files are empty: there, so that it is as complete."""
    documents = tuple(
        each if each.path in paths else Document.parse("", each.path) for each in config.documents
    )
    return replace(config, documents=documents, sharing=None)


def _apart(
    finding: Finding,
    config: Config,
    sharing: Sharing,
    of: Callable[[frozenset[str]], tuple[Finding, ...]],
) -> Finding | None:
    """Return a finding without the fixes that others do not need, with the file it is so by.

    Where that is the recommended one, no other takes its place. A line that has no effect here
    alone is none that could go: there is no finding.
    """

    def why_not(fix: Fix | None) -> Finding | None:
        for path in fix.patch.paths if fix else _line_of(finding):
            beside = sharing.beside.get(path)
            own = [each for each in config.by_path if beside is not None and each not in beside]
            if beside and own and not _is_among(finding, fix, path, of(beside)):
                return _of_host(finding, sharing.name, [config.by_path[each] for each in own], path)
        harm = _harm(finding, fix, config, sharing) if fix else ""
        return _without_fixes(finding, harm, Unmended(finding.message)) if harm else None

    first, *_ = *finding.fixes, None
    if unmended := why_not(first):
        if first and _is_idle(finding, first, config):
            return None
        return unmended
    fixes = (*finding.fixes[:1], *(fix for fix in finding.fixes[1:] if not why_not(fix)))
    return finding if fixes == finding.fixes else replace(finding, fixes=fixes)


def _is_idle(finding: Finding, fix: Fix, config: Config) -> bool:
    """Whether a note says of a line that it has no effect, and its fix removes it alone."""
    path = finding.location.path
    if finding.severity is not Severity.INFO or fix.patch.paths != (path,):
        return False
    before, after = _names(config.by_path[path]), _names(patched(config, fix.patch).by_path[path])
    return before - after == {(normalize_group(finding.group), finding.option)} and after <= before


def _names(document: Document) -> frozenset[tuple[str, str]]:
    return frozenset((normalize_group(each.group), each.option) for each in document.assignments)


def _harm(finding: Finding, fix: Fix, config: Config, sharing: Sharing) -> str:
    """Say who would read another value by a fix that is none there; empty where nobody would."""
    if not sharing.others:
        return ""
    from novalint.engine.trials import harmed, reason

    hurt = harmed(finding, fix, config, sharing)
    return reason(hurt, fix, config.documents[-1].path) if hurt else ""


def _line_of(finding: Finding) -> tuple[str, ...]:
    """Return the file where a line has what a finding is about; none for what is not set."""
    named = finding.option and finding.content.startswith(finding.option)
    return (finding.location.path,) if named else ()


def _is_among(finding: Finding, fix: Fix | None, path: str, others: Iterable[Finding]) -> bool:
    """Whether others find the same and, where a fix changes a file of theirs, would do the same."""
    edits = _edits((fix,), path) if fix else frozenset()
    return any(
        _mark(each) == _mark(finding) and edits <= _edits(each.fixes, path) for each in others
    )


def _mark(finding: Finding) -> tuple[str, ...]:
    return finding.rule, finding.group, finding.option


def _edits(fixes: Iterable[Fix], path: str) -> frozenset[Edit]:
    files = (file for fix in fixes for file in fix.patch.files if file.path == path)
    return frozenset(edit for file in files for edit in file.edits)


def _without_fixes(finding: Finding, words: str, why: Unmended) -> Finding:
    return replace(finding, message=f"{why.said}; {words}", fixes=(), unmended=why)


def _of_host(finding: Finding, name: str, own: Sequence[Document], shared: str) -> Finding:
    *_, last = own
    causes = (_cause(finding, each) for each in reversed(own))
    cause, document = next(filter(None, causes), ("", last))
    named = cause or len(own) == 1
    by = f"{cause}{shown(document.path)}" if named else "its own files"
    place = "there" if named else f"in {shown(last.path)}"
    words = (
        f"on {shown(name)} that follows from {by}, so change it {place}, "
        f"as others read {shown(shared)} too"
    )
    return _without_fixes(finding, words, Unmended(finding.message, name, cause, shown(shared)))


def _cause(finding: Finding, document: Document) -> tuple[str, Document] | None:
    """Return words for the options that a file sets and a finding mentions, if there are some."""
    names = (
        option_name(normalize_group(each.group), each.option)
        for each in document.assignments
        if each.group
    )
    said = finding.message
    mentioned = [name for name in dict.fromkeys(names) if name in said or _short(name) in said]
    return (f"{' and '.join(mentioned)} in ", document) if mentioned else None


def _short(name: str) -> str:
    """Return the name of an option without its group, as messages say it of the same group."""
    return f"`{name.strip('`').rpartition(' ')[2]}`"


def of_hosts(why: Unmended, names: Sequence[str]) -> str:
    """Return the message that says of several hosts what is said of one."""
    return (
        f"{why.said}; on {some_of(names)} that follows from {why.cause}their own files, so change "
        f"it there, as others read {why.shared} too"
    )
