"""Values that a release no longer takes, translated where that is a fact of the release."""

from __future__ import annotations

import pytest
from config.test_branches import template
from upgrading.test_effects import breaks, report
from upgrading.test_names import result

from novalint.nova.least_values import LEAST_VALUES
from novalint.schema.options import load_schema
from novalint.schema.releases import releases
from novalint.upgrading.upgrade import upgrade

FILTERS = "nova.scheduler.filters"


@pytest.mark.parametrize(
    ("old", "new", "group", "line", "after"),
    [
        ("ocata", "pike", "libvirt", "live_migration_downtime = 50", "100"),
        ("ocata", "pike", "libvirt", "live_migration_downtime_steps = 0", "3"),
        ("ocata", "2026.2", "libvirt", "live_migration_downtime_delay = -2", "10"),
        ("stein", "train", "DEFAULT", "block_device_allocate_retries = -1", "0"),
        ("ocata", "2026.2", "DEFAULT", "max_concurrent_live_migrations = -5", "0"),
        ("train", "wallaby", "filter_scheduler", "max_io_ops_per_host = -1", "0"),
    ],
)
def test_a_number_that_stood_for_the_least_one(
    old: str, new: str, group: str, line: str, after: str
) -> None:
    before = f"[{group}]\n{line}\n"
    assert result(old, new, before) == f"[{group}]\n{line.partition('=')[0]}= {after}\n"
    (change,) = breaks(report(old, new, before))
    assert (change.rule, change.mended) == ("invalid-value", True)


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("ocata", "pike", "[libvirt]\nlive_migration_downtime_delay = 5\n"),  # pike takes it
        ("train", "2026.2", "[DEFAULT]\nblock_device_allocate_retries = -1\n"),  # broken before
        ("stein", "train", "[DEFAULT]\nblock_device_allocate_retries = few\n"),
        ("rocky", "stein", "[DEFAULT]\nmaximum_instance_delete_attempts = 0\n"),
        ("ocata", "pike", "[filter_scheduler]\nmax_instances_per_host = 0\n"),
    ],
)
def test_numbers_that_stood_for_nothing_else_are_left(old: str, new: str, text: str) -> None:
    assert result(old, new, text) == text


def test_the_least_numbers_are_those_of_the_schemas() -> None:
    for (group, name), least in LEAST_VALUES.items():
        for release in releases():
            option = load_schema(release).option(group, name)
            if option is None or (group, name) == ("libvirt", "live_migration_downtime_delay"):
                continue  # pike took over a lower number for this one
            found = option.entry.get("minimum")
            assert found == (None if release.major <= least.last else least.number), release


def test_a_filter_that_is_gone_is_available_no_more() -> None:
    before = (
        f"[filter_scheduler]\navailable_filters = {FILTERS}.all_filters\n"
        f"available_filters = {FILTERS}.retry_filter.RetryFilter\n"
        f"available_filters = {FILTERS}.core_filter.CoreFilter\n"
    )
    why = "[filter_scheduler] available_filters has {}, which this release no longer has"
    first, second, third = (f"\navailable_filters = {FILTERS}.{one}" for one in ("all", "re", "co"))
    for new, goes in (("train", [third]), ("2026.2", [second, third])):
        after = result("stein", new, before)
        for one in (first, second, third):
            assert (one in after) == (one not in goes)
            assert (f"\n#{one[1:]}" in after) == (one in goes)
        assert f"\n# {why.format(f'{FILTERS}.core_filter.CoreFilter')}, so nova-sch" in after


def test_a_scheduler_that_is_gone_makes_room_for_the_default() -> None:
    before = "[DEFAULT]\nscheduler_driver = caching_scheduler\n"
    after = result("rocky", "stein", before)
    why = "# [scheduler] driver is caching_scheduler, which was removed, so nova-scheduler does not"
    assert after.startswith(f"[DEFAULT]\n\n[scheduler]\n{why} start; remove it for filter_")
    assert after.endswith("\n#driver = caching_scheduler\n")
    found = breaks(report("rocky", "stein", before))
    rules = {(one.rule, one.mended) for one in found}
    assert rules == {("scheduler-driver-missing", True), ("", False)}
    before = "[scheduler]\ndriver = nova.scheduler.chance.ChanceScheduler\n"
    assert result("rocky", "stein", before) == before


def test_each_line_of_a_list_has_its_own_release() -> None:
    text = (
        f"[DEFAULT]\nscheduler_available_filters = {FILTERS}.retry_filter.RetryFilter\n"
        f"scheduler_available_filters = {FILTERS}.core_filter.CoreFilter\n"
    )
    found = breaks(report("stein", "2026.2", text))
    assert [(str(one.location), [str(r) for r in one.releases], one.mended) for one in found] == [
        ("nova.conf:3:1", ["train"], True),
        ("nova.conf:2:1", ["victoria"], True),
    ]


def test_filters_that_are_gone_leave_a_list_in_an_override_too() -> None:
    text = "[DEFAULT]\nscheduler_default_filters = RetryFilter,ComputeFilter\n"
    override = template(text, "kolla/config/nova/nova-scheduler.conf")
    made = upgrade(override, "ussuri", "2025.1")
    after = made.patch.apply(text)
    assert after.endswith("[filter_scheduler]\nenabled_filters = ComputeFilter\n")


def test_paths_that_were_wrong_before_are_left() -> None:
    before = "[filter_scheduler]\navailable_filters = a.B, c.D\navailable_filters =\n"
    assert result("stein", "2026.2", before) == before


def test_a_list_says_which_filter_went_when() -> None:
    text = "[filter_scheduler]\nenabled_filters = RetryFilter,AvailabilityZoneFilter\n"
    (change,) = breaks(report("train", "2026.2", text))
    assert change.message.startswith(
        "`[filter_scheduler] enabled_filters` has `RetryFilter` (removed in victoria),"
        " `AvailabilityZoneFilter` (removed in 2023.2), which 2026.2 no longer has"
    )
    assert [str(one) for one in change.releases] == ["victoria"]


@pytest.mark.parametrize(
    ("old", "new", "value", "after"),
    [
        ("pike", "queens", "192.0.2.1:9292", "http://192.0.2.1:9292"),
        ("ocata", "2026.2", "a:1, https://b:2", "http://a:1, https://b:2"),
        ("pike", "queens", "https://b:2", "https://b:2"),
        ("ocata", "pike", "a:1", "a:1"),
        ("queens", "2026.2", "a:1", "a:1"),  # it did not work before
        ("pike", "queens", "{{ glance }}:9292", "{{ glance }}:9292"),
    ],
)
def test_a_glance_server_gets_the_scheme_that_was_meant(
    old: str, new: str, value: str, after: str
) -> None:
    text = f"[glance]\napi_servers = {value}\n"
    assert result(old, new, text) == f"[glance]\napi_servers = {after}\n"


def test_a_keymap_goes_to_the_driver_that_reads_it() -> None:
    keymap = "[vnc]\nkeymap = de\n"
    text = f"[DEFAULT]\ncompute_driver = vmwareapi.VMwareVCDriver\n{keymap}"
    assert "\n[vmware]\nvnc_keymap = de\n" in result("queens", "2026.2", text)
    assert "\n#keymap = de\n" in result("queens", "2026.2", keymap)


def test_what_check_has_against_a_translated_value_is_told() -> None:
    text = "[DEFAULT]\nmax_concurrent_builds = 0\nmax_concurrent_live_migrations = -1\n"
    found = [one for one in report("stein", "2026.2", text, role="compute").changes if one.rule]
    told = {(one.rule, one.option, one.mended) for one in found}
    assert ("invalid-value", "max_concurrent_live_migrations", True) in told
    assert "max_concurrent_live_migrations = 0" in result("stein", "2026.2", text)


ON_LINES = """\
[filter_scheduler]
enabled_filters =
    RetryFilter,
    ComputeFilter,
    RamFilter,
    ServerGroupAffinityFilter
[glance]
api_servers =
  192.0.2.1:9292,
  http://192.0.2.2:9292
"""


def test_a_list_on_several_lines_stays_one() -> None:
    assert result("ocata", "2026.2", ON_LINES) == ON_LINES.replace(
        "    RetryFilter,\n", ""
    ).replace("    RamFilter,\n", "").replace("192.0.2.1", "http://192.0.2.1")


def test_a_scheme_goes_before_each_item_where_it_stands() -> None:
    text = "[DEFAULT]\nmy_ip = 192.0.2.1\n[glance]\napi_servers = $my_ip:9292 , b:9292\n"
    after = text.replace("$my_ip", "http://$my_ip").replace("b:", "http://b:")
    assert result("pike", "queens", text) == after
