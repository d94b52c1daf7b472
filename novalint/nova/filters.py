"""The filters of Nova's scheduler: which releases have them, and which a configuration offers."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.nearest import is_slip, nearest
from novalint.records import NamedTuple
from novalint.wording import visible

if TYPE_CHECKING:
    from novalint.config.model import Config

GROUP = "filter_scheduler"
ENABLED = "enabled_filters"
AVAILABLE = "available_filters"
PACKAGE = "nova.scheduler.filters"
ALL = f"{PACKAGE}.all_filters"
"""The function that loads every filter of Nova itself."""
SHORT = "nova.scheduler.all_filters"
"""A path that is written for it, too short to be a slip of the keyboard."""

BASE = "BaseHostFilter"
"""The class that all filters are made from: none of them, and no slip for one."""

ALL_WEIGHERS = "nova.scheduler.weights.all_weighers"
"""The function that loads every weigher of Nova itself, which is the default."""

WRITTEN = (f"{GROUP}.{ENABLED}", f"{GROUP}.use_baremetal_filters", "scheduler.host_manager")
READ = (*WRITTEN, "scheduler.driver")
"""What decides which filters run."""

READ_AVAILABLE = (*WRITTEN, f"{GROUP}.{AVAILABLE}")
"""What decides which filters run, and which ones may."""


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
    "ExactCoreFilter": 16,
    "ExactDiskFilter": 16,
    "ExactRamFilter": 16,
    "TrustedFilter": 16,
    "TypeAffinityFilter": 16,
}
"""The major version since which a filter logs that it is deprecated (its `__init__`)."""

IO_OPS = ("IoOpsFilter", "AggregateIoOpsFilter")
INSTANCES = ("NumInstancesFilter", "AggregateNumInstancesFilter")
ISOLATED = ("IsolatedHostsFilter",)
READERS = {
    "max_io_ops_per_host": IO_OPS,
    "max_instances_per_host": INSTANCES,
    "isolated_hosts": ISOLATED,
    "isolated_images": ISOLATED,
    "restrict_isolated_hosts_to_isolated_images": ISOLATED,
    "aggregate_image_properties_isolation_namespace": ("AggregateImagePropertiesIsolation",),
    "aggregate_image_properties_isolation_separator": ("AggregateImagePropertiesIsolation",),
    "image_properties_default_architecture": ("ImagePropertiesFilter",),
}
"""The filters that read an option; nothing else does (nova 15.1.5 to 34.0.0)."""

_PATH_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


class Available(NamedTuple):
    """The filters that enabled_filters may name; `others`: a function of one's own adds more.

    `unsure`: what available_filters says is not known here; then others may be there as well.
    `of_tool`: a deployment tool says it, which brings no filter that Nova had once.
    """

    names: frozenset[str]
    others: bool
    unsure: bool = False
    of_tool: bool = False

    @property
    def closed(self) -> bool:
        """Whether there are no filters but these."""
        return not (self.others or self.unsure)

    @property
    def may_hold_gone(self) -> bool:
        """Whether filters that Nova had once may be there nevertheless.

        kolla-ansible (10.4.0 to 22.2.0), OpenStack-Ansible and nova-operator offer Nova's own, and
        Blazar's beside them: only a package of somebody's own can bring others.
        """
        return not (self.closed or self.of_tool)


_EACH = "write a line for each"
_NO_COMMA = "remove the comma"


class PathFault(NamedTuple):
    """Why a path of available_filters cannot be imported, and what helps.

    `instead` is the path to write in its place, empty where there is none.
    """

    what: str
    way: str
    instead: str = ""

    @property
    def joined(self) -> bool:
        """Whether the value holds commas, or several paths."""
        return self.way in (_EACH, _NO_COMMA)


_LAST_BASES = 19
"""The last major version with classes that filters of cores and memory are made from."""


def in_tree(major: int) -> frozenset[str]:
    """Return the filters that a major version of Nova holds."""
    return frozenset(n for n, life in FILTERS.items() if life.last is None or major <= life.last)


def nearest_filter(name: str, major: int) -> tuple[str, bool]:
    """Return the filter of a release most like a name, and whether it is that one mistyped.

    Empty where none is like it.
    """
    near = "" if name == BASE else next(iter(nearest(name, sorted(in_tree(major)), 1)), "")
    return near, bool(near) and is_slip(name, near)


def available(config: Config) -> Available | None:
    """Return what available_filters offers; None where Nova could not read it.

    A class goes by its own name, whatever module it is in; a function may return any classes
    (`get_matching_classes` in nova/loadables.py, 34.0.0). Paths that cannot be imported offer
    nothing. Where it is not known here what the option says, as below overrides of a deployment
    tool, Nova's own filters are taken to be among what it offers, as nearly everywhere.
    """
    setting = config.setting(GROUP, AVAILABLE)
    unsure, paths = setting.unknown is not None, setting.partial
    if not unsure and not isinstance(paths, list):
        return None
    names: set[str] = set(in_tree(config.release.major)) if unsure else set()
    others = False
    for path in map(str, paths if isinstance(paths, list) else ()):
        if path == ALL:
            names |= in_tree(config.release.major)
        elif path_fault(path, config.release.major) is None:
            last = path.rpartition(".")[2]
            names.add(last)
            others = others or not last[:1].isupper()
    of_tool = setting.unknown is not None and setting.unknown.of_tool
    return Available(frozenset(names), others, unsure, of_tool)


def unloaded(config: Config) -> frozenset[str]:
    """Return the filters of Nova's own that available_filters surely does not load.

    None are where a path cannot be imported: what it was to load is seen once it is corrected.
    """
    major, offered = config.release.major, available(config)
    paths = config.setting(GROUP, AVAILABLE).partial
    written = map(str, paths if isinstance(paths, list) else ())
    if offered is None or not offered.closed or any(path_fault(path, major) for path in written):
        return frozenset()
    return in_tree(major) - offered.names


def gone(config: Config, offered: Available) -> frozenset[str]:
    """Return the filters that Nova had once, and that nothing is known to offer here."""
    return frozenset(FILTERS) - in_tree(config.release.major) - offered.names


def path_fault(path: str, major: int) -> PathFault | None:
    """Return why a path of available_filters surely cannot be imported; None where it may be.

    Modules of one's own within Nova's package are possible, so that only Nova's own modules can be
    judged there.
    """
    module, _, last = path.rpartition(".")
    if not path:
        return PathFault("an empty value", "remove the line")
    if "," in path:
        paths = sum(bool(part.strip()) for part in path.split(","))
        if paths > 1:
            return PathFault("several paths in one value", _EACH)
        way = _NO_COMMA if paths else "remove the line"
        return PathFault("a comma, which no path has", way)
    parts = path.split()
    if parts[1:] and all("." in part and _PATH_SIGNS.issuperset(part) for part in parts):
        return PathFault("several paths in one value", _EACH)
    if not _PATH_SIGNS.issuperset(path):
        right = path.strip("[]()\"' ").replace(":", ".")
        good = _PATH_SIGNS.issuperset(right) and "." in right and not path_fault(right, major)
        way = f"use `{right}`" if good else "write it as `package.module.Class`"
        return PathFault(f"`{visible(path)}`, which is not a Python path", way, right * good)
    if not module:
        right = _with_module(path, major)
        way = f"use `{right}`" if right else "write the module in front of it"
        return PathFault(f"`{path}` without its module", way, right)
    if path == PACKAGE:
        return PathFault(f"`{path}`, which is a module, not a filter", f"use `{ALL}`", ALL)
    if path == path_of(last):
        gone = PathFault(f"`{path}`, which this release no longer has", "remove the line")
        return None if last in in_tree(major) else gone
    if path != ALL and not _is_base(path, major) and _is_slip(path, major):
        right = _right_path(path, major)
        is_module = any(path == f"{PACKAGE}.{entry.module}" for entry in FILTERS.values())
        what = "is a module, not a filter" if is_module else "Nova does not have"
        return PathFault(f"`{path}`, which {what}", f"use `{right}`", right)
    return None


def path_of(name: str) -> str:
    """Return the path of a filter of Nova's own as available_filters takes it, or nothing."""
    entry = FILTERS.get(name)
    return f"{PACKAGE}.{entry.module}.{name}" if entry else ""


def _is_base(path: str, major: int) -> bool:
    """Return whether a path leads to a class that Nova's filters are made from: it is one itself.

    Those of cores and memory went in train (Nova 20).
    """
    bases = {f"{PACKAGE}.{BASE}"}
    if major <= _LAST_BASES:
        bases |= {f"{PACKAGE}.core_filter.BaseCoreFilter", f"{PACKAGE}.ram_filter.BaseRamFilter"}
    return path in bases


def _is_slip(path: str, major: int) -> bool:
    """Return whether a path leads to what one of Nova's own modules does not hold."""
    module = path.rpartition(".")[0]
    own = {path_of(name).rpartition(".")[0] for name in in_tree(major)}
    return module == PACKAGE or module in own or is_slip(path, ALL) or path == SHORT


def _right_path(path: str, major: int) -> str:
    """Return the path of the filter that is meant, one of the same module, or of all filters."""
    module, _, name = path.rpartition(".")
    known = in_tree(major)
    if name in known:
        return path_of(name)
    within = sorted(one for one in known if path_of(one).startswith(f"{module}."))
    right = next(iter(nearest(name, within, 1)), "")
    return path_of(right) if right and is_slip(name, right) else ALL


def _with_module(name: str, major: int) -> str:
    """Return the path of what is Nova's own and was written without its module; else nothing."""
    if name == ALL.rpartition(".")[2]:
        return ALL
    return path_of(name) if name in in_tree(major) else ""
