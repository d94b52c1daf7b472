"""Plug events elsewhere: other roles, other drivers, hard reboot, live migration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Fix, Severity
from novalint.rules.common.lists import drop_items_fix
from novalint.rules.common.places import at, at_option, set_fix, unset_fix
from novalint.rules.common.plugging import (
    LIVE_WAIT,
    OPTIONS,
    REBOOT_WAIT,
    TIMEOUT,
    driver_waits,
    waiting,
)
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

NAMES = tuple(f"{group}.{name}" for group, name in OPTIONS)
UNRELIABLE = ("direct", "direct-physical", "macvtap")
"""vNIC types whose backend does not, or not reliably, send an event when a port is plugged."""


@rule(
    "vif-option-off-compute",
    theme="networking",
    severity=Severity.INFO,
    options=NAMES,
    releases=(17, None),
    needs=("role",),
)
def vif_option_off_compute(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An option about plugging VIFs is set where no nova-compute runs, and has no effect.

    ## What it checks

    Where the node's role is told and it is no compute node: `vif_plugging_is_fatal`,
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
    nova/virt/zvm/driver.py alone; the same in 17.0.13, 21.2.4, 25.3.0 and 29.4.0.
    """
    if deployment.plays("compute") is not False:
        return
    for setting in _set(config):
        yield Finding(
            f"only nova-compute reads `{setting.name}`, and this node is "
            f"{listed(sorted(deployment.roles))}; set it on the compute nodes",
            at(setting.places[-1]),
            setting.group,
            setting.name,
            (unset_fix(config, setting.group, setting.name, "Comment it out"),),
        )


@rule(
    "vif-option-other-driver",
    theme="networking",
    severity=Severity.INFO,
    options=(*NAMES, "DEFAULT.compute_driver", "libvirt.virt_type"),
    releases=(17, None),
    roles=("compute",),
)
def vif_option_other_driver(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An option about plugging VIFs is set for a hypervisor driver that never looks at it.

    ## What it checks

    The options of vif-option-off-compute where `compute_driver` is VMware's or ironic's, or
    libvirt's with a `virt_type` other than kvm and qemu.

    ## Why it matters

    Those drivers do not wait for plug events, so the value changes nothing. libvirt with KVM or
    QEMU always waits, z/VM from rocky on.

    ## Example

        [DEFAULT]
        compute_driver = ironic.IronicDriver
        vif_plugging_timeout = 600

    ## Fix safety

    Unsafe: the line is commented out.

    ## Sources

    Nova 34.0.0: nova/virt; the same for 17.0.13, 21.2.4, 25.3.0 and 29.4.0.
    """
    driver = str(config.value("DEFAULT", "compute_driver") or "")
    virt_type = str(config.value("libvirt", "virt_type"))
    if driver.startswith(("vmwareapi.", "ironic.")):
        what = f"the driver `{driver}` never reads"
    elif driver.startswith("libvirt.") and virt_type not in ("kvm", "qemu"):
        what = f"with virt_type `{virt_type}` nothing waits for"
    else:
        return
    for setting in _set(config):
        yield Finding(
            f"{what} `{setting.name}`; remove it",
            at(setting.places[-1]),
            setting.group,
            setting.name,
            (unset_fix(config, setting.group, setting.name, "Comment it out"),),
        )


@rule(
    "vif-hard-reboot-wait-list",
    theme="networking",
    severity=Severity.WARNING,
    options=(f"workarounds.{REBOOT_WAIT}", f"DEFAULT.{TIMEOUT}"),
    releases=(22, None),
    roles=("compute",),
)
def vif_hard_reboot_wait_list(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Hard reboots wait for events that do not come, or that nobody waits for.

    ## What it checks

    `[workarounds] wait_for_vif_plugged_event_during_hard_reboot` with vNIC types whose backend does
    not reliably send the event when a port is plugged (direct, direct-physical, macvtap), or with
    any type while `vif_plugging_timeout` is 0.

    ## Why it matters

    Nova waits for every listed port, also those that are up. Where no event comes, each hard reboot
    and power-on runs into the time-out, and fails where `vif_plugging_is_fatal` is true. With a
    timeout of 0 the list has no effect. `normal` is right for ML2 with Open vSwitch.

    ## Example

        [workarounds]
        wait_for_vif_plugged_event_during_hard_reboot = normal, direct

    ## Fix safety

    Unsafe: the types are taken out of the list, or the timeout is commented out. Where
    `vif_plugging_is_fatal = false` says with the timeout of 0 that no events are expected, the list
    is commented out instead.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_hard_reboot`), nova/conf/workarounds.py; the option
    came in 25 and, as a stable update, in 22.4.0, 23.2.0 and 24.1.0.
    """
    types = config.value("workarounds", REBOOT_WAIT)
    if isinstance(types, list) and types:
        yield from _list_without_waiting(config)
        yield from _types_without_events(config, [str(one) for one in types if one in UNRELIABLE])


def _list_without_waiting(config: Config) -> Iterator[Finding]:
    how = waiting(config)
    if how and how.seconds == 0:
        drop = unset_fix(config, "workarounds", REBOOT_WAIT, "Comment it out")
        yield Finding(
            f"`{REBOOT_WAIT}` has no effect while `{TIMEOUT}` is 0; "
            f"drop {'the timeout' if how.fatal else 'it, as no events are expected'}",
            at_option(config, "workarounds", REBOOT_WAIT),
            "workarounds",
            REBOOT_WAIT,
            (_wait_again(config) if how.fatal else drop,),
        )


def _types_without_events(config: Config, types: list[str]) -> Iterator[Finding]:
    if types:
        yield Finding(
            f"no event comes reliably for ports of type {listed(types)}, so hard reboots run into"
            " the time-out; take them out of the list",
            at_option(config, "workarounds", REBOOT_WAIT),
            "workarounds",
            REBOOT_WAIT,
            drop_items_fix(config.setting("workarounds", REBOOT_WAIT), types),
        )


@rule(
    "vif-live-migration-without-waiting",
    theme="networking",
    severity=Severity.WARNING,
    options=(f"compute.{LIVE_WAIT}", f"DEFAULT.{TIMEOUT}"),
    releases=(18, None),
    roles=("compute",),
)
def vif_live_migration_without_waiting(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Live migration is told to wait for plug events, but a timeout of 0 switches waiting off.

    ## What it checks

    `[compute] live_migration_wait_for_vif_plug = true` written in the file while
    `vif_plugging_timeout` is 0. (It is true by default from stein on; a default asks for nothing.)

    ## Why it matters

    Without a timeout no events are registered, and the guest moves before its port is wired on the
    destination. The flag is read on the destination host, the timeout and `vif_plugging_is_fatal`
    on the source host, so keep all three alike on every compute node.

    ## Example

        [DEFAULT]
        vif_plugging_timeout = 0
        [compute]
        live_migration_wait_for_vif_plug = true

    ## Fix safety

    Unsafe: the timeout is commented out, so that the default of 300 seconds applies. Where
    `vif_plugging_is_fatal = false` says with the timeout of 0 that no events are expected, the flag
    is set to false instead.

    ## Sources

    Nova 34.0.0: nova/compute/manager.py (`_get_neutron_events_for_live_migration`,
    `_do_pre_live_migration_from_source`).
    """
    how = waiting(config)
    if not how or how.seconds or config.value("compute", LIVE_WAIT) is not True:
        return
    if not config.setting("compute", LIVE_WAIT).is_default:
        way = "drop the timeout" if how.fatal else "set it to false, as no events are expected"
        say_so = set_fix(config, "compute", LIVE_WAIT, "false")
        yield Finding(
            f"live migration waits for nothing while `{TIMEOUT}` is 0; {way}",
            at_option(config, "compute", LIVE_WAIT),
            "compute",
            LIVE_WAIT,
            (_wait_again(config) if how.fatal else say_so,),
        )


@rule(
    "vif-live-migration-vendor-events",
    theme="networking",
    severity=Severity.INFO,
    options=(f"compute.{LIVE_WAIT}", f"DEFAULT.{TIMEOUT}"),
    releases=(18, None),
    roles=("compute",),
    needs=("network_backend",),
)
def vif_live_migration_vendor_events(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Live migration waits for events that a vendor's network backend may never send.

    ## What it checks

    `[compute] live_migration_wait_for_vif_plug` true with a `vendor` network backend, in the
    releases that wait for every port: rocky to train, and from 2025.2 on. (ussuri to 2025.1 wait
    only for ports with OVS hybrid plugging, the first two of them since stable updates.)

    ## Why it matters

    A backend that sends the event only when the port's binding changes, as OpenDaylight does, makes
    every live migration wait for nothing: it is rolled back on time-out where
    `vif_plugging_is_fatal` is true, and only delayed where it is false.

    ## Example

        [compute]
        live_migration_wait_for_vif_plug = true

    ## Fix safety

    Unsafe: set to false. The value counts on the destination host.

    ## Sources

    Nova 34.0.0: nova/compute/manager.py (`pre_live_migration`), nova/conf/compute.py; Nova 31.3.1:
    nova/network/model.py (`has_live_migration_plug_time_event`).
    """
    how = waiting(config)
    every_port = config.release.major <= 20 or config.release.major >= 32
    waits = how is not None and how.seconds > 0 and config.value("compute", LIVE_WAIT) is True
    if deployment.network_backend == "vendor" and every_port and waits and driver_waits(config):
        yield Finding(
            "live migration waits for a plug event that this backend may send only on binding; make"
            " sure that it does, or set the option to false",
            at_option(config, "compute", LIVE_WAIT),
            "compute",
            LIVE_WAIT,
            (set_fix(config, "compute", LIVE_WAIT, "false"),),
        )


def _wait_again(config: Config) -> Fix:
    return unset_fix(config, "DEFAULT", TIMEOUT, "Let the default of 300 seconds apply")


def _set(config: Config) -> Iterator[Setting]:
    """Give those of the options that the files set."""
    for group, name in OPTIONS:
        if config.schema.option(group, name):
            setting = config.setting(group, name)
            if not setting.is_default:
                yield setting
