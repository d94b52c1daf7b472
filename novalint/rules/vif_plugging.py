"""Servers that boot while the network is late: vif_plugging_is_fatal and vif_plugging_timeout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules import density
from novalint.rules.declaration import FactNeeded, rule
from novalint.rules.places import at_option, set_fix
from novalint.rules.plugging import FATAL, TIMEOUT, driver_waits, unset_fix, waiting

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

BOTH = (f"DEFAULT.{FATAL}", f"DEFAULT.{TIMEOUT}")
READ = (*BOTH, "DEFAULT.compute_driver", "libvirt.virt_type")


@rule(
    "fatal-vif-plugging",
    theme="networking",
    severity=Severity.WARNING,
    options=READ,
    releases=(15, None),
    roles=("compute",),
    needs=density.FACTS,
    thresholds=density.LIMITS,
)
def fatal_vif_plugging(
    config: Config, deployment: Deployment, **limits: float
) -> Iterator[Finding]:
    """In a dense cloud of many tenants, servers die when the network reports a little late.

    ## What it checks

    That `[DEFAULT] vif_plugging_is_fatal` is true, written so or by default, with a
    `vif_plugging_timeout` above 0, on a compute node with libvirt and KVM or QEMU, in a cloud that is
    told to be dense and multi-tenant: 10 tenants or more, and 40 instances a host or 50 builds at
    once. The profile `dense-multi-tenant` says both.

    ## Why it matters

    nova-compute starts a new guest paused and waits `vif_plugging_timeout` seconds (300 by default)
    for neutron's event network-vif-plugged. When many tenants boot at once, RabbitMQ and the DHCP and
    L2 agents fall behind, and the event comes late. On time-out

    - with `true`, nova-compute powers the guest off, unplugs its interfaces and gives the build up:
      the server ends in ERROR and is not tried on another host;
    - with `false`, nova-compute has waited just as long, then starts the guest all the same. Its
      network may not be ready yet: DHCP may fail at first boot, and security group rules may still be
      missing for a moment.

    So `false` makes nothing faster. It trades dead servers for servers that may come up without a
    network for a while, and the slow build still holds a build slot for the whole wait. A late event
    then shows in the log as "Received unexpected event".

    ## Example

        [DEFAULT]
        #vif_plugging_is_fatal = true

    becomes

        [DEFAULT]
        vif_plugging_is_fatal = false

    ## Before the fix, outside this file

    1. RabbitMQ: is it reachable, are its queues short, are there alarms? The event travels from
       neutron through nova-api and RabbitMQ to nova-compute; a sick broker delays all of it.
    2. neutron: `[agent] root_helper_daemon` of the L2 and DHCP agents (starting a root helper for each
       command is slow at scale), `rpc_workers` of neutron-server, the number of DHCP agents and
       `dhcp_agents_per_network`. With OVN there are no DHCP agents to wait for.
    3. `[DEFAULT] notify_nova_on_port_status_changes` in neutron.conf must be true. If no event ever
       arrives ("timed out" for every build), a longer wait helps nobody.

    Raise the timeout where the log says that events arrive close to the limit.

    ## Where to apply it

    In the nova.conf of every *compute* node: only nova-compute reads these options, a change on the
    controllers does nothing. Restart nova-compute there; a reload by SIGHUP does not apply them. Live
    migration uses them too: the source host's values decide whether a late event ends a migration.

    ## Fix safety

    Unsafe: both fixes change what Nova does. First `vif_plugging_is_fatal = false`; or a longer wait,
    `vif_plugging_timeout = 600`, which keeps broken networks visible.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_create_guest_with_network`), nova/compute/manager.py
    (`_build_and_run_instance`, `BuildAbortException`), nova/conf/compute.py; the same outcome in
    15.1.5, 16.1.8, 17.0.13, 21.2.4, 25.3.0 and 29.4.0.
    """
    how = waiting(config)
    if how is None or not how.fatal or how.seconds == 0 or not driver_waits(config):
        return
    dense = density.is_dense(deployment, **limits)
    if dense is None:
        raise FactNeeded(*density.untold(deployment))
    if dense:
        yield Finding(
            f"a server whose network is not ready within {how.seconds} seconds dies in ERROR and is "
            "not tried on another host, which happens when many tenants boot at once "
            f"({density.described(deployment)}); set `{FATAL}` to false to start it after the wait",
            at_option(config, "DEFAULT", FATAL),
            "DEFAULT",
            FATAL,
            (
                set_fix(config, "DEFAULT", FATAL, "false"),
                set_fix(config, "DEFAULT", TIMEOUT, str(max(600, 2 * how.seconds))),
            ),
        )


@rule(
    "vif-not-fatal-while-waiting",
    theme="networking",
    severity=Severity.WARNING,
    options=READ,
    releases=(17, None),
    roles=("compute",),
    thresholds=density.LIMITS,
)
def vif_not_fatal_while_waiting(
    config: Config, deployment: Deployment, **limits: float
) -> Iterator[Finding]:
    """A late network still costs the whole wait, then the guest starts without one.

    ## What it checks

    `vif_plugging_is_fatal = false` with a `vif_plugging_timeout` above 0. Where the deployment is told
    to be dense and multi-tenant this is a note: there it is the lesser evil (see fatal-vif-plugging).

    ## Why it matters

    `false` does not make builds faster. The guest sits paused for up to the whole timeout, is then
    started and called ACTIVE although its port may not be wired: no DHCP answer, perhaps no security
    group rules yet. A failure that neutron reports is only logged, and the build slot is held all the
    time: with 10 slots and 300 seconds a host gets two such builds done a minute.

    ## Example

        [DEFAULT]
        vif_plugging_is_fatal = false
        vif_plugging_timeout = 300

    ## Fix safety

    There is no fix, as either way changes what tenants get: `true` keeps broken networks visible; where
    the network backend sends no events at all, write `false` and `vif_plugging_timeout = 0`.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_create_guest_with_network`,
    `_neutron_failed_callback`), nova/conf/compute.py; the same in 17.0.13, 21.2.4, 25.3.0, 29.4.0.
    """
    how = waiting(config)
    if how is None or how.fatal or how.seconds == 0 or not driver_waits(config):
        return
    dense = density.is_dense(deployment, **limits)
    yield Finding(
        f"a guest whose network is not ready waits all of {how.seconds} seconds and is then started "
        "without one; where the backend sends no events set the timeout to 0, else prefer true",
        at_option(config, "DEFAULT", FATAL),
        "DEFAULT",
        FATAL,
        override=Severity.INFO if dense else None,
    )


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
    starts at once, and neither time-outs nor failures that neutron reports are noticed. DHCP may run
    before the port is wired. Live migration does not wait either, whatever
    `[compute] live_migration_wait_for_vif_plug` says.

    ## Example

        [DEFAULT]
        vif_plugging_timeout = 0

    ## Fix safety

    Unsafe: the timeout is commented out, so that the default of 300 seconds applies. Where the backend
    sends no events, write `vif_plugging_is_fatal = false` instead, to say so.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_create_guest_with_network`), nova/compute/manager.py
    (`_get_neutron_events_for_live_migration`); the same condition in 17.0.13, 21.2.4, 25.3.0, 29.4.0.
    """
    how = waiting(config)
    if how and how.fatal and how.seconds == 0 and driver_waits(config):
        yield Finding(
            f"with `{TIMEOUT}` 0 nobody waits for the network and `{FATAL}` has no effect; drop the "
            f"timeout, or set `{FATAL}` to false if no events are expected",
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

    The pair is the documented way to say that no events are expected, and right for a backend or a test
    bed without notifications. With a backend that does send them (Open vSwitch, OVN) guests start
    before their ports are wired.

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
            "guests start without waiting for their network; right only for a backend that sends no "
            "plug events",
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

    When many servers boot at once or agents restart, wiring a port takes minutes. What was slow becomes
    a server in ERROR for good.

    ## Example

        [DEFAULT]
        vif_plugging_timeout = 10

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 300 seconds applies. The first remedy is
    a faster agent: neutron's `[agent] root_helper_daemon`.

    ## Sources

    Nova 34.0.0: nova/conf/compute.py, nova/compute/manager.py; tripleo-validations
    (nova_event_callback) fails below 300 too.
    """
    how = waiting(config)
    if how and how.fatal and 0 < how.seconds < seconds and driver_waits(config):
        yield Finding(
            f"a server whose network takes more than {how.seconds} seconds dies in ERROR, where Nova's "
            "own default waits 300; drop the option",
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

    `vif_plugging_timeout` above 0 and below 600 seconds in a cloud of 1000 compute hosts or more; both
    numbers are thresholds.

    ## Why it matters

    neutron and RabbitMQ serve all hosts together, so the time until a port is wired grows with the
    cloud. The numbers are one vendor's advice for its largest profile, not a limit found in the code.

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
