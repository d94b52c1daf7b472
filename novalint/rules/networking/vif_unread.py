"""Options about plugging VIFs where nothing reads them: other roles, other drivers."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.nova.drivers import package
from novalint.rules.common.compute_only import set_off_compute
from novalint.rules.common.places import finding, named, unset_fix
from novalint.rules.common.plugging import (
    DRIVERS,
    FATAL,
    LIVE_DRIVERS,
    LIVE_VIRT_TYPES,
    LIVE_WAIT,
    OPTIONS,
    REBOOT_WAIT,
    TIMEOUT,
    VIRT_TYPES,
)
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

NAMES = tuple(f"{group}.{name}" for group, name in OPTIONS)
MANAGER_WAITS = 17
"""From this major version on the compute manager waits during live migrations."""
REVERT_WAITS = range(18, 24)
"""The major versions whose compute manager waits, with any driver, when a resize is reverted."""
VMWARE_MIGRATES = 19
"""The first major version in which VMware's driver live migrates."""


@rule(
    "vif-option-off-compute",
    theme="networking",
    severity=Severity.INFO,
    whoever_reads=True,
    options=NAMES,
    needs=("role",),
)
def vif_option_off_compute(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A VIF plugging option is set on a node without nova-compute, where it has no effect.

    ## What it checks

    Where the node's role is given and is not compute: `vif_plugging_is_fatal`,
    `vif_plugging_timeout`, `[compute] live_migration_wait_for_vif_plug` and
    `[workarounds] wait_for_vif_plugged_event_during_hard_reboot`.

    ## Why it matters

    Only nova-compute reads them. A change on the controllers looks done and does nothing.

    ## Example

    `vif_plugging_is_fatal = false` in the nova.conf of nova-api.

    ## Fix safety

    Unsafe: the line is commented out; set it on the compute nodes instead.

    ## Sources

    Nova 34.0.0: read in nova/compute/manager.py, nova/virt/libvirt/driver.py and
    nova/virt/zvm/driver.py alone; the same, and in other drivers, in each release from 15.1.5 on.
    """
    yield from set_off_compute(_set(config), config, deployment)


@rule(
    "vif-option-other-driver",
    theme="networking",
    severity=Severity.INFO,
    whoever_reads=True,
    options=(*NAMES, "DEFAULT.compute_driver", "libvirt.virt_type"),
    roles=("compute",),
)
def vif_option_other_driver(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A VIF plugging option is set that the compute driver does not use.

    ## What it checks

    The options of vif-option-off-compute, with the drivers in Nova's own tree:

    - ironic: none of them is read;
    - z/VM and PowerVM: the two options of live migration and hard reboot are not;
    - VMware: `vif_plugging_is_fatal` and `vif_plugging_timeout` are read by live migrations alone,
      which its driver has from stein on, the option of hard reboot never;
    - XenServer and Hyper-V: the option of hard reboot is not;
    - libvirt with a `virt_type` other than kvm and qemu: the option of hard reboot is not, and with
      lxc, which has no live migration, no other either.

    From rocky to wallaby the compute manager asks for `vif_plugging_timeout` when a resize is
    reverted, whatever the driver; ironic's cannot resize.

    ## Why it matters

    The value changes nothing.

    ## Example

        [DEFAULT]
        compute_driver = ironic.IronicDriver
        vif_plugging_timeout = 600

    ## Fix safety

    Unsafe: the line is commented out.

    ## Sources

    Nova from 15.1.5 to 34.0.0: nova/virt; nova/compute/manager.py, from 17 on
    (`_do_pre_live_migration_from_source`), and from 18 to 23
    (`_finish_revert_resize_network_migrate_finish`). VMware's driver has `live_migration` in 19.3.2
    and not in 18.3.0.
    """
    driver = package(config)
    virt_type = config.text("libvirt", "virt_type") if driver in ("", "libvirt") else ""
    if virt_type is None or driver not in ("", "ironic", *DRIVERS, *LIVE_DRIVERS):
        return
    read = _read(driver or "libvirt", virt_type, config.release.major)
    for setting in _set(config):
        if setting.name not in read:
            chosen = config.setting("DEFAULT", "compute_driver").partial or driver
            what = (
                f"`[libvirt] virt_type` {virt_type}" if virt_type else f"`compute_driver` {chosen}"
            )
            yield finding(
                config,
                setting.group,
                setting.name,
                f"{named(setting.group, setting.name)} has no effect with {what}; remove it",
                unset_fix(config, setting.group, setting.name),
            )


def _read(driver: str, virt_type: str, major: int) -> set[str]:
    """Return the options that anything reads with a driver; `virt_type` is libvirt's."""
    waits = driver in DRIVERS and (driver != "libvirt" or virt_type in VIRT_TYPES)
    migrates = driver in LIVE_DRIVERS and (driver != "libvirt" or virt_type in LIVE_VIRT_TYPES)
    if driver == "vmwareapi":
        migrates = major >= VMWARE_MIGRATES
    read = set()
    if waits or (migrates and major >= MANAGER_WAITS):
        read |= {FATAL, TIMEOUT}
    if migrates:
        read.add(LIVE_WAIT)
    if driver != "ironic" and major in REVERT_WAITS:
        read.add(TIMEOUT)
    if driver == "libvirt" and waits:
        read.add(REBOOT_WAIT)
    return read


def _set(config: Config) -> Iterator[Setting]:
    """Yield those of the options that the files set."""
    for group, name in OPTIONS:
        if config.schema.option(group, name):
            setting = config.setting(group, name)
            if not setting.is_default:
                yield setting
