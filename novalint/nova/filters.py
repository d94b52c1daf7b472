"""The filters of Nova's scheduler: which releases have them, and which a configuration offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from novalint.config.model import Config

GROUP = "filter_scheduler"
ENABLED = "enabled_filters"
AVAILABLE = "available_filters"
PACKAGE = "nova.scheduler.filters"
ALL = f"{PACKAGE}.all_filters"
"""The function that stands for every filter Nova itself has."""

READ = (f"{GROUP}.{ENABLED}", f"{GROUP}.{AVAILABLE}", f"{GROUP}.use_baremetal_filters")
"""What decides which filters run."""


class Filter(NamedTuple):
    """Where a filter is defined, and the last major version that has it (None: it still is)."""

    module: str
    last: int | None = None


FILTERS: dict[str, Filter] = {
    "AggregateCoreFilter": Filter("core_filter", 21),
    "AggregateDiskFilter": Filter("disk_filter", 21),
    "AggregateImagePropertiesIsolation": Filter("aggregate_image_properties_isolation"),
    "AggregateInstanceExtraSpecsFilter": Filter("aggregate_instance_extra_specs"),
    "AggregateIoOpsFilter": Filter("io_ops_filter"),
    "AggregateMultiTenancyIsolation": Filter("aggregate_multitenancy_isolation"),
    "AggregateNumInstancesFilter": Filter("num_instances_filter"),
    "AggregateRamFilter": Filter("ram_filter", 21),
    "AggregateTypeAffinityFilter": Filter("type_filter"),
    "AllHostsFilter": Filter("all_hosts_filter"),
    "AvailabilityZoneFilter": Filter("availability_zone_filter", 27),
    "ComputeCapabilitiesFilter": Filter("compute_capabilities_filter"),
    "ComputeFilter": Filter("compute_filter"),
    "CoreFilter": Filter("core_filter", 19),
    "DifferentHostFilter": Filter("affinity_filter"),
    "DiskFilter": Filter("disk_filter", 19),
    "ExactCoreFilter": Filter("exact_core_filter", 17),
    "ExactDiskFilter": Filter("exact_disk_filter", 17),
    "ExactRamFilter": Filter("exact_ram_filter", 17),
    "ImagePropertiesFilter": Filter("image_props_filter"),
    "IoOpsFilter": Filter("io_ops_filter"),
    "IsolatedHostsFilter": Filter("isolated_hosts_filter"),
    "JsonFilter": Filter("json_filter"),
    "MetricsFilter": Filter("metrics_filter"),
    "NUMATopologyFilter": Filter("numa_topology_filter"),
    "NumInstancesFilter": Filter("num_instances_filter"),
    "PciPassthroughFilter": Filter("pci_passthrough_filter"),
    "RamFilter": Filter("ram_filter", 19),
    "RetryFilter": Filter("retry_filter", 21),
    "SameHostFilter": Filter("affinity_filter"),
    "ServerGroupAffinityFilter": Filter("affinity_filter"),
    "ServerGroupAntiAffinityFilter": Filter("affinity_filter"),
    "SimpleCIDRAffinityFilter": Filter("affinity_filter"),
    "TrustedFilter": Filter("trusted_filter", 16),
    "TypeAffinityFilter": Filter("type_filter", 16),
}
"""The filters that Nova has had since ocata; each came before it.

Read in nova/scheduler/filters/ of every release from 15.1.5 to 34.0.0.
"""

DEPRECATED = {
    "CoreFilter": 19,
    "DiskFilter": 19,
    "RamFilter": 19,
    "AggregateCoreFilter": 20,
    "AggregateDiskFilter": 20,
    "AggregateRamFilter": 20,
    "RetryFilter": 20,
    "AvailabilityZoneFilter": 24,
}
"""The major version since which a filter logs that it is deprecated (its `__init__`)."""


class Available(NamedTuple):
    """The filters that enabled_filters may name; `others`: a function of one's own adds more."""

    names: frozenset[str]
    others: bool


def in_tree(major: int) -> frozenset[str]:
    """Return the filters that a major version of Nova holds."""
    return frozenset(n for n, one in FILTERS.items() if one.last is None or major <= one.last)


def available(config: Config) -> Available | None:
    """Return what available_filters offers; None where Nova could not read it.

    A class goes by its own name, whatever module it is in; a function may return any classes
    (`get_matching_classes` in nova/loadables.py, 34.0.0). Paths that cannot be imported offer
    nothing.
    """
    paths = config.value(GROUP, AVAILABLE)
    if not isinstance(paths, list):
        return None
    names: set[str] = set()
    others = False
    for path in map(str, paths):
        if path == ALL:
            names |= in_tree(config.release.major)
        elif not fault_of(path, config.release.major):
            last = path.rpartition(".")[2]
            names.add(last)
            others = others or not last[:1].isupper()
    return Available(frozenset(names), others)


def fault_of(path: str, major: int) -> str:
    """Say why a path of available_filters surely cannot be imported, and what helps.

    Empty where it may be importable.
    Modules of one's own within Nova's package are possible, so that only Nova's own names can be
    told to be wrong there.
    """
    last = path.rpartition(".")[2]
    if not path:
        return "it is no path; drop the line"
    if "," in path:
        return "a comma joins several paths; give each a line of its own"
    if last == path:
        return "its module is missing; write it in front, as in `acme.filters.RackFilter`"
    if path == path_of(last) and last not in in_tree(major):
        return "this filter is gone; drop the line"
    if path != ALL and path.rpartition(".")[0] == PACKAGE:
        return f"the module has nothing of that name; write `{ALL}`"
    return ""


def path_of(name: str) -> str:
    """Return the path of a filter of Nova's own as available_filters takes it, or nothing."""
    found = FILTERS.get(name)
    return f"{PACKAGE}.{found.module}.{name}" if found else ""
