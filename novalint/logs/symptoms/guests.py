"""Lines about guests and what they ask for."""

from __future__ import annotations

from novalint.logs.signature import NAME, Harm, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "guest-not-started",
        says="libvirt could not start a guest.",
        anchors=("Failed to start libvirt guest",),
        pattern=r"Failed to start libvirt guest",
        level="ERROR",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause("libvirt", "virt_type", "the kind of guests"),
            OptionCause(
                "libvirt",
                "hw_machine_type",
                "the machine type, which QEMU must know",
                rules=("machine-type-without-architecture",),
            ),
        ),
        elsewhere=(
            ("The traceback below: memory, a device that is in use, a disk that cannot be opened."),
        ),
        sources=(
            "34 nova/virt/libvirt/driver.py:8617",
            "15 nova/virt/libvirt/driver.py:5292",
        ),
        samples=("Failed to start libvirt guest",),
        outside=True,
    ),
    Signature(
        "guest-definition-refused",
        says="libvirt refused the definition of a guest.",
        anchors=("Error defining a guest with XML",),
        pattern=r"Error defining a guest with XML",
        level="ERROR",
        logger="nova.virt.libvirt.guest",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "cpu_mode",
                "how the guest's processor is chosen",
                rules=("cpu-mode-needs-kvm",),
            ),
            OptionCause(
                "libvirt",
                "hw_machine_type",
                "the machine type",
                rules=("machine-type-without-architecture",),
            ),
        ),
        elsewhere=(
            ("libvirt's own message in the traceback below says which element it refuses."),
        ),
        sources=(
            "34 nova/virt/libvirt/guest.py:148",
            "15 nova/virt/libvirt/guest.py:129",
        ),
        samples=("Error defining a guest with XML: <domain/>",),
        outside=True,
    ),
    Signature(
        "file-backed-memory-overcommitted-here",
        says="File-backed memory is on, and memory is overcommitted.",
        anchors=(
            (
                "Running Nova with file_backed_memory requires "
                "ram_allocation_ratio configured to 1.0"
            ),
        ),
        pattern=(
            r"Running Nova with file_backed_memory requires "
            r"ram_allocation_ratio configured to 1\.0"
        ),
        level="",
        logger="nova.virt.libvirt.host",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(18, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "ram_allocation_ratio",
                "must be 1.0 there",
                rules=("file-backed-memory-overcommitted",),
                harm=Harm.HIGH,
            ),
            OptionCause(
                "libvirt",
                "file_backed_memory",
                "MiB of it; 0 is off",
                rules=("file-backed-memory-overcommitted",),
                harm=Harm.RELATIVE,
                ruled_out_by=(0,),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/host.py:1869",
            "18 nova/virt/libvirt/driver.py:625",
        ),
        samples=(
            (
                "Running Nova with file_backed_memory requires "
                "ram_allocation_ratio configured to 1.0"
            ),
        ),
    ),
    Signature(
        "realtime-without-shared-set",
        says=("A real-time guest shares its emulator threads, but the host has no shared CPUs."),
        anchors=("Instance is requesting real-time CPUs with pooled",),
        pattern=r"Instance is requesting real-time CPUs with pooled",
        level="WARNING",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(22, None),
        causes=(
            OptionCause(
                "compute",
                "cpu_shared_set",
                "processors for guests that are not pinned",
                rules=(
                    "cpu-mask-invalid",
                    "cpu-mask-beyond-host",
                    "cpu-sets-overlap",
                ),
                ruled_out_by=(None,),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:7132",
            "22 nova/virt/libvirt/driver.py:5660",
        ),
        samples=(
            (
                "Instance is requesting real-time CPUs with pooled emulator "
                "threads, but a shared CPU pool has not been configured on this "
                "host."
            ),
        ),
    ),
    Signature(
        "lxc-without-user-namespaces",
        says="Containers run as the host's root.",
        anchors=("Running libvirt-lxc without user namespaces is dangerous",),
        pattern=r"Running libvirt-lxc without user namespaces is dangerous",
        level="WARNING",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "uid_maps",
                "other numbers for the container's users",
                rules=("lxc-without-id-maps",),
            ),
            OptionCause(
                "libvirt", "gid_maps", "the same for groups", rules=("lxc-without-id-maps",)
            ),
            OptionCause(
                "libvirt",
                "virt_type",
                "only with lxc",
                ruled_out_by=(
                    "kvm",
                    "qemu",
                ),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:815",
            "15 nova/virt/libvirt/driver.py:505",
        ),
        samples=(
            (
                "Running libvirt-lxc without user namespaces is dangerous. "
                "Containers spawned by Nova will be run as the host's root user. "
                "It is highly suggested that user namespaces be used in a public "
                "or multi-tenant environment."
            ),
        ),
    ),
    Signature(
        "virt-type-deprecated-here",
        says="The virtualization type is deprecated.",
        anchors=("libvirt backend has been deprecated",),
        pattern=rf"Support for the '{NAME}' libvirt backend has been deprecated",
        level="WARNING",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(22, None),
        causes=(
            OptionCause(
                "libvirt",
                "virt_type",
                "the kind of guests",
                rules=("virt-type-deprecated",),
                ruled_out_by=(
                    "kvm",
                    "qemu",
                ),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:756",
            "22 nova/virt/libvirt/driver.py:602",
        ),
        samples=(
            (
                "Support for the 'uml' libvirt backend has been deprecated and "
                "will be removed in a future release."
            ),
        ),
    ),
)
