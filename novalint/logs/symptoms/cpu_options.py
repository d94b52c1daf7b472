"""Lines of nova-compute about CPUs and slots that its options share out."""

from __future__ import annotations

from novalint.logs.signature import Harm, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "builds-and-snapshots-limits-differ",
        says="Builds and snapshots have different limits, but share one thread pool.",
        anchors=("The current configuration has differing limits: max_concurrent_builds",),
        pattern=(
            r"differing limits: max_concurrent_builds: (?P<number>\d{1,20}), "
            r"max_concurrent_snapshots: (?P<limit>\d{1,20})"
        ),
        level="WARNING",
        logger="nova.compute.manager",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(33, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "max_concurrent_builds",
                "the same number for both",
                rules=("builds-and-snapshots-share-slots",),
                harm=Harm.RELATIVE,
            ),
            OptionCause(
                "DEFAULT",
                "max_concurrent_snapshots",
                "the same number for both",
                rules=("builds-and-snapshots-share-slots",),
                harm=Harm.RELATIVE,
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/thread_pool_factory.py:156",
            "33 nova/compute/manager.py:686",
        ),
        samples=(
            (
                "In native threading mode the number of concurrent builds, and snapshots "
                "should be limited to the same number. The current configuration has "
                "differing limits: max_concurrent_builds: 10, max_concurrent_snapshots: 5. "
                "Nova will use a single, overall limit of 10 for these tasks."
            ),
        ),
    ),
    Signature(
        "cpu-zero-stays-on",
        says="CPU 0 is among the CPUs to power down, which is not possible.",
        anchors=("CPU0 is in cpu_dedicated_set, but it is not eligible for state management",),
        pattern=r"CPU0 is in cpu_dedicated_set, but it is not eligible for state management",
        level="WARNING",
        logger="nova.virt.libvirt.cpu.api",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(27, None),
        causes=(
            OptionCause("compute", "cpu_dedicated_set", "without CPU 0 all of them are alike"),
            OptionCause("libvirt", "cpu_power_management", "with false none is powered down"),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/cpu/api.py:179",
            "27 nova/virt/libvirt/cpu/api.py:180",
        ),
        samples=(
            (
                "CPU0 is in cpu_dedicated_set, but it is not eligible for state management "
                "and will be ignored"
            ),
        ),
    ),
    Signature(
        "fallback-cpu-query-misled",
        says=(
            "A guest that requires no hyper-threads was placed on a host with "
            "hyper-threads, by the fallback query for old hosts."
        ),
        anchors=("Host supports hyperthreads, but instance requested no hyperthreads",),
        pattern=r"Host supports hyperthreads, but instance requested no hyperthreads",
        level="WARNING",
        logger="nova.virt.hardware",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(20, None),
        causes=(
            OptionCause(
                "workarounds",
                "disable_fallback_pcpu_query",
                "true once no host has vcpu_pin_set",
            ),
            OptionCause(
                "DEFAULT", "vcpu_pin_set", "hosts that have it are why there is that query"
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/hardware.py:1066",
            "20 nova/virt/hardware.py:919",
        ),
        samples=(
            (
                "Host supports hyperthreads, but instance requested no hyperthreads. This "
                "should have been rejected by the scheduler but we likely got here due to "
                "the fallback VCPU query."
            ),
        ),
    ),
    Signature(
        "mixed-guest-without-sets",
        says="A guest with pinned and shared CPUs is on a host that has only one kind of CPU set.",
        anchors=("This host has mixed instance requesting both pinned and unpinned CPUs",),
        pattern=r"This host has mixed instance requesting both pinned and unpinned CPUs",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(22, None),
        causes=(
            OptionCause("compute", "cpu_dedicated_set", "CPUs for the pinned ones"),
            OptionCause("compute", "cpu_shared_set", "CPUs for the others"),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:1035",
            "22 nova/compute/manager.py:884",
        ),
        samples=(
            (
                "nova.exception.InvalidConfiguration: This host has mixed instance "
                "requesting both pinned and unpinned CPUs but hasn't set aside unpinned CPUs "
                "for this purpose; Configure '[compute] cpu_shared_set'."
            ),
        ),
    ),
    Signature(
        "pin-set-beyond-host",
        says="CPUs are set for guests that the host does not have.",
        anchors=("Invalid vcpu_pin_set config, out of hypervisor cpu range",),
        pattern=r"Invalid vcpu_pin_set config, out of hypervisor cpu range",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, 19),
        causes=(
            OptionCause(
                "DEFAULT",
                "vcpu_pin_set",
                "the last CPU of a host with N of them is N-1",
                rules=("cpu-mask-beyond-host",),
            ),
        ),
        elsewhere=("CPUs are offline, or hyper-threading was turned off.",),
        sources=(
            "19 nova/virt/libvirt/driver.py:5879",
            "15 nova/virt/libvirt/driver.py:5334",
        ),
        samples=(
            "nova.exception.Invalid: Invalid vcpu_pin_set config, out of hypervisor cpu range.",
        ),
    ),
    Signature(
        "pin-set-deprecated",
        says="CPUs of guests are set with a deprecated option.",
        anchors=("The 'vcpu_pin_set' config option has been deprecated and will be removed",),
        pattern=r"The 'vcpu_pin_set' config option has been deprecated and will be removed",
        level="WARNING",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(20, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "vcpu_pin_set",
                (
                    "`[compute] cpu_dedicated_set` for pinned guests, `[compute] cpu_shared_set` "
                    "for all others"
                ),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:1411",
            "20 nova/virt/libvirt/driver.py:930",
        ),
        samples=(
            (
                "The 'vcpu_pin_set' config option has been deprecated and will be removed in "
                "a future release. When defined, 'vcpu_pin_set' will be used to calculate "
                "'VCPU' inventory and schedule instances that have 'VCPU' allocations."
            ),
        ),
    ),
    Signature(
        "power-management-refused",
        says="CPU power management is enabled, but no CPU is dedicated to pinned guests.",
        anchors=("is mandatory to be set if '[libvirt]/cpu_power_management' is set",),
        pattern=r"is mandatory to be set if '\[libvirt\]/cpu_power_management' is set",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(27, 28),
        causes=(
            OptionCause(
                "libvirt",
                "cpu_power_management",
                "false where no guest is pinned; versions from 27.2 and 28.1 on start with it",
                rules=("power-management-without-dedicated-set",),
            ),
            OptionCause(
                "compute",
                "cpu_dedicated_set",
                "CPUs for pinned guests",
                rules=("power-management-without-dedicated-set",),
            ),
        ),
        elsewhere=(),
        sources=("nova-28.0.0 nova/virt/libvirt/cpu/api.py:118",),
        samples=(
            (
                "nova.exception.InvalidConfiguration: '[compute]/cpu_dedicated_set' is "
                "mandatory to be set if '[libvirt]/cpu_power_management' is set."
            ),
        ),
    ),
)
