"""What no line says: programs that go, threads, and new options that change something."""

from __future__ import annotations

from itertools import pairwise

import pytest
from newest import NEWEST
from upgrading.test_effects import only, report, series
from upgrading.test_pinned_defaults import kept

from novalint import Change, Effect, Upgrade
from novalint.nova.new_defaults import NEW_DEFAULTS
from novalint.nova.programs import PROGRAM_CHANGES
from novalint.schema.history import life
from novalint.schema.releases import releases


def steps(found: Upgrade) -> list[Change]:
    return [one for one in found.changes if not one.option]


@pytest.mark.parametrize(
    ("old", "new", "role", "programs"),
    [
        ("2025.1", "2025.2", "api", ["nova-api"]),
        ("2025.1", "2025.2", "compute", []),
        ("2025.2", "2026.1", "scheduler", ["nova-scheduler"]),
        ("2024.1", "2026.2", "compute", ["nova-compute"]),
        ("2024.1", "2026.2", "conductor", ["nova-conductor"]),
        ("train", "ussuri", "compute", ["nova-network", "nova-console"]),
        ("stein", "train", "api", ["nova-cells", "nova-consoleauth", "nova-placement-api"]),
        ("ussuri", "2025.1", "all", []),
    ],
)
def test_what_goes_is_told_to_those_who_ran_it(
    old: str, new: str, role: str, programs: list[str]
) -> None:
    found = steps(report(old, new, "[DEFAULT]\n", role=role))
    assert [one.readers[0] for one in found] == programs
    assert all(one.effect is Effect.CHANGES and not one.mended for one in found)
    assert all(f"`{program}`" in one.message for one, program in zip(found, programs, strict=True))


def test_every_step_is_told_once_on_a_way_of_many() -> None:
    every = [
        one.message
        for old, new in pairwise(map(str, releases()))
        for one in steps(report(old, new, ""))
    ]
    assert sorted(every) == sorted(one.message for one in PROGRAM_CHANGES)
    assert sorted(every) == sorted(one.message for one in steps(report("ocata", NEWEST, "")))


def test_a_new_option_with_an_effect_is_told_with_what_stands_for_before() -> None:
    change = only(report("ussuri", "2026.2", "[DEFAULT]\n"), "max_concurrent_snapshots")
    assert (change.effect, series(change)) == (Effect.CHANGES, ["victoria"])
    assert "no more than 5 snapshots" in change.message
    assert "; `0` is as before" in change.message
    found = report("ussuri", "2026.2", "[DEFAULT]\nmax_concurrent_snapshots = 9\n")
    assert "comes into effect" in only(found, "max_concurrent_snapshots").message


def test_a_default_that_changed_after_its_option_came() -> None:
    change = only(report("rocky", "2026.2", "[DEFAULT]\n"), "initial_cpu_allocation_ratio")
    assert (change.old.value, change.new.value, series(change)) == (16.0, 4.0, ["2023.1"])
    assert "an option that came on the way" in change.message
    names = [one.option for one in report("rocky", "zed", "[DEFAULT]\n").changes]
    assert "initial_cpu_allocation_ratio" not in names


def test_new_options_are_kept_as_well() -> None:
    found = kept("pike", "2026.2", "[DEFAULT]\n", role="all")
    (text,) = (document.text for document in found.after.documents)
    for line in (
        "cpu_weight_multiplier = 0.0",
        "initial_cpu_allocation_ratio = 16.0",
        "hypervisor_version_weight_multiplier = 0.0",
        "live_migration_wait_for_vif_plug = false",
    ):
        assert f"\n{line}\n" in text
    why = {one.name: one.why for one in found.unkept}
    assert why["scheduler", "max_placement_results"] == "no value stands for what was before"


def test_arrivals_are_what_the_schemas_have() -> None:
    for name, arrival in NEW_DEFAULTS.items():
        found = life(*name)
        assert found is not None
        assert found.added_in is not None
        assert all(one.value.value != arrival.before for one in found.defaults)


@pytest.mark.parametrize(
    ("text", "option", "effect"),
    [
        ("", "rng_dev_path", Effect.CHANGES),
        ("compute_driver = libvirt.LibvirtDriver", "rng_dev_path", Effect.CHANGES),
        ("compute_driver = vmwareapi.VMwareVCDriver", "rng_dev_path", Effect.NOTHING),
        ("compute_driver = acme.AcmeDriver", "rng_dev_path", Effect.CHANGES),
        ("compute_driver = libvirt.LibvirtDriver", "image_upload_handler", Effect.NOTHING),
    ],
)
def test_defaults_of_another_driver_are_nothing_to_do(
    text: str, option: str, effect: Effect
) -> None:
    assert only(report("queens", "rocky", f"[DEFAULT]\n{text}\n"), option).effect is effect


@pytest.mark.parametrize(("backend", "effect"), [("", "nothing"), ("vault", "changes")])
def test_defaults_of_a_key_manager_that_is_not_used(backend: str, effect: str) -> None:
    text = f"[key_manager]\nbackend = {backend}\n" if backend else ""
    change = only(report("2024.1", "2024.2", text), "timeout")
    assert change.effect == effect
    assert ("nothing reads it" in change.message) == (effect == "nothing")
