"""What rules find whatever an option says that a text elsewhere may set: each value is tried.

A rule that touches an option of which nothing is known gives no verdict. Some options can say only
a few things; what a rule finds with each of them is so, whichever it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from novalint.annotations import TYPE_CHECKING
from novalint.config.resolution import unset
from novalint.engine.branches import Run
from novalint.engine.running import NOTHING, RunOutcome, by_place
from novalint.records import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from novalint.config.model import Config
    from novalint.findings import Finding
    from novalint.rules.declaration import Rule
    from novalint.schema.options import Name
    from novalint.schema.types import Value

LEAST, MOST = 2, 12
"""How many values an option may have whose values are tried, the default among them."""

USUALLY: Mapping[Name, tuple[Value, ...]] = {("libvirt", "virt_type"): ("kvm", "qemu")}
"""Options that are taken for one of a few values though they have more, as nearly everywhere.

What a rule is declared for is taken so, too: see `Rule.applies_to`.
"""


def whatever_stands_elsewhere(
    rules: Sequence[Rule], config: Config, run: Run, outcome: RunOutcome
) -> RunOutcome:
    """Return an outcome with what rules find that one option elsewhere kept from a verdict.

    They are those about an option that the files set; of others nothing is claimed.
    """
    for name, waiting in _waiting(rules, config, outcome).items():
        values = _values(config, name)
        outcomes = [
            run(waiting, replace(config, supposed=((name, value),)), NOTHING, {})
            for value in values
        ]
        outcome = _with(outcome, _certain(outcomes), config) if outcomes else outcome
    return outcome


def _waiting(
    rules: Iterable[Rule], config: Config, outcome: RunOutcome
) -> Mapping[Name, tuple[Rule, ...]]:
    """Return the rules that wait for an option which no file here sets, by that option."""
    unknown = {
        not_run.rule: (not_run.unknown[0].group, not_run.unknown[0].option)
        for not_run in outcome.not_run
        if not_run.unknown and not_run.unknown[0].location is None
    }
    touched = {".".join(name) for name in config.touched}
    waiting: dict[Name, tuple[Rule, ...]] = {}
    for rule in rules:
        name = unknown.get(rule.name)
        if name and not rule.closing and not touched.isdisjoint(rule.options):
            waiting[name] = (*waiting.get(name, ()), rule)
    return waiting


def _values(config: Config, name: Name) -> tuple[Value, ...]:
    """Return all that an option can say; nothing where that is too much to try."""
    if name in USUALLY:
        return USUALLY[name]
    default = unset(config.schema, *name)
    if default is None:
        return ()
    option, usual = default.setting.option, default.setting.value
    if option.entry.get("type") == "boolean":
        return (usual, *({True, False, usual} - {usual}))
    choices = option.entry.get("enum") or option.facts.get("choices") or ()
    values = (usual, *(choice for choice in choices if choice != usual))
    return values if LEAST <= len(values) <= MOST else ()


def _certain(outcomes: Sequence[RunOutcome]) -> RunOutcome:
    """Return what is found in all outcomes alike, and which rules came to a verdict in all."""
    first, *others = outcomes
    ran = first.ran.intersection(*(other.ran for other in others))
    alike = [{_gist(finding): finding for finding in other.findings} for other in others]
    certain = []
    for finding in first.findings:
        same = [other.get(_gist(finding)) for other in alike]
        if finding.rule in ran and None not in same:
            agreed = all(other and other.fixes == finding.fixes for other in same)
            certain.append(finding if agreed else replace(finding, fixes=()))
    return RunOutcome(tuple(certain), (), ran)


def _gist(finding: Finding) -> tuple[object, ...]:
    where = finding.rule, finding.location, finding.group, finding.option
    return *where, finding.severity, finding.message


def _with(outcome: RunOutcome, more: RunOutcome, config: Config) -> RunOutcome:
    """Return an outcome with more, without what the same rules found before they met the option."""
    before = (finding for finding in outcome.findings if finding.rule not in more.ran)
    findings = sorted((*before, *more.findings), key=by_place(config))
    not_run = tuple(not_run for not_run in outcome.not_run if not_run.rule not in more.ran)
    return RunOutcome(tuple(findings), not_run, outcome.ran | more.ran)
