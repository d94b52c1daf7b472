"""Lines about volumes that are attached, and cinder."""

from __future__ import annotations

from novalint.logs.signature import Harm, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "cinder-not-connected",
        says="cinder cannot be reached.",
        anchors=("Connection to cinder host failed",),
        pattern=r"Connection to cinder host failed",
        level="",
        logger="nova.exception",
        services=(
            "nova-compute",
            "nova-api",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "cinder",
                "catalog_info",
                "which of cinder's endpoints is asked",
                rules=("cinder-endpoint-not-v3",),
            ),
            OptionCause(
                "cinder", "endpoint_template", "where cinder is, instead of what the catalogue says"
            ),
            OptionCause("cinder", "http_retries", "how often a failed call is tried again"),
            OptionCause("cinder", "os_region_name", "the region", rules=("regions-differ",)),
        ),
        elsewhere=("cinder-api is stopped or overloaded, or the proxy before it.",),
        sources=(
            "34 nova/exception.py:143",
            "15 nova/exception.py:141",
        ),
        samples=(
            (
                "nova.exception.CinderConnectionFailed: Connection to cinder host "
                "failed: Unable to establish connection to http://ctl:8776/v3"
            ),
        ),
        outside=True,
    ),
    Signature(
        "block-devices-not-set-up",
        says="The volumes of a new server could not be created or attached.",
        anchors=("Instance failed block device setup",),
        pattern=r"Instance failed block device setup",
        level="ERROR",
        logger="nova.compute.manager",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "block_device_allocate_retries",
                "how long a new volume is waited for",
                rules=("volume-wait-short-for-images",),
                harm=Harm.RELATIVE,
                raised=("VolumeNotCreated",),
            ),
            OptionCause(
                "cinder",
                "cross_az_attach",
                "where it is false, volume and server must be in one zone",
                rules=(
                    "default-zone-binds-volumes",
                    "cross-az-attach-differs",
                ),
                ruled_out_by=(True,),
                raised=("InvalidVolume", "MismatchVolumeAZException"),
            ),
            OptionCause(
                "cinder",
                "catalog_info",
                "which of cinder's endpoints is asked",
                rules=("cinder-endpoint-not-v3",),
            ),
        ),
        elsewhere=(
            (
                "The exception after the line says which: a volume in error, a "
                "quota of cinder, a login."
            ),
        ),
        sources=(
            "34 nova/compute/manager.py:2238",
            "15 nova/compute/manager.py:1599",
        ),
        samples=("Instance failed block device setup",),
        outside=True,
        follows=(
            "volume-not-ready",
            "cinder-not-connected",
            "endpoint-not-in-catalogue",
        ),
    ),
    Signature(
        "volume-not-attached",
        says="A volume could not be attached.",
        anchors=(
            "Driver failed to attach volume",
            "Failed to attach volume at mountpoint",
        ),
        pattern=r"Driver failed to attach volume|Failed to attach volume at mountpoint",
        level="ERROR",
        logger="nova.virt.block_device",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "volume_use_multipath",
                "whether several paths are used",
                rules=(
                    "multipath-differs",
                    "multipath-enforced-but-unused",
                ),
            ),
            OptionCause(
                "libvirt",
                "rbd_secret_uuid",
                "with Ceph: the secret",
                rules=(
                    "rbd-secret-differs",
                    "rbd-credentials-incomplete",
                ),
            ),
            OptionCause(
                "compute",
                "max_disk_devices_to_attach",
                "how many disks a server may have",
                rules=("no-disk-devices-allowed",),
                harm=Harm.RELATIVE,
            ),
        ),
        elsewhere=(
            (
                "The exception after the line says why: iscsid does not run, a "
                "path is missing, Ceph refuses the user."
            ),
        ),
        sources=(
            "34 nova/virt/block_device.py:601",
            "15 nova/virt/block_device.py:276",
        ),
        samples=(
            ("Driver failed to attach volume 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 at /dev/vdb"),
            "Failed to attach volume at mountpoint: /dev/vdb",
        ),
        outside=True,
        follows=(
            "volume-device-not-found",
            "libvirt-secret-missing",
            "qemu-command-refused",
        ),
    ),
    Signature(
        "volume-device-not-found",
        says="The device of a volume did not appear on the host.",
        anchors=(
            "Volume device not found at",
            "Could not find any paths for the volume",
        ),
        pattern=r"Volume device not found at|Could not find any paths for the volume",
        level="",
        logger="os_brick.exception",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt", "num_volume_scan_tries", "how often os-brick searches for the device"
            ),
            OptionCause(
                "libvirt",
                "volume_use_multipath",
                "whether several paths are used",
                rules=(
                    "multipath-differs",
                    "multipath-enforced-but-unused",
                ),
            ),
        ),
        elsewhere=(
            (
                "iscsid or multipathd does not run, or the host has another "
                "initiator name than cinder was told."
            ),
            ("The storage's portal cannot be reached from this host, or does not show the volume."),
        ),
        sources=(
            "34 os_brick/exception.py:102",
            "15 os_brick/exception.py:102",
        ),
        samples=(
            (
                "os_brick.exception.VolumeDeviceNotFound: Volume device not found "
                "at /dev/disk/by-path/ip-10.0.0.9:3260."
            ),
            ("os_brick.exception.VolumePathsNotFound: Could not find any paths for the volume."),
        ),
        outside=True,
    ),
    Signature(
        "systool-missing",
        says="A program that reads Fibre Channel adapters is not installed.",
        anchors=("systool is not installed",),
        pattern=(r"systool is not installed"),
        level="WARNING",
        logger="os_brick.initiator.linuxfc",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, 25),
        causes=(),
        elsewhere=(
            (
                "Where volumes come over Fibre Channel: install sysfsutils on the "
                "compute nodes. Elsewhere it means nothing."
            ),
        ),
        sources=("25 os_brick/initiator/linuxfc.py:167", "15 os_brick/initiator/linuxfc.py:101"),
        samples=("systool is not installed",),
        outside=True,
    ),
)
