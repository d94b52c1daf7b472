"""Filters that a later release no longer has."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Severity
from novalint.nova.filters import (
    ALL,
    AVAILABLE,
    DEPRECATED,
    ENABLED,
    GROUP,
    READ_AVAILABLE,
    in_tree,
)
from novalint.rules.common.filters import OF_AGGREGATES, names_of, way_out, written_in_part
from novalint.rules.common.lists import drop_items_fix
from novalint.rules.common.places import as_set, finding
from novalint.rules.declaration import rule
from novalint.wording import listed, shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

ZONES = "AvailabilityZoneFilter"
ASKS = "query_placement_for_availability_zone"


@rule(
    "scheduler-filter-deprecated",
    theme="scheduling",
    severity=Severity.WARNING,
    options=(
        *READ_AVAILABLE,
        f"scheduler.{ASKS}",
        "DEFAULT.default_schedule_zone",
        "DEFAULT.default_availability_zone",
    ),
    releases=(16, 27),
    until="the last deprecated filter left in 2023.2 (nova/scheduler/filters/)",
    since="pike is the first to deprecate filters (nova/scheduler/filters/)",
    roles=("scheduler",),
)
def scheduler_filter_deprecated(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A filter is enabled that a later release no longer has.

    ## What it checks

    `[filter_scheduler] enabled_filters` for TrustedFilter and TypeAffinityFilter in pike; for
    ExactCoreFilter, ExactDiskFilter and ExactRamFilter in pike and queens; for
    CoreFilter, DiskFilter and RamFilter in stein; for
    AggregateCoreFilter, AggregateDiskFilter, AggregateRamFilter and RetryFilter in train and
    ussuri; for AvailabilityZoneFilter from xena to 2023.1, unless
    `[scheduler] query_placement_for_availability_zone = false` makes it necessary.

    Info for RetryFilter, which has nothing left to do there, and for AvailabilityZoneFilter.

    ## Why it matters

    Placement has counted processors, memory and disk before most of these filters see a host. A
    second opinion, taken from other numbers, can only refuse hosts that fit. After the upgrade to
    the release that lacks it the name is unknown and nova-scheduler does not start.

    The Aggregate filters go by `cpu_allocation_ratio`, `ram_allocation_ratio` and
    `disk_allocation_ratio` in the metadata of aggregates, of which placement knows nothing: without
    the filter the ratios of the hosts hold, and an aggregate with a ratio of 1.0 is overcommitted.
    Set these ratios in nova.conf of the hosts or in placement first.

    Placement knows a zone by the aggregates that have its name, and the default zone
    (`default_availability_zone`, `nova`) is that of hosts in no aggregate. While it has none of its
    own, AvailabilityZoneFilter alone keeps a server that is asked for in that zone, as all are with
    `default_schedule_zone = nova`, from hosts of others.

    ## Example

        [filter_scheduler]
        enabled_filters = AvailabilityZoneFilter,ComputeFilter,ImagePropertiesFilter

    ## Fix safety

    Unsafe: the names are removed from the list, the rest of the line stays. Where the list has
    nothing else, the line is commented out, so that Nova's default filters come into force. There
    is no fix for the Aggregate filters, nor for AvailabilityZoneFilter where
    `default_schedule_zone` is the default zone, or a template has yet to say it.

    ## Sources

    Nova 16.1.8, 17.0.13, 19.3.2, 20.6.1, 21.2.4 and 24.2.1 to 27.5.1: nova/scheduler/filters/ (the
    `__init__` of each, `_get_cpu_allocation_ratio`, and `host_passes` of AvailabilityZoneFilter);
    nova/scheduler/request_filter.py (`map_az_to_placement_aggregate`).
    """
    setting, old = written_in_part(config), _deprecated(config)
    names = [name for name in names_of(setting) if name in old] if setting else []
    if setting is None or not names:
        return
    them = "them" if names[1:] else "it"
    first = _zones_first(config) if ZONES in names else ""
    by_hand = first or not OF_AGGREGATES.isdisjoint(names)
    fixes = () if by_hand else drop_items_fix(setting, names)
    yield finding(
        config,
        GROUP,
        ENABLED,
        f"{as_set(config.setting(GROUP, ENABLED))} has {listed(names)}, which"
        f" {'are' if names[1:] else 'is'} deprecated, and a later nova-scheduler does not"
        f" start with {them}; {first or way_out(names)}",
        *fixes,
        override=Severity.INFO if set(names) <= {ZONES, "RetryFilter"} else None,
    )


def _deprecated(config: Config) -> set[str]:
    """Return the filters of Nova's own that are deprecated and may be enabled here."""
    available = config.setting(GROUP, AVAILABLE)
    paths = available.partial if isinstance(available.partial, list) else []
    if available.unknown is None and ALL not in paths:
        return set()
    kept = {str(path).rpartition(".")[2] for path in paths}
    if _is_needed_for_zones(config):
        kept.add(ZONES)
    major = config.release.major
    return {n for n, first in DEPRECATED.items() if first <= major} & in_tree(major) - kept


def _is_needed_for_zones(config: Config) -> bool:
    """Whether placement is not asked for zones, or may not be."""
    is_open = is_left_open(config, "scheduler", ASKS)
    return is_open or config.value("scheduler", ASKS) is False


def _zones_first(config: Config) -> str:
    """Return what is to be done before zones are left to placement; empty where nothing is.

    Servers that are asked for in the default zone, unless a user says another, need it.
    """
    names = ("default_schedule_zone", "default_availability_zone")
    opened = [name for name in names if is_left_open(config, "DEFAULT", name)]
    if names[0] in opened or (opened and config.value("DEFAULT", names[0])):
        return (
            "remove the filter once each host is in an aggregate of its zone, as placement knows"
            " zones only from aggregates"
        )
    zone = config.value("DEFAULT", names[0])
    if not zone or zone != config.value("DEFAULT", names[1]):
        return ""
    return (
        f"put all hosts of the zone {shown(zone)} into a host aggregate of that zone, as"
        " placement knows zones only from aggregates, then remove the filter"
    )
