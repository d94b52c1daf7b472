"""The committed schema files: valid, diffable, facts only, nothing of the machine they are from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

pytestmark = pytest.mark.slow

SCHEMAS = Path(__file__).parents[2] / "schemas"
RELEASES = json.loads((SCHEMAS / "releases.json").read_text("utf-8"))
SERIES = [release["series"] for release in RELEASES]
TYPES = {
    "String", "Boolean", "Integer", "Float", "Port", "List", "Dict", "Range",
    "IPAddress", "HostAddress", "Hostname", "HostDomain", "URI",
}  # fmt: skip
JSON_TYPES = {
    "Boolean": "boolean",
    "Integer": ["integer", "null"],
    "Float": ["number", "null"],
    "Port": ["integer", "null"],
    "List": "array",
    "Range": "array",
    "Dict": "object",
}
SERVICES = [
    "api", "metadata", "compute", "conductor", "scheduler",
    "novncproxy", "serialproxy", "spicehtml5proxy", "manage",
]  # fmt: skip
MACHINE = {
    "host name", "address", "cpu count", "install path", "program", "temporary folder",
    "virtual environment",
}  # fmt: skip

CHECKED: set[str] = set()
"""Entries that were found to be valid: most releases say the same of an option."""

Options = dict[str, Any]


def text_of(series: str) -> str:
    return (SCHEMAS / "nova" / f"{series}.json").read_text("utf-8")


def groups_of(schema: dict[str, Any]) -> Iterator[tuple[str, Options]]:
    for keyword in ("properties", "patternProperties"):
        for name, group in schema.get(keyword, {}).items():
            yield name, group["properties"]


def strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings_in(item)


def test_releases_name_the_files() -> None:
    assert sorted(SERIES) == sorted(file.stem for file in (SCHEMAS / "nova").glob("*.json"))
    assert [release["major"] for release in RELEASES] == list(range(15, 15 + len(RELEASES)))
    assert [release["day"] for release in RELEASES] == sorted(r["day"] for r in RELEASES)
    lines = (SCHEMAS / "releases.json").read_text("utf-8").splitlines()
    assert len(lines) == len(RELEASES) + 2


@pytest.mark.parametrize("release", RELEASES, ids=SERIES)
def test_file_says_which_release_it_is(release: dict[str, Any]) -> None:
    schema = json.loads(text_of(release["series"]))
    assert schema["$id"] == f"urn:novalint:nova:{release['series']}"
    assert schema["x-oslo"]["nova"] == release["nova"]
    assert schema["x-oslo"]["release"] == release["series"]
    assert release["nova"].startswith(f"{release['major']}.")
    assert {"oslo.config", "oslo.messaging", "keystoneauth1"} <= set(schema["x-oslo"]["libraries"])


@pytest.mark.parametrize("series", SERIES)
def test_is_a_valid_json_schema(series: str) -> None:
    """It is where it is without its entries, and where each entry is."""
    schema = json.loads(text_of(series))
    new: dict[str, dict[str, Any]] = {}
    for _, options in groups_of(schema):
        new |= {json.dumps(entry): entry for entry in options.values()}
        options.clear()
    for text in CHECKED & new.keys():
        del new[text]
    Draft202012Validator.check_schema(schema)
    Draft202012Validator.check_schema({"$defs": new})
    for entry in new.values():
        re.compile(entry.get("pattern", ""))
    CHECKED.update(new)


@pytest.mark.parametrize("series", SERIES)
def test_one_option_a_line_in_order(series: str) -> None:
    schema = json.loads(text_of(series))
    names = list(schema["properties"])
    assert names == ["DEFAULT", *sorted(names[1:])]
    wanted = [dest for _, options in groups_of(schema) for dest in options]
    lines = [line for line in text_of(series).splitlines() if line.startswith("   ")]
    assert [json.loads(line.split(":")[0]) for line in lines] == wanted
    assert all(list(options) == sorted(options) for _, options in groups_of(schema))
    for line in lines:
        json.loads("{" + line.rstrip(",") + "}")


@pytest.mark.parametrize("series", SERIES)
def test_entries_are_well_formed(series: str) -> None:
    for name, options in groups_of(json.loads(text_of(series))):
        for dest, entry in options.items():
            oslo = entry["x-oslo"]
            item = entry["items"] if oslo.get("multi") else entry
            assert oslo["type"] == item["x-oslo"]["type"] in TYPES, (name, dest)
            assert item["type"] == JSON_TYPES.get(oslo["type"], "string"), (name, dest)
            assert not ("enum" in item and ("minimum" in item or "maximum" in item)), (name, dest)
            assert not {f for f in oslo.values() if f in (False, None, "")} - {0}, (name, dest)
            assert oslo.get("machine", "address") in MACHINE
            assert not ("machine" in oslo and "default" in entry), (name, dest)
            assert oslo.get("read_by", []) == [s for s in SERVICES if s in oslo.get("read_by", [])]
            assert oslo["source"]


@pytest.mark.parametrize("series", SERIES)
def test_nothing_of_the_machine_and_no_help_text(series: str) -> None:
    machine = re.compile(r"novalint-|novalintmark|site-packages|/lib/python|/root/|/home/|\.pyenv")
    for text in strings_in(json.loads(text_of(series))):
        assert not machine.search(text)
        assert len(re.findall(r"(?<!\S)[A-Za-z]{2,}(?!\S)", text)) <= 8


def entry(series: str, group: str, dest: str) -> dict[str, Any]:
    schema = json.loads(text_of(series))
    found = dict(groups_of(schema))[group][dest]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("group", "dest"),
    [
        ("oslo_messaging_metrics", "metrics_enabled"),
        ("privsep_osbrick", "helper_command"),
        ("manila", "endpoint_override"),
        ("neutron", "application_credential_id"),
        ("keystone_authtoken", "user_domain_name"),
        ("os_vif_ovs", "ovsdb_connection"),
        ("vif_plug_ovs_privileged", "capabilities"),
        ("oslo_versionedobjects", "fatal_exception_format_errors"),
        ("^mdev_.+$", "device_addresses"),
        ("^neutron_physnet_.+$", "numa_nodes"),
        ("neutron_tunnel", "numa_nodes"),
    ],
)
def test_knows_what_the_sample_leaves_out(group: str, dest: str) -> None:
    assert entry("2026.2", group, dest)


@pytest.mark.parametrize("series", SERIES)
def test_lists_keep_the_comma_at_their_end_until_queens(series: str) -> None:
    """Oslo.config takes it off from version 6 on, which came with rocky."""
    levels = entry(series, "DEFAULT", "default_log_levels")
    assert levels["x-oslo"].get("trailing", False) is (series in ("ocata", "pike", "queens"))


def test_facts_of_well_known_options() -> None:
    timeout = entry("2026.2", "DEFAULT", "vif_plugging_timeout")
    assert (timeout["default"], timeout["minimum"]) == (300, 0)
    assert timeout["x-oslo"]["read_by"] == ["compute"]
    assert entry("2026.2", "DEFAULT", "my_ip")["x-oslo"]["machine"] == "address"
    assert (
        entry("2026.2", "privsep_osbrick", "thread_pool_size")["x-oslo"]["machine"] == "cpu count"
    )
    assert entry("ocata", "DEFAULT", "use_neutron")["default"] is True
    with pytest.raises(KeyError):
        entry("ussuri", "DEFAULT", "use_neutron")


@pytest.mark.parametrize("series", SERIES)
def test_capabilities_are_names_that_privsep_knows_or_numbers(series: str) -> None:
    found = [
        options["capabilities"]["items"].get("pattern", "")
        for _, options in groups_of(json.loads(text_of(series)))
        if {"capabilities", "helper_command"} <= set(options)
    ]
    assert found
    for pattern in found:
        assert all(re.search(pattern, text) for text in ("CAP_SYS_ADMIN", "21", "-1", "1_0"))
        assert not any(re.search(pattern, text) for text in ("", "CAP_SYS_ADMN", "root", "1.5"))


def test_limited_resources_are_servers_parts_and_resource_classes() -> None:
    pattern = entry("2025.1", "quota", "unified_limits_resource_list")["items"]["pattern"]
    for text in ("servers", "class:VCPU", "class:CUSTOM_GOLD"):
        assert re.search(pattern, text), text
    for text in ("server", "class:VCPUS", "class:CUSTOM_gold", "VCPU", ""):
        assert not re.search(pattern, text), text


def test_a_default_that_a_virtual_environment_changes_is_not_stored() -> None:
    marked = [
        series
        for series in SERIES
        if entry(series, "privsep_osbrick", "capabilities")["x-oslo"].get("machine")
    ]
    assert marked == SERIES[SERIES.index("victoria") : SERIES.index("2025.1") + 1]


def test_sizes_of_neighbours_are_alike() -> None:
    sizes = [sum(len(o) for _, o in groups_of(json.loads(text_of(s)))) for s in SERIES]
    for before, after in pairwise(sizes):
        assert abs(after - before) < 120, "a library that could not be imported drops its options"
