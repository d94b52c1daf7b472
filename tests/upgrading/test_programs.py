"""What no line says: programs that go, threads, and new options that change something."""

from __future__ import annotations

from itertools import pairwise

import pytest
from newest import NEWEST
from upgrading.test_effects import about, only, report, series
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
        ("train", "ussuri", "compute", ["nova-console"]),
        ("stein", "train", "api", ["nova-consoleauth", "nova-placement-api", "nova-console"]),
        ("rocky", "stein", "scheduler", ["nova-consoleauth", "nova-placement-api", "nova-console"]),
        ("ussuri", "2025.1", "all", []),
    ],
)
def test_what_goes_is_told_to_those_who_ran_it(
    old: str, new: str, role: str, programs: list[str]
) -> None:
    found = steps(report(old, new, "[DEFAULT]\ncompute_driver = xenapi.X\n", role=role))
    assert [one.readers[0] for one in found if one.effect is not Effect.NOTHING] == programs
    assert not [one for one in found if one.mended]
    assert all(f"`{one.readers[0]}`" in one.message for one in found)


def test_every_step_is_told_once_on_a_way_of_many() -> None:
    every = sorted(
        one.readers
        for old, new in pairwise(map(str, releases()))
        for one in steps(report(old, new, ""))
        if one.effect is not Effect.SOON
    )
    assert every == sorted(one.programs for one in PROGRAM_CHANGES)
    assert every == sorted(one.readers for one in steps(report("ocata", NEWEST, "")))


@pytest.mark.parametrize(
    ("old", "new", "role", "text", "effects"),
    [
        ("2025.1", "2025.2", "api", "", ["breaks"]),
        ("2025.1", "2026.1", "api", "", ["breaks", "breaks", "changes"]),
        ("ocata", "pike", "api", "", ["breaks"]),
        ("stein", "train", "conductor", "[cells]\nenable = true\n", ["breaks"] * 3),
        ("stein", "train", "conductor", "", ["breaks"] * 2 + ["nothing"]),
        ("train", "ussuri", "compute", "use_neutron = false\n", ["breaks", "breaks", "nothing"]),
        ("train", "ussuri", "compute", "xvpvncproxy_port = 6081\n", ["changes", "nothing"]),
        ("train", "ussuri", "compute", "compute_driver = xenapi.X\n", ["breaks", "nothing"]),
        ("train", "ussuri", "compute", "compute_driver = libvirt.X\n", ["nothing", "nothing"]),
        ("2026.1", "2026.2", "compute", "", ["changes"]),
        ("2026.1", "2026.2", "compute", "concurrency_backend = eventlet\n", ["changes"]),
        ("2025.2", "2026.1", "api", "concurrency_backend = eventlet\n", ["breaks", "changes"]),
    ],
)
def test_a_program_that_goes_breaks_what_runs_it(
    old: str, new: str, role: str, text: str, effects: list[str]
) -> None:
    found = report(old, new, f"[DEFAULT]\n{text}", role=role)
    told = [one for one in found.changes if not one.option or one.option == "use_neutron"]
    told = [one for one in told if one.effect is not Effect.IGNORED]
    assert [str(one.effect) for one in told] == effects


@pytest.mark.parametrize(
    ("new", "role", "named"),
    [("2026.1", "scheduler", False), ("2026.2", "scheduler", True), ("2026.2", "api", False)],
)
def test_the_way_to_stay_on_green_threads_is_one_that_the_program_reads(
    new: str, role: str, named: bool
) -> None:
    found = steps(report("2025.2", new, "[DEFAULT]\n", role=role))
    (threads,) = [one for one in found if "native threads" in one.message]
    assert ("`concurrency_backend` set to `eventlet`" in threads.message) == named
    assert "`OS_NOVA_DISABLE_EVENTLET_PATCHING`" in threads.message


def test_a_cloud_with_nova_network_breaks() -> None:
    found = report("train", "ussuri", "[DEFAULT]\nuse_neutron = false\n")
    change = next(one for one in found.changes if one.option == "use_neutron")
    assert (change.effect, change.mended, series(change)) == (Effect.BREAKS, False, ["ussuri"])
    found = report("train", "ussuri", "[DEFAULT]\nuse_neutron = true\n")
    assert Effect.BREAKS not in {one.effect for one in found.changes}


@pytest.mark.parametrize("driver", ["caching_scheduler", "chance_scheduler"])
def test_servers_that_placement_does_not_count_are_told(driver: str) -> None:
    text = f"[DEFAULT]\nscheduler_driver = {driver}\n"
    for new in ("stein", "2026.2"):
        changes = report("queens", new, text).changes
        (change,) = (one for one in changes if "heal_allocations" in one.message)
        assert (change.effect, change.mended, series(change)) == (Effect.BREAKS, False, ["stein"])
        assert change.option == "scheduler_driver"
    for old, new in (("queens", "rocky"), ("stein", "train")):
        assert not any("heal_alloc" in one.message for one in report(old, new, text).changes)


@pytest.mark.parametrize(
    ("old", "new", "text", "effect"),
    [
        ("2024.2", "2025.1", "[quota]\ndriver = nova.quota.UnifiedLimitsDriver\n", "changes"),
        ("2024.2", "2025.1", "", None),
        ("queens", "rocky", "", "changes"),
        ("queens", "rocky", "[scheduler]\nworkers = 2\n", "changes"),
    ],
)
def test_new_options_are_told_where_something_reads_them(
    old: str, new: str, text: str, effect: str | None
) -> None:
    name = "workers" if new == "rocky" else "unified_limits_resource_list"
    told = about(report(old, new, text, role="all"), name)
    assert [str(one.effect) for one in told] == ([effect] if effect else [])


def test_a_new_option_with_an_effect_is_told_with_what_stands_for_before() -> None:
    change = only(report("ussuri", "2024.1", "[DEFAULT]\n"), "max_concurrent_snapshots")
    assert (change.effect, series(change)) == (Effect.CHANGES, ["victoria"])
    assert "no more than 5 snapshots" in change.message
    assert "; set it to `0` to keep the old behaviour" in change.message
    change = only(report("ussuri", "2026.2", "[DEFAULT]\n"), "max_concurrent_snapshots")
    assert "as before" not in change.message  # on native threads 0 stands for the default
    found = report("ussuri", "2026.2", "[DEFAULT]\nmax_concurrent_snapshots = 9\n")
    assert "comes into effect" in only(found, "max_concurrent_snapshots").message


def test_a_default_that_changed_after_its_option_came() -> None:
    change = only(report("rocky", "2026.2", "[DEFAULT]\n"), "initial_cpu_allocation_ratio")
    assert (change.old.value, change.new.value, series(change)) == (16.0, 4.0, ["2023.1"])
    assert "which was added in stein, and its default changes: 4.0" in change.message
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


def test_the_option_for_green_threads_is_not_read_from_a_default_file() -> None:
    text = "[DEFAULT]\nconcurrency_backend = eventlet\n"
    found = report("2026.1", "2026.2", text, role="compute")
    (threads,) = [one for one in found.changes if "nova-compute` runs" in one.message]
    assert threads.effect is Effect.CHANGES
    assert "only where the service is started with `--config-file`" in threads.message
    assert "`OS_NOVA_DISABLE_EVENTLET_PATCHING` set to `false`" in threads.message
