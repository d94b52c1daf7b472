"""Lines about what a server asks for and does not get."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "scheduler-filter-not-found",
        says="A filter of the scheduler does not exist.",
        anchors=("Scheduler Host Filter ",),
        pattern=r"Scheduler Host Filter (?P<name>[\w.:-]{1,120}) could not be found",
        level="",
        logger="nova.exception",
        services=("nova-scheduler",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "filter_scheduler",
                "enabled_filters",
                (
                    "the filters that are used; old ones were removed (RetryFilter, "
                    "CoreFilter, RamFilter, DiskFilter)"
                ),
                rules=(
                    "scheduler-filter-removed",
                    "scheduler-filter-unknown",
                    "scheduler-filter-not-available",
                ),
            ),
            OptionCause(
                "filter_scheduler",
                "available_filters",
                (
                    "where filters come from: your own need a line in addition to the one "
                    "for all of Nova's"
                ),
                rules=("available-filter-not-importable",),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/exception.py:1230",
            "15 nova/exception.py:1207",
        ),
        samples=(
            (
                "nova.exception.SchedulerHostFilterNotFound: Scheduler Host Filter "
                "RetryFilter could not be found."
            ),
        ),
    ),
    Signature(
        "numa-migration-refused",
        says="A server with a NUMA topology cannot be migrated.",
        anchors=("Instance has an associated NUMA topology",),
        pattern=r"Instance has an associated NUMA topology",
        level="",
        logger="nova.conductor.tasks.live_migrate",
        services=("nova-conductor",),
        stage=Stage.CAUSE,
        releases=(17, None),
        causes=(
            OptionCause(
                "workarounds",
                "enable_numa_live_migration",
                "lets it go without fitting it to the other host",
                ruled_out_by=(True,),
            ),
            OptionCause(
                "upgrade_levels",
                "compute",
                "pinned to a release before 20 computes cannot fit it",
                rules=("upgrade-level-left-behind",),
            ),
        ),
        elsewhere=(
            ("One of the hosts is older than Nova 20, which fits the topology to the other host."),
        ),
        sources=(
            "34 nova/conductor/tasks/live_migrate.py:208",
            "17 nova/conductor/tasks/live_migrate.py:161",
        ),
        samples=(
            (
                "nova.exception.MigrationPreCheckError: Migration pre-check error: "
                "Instance has an associated NUMA topology. Instance NUMA "
                "topologies, including related attributes such as CPU pinning, "
                "huge page and emulator thread pinning information, are not "
                "currently recalculated on live migration."
            ),
        ),
    ),
    Signature(
        "image-unacceptable",
        says="An image cannot be used.",
        anchors=("is unacceptable: ",),
        pattern=r"Image (?P<id>[\w-]{1,40}) is unacceptable: ",
        level="",
        logger="nova.exception",
        services=(
            "nova-compute",
            "nova-api",
            "nova-conductor",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "force_raw_images",
                "whether images are turned into raw ones, and so looked into",
                rules=("rbd-without-raw-images",),
            ),
            OptionCause(
                "libvirt",
                "images_type",
                "what kind of images disks can be made of",
                rules=("image-backend-differs",),
            ),
        ),
        elsewhere=(
            (
                "The reason follows the colon: the image was never uploaded "
                "whole, its format is not what glance says, or it is broken."
            ),
            "Its upload or conversion in glance failed.",
        ),
        sources=(
            "34 nova/exception.py:679",
            "15 nova/exception.py:531",
        ),
        samples=(
            (
                "nova.exception.ImageUnacceptable: Image "
                "7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 is unacceptable: Image has "
                "no associated data"
            ),
        ),
        outside=True,
    ),
    Signature(
        "pci-whitelist-refused",
        says="`[pci] passthrough_whitelist` is invalid.",
        anchors=("Invalid PCI devices Whitelist config",),
        pattern=r"Invalid PCI devices Whitelist config",
        level="",
        logger="nova.exception",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, 25),
        causes=(
            OptionCause(
                "pci",
                "passthrough_whitelist",
                "the devices that guests may get, as JSON",
                rules=(
                    "pci-device-spec-invalid",
                    "pci-device-by-name-and-address",
                ),
            ),
        ),
        elsewhere=(),
        sources=(
            "15 nova/exception.py:1765",
            "25 nova/exception.py:1583",
        ),
        samples=(
            (
                "nova.exception.PciConfigInvalidWhitelist: Invalid PCI devices "
                "Whitelist config: property product_id (0x10caX) is greater than "
                "the maximum allowable value (FFFF)."
            ),
        ),
    ),
    Signature(
        "vif-type-refused",
        says=(
            "A port has a type that nova-compute cannot plug, mostly because its binding failed."
        ),
        anchors=("Unexpected vif_type=", "Unsupported VIF type "),
        pattern=r"(?:Unexpected vif_type=|Unsupported VIF type )(?P<name>[\w.:-]{1,120})",
        level="",
        logger="nova.virt.libvirt.vif",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "host",
                "neutron binds a port for this name: its agent must have the same",
                rules=(
                    "host-named-localhost",
                    "host-repeated",
                ),
            ),
        ),
        elsewhere=(
            (
                "`binding_failed`: no L2 agent that is alive on this host, or none "
                "of neutron's mechanism drivers fits: neutron's log."
            ),
            "The agent has another host name than nova-compute.",
        ),
        sources=(
            "34 nova/virt/libvirt/vif.py:638",
            "15 nova/virt/libvirt/vif.py:548",
            "15 nova/network/os_vif_util.py:420",
        ),
        samples=(
            "nova.exception.InternalError: Unexpected vif_type=binding_failed",
            (
                "nova.exception.NovaException: Unsupported VIF type binding_failed convert"
                " '_nova_to_osvif_vif_binding_failed'"
            ),
        ),
        outside=True,
        follows=("port-binding-failed",),
    ),
    Signature(
        "server-stopped-itself",
        says="A guest stopped by itself, and Nova stops its server too.",
        anchors=("Instance shutdown by itself",),
        pattern=r"Instance shutdown by itself",
        level="WARNING",
        logger="nova.compute.manager",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "sync_power_state_interval",
                "below 0 Nova leaves such servers alone",
                ruled_out_by=(-1,),
            ),
            OptionCause(
                "DEFAULT",
                "resume_guests_state_on_host_boot",
                "whether servers are started again after the host was",
            ),
        ),
        elsewhere=(
            "Somebody shut it down inside, or with virsh.",
            "The kernel killed QEMU for want of memory, or the host was restarted.",
        ),
        sources=(
            "34 nova/compute/manager.py:10878",
            "15 nova/compute/manager.py:6488",
        ),
        samples=(
            (
                "Instance shutdown by itself. Calling the stop API. Current "
                "vm_state: active, current task_state: None"
            ),
        ),
        outside=True,
    ),
    Signature(
        "deleted-server-still-there",
        says="A server that is deleted in the database still runs on this host.",
        anchors=("Detected instance with name label",),
        pattern=r"Detected instance with name label",
        level="WARNING",
        logger="nova.compute.manager",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "running_deleted_instance_action",
                "what is done about it: log, shutdown, reap or noop",
            ),
            OptionCause(
                "DEFAULT",
                "running_deleted_instance_poll_interval",
                "seconds between two searches for such servers",
            ),
        ),
        elsewhere=("It was deleted while the host was down.",),
        sources=(
            "34 nova/compute/manager.py:11307",
            "15 nova/compute/manager.py:6714",
        ),
        samples=(
            (
                "Detected instance with name label 'instance-0000002a' which is "
                "marked as DELETED but still present on host."
            ),
        ),
        outside=True,
    ),
)
