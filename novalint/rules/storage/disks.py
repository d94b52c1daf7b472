"""Where the libvirt driver keeps the disks of servers, and what goes with that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Note, Severity
from novalint.rules.common.disks import READ, disks, told_disks
from novalint.rules.common.places import at_option, set_fix, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

NO_FILES = ("rbd", "lvm", "ploop")
"""The values of images_type for which nothing asks whether disks are qcow2 or raw."""


@rule(
    "lvm-without-volume-group",
    theme="storage",
    severity=Severity.ERROR,
    options=(*READ, "libvirt.images_volume_group"),
    releases=(15, None),
    roles=("compute",),
)
def lvm_without_volume_group(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Disks are logical volumes, but no volume group is named for them.

    ## What it checks

    `[libvirt] images_type = lvm` without `[libvirt] images_volume_group`.

    ## Why it matters

    nova-compute starts, and then can tell neither how much space it has nor make a single disk: the
    host never takes a server.

    ## Example

        [libvirt]
        images_type = lvm
        images_volume_group = nova

    ## Fix safety

    There is no fix: the name is that of a volume group on the host (`vgs` lists them).

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/imagebackend.py (`Lvm.__init__`), nova/virt/libvirt/driver.py
    (`_get_local_gb_info`), nova/virt/libvirt/storage/lvm.py (`get_volume_group_info`); the same in
    15.1.5, 17.0.13 and 21.2.4.
    """
    group = config.setting("libvirt", "images_volume_group")
    if disks(config) == "lvm" and not group.fault and not group.value:
        yield Finding(
            "`images_type` is `lvm` and no `images_volume_group` is set, so no disk can be made;"
            " name the volume group",
            at_option(config, "libvirt", "images_type"),
            "libvirt",
            "images_type",
        )


@rule(
    "ephemeral-encryption-without-lvm",
    theme="storage",
    severity=Severity.ERROR,
    options=(*READ, "ephemeral_storage_encryption.enabled"),
    releases=(15, None),
    roles=("compute",),
)
def ephemeral_encryption_without_lvm(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Local disks are to be encrypted, which Nova does for logical volumes alone, and fails.

    ## What it checks

    `[ephemeral_storage_encryption] enabled = true` where `[libvirt] images_type` is not `lvm`.
    Where the file does not set `images_type`, the node's role must be told to be compute: nova-api
    reads the same option.

    ## Why it matters

    nova-compute starts, and then fails with an InternalError whenever it makes a local disk.

    ## Example

        [libvirt]
        images_type = qcow2
        [ephemeral_storage_encryption]
        enabled = true

    ## Fix safety

    Unsafe: sets `enabled = false`, the default. Disks are then not encrypted; where they must be,
    use logical volumes, or volumes of cinder with an encrypted type.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/imagebackend.py (`Image.__init__`, `_supports_encryption`),
    nova/compute/api.py; the same in 15.1.5, 17.0.13 and 21.2.4.
    """
    if config.value("ephemeral_storage_encryption", "enabled") is not True:
        return
    where = told_disks(config, deployment)
    if where not in ("", "lvm"):
        yield Finding(
            f"no local disk can be made, as only `lvm` is encrypted and `images_type` is `{where}`;"
            " set `enabled` to false, or use logical volumes",
            at_option(config, "ephemeral_storage_encryption", "enabled"),
            "ephemeral_storage_encryption",
            "enabled",
            (set_fix(config, "ephemeral_storage_encryption", "enabled", "false"),),
        )


@rule(
    "use-cow-images-ignored",
    theme="storage",
    severity=Severity.INFO,
    options=(*READ, "DEFAULT.use_cow_images"),
    releases=(15, None),
    roles=("compute",),
)
def use_cow_images_ignored(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Whether disks are qcow2 is decided by images_type, so use_cow_images does nothing.

    ## What it checks

    `use_cow_images` set while `[libvirt] images_type` is `rbd`, `lvm` or `ploop`, or set to false
    while `images_type` is `qcow2`. Nothing is said of `use_cow_images = false` beside `raw` or
    `flat`: there it still keeps disks raw when a server is resized.

    ## Why it matters

    The option chooses between qcow2 and raw files for `images_type = default` alone. With `qcow2`
    disks stay qcow2 whatever it says, while a raw disk that a resize brings from another host is
    then left as it is and taken for qcow2.

    ## Example

        [DEFAULT]
        use_cow_images = false
        [libvirt]
        images_type = qcow2

    ## Fix safety

    Unsafe: the line is commented out.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/imagebackend.py (`Backend`), nova/virt/libvirt/driver.py
    (`finish_migration`), nova/conf/libvirt.py (`images_type`); the same in 15.1.5 and 21.2.4.
    """
    setting = config.setting("DEFAULT", "use_cow_images")
    if setting.is_default or not isinstance(setting.value, bool):
        return
    where = disks(config)
    if where in NO_FILES or (where == "qcow2" and not setting.value):
        yield Finding(
            f"`use_cow_images` does not choose the kind of disks, `images_type` `{where}` does;"
            " remove it",
            at_option(config, "DEFAULT", "use_cow_images"),
            "DEFAULT",
            "use_cow_images",
            (unset_fix(config, "DEFAULT", "use_cow_images", "Comment it out"),),
            (Note("the kind of disks", at_option(config, "libvirt", "images_type")),),
        )


@rule(
    "preallocated-qcow2-disks",
    theme="storage",
    severity=Severity.INFO,
    options=(*READ, "DEFAULT.use_cow_images", "DEFAULT.preallocate_images"),
    releases=(15, None),
    roles=("compute",),
)
def preallocated_qcow2_disks(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Space is set aside for qcow2 disks in full, which costs it and gains little speed.

    ## What it checks

    `preallocate_images = space` where disks are qcow2 files: `[libvirt] images_type` is `qcow2`, or
    `default` with `use_cow_images` true.

    ## Why it matters

    Nova reserves the flavor's whole disk for a file that needs only what differs from its base
    image. Within it QEMU still has to place each block at its first write, and to copy around it
    from the base image, so the speed of a raw disk is not gained. A support tool of one vendor
    warns of the pair for a defect that is not public.

    ## Example

        [DEFAULT]
        preallocate_images = space
        [libvirt]
        images_type = qcow2

    ## Fix safety

    Unsafe: the line is commented out, so that nothing is reserved. To have disks with all their
    space and speed use `images_type = raw` with it instead.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/imagebackend.py (`Image.cache`, `Qcow2.__init__`); the same in
    15.1.5, 17.0.13 and 20.6.1. risu: core/bugzilla/openstack/nova/1554265.sh.
    """
    if config.value("DEFAULT", "preallocate_images") != "space":
        return
    where = disks(config)
    cow = config.value("DEFAULT", "use_cow_images") is True
    if where == "qcow2" or (where == "default" and cow):
        yield Finding(
            "each qcow2 disk takes the flavor's whole size and is no faster for it; drop"
            " `preallocate_images`, or use raw disks",
            at_option(config, "DEFAULT", "preallocate_images"),
            "DEFAULT",
            "preallocate_images",
            (unset_fix(config, "DEFAULT", "preallocate_images", "Comment it out"),),
        )
