"""Filters and weighers without which policies of server groups are refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.nova.filters import ALL_WEIGHERS, AVAILABLE, ENABLED, GROUP, READ
from novalint.rules.common.filters import append_fix, beside, filters_in_files, picks_at_random
from novalint.rules.common.lists import append_items_fix
from novalint.rules.common.places import as_set, each, finding
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

LOADED = f"{GROUP}.{AVAILABLE}"
GROUP_FILTERS = {
    "affinity": "ServerGroupAffinityFilter",
    "anti-affinity": "ServerGroupAntiAffinityFilter",
}
GROUP_WEIGHERS = {
    "soft-affinity": "nova.scheduler.weights.affinity.ServerGroupSoftAffinityWeigher",
    "soft-anti-affinity": "nova.scheduler.weights.affinity.ServerGroupSoftAntiAffinityWeigher",
}


@rule(
    "server-group-policy-refused",
    theme="scheduling",
    severity=Severity.WARNING,
    options=(*READ, LOADED, f"{GROUP}.weight_classes"),
    roles=("scheduler", "conductor"),
)
def server_group_policy_refused(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Servers in affinity groups are refused, since the filter or weigher is not enabled.

    ## What it checks

    `[filter_scheduler] enabled_filters`, where a file sets it, for ServerGroupAffinityFilter and
    ServerGroupAntiAffinityFilter; `weight_classes`, where a file sets it without
    `nova.scheduler.weights.all_weighers`, for the two weighers of the soft policies. A filter in an
    item that is no class name is one for scheduler-filter-unknown, unless no scheduler runs here.

    ## Why it matters

    Tenants can create groups of all four policies whatever is enabled here. A server in a group
    whose policy has no filter or weigher is not placed: nova-conductor refuses the build, and
    migrations too, with UnsupportedPolicyException. It reads its own copy of these options, so the
    lists must be the same for nova-conductor and nova-scheduler. On a node that is told to be a
    scheduler and no conductor, servers are placed as if the policy were not there; nova-compute
    then gives up builds that break affinity or anti-affinity, unless `[workarounds]
    disable_group_policy_check_upcall` is true. Not reported there for chance_scheduler (until
    rocky), which asks no filter.

    ## Example

        [filter_scheduler]
        enabled_filters = ComputeFilter,ImagePropertiesFilter

    ## Fix safety

    Unsafe: adds what is missing at the end of the list, the rest of the line stays. A filter that
    `available_filters` does not load gets a line there too.

    ## Sources

    Nova 34.0.0: nova/scheduler/utils.py (`_get_group_details`, `validate_filter`,
    `validate_weigher`), called by nova/conductor; the same in 15.1.5 to 18.3.0.
    """
    yield from each((_by_filters, _by_weighers), lambda find: find(config, deployment))


def _by_filters(config: Config, deployment: Deployment) -> Iterator[Finding]:
    setting = filters_in_files(config)
    if setting is not None:
        names = setting.value if isinstance(setting.value, list) else []
        running = _named(map(str, names), deployment)
        lacking = {p: name for p, name in GROUP_FILTERS.items() if name not in running}
        yield from _refused(config, deployment, ENABLED, lacking)


def _by_weighers(config: Config, deployment: Deployment) -> Iterator[Finding]:
    weighers = config.setting(GROUP, "weight_classes")
    classes = weighers.value if isinstance(weighers.value, list) else [ALL_WEIGHERS]
    named = {part.strip() for item in classes for part in str(item).split(";")}
    if not weighers.is_default and ALL_WEIGHERS not in named:  # list-with-semicolons tells of `;`
        lacking = {p: weigher for p, weigher in GROUP_WEIGHERS.items() if weigher not in named}
        yield from _refused(config, deployment, "weight_classes", lacking)


def _named(items: Iterable[str], deployment: Deployment) -> set[str]:
    """Return what a list names, in items too that scheduler-filter-unknown tells of, if it does."""
    if deployment.plays("scheduler") is False:
        return set(items)
    return {word for item in items for word in re.findall(r"\w+", item)}


def _refused(
    config: Config, deployment: Deployment, option: str, lacking: dict[str, str]
) -> Iterator[Finding]:
    refuses = deployment.plays("conductor") is not False
    if lacking and (refuses or not picks_at_random(config)):
        effect = "are refused" if refuses else "are placed without regard to it"
        names = list(lacking.values())
        place: Place = config.setting(GROUP, option).places[-1]
        short = [name.rpartition(".")[2] for name in names]
        title = f"Add {listed(short)} to {option}"
        filters = option == ENABLED
        fixes = append_fix(config, names) if filters else append_items_fix(place, names, title)
        yield finding(
            config,
            GROUP,
            option,
            f"{as_set(config.setting(GROUP, option))} lacks {' and '.join(short)}, so servers in"
            f" groups with the policy {' or '.join(lacking)} {effect}; add"
            f" {'them' if names[1:] else 'it'}{beside(config, names) if filters else ''}",
            *fixes,
        )
