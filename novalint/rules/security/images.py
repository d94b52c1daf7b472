"""Images and disks by which one tenant may get at the host or at another tenant's data."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.lists import drop_items_fix
from novalint.rules.common.places import finding, unset_all_fix, unset_fix
from novalint.rules.declaration import rule
from novalint.rules.storage.attaching import MODES
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

INSPECTION = "disable_deep_image_inspection"
SAFE_VMDK = ("streamOptimized", "monolithicSparse")
_UNSAFE_VMDK = (
    "monolithicFlat",
    *("twoGbMaxExtentSparse", "twoGbMaxExtentFlat"),
    *("vmfs", "vmfsSparse", "seSparse"),
)
"""The other kinds that QEMU opens (block/vmdk.c, `vmdk_open_desc_file`); any other word, or one in
quotes or in letters of another size, is the kind of no image."""
_BY_KIND = 30
"""The first major version whose inspection refuses images by their kind."""
_DISK_KINDS = ("file", "block", "network")
"""The kinds of disks that have a cache mode; an item for another one, `mount` too, does nothing.

A mounted folder has no `driver_cache`, and `_set_cache_mode` leaves it alone (nova 15 to 34).
"""


@rule(
    "deep-image-inspection-off",
    theme="security",
    severity=Severity.ERROR,
    options=(f"workarounds.{INSPECTION}",),
    releases=(27, None),
    since="the option came with 27.4.0, an update of 2023.1 (nova/conf/workarounds.py)",
    roles=("compute",),
    drivers=("libvirt",),
)
def deep_image_inspection_off(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Images are not inspected before QEMU's tools open them, so they can expose files of the host.

    ## What it checks

    `[workarounds] disable_deep_image_inspection = true`.

    ## Why it matters

    A crafted image can name files of the host as its data or backing file (CVE-2024-32498,
    CVE-2024-40767). Nova looks for these, and for features that it does not know, before it passes
    an image to QEMU's tools. Without the inspection they open whatever a tenant uploads and the
    files that it names, and Nova refuses only a backing file and a data file that `qemu-img info`
    reports afterwards.

    ## Example

        [workarounds]
        disable_deep_image_inspection = true

    ## Fix safety

    Unsafe: the line is commented out. Images that the check refuses must be converted.

    ## Sources

    Nova 34.0.0: nova/virt/images.py (`fetch_to_raw`), nova/virt/libvirt/imagebackend.py
    (`Qcow2.create_image`), nova/virt/libvirt/utils.py (`create_image`), nova/conf/workarounds.py;
    OSSA-2024-001, OSSA-2024-002. The option came with stable updates such as 27.4.0, 28.2.0 and
    29.1.0.
    """
    if config.boolean("workarounds", INSPECTION):
        yield finding(
            config,
            "workarounds",
            INSPECTION,
            f"`[workarounds] {INSPECTION}` gives images to qemu-img unchecked, which may open files"
            " of the host that a crafted one names; remove it",
            unset_fix(config, "workarounds", INSPECTION),
        )


@rule(
    "vmdk-types-unsafe",
    theme="security",
    severity=Severity.ERROR,
    options=("compute.vmdk_allowed_types", f"workarounds.{INSPECTION}"),
    releases=(24, None),
    since="the option came with 24.2.0, an update of xena (nova/conf/compute.py)",
    roles=("compute",),
    drivers=("libvirt",),
)
def vmdk_types_unsafe(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """VMDK types are allowed that can refer to files of the host.

    ## What it checks

    `[compute] vmdk_allowed_types` holds nothing but `streamOptimized` and `monolithicSparse`. Nova
    that looks into images by itself has `[workarounds] disable_deep_image_inspection` (from 27.4.0,
    28.2.0 and 29.1.0 on); unless that is true, other kinds are a warning there and, from 2024.2 on,
    info. Not reported for a word that is no kind to QEMU, such as one in quotes or in another case:
    it allows no image.

    ## Why it matters

    The other kinds are made of several files, named within the image. A tenant who uploads one can
    name a file of the host and get it as a disk (CVE-2022-47951). Versions that look into images
    refuse names with a `/`, so that files in the directory of the image are left: cached images of
    others. From 2024.2 on they refuse these kinds before the option is asked.

    ## Example

        [compute]
        vmdk_allowed_types = streamOptimized, monolithicFlat

    becomes

        [compute]
        vmdk_allowed_types = streamOptimized

    ## Fix safety

    Unsafe: the kinds are removed from the list; servers from such images then fail. Convert them.

    ## Sources

    Nova 34.0.0: nova/virt/images.py (`do_image_deep_inspection`, `check_vmdk_image`),
    nova/conf/compute.py; oslo.utils 7.3.1 and 10.2.0: oslo_utils/imageutils/format_inspector.py
    (`VMDKInspector.check_descriptor`); in 27.5.1 and 29.4.0 nova/image/format_inspector.py
    (`VMDKInspector.safety_check`, which asks for no kind); OSSA-2023-002. The option came with
    27.0.0 and with stable updates such as 24.2.0, 25.1.0 and 26.1.0.
    """
    kinds = config.items("compute", "vmdk_allowed_types") or ()
    unsafe = [kind for kind in dict.fromkeys(kinds) if kind in _UNSAFE_VMDK]
    if unsafe:
        effect, severity = _outcome(config)
        yield finding(
            config,
            "compute",
            "vmdk_allowed_types",
            f"`[compute] vmdk_allowed_types` allows {listed(unsafe)}, {effect}; allow only"
            f" {' and '.join(SAFE_VMDK)}",
            *drop_items_fix(config.setting("compute", "vmdk_allowed_types"), unsafe),
            override=severity,
        )


def _outcome(config: Config) -> tuple[str, Severity | None]:
    """Return what comes of another kind, and how bad that is where Nova looks into images."""
    if not _inspects(config):
        return "so an image can read files of the host", None
    if config.release.major >= _BY_KIND:
        return "which image inspection refuses anyway", Severity.INFO
    return "so an image can read others in the image cache of the host", Severity.WARNING


def _inspects(config: Config) -> bool:
    """Return whether a version looks into images by itself: those that can be told not to do."""
    return config.boolean("workarounds", INSPECTION) is False


@rule(
    "lvm-volumes-not-cleared",
    theme="security",
    severity=Severity.ERROR,
    options=(
        "libvirt.images_type",
        "libvirt.volume_clear",
        "libvirt.volume_clear_size",
        "libvirt.sparse_logical_volumes",
        "ephemeral_storage_encryption.enabled",
    ),
    roles=("compute",),
    drivers=("libvirt",),
)
def lvm_volumes_not_cleared(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A server can read data of the previous server on the same logical volume.

    ## What it checks

    `[libvirt] images_type = lvm` with `[libvirt] volume_clear = none`; or with a `[libvirt]
    volume_clear_size` above 0, which clears no more than the first megabytes. Not reported where
    disks are encrypted (`[ephemeral_storage_encryption] enabled`) or sparse (`[libvirt]
    sparse_logical_volumes`).

    ## Why it matters

    A new logical volume holds what stood in its blocks before. Unless the old one was cleared when
    its server was deleted, the next tenant reads it.

    ## Example

        [libvirt]
        images_type = lvm
        images_volume_group = nova
        volume_clear = none

    ## Fix safety

    Unsafe: the line is commented out, so that volumes are filled with zeros. Deleting servers then
    takes longer.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/storage/lvm.py (`clear_volume`), nova/conf/libvirt.py; the same
    in 15.1.5 and 21.2.4.
    """
    encrypted = config.boolean("ephemeral_storage_encryption", "enabled")
    sparse = config.boolean("libvirt", "sparse_logical_volumes")
    if config.text("libvirt", "images_type") != "lvm" or encrypted or sparse:
        return
    if config.text("libvirt", "volume_clear") == "none":
        names = ["volume_clear", *(["volume_clear_size"] if _clears_a_part(config) else [])]
        yield finding(
            config,
            "libvirt",
            "volume_clear",
            "`[libvirt] volume_clear` none leaves volumes of deleted servers as they are, so the"
            f" next server can read them; remove {listed(names)}",
            unset_all_fix(config, [("libvirt", name) for name in names], "Clear whole volumes"),
        )
    elif (size := config.integer("libvirt", "volume_clear_size") or 0) > 0:
        yield finding(
            config,
            "libvirt",
            "volume_clear_size",
            f"`[libvirt] volume_clear_size` {size} clears no more than the first {size} MiB of a"
            " deleted server's volume, so the next server can read the rest; remove it",
            unset_fix(config, "libvirt", "volume_clear_size"),
        )


def _clears_a_part(config: Config) -> bool:
    """Return whether it is known that no more than the first part of a volume is to be cleared."""
    size = config.setting("libvirt", "volume_clear_size")
    return size.unknown is None and isinstance(size.value, int) and size.value > 0


@rule(
    "disk-cachemode-unsafe",
    theme="security",
    severity=Severity.ERROR,
    options=("libvirt.disk_cachemodes",),
    roles=("compute",),
    virt_types=("kvm", "qemu", "xen"),
)
def disk_cachemode_unsafe(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A disk reports data as written too early, so a crash of the host loses it.

    ## What it checks

    Whether `[libvirt] disk_cachemodes` gives a kind of disks the mode `unsafe`. Of two items for
    the same kind, the last one with a mode that Nova knows applies.

    ## Why it matters

    QEMU then ignores flush requests of the server. After a crash or a power failure file systems
    and databases of every tenant on the host may be damaged. The mode is for disposable servers.

    ## Example

        [libvirt]
        disk_cachemodes = file=unsafe

    ## Fix safety

    Unsafe: the items are removed from the list, so that an earlier item for the same kind applies,
    or Nova chooses the mode. It takes effect for a server when it is started again.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_set_cache_mode`), nova/conf/libvirt.py; the same in
    15.1.5 and 21.2.4.
    """
    modes = config.items("libvirt", "disk_cachemodes") or ()
    pairs = [(kind, mode) for kind, _, mode in (item.partition("=") for item in modes)]
    in_force = {kind: f"{kind}={mode}" for kind, mode in pairs if mode in MODES}
    unsafe = [in_force[kind] for kind in _DISK_KINDS if in_force.get(kind) == f"{kind}=unsafe"]
    if unsafe:
        yield finding(
            config,
            "libvirt",
            "disk_cachemodes",
            f"`[libvirt] disk_cachemodes` {listed(unsafe)} {'lose' if unsafe[1:] else 'loses'} data"
            " of servers when the host crashes; use none or writeback",
            *drop_items_fix(config.setting("libvirt", "disk_cachemodes"), unsafe),
        )


@rule(
    "rbd-user-is-admin",
    theme="security",
    severity=Severity.WARNING,
    options=("libvirt.rbd_user", "glance.rbd_user", "glance.enable_rbd_download"),
    roles=("compute",),
    drivers=("libvirt",),
)
def rbd_user_is_admin(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Compute nodes log in to Ceph as admin.

    ## What it checks

    `[libvirt] rbd_user` is not `admin`; with `[glance] enable_rbd_download`, from victoria on,
    neither is `[glance] rbd_user`. A user that is not set is left alone: Ceph's client takes admin
    for it, too, but so do clusters that ask for no log-in.

    ## Why it matters

    The key is on every compute node. Anyone who breaks out of one server has the whole cluster: all
    volumes, images and backups, and the cluster's settings. A user of its own needs the pools of
    servers, volumes and images and no more (`profile rbd`).

    ## Example

        [libvirt]
        rbd_user = nova

    ## Fix safety

    There is no fix: the user must be made in Ceph first, and its secret in libvirt.

    ## Sources

    Nova 34.0.0: nova/conf/libvirt.py and nova/conf/glance.py (`rbd_user`),
    nova/storage/rbd_utils.py (`RBDDriver.connect`); Ceph's guide for OpenStack has a user for each
    service. That nothing more than this is needed is a judgement.
    """
    yield from _as_admin(config, "libvirt")
    if config.boolean("glance", "enable_rbd_download"):
        yield from _as_admin(config, "glance")


def _as_admin(config: Config, group: str) -> Iterator[Finding]:
    if config.text(group, "rbd_user") == "admin":
        yield finding(
            config,
            group,
            "rbd_user",
            f"`[{group}] rbd_user` admin puts the key of Ceph's administrator on every compute"
            " node; use a dedicated account for Nova",
        )
