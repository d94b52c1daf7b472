"""Runs the chosen rules over one configuration."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from novalint.engine.safety import proven
from novalint.findings import Finding, Location, NotRun, Severity
from novalint.rules.declaration import FactNeeded
from novalint.text.document import normalize_group
from novalint.text.source import Span

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.redaction import Redaction
    from novalint.rules.declaration import Rule

Thresholds = Mapping[str, Mapping[str, float]]
"""Rule name -> threshold name -> number, for those that settings change."""


def run(
    rules: tuple[Rule, ...],
    config: Config,
    deployment: Deployment,
    thresholds: Thresholds,
    redaction: Redaction,
) -> tuple[tuple[Finding, ...], tuple[NotRun, ...]]:
    """Give the findings in the order of the files, and the rules that lack facts.

    There is nothing to be found, and nowhere to point at, in a configuration of no files.
    """
    findings: list[Finding] = []
    not_run: list[NotRun] = []
    for rule in rules if config.documents else ():
        if not rule.holds_in(config.release.major) or not rule.concerns(deployment):
            continue
        missing = rule.missing(deployment)
        try:
            if missing:
                raise FactNeeded(*missing)
            found = _found_by(rule, config, deployment, thresholds)
            findings += [_finished(one, config, redaction) for one in found]
        except FactNeeded as needed:
            not_run.append(NotRun(rule.name, needed.facts))
        except Exception as error:  # a rule's mistake is a finding, never a crash
            findings.append(_failed(rule, config, error))
    return tuple(sorted(findings, key=_by_place(config))), tuple(sorted(not_run))


def _found_by(
    rule: Rule, config: Config, deployment: Deployment, thresholds: Thresholds
) -> Iterator[Finding]:
    limits = {**(rule.thresholds or {}), **thresholds.get(rule.name, {})}
    for finding in rule.check(config, deployment, **limits):
        severity = finding.override or rule.severity
        yield replace(finding, rule=rule.name, theme=rule.theme, url=rule.url, severity=severity)


def _failed(rule: Rule, config: Config, error: Exception) -> Finding:
    where = Location.of(config.documents[0], Span(0, 0))
    return Finding(
        f"the rule `{rule.name}` failed ({type(error).__name__}), its findings are missing here; "
        "please report it",
        where,
        severity=Severity.ERROR,
        rule="rule-failure",
        theme="engine",
        url="docs/rules/rule-failure.md",
    )


def _finished(finding: Finding, config: Config, redaction: Redaction) -> Finding:
    """Mask secrets, add the line as written, and call only those fixes safe that are proven."""
    by_path = {document.path: document for document in config.documents}
    place = by_path[finding.location.path], finding.location.start.line
    message = redaction.message(finding.message, *place, finding.option)
    fixes = tuple(proven(fix, config) for fix in finding.fixes)
    content = redaction.source_line(*place).strip()
    option = config.schema.option(normalize_group(finding.group), finding.option)
    readers = option.readers if option else ()
    on_reload = option is not None and option.on_reload
    return replace(
        finding, message=message, content=content, fixes=fixes, readers=readers, on_reload=on_reload
    )


def _by_place(config: Config) -> Callable[[Finding], tuple[int, int, int, str]]:
    order = {document.path: number for number, document in enumerate(config.documents)}

    def key(finding: Finding) -> tuple[int, int, int, str]:
        where = finding.location
        return order[where.path], where.start.offset, finding.severity.rank, finding.rule

    return key
