"""What `check` says of a change that a command is about to make, and did not say before."""

from __future__ import annotations

from collections import Counter

from novalint.annotations import TYPE_CHECKING
from novalint.cli.names import read_as
from novalint.errors import SettingsError
from novalint.findings import Severity
from novalint.wording import listed, option_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding
    from novalint.schema.options import Name
    from novalint.settings import Settings


def consequences(
    before: Config, after: Config, names: Sequence[Name], settings: Settings
) -> Iterator[str]:
    """Yield the errors and warnings that are there only after options of these names were changed.

    What a rule said of another option before is no news, however it says that now. Nothing where
    the settings name a rule that there is not: that is for `check` to say.
    """
    changed = {(known.group, known.name) for name in names for known in read_as(after, name)}
    if not changed:
        return
    try:
        now = _severe(after, settings)
        earlier = _severe(before, settings) if now else []
    except SettingsError:
        return
    known = {_kind(finding) for finding in earlier}
    said = Counter(finding.message for finding in earlier)
    for finding in now:
        said[finding.message] -= 1
        is_news = (finding.group, finding.option) in changed or _kind(finding) not in known
        if is_news and said[finding.message] < 0:
            yield f"{finding.severity}[{finding.rule}] {finding.message}"


def unheard(after: Config, names: Sequence[Name], deployment: Deployment) -> Iterator[str]:
    """Yield which of the options of these names no service of the roles that are told reads."""
    if not deployment.roles:
        return
    from novalint.rules.options.roles import not_read_by_role

    changed = {(known.group, known.name) for name in names for known in read_as(after, name)}
    node = ", ".join(f"`{role}`" for role in sorted(deployment.roles))
    for setting in not_read_by_role(after, deployment):
        if (setting.group, setting.name) in changed:
            name, readers = option_name(setting.group, setting.name), setting.option.readers
            verb = "reads" if len(readers) == 1 else "read"
            yield f"{name} has no effect on a node that is {node}: only {listed(readers)} {verb} it"


def _severe(config: Config, settings: Settings) -> list[Finding]:
    from novalint.engine.report import examine

    findings = examine(config, settings).findings
    return [finding for finding in findings if finding.severity is not Severity.INFO]


def _kind(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.group, finding.option
