"""What makes builds on a host fail or end too early."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Note, Severity
from novalint.nearest import is_slip
from novalint.rules.common.lists import drop_items_fix
from novalint.rules.common.places import at_option, set_fix, unset_fix
from novalint.rules.common.plugging import TIMEOUT as VIF_TIMEOUT
from novalint.rules.common.plugging import driver_waits, waiting
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

BUILD_TIMEOUT = "instance_build_timeout"
DEVICES = "max_disk_devices_to_attach"
RETRIES = "block_device_allocate_retries"
PAUSE = "block_device_allocate_retries_interval"
MONITORS = "compute_monitors"
NAMESPACE = "nova.compute.monitors."
CPU_MONITOR = "cpu.virt_driver"
OLD_MONITOR = "ComputeDriverCPUMonitor"
"""A name from before ocata that many guides still have."""


@rule(
    "no-disk-devices-allowed",
    theme="compute",
    severity=Severity.ERROR,
    options=(f"compute.{DEVICES}",),
    releases=(19, None),
    roles=("compute",),
)
def no_disk_devices_allowed(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A server may have no disk at all, so none can be built.

    ## What it checks

    `[compute] max_disk_devices_to_attach = 0`. Unlimited is -1, the default.

    ## Why it matters

    From 20 on, with stable updates, nova-compute refuses to start with it; in 19 it starts, and
    every build fails as having too many disks.

    ## Example

        [compute]
        max_disk_devices_to_attach = 0

    ## Fix safety

    Unsafe: sets -1, no limit.

    ## Sources

    Nova 34.0.0 and 20.6.1: nova/compute/manager.py (`init_host`); Nova 19.3.2:
    nova/compute/utils.py (`check_max_disk_devices_to_attach`), nova/virt/libvirt/blockinfo.py.
    """
    if config.value("compute", DEVICES) == 0:
        older = config.release.major < 20
        what = "no server can be built" if older else "nova-compute does not start"
        yield Finding(
            f"with `{DEVICES}` 0 {what}; set it to -1 for no limit",
            at_option(config, "compute", DEVICES),
            "compute",
            DEVICES,
            (set_fix(config, "compute", DEVICES, "-1"),),
        )


@rule(
    "build-timeout-below-network-wait",
    theme="compute",
    severity=Severity.WARNING,
    options=(
        f"DEFAULT.{BUILD_TIMEOUT}",
        f"DEFAULT.{VIF_TIMEOUT}",
        "DEFAULT.compute_driver",
        "libvirt.virt_type",
    ),
    releases=(15, None),
    roles=("compute",),
)
def build_timeout_below_network_wait(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Servers are set to ERROR while Nova still waits for their network.

    ## What it checks

    `instance_build_timeout` above 0 and not above `vif_plugging_timeout`, with libvirt and KVM or
    QEMU. The time for images and volumes comes on top, so a value a little higher is too short as
    well: `block_device_allocate_retries` times its interval, and the download of the image.

    ## Why it matters

    The time counts from the creation of the server. When it is over a periodic task sets the server
    to ERROR, though the build goes on and might end well a moment later.

    ## Example

        [DEFAULT]
        instance_build_timeout = 120

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 0, off, applies.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/compute/manager.py (`_check_instance_build_time`).
    """
    seconds, how = config.value("DEFAULT", BUILD_TIMEOUT), waiting(config)
    if not isinstance(seconds, int) or how is None or not driver_waits(config):
        return
    if 0 < seconds <= how.seconds:
        written = not config.setting("DEFAULT", VIF_TIMEOUT).is_default
        note = Note("the wait for the network", at_option(config, "DEFAULT", VIF_TIMEOUT))
        yield Finding(
            f"servers are set to ERROR {seconds} seconds after their creation, while Nova may wait"
            f" {how.seconds} seconds for their network alone; drop the option",
            at_option(config, "DEFAULT", BUILD_TIMEOUT),
            "DEFAULT",
            BUILD_TIMEOUT,
            (unset_fix(config, "DEFAULT", BUILD_TIMEOUT, "Let the default of 0, off, apply"),),
            related=(note,) if written else (),
        )


@rule(
    "volume-wait-short-for-images",
    theme="compute",
    severity=Severity.INFO,
    options=(f"DEFAULT.{RETRIES}", f"DEFAULT.{PAUSE}"),
    releases=(15, None),
    roles=("compute",),
    needs=("image_size_gb",),
    thresholds={"seconds_per_gb": 10},
)
def volume_wait_short_for_images(
    config: Config, deployment: Deployment, seconds_per_gb: float
) -> Iterator[Finding]:
    """Servers that boot from a new volume give up before Cinder has copied the image.

    ## What it checks

    That `block_device_allocate_retries` times `block_device_allocate_retries_interval` (60 times 3
    seconds by default) is enough for a typical image at 10 seconds a gigabyte (a threshold, about
    100 megabytes a second).

    ## Why it matters

    nova-compute asks Cinder again and again until the volume is available, then the build fails.
    Stores that clone images, such as Ceph, are much faster: raise or lower the threshold.

    ## Example

        [DEFAULT]
        #block_device_allocate_retries = 60

    ## Fix safety

    Unsafe: sets 300 retries, or more where the image needs more.

    ## Sources

    Nova 34.0.0: nova/compute/manager.py (`_await_block_device_map_created`), nova/conf/compute.py;
    charm-nova-compute uses 300 retries. The speed is a guess; hence a note only.
    """
    retries, pause = config.value("DEFAULT", RETRIES), config.value("DEFAULT", PAUSE)
    size = deployment.image_size_gb or 0
    needed = size * seconds_per_gb
    if not isinstance(retries, int) or not isinstance(pause, int):
        return
    if 0 <= (seconds := max(0, retries) * pause) < needed:
        enough = max(300, -(-int(needed) // max(1, pause)))
        fix = set_fix(config, "DEFAULT", RETRIES, str(enough))
        yield Finding(
            f"{max(0, retries)} retries x {pause} seconds = {seconds} seconds for a new volume, but"
            f" an image of {size:g} GB may need {needed:g}; raise `{RETRIES}`",
            at_option(config, "DEFAULT", RETRIES),
            "DEFAULT",
            RETRIES,
            (fix,) if enough * pause >= needed else (),
        )


@rule(
    "compute-monitor-unknown",
    theme="compute",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{MONITORS}",),
    releases=(15, None),
    roles=("compute",),
)
def compute_monitor_unknown(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A monitor is named that is never loaded, and nobody says so.

    ## What it checks

    Names in `compute_monitors` other than `cpu.virt_driver`, which may be written `virt_driver` or
    with `nova.compute.monitors.` before it. Another name in the group `cpu` may be a monitor that
    something else installs, so it is a note only.

    ## Why it matters

    Nova looks for monitors of the group `cpu` alone and holds one of them. Another name is silently
    not found, no metrics are collected, and a scheduler that weighs by metrics lacks them.

    ## Example

        [DEFAULT]
        compute_monitors = ComputeDriverCPUMonitor

    ## Fix safety

    Unsafe: names that are never loaded are taken out of the list; where nothing is left,
    `cpu.virt_driver` is written.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/compute/monitors/__init__.py (`MonitorHandler`), the entry points
    of the group nova.compute.monitors.cpu.
    """
    found = config.value("DEFAULT", MONITORS)
    names = [str(one) for one in found] if isinstance(found, list) else []
    unknown = [one for one in names if one and _full(one) != CPU_MONITOR]
    lost = [one for one in unknown if _never_loaded(one)]
    if lost:
        replace = set_fix(config, "DEFAULT", MONITORS, CPU_MONITOR)
        drop = drop_items_fix(config.setting("DEFAULT", MONITORS), lost)
        yield Finding(
            f"no monitor {', '.join(map(shown, lost))} is ever loaded; Nova has `{CPU_MONITOR}`",
            at_option(config, "DEFAULT", MONITORS),
            "DEFAULT",
            MONITORS,
            (replace,) if lost == names else drop,
        )
    for name in unknown:
        if name not in lost:
            yield Finding(
                f"Nova has no monitor {shown(name)}; it is silently left out unless something else"
                f" installs it; Nova's own is `{CPU_MONITOR}`",
                at_option(config, "DEFAULT", MONITORS),
                "DEFAULT",
                MONITORS,
                override=Severity.INFO,
            )


def _never_loaded(name: str) -> bool:
    """Tell whether a name is of another group, the one of old, or Nova's own mistyped."""
    group, _, last = _full(name).partition(".")
    return group != "cpu" or name == OLD_MONITOR or is_slip(last, CPU_MONITOR.partition(".")[2])


def _full(name: str) -> str:
    """Give a monitor's name with its group, as MonitorHandler completes it."""
    bare = name.replace(NAMESPACE, "", 1)
    return bare if "." in bare else f"cpu.{bare}"
