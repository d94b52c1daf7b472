"""Lines about models of processors."""

from __future__ import annotations

from novalint.logs.signature import NAME, OptionCause, Signature, Stage

_CPU_MODELS = OptionCause(
    "libvirt",
    "cpu_models",
    "the models, for `custom`",
    rules=(
        "cpu-models-without-custom-mode",
        "custom-cpu-mode-without-models",
    ),
)
_CPU_MODE = OptionCause(
    "libvirt", "cpu_mode", "how the guest's processor is chosen", rules=("cpu-mode-needs-kvm",)
)

SIGNATURES = (
    Signature(
        "cpu-models-not-wanted",
        says="`cpu_models` is set although `cpu_mode` is not `custom`.",
        anchors=("The cpu_models option is not required when cpu_mode!=custom",),
        pattern=r"The cpu_models option is not required when cpu_mode!=custom",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(20, None),
        causes=(
            _CPU_MODELS,
            _CPU_MODE,
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:1268",
            "20 nova/virt/libvirt/driver.py:781",
        ),
        samples=(
            ("nova.exception.Invalid: The cpu_models option is not required when cpu_mode!=custom"),
        ),
    ),
    Signature(
        "cpu-models-missing",
        says="`cpu_mode` is `custom`, and no model is named.",
        anchors=("The cpu_models option is required when cpu_mode=custom",),
        pattern=r"The cpu_models option is required when cpu_mode=custom",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(20, None),
        causes=(
            _CPU_MODELS,
            _CPU_MODE,
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:1273",
            "20 nova/virt/libvirt/driver.py:786",
        ),
        samples=(
            ("nova.exception.Invalid: The cpu_models option is required when cpu_mode=custom"),
        ),
    ),
    Signature(
        "cpu-model-incompatible",
        says="The host cannot run the processor model that is set.",
        anchors=("Please correct your config and try again",),
        pattern=(
            rf"Configured CPU model: {NAME} (?:and CPU Flags "
            rf"(?P<error>.{{0,200}}?) are not compatible with host CPU|is not "
            rf"correct, or your host CPU arch does not support this model)\. "
            rf"Please correct your config"
        ),
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(20, None),
        causes=(
            _CPU_MODELS,
            _CPU_MODE,
            OptionCause(
                "libvirt",
                "cpu_model_extra_flags",
                "features beyond the model",
                rules=("cpu-flags-without-effect",),
            ),
        ),
        elsewhere=("The host is older than the others of its aggregate.",),
        sources=(
            "34 nova/virt/libvirt/driver.py:1289",
            "20 nova/virt/libvirt/driver.py:793",
        ),
        samples=(
            (
                "Configured CPU model: Skylake-Server and CPU Flags vmx are not "
                "compatible with host CPU. Please correct your config and try "
                "again. x"
            ),
        ),
    ),
    Signature(
        "cpu-info-refused",
        says="A migration was refused because the CPUs do not fit.",
        anchors=("Unacceptable CPU info: ",),
        pattern=r"Unacceptable CPU info: ",
        level="",
        logger="nova.exception",
        services=(
            "nova-compute",
            "nova-conductor",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "cpu_mode",
                "`host-model` and `host-passthrough` differ from host to host",
                rules=("cpu-model-differs",),
            ),
            OptionCause(
                "libvirt",
                "cpu_models",
                "a model that all hosts have lets guests move",
                rules=("cpu-model-differs",),
            ),
            OptionCause(
                "workarounds",
                "skip_cpu_compare_on_dest",
                "leaves the comparison to libvirt",
                ruled_out_by=(True,),
            ),
        ),
        elsewhere=(
            ("The other host's CPU is older, or of another maker, or its microcode differs."),
        ),
        sources=(
            "34 nova/exception.py:659",
            "15 nova/exception.py:498",
        ),
        samples=(
            (
                "nova.exception.InvalidCPUInfo: Unacceptable CPU info: CPU doesn't "
                "have compatibility."
            ),
        ),
    ),
)
