"""os-vif's plugin for Open vSwitch: isolation of new ports, patience with ovsdb."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.places import as_set, finding, named, removal, set_fix, unset_fix
from novalint.rules.common.thresholds import Way, way_out
from novalint.rules.declaration import FactNeeded, rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

GROUP = "os_vif_ovs"
ISOLATE = "isolate_vif"
TIMEOUT = "ovs_vsctl_timeout"
INTERFACE = "ovsdb_interface"
WITH_REFUSAL = 19
"""The first major version of the time of Open vSwitch 2.11, whose ovs-vsctl takes no 0."""


@rule(
    "vif-not-isolated",
    theme="networking",
    severity=Severity.WARNING,
    options=(f"{GROUP}.{ISOLATE}",),
    releases=(19, None),
    since="the option came in os-vif 1.15.2 of stein (vif_plug_ovs/ovs.py)",
    roles=("compute",),
    drivers=("libvirt",),
    neutron=True,
    needs=("role", "network_backend", "tenants"),
    thresholds={"tenants": 2},
)
def vif_not_isolated(config: Config, deployment: Deployment, tenants: float) -> Iterator[Finding]:
    """A new port is briefly a member of the VLANs of all tenants on the host.

    ## What it checks

    `[os_vif_ovs] isolate_vif` of false, the default, on a compute node with neutron's Open vSwitch
    agent (`network_backend = ovs`) in a cloud of two tenants or more (a threshold). Where false is
    not written it is info: most deployment tools leave the default.

    ## Why it matters

    os-vif puts a port on the integration bridge before the agent gives it its VLAN, and a port
    without one is a member of all. With `isolate_vif` it starts in VLAN 4095, where everything is
    dropped, until the agent moves it (bug 1734320). From 24 on os-vif creates the ports of all
    servers; before, only those with hybrid plugging (firewall driver iptables_hybrid), and ports
    that libvirt creates are not touched by the option.

    ## Example

        [os_vif_ovs]
        #isolate_vif = false

    ## Fix safety

    Unsafe: sets true, on hosts with neutron's Open vSwitch agent alone (see vif-isolated-for-good).

    ## Sources

    os-vif 5.2.2 and 1.15.2: vif_plug_ovs/ovs.py (`OvsPlugin`); os-vif 1.11.2 of Nova 18 does not
    have the option. Nova 34.0.0 and 24.2.1: `delegate_create` in nova/network/neutron.py, which
    23.2.2 does not have.
    """
    many = (deployment.tenants or 0) >= tenants and deployment.plays("compute")
    agent = deployment.network_backend == "ovs"
    if many and agent and config.boolean(GROUP, ISOLATE) is False:
        yield finding(
            config,
            GROUP,
            ISOLATE,
            f"{named(GROUP, ISOLATE)} false leaves a new port in the VLANs of all tenants until"
            " neutron's agent has set its own; set it to true",
            set_fix(config, GROUP, ISOLATE, "true"),
            override=Severity.INFO if config.setting(GROUP, ISOLATE).is_default else None,
        )


@rule(
    "vif-isolated-for-good",
    theme="networking",
    severity=Severity.WARNING,
    options=(f"{GROUP}.{ISOLATE}",),
    releases=(19, None),
    since="the option came in os-vif 1.15.2 of stein (vif_plug_ovs/ovs.py)",
    roles=("compute",),
    drivers=("libvirt",),
    neutron=True,
    needs=("network_backend",),
)
def vif_isolated_for_good(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """New ports start in a dead VLAN, and this network backend leaves them there.

    ## What it checks

    `[os_vif_ovs] isolate_vif = true` with OVN or another network backend than neutron's Open
    vSwitch agent. With OVN it is info.

    ## Why it matters

    os-vif tags the ports that it creates with VLAN 4095, and only neutron's Open vSwitch agent
    replaces the tag. Where the flows of another backend use normal switching, everything from and
    to such a port is dropped. OVN's flows name the port that a packet leaves by, for which the tag
    does not count: servers have their network, and the option does nothing for them. From 24 on
    os-vif creates every port of Open vSwitch's kind; before, only those with hybrid plugging, which
    OVN does not use, and vhost-user ports.

    ## Example

        [os_vif_ovs]
        isolate_vif = true

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file applies, or the
    default of false.

    ## Sources

    os-vif 5.2.2 and 1.15.2: vif_plug_ovs/ovs.py (`OvsPlugin`, and the help of the option, by which
    it is for neutron's agent alone). Nova 24.2.1: nova/network/neutron.py (`delegate_create`, which
    23.2.2 does not have). Open vSwitch 3.1.0 traced with such a port: `normal` drops, `output` does
    not. OVN: controller/physical.c.
    """
    backend = deployment.network_backend
    if backend in (None, "ovs", "sriov", "linuxbridge") or not config.boolean(GROUP, ISOLATE):
        return
    what, override = "leaves new ports in a dead VLAN", None
    if backend == "ovn":
        what, override = "does nothing for OVN", Severity.INFO
    yield finding(
        config,
        GROUP,
        ISOLATE,
        f"{named(GROUP, ISOLATE)} true {what}, as it is meant for neutron's Open vSwitch agent"
        " alone; remove it",
        unset_fix(config, GROUP, ISOLATE),
        override=override,
    )


@rule(
    "ovs-timeout-lowered",
    theme="networking",
    severity=Severity.INFO,
    options=(f"{GROUP}.{TIMEOUT}", f"{GROUP}.{INTERFACE}"),
    roles=("compute",),
    drivers=("libvirt", "hyperv"),
    neutron=True,
    thresholds={"instances_per_host": 40, "seconds": 120},
)
def ovs_timeout_lowered(
    config: Config, deployment: Deployment, instances_per_host: float, seconds: float
) -> Iterator[Finding]:
    """On a full host, plugging ports may take longer than the lowered OVSDB timeout.

    ## What it checks

    `[os_vif_ovs] ovs_vsctl_timeout` above 0 and below 120 seconds, the default, with 40 servers a
    host or more (both numbers are thresholds). And, whatever the host holds, 0 or less, which is
    an error; but where `ovsdb_interface` is vsctl, its default up to ussuri, 0 is a warning, and
    nothing up to rocky. Not reported where the fact `network_backend` is linuxbridge, whose ports
    another plugin plugs.

    ## Why it matters

    When the host boots or many servers start, ovsdb has hundreds of changes to make. A plug that
    runs out of time fails the build or the start of the server.

    The option's help says that 0 waits forever. That was so for `ovsdb_interface = vsctl`, which
    runs ovs-vsctl, up to Open vSwitch 2.10; from 2.11 on it takes no 0 and ends. The native
    interface, the default from victoria on, takes the number as it is, waits not at all for its
    answer, and so fails every plug.

    ## Example

        [os_vif_ovs]
        ovs_vsctl_timeout = 10

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file applies, or the
    default of 120 seconds.

    ## Sources

    os-vif 5.2.2 and 1.4.1: vif_plug_ovs/ovs.py; 5.2.2, 2.2.1 and 1.15.2:
    vif_plug_ovs/ovsdb/impl_idl.py. ovsdbapp 2.19.0, 1.6.1 and 0.15.1:
    backend/ovs_idl/transaction.py (`commit`), tried with 2.19.0. Open vSwitch 2.10.7 and 2.11.0:
    utilities/ovs-vsctl.c, 3.1.0 tried. The number of servers is experience; hence a note only.
    """
    timeout = config.integer(GROUP, TIMEOUT)
    if timeout is None or timeout >= seconds or deployment.network_backend == "linuxbridge":
        return
    words = removal(config.setting(GROUP, TIMEOUT), "to wait 120 seconds")
    back = Way(words, (unset_fix(config, GROUP, TIMEOUT),))
    way = way_out(config, (GROUP, TIMEOUT), back, least=seconds)
    if timeout <= 0:
        yield from _unanswered(config, timeout, way)
        return
    if deployment.instances_per_host is None:
        raise FactNeeded("instances_per_host")
    if deployment.instances_per_host >= instances_per_host:
        yield finding(
            config,
            GROUP,
            TIMEOUT,
            f"{as_set(config.setting(GROUP, TIMEOUT))} {timeout} is short for ovsdb on a host of"
            f" {deployment.instances_per_host} servers, and a late answer fails a build;"
            f" {way.words}",
            *way.fixes,
        )


def _unanswered(config: Config, timeout: int, way: Way) -> Iterator[Finding]:
    """Tell of a timeout with which no port is plugged; nothing where it may mean no limit."""
    what, override = "is refused by ovs-vsctl", Severity.ERROR
    if config.text(GROUP, INTERFACE) == "native":
        what = f"leaves ovsdb no time to answer with `{INTERFACE}` native"
    elif timeout == 0:
        if config.release.major < WITH_REFUSAL:
            return
        what, override = f"{what} of Open vSwitch 2.11 and newer", Severity.WARNING
    yield finding(
        config,
        GROUP,
        TIMEOUT,
        f"{as_set(config.setting(GROUP, TIMEOUT))} {timeout} {what}, so no port can be plugged;"
        f" {way.words}",
        *way.fixes,
        override=override,
    )
