"""Servers that boot while the network is late: vif_plugging_is_fatal."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common import density
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.places import finding, set_fix
from novalint.rules.common.plugging import (
    BUILD_TIMEOUT,
    DEFAULT_TIMEOUT,
    DRIVERS,
    FATAL,
    READ,
    TIMEOUT,
    VIRT_TYPES,
    build_too,
    tolerate_fix,
    waiting,
)
from novalint.rules.declaration import FactNeeded, rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.rules.common.plugging import Waiting


@rule(
    "fatal-vif-plugging",
    theme="networking",
    severity=Severity.WARNING,
    options=(*READ, f"DEFAULT.{BUILD_TIMEOUT}"),
    roles=("compute",),
    drivers=DRIVERS,
    virt_types=VIRT_TYPES,
    neutron=True,
    needs=density.FACTS,
    thresholds=density.LIMITS,
)
def fatal_vif_plugging(
    config: Config, deployment: Deployment, **limits: float
) -> Iterator[Finding]:
    """In a dense multi-tenant cloud, servers go to ERROR when the network is a little late.

    ## What it checks

    That `[DEFAULT] vif_plugging_is_fatal` is true, written so or by default, with a
    `vif_plugging_timeout` above 0, on a compute node whose driver waits for neutron (libvirt with
    KVM or QEMU, z/VM, and formerly XenServer, Hyper-V and PowerVM), in a cloud that is dense and
    multi-tenant by its facts: 10 tenants or more, and 40 instances per host or 50 builds at once.
    The profile `dense-multi-tenant` says both. The default is reported too, since it does not
    suit such a cloud. With nova-network nothing waits, so there is no finding.

    ## Why it matters

    nova-compute starts a new guest paused and waits `vif_plugging_timeout` seconds (300 by default)
    for neutron's event network-vif-plugged. When many tenants boot at once, RabbitMQ and the DHCP
    and L2 agents fall behind, and the event comes late. On time-out

    - with `true`, nova-compute powers the guest off, unplugs its interfaces and gives the build up:
      the server ends in ERROR and is not tried on another host;
    - with `false`, nova-compute has waited just as long, then starts the guest all the same.

    So `false` makes nothing faster: the slow build still holds a build slot for the whole wait. A
    late event then shows in the log as "Received unexpected event". (PowerVM did not wait at all
    with `false`.)

    ## What `false` costs

    - **Running servers can lose their network.** A live migration that waits for its ports
      (`[compute] live_migration_wait_for_vif_plug` of the target host, true by default from stein
      on) is given up with `true`, and the server goes on where it was. With `false` on the source
      host it goes on, to a host that has not wired the port.
    - New servers are ACTIVE without a network: no DHCP at first boot, perhaps no security group
      rules yet. The same goes for servers that are rebuilt, evacuated, unshelved or, from rocky
      on, resized back.
    - It lasts until the agent has wired the port. Nova does not look again: where the agent is
      dead, that is until somebody notices. A port that neutron reports as failed is only logged.
      Watch for ACTIVE servers whose ports are DOWN.
    - Nothing changes for a start, a hard reboot, resume and the end of a resize, which do not
      wait (a hard reboot does with `[workarounds] wait_for_vif_plugged_event_during_hard_reboot`,
      from victoria on).

    ## Before the fix, outside this file

    1. RabbitMQ: is it reachable, are its queues short, are there alarms? The event travels from
       neutron through nova-api and RabbitMQ to nova-compute; a sick broker delays all of it.
    2. neutron: `[agent] root_helper_daemon` of the L2 and DHCP agents (starting a root helper for
       each command is slow at scale), `rpc_workers` of neutron-server, the number of DHCP agents
       and `dhcp_agents_per_network`. With OVN there are no DHCP agents to wait for.
    3. `[DEFAULT] notify_nova_on_port_status_changes` in neutron.conf must be true. If no event ever
       arrives ("timed out" for every build), a longer wait does not help.

    Raise the timeout where the log says that events arrive close to the limit.

    ## Where to apply it

    In the nova.conf of every *compute* node: only nova-compute reads these options, a change on the
    controllers does nothing. Restart nova-compute there; a reload by SIGHUP does not apply them.
    In a live migration, from queens on, the source host's values decide whether a late event ends
    it.

    ## Example

        [DEFAULT]
        #vif_plugging_is_fatal = true

    becomes

        [DEFAULT]
        vif_plugging_is_fatal = false

    ## Fix safety

    Unsafe: both fixes change what Nova does. First `vif_plugging_is_fatal = false`, together with a
    `vif_plugging_timeout` below 300 seconds commented out, as time is what a late network needs; or
    a longer wait, `vif_plugging_timeout = 600`, which keeps broken networks visible. A longer
    timeout is not offered where `instance_build_timeout` would end the build first.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_create_guest_with_network`), nova/compute/manager.py
    (`_build_and_run_instance`, `BuildAbortException`, `_do_pre_live_migration_from_source`, before
    ussuri `_do_live_migration`), nova/conf/compute.py; the same outcome in
    15.1.5, 16.1.8, 17.0.13, 21.2.4, 25.3.0 and 29.4.0. Other drivers: nova/virt/zvm/driver.py,
    28.3.1 nova/virt/hyperv/vmops.py, 21.2.4 nova/virt/xenapi/vmops.py, 25.3.0
    nova/virt/powervm/tasks/network.py.
    """
    how = waiting(config)
    if how is None or not how.fatal or how.seconds == 0:
        return
    dense = density.is_dense(deployment, **limits)
    if dense is None:
        raise FactNeeded(*density.missing(deployment))
    if dense:
        wait = max(600, 2 * how.seconds)
        raising = set_fix(config, "DEFAULT", TIMEOUT, str(wait))
        above = build_too(config, DEFAULT_TIMEOUT)
        longer = f" and raise `{TIMEOUT}`{above}" if how.seconds < DEFAULT_TIMEOUT else ""
        yield finding(
            config,
            "DEFAULT",
            FATAL,
            f"`{FATAL}` true sends a server whose network is not ready within {how.seconds} seconds"
            " to ERROR without trying another host, which happens when many tenants boot at once "
            f"({density.described(deployment)}); set it to false{longer} to start such servers"
            " before their network is ready, at the price of live migrations that continue"
            " without a network",
            tolerate_fix(config, how.seconds),
            *(() if build_too(config, wait) else (raising,)),
        )


@rule(
    "vif-not-fatal-while-waiting",
    theme="networking",
    severity=Severity.INFO,
    options=(*READ, f"DEFAULT.{BUILD_TIMEOUT}"),
    roles=("compute",),
    drivers=tuple(driver for driver in DRIVERS if driver != "powervm"),
    virt_types=VIRT_TYPES,
    neutron=True,
    thresholds=density.LIMITS,
)
def vif_not_fatal_while_waiting(
    config: Config, deployment: Deployment, **limits: float
) -> Iterator[Finding]:
    """A server waits the whole timeout for a late network, then starts without one.

    ## What it checks

    `vif_plugging_is_fatal = false` with a `vif_plugging_timeout` above 0. In a cloud that is dense
    and multi-tenant by its facts this is what fatal-vif-plugging asks for, so there is no finding
    unless the timeout was lowered, or `network_backend` is `vendor`, which may send no events.
    Elsewhere it is an info, and a warning

    - where the timeout is below Nova's default of 300 seconds, so that servers start without their
      network all the sooner;
    - where the cloud is not dense and multi-tenant by its facts, unless another file may set the
      timeout to 0.

    ## Why it matters

    `false` does not make builds faster. The guest sits paused for up to the whole timeout, is then
    started and called ACTIVE although its port may not be wired: no DHCP answer, perhaps no
    security group rules yet. A live migration whose ports are not ready goes on as well, and a
    server that ran well loses its network. A failure that neutron reports is only logged, and the
    build slot is held all the time: with 10 slots and 300 seconds a host gets two such builds done
    a minute.

    ## Example

        [DEFAULT]
        vif_plugging_is_fatal = false
        vif_plugging_timeout = 10

    ## Fix safety

    There is no fix, as either way changes what tenants get: `true` keeps broken networks visible;
    where the network backend sends no events at all, write `false` and `vif_plugging_timeout = 0`.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_create_guest_with_network`,
    `_neutron_failed_callback`), nova/conf/compute.py; the same in 15.1.5, 16.1.8, 17.0.13, 21.2.4,
    25.3.0 and 29.4.0. With `false` PowerVM's driver does not wait (25.3.0:
    nova/virt/powervm/tasks/network.py).
    """
    how = waiting(config)
    if how is None or how.fatal or how.seconds == 0:
        return
    dense = density.is_dense(deployment, **limits)
    roomy, short = dense is False, how.seconds < DEFAULT_TIMEOUT
    if dense and not short and deployment.network_backend != "vendor":
        return  # fatal-vif-plugging asks for it
    certain = severity_unless_set(config, ("DEFAULT", TIMEOUT)) is None
    severity = Severity.WARNING if short or (roomy and certain) else None
    yield finding(config, "DEFAULT", FATAL, _started_without(config, how, roomy), override=severity)


def _started_without(config: Config, how: Waiting, roomy: bool) -> str:
    silent = "if the network backend sends no events"
    none = f"set `{TIMEOUT}` to 0 as well {silent}"
    way = f"set it to true to see such failures, or {none}" if roomy else none
    if how.seconds < DEFAULT_TIMEOUT:
        more = build_too(config, DEFAULT_TIMEOUT)
        it = f"`{TIMEOUT}`" if more else "it"
        way = f"raise `{TIMEOUT}` to {DEFAULT_TIMEOUT}{more}, or set {it} to 0 {silent}"
    return (
        f"`{FATAL}` false lets a server whose network is not ready wait {how.seconds} seconds and"
        f" then start without it; {way}"
    )
