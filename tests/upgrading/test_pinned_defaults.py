"""Keeping the old behaviour: old defaults written down, templates first, nothing secret."""

from __future__ import annotations

import pytest

import novalint
from novalint import Document, Upgrade


def kept(old: str, new: str, *texts: str, role: str = "compute") -> Upgrade:
    documents = [Document.parse(text, f"{n}.conf") for n, text in enumerate(texts)]
    told = novalint.Deployment(role=role)
    config = novalint.load(*documents)
    return novalint.upgrade(config, old, new, deployment=told, keep_behaviour=True)


def texts(found: Upgrade) -> list[str]:
    return [document.text for document in found.after.documents]


def test_a_template_is_brought_to_life_in_its_place() -> None:
    before = "[DEFAULT]\n# how often\n#heal_instance_info_cache_interval = -1\n\n[vnc]\n"
    (after,) = texts(kept("2024.2", "2025.1", before))
    assert "# how often\nheal_instance_info_cache_interval = 60\n\n[vnc]\n" in after


def test_the_last_file_with_a_template_takes_it_else_the_last_with_the_group() -> None:
    first = "[DEFAULT]\n#heal_instance_info_cache_interval = -1\n"
    second = "[DEFAULT]\ndebug = true\n"
    one, two = texts(kept("2024.2", "2025.1", first, second))
    assert "\nheal_instance_info_cache_interval = 60\n" in one
    assert two == second
    one, two = texts(kept("2024.2", "2025.1", "[vnc]\n", second))
    assert one == "[vnc]\n"
    assert two.startswith(f"{second}heal_instance_info_cache_interval = 60\n")


def test_a_missing_group_is_created_once() -> None:
    (after,) = texts(kept("queens", "2026.2", "[DEFAULT]\n", role="all"))
    headers = [line for line in after.splitlines() if line.startswith("[")]
    assert len(headers) == len(set(headers)) > 5


def test_what_is_set_or_unchanged_is_left_alone() -> None:
    before = "[DEFAULT]\nheal_instance_info_cache_interval = 30\n"
    assert "= 60" not in texts(kept("2024.2", "2025.1", before))[0]
    (after,) = texts(kept("2024.1", "2024.2", "[DEFAULT]\n", role="novncproxy"))
    assert after == "[DEFAULT]\n"


@pytest.mark.parametrize(
    ("old", "new", "group", "option", "line"),
    [
        ("queens", "stein", "compute", "live_migration_wait_for_vif_plug", "false"),
        ("rocky", "stein", "DEFAULT", "cpu_allocation_ratio", "0.0"),
        ("ussuri", "victoria", "cors", "allow_headers", ","),
        ("zed", "2023.1", "vif_plug_ovs_privileged", "capabilities", "12"),
        ("train", "ussuri", "DEFAULT", "non_inheritable_image_properties", "cache_in_nova,"),
        ("stein", "train", "cache", "memcache_socket_timeout", "3"),
    ],
)
def test_every_kind_of_value_is_read_as_it_was(
    old: str, new: str, group: str, option: str, line: str
) -> None:
    found = kept(old, new, "[DEFAULT]\n", role="all")
    if option not in texts(found)[0]:
        pytest.fail(f"{option} is not kept: {found.unkept}")
    (written,) = [one for one in texts(found)[0].splitlines() if one.startswith(f"{option} =")]
    assert line in written
    now, was = found.after[group][option], found.before[group][option]
    assert now == was or list(map(str, was)) == now


def test_what_cannot_be_kept_is_said() -> None:
    found = kept("ocata", "2026.2", "[DEFAULT]\n", role="all")
    why = {one.name: one.why for one in found.unkept}
    assert why["database", "connection"] == "it is secret"
    assert why["libvirt", "rng_dev_path"] == "there was no default"
    unkept = {one.name: one.why for one in kept("wallaby", "2026.2", "", role="all").unkept}
    assert "depends on the" in unkept["privsep_osbrick", "capabilities"]
    for group, option in why:
        assert f"\n{option} = " not in texts(found)[0].partition(f"[{group}]")[2].partition("[")[0]


@pytest.mark.parametrize(
    ("old", "new", "left", "why"),
    [
        ("wallaby", "2023.2", None, "2023.2 has no AvailabilityZoneFilter"),
        ("ocata", "ussuri", "RetryFilter,AvailabilityZone", "ussuri has no RamFilter, DiskFilter"),
    ],
)
def test_filters_that_are_gone_are_not_written_down_and_it_is_said(
    old: str, new: str, left: str | None, why: str
) -> None:
    found = kept(old, new, "[DEFAULT]\n", role="all")
    (after,) = texts(found)
    assert ("enabled_filters" in after) == (left is not None)
    assert f"enabled_filters = {left or ''}" in after or left is None
    assert {one.name: one.why for one in found.unkept}["filter_scheduler", "enabled_filters"] == why


def test_an_empty_secret_is_written_down() -> None:
    found = kept("2023.1", "2024.1", "[DEFAULT]\n")
    assert "\nmemcache_password =" in texts(found)[0]
    assert (
        found.before["cache"]["memcache_password"],
        found.after["cache"]["memcache_password"],
    ) == ("", "")


def test_a_default_that_the_target_cannot_work_with_is_not_written_down() -> None:
    found = kept("ocata", "stein", "[DEFAULT]\n", role="all")
    why = {one.name: one.why for one in found.unkept}
    assert why["cinder", "catalog_info"] == "an error in stein, see cinder-endpoint-not-v3"
    assert "catalog_info" not in texts(found)[0]


def test_a_kept_default_counts_as_mended() -> None:
    found = kept("2024.2", "2025.1", "[DEFAULT]\n")
    (change,) = [one for one in found.changes if one.option.startswith("heal_instance")]
    assert change.mended


def test_keeping_again_changes_nothing() -> None:
    first = kept("queens", "2026.2", "[DEFAULT]\nvncserver_listen = ::1\n", role="all")
    again = kept("queens", "2026.2", *texts(first), role="all")
    assert not again.patch
