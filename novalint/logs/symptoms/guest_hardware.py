"""Lines about disks, machines and protected memory that guests are to have."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "disk-backend-not-named",
        says="Disks are in LVM or Ceph, but no volume group or pool is set.",
        anchors=(
            "You should specify images_volume_group",
            "You should specify images_rbd_pool",
        ),
        pattern=r"You should specify (?P<option>images_volume_group|images_rbd_pool) flag",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "images_volume_group",
                "the volume group, where images_type is lvm",
                rules=("lvm-without-volume-group",),
            ),
            OptionCause("libvirt", "images_rbd_pool", "the pool, where images_type is rbd"),
            OptionCause(
                "libvirt",
                "images_type",
                "raw, qcow2 or flat need neither",
                rules=("lvm-without-volume-group",),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/imagebackend.py:781",
            "15 nova/virt/libvirt/imagebackend.py:662",
        ),
        samples=("RuntimeError: You should specify images_volume_group flag to use LVM images.",),
    ),
    Signature(
        "machine-type-malformed",
        says="An entry of the machine types has no machine type.",
        anchors=("Invalid hw_machine_type config value ",),
        pattern=r"Invalid hw_machine_type config value (?P<name>[\w.=-]{1,120})",
        level="WARNING",
        logger="nova.virt.libvirt.utils",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(19, None),
        causes=(
            OptionCause(
                "libvirt",
                "hw_machine_type",
                "pairs such as x86_64=q35; such an entry is ignored",
                rules=("machine-type-without-architecture",),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/utils.py:663",
            "19 nova/virt/libvirt/utils.py:563",
        ),
        samples=("Invalid hw_machine_type config value q35",),
    ),
    Signature(
        "memory-encryption-not-offered",
        says="Guests with encrypted memory are configured on a host that does not support them.",
        anchors=("Host is configured with libvirt.num_memory_encrypted_guests set to",),
        pattern=(
            r"libvirt\.num_memory_encrypted_guests set to (?P<number>\d{1,20}), but "
            r"(?P<kind>is not SEV-capable|supports only (?P<limit>\d{1,20}))"
        ),
        level="WARNING",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(20, 33),
        causes=(
            OptionCause(
                "libvirt",
                "num_memory_encrypted_guests",
                "as many as the host can, or none on one without AMD SEV",
            ),
        ),
        elsewhere=("SEV is off in the firmware, or the kernel module kvm_amd has it off.",),
        sources=(
            "33 nova/virt/libvirt/driver.py:9929",
            "20 nova/virt/libvirt/driver.py:7491",
        ),
        samples=(
            (
                "Host is configured with libvirt.num_memory_encrypted_guests set to 15, but "
                "is not SEV-capable."
            ),
        ),
    ),
    Signature(
        "pmem-namespaces-refused",
        says="The persistent memory namespaces are malformed or do not exist on the host.",
        anchors=("The pmem_namespaces configuration is invalid: ",),
        pattern=r"The pmem_namespaces configuration is invalid: ",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(20, None),
        causes=(
            OptionCause(
                "libvirt",
                "pmem_namespaces",
                "LABEL:NAME|NAME, each label once, each namespace on this host",
                rules=("pmem-namespaces-malformed",),
            ),
        ),
        elsewhere=("A namespace was destroyed or renamed; `ndctl list` shows those of the host.",),
        sources=(
            "34 nova/exception.py:2518",
            "20 nova/exception.py:2545",
        ),
        samples=(
            (
                "nova.exception.PMEMNamespaceConfigInvalid: The pmem_namespaces "
                "configuration is invalid: Missing namespace, please check your conf file."
            ),
        ),
    ),
    Signature(
        "swtpm-group-unknown",
        says="The group for emulated TPMs does not exist on the host.",
        anchors=("The group configured in '[libvirt] swtpm_group' does not exist",),
        pattern=r"The group configured in '\[libvirt\] swtpm_group' does not exist",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(22, None),
        causes=(OptionCause("libvirt", "swtpm_group", "that group"),),
        elsewhere=("The package of swtpm is not installed.",),
        sources=(
            "34 nova/virt/libvirt/driver.py:1330",
            "22 nova/virt/libvirt/driver.py:818",
        ),
        samples=(
            (
                "The group configured in '[libvirt] swtpm_group' does not exist on this "
                "host; expected 'tss'."
            ),
        ),
    ),
    Signature(
        "tdx-capacity-unknown",
        says=(
            "The number of Intel TDX guests that the host supports is unknown, or "
            "lower than configured."
        ),
        anchors=(
            "Unable to determine Intel TDX capacity from the misc",
            "Host is configured with libvirt.num_intel_tdx_guests set to",
        ),
        pattern=(
            r"Unable to determine Intel TDX capacity from the "
            r"misc|libvirt\.num_intel_tdx_guests set to (?P<number>\d{1,20}), but only "
            r"supports (?P<limit>\d{1,20})"
        ),
        level="WARNING",
        logger="nova.virt.libvirt.host",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(34, None),
        causes=(OptionCause("libvirt", "num_intel_tdx_guests", "as many as the host can"),),
        elsewhere=(
            (
                "The kernel is too old to say it in its control group `misc`, or TDX is off "
                "in the firmware."
            ),
        ),
        sources=("34 nova/virt/libvirt/host.py:2246",),
        samples=(
            (
                "Host is configured with libvirt.num_intel_tdx_guests set to 64, but only "
                "supports 31 Intel TDX guests according to the misc cgroup."
            ),
        ),
    ),
)
