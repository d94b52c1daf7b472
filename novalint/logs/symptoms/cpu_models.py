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
        says=(
            "`cpu_models` is set although `cpu_mode` is not `custom`: nova-compute does not "
            "start, and up to Nova 19 no guest does."
        ),
        anchors=(
            "The cpu_models option is not required when cpu_mode!=custom",
            "A CPU model name should not be set when a host CPU model is requested",
        ),
        pattern=(
            r"The cpu_models option is not required when cpu_mode!=custom|"
            r"A CPU model name should not be set when a host CPU model is requested"
        ),
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _CPU_MODELS,
            _CPU_MODE,
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:1268",
            "20 nova/virt/libvirt/driver.py:781",
            "19 nova/virt/libvirt/driver.py:4058",
            "15 nova/virt/libvirt/driver.py:3585",
        ),
        samples=(
            ("nova.exception.Invalid: The cpu_models option is not required when cpu_mode!=custom"),
            (
                "Instance failed to spawn: Invalid: A CPU model name should not be set when a "
                "host CPU model is requested"
            ),
        ),
    ),
    Signature(
        "cpu-models-missing",
        says=(
            "`cpu_mode` is `custom` without a CPU model: nova-compute does not start, and "
            "up to Nova 19 no guest does."
        ),
        anchors=(
            "The cpu_models option is required when cpu_mode=custom",
            "Config requested a custom CPU model, but no model name was provided",
        ),
        pattern=(
            r"The cpu_models option is required when cpu_mode=custom|"
            r"Config requested a custom CPU model, but no model name was provided"
        ),
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _CPU_MODELS,
            _CPU_MODE,
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:1273",
            "20 nova/virt/libvirt/driver.py:786",
            "19 nova/virt/libvirt/driver.py:4054",
            "15 nova/virt/libvirt/driver.py:3581",
        ),
        samples=(
            ("nova.exception.Invalid: The cpu_models option is required when cpu_mode=custom"),
            "Config requested a custom CPU model, but no model name was provided",
        ),
    ),
    Signature(
        "cpu-model-incompatible",
        says="nova-compute does not start: this host cannot run the configured CPU model.",
        anchors=("Please correct your config and try again",),
        pattern=(
            rf"Configured CPU model: {NAME} (?:and CPU Flags "
            rf"(?P<error>.{{0,200}}?) are not compatible with host CPU|is not "
            rf"compatible with host CPU|is not correct, or your host CPU arch does "
            rf"not (?:support|suuport) this model)\. Please correct your config"
        ),
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(20, None),
        causes=(
            OptionCause(
                "libvirt",
                "cpu_models",
                "each must be a model that `virsh domcapabilities` of this host calls usable",
            ),
            OptionCause(
                "libvirt",
                "cpu_mode",
                "`host-model` takes what the host has; guests then move only to hosts alike",
            ),
            OptionCause(
                "libvirt",
                "cpu_model_extra_flags",
                "features beyond the model, which the host must have too",
            ),
            OptionCause(
                "workarounds",
                "skip_cpu_compare_at_startup",
                (
                    "true lets nova-compute start without this comparison; guests that the host "
                    "cannot run then fail one by one"
                ),
                ruled_out_by=(True,),
            ),
        ),
        elsewhere=(
            (
                "The CPU of this host lacks the model or a feature of it, or its firmware or a "
                "hypervisor below hides one (TSX, AVX-512): compare `virsh domcapabilities` "
                "with that of a host that works."
            ),
        ),
        sources=(
            "34 nova/virt/libvirt/driver.py:1289",
            "34 nova/virt/libvirt/driver.py:5970",
            "26 nova/virt/libvirt/driver.py:1000",
            "25 nova/virt/libvirt/driver.py:988",
            "20 nova/virt/libvirt/driver.py:793",
            "20 nova/virt/libvirt/driver.py:801",
        ),
        samples=(
            (
                "Configured CPU model: Skylake-Server and CPU Flags ['vmx'] are not "
                "compatible with host CPU. Please correct your config and try "
                "again. Unacceptable CPU info: CPU doesn't have compatibility."
            ),
            (
                "Configured CPU model: Skylake-Server is not compatible with host CPU. Please "
                "correct your config and try again. Unacceptable CPU info: CPU doesn't have "
                "compatibility."
            ),
            (
                "nova.exception.InvalidCPUInfo: Configured CPU model: Skylake is not correct, or "
                "your host CPU arch does not support this model. Please correct your config and "
                "try again."
            ),
        ),
    ),
    Signature(
        "cpu-info-refused",
        says="A migration was refused because the CPUs are not compatible.",
        anchors=("Unacceptable CPU info: ", "CPU doesn't have compatibility"),
        pattern=(
            r"(?<!Please correct your config and try again\. )Unacceptable CPU info: |"
            r"(?<!Unacceptable CPU info: )CPU doesn't have compatibility"
        ),
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
                "nova.exception.InvalidCPUInfo: Unacceptable CPU info: CPU doesn't "
                "have compatibility."
            ),
        ),
        follows=("cpu-model-incompatible",),
    ),
)
