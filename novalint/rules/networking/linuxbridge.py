"""Clouds that plug ports with Linux bridges."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.places import finding
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule(
    "linuxbridge-not-supported",
    theme="networking",
    severity=Severity.ERROR,
    releases=(34, None),
    since="the code for such ports was removed in 2026.2 (nova/network/neutron.py)",
    roles=("compute",),
    drivers=("libvirt",),
    needs=("network_backend",),
)
def linuxbridge_not_supported(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """This release no longer supports neutron's linuxbridge driver.

    ## What it checks

    That the network backend is `linuxbridge`, as a fact says, with libvirt's driver, from 2026.2
    on.

    ## Why it matters

    Nova refuses ports that neutron binds as type `bridge`: builds, hard reboots and migrations of
    servers on such networks fail.

    ## Example

    The fact `network_backend = "linuxbridge"`, whatever the file says.

    ## Fix safety

    There is no fix, and no option brings it back: move the cloud to Open vSwitch or OVN before the
    upgrade. `[os_vif_linux_bridge]` is gone as well, with os-vif's plugin.

    ## Sources

    Nova 34.0.0: nova/network/neutron.py (`_nw_info_build_network`), nova/network/os_vif_util.py
    (`nova_to_osvif_vif`); os-vif 5.2.2 has no vif_plug_linux_bridge, 4.3.1 (Nova 33) still had.
    """
    if deployment.network_backend == "linuxbridge":
        yield finding(
            config,
            "DEFAULT",
            "compute_driver",
            f"`compute_driver` libvirt refuses ports of neutron's linuxbridge driver in Nova"
            f" {config.release}, so builds, hard reboots and migrations with them fail; move to"
            " Open vSwitch or OVN before the upgrade",
        )
