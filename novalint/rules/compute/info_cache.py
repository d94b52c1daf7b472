"""How nova-compute keeps what it knows of its servers' networks fresh."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.places import finding, set_fix, unset_fix
from novalint.rules.compute.periodic import ENABLE, tasks_run
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

HEAL = "heal_instance_info_cache_interval"
READ = (f"DEFAULT.{HEAL}", f"DEFAULT.{ENABLE}")
OFF_BY_DEFAULT = 31
"""The first major version whose default is -1 instead of 60."""


@rule(
    "info-cache-not-healed",
    theme="compute",
    severity=Severity.INFO,
    options=READ,
    roles=("compute",),
    neutron=True,
    needs=("role", "network_backend"),
)
def info_cache_not_healed(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Changes of ports may go unnoticed with a network backend that sends no events for them.

    ## What it checks

    `heal_instance_info_cache_interval` of 0 or below, as it is by default from 31 on, on a compute
    node with a `vendor` network backend.

    ## Why it matters

    neutron's own drivers send an event when a port changes, and the periodic look is not needed.
    Some drivers from elsewhere rely on it: without it servers show old addresses.

    ## Example

        [DEFAULT]
        #heal_instance_info_cache_interval = -1

    ## Fix safety

    Unsafe: sets 60 seconds, the default until 30.

    ## Sources

    Nova 34.0.0: nova/compute/manager.py (`_heal_instance_info_cache`), nova/conf/compute.py, the
    release note of 31.0.0 (which names the wrong group: the option stands in [DEFAULT]). In 30.3.0
    and 15.1.5 the task returns at once where the interval is 0.
    """
    interval = config.integer("DEFAULT", HEAL)
    vendor = deployment.network_backend == "vendor" and deployment.plays("compute")
    if not vendor or interval is None or interval > 0 or not tasks_run(config):
        return
    aside = " (the default)" if config.setting("DEFAULT", HEAL).is_default else ""
    yield finding(
        config,
        "DEFAULT",
        HEAL,
        f"`{HEAL}` {interval}{aside} keeps nova-compute from looking for changed ports, which a"
        " vendor's network backend may rely on; set it to 60 unless that backend sends events",
        set_fix(config, "DEFAULT", HEAL, "60"),
    )


@rule(
    "info-cache-healing-for-full-hosts",
    theme="compute",
    severity=Severity.INFO,
    options=READ,
    roles=("compute",),
    neutron=True,
    needs=("instances_per_host", "network_backend"),
    thresholds={"instances_per_host": 50, "seconds": 60},
)
def info_cache_healing_for_full_hosts(
    config: Config, deployment: Deployment, instances_per_host: float, seconds: float
) -> Iterator[Finding]:
    """Every host queries neutron every minute, although events report changes.

    ## What it checks

    `heal_instance_info_cache_interval` above 0 and at most 60 seconds, which was the default until
    30, with 50 servers a host or more (both numbers are thresholds) and a network backend of
    neutron's own.

    ## Why it matters

    Each run asks neutron for the ports of one server, on every host: with 500 hosts and 60 seconds
    that is 8 rounds of questions a second, and still an hour until each of 60 servers has been
    looked at.

    ## Example

        [DEFAULT]
        heal_instance_info_cache_interval = 60

    ## Fix safety

    Unsafe: from 31 on the assignment is commented out. Where no other file sets one, the default of
    -1 applies: no such task. Before, 600 seconds are set.

    ## Sources

    Nova 34.0.0: nova/compute/manager.py (`_heal_instance_info_cache`), nova/conf/compute.py; 30.3.0
    and 15.1.5 for the old default. The numbers are experience; hence a note only.
    """
    interval = config.integer("DEFAULT", HEAL) or 0
    servers = deployment.instances_per_host or 0
    if servers < instances_per_host or deployment.network_backend in (None, "vendor"):
        return
    if not 0 < interval <= seconds or not tasks_run(config):
        return
    newer = config.release.major >= OFF_BY_DEFAULT
    rare = max(600, int(seconds) + 1)
    way = "remove it" if newer else f"set it to {rare} or more"
    fix = set_fix(config, "DEFAULT", HEAL, str(rare))
    fix = unset_fix(config, "DEFAULT", HEAL) if newer else fix
    yield finding(
        config,
        "DEFAULT",
        HEAL,
        f"`{HEAL}` {interval} asks neutron about one of {servers} servers on each host every"
        f" {'second' if interval == 1 else f'{interval} seconds'}, though events report changes;"
        f" {way}",
        fix,
    )
