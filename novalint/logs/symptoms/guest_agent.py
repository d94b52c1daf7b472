"""Lines about the agent in guests, their firmware and their files."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "guest-agent-silent",
        says="The agent in a guest does not answer.",
        anchors=(
            "Guest agent is not responding",
            "QEMU guest agent is not connected",
        ),
        pattern=r"Guest agent is not responding|QEMU guest agent is not connected",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(),
        elsewhere=(
            (
                "qemu-guest-agent is not installed in the guest, or has stopped; "
                "the image says `hw_qemu_guest_agent=yes`, so Nova asks it before "
                "snapshots and for new passwords."
            ),
        ),
        sources=(
            "libvirt-11.3.0 src/util/virerror.c:1216",
            "libvirt-11.3.0 src/qemu/qemu_domain.c:7161",
            "libvirt-7.0.0 src/util/virerror.c:1162",
        ),
        samples=(
            (
                "libvirt.libvirtError: Guest agent is not responding: QEMU guest "
                "agent is not connected"
            ),
        ),
        outside=True,
    ),
    Signature(
        "firmware-not-found",
        says="QEMU of this host has no suitable UEFI firmware.",
        anchors=(
            "Unable to find any firmware to satisfy",
            "firmware that is compatible with the current",
        ),
        pattern=(
            r"Unable to find any firmware to satisfy|"
            r"firmware that is compatible with the current configuration"
        ),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=(
            (
                "The package with UEFI firmware (edk2-ovmf, ovmf) is missing on "
                "this host, or has none for Secure Boot."
            ),
        ),
        sources=(
            "libvirt-11.3.0 src/qemu/qemu_firmware.c:1874",
            "libvirt-7.0.0 src/qemu/qemu_firmware.c:1267",
        ),
        samples=(
            (
                "libvirt.libvirtError: operation failed: Unable to find 'efi' firmware "
                "that is compatible with the current configuration"
            ),
            (
                "libvirt.libvirtError: operation failed: Unable to find any "
                "firmware to satisfy 'efi'"
            ),
        ),
        outside=True,
    ),
    Signature(
        "guest-file-not-there",
        says="A file of a guest's disk is missing on the host or not readable.",
        anchors=("Cannot access storage file", "Cannot access backing file"),
        pattern=r"Cannot access (?:storage|backing) file '(?P<path>[\w/.:@-]{1,160})'",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT", "instances_path", "where disks are", rules=("instances-path-differs",)
            ),
            OptionCause(
                "image_cache",
                "remove_unused_base_images",
                "base files that seem unused are removed; on a share all hosts must agree",
                ruled_out_by=(False,),
            ),
        ),
        elsewhere=(
            ("The share is not mounted, or the base file in `_base` was removed by hand."),
            "`Permission denied`: QEMU's user may not read it.",
        ),
        sources=(
            "libvirt-11.3.0 src/storage_file/storage_source.c:1315",
            "libvirt-7.0.0 src/util/virstoragefile.c:5019",
        ),
        samples=(
            (
                "libvirt.libvirtError: Cannot access storage file "
                "'/var/lib/nova/instances/a/disk': No such file or directory"
            ),
            (
                "libvirt.libvirtError: Cannot access backing file "
                "'/var/lib/nova/instances/_base/a' of storage file "
                "'/var/lib/nova/instances/a/disk': No such file or directory"
            ),
        ),
    ),
    Signature(
        "pci-device-in-use",
        says="A PCI device is in use by another guest or driver.",
        anchors=("is in use by driver",),
        pattern=r"is in use by driver (?P<name>[\w-]{1,40})",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "pci",
                "device_spec",
                "the devices that guests may get",
                rules=("pci-device-spec-invalid",),
            ),
            OptionCause(
                "pci",
                "passthrough_whitelist",
                "the same before Nova 26",
                rules=("pci-device-spec-invalid",),
            ),
        ),
        elsewhere=(
            "A guest that Nova does not know has it: `virsh list --all`.",
            ("The records of Nova and placement differ from what runs, after a host was rebuilt."),
        ),
        sources=(
            "libvirt-11.3.0 src/hypervisor/virhostdev.c:99",
            "libvirt-7.0.0 src/hypervisor/virhostdev.c:99",
        ),
        samples=(
            (
                "libvirt.libvirtError: Requested operation is not valid: PCI "
                "device 0000:05:10.1 is in use by driver QEMU, domain "
                "instance-00000001"
            ),
        ),
        outside=True,
    ),
    Signature(
        "vfio-not-set-up",
        says="A PCI device could not be passed through to a guest.",
        anchors=(
            "failed to setup container for group",
            "ailed to set iommu for container",
            "vfio_dma_map(",
            "vfio_container_dma_map(",
        ),
        pattern=(
            r"failed to setup container for group|[Ff]ailed to set iommu for container|"
            r"vfio_(?:container_)?dma_map\("
        ),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(OptionCause("pci", "device_spec", "the devices that guests may get"),),
        elsewhere=(
            (
                "The IOMMU is off in the firmware or the kernel "
                "(`intel_iommu=on`), or another device of its group is in use."
            ),
            "`Cannot allocate memory`: the limit of locked memory is too small.",
        ),
        sources=(
            "qemu-10.0.13 hw/vfio/container.c:764",
            "qemu-10.0.13 hw/vfio/container.c:408",
            "qemu-10.0.13 hw/vfio/common.c:320",
            "qemu-5.2.0 hw/vfio/common.c:1971",
        ),
        samples=(
            (
                "qemu-kvm: -device vfio-pci,host=0000:05:10.1: "
                "vfio_container_dma_map(0x55d0, 0x0, 0x80000000, 0x7f00) = -12 (Cannot "
                "allocate memory)"
            ),
            (
                "qemu-kvm: -device vfio-pci: vfio 0000:05:10.1: failed to setup "
                "container for group 41"
            ),
            "qemu-kvm: vfio_dma_map(0x55d0) = -12 (Cannot allocate memory)",
        ),
        outside=True,
    ),
)
