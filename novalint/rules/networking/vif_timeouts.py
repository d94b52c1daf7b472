"""How long nova-compute waits for the network: vif_plugging_timeout."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common import density
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.places import finding, set_fix, unset_fix
from novalint.rules.common.plugging import (
    BUILD_TIMEOUT,
    DEFAULT_TIMEOUT,
    DRIVERS,
    FATAL,
    READ,
    TIMEOUT,
    VIRT_TYPES,
    build_too,
    no_wait,
    wait_again_fix,
    waiting,
)
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule(
    "vif-fatal-without-waiting",
    theme="networking",
    severity=Severity.WARNING,
    options=READ,
    roles=("compute",),
    drivers=DRIVERS,
    virt_types=VIRT_TYPES,
    neutron=True,
    thresholds=density.LIMITS,
)
def vif_fatal_without_waiting(
    config: Config, deployment: Deployment, **limits: float
) -> Iterator[Finding]:
    """A timeout of 0 disables the wait, so `vif_plugging_is_fatal` has no effect.

    ## What it checks

    `vif_plugging_timeout` of 0, or with an empty value, which Nova takes alike, while
    `vif_plugging_is_fatal` is true, written so or by default. Info where a single file does not set
    `vif_plugging_is_fatal` and does not look like a whole configuration.

    ## Why it matters

    It looks strict and is the most permissive setting there is: no events are waited for, the guest
    starts at once, and neither time-outs nor failures that neutron reports are noticed. DHCP may
    run before the port is wired. Live migration does not wait either, whatever `[compute]
    live_migration_wait_for_vif_plug` says.

    ## Example

        [DEFAULT]
        vif_plugging_timeout = 0

    ## Fix safety

    Unsafe: the timeout is commented out, so that the value of an earlier file applies, or the
    default of 300 seconds. In a cloud that is dense and multi-tenant by its facts
    `vif_plugging_is_fatal` becomes false as well (see fatal-vif-plugging). Where the network
    backend sends no events, take the second fix: `vif_plugging_is_fatal = false` changes nothing
    that Nova does and says so.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_create_guest_with_network`), nova/compute/manager.py
    (`_get_neutron_events_for_live_migration`); the same condition in 15.1.5, 16.1.8, 17.0.13,
    21.2.4, 25.3.0, 29.4.0, and in the drivers of fatal-vif-plugging.
    """
    how = waiting(config)
    if how is None or not how.fatal or how.seconds:
        return
    dense = density.is_dense(deployment, **limits) is True
    way = f"remove it and set `{FATAL}` to false" if dense else "remove it"
    only = "only " if dense else ""
    elsewhere = severity_unless_set(config, ("DEFAULT", FATAL))
    tolerate = set_fix(config, "DEFAULT", FATAL, "false")
    yield finding(
        config,
        "DEFAULT",
        TIMEOUT,
        f"`{TIMEOUT}` {no_wait(config)} switches the wait for the network off, so `{FATAL}` has"
        f" no effect and servers start before their ports are wired; {way}, or set {only}`{FATAL}`"
        " to false if the network backend sends no events",
        *(() if elsewhere else (wait_again_fix(config, dense), tolerate)),
        override=elsewhere,
    )


@rule(
    "vif-events-not-expected",
    theme="networking",
    severity=Severity.INFO,
    options=READ,
    roles=("compute",),
    drivers=DRIVERS,
    virt_types=VIRT_TYPES,
    neutron=True,
)
def vif_events_not_expected(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The configuration says that the network backend sends no VIF plug events.

    ## What it checks

    `vif_plugging_timeout` of 0, or with an empty value, together with `vif_plugging_is_fatal =
    false`.

    ## Why it matters

    The pair is the documented way to say that no events are expected, and right for a backend or a
    test bed without notifications. With a backend that does send them (Open vSwitch, OVN) guests
    start before their ports are wired, and an agent that is down goes unnoticed.

    ## Example

        [DEFAULT]
        vif_plugging_timeout = 0
        vif_plugging_is_fatal = false

    ## Fix safety

    There is no fix: the pair may be meant.

    ## Sources

    Nova 34.0.0: nova/conf/compute.py (related options of `vif_plugging_timeout`).
    """
    how = waiting(config)
    if how and not how.fatal and how.seconds == 0:
        yield finding(
            config,
            "DEFAULT",
            TIMEOUT,
            f"`{TIMEOUT}` {no_wait(config)} and `{FATAL}` false let servers start without waiting"
            " for their network; use the pair only with a network backend that sends no plug"
            " events",
        )


@rule(
    "vif-timeout-lowered",
    theme="networking",
    severity=Severity.WARNING,
    options=(*READ, f"DEFAULT.{BUILD_TIMEOUT}"),
    roles=("compute",),
    drivers=DRIVERS,
    virt_types=VIRT_TYPES,
    neutron=True,
    thresholds={"seconds": DEFAULT_TIMEOUT},
)
def vif_timeout_lowered(
    config: Config, deployment: Deployment, seconds: float
) -> Iterator[Finding]:
    """The VIF plugging timeout is below Nova's default, and a timeout is fatal.

    ## What it checks

    `vif_plugging_timeout` above 0 and below 300 seconds (a threshold) with `vif_plugging_is_fatal`
    true, written so in the files read here or by default.

    ## Why it matters

    When many servers boot at once or agents restart, wiring a port takes minutes. What was slow
    becomes a server in ERROR that Nova does not try elsewhere.

    ## Example

        [DEFAULT]
        vif_plugging_timeout = 10

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 300 seconds applies; for a higher
    threshold, in an override of a deployment tool, and where an earlier value would come back, it
    is raised. There is no fix where `instance_build_timeout` would end the build before the new
    wait is over. The first remedy is a faster agent: neutron's `[agent] root_helper_daemon`.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/conf/compute.py, nova/compute/manager.py; tripleo-validations
    (nova_event_callback) fails below 300 too.
    """
    how = waiting(config)
    if how and how.fatal and 0 < how.seconds < seconds:
        longer = f"{seconds:.0f}"
        too = build_too(config, max(DEFAULT_TIMEOUT, int(seconds)))
        wait = (
            unset_fix(config, "DEFAULT", TIMEOUT)
            if seconds <= DEFAULT_TIMEOUT and not _is_over_another(config)
            else set_fix(config, "DEFAULT", TIMEOUT, longer)
        )
        yield finding(
            config,
            "DEFAULT",
            TIMEOUT,
            f"`{TIMEOUT}` {how.seconds} sends a server whose network takes longer than that to"
            f" ERROR; raise it to {longer}{too}",
            *(() if too else (wait,)),
        )


def _is_over_another(config: Config) -> bool:
    """Whether another value is overridden, or may be: a tool puts some over a file of its own."""
    setting = config.setting("DEFAULT", TIMEOUT)
    hosts = (place.document.host for place in setting.places)
    return bool(setting.shadowed) or any(
        host is not None and host.embedded.elsewhere for host in hosts
    )


@rule(
    "vif-timeout-for-many-hosts",
    theme="networking",
    severity=Severity.INFO,
    options=(*READ, f"DEFAULT.{BUILD_TIMEOUT}"),
    roles=("compute",),
    drivers=DRIVERS,
    virt_types=VIRT_TYPES,
    neutron=True,
    needs=("compute_hosts",),
    thresholds={"compute_hosts": 1000, "seconds": 600},
)
def vif_timeout_for_many_hosts(
    config: Config, deployment: Deployment, compute_hosts: float, seconds: float
) -> Iterator[Finding]:
    """In a very large cloud, the network may need longer than the default timeout.

    ## What it checks

    `vif_plugging_timeout` at its default of 300 seconds, with `vif_plugging_is_fatal` true, in a
    cloud of 1000 compute hosts or more (a threshold). Below 300 see vif-timeout-lowered; anyone who
    raised it has decided.

    ## Why it matters

    neutron and RabbitMQ serve all hosts together, so the time until a port is wired grows with the
    cloud. The numbers are one vendor's advice for its largest profile, not a limit found in the
    code.

    ## Example

        [DEFAULT]
        #vif_plugging_timeout = 300

    ## Fix safety

    Unsafe: sets 600 seconds (a threshold). There is no fix where `instance_build_timeout` is set
    and not above that, as it would end the build first.

    ## Sources

    A vendor's tuning page for clouds of more than 1000 hosts, seen second-hand; hence a note only.
    """
    how = waiting(config)
    hosts = deployment.compute_hosts or 0
    plain = how is not None and how.fatal and how.seconds == DEFAULT_TIMEOUT
    if plain and hosts >= compute_hosts and seconds > DEFAULT_TIMEOUT:
        longer, too = f"{seconds:.0f}", build_too(config, int(seconds))
        yield finding(
            config,
            "DEFAULT",
            TIMEOUT,
            f"`{TIMEOUT}` {DEFAULT_TIMEOUT} may be too short for the network of {hosts} compute"
            f" hosts; set it to {longer}{too}",
            *(() if too else (set_fix(config, "DEFAULT", TIMEOUT, longer),)),
        )
