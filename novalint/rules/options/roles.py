"""Options that no service on the node reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.config.substitution import references
from novalint.findings import Finding, Severity
from novalint.rules.common import plugging
from novalint.rules.common.places import at
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment


@rule(
    "option-not-read-by-role",
    theme="options",
    severity=Severity.INFO,
    needs=("role",),
)
def option_not_read_by_role(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """No service of the node's roles reads the option.

    ## What it checks

    Every option that is set, against the services that read it in this release. Where none of a
    group's options is read, the group is named once. Options about plugging VIFs are left to
    [vif-option-off-compute](vif-option-off-compute.md).

    ## Why it matters

    A change of such a line looks done and does nothing: it belongs to another node. Where one file
    is written for all nodes this is as it should be; tell all the roles that read the file, or
    ignore this rule.

    ## Example

        [libvirt]
        virt_type = kvm

    in the nova.conf of a node with the role scheduler.

    ## Fix safety

    There is no fix: the file may be shared.

    ## Sources

    Who reads an option is derived from the source of each release, as schemas/README.md says; the
    estimate names rather too many services than too few.
    """
    if "all" in deployment.roles:
        return
    others = [one for one in config.settings if _of_others(one, deployment)]
    referred = _referred(config) if others else frozenset()
    logins = config.named_groups  # whoever reads the option that names one reads the group too
    unread = [one for one in others if one.name not in referred and one.group not in logins]
    names = {(one.group, one.name) for one in unread}
    mixed = {one.group for one in config.settings if (one.group, one.name) not in names}
    for group, settings in _by_group(unread).items():
        if group in mixed:
            for one in settings:
                yield _finding([one], f"`{one.name}`", deployment)
        else:
            yield _finding(settings, f"what is set in `[{group}]`", deployment)


def _by_group(settings: list[Setting]) -> dict[str, list[Setting]]:
    groups: dict[str, list[Setting]] = {one.group: [] for one in settings}
    for one in settings:
        groups[one.group].append(one)
    return groups


def _of_others(setting: Setting, deployment: Deployment) -> bool:
    readers = setting.option.readers
    played = deployment.roles.intersection(setting.option.facts.get("read_by", ()))
    return bool(readers) and not played and (setting.group, setting.name) not in plugging.OPTIONS


def _referred(config: Config) -> frozenset[str]:
    """Give every name that a value or a default refers to: whoever reads that reads these too."""
    written = [place.assignment.value for one in config.settings for place in one.places]
    defaults = [one.entry.get("default") for one in config.schema]
    texts = [one for one in (*written, *defaults) if isinstance(one, str) and "$" in one]
    names = {name for text in texts for name, *_ in references(text)}
    return frozenset(name.rpartition(".")[2] for name in names)


def _finding(settings: list[Setting], what: str, deployment: Deployment) -> Finding:
    readers = ", ".join(dict.fromkeys(name for one in settings for name in one.option.readers))
    first = settings[0]
    return Finding(
        f"{what} is read by {readers} alone, and this node is {listed(sorted(deployment.roles))};"
        " set it where it is read",
        at(first.places[-1]),
        first.group,
        first.name,
    )
