"""From one stable update of a release to a later one, and what updates brought on the way."""

from __future__ import annotations

import json

import pytest
from upgrading.test_effects import about, only, report, series

import novalint
from novalint import Effect, ReleaseError
from novalint.pages.upgrade import render

ALIAS = '[pci]\nalias = {"name":"a"}\n'


@pytest.mark.parametrize(
    ("old", "new", "option", "when"),
    [
        ("17.0.0", "17.0.13", "enable_numa_live_migration", []),
        ("17.0.0", "queens", "build_failure_weight_multiplier", []),
        ("24.0.0", "24.2.0", "vmdk_allowed_types", []),
        ("wallaby", "xena", "vmdk_allowed_types", ["xena"]),
    ],
)
@pytest.mark.slow
def test_options_of_updates(old: str, new: str, option: str, when: list[str]) -> None:
    found = report(old, new, "[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\n")
    change = only(found, option)
    assert change.effect is Effect.CHANGES
    assert series(change) == when
    assert len(found.path) == 1


def test_a_check_of_an_update_that_refuses_what_was_taken() -> None:
    (change,) = report("31.3.0", "31.3.1", ALIAS).of(Effect.BREAKS)
    assert change.rule == "pci-alias-without-ids"
    assert not report("31.2.0", "31.3.0", ALIAS).changes


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("28.0.0", "28.0.0", "both releases are 2023.2"),
        ("2023.2", "28.0.0", "both releases are 2023.2"),
        ("28.2.0", "28.1.0", "28.2.0 is newer than 28.1.0; name the older one first"),
    ],
)
def test_no_way_back(old: str, new: str, words: str) -> None:
    with pytest.raises(ReleaseError, match=words):
        novalint.upgrade(novalint.Document.parse(""), old, new)


@pytest.mark.parametrize(
    ("old", "new", "effects"),
    [
        ("train", "victoria", {Effect.SOON}),
        ("train", "2025.2", {Effect.SOON}),
        ("train", "2026.1", {Effect.CHANGES}),
        ("victoria", "2025.2", set()),
        ("2025.2", "2026.1", {Effect.CHANGES}),
        ("2026.1", "2026.2", set()),
    ],
)
def test_policy_json_is_read_until_2026_1(old: str, new: str, effects: set[Effect]) -> None:
    found = about(report(old, new, "[DEFAULT]\ndebug = false\n"), "policy_file")
    assert {change.effect for change in found} == effects
    lost = [change for change in found if "its rules are lost" in change.message]
    assert [series(change) for change in lost] == [["2026.1"]] * (new == "2026.1")


def test_a_stop_that_waits_is_told_and_can_be_kept() -> None:
    document = novalint.Document.parse("[DEFAULT]\ndebug = false\n", "nova.conf")
    kept = novalint.upgrade(document, "2025.2", "2026.1", keep_behaviour=True)
    assert "manager_shutdown_timeout = 0" in kept.patch.apply(document.text)
    assert only(report("2025.2", "2026.1", document.text), "manager_shutdown_timeout")


def test_the_report_for_programs_names_the_versions_that_were_told() -> None:
    upgrade = report("16.0.0", "2023.2", "[DEFAULT]\ndebug = true\n")
    document = json.loads(render([upgrade], "json"))
    assert (document["from"], document["from_version"]) == ("pike", "16.0.0")
    assert (document["to"], document["to_version"]) == ("2023.2", None)


@pytest.mark.parametrize("new", ["queens", "train", "wallaby", "2026.2"])
def test_the_number_of_candidates_is_told_to_schedulers_alone(new: str) -> None:
    document = novalint.Document.parse("[DEFAULT]\ndebug = true\n", "nova.conf")
    for role, services in (
        ("compute", []),
        ("scheduler", ["nova-scheduler"]),
        (None, ["nova-scheduler"]),
    ):
        told = novalint.upgrade(document, "ocata", new, deployment=novalint.Deployment(role=role))
        found = about(told, "max_placement_results")
        assert [reader for change in found for reader in change.readers] == services


@pytest.mark.parametrize(("new", "when"), [("queens", ["pike"]), ("2026.2", ["pike"])])
def test_a_default_that_changed_under_an_older_name_is_dated_by_that(
    new: str, when: list[str]
) -> None:
    found = report("ocata", new, "[DEFAULT]\ndebug = true\n")
    change = next(each for each in about(found, "backend") if each.group == "key_manager")
    assert series(change) == when
    assert not [one for one in about(report("pike", new, ""), "backend") if one.group != "cache"]


@pytest.mark.parametrize(
    ("version", "effect"),
    [
        ("25.1.0", Effect.NOTHING),
        ("25.2.1", Effect.BREAKS),
        ("26.2.0", Effect.BREAKS),
        ("27.0.0", Effect.NOTHING),
        ("27.1.0", Effect.BREAKS),
        ("zed", Effect.NOTHING),
    ],
)
def test_updates_that_ask_for_service_tokens(version: str, effect: Effect) -> None:
    text = "[service_user]\nsend_service_user_token = false\nauth_type = password\n"
    found = report("xena", version, text)
    (told,) = [one for one in found.changes if one.rule == "service-token-not-sent"]
    assert told.effect is effect


DRIVER = "[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\n"


@pytest.mark.parametrize(
    ("old", "new", "effect", "when", "words"),
    [
        ("29.0.0", "29.2.0", Effect.CHANGES, [], "CVE-2024-40767); 29.2.0 has the fix"),
        ("29.0.0", "2024.1", Effect.CHANGES, [], "CVE-2024-40767); 2024.1 has the fix"),
        ("25.1.0", "2026.2", Effect.CHANGES, ["2023.1"], "CVE-2024-40767); 2026.2 has the fix"),
        ("25.1.0", "25.3.0", Effect.NOTHING, [], "CVE-2024-40767), as in 25.1.0; upgrade to 27.5"),
        ("28.0.0", "28.2.0", Effect.NOTHING, [], "28.2.0 closes CVE-2024-32498 alone, so upgrade"),
        ("28.3.0", "29.0.0", Effect.CHANGES, ["2024.1"], "; upgrade to 29.2.0 or later"),
    ],
)
def test_a_hole_is_told_that_the_target_closes_or_keeps(
    old: str, new: str, effect: Effect, when: list[str], words: str
) -> None:
    found = report(old, new, DRIVER).changes
    (hole,) = [one for one in found if one.rule == "qcow2-images-unpatched"]
    assert (hole.effect, series(hole)) == (effect, when)
    assert words in hole.message
    assert (hole.step is None) is ("fix" in words or effect is Effect.NOTHING)


def test_no_hole_is_said_to_be_closed_that_the_newest_update_has() -> None:
    assert not report("25.1.0", "yoga", DRIVER).changes
