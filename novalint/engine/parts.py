"""What the lines of a part say wrongly, whatever the files say that are read beside it."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.config.absent import includes
from novalint.engine.branches import Run, run_branches
from novalint.engine.running import NOTHING, RunOutcome, by_place
from novalint.findings import Finding, Severity
from novalint.records import replace
from novalint.text.document import normalize_group

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.rules.declaration import Rule


def run_whole_or_part(rules: tuple[Rule, ...], config: Config, run: Run) -> RunOutcome:
    """Run rules, and over a part once more as over a file that somebody names by itself.

    Of the second run counts what is an error or a warning about an option that the part sets: what
    it does not set is not known to be absent, and what is a note another file may correct.
    """
    if not config.hosted:
        return run_branches(rules, config, run)
    from novalint.engine.supposing import whatever_stands_elsewhere

    plain = tuple(rule for rule in rules if not rule.closing)
    found = run_branches(plain, config, run)
    if is_part(config):
        alone = replace(config, by_itself=True)
        part = any(each.host.embedded.part for each in config.documents if each.host)
        apart = run_branches(plain, alone, run) if part else run(plain, alone, NOTHING, {})
        found = _joined(found, apart, plain, config)
    found = whatever_stands_elsewhere(plain, config, run, found)
    closing = tuple(rule for rule in rules if rule.closing)
    last = run(closing, config, found, {})
    findings = sorted((*found.findings, *last.findings), key=by_place(config))
    return RunOutcome(
        tuple(findings), (*found.not_run, *last.not_run), frozenset(found.ran | last.ran)
    )


def is_part(config: Config) -> bool:
    """Whether other texts are read beside these, or stand within them, of which none is here."""
    documents = config.documents
    return includes(documents) or any(each.host.embedded.part for each in documents if each.host)


def _joined(
    beside: RunOutcome, apart: RunOutcome, rules: tuple[Rule, ...], config: Config
) -> RunOutcome:
    severities = {rule.name: rule.severity for rule in rules}
    own = [
        finding
        for finding in apart.findings
        if finding.rule in severities
        and Severity(finding.override or severities[finding.rule]) is not Severity.INFO
        and (normalize_group(finding.group), finding.option) in config.touched
    ]
    keys = set(map(_key, own))
    kept = (finding for finding in beside.findings if _key(finding) not in keys)
    names = {finding.rule for finding in own}
    not_run = tuple(each for each in beside.not_run if each.rule not in names)
    findings = tuple(sorted((*kept, *own), key=by_place(config)))
    return RunOutcome(findings, not_run, beside.ran | names)


def _key(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.location, finding.group, finding.option
