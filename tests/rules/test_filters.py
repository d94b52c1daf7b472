"""Which filters a scheduler finds, and edits to lists of them."""

from __future__ import annotations

import pytest

from novalint.config.model import Config, load
from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.nova.filters import DEPRECATED, FILTERS, available, in_tree, path_fault, path_of
from novalint.rules.common.filters import append_fix, enabled
from novalint.rules.declaration import FactNeeded
from novalint.schema.releases import releases
from novalint.text.document import Document

HEAD = "[filter_scheduler]\n"


def config(text: str, release: str = "2026.2") -> Config:
    return load(Document.parse(HEAD + text, "nova.conf"), release=release)


def mended(text: str, rule: str) -> str:
    report = check(Document.parse(HEAD + text, "nova.conf"), select=[rule])
    return report.fix(unsafe=True).apply(HEAD + text).removeprefix(HEAD)


def test_default_filters_of_every_release_are_in_its_table() -> None:
    for release in releases():
        found = enabled(config("", release.series), Deployment(role="scheduler"))
        assert found is not None
        assert set(found) <= in_tree(release.major), release


def test_filters_are_deprecated_before_they_go() -> None:
    for name, first in DEPRECATED.items():
        last = FILTERS[name].last
        assert last is not None
        assert first <= last


def test_default_list_counts_only_for_a_told_role() -> None:
    with pytest.raises(FactNeeded):
        enabled(config(""), Deployment())
    assert enabled(config("enabled_filters = A"), Deployment()) == ["A"]


def test_bare_metal_filters_stand_for_the_list() -> None:
    text = "enabled_filters = RetryFilter\nuse_baremetal_filters = true\n"
    assert enabled(config(text, "queens"), Deployment()) is None


@pytest.mark.parametrize("rule", ["scheduler-filter-unknown", "zone-not-enforced"])
def test_bare_metal_filters_count_with_the_host_manager_of_ironic_alone(rule: str) -> None:
    said = {}
    for manager in ("", "host_manager", "ironic_host_manager"):
        text = f"{HEAD}enabled_filters = ComputFilter\nuse_baremetal_filters = true\n"
        if rule == "zone-not-enforced":
            text = text.replace("Comput", "Compute")
        if manager:
            text += f"[scheduler]\nhost_manager = {manager}\n"
        document = Document.parse(text, "nova.conf")
        said[manager] = len(check(document, release="queens", select=[rule]).findings)
    assert said == {"": 0, "host_manager": 1, "ironic_host_manager": 0}


def test_bare_metal_filters_need_a_host_manager_that_no_file_sets() -> None:
    text = "enabled_filters = RetryFilter\nuse_baremetal_filters = true\n"
    whole = "[DEFAULT]\ntransport_url = rabbit://r/\n[api_database]\nconnection = mysql://d/a\n"
    found = enabled(config(f"{text}{whole}", "queens"), Deployment())
    assert found == ["RetryFilter"]


def test_classes_go_by_their_name_and_functions_bring_anything() -> None:
    found = available(config("available_filters = acme.sched.Rack\n"))
    assert found[:3] == (frozenset({"Rack"}), False, False)
    found = available(config("available_filters = acme.all_filters\n"))
    assert found is not None
    assert found.others
    assert "ComputeFilter" not in found.names


@pytest.mark.parametrize(
    ("path", "major", "wrong"),
    [
        ("nova.scheduler.filters.all_filters", 34, False),
        (path_of("ComputeFilter"), 34, False),
        (path_of("RamFilter"), 19, False),
        (path_of("RamFilter"), 20, True),
        ("nova.scheduler.filters.rack_filter.RackFilter", 34, False),
        ("nova.scheduler.filters.ComputeFilter", 34, True),
        ("nova.scheduler.filter.all_filters", 34, True),
        ("nova.scheduler.filters.compute_filter.ComputeFiter", 34, True),
        ("nova.scheduler.filters.ram_filter.RackFilter", 34, False),
        ("nova.scheduler.filters.ram_filter.RackFilter", 21, True),
        ("ComputeFilter", 34, True),
        ("a.B,c.D", 34, True),
        ("", 34, True),
    ],
)
def test_paths_that_cannot_be_imported_are_told(path: str, major: int, wrong: bool) -> None:
    assert (path_fault(path, major) is not None) is wrong


def test_filters_are_added_in_the_style_of_the_list() -> None:
    for before, after in (
        ("A,B", "A,B,C"),
        ("A, B", "A, B, C"),
        ("A,\n  B", "A,\n  B,C"),
        ("A,", "A,C"),
    ):
        text = f"{HEAD}enabled_filters = {before}\n"
        (fix,) = append_fix(config(text.removeprefix(HEAD)), ["C"])
        assert fix.patch.apply(text) == f"{HEAD}enabled_filters = {after}\n"


def test_a_list_with_quotes_is_left_alone() -> None:
    assert not append_fix(config('enabled_filters = "A,B"\n'), ["C"])


def test_joined_paths_keep_the_line_end_and_the_style() -> None:
    text = "[filter_scheduler]\r\navailable_filters=acme.Shelf , acme.Rack\r\n"
    report = check(Document.parse(text, "a"), select=["available-filter-not-importable"])
    after = "available_filters=acme.Shelf\r\navailable_filters=acme.Rack\r\n"
    assert report.fix(unsafe=True).apply(text) == f"[filter_scheduler]\r\n{after}"


@pytest.mark.parametrize(
    ("path", "release", "found"),
    [
        ("nova.scheduler.filters.BaseHostFilter", "2026.2", False),
        ("nova.scheduler.filters.BaseHostFiltr", "2026.2", True),
        ("nova.scheduler.filters.core_filter.BaseCoreFilter", "stein", False),
        ("nova.scheduler.filters.core_filter.BaseCoreFilter", "train", True),
    ],
)
def test_base_classes_can_be_imported(path: str, release: str, found: bool) -> None:
    document = Document.parse(f"[filter_scheduler]\navailable_filters = {path}\n")
    report = check(document, release=release, select=["available-filter-not-importable"])
    assert bool(report.findings) is found


def test_a_slip_beside_the_right_name_goes() -> None:
    text = "enabled_filters = ComputeFilter,ComputeFiter\n"
    assert mended(text, "scheduler-filter-unknown") == "enabled_filters = ComputeFilter\n"


def test_the_base_of_filters_is_no_slip_for_one() -> None:
    text = "[filter_scheduler]\nenabled_filters = ComputeFilter,BaseHostFilter\n"
    (finding,) = check(Document.parse(text), select=["scheduler-filter-unknown"]).findings
    assert finding.fixes == ()
    assert "SameHostFilter" not in finding.message


def test_own_filter_of_an_old_name_is_not_called_deprecated() -> None:
    text = (
        "available_filters = nova.scheduler.filters.all_filters\n"
        "available_filters = acme.AvailabilityZoneFilter\n"
        "enabled_filters = AvailabilityZoneFilter\n"
    )
    document = Document.parse(HEAD + text, "nova.conf")
    facts = Deployment(release="2023.1")
    assert not check(document, deployment=facts, select=["scheduler-filter-deprecated"]).findings


ONE = path_of("ComputeFilter")
NUMA = path_of("NUMATopologyFilter")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            f"available_filters = {ONE}\nenabled_filters = ComputeFilter\n",
            f"available_filters = {ONE}\navailable_filters = {NUMA}\n"
            "enabled_filters = ComputeFilter,NUMATopologyFilter\n",
        ),
        (
            f"enabled_filters = ComputeFilter\navailable_filters={ONE}\n",
            "enabled_filters = ComputeFilter,NUMATopologyFilter\n"
            f"available_filters={ONE}\navailable_filters={NUMA}\n",
        ),
        (
            "available_filters = acme.all_filters\nenabled_filters = ComputeFilter\n",
            "available_filters = acme.all_filters\n"
            "enabled_filters = ComputeFilter,NUMATopologyFilter\n",
        ),
    ],
)
def test_a_filter_that_is_not_loaded_is_added_to_both_lists(before: str, after: str) -> None:
    (fix,) = append_fix(config(before), ["NUMATopologyFilter"])
    assert fix.patch.apply(HEAD + before) == HEAD + after


@pytest.mark.parametrize(
    ("rule", "lines", "release", "facts"),
    [
        ("pci-filter-missing", "", "2026.2", {"pci_guests": True}),
        ("numa-filter-missing", "", "2026.2", {"numa_guests": True}),
        ("metrics-filter-missing", "[metrics]\nweight_setting = a=1\n", "2026.2", {}),
        ("server-group-policy-refused", "", "2026.2", {}),
        ("filter-option-without-filter", "max_io_ops_per_host = 9\n", "2026.2", {}),
        ("builds-not-spread-over-disks", "", "2026.2", {"disk_kind": "hdd"}),
        ("zone-not-enforced", "", "queens", {}),
    ],
)
def test_no_fix_enables_what_is_not_loaded(
    rule: str, lines: str, release: str, facts: dict[str, object]
) -> None:
    text = f"{HEAD}available_filters = {ONE}\nenabled_filters = ComputeFilter\n{lines}"
    told = Deployment.of({"release": release, "role": "scheduler", **facts})
    (finding,) = check(Document.parse(text, "a"), deployment=told, select=[rule]).findings
    assert "available_filters = nova.scheduler.filters." in finding.message
    for fix in finding.fixes:
        after = Document.parse(fix.patch.apply(text), "a")
        wrong = "scheduler-filter-not-available"
        assert not check(after, deployment=told, select=[wrong]).findings


@pytest.mark.parametrize(
    ("item", "way"),
    [
        ("[ComputeFilter]", "without brackets and quotes"),
        ("[nova.scheduler.filters.ComputeFilter]", "without brackets and quotes"),
        ("ComputeFilter ImagePropertiesFilter", "separate class names with commas"),
        ("[]", "remove it"),
        ("2ndFilter", "write the name of a filter's class"),
    ],
)
def test_what_is_no_class_name_is_told_for_what_it_is(item: str, way: str) -> None:
    text = f"[filter_scheduler]\nenabled_filters = {item}\n"
    (finding,) = check(Document.parse(text), select=["scheduler-filter-unknown"]).findings
    assert finding.message.endswith(way)


@pytest.mark.parametrize(
    ("rule", "release"),
    [("scheduler-filter-removed", "train"), ("scheduler-filter-deprecated", "stein")],
)
def test_a_filter_that_is_there_twice_is_named_once(rule: str, release: str) -> None:
    text = "[filter_scheduler]\nenabled_filters = RamFilter,RamFilter,ComputeFilter\n"
    (finding,) = check(Document.parse(text), release=release, select=[rule]).findings
    assert finding.message.count("RamFilter") == 1
    assert " them" not in finding.message
    assert finding.fixes[0].patch.apply(text).endswith("enabled_filters = ComputeFilter\n")
