"""Lines of libvirt and QEMU about names of CPU models and features that they do not know."""

from __future__ import annotations

from novalint.logs.signature import NAME, OptionCause, Signature, Stage

_MODEL = OptionCause(
    "libvirt",
    "cpu_model",
    "the model by libvirt's name for it",
    rules=("custom-cpu-mode-without-models",),
)

SIGNATURES = (
    Signature(
        "cpu-model-unknown",
        says="libvirt or QEMU of this host does not offer the CPU model.",
        anchors=(
            "nknown CPU model ",
            "unable to find CPU model '",
            "not supported by hypervisor",
        ),
        pattern=(
            r"(?:[Uu]nknown |unable to find |(?=CPU model '?[\w.-]{1,120}'? (?:is )?not supported "
            rf"by hypervisor))CPU model '?{NAME}'?(?: (?:is )?not supported by hypervisor)?"
        ),
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "cpu_models",
                "models by libvirt's names, upper and lower case as there",
                rules=("cpu-model-differs",),
            ),
            _MODEL,
            OptionCause(
                "libvirt",
                "cpu_mode",
                "only `custom` takes a model from this file",
                ruled_out_by=("host-passthrough", "none"),
            ),
        ),
        elsewhere=(
            "The name is misspelt: `virsh cpu-models x86_64` lists those that libvirt knows.",
            (
                "libvirt and QEMU of this host are older than the model, or than those of the host "
                "from which the guest was to move: `virsh domcapabilities`."
            ),
        ),
        sources=(
            "libvirt-11.3.0 src/cpu/cpu_x86.c:1398",
            "libvirt-11.3.0 src/cpu/cpu_x86.c:3369",
            "libvirt-11.3.0 src/cpu/cpu_x86.c:2320",
            "libvirt-7.0.0 src/cpu/cpu_x86.c:1344",
            "qemu-10.0.13 cpu-target.c:62",
            "qemu-5.2.0 cpu.c:218",
        ),
        samples=(
            "libvirt.libvirtError: internal error: Unknown CPU model Skylake-Servr",
            "libvirt.libvirtError: internal error: unknown CPU model Skylake-Servr",
            (
                "libvirt.libvirtError: unsupported configuration: CPU model EPYC-Milan is not "
                "supported by hypervisor"
            ),
            "qemu-system-x86_64: unable to find CPU model 'EPYC-Milan'",
        ),
    ),
    Signature(
        "cpu-feature-unknown",
        says="libvirt of this host knows no CPU feature of that name.",
        anchors=("nknown CPU feature",),
        pattern=rf"[Uu]nknown CPU feature:? {NAME}",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "cpu_model_extra_flags",
                "features by libvirt's names: `pdpe1gb`, `vmx`, `ssbd`",
                rules=("cpu-flags-without-effect",),
            ),
        ),
        elsewhere=(
            (
                "libvirt of this host is older than that of the host from which the guest was to "
                "move."
            ),
            "libvirt's list of features is in /usr/share/libvirt/cpu_map.",
        ),
        sources=(
            "libvirt-11.3.0 src/cpu/cpu_x86.c:3441",
            "libvirt-11.3.0 src/cpu/cpu_x86.c:1422",
            "libvirt-7.0.0 src/cpu/cpu_x86.c:1368",
            "libvirt-7.0.0 src/cpu/cpu_x86.c:3308",
        ),
        samples=(
            "libvirt.libvirtError: unsupported configuration: unknown CPU feature: pdpe1g",
            "libvirt.libvirtError: internal error: Unknown CPU feature pdpe1g",
        ),
    ),
)
