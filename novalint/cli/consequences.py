"""What `check` says of the options that a command is about to change, and did not say before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.cli.names import read_as
from novalint.errors import SettingsError
from novalint.findings import Severity
from novalint.records import replace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from novalint.config.model import Config
    from novalint.findings import Finding
    from novalint.schema.options import Name
    from novalint.settings import Settings


def consequences(
    before: Config, after: Config, names: Sequence[Name], settings: Settings
) -> Iterator[str]:
    """Yield the errors and warnings about options of these names that are there only afterwards.

    Nothing where the settings name a rule that there is not: that is for `check` to say.
    """
    changed = {(known.group, known.name) for name in names for known in read_as(after, name)}
    if not changed:
        return
    try:
        settings = _about_these(changed, settings)
        found = _about(changed, after, settings) if settings.select else []
        known = {finding.message for finding in _about(changed, before, settings)} if found else ()
    except SettingsError:
        return
    for finding in found:
        if finding.message not in known:
            yield f"{finding.severity}[{finding.rule}] {finding.message}"


def _about_these(changed: Collection[Name], settings: Settings) -> Settings:
    """Return settings that select only the rules that look at some of the options."""
    from novalint.engine.report import chosen_rules

    written = {".".join(name) for name in changed}
    rules = (
        rule.name
        for rule in chosen_rules(settings)
        if rule.trace is None or not written.isdisjoint(rule.trace.options)
    )
    return replace(settings, select=(*rules,), ignore=())


def _about(changed: Collection[Name], config: Config, settings: Settings) -> list[Finding]:
    from novalint.engine.report import examine

    report = examine(config, settings)
    return [
        finding
        for finding in report.findings
        if (finding.group, finding.option) in changed and finding.severity is not Severity.INFO
    ]
