"""What one request may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.places import at_option, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule(
    "local-disks-forbidden",
    theme="api",
    severity=Severity.INFO,
    options=("DEFAULT.max_local_block_devices",),
    releases=(17, None),
    roles=("api",),
)
def local_disks_forbidden(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Every server that does not boot from a volume is refused.

    ## What it checks

    `max_local_block_devices = 0`.

    ## Why it matters

    0 does not turn images into volumes: the API refuses each request that needs a local disk, an
    ephemeral disk or swap. That is right only where all users are to boot from volumes. A negative
    number means no limit.

    ## Example

        [DEFAULT]
        max_local_block_devices = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 3 applies.

    ## Sources

    Nova 34.0.0: nova/compute/api.py (`InvalidBDMLocalsLimit`), nova/conf/compute.py.
    """
    name = "max_local_block_devices"
    if config.value("DEFAULT", name) == 0:
        yield Finding(
            f"with `{name}` 0 every server that does not boot from a volume is refused; drop it"
            " unless that is meant",
            at_option(config, "DEFAULT", name),
            "DEFAULT",
            name,
            (unset_fix(config, "DEFAULT", name, "Let the default of 3 apply"),),
        )


@rule(
    "api-max-limit-high",
    theme="api",
    severity=Severity.INFO,
    options=("api.max_limit",),
    releases=(15, None),
    roles=("api",),
    thresholds={"items": 1000},
)
def api_max_limit_high(config: Config, deployment: Deployment, items: float) -> Iterator[Finding]:
    """One request may ask for a very long list.

    ## What it checks

    `[api] max_limit` above 1000 (a threshold).

    ## Why it matters

    The API reads and joins all these servers at once, from every cell, while the client and the
    load balancer wait. Clients that want more ask page by page without being told.

    ## Example

        [api]
        max_limit = 20000

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 1000 applies. Scripts that do not
    ask for further pages then see fewer items.

    ## Sources

    Nova 34.0.0: nova/conf/api.py. The threshold is Nova's default; nobody published a limit.
    """
    value = config.value("api", "max_limit")
    if isinstance(value, int) and value > items:
        yield Finding(
            f"one request may list {value} items, which is slow for all; drop it",
            at_option(config, "api", "max_limit"),
            "api",
            "max_limit",
            (unset_fix(config, "api", "max_limit", "Let the default of 1000 apply"),),
        )
