"""Holes in nova-compute that a stable update closed, where the configuration is open to them."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.pci import DEVICES, as_written, devices
from novalint.rules.common.places import at, finding
from novalint.rules.common.plugging import LIVE_VIRT_TYPES
from novalint.rules.common.stable_fixes import (
    DATA_FILE,
    FORMAT,
    MIGRATED,
    SERVICED,
    VMDK,
    VNIC_TYPE,
    before,
    is_unpatched,
    way_out,
)
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.rules.common.stable_fixes import Mended

DRIVER = ("DEFAULT", "compute_driver")


@rule(
    "vmdk-images-unpatched",
    theme="security",
    severity=Severity.WARNING,
    options=("DEFAULT.compute_driver",),
    releases=(None, 26),
    until="every version of 2023.1 looks at the kind of a VMDK image (nova/virt/images.py)",
    roles=("compute",),
    drivers=("libvirt",),
)
def vmdk_images_unpatched(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """In this version, a VMDK image can expose a file of the host as a disk.

    ## What it checks

    Whether `compute_driver` is libvirt's in a version given in full, such as `25.0.1`, that is
    older than the fix: 24.2.0, 25.1.0, 26.1.0, 27.0.0. Not reported where only a series is given.

    ## Why it matters

    A tenant uploads an image that consists of a description with the name of a file. These versions
    have `qemu-img` convert it whatever kind of VMDK it is, and the server gets the file as its disk
    (CVE-2022-47951). Up to wallaby no version was published that is fixed; packages of a
    distribution may have the change under an old number.

    ## Example

        [DEFAULT]
        compute_driver = libvirt.LibvirtDriver

    ## Fix safety

    There is no fix: install a fixed version.

    ## Sources

    Nova: nova/virt/images.py (`fetch_to_raw`) of 15.1.5, 24.1.1, 25.0.1, 26.0.0; the same and
    nova/conf/compute.py (`vmdk_allowed_types`) of 24.2.0, 25.1.0, 26.1.0, 27.0.0; OSSA-2023-002.
    """
    harm = "a VMDK image can name a file of the host and get it as a disk (CVE-2022-47951)"
    yield from _by_driver(config, VMDK, harm)


@rule(
    "qcow2-images-unpatched",
    theme="security",
    severity=Severity.WARNING,
    options=("DEFAULT.compute_driver",),
    releases=(None, 29),
    until="every version of 2024.2 looks into images (nova/virt/images.py)",
    roles=("compute",),
    drivers=("libvirt",),
)
def qcow2_images_unpatched(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """In this version, a crafted image can read files of the host.

    ## What it checks

    Whether `compute_driver` is libvirt's in a version given in full, such as `29.0.2`, that is
    older than the fixes: 27.5.0, 28.3.0, 29.2.0, 30.0.0. Not reported where only a series is given.

    ## Why it matters

    A QCOW2 image may name a file of the host as its data. Versions before 27.4.0, 28.2.0 and 29.1.0
    do not look for that and give the file to the server (CVE-2024-32498). The first of those that
    do can still be told a wrong format (CVE-2024-40767). Up to zed no version was published that is
    fixed; packages of a distribution may have the change under an old number.

    ## Example

        [DEFAULT]
        compute_driver = libvirt.LibvirtDriver

    ## Fix safety

    There is no fix: install a fixed version.

    ## Sources

    Nova: nova/virt/images.py (`fetch_to_raw`, `do_image_deep_inspection`) of 26.3.0, 27.3.0,
    27.4.0, 27.5.0, 28.1.0, 28.2.0, 28.3.0, 29.0.2, 29.1.0, 29.2.0, 30.0.0; OSSA-2024-001,
    OSSA-2024-002.
    """
    first = "CVE-2024-32498, " if is_unpatched(config, DATA_FILE) else ""
    harm = f"a crafted image can read files of the host ({first}CVE-2024-40767)"
    yield from _by_driver(config, FORMAT, harm)


@rule(
    "migrated-guests-unpatched",
    theme="security",
    severity=Severity.WARNING,
    options=("DEFAULT.compute_driver",),
    releases=(None, 21),
    until="every version of victoria hands the definition over (nova/virt/libvirt/guest.py)",
    roles=("compute",),
    virt_types=LIVE_VIRT_TYPES,
)
def migrated_guests_unpatched(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """In this version a live-migrated server may get another server's volumes.

    ## What it checks

    Whether `compute_driver` is libvirt's in a version given in full, such as `20.3.0`, that is
    older than the fix: 19.3.1, 20.4.0, 21.1.0, 22.0.0. Nothing is reported if only a series is
    given.

    ## Why it matters

    After a live migration libvirt keeps the definition of the source host for the next start of the
    server. After a soft reboot by its user its disks are the devices with these paths on the
    destination, perhaps those of another tenant (CVE-2020-17376). Up to rocky no fixed version was
    published; packages of a distribution may contain the fix under an old version number.

    ## Example

        [DEFAULT]
        compute_driver = libvirt.LibvirtDriver

    ## Fix safety

    There is no fix: install a fixed version.

    ## Sources

    Nova: nova/virt/libvirt/guest.py (`migrate`) of 15.1.5, 18.3.0, 19.3.0, 19.3.1, 20.3.0, 20.4.0,
    21.0.0, 21.1.0, 22.0.0; OSSA-2020-006.
    """
    harm = "a server can get devices of others after a live migration (CVE-2020-17376)"
    yield from _by_driver(config, MIGRATED, harm)


@rule(
    "ironic-teardown-unpatched",
    theme="security",
    severity=Severity.WARNING,
    options=("DEFAULT.compute_driver",),
    releases=(28, 32),
    since="Ironic has servicing and holds since 2023.2 (ironic/common/states.py)",
    until="every version of 2026.1 knows these states (nova/virt/ironic/driver.py)",
    roles=("compute",),
    drivers=("ironic",),
)
def ironic_teardown_unpatched(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """In this version, an Ironic node in service keeps running when its server is deleted.

    ## What it checks

    Whether `compute_driver` is Ironic's in a version given in full, such as `31.2.0`, that is older
    than the fix: 30.2.1, 31.3.0, 32.2.0, 33.0.0. Not reported where only a series is given.

    ## Why it matters

    Anyone who deletes a server whose node is in service, or held there or while it is deployed,
    leaves the node as it is: Nova forgets the server without telling Ironic to take the node down.
    In a flat network it reaches the networks of tenants. Of 2023.2 and 2024.1 no version was
    published that is fixed; packages of a distribution may have the change under an old number.

    ## Example

        [DEFAULT]
        compute_driver = ironic.IronicDriver

    ## Fix safety

    There is no fix: install a fixed version.

    ## Sources

    Nova: nova/virt/ironic/driver.py (`_UNPROVISION_STATES`) of 29.4.0, 30.2.0, 30.2.1, 31.2.0,
    31.3.0, 32.1.0, 32.2.0, 33.0.0; bug 2131960.
    """
    harm = "a node whose server is deleted during service keeps running in its network"
    yield from _by_driver(config, SERVICED, harm, "Ironic's")


@rule(
    "sriov-ports-unpatched",
    theme="security",
    severity=Severity.WARNING,
    options=(DEVICES[1],),
    releases=(None, 25),
    until="every version of zed goes on without such a port (nova/compute/manager.py)",
    roles=("compute",),
    drivers=("libvirt",),
    neutron=True,
)
def sriov_ports_unpatched(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """In this version, a tenant can prevent nova-compute from starting again.

    ## What it checks

    Whether an object of `[pci] device_spec` (up to yoga `passthrough_whitelist`) is for ports of
    Neutron with a named `physical_network` (where it is `null`, the ports are those of Open vSwitch
    or OVN, which bind no macvtap), in a version given in full, such as `24.1.1`, that is older than
    the fix: 24.2.0, 25.1.0, 26.0.0. Not reported where only a series is given.

    ## Why it matters

    A tenant changes the `vnic_type` of a port that is in use from `direct` to `macvtap`. When
    nova-compute starts the next time, it looks for the port's interface, does not find it and ends
    (CVE-2022-37394). Up to wallaby no version was published that is fixed; packages of a
    distribution may have the change under an old number.

    ## Example

        [pci]
        passthrough_whitelist = {"devname": "eth3", "physical_network": "physnet1"}

    ## Fix safety

    There is no fix: install a fixed version.

    ## Sources

    Nova: nova/compute/manager.py (`_init_instance`) of 15.1.5, 23.2.2, 24.1.1, 24.2.0, 25.0.1,
    25.1.0, 26.0.0; nova/virt/libvirt/vif.py (`plug_hw_veb`); bug 1981813.
    """
    if not is_unpatched(config, VNIC_TYPE):
        return
    listed = devices(config)
    for_ports = (one for one in listed.known if one.fields.get("physical_network"))
    entry = next(for_ports, None)
    if entry:
        yield Finding(
            f"{as_written(entry.place)} has devices for ports, and {before(config, VNIC_TYPE)}"
            " a tenant who changes the `vnic_type` of one keeps nova-compute from starting again"
            f" (CVE-2022-37394); {way_out(config, VNIC_TYPE)}",
            at(entry.place),
            "pci",
            listed.name,
        )


def _by_driver(
    config: Config, mended: Mended, harm: str, whose: str = "libvirt's"
) -> Iterator[Finding]:
    """Yield a finding where the driver is named and the version lacks a fix of it."""
    if is_unpatched(config, mended) and config.setting(*DRIVER).value:
        yield finding(
            config,
            *DRIVER,
            f"`compute_driver` is {whose}, and {before(config, mended)} {harm};"
            f" {way_out(config, mended)}",
        )
