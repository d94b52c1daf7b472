"""How long nova-compute waits for the network: vif_plugging_timeout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.places import at_option, set_fix, unset_fix
from novalint.rules.common.plugging import FATAL, READ, TIMEOUT, driver_waits, waiting
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule(
    "vif-fatal-without-waiting",
    theme="networking",
    severity=Severity.WARNING,
    options=READ,
    releases=(17, None),
    roles=("compute",),
)
def vif_fatal_without_waiting(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A timeout of 0 switches waiting off, so vif_plugging_is_fatal is never asked.

    ## What it checks

    `vif_plugging_timeout = 0` while `vif_plugging_is_fatal` is true, written so or by default.

    ## Why it matters

    It looks strict and is the most permissive setting there is: no events are waited for, the guest
    starts at once, and neither time-outs nor failures that neutron reports are noticed. DHCP may
    run before the port is wired. Live migration does not wait either, whatever `[compute]
    live_migration_wait_for_vif_plug` says.

    ## Example

        [DEFAULT]
        vif_plugging_timeout = 0

    ## Fix safety

    Unsafe: the timeout is commented out, so that the default of 300 seconds applies. Where the
    backend sends no events, write `vif_plugging_is_fatal = false` instead, to say so.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_create_guest_with_network`), nova/compute/manager.py
    (`_get_neutron_events_for_live_migration`); the same condition in 17.0.13, 21.2.4, 25.3.0,
    29.4.0.
    """
    how = waiting(config)
    if how and how.fatal and how.seconds == 0 and driver_waits(config):
        yield Finding(
            f"with `{TIMEOUT}` 0 nobody waits for the network and `{FATAL}` has no effect; drop the"
            f" timeout, or set `{FATAL}` to false if no events are expected",
            at_option(config, "DEFAULT", TIMEOUT),
            "DEFAULT",
            TIMEOUT,
            (unset_fix(config, "DEFAULT", TIMEOUT, "Let the default of 300 seconds apply"),),
        )


@rule(
    "vif-events-not-expected",
    theme="networking",
    severity=Severity.INFO,
    options=READ,
    releases=(17, None),
    roles=("compute",),
)
def vif_events_not_expected(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The configuration says that the network backend sends no plug events.

    ## What it checks

    `vif_plugging_timeout = 0` together with `vif_plugging_is_fatal = false`.

    ## Why it matters

    The pair is the documented way to say that no events are expected, and right for a backend or a
    test bed without notifications. With a backend that does send them (Open vSwitch, OVN) guests
    start before their ports are wired.

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
    if how and not how.fatal and how.seconds == 0 and driver_waits(config):
        yield Finding(
            "guests start without waiting for their network; right only for a backend that sends no"
            " plug events",
            at_option(config, "DEFAULT", TIMEOUT),
            "DEFAULT",
            TIMEOUT,
        )


@rule(
    "vif-timeout-lowered",
    theme="networking",
    severity=Severity.WARNING,
    options=READ,
    releases=(17, None),
    roles=("compute",),
    thresholds={"seconds": 300},
)
def vif_timeout_lowered(
    config: Config, deployment: Deployment, seconds: float
) -> Iterator[Finding]:
    """The wait for the network is shorter than Nova's own, and running out of it is fatal.

    ## What it checks

    `vif_plugging_timeout` above 0 and below 300 seconds (a threshold) with `vif_plugging_is_fatal`
    true.

    ## Why it matters

    When many servers boot at once or agents restart, wiring a port takes minutes. What was slow
    becomes a server in ERROR for good.

    ## Example

        [DEFAULT]
        vif_plugging_timeout = 10

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 300 seconds applies. The first
    remedy is a faster agent: neutron's `[agent] root_helper_daemon`.

    ## Sources

    Nova 34.0.0: nova/conf/compute.py, nova/compute/manager.py; tripleo-validations
    (nova_event_callback) fails below 300 too.
    """
    how = waiting(config)
    if how and how.fatal and 0 < how.seconds < seconds and driver_waits(config):
        yield Finding(
            f"a server whose network takes more than {how.seconds} seconds dies in ERROR, where"
            " Nova's own default waits 300; drop the option",
            at_option(config, "DEFAULT", TIMEOUT),
            "DEFAULT",
            TIMEOUT,
            (unset_fix(config, "DEFAULT", TIMEOUT, "Let the default of 300 seconds apply"),),
        )


@rule(
    "vif-timeout-for-many-hosts",
    theme="networking",
    severity=Severity.INFO,
    options=READ,
    releases=(17, None),
    roles=("compute",),
    needs=("compute_hosts",),
    thresholds={"compute_hosts": 1000, "seconds": 600},
)
def vif_timeout_for_many_hosts(
    config: Config, deployment: Deployment, compute_hosts: float, seconds: float
) -> Iterator[Finding]:
    """In a very large cloud the network needs longer than the default wait.

    ## What it checks

    `vif_plugging_timeout` above 0 and below 600 seconds in a cloud of 1000 compute hosts or more;
    both numbers are thresholds.

    ## Why it matters

    neutron and RabbitMQ serve all hosts together, so the time until a port is wired grows with the
    cloud. The numbers are one vendor's advice for its largest profile, not a limit found in the
    code.

    ## Example

        [DEFAULT]
        #vif_plugging_timeout = 300

    ## Fix safety

    Unsafe: sets 600 seconds.

    ## Sources

    A vendor's tuning page for clouds of more than 1000 hosts, seen second-hand; hence a note only.
    """
    how = waiting(config)
    hosts = deployment.compute_hosts or 0
    if how and hosts >= compute_hosts and 0 < how.seconds < seconds and driver_waits(config):
        yield Finding(
            f"{how.seconds} seconds are short for the network of {hosts} compute hosts; "
            f"{seconds:.0f} is what such clouds are told to use",
            at_option(config, "DEFAULT", TIMEOUT),
            "DEFAULT",
            TIMEOUT,
            (set_fix(config, "DEFAULT", TIMEOUT, f"{seconds:.0f}"),),
        )
