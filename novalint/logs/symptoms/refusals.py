"""Lines about servers, devices and records that are not as they should be."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "flavor-disk-too-small",
        says="The flavor's disk is smaller than the image.",
        anchors=("disk is too small for requested image",),
        pattern=r"disk is too small for requested image",
        level="",
        logger="nova.exception",
        services=(
            "nova-compute",
            "nova-api",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=("Choose a larger flavor, or boot from a volume.",),
        sources=(
            "34 nova/exception.py:1339",
            "15 nova/exception.py:1333",
        ),
        samples=(
            (
                "nova.exception.FlavorDiskSmallerThanImage: Flavor's disk is too "
                "small for requested image. Flavor disk is 1073741824 bytes, image "
                "is 2361393152 bytes."
            ),
        ),
        outside=True,
    ),
    Signature(
        "device-not-detached",
        says="A device could not be taken from a guest.",
        anchors=("Device detach failed for",),
        pattern=r"Device detach failed for (?P<device>[\w/.-]{1,60})",
        level="",
        logger="nova.exception",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause("libvirt", "device_detach_attempts", "how often the guest is asked"),
            OptionCause(
                "libvirt",
                "device_detach_timeout",
                "seconds that its answer is waited for each time",
            ),
        ),
        elsewhere=(
            (
                "The guest has it in use (mounted), or does not answer: it is "
                "booting, hangs, or has no ACPI hot-plug."
            ),
        ),
        sources=(
            "34 nova/exception.py:837",
            "15 nova/exception.py:601",
        ),
        samples=(
            (
                "nova.exception.DeviceDetachFailed: Device detach failed for vdb: "
                "Unable to detach the device from the live config."
            ),
        ),
        outside=True,
    ),
    Signature(
        "server-not-mapped",
        says="A server is in no cell that the API knows.",
        anchors=("has no mapping to a cell",),
        pattern=r"has no mapping to a cell",
        level="",
        logger="nova.exception",
        services=(
            "nova-api",
            "nova-conductor",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "api_database",
                "connection",
                "where the mapping is",
                rules=(
                    "api-database-differs",
                    "api-database-missing",
                ),
            ),
        ),
        elsewhere=(
            (
                "`nova-manage cell_v2 map_instances` was not run after an upgrade, "
                "or the API database was restored from an older copy."
            ),
        ),
        sources=(
            "34 nova/exception.py:888",
            "15 nova/exception.py:647",
        ),
        samples=(
            (
                "nova.exception.InstanceMappingNotFound: Instance "
                "7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 has no mapping to a cell."
            ),
        ),
        outside=True,
    ),
    Signature(
        "service-record-missing",
        says="The scheduler knows a compute node without a service.",
        anchors=("No compute service record found for host",),
        pattern=r"No compute service record found for host (?P<host>[\w.-]{1,120})",
        level="WARNING",
        logger="nova.scheduler.host_manager",
        services=("nova-scheduler",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "host",
                "another name makes another host of it",
                rules=(
                    "host-named-localhost",
                    "host-repeated",
                ),
            ),
        ),
        elsewhere=("The service was deleted, and its compute node was left in the database.",),
        sources=(
            "34 nova/scheduler/host_manager.py:803",
            "15 nova/scheduler/host_manager.py:612",
        ),
        samples=("No compute service record found for host cmp1",),
        outside=True,
    ),
    Signature(
        "iscsi-portal-not-found",
        says="The host does not find the portal of an iSCSI volume.",
        anchors=("Unable to find target portal",),
        pattern=r"Unable to find target portal (?P<host>[\w.:\[\]-]{0,60})",
        level="",
        logger="os_brick.exception",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "volume_use_multipath",
                "with several paths all portals are looked for",
                rules=("multipath-differs",),
            ),
            OptionCause("libvirt", "iscsi_iface", "the interface of open-iscsi that is used"),
        ),
        elsewhere=(
            ("iscsid does not run, or the storage network cannot be reached from this host."),
        ),
        sources=(
            "34 os_brick/exception.py:118",
            "15 os_brick/exception.py:118",
        ),
        samples=(
            (
                "os_brick.exception.TargetPortalNotFound: Unable to find target "
                "portal 10.0.0.9:3260."
            ),
        ),
        outside=True,
    ),
    Signature(
        "periodic-task-failed",
        says="A periodic task ended in an exception.",
        anchors=("Error during ",),
        pattern=r"Error during (?P<function>\w{1,40}\.\w{1,80})(?:: |$)",
        level="ERROR",
        logger="oslo_service.periodic_task",
        services=(
            "nova-compute",
            "nova-scheduler",
        ),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(),
        elsewhere=("The exception after the name says why; the next turn tries again.",),
        sources=(
            "34 oslo_service/periodic_task.py:53",
            "15 oslo_service/periodic_task.py:224",
        ),
        samples=("Error during ComputeManager.update_available_resource: MessagingTimeout",),
        outside=True,
        follows=(
            "rpc-reply-timeout",
            "hypervisor-not-connected",
        ),
    ),
)
