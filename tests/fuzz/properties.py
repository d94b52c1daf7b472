"""What holds for every configuration: rules run, fixes mend, and all come to an end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from novalint.config.model import Config, load
from novalint.deployment import Deployment
from novalint.engine.report import Report, check
from novalint.engine.safety import patched
from novalint.findings import Finding, Fix, Safety
from novalint.schema.options import Name
from novalint.text import grammar
from novalint.text.document import Document

LONGEST = 3000
"""Characters of a message; it quotes little of a file."""


def checked(texts: Sequence[str], release: str, facts: Deployment) -> Report:
    """Run all rules over texts as one configuration; none of them may fail."""
    documents = [Document.parse(text, f"{number}.conf") for number, text in enumerate(texts)]
    report = check(load(*documents, release=release), deployment=facts)
    failures = [one.message for one in report.findings if one.rule == "rule-failure"]
    assert [one for one in failures if "cannot handle" not in one] == []
    return report


def holds(texts: Sequence[str], release: str, facts: Deployment) -> None:
    """Assert all of it."""
    report = checked(texts, release, facts)
    every_fix_mends(report)
    safe_fixes_keep_what_nova_reads(report)
    all_fixes_end(report)


def every_fix_mends(report: Report) -> None:
    """Each finding is well placed, and each of its fixes alone changes its file for the better."""
    for finding in report.findings:
        _well_placed(report, finding)
        for fix in finding.fixes:
            _mends(report, finding, fix)


def safe_fixes_keep_what_nova_reads(report: Report) -> None:
    """All safe fixes together leave every value and every comment, and no safe fix to be made."""
    after = report.after(report.fix())
    _alike(report.config, after.config, "all safe fixes")
    assert not after.fix()


def all_fixes_end(report: Report) -> None:
    """All fixes together leave no fix to be made, and no file with more problems."""
    after = report.after(report.fix(unsafe=True))
    _no_worse(report.config, after.config)
    assert not after.fix(unsafe=True)


def typed(config: Config) -> dict[Name, tuple[str, str]]:
    """What Nova would read of every option that is set."""
    return {(one.group, one.name): (repr(one.value), one.error or "") for one in config.settings}


def _well_placed(report: Report, finding: Finding) -> None:
    texts = {document.path: document.text for document in report.config.documents}
    for place in (finding.location, *(note.location for note in finding.related)):
        assert 0 <= place.start.offset <= place.end.offset <= len(texts[place.path]), finding
    for said in (finding.message, *(note.message for note in finding.related)):
        assert said, finding
        assert "\n" not in said, finding
        assert len(said) < LONGEST, finding
    assert not any("\n" in fix.title for fix in finding.fixes), finding


def _mends(report: Report, finding: Finding, fix: Fix) -> None:
    assert fix.patch, finding
    for file in fix.patch.files:
        assert file.result != file.source.text, finding
    after = patched(report.config, fix.patch)
    _no_worse(report.config, after)
    if fix.safety is Safety.SAFE:
        _alike(report.config, after, finding)


def _alike(before: Config, after: Config, why: object) -> None:
    assert typed(after) == typed(before), why
    assert not _comments(before) - _comments(after), why


def _no_worse(before: Config, after: Config) -> None:
    pairs = zip(before.documents, after.documents, strict=True)
    assert all(len(new.problems) <= len(old.problems) for old, new in pairs)


def _comments(config: Config) -> Counter[str]:
    lines = [line for document in config.documents for line in document.lines]
    return Counter(line.body for line in lines if isinstance(line, grammar.Comment))
