"""How images come into a Ceph cluster that holds the disks of servers."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Severity
from novalint.rules.common.places import at_option, finding, set_fix
from novalint.rules.declaration import FactNeeded, rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

KIND = ("libvirt", "images_type")
DOWNLOAD = "enable_rbd_download"
NEVER = "never_download_image_if_on_rbd"
STORE = "images_rbd_glance_store_name"
TIMEOUT = "images_rbd_glance_copy_timeout"


@rule(
    "rbd-download-with-rbd-disks",
    theme="storage",
    severity=Severity.INFO,
    options=("libvirt.images_type", f"glance.{DOWNLOAD}"),
    releases=(22, None),
    since="the option came in victoria (nova/conf/glance.py)",
    roles=("compute",),
    drivers=("libvirt",),
)
def rbd_download_with_rbd_disks(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Download of images from Ceph is enabled on hosts that keep their disks in Ceph.

    ## What it checks

    `[glance] enable_rbd_download = true` with `[libvirt] images_type = rbd`.

    ## Why it matters

    The download is meant for hosts with local disks; Nova's help advises against it here. A raw
    image of the same cluster is cloned without any download. Any other image would be fetched by
    way of Ceph, converted and put back: make it raw in glance instead.

    ## Example

        [glance]
        enable_rbd_download = true
        [libvirt]
        images_type = rbd

    ## Fix safety

    Unsafe: sets `enable_rbd_download = false`, the default.

    ## Sources

    Nova 34.0.0: nova/conf/glance.py (`enable_rbd_download`), nova/image/glance.py (`rbd_download`),
    nova/virt/libvirt/imagebackend.py (`Rbd.clone`); the same in 22.4.0.
    """
    if config.boolean("glance", DOWNLOAD) and config.text(*KIND) == "rbd":
        yield finding(
            config,
            "glance",
            DOWNLOAD,
            f"`[glance] {DOWNLOAD}` is meant for hosts with local disks, but `images_type` is"
            " rbd; set it to false",
            set_fix(config, "glance", DOWNLOAD, "false"),
        )


@rule(
    "rbd-images-may-be-downloaded",
    theme="storage",
    severity=Severity.INFO,
    options=("libvirt.images_type", f"libvirt.{STORE}", f"workarounds.{NEVER}"),
    releases=(21, None),
    since="the workaround came in ussuri (nova/conf/workarounds.py)",
    roles=("compute",),
    drivers=("libvirt",),
    needs=("role",),
)
def rbd_images_may_be_downloaded(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An image that cannot be cloned within Ceph is downloaded and uploaded again, without notice.

    ## What it checks

    On a node with the role compute: `[libvirt] images_type = rbd` if Glance keeps its images in
    Ceph too (the fact images_backend, which is not about disks), and `[workarounds]
    never_download_image_if_on_rbd` is false, as it is by default. Not reported if
    `images_rbd_glance_store_name` is set: some images are then known to be elsewhere.

    ## Why it matters

    A raw image in the same cluster is cloned at once. An image that is not raw, or in another
    cluster, is downloaded from glance and converted once on each host, and imported into Ceph again
    for each server. With `true` such a build fails at once, so the image gets fixed. Keep false if
    some images are meant to be elsewhere.

    Nova can clone only if glance shows it the location of an image. Anyone who can see locations
    can also replace the content of an image, so run a separate glance for Nova that users cannot
    reach (OSSN-0090).

    ## Example

        [libvirt]
        images_type = rbd
        [workarounds]
        never_download_image_if_on_rbd = true

    ## Fix safety

    Unsafe: sets the option to true; building servers from images that cannot be cloned then fails.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_create_and_inject_local_root`),
    nova/virt/libvirt/imagebackend.py (`Image.cache`, `Rbd.create_image`), nova/conf/workarounds.py;
    the same in 21.2.4.
    """
    if config.text(*KIND) != "rbd" or config.boolean("workarounds", NEVER) is not False:
        return
    if config.text("libvirt", STORE):
        return  # glance is asked to copy the image first, which says that some are elsewhere
    if deployment.images_backend is None:
        raise FactNeeded("images_backend")
    if deployment.images_backend == "rbd":
        yield Finding(
            f"`[workarounds] {NEVER}` is false, so images that cannot be cloned within Ceph are"
            " downloaded and uploaded again; set it to true if all images belong in this cluster",
            at_option(config, *KIND),
            "workarounds",
            NEVER,
            (set_fix(config, "workarounds", NEVER, "true"),),
        )


@rule(
    "rbd-copy-timeout-too-short",
    theme="storage",
    severity=Severity.INFO,
    options=(
        "libvirt.images_type",
        f"libvirt.{STORE}",
        f"libvirt.{TIMEOUT}",
        f"workarounds.{NEVER}",
    ),
    releases=(22, None),
    since="the options came in victoria (nova/conf/libvirt.py)",
    roles=("compute",),
    drivers=("libvirt",),
    thresholds={"megabytes_per_second": 100},
)
def rbd_copy_timeout_too_short(
    config: Config, deployment: Deployment, megabytes_per_second: float
) -> Iterator[Finding]:
    """Copying an image into the local Ceph takes longer than its timeout.

    ## What it checks

    `[libvirt] images_type = rbd` with `images_rbd_glance_store_name` set, where a typical image
    (`image_size_gb`), copied at 100 megabytes a second (a threshold), takes longer than
    `images_rbd_glance_copy_timeout` (600 seconds by default). 0 or less means no limit.

    ## Why it matters

    Nova asks Glance to copy the image into the store and waits. When the time is over nova-compute
    downloads the image and uploads it into Ceph itself, while Glance goes on copying; with
    `[workarounds] never_download_image_if_on_rbd = true` the build fails.

    ## Example

        [libvirt]
        images_type = rbd
        images_rbd_glance_store_name = ceph-east
        images_rbd_glance_copy_timeout = 600

    ## Fix safety

    Unsafe: sets twice the time that the copy is reckoned to take.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/imagebackend.py (`Rbd.copy_to_store`, `Rbd.clone`),
    nova/virt/libvirt/driver.py (`_create_and_inject_local_root`); the same in 22.4.0.
    oslo.service: loopingcall.py (`FixedIntervalWithTimeoutLoopingCall`). The speed is an
    assumption.
    """
    timeout = config.integer("libvirt", TIMEOUT) or 0
    if config.text(*KIND) != "rbd" or not config.text("libvirt", STORE) or timeout <= 0:
        return
    if deployment.image_size_gb is None:
        raise FactNeeded("image_size_gb")
    size = deployment.image_size_gb
    seconds = round(size * 1000 / max(megabytes_per_second, 1))
    without_copy = _without_copy(config)
    if seconds > timeout:
        named = STORE if config.setting("libvirt", TIMEOUT).is_default else TIMEOUT
        yield Finding(
            f"`[libvirt] {TIMEOUT}` {timeout} is shorter than copying an image takes ({size:g}"
            f" GB / {megabytes_per_second:g} MB a second = {seconds} seconds), so {without_copy};"
            f" raise it to {2 * seconds}",
            at_option(config, "libvirt", named),
            "libvirt",
            TIMEOUT,
            (set_fix(config, "libvirt", TIMEOUT, str(2 * seconds)),),
        )


def _without_copy(config: Config) -> str:
    """Return what comes of a copy that is not there in time, as far as files tell."""
    if is_left_open(config, "workarounds", NEVER):
        return "nova-compute no longer waits for it"
    fails = config.boolean("workarounds", NEVER)
    return "the build fails" if fails else "nova-compute downloads the image instead"
