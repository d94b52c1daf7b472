"""Lines about disks and the images behind them."""

from __future__ import annotations

from novalint.logs.signature import NAME, OptionCause, Signature, Stage

_VOLUME_ENFORCE_MULTIPATH = OptionCause(
    "libvirt",
    "volume_enforce_multipath",
    "refuse volumes with one path",
    rules=("multipath-enforced-but-unused",),
    ruled_out_by=(False,),
)

SIGNATURES = (
    Signature(
        "cachemode-refused",
        says="`disk_cachemodes` has an invalid cache mode.",
        anchors=("specified for disk type",),
        pattern=r"Invalid cachemode (?P<name>.{1,60}?) specified for disk type",
        level="WARNING",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "disk_cachemodes",
                "pairs such as network=writeback",
                rules=("disk-cachemode-invalid",),
                ruled_out_by=(None,),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:500",
            "15 nova/virt/libvirt/driver.py:395",
        ),
        samples=("Invalid cachemode nonsense specified for disk type file.",),
    ),
    Signature(
        "rbd-needs-raw",
        says="RBD disks are enabled, but images are not converted to raw.",
        anchors=("is not allowed with '[libvirt]/images_type = rbd'",),
        pattern=r"is not allowed with '\[libvirt\]/images_type = rbd'",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(20, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "force_raw_images",
                "must be true there",
                rules=("rbd-without-raw-images",),
                ruled_out_by=(True,),
            ),
            OptionCause(
                "libvirt", "images_type", "where disks live", rules=("rbd-without-raw-images",)
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:891",
            "20 nova/virt/libvirt/driver.py:753",
        ),
        samples=(
            (
                "'[DEFAULT]/force_raw_images = False' is not allowed with "
                "'[libvirt]/images_type = rbd'. Please check the two configs and "
                "if you really do want to use rbd as images_type, set "
                "force_raw_images to True."
            ),
        ),
    ),
    Signature(
        "multipath-enforced-not-used",
        says="Multipath is enforced and disabled at the same time.",
        anchors=("The 'volume_use_multipath' option should be 'True'",),
        pattern=r"The 'volume_use_multipath' option should be 'True'",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(31, None),
        causes=(
            _VOLUME_ENFORCE_MULTIPATH,
            OptionCause(
                "libvirt",
                "volume_use_multipath",
                "whether volumes are reached by several paths",
                rules=("multipath-enforced-but-unused",),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:1342",
            "31 nova/virt/libvirt/driver.py:1218",
        ),
        samples=(
            (
                "The 'volume_use_multipath' option should be 'True' when the "
                "'volume_enforce_multipath' option is 'True'."
            ),
        ),
    ),
    Signature(
        "multipathd-not-running",
        says="Multipath is enforced, but multipathd does not run.",
        anchors=("is 'True' but multipathd is not running",),
        pattern=r"is 'True' but multipathd is not running",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(31, None),
        causes=(_VOLUME_ENFORCE_MULTIPATH,),
        elsewhere=("Start multipathd on the host.",),
        sources=(
            "34 nova/virt/libvirt/driver.py:1349",
            "31 nova/virt/libvirt/driver.py:1225",
        ),
        samples=(
            ("The 'volume_enforce_multipath' option is 'True' but multipathd is not running."),
        ),
        outside=True,
    ),
    Signature(
        "disk-not-preallocated",
        says="A disk could not be preallocated.",
        anchors=("Unable to preallocate image at path",),
        pattern=r"Unable to preallocate image at path: (?P<path>[\w/.-]{1,160})",
        level="WARNING",
        logger="nova.virt.libvirt.imagebackend",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "preallocate_images",
                "whether room is taken at once",
                rules=("preallocated-qcow2-disks",),
                ruled_out_by=("none",),
            ),
            OptionCause("DEFAULT", "instances_path", "the file system that it is on"),
        ),
        elsewhere=("The file system has no room, or no fallocate.",),
        sources=(
            "34 nova/virt/libvirt/imagebackend.py:330",
            "15 nova/virt/libvirt/imagebackend.py:266",
        ),
        samples=("Unable to preallocate image at path: /var/lib/nova/instances/a/disk",),
    ),
    Signature(
        "volume-group-overcommitted",
        says="An LVM volume group cannot hold its sparse volumes.",
        anchors=("will not be able to hold sparse volume",),
        pattern=rf"Volume group {NAME} will not be able to hold sparse volume",
        level="WARNING",
        logger="nova.virt.libvirt.storage.lvm",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "images_volume_group",
                "the volume group",
                rules=("lvm-without-volume-group",),
            ),
            OptionCause(
                "libvirt",
                "sparse_logical_volumes",
                "volumes that take room only as they fill",
                ruled_out_by=(False,),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/storage/lvm.py:66",
            "15 nova/virt/libvirt/storage/lvm.py:65",
        ),
        samples=(
            (
                "Volume group vg will not be able to hold sparse volume lv. "
                "Virtual volume size is 10 bytes, but free space on volume group "
                "is only 5db."
            ),
        ),
    ),
    Signature(
        "disk-driver-io-changed",
        says=("A guest's disk uses threads instead of native AIO, because of its cache mode."),
        anchors=(("The guest disk driver io mode has fallen back from 'native' to 'threads'"),),
        pattern=(
            r"The guest disk driver io mode has fallen back from 'native' to "
            r"'threads'"
        ),
        level="WARNING",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(19, None),
        causes=(
            OptionCause(
                "libvirt",
                "disk_cachemodes",
                "`none` and `directsync` keep native AIO",
                rules=(
                    "disk-cachemode-unsafe",
                    "disk-cachemode-invalid",
                ),
            ),
            OptionCause(
                "DEFAULT",
                "preallocate_images",
                "asks for native AIO where it is `space`",
                rules=("preallocated-qcow2-disks",),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:740",
            "19 nova/virt/libvirt/driver.py:457",
        ),
        samples=(
            (
                "The guest disk driver io mode has fallen back from 'native' to "
                "'threads' because the disk cache mode is set as writeback, which "
                "does not use O_DIRECT. See the following bug report for more "
                "details: https://launchpad.net/bugs/1841363"
            ),
        ),
    ),
    Signature(
        "nbd-not-available",
        says="An image cannot be mounted: the host has no free nbd device.",
        anchors=(
            "No free nbd devices",
            "nbd module not loaded",
            "nbd unavailable: module not loaded",
        ),
        pattern=r"No free nbd devices|nbd module not loaded|nbd unavailable: module not loaded",
        level="WARNING",
        logger="nova.virt.disk.mount.nbd",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "inject_partition",
                "-2 injects no files, so that no image is mounted for them",
                ruled_out_by=(-2,),
            ),
            OptionCause(
                "DEFAULT",
                "resize_fs_using_block_device",
                "true mounts images to resize their file systems",
                ruled_out_by=(False,),
            ),
            OptionCause(
                "libvirt",
                "virt_type",
                "lxc mounts the disk of each container",
                ruled_out_by=("kvm", "qemu"),
            ),
            OptionCause(
                "DEFAULT",
                "timeout_nbd",
                "seconds until a device that was connected counts as failed",
            ),
        ),
        elsewhere=(
            "`modprobe nbd max_part=16`, with a higher `nbds_max` where all are taken.",
            "`qemu-nbd` was killed and its lock was left in /var/lock.",
        ),
        sources=(
            "34 nova/virt/disk/mount/nbd.py:54",
            "15 nova/virt/disk/mount/nbd.py:51",
        ),
        samples=(
            "No free nbd devices",
            "nbd module not loaded",
        ),
    ),
)
