"""What one request may ask for."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.common.places import finding, unset_fix
from novalint.rules.common.thresholds import Way, way_out
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding


@rule(
    "local-disks-forbidden",
    theme="api",
    severity=Severity.INFO,
    options=("DEFAULT.max_local_block_devices",),
    roles=("api",),
)
def local_disks_forbidden(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Every server that does not boot from a volume is refused.

    ## What it checks

    `max_local_block_devices = 0`.

    ## Why it matters

    0 does not turn images into volumes: the API refuses each request that needs a local disk, an
    ephemeral disk or swap. The value is correct only if all users are to boot from volumes. A
    negative number means no limit.

    ## Example

        [DEFAULT]
        max_local_block_devices = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the overridden value or the default of 3 applies.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/compute/api.py (`InvalidBDMLocalsLimit`), nova/conf/compute.py.
    """
    name = "max_local_block_devices"
    if config.integer("DEFAULT", name) == 0:
        yield finding(
            config,
            "DEFAULT",
            name,
            f"`{name}` 0 refuses every server that does not boot from a volume; remove it unless"
            " all servers are to boot from volumes",
            unset_fix(config, "DEFAULT", name, f"Comment out {name}"),
        )


@rule(
    "api-max-limit-high",
    theme="api",
    severity=Severity.INFO,
    options=("api.max_limit",),
    roles=("api",),
    thresholds={"items": 1000},
)
def api_max_limit_high(config: Config, deployment: Deployment, items: float) -> Iterator[Finding]:
    """A single API request may return a very long list.

    ## What it checks

    `[api] max_limit` above 1000 (a threshold).

    ## Why it matters

    The API reads and joins all these servers at once, from every cell, while the client and the
    load balancer wait. Clients that want more ask page by page by themselves.

    ## Example

        [api]
        max_limit = 20000

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 1000 applies. Scripts that do not
    ask for further pages then see fewer items.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/conf/api.py, nova/api/openstack/common.py. The threshold is Nova's
    default; no published limit is known.
    """
    limit = config.integer("api", "max_limit") or 0
    if limit > items:
        back = Way(
            f"lower it to {items:.0f}",
            (unset_fix(config, "api", "max_limit", "Comment out max_limit"),),
        )
        way = way_out(config, ("api", "max_limit"), back, most=items)
        yield finding(
            config,
            "api",
            "max_limit",
            f"`[api] max_limit` {limit} lets one request list that many servers, which slows down"
            f" all others; {way.words}",
            *way.fixes,
        )


@rule(
    "api-max-limit-zero",
    theme="api",
    severity=Severity.WARNING,
    options=("api.max_limit",),
    roles=("api",),
)
def api_max_limit_zero(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The API returns empty lists of servers and flavors.

    ## What it checks

    `[api] max_limit = 0`.

    ## Why it matters

    The option is the longest page, and 0 does not mean "no limit": each list of servers or flavors
    is cut to no item at all, with status 200 and without a message in the log. Clients take
    it that nothing is there.

    ## Example

        [api]
        max_limit = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 1000 applies.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/api/openstack/common.py (`limited`, `get_limit_and_marker`);
    `instance_get_all_by_filters_sort` in nova/db/main/api.py and nova/db/sqlalchemy/api.py, which
    gives nothing for a limit of 0.
    """
    if config.integer("api", "max_limit") == 0:
        yield finding(
            config,
            "api",
            "max_limit",
            "`[api] max_limit` 0 empties the API's lists of servers and flavors instead of lifting"
            " the limit; remove it or set it to 1000",
            unset_fix(config, "api", "max_limit", "Comment out max_limit"),
        )
