"""How often Nova asks neutron again."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.empties import is_empty
from novalint.rules.common.places import (
    finding,
    named,
    removal,
    set_fix,
    unset_fix,
)
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

ALLOCATE = "network_allocate_retries"
RETRIES = "http_retries"


@rule(
    "neutron-not-asked-again",
    theme="networking",
    severity=Severity.INFO,
    options=(f"neutron.{RETRIES}",),
    releases=(19, None),
    since="the option came in stein (nova/conf/neutron.py)",
    neutron=True,
)
def neutron_not_asked_again(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A request to neutron that gets no connection is not retried.

    ## What it checks

    `[neutron] http_retries` of 0, or with an empty value, which means the same; the default is 3.

    ## Why it matters

    While neutron-server or its load balancer restarts, connections are refused for a moment. Each
    refused connection then makes a build, a deletion or a migration fail.

    ## Example

        [neutron]
        http_retries = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or the default of 3
    applies.

    ## Sources

    Nova 34.0.0: nova/network/neutron.py (`get_client`); Nova 19.3.2: nova/network/neutronv2/api.py;
    keystoneauth1 of both: adapter.py (`connect_retries`), session.py (`_send_request`).
    """
    empty = is_empty(config, "neutron", RETRIES)
    if empty or config.integer("neutron", RETRIES) == 0:
        way = removal(config.setting("neutron", RETRIES), "to retry 3 times")
        yield finding(
            config,
            "neutron",
            RETRIES,
            f"{named('neutron', RETRIES)} {'empty' if empty else '0'} makes a call fail as soon as"
            f" neutron refuses a connection, as it does while it restarts; {way}",
            unset_fix(config, "neutron", RETRIES),
        )


@rule(
    "network-allocation-not-retried",
    theme="networking",
    severity=Severity.INFO,
    options=(f"DEFAULT.{ALLOCATE}",),
    roles=("compute",),
    neutron=True,
    needs=("peak_concurrent_builds",),
    thresholds={"peak_concurrent_builds": 50},
)
def network_allocation_not_retried(
    config: Config, deployment: Deployment, peak_concurrent_builds: float
) -> Iterator[Finding]:
    """Under load, a single failed call to neutron makes a build fail on its host.

    ## What it checks

    `network_allocate_retries` of 0, the default, with 50 builds at once or more (a threshold).

    ## Why it matters

    nova-compute asks neutron to make or bind the ports of a new server. Under load such a call may
    time out though the next one would succeed. Nova then gives this host up and tries another, as
    often as `[scheduler] max_attempts` says: what was done for the build is done again, and after
    some failures the server is in ERROR. A retry on the same host waits 1 second, the next one
    twice as long, up to 30 seconds, and holds a build slot, so keep the number small.

    ## Example

        [DEFAULT]
        #network_allocate_retries = 0

    ## Fix safety

    Unsafe: sets 2.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/compute/manager.py (`_allocate_network_async`,
    `_build_and_run_instance`), nova/conf/compute.py. The number of builds is experience; hence a
    note only.
    """
    builds = deployment.peak_concurrent_builds or 0
    if builds >= peak_concurrent_builds and config.integer("DEFAULT", ALLOCATE) == 0:
        yield finding(
            config,
            "DEFAULT",
            ALLOCATE,
            f"`{ALLOCATE}` 0 gives up on a host after one failed call to neutron, which happens"
            f" with {builds} builds at once, and the build starts again on another host; set it"
            " to 2",
            set_fix(config, "DEFAULT", ALLOCATE, "2"),
        )
