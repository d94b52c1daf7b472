"""Quotas, which are checked twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import as_set, mismatch

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, NodeFinding

DRIVER = "quota.driver"
LIMITS = ("quota.instances", "quota.cores", "quota.ram")
COUNTING = (
    "quota.count_usage_from_placement",
    "quota.recheck_quota",
    "quota.unified_limits_resource_strategy",
    "quota.unified_limits_resource_list",
)
DATABASE = "nova.quota.DbQuotaDriver"


@rule(
    "quota-limits-differ",
    theme="cloud",
    severity=Severity.ERROR,
    options=(*LIMITS, DRIVER),
    releases=(16, None),
    since="the conductor checks again from pike on (nova/conductor/manager.py)",
    roles=("api", "conductor"),
    scope="cloud",
)
def quota_limits_differ(fleet: Fleet) -> Iterator[NodeFinding]:
    """The API accepts servers that the conductor then counts as too many.

    ## What it checks

    `[quota] instances`, `cores` and `ram` on the api and conductor nodes with the database driver.
    Limits that are set for a project or a class stand over these.

    ## Why it matters

    The conductor checks again once servers are made, by the limits of its own file. Where these are
    smaller, nova-api says 202 and the server goes to ERROR: *Quota exceeded for instances*.

    ## Example

    The API nodes allow 100 servers, and `con1` has the default, which is 10:

    ```ini
    [quota]
    instances = 100
    ```

    ## Fix safety

    Unsafe: it changes what the odd nodes do.

    ## Sources

    - nova/conductor/manager.py, `_recheck_quota`, and nova/quota.py, `DbQuotaDriver`, 34.0.0
    """
    consequence = "servers that the API accepts go to ERROR once the conductor counts them"
    nodes = [node for node in fleet.of("api", "conductor") if node.value(DRIVER) == DATABASE]
    for option in LIMITS:
        yield from mismatch(nodes, option, consequence)


@rule(
    "quota-driver-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(DRIVER, *COUNTING),
    releases=(16, None),
    since="the conductor checks again from pike on (nova/conductor/manager.py)",
    roles=("api", "conductor"),
    scope="cloud",
)
def quota_driver_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """API and conductor count quota in different ways.

    ## What it checks

    `[quota] driver`, `count_usage_from_placement`, `recheck_quota` and `unified_limits_resource_*`
    on the api and conductor nodes.

    ## Why it matters

    With unified limits on the API alone, the conductor checks builds against defaults of ten
    servers. The other way round it asks Keystone for limits without a log-in. What is counted from
    placement and what from the database differ too.

    ## Example

    The API nodes were changed to unified limits, and `con1` was not:

    ```ini
    [quota]
    driver = nova.quota.DbQuotaDriver
    ```

    ## Fix safety

    Unsafe: it changes what the odd nodes do. Unified limits need `[oslo_limit]` and registered
    limits.

    ## Sources

    - nova/limit/utils.py, nova/conductor/manager.py, `_recheck_quota`, and nova/compute/api.py,
      34.0.0
    """
    consequence = "what the one accepts the other counts in another way, and refuses"
    for option in (DRIVER, *COUNTING):
        yield from mismatch(fleet.of("api", "conductor"), option, consequence, meaning=as_set)
