"""The life of an option: known facts, the index against the schemas, and the rules that use it."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from novalint import check
from novalint.schema.history import Life, group_presence, groups_ever, life, names_ever
from novalint.schema.life import Default
from novalint.schema.options import Schema, load_schema
from novalint.schema.releases import Release, find_release, newest, releases

ROOT = Path(__file__).parents[2]


def known(group: str, name: str) -> Life:
    found = life(group, name)
    assert found is not None
    return found


def series(release: Release | None) -> str | None:
    return release and release.series


@pytest.mark.parametrize(
    ("group", "name", "removed", "now"),
    [
        ("DEFAULT", "use_neutron", "ussuri", ()),
        ("DEFAULT", "rpc_backend", "stein", ()),
        ("DEFAULT", "vnc_keymap", "victoria", ()),
        ("vnc", "keymap", "victoria", ()),
        ("pci", "passthrough_whitelist", None, (("pci", "device_spec"),)),
        ("DEFAULT", "pci_passthrough_whitelist", None, (("pci", "device_spec"),)),
        ("vnc", "vncserver_listen", "yoga", (("vnc", "server_listen"),)),
        ("DEFAULT", "vncserver_listen", "yoga", (("vnc", "server_listen"),)),
        ("DEFAULT", "quota_cores", None, (("quota", "cores"),)),
        ("libvirt", "cpu_model", None, (("libvirt", "cpu_models"),)),
        ("placement", "os_region_name", "rocky", (("placement", "region_name"),)),
        (
            "DEFAULT",
            "scheduler_default_filters",
            "xena",
            (("filter_scheduler", "enabled_filters"),),
        ),
        ("DEFAULT", "vif_plugging_timeout", None, (("DEFAULT", "vif_plugging_timeout"),)),
    ],
)
def test_where_an_option_went(
    group: str, name: str, removed: str | None, now: tuple[tuple[str, str], ...]
) -> None:
    found = known(group, name)
    assert series(found.removed_in) == removed
    assert found.current_names(newest()) == now
    renamed = [one for one in now if one != (group, name)]
    assert found.successor(newest()) == (renamed[0] if renamed else None)


def test_names_are_followed_backwards_too() -> None:
    queens = find_release("queens")
    assert known("libvirt", "cpu_models").current_names(queens) == (("libvirt", "cpu_model"),)
    assert known("pci", "device_spec").current_names(queens) == (("pci", "passthrough_whitelist"),)
    assert known("pci", "device_spec").arrives_in(queens) == find_release("zed")
    assert known("compute", "image_type_exclude_list").current_names(queens) == ()


def test_two_hops() -> None:
    found = known("DEFAULT", "vncserver_listen")
    where = [found.current_names(find_release(r)) for r in ("ocata", "queens", "2026.2")]
    assert where == [
        (("vnc", one),) for one in ("vncserver_listen", "server_listen", "server_listen")
    ]


def test_times_of_a_life() -> None:
    found = known("DEFAULT", "use_neutron")
    assert [(str(a), str(b)) for a, b in found.runs] == [("ocata", "train")]
    assert found.added_in is None
    assert known("pci", "device_spec").added_in == find_release("zed")
    assert (found.first, found.last) == (find_release("ocata"), find_release("train"))
    assert found.gone_in(find_release("train")) is None
    assert found.gone_in(newest()) == find_release("ussuri")
    assert [one.since for one in found.deprecated] == ["15.0.0"]
    assert found.defaults[0].value == Default(True, True)
    assert found.types[0].value == "Boolean"


def test_changes_of_default_and_bounds() -> None:
    """Facts from Nova's release notes of stein, 2023.1 and train."""
    wait = known("compute", "live_migration_wait_for_vif_plug")
    assert [(str(r), d.value) for r, d in wait.defaults] == [("queens", False), ("stein", True)]
    ratio = known("DEFAULT", "initial_cpu_allocation_ratio")
    assert [(str(r), d.value) for r, d in ratio.defaults] == [("stein", 16.0), ("2023.1", 4.0)]
    retries = known("DEFAULT", "block_device_allocate_retries")
    assert [str(one.release) for one in retries.types] == ["ocata", "train"]
    assert retries.types[-1].value == {"type": "Integer", "minimum": 0}
    assert known("DEFAULT", "my_ip").defaults[0].value.machine == "address"


def test_groups() -> None:
    assert groups_ever("use_neutron") == ("DEFAULT",)
    assert set(groups_ever("vnc_keymap")) == {"DEFAULT", "vmware"}
    assert groups_ever("use_neutrn") == ()
    cells = group_presence("cells")
    assert cells and series(cells.removed_in) == "train"
    placement = group_presence("placement_database")
    assert placement and [(str(a), str(b)) for a, b in placement.runs] == [("rocky", "stein")]
    assert group_presence("netron") is None


def test_groups_named_by_another_option() -> None:
    found = known("vgpu_nvidia-35", "device_addresses")
    assert (found.group, str(found.first)) == ("vgpu_nvidia-35", "ussuri")
    assert {one.group for one in found.aliases} == {"mdev_nvidia-35"}
    new = known("mdev_nvidia-35", "device_addresses")
    assert [(one.group, one.name) for one in new.old_names] == [
        ("vgpu_nvidia-35", "device_addresses")
    ]


def test_what_a_plugin_reads_is_no_successor() -> None:
    """Nova's own [neutron] url left in train; keystoneauth's `none` has an old name like it."""
    found = known("neutron", "url")
    assert found.option and series(found.option.removed_in) == "train"
    assert [(one.name, one.plugin) for one in found.aliases] == [("endpoint", True)]
    assert found.current_names(newest()) == ()
    assert known("neutron", "user_name").current_names(newest()) == (("neutron", "username"),)


def test_names_that_no_release_knows() -> None:
    assert life("DEFAULT", "use_neutrn") is None
    assert life("glance", "host") is None
    assert life("netron", "url") is None
    assert life("DEFAULT", "use-neutron") is None
    assert life("DEFAULT", "log-config") is not None
    assert life("^mdev_.+$", "device_addresses") is None
    assert group_presence("") is None


@cache
def built() -> str:
    script = runpy.run_path(str(ROOT / "schemas" / "generator" / "history.py"))
    text: str = script["text"](ROOT / "schemas")
    return text


def test_index_is_what_the_schemas_give() -> None:
    assert (ROOT / "schemas" / "history.json").read_text("utf-8") == built()


def test_index_is_small_and_one_option_a_line() -> None:
    text = (ROOT / "schemas" / "history.json").read_text("utf-8")
    assert len(text) < 200_000
    lines = [line for line in text.splitlines() if line.startswith("  ")]
    assert len(lines) == sum(map(len, json.loads(text).values()))
    for line in lines:
        json.loads("{" + line.rstrip(",") + "}")


@pytest.mark.parametrize("release", releases(), ids=str)
def test_index_agrees_with_the_schema_of_each_release(release: Release) -> None:
    """Straight from the schema, without what made the index."""
    schema = load_schema(release)
    for group, name in names_ever():
        found = known(group, name)
        option = schema.option(group, name)
        read = option is not None or bool(schema.renamed(group, name))
        assert (release in found.releases) == read, (group, name)
        assert bool(found.option and release in found.option.releases) == (option is not None)
        for to_group, to_name in found.current_names(release):
            assert schema.option(to_group, to_name) is not None
        if option is not None:
            assert found.current_names(release) == ((group, name),)
            assert_same_facts(found, option.entry, release)
    missing = {(one.group, one.name) for one in schema} - set(names_ever())
    assert not missing


def assert_same_facts(found: Life, entry: Any, release: Release) -> None:
    default = [one.value for one in found.defaults if one.release <= release][-1]
    machine = entry["x-oslo"].get("machine", "")
    assert default == Default(bool(machine) or "default" in entry, entry.get("default"), machine)
    signature = [one.value for one in found.types if one.release <= release][-1]
    facts = {"type": signature} if isinstance(signature, str) else signature
    assert facts["type"] == entry["x-oslo"]["type"]
    limits = entry["items"] if entry["x-oslo"].get("multi") else entry
    for word in ("minimum", "maximum", "enum", "maxLength"):
        assert facts.get(word) == limits.get(word)
    deprecated = [one.since for one in found.deprecated if one.first <= release <= one.last]
    assert deprecated == [entry["x-oslo"].get("since")] * bool(entry.get("deprecated"))
    old = {(one.group, one.name) for one in found.old_names if one.first <= release <= one.last}
    assert old == {tuple(one) for one in entry["x-oslo"].get("deprecated_names", ())}


def test_is_loaded_only_where_it_is_needed_and_quickly() -> None:
    """Compared with reading a release's schema: a fixed time would depend on the machine."""
    script = """
import sys, time
from novalint import check
from novalint.schema import store, releases
from novalint.text.document import Document
check(Document.parse(b"[DEFAULT]\\nmy_ip = 192.0.2.1\\n", "a"))
assert "novalint.schema.history" not in sys.modules
def best(call):
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        call()
        times.append(time.perf_counter() - begin)
    return min(times)
schema = best(lambda: store.read_json("nova/2026.2.json"))
from novalint.schema import history, index
def load():
    for part in (index.lines, index.read_for, history.life): part.cache_clear()
    history.life("DEFAULT", "use_neutron")
print(best(load) / schema)
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert float(done.stdout) < 2


@pytest.mark.parametrize("release", ["queens", "2026.2"])
def test_rules_agree_with_the_index_on_real_files(real_file: Path, release: str) -> None:
    """What was or will be an option of its group is no slip of the keyboard and not misplaced."""
    report = check(str(real_file), release=release)
    schema: Schema = report.config.schema
    for one in report.findings:
        if one.rule not in ("unknown-option", "misplaced-option"):
            continue
        found = life("DEFAULT" if one.group == "DEFAULT" else one.group.lower(), one.option)
        told = "was removed in" in one.message or "was added in" in one.message
        if "other values of auth_type" in one.message:
            assert found is not None and schema.release in found.releases
        else:
            assert told == (found is not None), one.message
        if found is not None:
            assert one.rule == "unknown-option"
