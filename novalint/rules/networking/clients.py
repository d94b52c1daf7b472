"""How patient Nova is with neutron and the other services that it asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.places import at_option, set_fix, unset_fix
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

ALLOCATE = "network_allocate_retries"
RETRIES = "http_retries"
ASKED = ("neutron", "glance", "cinder", "placement")


@rule(
    "neutron-not-asked-again",
    theme="networking",
    severity=Severity.INFO,
    options=(f"neutron.{RETRIES}",),
    releases=(19, None),
)
def neutron_not_asked_again(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A call that finds neutron away is not tried again.

    ## What it checks

    `[neutron] http_retries = 0`; the default is 3.

    ## Why it matters

    While neutron-server or its load balancer restarts, connections are refused for a moment. Each
    of them then ends a build, a deletion or a migration.

    ## Example

        [neutron]
        http_retries = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 3 applies.

    ## Sources

    Nova 34.0.0: nova/network/neutron.py (`get_client`); Nova 19.3.2: nova/network/neutronv2/api.py.
    """
    if config.value("neutron", RETRIES) == 0:
        yield Finding(
            "a call that finds neutron away for a moment fails at once; drop the option to try"
            " three times more",
            at_option(config, "neutron", RETRIES),
            "neutron",
            RETRIES,
            (unset_fix(config, "neutron", RETRIES, "Let the default of 3 apply"),),
        )


@rule(
    "network-allocation-not-retried",
    theme="networking",
    severity=Severity.INFO,
    options=(f"DEFAULT.{ALLOCATE}",),
    releases=(15, None),
    roles=("compute",),
    needs=("peak_concurrent_builds",),
    thresholds={"peak_concurrent_builds": 50},
)
def network_allocation_not_retried(
    config: Config, deployment: Deployment, peak_concurrent_builds: float
) -> Iterator[Finding]:
    """When many servers boot at once, one slow answer of neutron is enough to fail a build.

    ## What it checks

    `network_allocate_retries` of 0, the default, with 50 builds at once or more (a threshold).

    ## Why it matters

    nova-compute asks neutron to make or bind the ports of a new server. Under load such a call may
    time out though the next one would succeed. Each retry waits twice as long as the one before, up
    to 30 seconds, and holds a build slot, so keep the number small.

    ## Example

        [DEFAULT]
        #network_allocate_retries = 0

    ## Fix safety

    Unsafe: sets 2.

    ## Sources

    Nova 34.0.0: nova/compute/manager.py (`_allocate_network_async`), nova/conf/compute.py. The
    number of builds is experience; hence a note only.
    """
    builds = deployment.peak_concurrent_builds or 0
    if builds >= peak_concurrent_builds and config.value("DEFAULT", ALLOCATE) == 0:
        yield Finding(
            f"with {builds} builds at once a single slow answer of neutron fails a build; 1 to 3"
            " retries are cheap",
            at_option(config, "DEFAULT", ALLOCATE),
            "DEFAULT",
            ALLOCATE,
            (set_fix(config, "DEFAULT", ALLOCATE, "2"),),
        )


@rule(
    "client-without-timeout",
    theme="networking",
    severity=Severity.INFO,
    options=tuple(f"{group}.timeout" for group in ASKED),
    releases=(15, None),
    needs=("role", "compute_hosts"),
    thresholds={"compute_hosts": 100},
)
def client_without_timeout(
    config: Config, deployment: Deployment, compute_hosts: float
) -> Iterator[Finding]:
    """Nova waits without end for a service that took its call and never answers.

    ## What it checks

    Which of the groups `[neutron]`, `[glance]`, `[cinder]` and `[placement]` have no `timeout`, on
    a compute, conductor or API node of a cloud with 100 compute hosts or more (a threshold). Only
    groups that hold a log-in, and `[glance]`, are looked at.

    ## Why it matters

    There is no default. A load balancer that drops connections silently, or a service that hangs,
    leaves a thread waiting for ever, with its build slot and its lock.

    Asking again is another matter: `[placement] connect_retries` and `status_code_retries` (from
    train on, unset by default) do so while placement is restarted; for the others there are
    `http_retries` and glance's `num_retries`.

    ## Example

        [neutron]
        auth_type = password
        #timeout = <None>

    ## Fix safety

    There is no fix: 60 to 300 seconds are usual, above what the load balancer itself allows.

    ## Sources

    Nova 34.0.0: nova/conf/*.py (`register_session_conf_options`), keystoneauth1: session.py. The
    number of hosts is experience; hence a note only.
    """
    hosts = deployment.compute_hosts or 0
    plays = any(deployment.plays(role) for role in ("compute", "conductor", "api"))
    if hosts < compute_hosts or not plays:
        return
    endless = [group for group in ASKED if _is_used(config, group) and _endless(config, group)]
    if endless:
        yield Finding(
            f"calls have no time-out in {listed(f'[{one}]' for one in endless)}, so one that is"
            " never answered blocks its thread for good; set `timeout`",
            at_option(config, endless[0], "timeout"),
            endless[0],
            "timeout",
        )


def _is_used(config: Config, group: str) -> bool:
    return group == "glance" or bool(config.value(group, "auth_type"))


def _endless(config: Config, group: str) -> bool:
    if config.schema.option(group, "timeout") is None:
        return False
    setting = config.setting(group, "timeout")
    return setting.value is None and setting.fault is None
