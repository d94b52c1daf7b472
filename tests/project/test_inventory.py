"""Which node a configuration is, and what follows from the nodes there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import novalint
from novalint.project.inventory import Inventory, describes_fleet
from novalint.project.services import cell_of, roles_of
from novalint.settings import Override, Settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


NODES: dict[str, Any] = {
    "fleet": {"complete": True},
    "configurations": {"{node}": {"paths": ["{node}.conf"]}},
    "overrides": [
        {"paths": ["ctl*"], "role": ["api", "conductor"]},
        {"paths": ["cmp*"], "role": "compute", "cell": "cell1"},
        {"paths": ["cmp2*"], "pool": "gpu", "release": "2024.1"},
    ],
}


def inventory(table: dict[str, Any], *paths: str, overrides: Override | None = None) -> Inventory:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text("[DEFAULT]\n")
    return novalint.Project(Settings.of(table), overrides or Override()).inventory


def test_overrides_tell_role_cell_pool_and_release() -> None:
    found = inventory(NODES, "ctl1.conf", "cmp1.conf", "cmp2.conf")
    rows = [(one.name, one.roles, one.cell, one.pool, one.release) for one in found.members]
    assert rows == [
        ("cmp1", ("compute",), "cell1", "", None),
        ("cmp2", ("compute",), "cell1", "gpu", "2024.1"),
        ("ctl1", ("api", "conductor"), "", "", None),
    ]


def test_facts_follow_from_a_complete_fleet_alone() -> None:
    files = ("ctl1.conf", "ctl2.conf", "cmp1.conf", "cmp2.conf", "cmp3.conf")
    whole = inventory(NODES, *files).derived
    assert (whole.compute_hosts, whole.controllers, whole.cells) == (3, 2, 1)
    part = inventory({**NODES, "fleet": {}}, *files).derived
    assert part.own == frozenset()


def test_a_fact_that_is_told_stands_over_one_that_follows() -> None:
    told = {**NODES, "deployment": {"compute_hosts": 300}}
    assert inventory(told, "cmp1.conf").derived.compute_hosts is None
    caller = Override(deployment=novalint.Deployment(compute_hosts=2))
    assert inventory(NODES, "cmp1.conf", overrides=caller).derived.compute_hosts is None


def test_a_machine_with_several_services_counts_once() -> None:
    table = {
        "fleet": {"complete": True},
        "configurations": {"{node}/{service}": {"paths": ["k/{node}/{service}/nova.conf"]}},
    }
    paths = [
        f"k/{node}/{service}/nova.conf"
        for node in ("n1", "n2")
        for service in ("nova-api", "nova-super-conductor", "nova-compute", "placement-api")
    ]
    found = inventory(table, *paths)
    assert (found.derived.compute_hosts, found.derived.controllers) == (2, 2)
    assert [one.roles for one in found.members][:4] == [
        ("api",), ("compute",), ("conductor",), (),
    ]  # fmt: skip
    assert {one.role_source for one in found.members} == {"service", ""}


def test_services_without_machines_are_not_counted() -> None:
    table = {
        "fleet": {"complete": True},
        "configurations": {"{service}": {"paths": ["{service}/01-nova.conf"]}},
    }
    found = inventory(table, "nova-cell1-conductor-config-data/01-nova.conf")
    assert found.derived.own == frozenset()
    assert [(one.roles, one.cell) for one in found.members] == [(("conductor",), "cell1")]


def test_an_inventory_gives_roles_and_says_who_is_missing() -> None:
    Path("hosts").write_text("[compute]\ncmp[1:3]\n")
    fleet = {"complete": True, "inventory": "hosts", "groups": {"compute": "compute"}}
    table = {"fleet": fleet, "configurations": {"{node}": {"paths": ["{node}.conf"]}}}
    found = inventory(table, "cmp1.conf", "cmp2.conf", "x.conf")
    assert [(one.name, one.roles) for one in found.members] == [
        ("cmp1", ("compute",)), ("cmp2", ("compute",)), ("x", ()),
    ]  # fmt: skip
    assert found.missing == ("cmp3",)
    assert not found.complete


@pytest.mark.parametrize(
    ("table", "fleet"),
    [
        ({}, False),
        ({"fleet": {}}, True),
        ({"configurations": {"a": {"paths": ["a"]}, "b": {"paths": ["b"]}}}, False),
        ({"configurations": {"{node}": {"paths": ["{node}"]}}}, True),
        ({"configurations": {"a": {"paths": ["{node}"]}}}, True),
        ({"configurations": {"a": {"paths": ["a"], "cell": "1"}}}, True),
        ({"overrides": [{"paths": ["a"], "pool": "gpu"}]}, True),
    ],
)
def test_what_describes_a_fleet(table: dict[str, Any], fleet: bool) -> None:
    assert describes_fleet(Settings.of(table)) is fleet


@pytest.mark.parametrize(
    ("service", "roles", "cell"),
    [
        ("nova-api", ("api",), ""),
        ("nova_compute", ("compute",), ""),
        ("nova-super-conductor", ("conductor",), ""),
        ("nova-compute-ironic", ("compute",), ""),
        ("nova-api-metadata", ("metadata",), ""),
        ("nova-cell1-conductor-config-data", ("conductor",), "cell1"),
        ("nova-libvirt", (), ""),
        ("placement-api", (), ""),
        ("", (), ""),
    ],
)
def test_the_name_of_a_service(service: str, roles: tuple[str, ...], cell: str) -> None:
    assert roles_of(service) == roles
    assert cell_of(service) == cell


def test_each_file_is_checked_with_the_role_and_the_facts_that_follow() -> None:
    inventory(NODES, "ctl1.conf", "cmp1.conf", "cmp2.conf")
    reports = novalint.Project(Settings.of(NODES)).check().reports
    assert [report.deployment.compute_hosts for report in reports] == [2, 2, 2]
    assert [report.deployment.role for report in reports] == [
        "compute", "compute", ("api", "conductor"),
    ]  # fmt: skip


def test_controllers_of_a_node_are_those_that_run_what_it_runs() -> None:
    table = {
        "fleet": {"complete": True},
        "configurations": {"{node}": {"paths": ["{node}.conf"]}},
        "overrides": [
            {"paths": ["ctl*"], "role": ["api", "conductor", "scheduler"]},
            {"paths": ["con*"], "role": "conductor", "cell": "one"},
            {"paths": ["cmp*"], "role": "compute", "cell": "one"},
        ],
    }
    found = inventory(table, "ctl1.conf", "ctl2.conf", "con1.conf", "cmp1.conf")
    own = Settings.of({})
    counts = {
        node: found.completed(own, node).deployment.controllers for node in ("ctl1", "con1", "cmp1")
    }
    assert counts == {"ctl1": 2, "con1": 3, "cmp1": 3}
    told = Settings.of({"deployment": {"controllers": 5}})
    assert found.completed(told, "ctl1").deployment.controllers == 5
