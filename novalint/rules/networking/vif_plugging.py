"""Servers that boot while the network is late: vif_plugging_is_fatal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common import density
from novalint.rules.common.places import at_option, set_fix
from novalint.rules.common.plugging import FATAL, READ, TIMEOUT, driver_waits, waiting
from novalint.rules.declaration import FactNeeded, rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


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
    `vif_plugging_timeout` above 0, on a compute node with libvirt and KVM or QEMU, in a cloud that
    is told to be dense and multi-tenant: 10 tenants or more, and 40 instances a host or 50 builds
    at once. The profile `dense-multi-tenant` says both.

    ## Why it matters

    nova-compute starts a new guest paused and waits `vif_plugging_timeout` seconds (300 by default)
    for neutron's event network-vif-plugged. When many tenants boot at once, RabbitMQ and the DHCP
    and L2 agents fall behind, and the event comes late. On time-out

    - with `true`, nova-compute powers the guest off, unplugs its interfaces and gives the build up:
      the server ends in ERROR and is not tried on another host;
    - with `false`, nova-compute has waited just as long, then starts the guest all the same. Its
      network may not be ready yet: DHCP may fail at first boot, and security group rules may still
      be missing for a moment.

    So `false` makes nothing faster. It trades dead servers for servers that may come up without a
    network for a while, and the slow build still holds a build slot for the whole wait. A late
    event then shows in the log as "Received unexpected event".

    ## Before the fix, outside this file

    1. RabbitMQ: is it reachable, are its queues short, are there alarms? The event travels from
       neutron through nova-api and RabbitMQ to nova-compute; a sick broker delays all of it.
    2. neutron: `[agent] root_helper_daemon` of the L2 and DHCP agents (starting a root helper for
       each command is slow at scale), `rpc_workers` of neutron-server, the number of DHCP agents
       and `dhcp_agents_per_network`. With OVN there are no DHCP agents to wait for.
    3. `[DEFAULT] notify_nova_on_port_status_changes` in neutron.conf must be true. If no event ever
       arrives ("timed out" for every build), a longer wait helps nobody.

    Raise the timeout where the log says that events arrive close to the limit.

    ## Where to apply it

    In the nova.conf of every *compute* node: only nova-compute reads these options, a change on the
    controllers does nothing. Restart nova-compute there; a reload by SIGHUP does not apply them.
    Live migration uses them too: the source host's values decide whether a late event ends a
    migration.

    ## Example

        [DEFAULT]
        #vif_plugging_is_fatal = true

    becomes

        [DEFAULT]
        vif_plugging_is_fatal = false

    ## Fix safety

    Unsafe: both fixes change what Nova does. First `vif_plugging_is_fatal = false`; or a longer
    wait, `vif_plugging_timeout = 600`, which keeps broken networks visible.

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
        yield _server_dies(config, deployment, how.seconds)


def _server_dies(config: Config, deployment: Deployment, seconds: int) -> Finding:
    return Finding(
        f"a server whose network is not ready within {seconds} seconds dies in ERROR and is"
        " not tried on another host, which happens when many tenants boot at once "
        f"({density.described(deployment)}); set `{FATAL}` to false to start it after the wait",
        at_option(config, "DEFAULT", FATAL),
        "DEFAULT",
        FATAL,
        (
            set_fix(config, "DEFAULT", FATAL, "false"),
            set_fix(config, "DEFAULT", TIMEOUT, str(max(600, 2 * seconds))),
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

    `vif_plugging_is_fatal = false` with a `vif_plugging_timeout` above 0. Where the deployment is
    told to be dense and multi-tenant this is a note: there it is the lesser evil (see
    fatal-vif-plugging).

    ## Why it matters

    `false` does not make builds faster. The guest sits paused for up to the whole timeout, is then
    started and called ACTIVE although its port may not be wired: no DHCP answer, perhaps no
    security group rules yet. A failure that neutron reports is only logged, and the build slot is
    held all the time: with 10 slots and 300 seconds a host gets two such builds done a minute.

    ## Example

        [DEFAULT]
        vif_plugging_is_fatal = false
        vif_plugging_timeout = 300

    ## Fix safety

    There is no fix, as either way changes what tenants get: `true` keeps broken networks visible;
    where the network backend sends no events at all, write `false` and `vif_plugging_timeout = 0`.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_create_guest_with_network`,
    `_neutron_failed_callback`), nova/conf/compute.py; the same in 17.0.13, 21.2.4, 25.3.0, 29.4.0.
    """
    how = waiting(config)
    if how is None or how.fatal or how.seconds == 0 or not driver_waits(config):
        return
    dense = density.is_dense(deployment, **limits)
    yield Finding(
        f"a guest whose network is not ready waits all of {how.seconds} seconds and is then started"
        " without one; where the backend sends no events set the timeout to 0, else prefer true",
        at_option(config, "DEFAULT", FATAL),
        "DEFAULT",
        FATAL,
        override=Severity.INFO if dense else None,
    )
