"""Lines about devices of guests."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

_DEVICE_DETACH_TIMEOUT = OptionCause("libvirt", "device_detach_timeout", "seconds of each try")
_DEVICE_DETACH_ATTEMPTS = OptionCause(
    "libvirt", "device_detach_attempts", "how many tries there are"
)

SIGNATURES = (
    Signature(
        "device-detach-timeout",
        says="A guest does not release a device.",
        anchors=("Waiting for libvirt event about the detach of device",),
        pattern=(
            r"Waiting for libvirt event about the detach of device "
            r"(?P<device>[\w-]{1,40})"
        ),
        level="WARNING",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(23, None),
        causes=(
            _DEVICE_DETACH_TIMEOUT,
            _DEVICE_DETACH_ATTEMPTS,
        ),
        elsewhere=("The guest is booting, hung, or has the disk in use.",),
        sources=(
            "34 nova/virt/libvirt/driver.py:2884",
            "23 nova/virt/libvirt/driver.py:2470",
        ),
        samples=(
            (
                "Waiting for libvirt event about the detach of device vdb with "
                "device alias virtio-disk1 from instance "
                "7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 is timed out."
            ),
        ),
        outside=True,
    ),
    Signature(
        "device-detach-given-up",
        says="A device is still attached to the guest after all tries.",
        anchors=("Run out of retry while detaching device",),
        pattern=r"Run out of retry while detaching device",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.EFFECT,
        releases=(23, None),
        causes=(
            _DEVICE_DETACH_ATTEMPTS,
            _DEVICE_DETACH_TIMEOUT,
        ),
        elsewhere=("The guest is hung or has the disk in use.",),
        sources=(
            "34 nova/virt/libvirt/driver.py:2810",
            "23 nova/virt/libvirt/driver.py:2400",
        ),
        samples=(
            (
                "Run out of retry while detaching device vdb with device alias "
                "virtio-disk1 from instance 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 "
                "from the live domain config. Device is still attached to the "
                "guest."
            ),
        ),
        outside=True,
        follows=("device-detach-timeout",),
    ),
    Signature(
        "vtpm-needs-kvm-here",
        says="Emulated TPM is enabled for a virtualization type that does not support it.",
        anchors=("vTPM support requires '[libvirt] virt_type'",),
        pattern=r"vTPM support requires '\[libvirt\] virt_type'",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(22, None),
        causes=(
            OptionCause(
                "libvirt",
                "virt_type",
                "must be kvm or qemu",
                rules=("vtpm-needs-kvm",),
                ruled_out_by=(
                    "kvm",
                    "qemu",
                ),
            ),
            OptionCause(
                "libvirt",
                "swtpm_enabled",
                "whether guests may have a vTPM",
                rules=("vtpm-needs-kvm",),
                ruled_out_by=(False,),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:1306",
            "22 nova/virt/libvirt/driver.py:781",
        ),
        samples=(("vTPM support requires '[libvirt] virt_type' of 'qemu' or 'kvm'; found 'lxc'."),),
    ),
    Signature(
        "swtpm-user-unknown",
        says="The user for emulated TPMs does not exist on the host.",
        anchors=("The user configured in '[libvirt] swtpm_user' does not exist",),
        pattern=r"The user configured in '\[libvirt\] swtpm_user' does not exist",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(22, None),
        causes=(OptionCause("libvirt", "swtpm_user", "that user"),),
        elsewhere=("The package of swtpm is not installed.",),
        sources=(
            "34 nova/virt/libvirt/driver.py:1322",
            "22 nova/virt/libvirt/driver.py:810",
        ),
        samples=(
            (
                "The user configured in '[libvirt] swtpm_user' does not exist on "
                "this host; expected 'tss'."
            ),
        ),
    ),
    Signature(
        "usb-tablet-refused",
        says="A USB tablet is configured but not available.",
        anchors=("USB tablet requested for guests",),
        pattern=r"USB tablet requested for guests",
        level="WARNING",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "pointer_model",
                "`usbtablet` asks for one",
                rules=("usb-tablet-without-effect",),
                ruled_out_by=(
                    "ps2mouse",
                    None,
                ),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:8170",
            "15 nova/virt/libvirt/driver.py:5017",
        ),
        samples=(
            (
                "USB tablet requested for guests but the SPICE agent is enabled; "
                "ignoring request in favour of default configuration."
            ),
        ),
    ),
    Signature(
        "mdev-type-not-named",
        says="A graphics card that a guest uses has no type of mediated devices here.",
        anchors=("type was configured for PCI address",),
        pattern=r"No (?:vGPU|mdev) type was configured for PCI address: (?P<name>[\w:.]{1,40})",
        level="WARNING",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(21, 25),
        causes=(
            OptionCause(
                "devices",
                "enabled_mdev_types",
                "with several types, the group of each names its cards",
            ),
        ),
        elsewhere=("The card was moved to another slot, so that its address is another one.",),
        sources=(
            "25 nova/virt/libvirt/driver.py:7753",
            "21 nova/virt/libvirt/driver.py:6830",
        ),
        samples=("No mdev type was configured for PCI address: 0000:81:00.0",),
    ),
)
