"""Schedulers of rocky and older that ask placement for no hosts: what is said of that asking."""

from __future__ import annotations

import pytest
from fleets.test_cloud_corners import ask
from rules.test_corner_cases import Corner, confirm

SCHEDULER = {"role": "scheduler", "compute_hosts": 1500}
STEERED = "build-failures-steered-by-tenants"
MANY_TENANTS = {"role": "scheduler", "tenants": 50}
LIMIT = "limit_tenants_to_placement_aggregate = true\n"
REQUIRED = "placement_aggregate_required_for_tenants = true\n"
ISOLATION = "[filter_scheduler]\nenabled_filters = ComputeFilter,AggregateMultiTenancyIsolation\n"
FILTERS = "[filter_scheduler]\nenabled_filters = ComputeFilter\n"
ZONES = "query_placement_for_availability_zone = {}\n"
FEWER, LOOKED_UP = "candidates-fewer-than-hosts", "tenant-aggregate-not-looked-up"
GROUPS = "server-group-policy-refused"
OTHERS, ZONE = "tenant-filter-keeps-others-out", "zone-not-enforced"


def _corner(
    rule: str, driver: str, more: str = "", said: str = "", series: str = "rocky"
) -> Corner:
    text = f"[scheduler]\ndriver = {driver}\n{more}"
    return Corner(rule, text, said, series, SCHEDULER)


CORNERS = [
    _corner(GROUPS, "chance_scheduler", FILTERS),
    _corner(GROUPS, "caching_scheduler", FILTERS, "placed without regard to it"),
    Corner(STEERED, "[scheduler]\ndriver = chance_scheduler\n", "", "pike", MANY_TENANTS),
    Corner(
        STEERED, "[scheduler]\ndriver = caching_scheduler\n", "for all 50", "pike", MANY_TENANTS
    ),
    *(
        _corner(FEWER, driver, said=said, series=series)
        for driver, said in (
            ("caching_scheduler", ""),
            ("chance_scheduler", ""),
            ("filter_scheduler", "1000 passes only"),
        )
        for series in ("queens", "rocky")
    ),
    _corner(LOOKED_UP, "caching_scheduler", LIMIT, "no effect with `driver` `caching_scheduler`"),
    _corner(LOOKED_UP, "chance_scheduler", REQUIRED, "no effect with `driver` `chance_scheduler`"),
    _corner(LOOKED_UP, "filter_scheduler", LIMIT),
    _corner(LOOKED_UP, "caching_scheduler", LIMIT, series="stein"),
    _corner(OTHERS, "caching_scheduler", LIMIT + ISOLATION, "keeps other tenants"),
    _corner(OTHERS, "filter_scheduler", LIMIT + ISOLATION),
    _corner(ZONE, "caching_scheduler", ZONES.format("true") + FILTERS, "lacks AvailabilityZoneF"),
    _corner(ZONE, "caching_scheduler", ZONES.format("false") + FILTERS, "; add AvailabilityZoneF"),
    _corner(ZONE, "filter_scheduler", ZONES.format("true") + FILTERS),
    _corner(ZONE, "filter_scheduler", ZONES.format("false") + FILTERS, "; set it to true"),
]


@pytest.mark.parametrize("corner", CORNERS, ids=lambda corner: corner.rule)
def test_placement_counts_where_it_is_asked(corner: Corner) -> None:
    confirm(corner)


@pytest.mark.parametrize(("driver", "count"), [("caching_scheduler", 0), ("filter_scheduler", 1)])
def test_schedulers_may_differ_in_what_they_do_not_ask(driver: str, count: int) -> None:
    text = f"[scheduler]\ndriver = {driver}\n"
    files = {"ctl1": text, "ctl2": text, "ctl3": text + LIMIT}
    assert len(ask("schedulers-differ", files, 'release = "rocky"\n')) == count
