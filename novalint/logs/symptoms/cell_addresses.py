"""Lines about cells that are not reached, and what services of a cloud leave out."""

from __future__ import annotations

from novalint.logs.signature import Harm, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "aggregate-filter-deprecated",
        says="A scheduler filter is enabled that a later release no longer has.",
        anchors=("Filter is deprecated since the 20.0.0 Train release",),
        pattern=(
            r"(?P<filter>Aggregate\w{1,60}Filter) is deprecated since the 20\.0\.0 Train "
            r"release"
        ),
        level="WARNING",
        logger="nova.scheduler.filters",
        services=("nova-scheduler",),
        stage=Stage.CAUSE,
        releases=(20, 21),
        causes=(
            OptionCause(
                "filter_scheduler",
                "enabled_filters",
                "give the ratios of its aggregates by the options of each host, then take it out",
                rules=("scheduler-filter-deprecated",),
            ),
        ),
        elsewhere=(),
        sources=(
            "21 nova/scheduler/filters/core_filter.py:36",
            "20 nova/scheduler/filters/core_filter.py:36",
        ),
        samples=("The AggregateCoreFilter is deprecated since the 20.0.0 Train release.",),
    ),
    Signature(
        "cell-template-not-filled",
        says=(
            "The address of a cell is a template, and the values for it are missing or not "
            "readable."
        ),
        anchors=(
            "Cell mapping database_connection is a template, but",
            "Cell mapping transport_url is a template, but",
            "connection to format cell mapping",
            "transport_url to format cell mapping",
        ),
        pattern=(
            r"Cell mapping (?P<option>database_connection|transport_url) is a template, "
            r"but|/(?P<name>connection|transport_url) to format cell mapping"
        ),
        level="ERROR",
        logger="nova.objects.cell_mapping",
        services=(
            "nova-api",
            "nova-scheduler",
            "nova-conductor",
        ),
        stage=Stage.CAUSE,
        releases=(18, None),
        causes=(
            OptionCause(
                "database",
                "connection",
                "a template of a cell takes user, password and host from it",
            ),
            OptionCause(
                "DEFAULT",
                "transport_url",
                "a template of a cell takes user, password and host from it",
            ),
        ),
        elsewhere=(
            (
                "The template names a part that the address has not, such as a second host: "
                "`nova-manage cell_v2 list_cells --verbose` shows it."
            ),
        ),
        sources=(
            "34 nova/objects/cell_mapping.py:132",
            "18 nova/objects/cell_mapping.py:133",
        ),
        samples=(
            "Cell mapping database_connection is a template, but [database]/connection is not set",
            "Failed to parse [DEFAULT]/transport_url to format cell mapping",
        ),
    ),
    Signature(
        "cell-threads-used-up",
        says="A query to a cell timed out while it waited for a thread.",
        anchors=("The cell worker thread did not start and is now cancelled",),
        pattern=r"The cell worker thread did not start and is now cancelled",
        level="WARNING",
        logger="nova.context",
        services=(
            "nova-api",
            "nova-scheduler",
            "nova-conductor",
        ),
        stage=Stage.CAUSE,
        releases=(32, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "cell_worker_thread_pool_size",
                "a thread for each cell of each request that is under way",
                rules=("cell-threads-fewer-than-cells",),
                harm=Harm.RELATIVE,
            ),
        ),
        elsewhere=("A cell whose database does not answer keeps threads until it times out.",),
        sources=(
            "34 nova/context.py:508",
            "32 nova/context.py:448",
        ),
        samples=(
            (
                "Timed out waiting for response from cell "
                "7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10. The cell worker thread did not start "
                "and is now cancelled. The cell_worker_thread_pool_size is too small for the "
                "load or there are stuck worker threads filling the pool."
            ),
        ),
    ),
    Signature(
        "cells-not-found",
        says="nova-scheduler finds no cells, and so no hosts.",
        anchors=("No cells were found",),
        pattern=r"No cells were found",
        level="WARNING",
        logger="nova.scheduler.host_manager",
        services=("nova-scheduler",),
        stage=Stage.CAUSE,
        releases=(18, None),
        causes=(
            OptionCause("api_database", "connection", "the database in which the cells are listed"),
        ),
        elsewhere=(
            (
                "nova-scheduler was started before the first cell was made, and reads the "
                "cells at its start or with SIGHUP: restart it."
            ),
            "No cell but cell0 was made: `nova-manage cell_v2 list_cells` shows them.",
        ),
        sources=(
            "34 nova/scheduler/host_manager.py:769",
            "18 nova/scheduler/host_manager.py:678",
        ),
        samples=("No cells were found",),
        outside=True,
    ),
    Signature(
        "image-cache-call-pinned",
        says="Images cannot be cached in advance, since an older RPC version is pinned.",
        anchors=("RPC version pin does not allow cache_images",),
        pattern=r"(?P<name>Compute|Conductor) RPC version pin does not allow cache_images",
        level="",
        logger="",
        services=(
            "nova-api",
            "nova-conductor",
        ),
        stage=Stage.CAUSE,
        releases=(21, None),
        causes=(
            OptionCause(
                "upgrade_levels",
                "compute",
                "auto, or nothing once all services are upgraded",
                rules=("upgrade-level-left-behind",),
            ),
            OptionCause(
                "upgrade_levels", "conductor", "auto, or nothing once all services are upgraded"
            ),
        ),
        elsewhere=("With `auto` some nova-compute is older than Ussuri.",),
        sources=(
            "34 nova/compute/rpcapi.py:1730",
            "21 nova/compute/rpcapi.py:1483",
        ),
        samples=(
            (
                "nova.exception.NovaException: Compute RPC version pin does not allow "
                "cache_images() to be called"
            ),
        ),
    ),
    Signature(
        "image-properties-not-filtered",
        says="Image properties that the filter is configured to compare are no longer compared.",
        anchors=("It is no longer possible to filter on arbitrary image metadata properties",),
        pattern=r"It is no longer possible to filter on arbitrary image metadata properties",
        level="WARNING",
        logger="nova.scheduler.filters.aggregate_image_properties_isolation",
        services=("nova-scheduler",),
        stage=Stage.CAUSE,
        releases=(33, None),
        causes=(
            OptionCause(
                "filter_scheduler",
                "aggregate_image_properties_isolation_namespace",
                "unset it; only properties that Nova knows are compared",
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/scheduler/filters/aggregate_image_properties_isolation.py:46",
            "33 nova/scheduler/filters/aggregate_image_properties_isolation.py:46",
        ),
        samples=(
            (
                "It is no longer possible to filter on arbitrary image metadata properties, "
                "which includes standard properties prefixed with '[filter_scheduler] "
                "aggregate_image_properties_isolation_namespace'. You should unset this "
                "option and consider alternative filtering mechanisms."
            ),
        ),
    ),
    Signature(
        "zone-filter-deprecated",
        says="The availability zone filter is enabled, which a later release no longer has.",
        anchors=("The 'AvailabilityZoneFilter' is deprecated since the 24.0.0",),
        pattern=r"The 'AvailabilityZoneFilter' is deprecated since the 24\.0\.0",
        level="WARNING",
        logger="nova.scheduler.filters",
        services=("nova-scheduler",),
        stage=Stage.CAUSE,
        releases=(24, 27),
        causes=(
            OptionCause(
                "filter_scheduler",
                "enabled_filters",
                "take it out: Placement decides the same, but for the default zone (nova)",
                rules=("scheduler-filter-deprecated",),
            ),
            OptionCause(
                "scheduler",
                "query_placement_for_availability_zone",
                "true before the filter is taken out",
            ),
        ),
        elsewhere=(),
        sources=(
            "27 nova/scheduler/filters/availability_zone_filter.py:44",
            "24 nova/scheduler/filters/availability_zone_filter.py:44",
        ),
        samples=("The 'AvailabilityZoneFilter' is deprecated since the 24.0.0 (Xena) release.",),
    ),
)
