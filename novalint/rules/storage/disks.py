"""Where the libvirt driver keeps the disks of servers, and what goes with that."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Note, Severity
from novalint.rules.common.absence import absent_finding, severity_unless_set
from novalint.rules.common.places import at_option, finding, lacking, unset_fix
from novalint.rules.declaration import rule
from novalint.rules.storage.disk_kind import told_disks

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

KIND = ("libvirt", "images_type")
VOLUMES = ("libvirt", "images_volume_group")
COW = ("DEFAULT", "use_cow_images")
ENCRYPTION = ("ephemeral_storage_encryption", "enabled")
SPACE = ("DEFAULT", "preallocate_images")
NO_FILES = ("rbd", "lvm", "ploop")
"""The values of images_type for which nothing asks whether disks are qcow2 or raw."""


@rule(
    "lvm-without-volume-group",
    theme="storage",
    severity=Severity.ERROR,
    options=("libvirt.images_type", "libvirt.images_volume_group"),
    roles=("compute",),
    drivers=("libvirt",),
)
def lvm_without_volume_group(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Disks are LVM volumes, but no volume group is set for them.

    ## What it checks

    `[libvirt] images_type = lvm` without `[libvirt] images_volume_group`. It is a note if a single
    file does not look like a whole configuration.

    ## Why it matters

    nova-compute starts, but can neither report how much space it has nor create a disk, so the host
    never runs a server.

    ## Example

        [libvirt]
        images_type = lvm
        images_volume_group = nova

    ## Fix safety

    There is no fix: only you know the volume group of the host (`vgs` lists them).

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/imagebackend.py (`Lvm.__init__`), nova/virt/libvirt/driver.py
    (`_get_local_gb_info`), nova/virt/libvirt/storage/lvm.py (`get_volume_group_info`); the same in
    15.1.5, 17.0.13 and 21.2.4.
    """
    group = config.setting(*VOLUMES)
    if config.text(*KIND) == "lvm" and not group.fault and not group.value:
        yield absent_finding(
            config,
            VOLUMES,
            KIND,
            f"`[libvirt] images_volume_group` {lacking(config, *VOLUMES)} although `images_type`"
            " is lvm, so no disk"
            " can be created; set it to a volume group of the host",
        )


@rule(
    "ephemeral-encryption-without-lvm",
    theme="storage",
    severity=Severity.ERROR,
    options=("libvirt.images_type", "ephemeral_storage_encryption.enabled"),
    roles=("compute",),
    drivers=("libvirt",),
)
def ephemeral_encryption_without_lvm(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Local disk encryption is enabled, but Nova supports it for logical volumes only.

    ## What it checks

    `[ephemeral_storage_encryption] enabled = true` where `[libvirt] images_type` is not `lvm`.
    Where the file does not set `images_type`, the role compute must be given: nova-api reads the
    same option; and where it is a part of a configuration, this is info, as another file may name
    the disks.

    ## Why it matters

    nova-compute starts, and then fails with an InternalError whenever it makes a local disk.

    ## Example

        [libvirt]
        images_type = qcow2
        [ephemeral_storage_encryption]
        enabled = true

    ## Fix safety

    There is no fix, as encryption is a matter of security: use logical volumes, or volumes of
    Cinder with an encrypted type, or set `enabled` to false where disks may stay as they are.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/imagebackend.py (`Image.__init__`, `_supports_encryption`),
    nova/compute/api.py; the same in 15.1.5, 17.0.13 and 21.2.4.
    """
    if not config.boolean(*ENCRYPTION):
        return
    where = told_disks(config, deployment)
    if where not in ("", "lvm"):
        yield finding(
            config,
            *ENCRYPTION,
            f"`[ephemeral_storage_encryption] enabled` true works only with `[libvirt] "
            f"images_type` lvm, but that is {where}, so no local disk can be created; set "
            "`images_type` to lvm,"
            " or `enabled` to false if disks need no encryption",
            override=severity_unless_set(config, KIND),
        )


@rule(
    "use-cow-images-ignored",
    theme="storage",
    severity=Severity.INFO,
    options=("libvirt.images_type", "DEFAULT.use_cow_images"),
    roles=("compute",),
    drivers=("libvirt",),
)
def use_cow_images_ignored(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """images_type decides whether disks are qcow2, so use_cow_images has no effect or does harm.

    ## What it checks

    `use_cow_images` set while `[libvirt] images_type` is `rbd`, `lvm` or `ploop` (a note), or set
    to false while `images_type` is `qcow2` (a warning). `use_cow_images = false` with `raw` or
    `flat` is not reported: there it keeps disks raw when a server is resized.

    ## Why it matters

    The option chooses between qcow2 and raw files only for `images_type = default`. With `qcow2`
    new disks are qcow2 in any case. But a raw disk that a resize or a cold migration brings from
    another host is then not converted and still opened as qcow2: its owner can write a qcow2 header
    with a backing file into it and read files of the host.

    ## Example

        [DEFAULT]
        use_cow_images = false
        [libvirt]
        images_type = qcow2

    ## Fix safety

    Unsafe: the line is commented out.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/imagebackend.py (`Backend`, `Qcow2`),
    nova/virt/libvirt/driver.py (`finish_migration`), nova/conf/libvirt.py (`images_type`); the same
    in 15.1.5 and 21.2.4.
    """
    setting, where = config.setting(*COW), config.text(*KIND) or ""
    if setting.is_default or not isinstance(setting.value, bool):
        return
    misread = where == "qcow2" and not setting.value
    if misread or where in NO_FILES:
        yield finding(
            config,
            *COW,
            "`use_cow_images` false with `[libvirt] images_type` qcow2 lets a raw disk that a"
            " resize brings from another host be opened as qcow2, so its owner may read files of"
            " the host; remove it"
            if misread
            else f"`use_cow_images` has no effect with `[libvirt] images_type` {where}; remove it",
            unset_fix(config, *COW),
            related=(Note("the kind of disks", at_option(config, *KIND)),),
            override=Severity.WARNING if misread else None,
        )


@rule(
    "preallocated-qcow2-disks",
    theme="storage",
    severity=Severity.INFO,
    options=("libvirt.images_type", "DEFAULT.use_cow_images", "DEFAULT.preallocate_images"),
    roles=("compute",),
    drivers=("libvirt",),
)
def preallocated_qcow2_disks(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The host allocates the full size of each qcow2 disk in advance.

    ## What it checks

    `preallocate_images = space` where disks are qcow2 files: `[libvirt] images_type` is `qcow2`, or
    `default` with `use_cow_images` true. Where the file does not set `images_type`, the role
    compute must be given: another file may set it.

    ## Why it matters

    Nova reserves the flavor's whole disk for a file that needs only what differs from its base
    image. In return the host cannot run out of space for disks, writes to new blocks are faster,
    and QEMU uses native asynchronous I/O. Blocks that the base image has are still copied at their
    first write, so the speed of a raw disk is not reached. A support tool of one vendor warns of
    the pair for a defect that is not public.

    ## Example

        [DEFAULT]
        preallocate_images = space
        [libvirt]
        images_type = qcow2

    ## Fix safety

    There is no fix: only the operator can decide whether space or safety counts more.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/imagebackend.py (`Image.cache`, `Qcow2.__init__`); the same in
    15.1.5, 17.0.13 and 20.6.1. risu: core/bugzilla/openstack/nova/1554265.sh.
    """
    if config.text(*SPACE) != "space":
        return
    where = told_disks(config, deployment)
    if where == "qcow2" or (where == "default" and config.boolean(*COW)):
        yield finding(
            config,
            *SPACE,
            "`preallocate_images` space reserves the flavor's whole size on the host for each qcow2"
            " disk; set it to none to keep them thin",
        )
