"""Quotas, which are checked twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import inf

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import as_set, divided, mismatch, spread
from novalint.rules.fleet.grouping import URL, conductors_of_api

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node, NodeFinding

DRIVER = "quota.driver"
LIMITS = ("quota.instances", "quota.cores", "quota.ram")
RECHECK = "quota.recheck_quota"
DATABASE = "nova.quota.DbQuotaDriver"
UNIFIED = "nova.quota.UnifiedLimitsDriver"
COUNTING = {
    DATABASE: ("quota.count_usage_from_placement",),
    UNIFIED: ("quota.unified_limits_resource_strategy", "quota.unified_limits_resource_list"),
}
"""Which options the drivers read that count something."""


@rule(
    "quota-limits-differ",
    theme="cloud",
    severity=Severity.ERROR,
    options=(*LIMITS, DRIVER, RECHECK, URL),
    releases=(16, None),
    since="the conductor checks again from pike on (nova/conductor/manager.py)",
    roles=("api", "conductor"),
    scope="cloud",
)
def quota_limits_differ(fleet: Fleet) -> Iterator[NodeFinding]:
    """API and conductor nodes have different quota limits.

    ## What it checks

    `[quota] instances`, `cores` and `ram` with the database driver on api nodes, and on conductor
    nodes that check again (`recheck_quota`). Limits that are set for a project or a class override
    these. It is a warning where no conductor allows less than an api node. Conductors on another
    broker than the api nodes serve a cell, and count nothing.

    ## Why it matters

    The conductor checks again once servers are made, by the limits of its own file. Where these are
    smaller, nova-api says 202 and the server goes to ERROR: *Quota exceeded for instances*. Where
    they are larger, or api nodes differ, a tenant gets as much as the node allows that answers.

    ## Example

    The API nodes allow 100 servers, and `con1` has the default, which is 10:

    ```ini
    [quota]
    instances = 100
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes do.

    ## Sources

    - nova/conductor/manager.py, `_recheck_quota`, and nova/quota.py, `DbQuotaDriver`, 34.0.0
    """
    checking = {*fleet.of("api"), *_rechecking(fleet)}
    limited = [node for node in fleet.nodes if node.value(DRIVER) == DATABASE]
    database = fleet.only(node for node in limited if node in checking)
    for option in LIMITS:
        consequence = "how much a tenant may take depends on which node counts"
        override: Severity | None = Severity.WARNING
        if _refused_later(database, option):
            consequence = "servers that the API accepts go to ERROR once the conductor counts them"
            override = None
        yield from mismatch(database.nodes, option, consequence, override=override)


def _refused_later(fleet: Fleet, option: str) -> bool:
    """Whether a conductor that counts again allows less than an api node."""
    granted, counted = _limits(fleet.of("api"), option), _limits(_rechecking(fleet), option)
    return bool(granted and counted) and max(granted) > min(counted)


def _rechecking(fleet: Fleet) -> list[Node]:
    return [node for node in conductors_of_api(fleet) if node.value(RECHECK) is not False]


def _limits(nodes: Iterable[Node], option: str) -> list[float]:
    """Return the limits that are known; -1 stands for none."""
    values = (node.value(option) for node in nodes)
    return [value if value >= 0 else inf for value in values if isinstance(value, int)]


@rule(
    "quota-driver-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(
        URL,
        DRIVER,
        RECHECK,
        *(option for options in COUNTING.values() for option in options),
    ),
    releases=(16, None),
    since="the conductor checks again from pike on (nova/conductor/manager.py)",
    roles=("api", "conductor"),
    scope="cloud",
)
def quota_driver_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """API and conductor nodes count quota usage in different ways.

    ## What it checks

    `[quota] driver` and `recheck_quota` on the api nodes, and on the conductors of their broker;
    those on another one serve a cell, and count nothing. Also
    `count_usage_from_placement` on those with the database driver, and `unified_limits_resource_*`
    on those with unified limits. A conductor with `recheck_quota = false` counts nothing either:
    its driver is no matter. Only a difference of drivers is an error.

    ## Why it matters

    With unified limits on the API alone, the conductor checks builds against defaults of ten
    servers. The other way round it asks Keystone for limits without credentials. What is counted
    from placement and what from the database differ too. Where the second count is off, requests at
    the same time get past a quota.

    ## Example

    The API nodes were changed to unified limits, and `con1` was not:

    ```ini
    [quota]
    driver = nova.quota.DbQuotaDriver
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes do. There is none to unified limits, which need
    `[oslo_limit]` and registered limits. The second count is never switched off, nor on where a
    node would count differently.

    ## Sources

    - nova/limit/utils.py, nova/conductor/manager.py, `_recheck_quota`, and nova/compute/api.py,
      34.0.0
    """
    consequence = "they count differently, so one refuses what another accepts"
    counters = {*fleet.of("api"), *conductors_of_api(fleet)}
    nodes = [node for node in fleet.of("api", "conductor") if node in counters]
    checking = {*fleet.of("api"), *_rechecking(fleet)}
    counts = [node for node in nodes if node in checking]
    division = divided(counts, DRIVER)
    unified = division is not None and division.usual[0].value(DRIVER) == UNIFIED
    advice = (
        "set it to the same driver on all nodes, with the options of `[oslo_limit]`"
        if unified
        else ""
    )
    yield from mismatch(counts, DRIVER, consequence, mend=not unified, advice=advice)
    for driver, options in COUNTING.items():
        counting = [node for node in counts if node.value(DRIVER) == driver]
        for option in options:
            consequence = "they count differently, so one may refuse what another accepts"
            override = Severity.WARNING
            yield from mismatch(counting, option, consequence, meaning=as_set, override=override)
    consequence = "some of them let simultaneous requests exceed a quota"
    alike = _counts_alike(nodes)
    how = "" if alike else " once they count alike"
    override = Severity.WARNING
    yield from spread(nodes, RECHECK, consequence, how=how, mend=alike, override=override)


def _counts_alike(nodes: list[Node]) -> bool:
    """Whether all nodes would count in the same way."""
    options = (DRIVER, *(option for options in COUNTING.values() for option in options))
    return all(divided(nodes, option) is None for option in options)
