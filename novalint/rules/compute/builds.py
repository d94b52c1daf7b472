"""What makes builds on a host fail or end too early."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Note, Severity
from novalint.nova.drivers import package
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.places import at_option, finding, set_fix, unset_fix
from novalint.rules.common.plugging import BUILD_TIMEOUT
from novalint.rules.common.plugging import TIMEOUT as VIF_TIMEOUT
from novalint.rules.compute.periodic import ENABLE, only_later
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

DEVICES = "max_disk_devices_to_attach"
RETRIES = "block_device_allocate_retries"
PAUSE = "block_device_allocate_retries_interval"


@rule(
    "no-disk-devices-allowed",
    theme="compute",
    severity=Severity.ERROR,
    options=(f"compute.{DEVICES}", "DEFAULT.compute_driver", "libvirt.virt_type"),
    releases=(19, None),
    since="the option came in stein (nova/conf/compute.py)",
    roles=("compute",),
)
def no_disk_devices_allowed(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """No disk device is allowed for servers, so nova-compute does not start.

    ## What it checks

    `[compute] max_disk_devices_to_attach = 0`. Unlimited is -1, the default. In stein it is only
    about libvirt's driver, the one that asks for a disk by this limit when a server is built, and
    not about its containers (`[libvirt] virt_type = lxc`), whose disks are not counted.

    ## Why it matters

    From train on (20.6.1), nova-compute refuses to start with it, whatever its driver. In stein it
    starts, and builds on a libvirt host fail, since even the first disk is one too many; only disks
    on IDE, of which there may be four, do not count.

    ## Example

        [compute]
        max_disk_devices_to_attach = 0

    ## Fix safety

    Unsafe: sets -1, no limit.

    ## Sources

    Nova 34.0.0 and 20.6.1: nova/compute/manager.py (`init_host`); Nova 19.3.2, which does not have
    that check: nova/virt/libvirt/blockinfo.py (`get_dev_count_for_disk_bus`).
    """
    older = config.release.major < 20
    if config.integer("compute", DEVICES) != 0:
        return
    if older and package(config) not in ("", "libvirt"):
        return
    if older and config.text("libvirt", "virt_type") == "lxc":
        return
    effect = "every build without IDE disks fails" if older else "nova-compute does not start"
    yield finding(
        config,
        "compute",
        DEVICES,
        f"`[compute] {DEVICES}` 0 allows no disks, so {effect}; set it to -1 for no limit",
        set_fix(config, "compute", DEVICES, "-1"),
    )


@rule(
    "build-timeout-below-network-wait",
    theme="compute",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{BUILD_TIMEOUT}", f"DEFAULT.{VIF_TIMEOUT}", f"DEFAULT.{ENABLE}"),
    roles=("compute",),
    virt_types=("kvm", "qemu"),
    neutron=True,
)
def build_timeout_below_network_wait(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Servers may go to ERROR while Nova still waits for their network.

    ## What it checks

    `instance_build_timeout` above 0 and not above `vif_plugging_timeout`, with libvirt and KVM or
    QEMU. The time for images and volumes comes on top, so a value a little higher is too short as
    well: `block_device_allocate_retries` times its interval, and the download of the image. With
    `periodic_enable = false`, where nothing looks at the time, it is info, and where a template
    decides about that; so it is where no file read here sets the wait and another one may.

    ## Why it matters

    The time counts from the creation of the server. When it is over, a periodic task sets the
    server to ERROR, though the build goes on and may succeed a moment later.

    ## Example

        [DEFAULT]
        instance_build_timeout = 120

    ## Fix safety

    Unsafe: the assignment is commented out. Where no other file sets one, the default of 0 applies:
    no time-out. There is no fix where another file may set the wait.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/compute/manager.py (`_check_instance_build_time`).
    """
    seconds = config.integer("DEFAULT", BUILD_TIMEOUT) or 0
    wait = config.integer("DEFAULT", VIF_TIMEOUT) or 0
    if not 0 < seconds <= wait:
        return
    later = only_later(config)
    written = not config.setting("DEFAULT", VIF_TIMEOUT).is_default
    note = Note("the wait for the network", at_option(config, "DEFAULT", VIF_TIMEOUT))
    elsewhere = severity_unless_set(config, ("DEFAULT", VIF_TIMEOUT))
    yield finding(
        config,
        "DEFAULT",
        BUILD_TIMEOUT,
        f"`{BUILD_TIMEOUT}` {seconds} sets servers to ERROR {seconds} seconds after they were"
        f" created{later}, while the wait for their network alone may take {wait} seconds; remove"
        " it",
        *(() if elsewhere else (unset_fix(config, "DEFAULT", BUILD_TIMEOUT),)),
        related=(note,) if written else (),
        override=Severity.INFO if later else elsewhere,
    )


@rule(
    "volume-wait-short-for-images",
    theme="compute",
    severity=Severity.INFO,
    options=(f"DEFAULT.{RETRIES}", f"DEFAULT.{PAUSE}", "libvirt.images_type"),
    roles=("compute",),
    needs=("image_size_gb",),
    thresholds={"seconds_per_gb": 10},
)
def volume_wait_short_for_images(
    config: Config, deployment: Deployment, seconds_per_gb: float
) -> Iterator[Finding]:
    """Booting from a new volume times out before Cinder has copied the image.

    ## What it checks

    That `block_device_allocate_retries` times `block_device_allocate_retries_interval` (60 times 3
    seconds by default) is enough for a typical image at 10 seconds a gigabyte (a threshold, about
    100 megabytes a second). With `images_backend` rbd, `disk_kind` ceph or `[libvirt] images_type`
    rbd nothing is reported, as Cinder then clones the image.

    ## Why it matters

    nova-compute asks Cinder again and again until the volume is available, then the build fails.

    ## Example

        [DEFAULT]
        #block_device_allocate_retries = 60

    ## Fix safety

    Unsafe: sets 300 retries, or more where the image needs more. Where the interval is 0, that is
    set instead: to 3, its default, or more. There is no fix where both are 0.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/compute/manager.py (`_await_block_device_map_created`, where a
    negative number of retries counts as 0), nova/conf/compute.py; charm-nova-compute uses 300
    retries. The speed is a guess; hence a note only.
    """
    retries = config.integer("DEFAULT", RETRIES)
    pause = config.integer("DEFAULT", PAUSE)
    size = deployment.image_size_gb or 0
    needed = int(size * seconds_per_gb)
    cloned = deployment.images_backend == "rbd" or deployment.disk_kind == "ceph"
    cloned = cloned or config.text("libvirt", "images_type") == "rbd"
    if retries is None or pause is None or cloned or max(0, retries) * pause >= needed:
        return
    if pause or retries <= 0:
        option, value, factors = RETRIES, _at_least(300, needed, pause or 3), (retries, pause)
    else:
        option, value, factors = PAUSE, _at_least(3, needed, retries), (pause, retries)
    other = PAUSE if option == RETRIES else RETRIES
    lasting = bool(pause) or option == PAUSE
    yield finding(
        config,
        "DEFAULT",
        option,
        f"`{option}` {factors[0]} times `{other}` {factors[1]} waits {max(0, retries) * pause}"
        f" seconds for a new volume, while the copy of an image of {size:g} GB may take"
        f" {needed} seconds; set it to {value}{'' if lasting else f' and `{PAUSE}` to 3'}",
        *((set_fix(config, "DEFAULT", option, str(value)),) if lasting else ()),
    )


def _at_least(number: int, product: int, factor: int) -> int:
    """Return a number, or a larger one where times a factor it is less than a product."""
    return max(number, -(-product // factor))
