"""Filters and weighers that other features cannot do without."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Note, Severity
from novalint.nova.filters import AVAILABLE, ENABLED, GROUP, READ
from novalint.records import NamedTuple
from novalint.rules.common.filters import (
    append_fix,
    beside,
    enabled,
    missing,
    speaks_for_all,
    weighs,
)
from novalint.rules.common.places import as_set, at, finding, set_fix
from novalint.rules.declaration import FactNeeded, rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

LOADED = f"{GROUP}.{AVAILABLE}"
PCI = (
    ("pci", "alias"),
    ("pci", "passthrough_whitelist"),
    ("pci", "device_spec"),
)
NUMA = (
    ("compute", "cpu_dedicated_set"),
    ("neutron", "physnets"),
    ("DEFAULT", "reserved_huge_pages"),
)


class Need(NamedTuple):
    """A filter, the options and the fact that say it is needed, and the servers that need it."""

    filter: str
    options: tuple[tuple[str, str], ...]
    fact: str
    what: str


@rule(
    "pci-filter-missing",
    theme="scheduling",
    severity=Severity.WARNING,
    options=(*READ, LOADED, *(f"{group}.{name}" for group, name in PCI)),
    roles=("scheduler",),
)
def pci_filter_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Servers use PCI devices, but PciPassthroughFilter is not enabled.

    ## What it checks

    A scheduler without PciPassthroughFilter in `[filter_scheduler] enabled_filters` where the fact
    pci_guests is true, or not given and the same files have an alias or devices in `[pci]`. Where
    the list is not written it is info unless the files are more than a part.

    ## Why it matters

    The filter is not in the default list. Without it a server that asks for a device, by alias or
    by an SR-IOV port, may be sent to a host that has none; the build fails there and is tried
    elsewhere, until the tries are used up. `pci_in_placement` extends the filter, it does not
    replace it.

    ## Example

        [filter_scheduler]
        enabled_filters = ComputeFilter,ImagePropertiesFilter

        [pci]
        alias = {"vendor_id": "10de", "product_id": "1eb8", "device_type": "type-PCI", "name": "t4"}

    ## Fix safety

    Unsafe: adds the filter at the end of the list, where the most expensive filters belong. Where
    `available_filters` does not load it, it gets a line there too: nova-scheduler would not start.
    There is no fix where another file may set the list.

    ## Sources

    Nova 34.0.0: nova/scheduler/filters/pci_passthrough_filter.py, nova/conf/scheduler.py (defaults
    of `enabled_filters`, `pci_in_placement`), doc/source/admin/pci-passthrough.rst; defaults of
    15.1.5 to 34.0.0.
    """
    need = Need("PciPassthroughFilter", PCI, "pci_guests", "servers with PCI devices")
    yield from _needed(config, deployment, need)


@rule(
    "numa-filter-missing",
    theme="scheduling",
    severity=Severity.WARNING,
    options=(*READ, LOADED, *(f"{group}.{name}" for group, name in NUMA)),
    roles=("scheduler",),
)
def numa_filter_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Servers have a NUMA topology, but NUMATopologyFilter is not enabled.

    ## What it checks

    A scheduler without NUMATopologyFilter in `[filter_scheduler] enabled_filters` where the fact
    numa_guests is true, or not given and the same files set `[compute] cpu_dedicated_set`,
    `[neutron] physnets` or `reserved_huge_pages`. Where the list is not written it is info unless
    the files are more than a part.

    ## Why it matters

    The filter is not in the default list. Placement counts free processors of a whole host;
    whether they, huge pages or the network card are on one NUMA node only this filter sees. Without
    it servers with pinned processors, huge pages or a NUMA layout are sent to hosts that refuse
    them, and tried again until the tries are used up.

    ## Example

        [filter_scheduler]
        enabled_filters = ComputeFilter,ImagePropertiesFilter

        [compute]
        cpu_dedicated_set = 4-31

    ## Fix safety

    Unsafe: adds the filter at the end of the list, where the most expensive filters belong. Where
    `available_filters` does not load it, it gets a line there too: nova-scheduler would not start.
    There is no fix where another file may set the list.

    ## Sources

    Nova 34.0.0: nova/scheduler/filters/numa_topology_filter.py, doc/source/admin/cpu-topologies.rst
    and scheduling.rst; defaults of `enabled_filters` in 15.1.5 to 34.0.0.
    """
    what = "servers with pinned processors, huge pages or a NUMA layout"
    need = Need("NUMATopologyFilter", NUMA, "numa_guests", what)
    yield from _needed(config, deployment, need)


def _needed(config: Config, deployment: Deployment, need: Need) -> Iterator[Finding]:
    """Report a filter that does not run though a fact, or else an option, says it is needed."""
    fact = getattr(deployment, need.fact)
    if fact is False:
        return
    signs = [config.setting(*option) for option in need.options if config.schema.option(*option)]
    signs = [setting for setting in signs if not setting.is_default and _says(setting.partial)]
    if fact is None and not signs:
        if deployment.plays("scheduler") and missing(config, deployment, [need.filter]):
            raise FactNeeded(need.fact)
        return
    if missing(config, deployment, [need.filter]):
        yield finding(
            config,
            GROUP,
            ENABLED,
            f"{as_set(config.setting(GROUP, ENABLED))} lacks {need.filter}, so"
            f" {need.what} are sent to hosts that refuse them; add"
            f" it{beside(config, [need.filter])}",
            *append_fix(config, [need.filter]),
            related=tuple(
                Note(f"{as_set(setting)} is set here", at(setting.places[-1])) for setting in signs
            ),
            override=None if speaks_for_all(config) else Severity.INFO,
        )


def _says(value: object) -> bool:
    """Return whether a value, or an item of a list, is not empty, be it as a list in JSON."""
    items = value if isinstance(value, list) else [value]
    return any(item and "".join(str(item).split()) != "[]" for item in items)


@rule(
    "metrics-filter-missing",
    theme="scheduling",
    severity=Severity.WARNING,
    options=(
        *READ,
        LOADED,
        f"{GROUP}.weight_classes",
        "metrics.weight_setting",
        "metrics.required",
    ),
    roles=("scheduler",),
)
def metrics_filter_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A host without a required metric makes requests fail, since MetricsFilter is off.

    ## What it checks

    A `[metrics] weight_setting` with `required` true, written so or by default, while MetricsFilter
    is not enabled. Info where the files may be a part only and do not set `enabled_filters`. Items
    that are not `name=number` do not count, as Nova passes over them; nor does any where
    `weight_classes` leaves the metrics weigher out.

    ## Why it matters

    The metrics weigher looks at each host that passed the filters. Where one of them reports no
    such metric, it fails, and with it the whole request. MetricsFilter takes such hosts out first;
    with `required = false` they come last. Hosts report metrics only where nova-compute sets
    `[DEFAULT] compute_monitors`.

    ## Example

        [metrics]
        weight_setting = cpu.percent=-1.0

    ## Fix safety

    Unsafe: sets `required = false`; or adds the filter, to `available_filters` too where that does
    not load it, which shuts out hosts without the metric. There is no fix where another file may
    set `enabled_filters`.

    ## Sources

    Nova 34.0.0: nova/scheduler/weights/metrics.py (`_weigh_object`),
    nova/scheduler/filters/metrics_filter.py; the same in 15.1.5.
    """
    metrics = config.items("metrics", "weight_setting") or ()
    if not any(map(_has_ratio, metrics)) or not config.value("metrics", "required"):
        return
    if not weighs(config, "nova.scheduler.weights.metrics.MetricsWeigher"):
        return
    if missing(config, deployment, ["MetricsFilter"]) and enabled(config, deployment) is not None:
        whole = speaks_for_all(config)
        optional = set_fix(config, "metrics", "required", "false")
        yield finding(
            config,
            "metrics",
            "weight_setting",
            "`[metrics] weight_setting` makes a request fail as soon as one host lacks a metric,"
            f" since `required` is true and `{ENABLED}` lacks MetricsFilter; set `required` to"
            f" false, or add the filter{beside(config, ['MetricsFilter'])}",
            *((optional, *append_fix(config, ["MetricsFilter"])) if whole else ()),
            override=None if whole else Severity.INFO,
        )


def _has_ratio(item: str) -> bool:
    """Return whether an item names a metric and a number (`parse_options`, scheduler/utils.py)."""
    name, _, ratio = item.partition("=")
    try:
        return bool(name) and float(ratio) is not None
    except ValueError:
        return False
