"""Lines about the processors of a host."""

from __future__ import annotations

from novalint.logs.signature import Harm, OptionCause, Signature, Stage

_CPU_DEDICATED_SET = OptionCause(
    "compute",
    "cpu_dedicated_set",
    "processors for pinned guests",
    rules=(
        "cpu-mask-invalid",
        "cpu-mask-beyond-host",
        "cpu-sets-overlap",
        "dedicated-set-without-pinned-guests",
    ),
    ruled_out_by=(None,),
)
_CPU_SHARED_SET = OptionCause(
    "compute",
    "cpu_shared_set",
    "processors for guests that are not pinned",
    rules=(
        "cpu-mask-invalid",
        "cpu-mask-beyond-host",
        "cpu-sets-overlap",
    ),
    ruled_out_by=(None,),
)
_VCPU_PIN_SET = OptionCause(
    "DEFAULT",
    "vcpu_pin_set",
    "the old option for both kinds",
    rules=("pin-set-beside-cpu-sets",),
    ruled_out_by=(None,),
)

SIGNATURES = (
    Signature(
        "cpu-sets-not-disjoint",
        says="Two options assign the same CPU to pinned and to other guests.",
        anchors=("configuration options must be disjoint",),
        pattern=(
            r"'\[compute\] cpu_dedicated_set' and '\[compute\] "
            r"cpu_shared_set' configuration options must be disjoint"
        ),
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(20, None),
        causes=(
            _CPU_DEDICATED_SET,
            _CPU_SHARED_SET,
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:1393",
            "20 nova/virt/libvirt/driver.py:912",
        ),
        samples=(
            (
                "nova.exception.InvalidConfiguration: The '[compute] "
                "cpu_dedicated_set' and '[compute] cpu_shared_set' configuration "
                "options must be disjoint."
            ),
        ),
    ),
    Signature(
        "cpu-sets-beside-reserved-cpus",
        says="`reserved_host_cpus` is set together with the options that replaced it.",
        anchors=("The 'reserved_host_cpus' config option cannot be defined alongside",),
        pattern=r"The 'reserved_host_cpus' config option cannot be defined alongside",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(20, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "reserved_host_cpus",
                "must not be set there",
                rules=("reserved-cpus-beside-cpu-sets",),
                harm=Harm.HIGH,
                ruled_out_by=(0,),
            ),
            _CPU_DEDICATED_SET,
            _CPU_SHARED_SET,
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:1400",
            "20 nova/virt/libvirt/driver.py:919",
        ),
        samples=(
            (
                "The 'reserved_host_cpus' config option cannot be defined "
                "alongside the '[compute] cpu_shared_set' or '[compute] "
                "cpu_dedicated_set' options. Unset 'reserved_host_cpus'."
            ),
        ),
    ),
    Signature(
        "cpu-sets-beside-pin-set",
        says="`vcpu_pin_set` is set together with the option that replaced it.",
        anchors=("cannot be defined alongside '[compute] cpu_dedicated_set'",),
        pattern=r"cannot be defined alongside '\[compute\] cpu_dedicated_set'",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(20, None),
        causes=(
            _VCPU_PIN_SET,
            _CPU_DEDICATED_SET,
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:1411",
            "20 nova/virt/libvirt/driver.py:930",
        ),
        samples=(
            (
                "The 'vcpu_pin_set' config option has been deprecated and cannot "
                "be defined alongside '[compute] cpu_dedicated_set'. Unset "
                "'vcpu_pin_set'."
            ),
        ),
    ),
    Signature(
        "pin-set-and-shared-set",
        says="`vcpu_pin_set` is set together with `[compute] cpu_shared_set`.",
        anchors=("config options have both been defined",),
        pattern=r"config options have both been defined",
        level="WARNING",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(20, None),
        causes=(
            _VCPU_PIN_SET,
            _CPU_SHARED_SET,
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:1418",
            "20 nova/virt/libvirt/driver.py:937",
        ),
        samples=(
            (
                "The '[compute] cpu_shared_set' and 'vcpu_pin_set' config options "
                "have both been defined. While 'vcpu_pin_set' is defined, it will "
                "continue to be used to configure the specific host CPUs used for "
                "'VCPU' inventory, while '[compute] cpu_shared_set' will only be "
                "used for guest emulator threads when "
                "'hw:emulator_threads_policy=shared' is defined in the flavor. "
                "This is legacy behavior and will not be supported in a future "
                "release. If you wish to define specific host CPUs to be used for "
                "'VCPU' or 'PCPU' inventory, you must migrate the 'vcpu_pin_set' "
                "config option value to '[compute] cpu_shared_set' and '[compute] "
                "cpu_dedicated_set', respectively, and undefine 'vcpu_pin_set'."
            ),
        ),
    ),
    Signature(
        "pinned-guests-without-dedicated-set",
        says="Pinned guests run on the host, but it has no dedicated CPUs.",
        anchors=(("This host has pinned instances but has no CPUs set aside for this purpose"),),
        pattern=(
            r"This host has pinned instances but has no CPUs set aside for "
            r"this purpose"
        ),
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(20, None),
        causes=(
            _CPU_DEDICATED_SET,
            _CPU_SHARED_SET,
        ),
        elsewhere=("Guests from before the option was changed: move them away first.",),
        sources=(
            "34 nova/virt/libvirt/driver.py:1023",
            "20 nova/compute/manager.py:855",
        ),
        samples=(
            (
                "This host has pinned instances but has no CPUs set aside for this "
                "purpose; configure '[compute] cpu_dedicated_set' instead of, or "
                "in addition to, '[compute] cpu_shared_set'."
            ),
        ),
    ),
    Signature(
        "guests-without-shared-set",
        says=("Unpinned guests run on the host, but it has no shared CPUs."),
        anchors=(("This host has unpinned instances but has no CPUs set aside for this purpose"),),
        pattern=(
            r"This host has unpinned instances but has no CPUs set aside for "
            r"this purpose"
        ),
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(20, None),
        causes=(
            _CPU_SHARED_SET,
            _CPU_DEDICATED_SET,
        ),
        elsewhere=("Guests from before the option was changed: move them away first.",),
        sources=(
            "34 nova/virt/libvirt/driver.py:1011",
            "20 nova/compute/manager.py:843",
        ),
        samples=(
            (
                "This host has unpinned instances but has no CPUs set aside for "
                "this purpose; configure '[compute] cpu_shared_set' instead of, or "
                "in addition to, '[compute] cpu_dedicated_set'"
            ),
        ),
    ),
    Signature(
        "guest-pinned-outside-sets",
        says="A guest is pinned to CPUs that are in no CPU set.",
        anchors=("Instance is pinned to host CPUs",),
        pattern=(
            r"Instance is pinned to host CPUs (?P<name>[\d, \[\]\{\}()"
            r"set-]{1,160}) but one or more"
        ),
        level="WARNING",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(20, None),
        causes=(
            _CPU_DEDICATED_SET,
            _VCPU_PIN_SET,
        ),
        elsewhere=(
            ("The option was changed under a guest: rebuild it, or put the processors back."),
        ),
        sources=(
            "34 nova/virt/libvirt/driver.py:1062",
            "20 nova/compute/manager.py:872",
        ),
        samples=(
            (
                "Instance is pinned to host CPUs 1,2 but one or more of these CPUs "
                "are not included in either '[compute] cpu_dedicated_set' or "
                "'vcpu_pin_set'; you should update these configuration options to "
                "include the missing CPUs or rebuild or cold migrate this instance."
            ),
        ),
    ),
    Signature(
        "dedicated-cpus-not-there",
        says="`cpu_dedicated_set` names CPUs that the host does not have.",
        anchors=("Invalid '[compute] cpu_dedicated_set' config",),
        pattern=r"Invalid '\[compute\] cpu_dedicated_set' config",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(20, None),
        causes=(_CPU_DEDICATED_SET,),
        elsewhere=("Processors were switched off in the firmware or by the kernel.",),
        sources=(
            "34 nova/virt/libvirt/driver.py:8647",
            "20 nova/virt/libvirt/driver.py:6403",
        ),
        samples=(
            (
                "Invalid '[compute] cpu_dedicated_set' config: one or more of the "
                "configured CPUs is not available. Available cpuset(s): [0], "
                "configured cpuset(s): [0, 1]"
            ),
        ),
    ),
    Signature(
        "shared-cpus-not-online",
        says="`cpu_shared_set` names CPUs that are not online.",
        anchors=("Invalid cpu_shared_set config",),
        pattern=r"Invalid cpu_shared_set config",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(18, None),
        causes=(_CPU_SHARED_SET,),
        elsewhere=("Processors were switched off in the firmware or by the kernel.",),
        sources=(
            "34 nova/virt/libvirt/driver.py:6620",
            "18 nova/virt/libvirt/driver.py:4421",
        ),
        samples=(
            (
                "Invalid cpu_shared_set config, one or more of the specified "
                "cpuset is not online. Online cpuset(s): [0], requested cpuset(s): "
                "[0, 1]"
            ),
        ),
    ),
    Signature(
        "cpu-set-empty",
        says="A CPU set leaves no CPU.",
        anchors=("No CPUs available after parsing",),
        pattern=(
            r"No CPUs available after parsing "
            r"'?(?P<option>vcpu_pin_set|\[compute\] "
            r"cpu_dedicated_set|\[compute\] cpu_shared_set)'?"
        ),
        level="",
        logger="nova.virt.hardware",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _CPU_DEDICATED_SET,
            _CPU_SHARED_SET,
            _VCPU_PIN_SET,
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/hardware.py:299",
            "15 nova/virt/hardware.py:52",
        ),
        samples=(
            (
                "nova.exception.Invalid: No CPUs available after parsing "
                "'[compute] cpu_dedicated_set' config, '^0'"
            ),
        ),
    ),
)
