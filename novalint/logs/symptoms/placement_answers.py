"""Lines that say which servers got no host, and at what step of the search."""

from __future__ import annotations

from novalint.logs.signature import INSTANCE, OptionCause, Signature, Stage

_RATIO = "how much more than it has a host offers; its own nova.conf counts, on each compute node"

SIGNATURES = (
    Signature(
        "allocation-candidates-none",
        says="Placement has no host with the resources that a server asks for.",
        anchors=("Got no allocation candidates from the Placement",),
        pattern=r"Got no allocation candidates from the Placement",
        level="INFO",
        logger="nova.scheduler.manager",
        services=("nova-scheduler",),
        stage=Stage.CAUSE,
        releases=(16, None),
        causes=(
            OptionCause("DEFAULT", "cpu_allocation_ratio", _RATIO),
            OptionCause("DEFAULT", "ram_allocation_ratio", _RATIO),
            OptionCause("DEFAULT", "disk_allocation_ratio", _RATIO),
            OptionCause(
                "DEFAULT",
                "reserved_host_memory_mb",
                "what a compute node keeps for itself; too much of it leaves nothing",
            ),
            OptionCause(
                "scheduler",
                "limit_tenants_to_placement_aggregate",
                "a tenant may be kept to aggregates that have no room",
                ruled_out_by=(False,),
            ),
            OptionCause(
                "scheduler",
                "query_placement_for_image_type_support",
                "hosts that cannot use the image's format are left out",
                ruled_out_by=(False,),
            ),
        ),
        elsewhere=(
            (
                "The flavor asks for more than any host has left, or for a resource or a "
                "trait that none has: `openstack allocation candidate list --resource "
                "VCPU=1 --resource MEMORY_MB=512` with its figures, then with fewer."
            ),
            (
                "The computes do not report to placement: `openstack resource provider list`"
                " and the log of nova-compute."
            ),
            "Allocations of servers that are gone take the room: `nova-manage placement audit`.",
            "The aggregate of the availability zone has no host in placement.",
        ),
        sources=("34 nova/scheduler/manager.py:279", "16 nova/scheduler/manager.py:134"),
        samples=(
            (
                "Got no allocation candidates from the Placement API. This could be due to"
                " insufficient resources or a temporary occurrence as compute nodes start up."
            ),
        ),
        outside=True,
        follows=("placement-login-refused", "placement-not-answering", "tenant-without-aggregate"),
    ),
    Signature(
        "hosts-all-filtered-out",
        says="The filters of the scheduler left no host.",
        anchors=("Filtering removed all hosts for the request with",),
        pattern=(
            rf"Filtering removed all hosts for the request with instance ID(?: '{INSTANCE}')?"
            r"(?:\. Filter results: (?P<error>.{0,1200}?)'(?P<filter>\w{1,60}): "
            r"\(start: \d{1,6}, end: 0\))?"
        ),
        level="INFO",
        logger="nova.filters",
        services=("nova-scheduler",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "filter_scheduler", "enabled_filters", "the filters that hosts have to pass"
            ),
        ),
        elsewhere=(
            "The filter that ends with 0 says what no host has; those before it took the others.",
            "With ComputeFilter: the computes are down or disabled, or their clocks differ.",
        ),
        sources=("34 nova/filters.py:117", "15 nova/filters.py:120"),
        samples=(
            (
                "Filtering removed all hosts for the request with instance ID"
                " '7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10'. Filter results: ['RetryFilter: (start: 2,"
                " end: 2)', 'AvailabilityZoneFilter: (start: 2, end: 0)']"
            ),
        ),
        outside=True,
        follows=("filter-returned-none", "compute-not-heard-from"),
    ),
)
