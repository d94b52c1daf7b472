"""Lines of libvirt and Nova about CPUs and kinds of guests that the host can do."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "kvm-not-usable",
        says="KVM cannot be used on the host.",
        anchors=(
            "Could not access KVM kernel module",
            "failed to initialize kvm",
            "failed to initialize KVM",
            "Domain requires KVM, but it is not available",
        ),
        pattern=(
            r"Could not access KVM kernel module|failed to initialize "
            r"(?:kvm|KVM)|Domain requires KVM, but it is not available"
        ),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "virt_type",
                (
                    "`kvm` needs /dev/kvm; a host that is a guest itself without "
                    "nested KVM needs `qemu`"
                ),
                rules=("virt-type-differs",),
                ruled_out_by=("qemu",),
            ),
        ),
        elsewhere=(
            (
                "Virtualization is off in the firmware, or the module kvm_intel or "
                "kvm_amd is not loaded."
            ),
            (
                "/dev/kvm belongs to another group than QEMU's user has, or the "
                "container does not have it."
            ),
        ),
        sources=(
            "qemu-10.0.13 accel/kvm/kvm-all.c:2595",
            "qemu-10.0.13 system/vl.c:2410",
            "libvirt-11.3.0 src/qemu/qemu_process.c:5733",
        ),
        samples=(
            "qemu-system-x86_64: Could not access KVM kernel module: Permission denied",
            ("qemu-system-x86_64: -accel kvm: failed to initialize kvm: No such file or directory"),
            (
                "libvirt.libvirtError: unsupported configuration: Domain requires "
                "KVM, but it is not available. Check that virtualization is "
                "enabled in the host BIOS, and host configuration is setup to load "
                "the kvm modules."
            ),
        ),
    ),
    Signature(
        "guest-kind-not-offered",
        says="libvirt does not offer the configured virtualization type on this host.",
        anchors=(
            "could not find capabilities for",
            "could not get preferred machine for",
            "does not support virt type",
            "Cannot find suitable emulator for",
        ),
        pattern=(
            r"could not find capabilities for|could not get preferred machine "
            r"for (?P<path>[\w/.:@-]{1,160})|does not support virt type '(?P<kind>\w{1,20})"
            r"|Cannot find suitable emulator for"
        ),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "virt_type",
                "`kvm` needs /dev/kvm; without it only `qemu` is offered",
                rules=("virt-type-differs",),
            ),
            OptionCause(
                "libvirt",
                "hw_machine_type",
                "the machine type of each architecture",
                rules=("machine-type-without-architecture",),
            ),
        ),
        elsewhere=(
            (
                "KVM is not there, or QEMU's user may not open /dev/kvm: "
                "`virt-host-validate` says which."
            ),
            (
                "QEMU for this architecture is not installed, or libvirt's cache "
                "of capabilities is stale: restart libvirtd."
            ),
        ),
        sources=(
            "libvirt-11.3.0 src/conf/capabilities.c:703",
            "libvirt-11.3.0 src/qemu/qemu_postparse.c:975",
            "libvirt-7.0.0 src/conf/capabilities.c:720",
            "libvirt-11.3.0 src/qemu/qemu_validate.c:1249",
            "libvirt-7.0.0 src/qemu/qemu_capabilities.c:1756",
        ),
        samples=(
            (
                "libvirt.libvirtError: invalid argument: could not find "
                "capabilities for domaintype=kvm"
            ),
            "libvirtError: internal error: Cannot find suitable emulator for x86_64",
            (
                "libvirt.libvirtError: unsupported configuration: Emulator"
                " '/usr/bin/qemu-system-x86_64' does not support virt type 'kvm'"
            ),
            (
                "libvirt.libvirtError: invalid argument: could not get preferred "
                "machine for /usr/bin/qemu-system-x86_64 type=kvm"
            ),
        ),
    ),
    Signature(
        "cpu-mode-not-offered",
        says="The virtualization type does not support the CPU mode.",
        anchors=("host is not supported by hypervisor",),
        pattern=(
            r"CPU mode '(?P<name>[\w-]{1,40})' for (?P<kind>[\w ]{1,80}?) host "
            r"is not supported by hypervisor"
        ),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "cpu_mode",
                (
                    "`host-passthrough` needs KVM, `host-model` a host whose "
                    "processor libvirt can describe, and `custom` a model that QEMU knows"
                ),
                rules=("cpu-mode-needs-kvm",),
            ),
            OptionCause(
                "libvirt",
                "virt_type",
                "without KVM only some modes are possible",
                rules=("cpu-mode-needs-kvm",),
            ),
        ),
        elsewhere=(
            (
                "KVM cannot be used on this host, so libvirt offers nothing of it: "
                "`virsh domcapabilities`."
            ),
        ),
        sources=(
            "libvirt-11.3.0 src/qemu/qemu_process.c:6529",
            "libvirt-7.0.0 src/qemu/qemu_process.c:6146",
        ),
        samples=(
            (
                "libvirt.libvirtError: unsupported configuration: CPU mode "
                "'host-passthrough' for x86_64 qemu domain on x86_64 host is not "
                "supported by hypervisor"
            ),
        ),
    ),
    Signature(
        "cpu-lacks-features",
        says="The host's CPU lacks features that the guest's CPU model asks for.",
        anchors=(
            "the CPU is incompatible with host CPU",
            "guest CPU doesn't match specification",
            "Host CPU does not provide required features",
        ),
        pattern=(
            r"the CPU is incompatible with host CPU|guest CPU doesn't match "
            r"specification|Host CPU does not provide required features"
        ),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "cpu_mode",
                (
                    "`host-model` and `host-passthrough` differ from host to host: a "
                    "guest may move only to a CPU that has as much"
                ),
                rules=("cpu-model-differs",),
            ),
            OptionCause(
                "libvirt",
                "cpu_models",
                "the models that guests may get, the oldest first",
                rules=("cpu-model-differs",),
            ),
            OptionCause(
                "libvirt",
                "cpu_model",
                "the model that guests get",
                rules=("custom-cpu-mode-without-models",),
            ),
            OptionCause(
                "libvirt",
                "cpu_model_extra_flags",
                "flags beyond the model, which each host must have",
                rules=("cpu-model-differs",),
            ),
        ),
        elsewhere=(
            (
                "A new microcode or kernel took features away (TSX, for one): "
                "guests that had them need a cold start."
            ),
            "The hosts have CPUs of different generations or makers.",
        ),
        sources=(
            "libvirt-11.3.0 src/util/virerror.c:1231",
            "libvirt-11.3.0 src/cpu/cpu_x86.c:3254",
            "libvirt-11.3.0 src/cpu/cpu_x86.c:2028",
            "libvirt-7.0.0 src/util/virerror.c:1177",
        ),
        samples=(
            (
                "libvirt.libvirtError: the CPU is incompatible with host CPU: Host "
                "CPU does not provide required features: svm"
            ),
            (
                "libvirt.libvirtError: operation failed: guest CPU doesn't match "
                "specification: missing features: hle,rtm"
            ),
        ),
        follows=("cpu-model-incompatible",),
    ),
    Signature(
        "machine-type-unknown",
        says="QEMU of this host does not know the guest's machine type.",
        anchors=(
            "unsupported machine type",
            "does not support machine type",
        ),
        pattern=(
            r"unsupported machine type|does not support machine type "
            r"'(?P<name>[\w.-]{1,60})'"
        ),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "hw_machine_type",
                "the machine type of each architecture",
                rules=("machine-type-without-architecture",),
            ),
        ),
        elsewhere=(
            "The guest comes from a host with another distribution or a newer QEMU.",
            "The image asks for a machine type with `hw_machine_type`.",
        ),
        sources=(
            "qemu-10.0.13 system/vl.c:1682",
            "qemu-5.2.0 softmmu/vl.c:2346",
            "libvirt-11.3.0 src/qemu/qemu_validate.c:1256",
        ),
        samples=(
            "qemu-system-x86_64: unsupported machine type 'pc-i440fx-wily'",
            (
                "libvirt.libvirtError: unsupported configuration: Emulator "
                "'/usr/bin/qemu-system-x86_64' does not support machine type "
                "'pc-i440fx-rhel7.6.0'"
            ),
        ),
    ),
    Signature(
        "guest-cpus-not-allowed",
        says="A guest is assigned CPUs that it may not use.",
        anchors=(
            "for 'cpuset.cpus'",
            "cannot set CPU affinity on process",
        ),
        pattern=r"for 'cpuset\.cpus'|cannot set CPU affinity on process",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "compute",
                "cpu_shared_set",
                "CPUs of guests that are not pinned",
                rules=("cpu-mask-beyond-host",),
            ),
            OptionCause(
                "compute",
                "cpu_dedicated_set",
                "CPUs of pinned guests",
                rules=("cpu-mask-beyond-host",),
            ),
            OptionCause(
                "DEFAULT", "vcpu_pin_set", "CPUs of guests", rules=("cpu-mask-beyond-host",)
            ),
        ),
        elsewhere=(
            (
                "A CPU is offline, or the cgroup of libvirt's machines has fewer "
                "CPUs than the host (systemd's AllowedCPUs, a container's limit)."
            ),
            "The guest's definition is from a host with more CPUs.",
        ),
        sources=(
            "libvirt-11.3.0 src/util/vircgroup.c:527",
            "libvirt-11.3.0 src/util/virprocess.c:472",
            "libvirt-7.0.0 src/util/vircgroup.c:498",
        ),
        samples=(
            ("libvirt.libvirtError: Invalid value '0-11' for 'cpuset.cpus': Invalid argument"),
            ("libvirt.libvirtError: cannot set CPU affinity on process 4711: Invalid argument"),
        ),
    ),
)
