"""Facts from Python, files and the command line, and what is said about wrong ones."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from novalint.deployment import Deployment, fact_names
from novalint.errors import DeploymentError, FileError
from novalint.schema.store import read_json

SCHEMA = read_json("deployment.json")
VALIDATOR = Draft202012Validator(SCHEMA)
ROLES = (
    "`compute`, `api`, `conductor`, `scheduler`, `metadata`, `novncproxy`, `serialproxy`, "
    "`spicehtml5proxy`, `all`"
)
EXAMPLE = Path(__file__).parent.parent / "examples" / "dense-compute" / "deployment.toml"

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"tennants": 3}, "there is no fact `tennants`; the nearest is `tenants`"),
    ({"Compute-Hosts": 3}, "there is no fact `Compute-Hosts`; the nearest is `compute_hosts`"),
    ({"tenants": "300"}, "`tenants` cannot be the text `300`; it must be a whole number"),
    ({"tenants": ""}, "`tenants` cannot be empty; it must be a whole number"),
    ({"tenants": 0}, "`tenants` cannot be `0`; it must be at least 1"),
    ({"tenants": 10**9 + 1}, "`tenants` cannot be `1000000001`; it must be at most 1000000000"),
    ({"tenants": True}, "`tenants` cannot be `true`; it must be a whole number"),
    ({"tenants": 2.5}, "`tenants` cannot be the number `2.5`; it must be a whole number"),
    ({"tenants": []}, "`tenants` cannot be a list; it must be a whole number"),
    ({"tenants": {}}, "`tenants` cannot be a table; it must be a whole number"),
    (
        {"tenants": "\x1b[31m" + "x" * 100},
        f"`tenants` cannot be the text `\\x1b[31m{'x' * 54}…`; it must be a whole number",
    ),
    (
        {"tenants": 10**5000},
        "a value nests too deeply or has too many digits; it must be far smaller",
    ),
    ({"instances_per_host": -1}, "`instances_per_host` cannot be `-1`; it must be at least 0"),
    ({"image_size_gb": float("nan")}, "`image_size_gb` cannot be `nan`; it must be a number"),
    ({"image_size_gb": float("inf")}, "`image_size_gb` cannot be `inf`; it must be a number"),
    ({"wsgi": 1}, "`wsgi` cannot be the number `1`; it must be true or false"),
    ({"wsgi": "yes"}, "`wsgi` cannot be the text `yes`; it must be true or false"),
    ({"disk_kind": "sdd"}, "`disk_kind` cannot be `sdd`; it must be one of `hdd`, `ssd`, `ceph`"),
    ({"disk_kind": 5}, "`disk_kind` cannot be `5`; it must be one of `hdd`, `ssd`, `ceph`"),
    (
        {"network_backend": "OVS"},
        "`network_backend` cannot be `OVS`; "
        "it must be one of `ovs`, `ovn`, `sriov`, `linuxbridge`, `vendor`",
    ),
    (
        {"profile": "dense"},
        "`profile` cannot be `dense`; "
        "it must be one of `single-node`, `small`, `large`, `dense-multi-tenant`",
    ),
    ({"role": "computer"}, "`role` cannot be `computer`; the nearest is `compute`"),
    ({"role": ["api", "Hypervisor"]}, "`role` cannot be `Hypervisor`; the nearest is `compute`"),
    (
        {"role": "compute conductor"},
        "`role` cannot be `compute conductor`; write several as a list, or with commas between them"
        " on the command line",
    ),
    ({"role": "all-in-one"}, "`role` cannot be `all-in-one`; the nearest is `all`"),
    (
        {"role": "controller"},
        "`role` cannot be `controller`; name the services that run there, such as api, conductor,"
        " scheduler and metadata",
    ),
    ({"role": ["compute", "x"]}, f"`role` cannot be `x`; it must be one of {ROLES}"),
    ({"role": 5}, "`role` cannot be the number `5`; it must be text in quotes or a list"),
    ({"role": ""}, f"`role` cannot be empty; it must be one of {ROLES}"),
    ({"release": 2025.1}, "`release` cannot be the number `2025.1`; it must be text in quotes"),
    ({"release": ""}, "`release` cannot be empty; it must be like `2025.1`"),
    ({"release": "a\nb"}, "`release` cannot be `a\\nb`; it must be like `2025.1`"),
    ({"release": "9" * 41}, f"`release` cannot be `{'9' * 41}`; it must be like `2025.1`"),
    (
        {"rabbit_version": 3.1},
        "`rabbit_version` cannot be the number `3.1`; it must be text in quotes",
    ),
    ({"rabbit_version": "latest"}, "`rabbit_version` cannot be `latest`; it must be like `3.12`"),
    ({"rabbit_version": "3.1\n"}, "`rabbit_version` cannot be `3.1\\n`; it must be like `3.12`"),
]


@pytest.mark.parametrize(("facts", "message"), WRONG)
def test_a_wrong_fact_is_named_with_what_is_accepted(facts: dict[str, Any], message: str) -> None:
    with pytest.raises(DeploymentError) as raised:
        Deployment(**facts)
    assert str(raised.value) == message


def test_without_a_near_name_all_facts_are_listed() -> None:
    with pytest.raises(DeploymentError) as raised:
        Deployment(self=3)
    names = ", ".join(f"`{name}`" for name in SCHEMA["properties"])
    assert str(raised.value) == f"there is no fact `self`; there are {names}"


def test_an_unknown_release_names_the_nearest() -> None:
    with pytest.raises(DeploymentError, match=r"^there is no release `hibisus`; .*`2026\.2`"):
        Deployment(release="hibisus")


@pytest.mark.parametrize("release", ["2026.2", "hibiscus", "34.0.0"])
def test_a_release_is_kept_as_it_was_named(release: str) -> None:
    assert Deployment(release=release).release == release


def test_attributes_and_schema_name_the_same_facts() -> None:
    assert fact_names() == tuple(SCHEMA["properties"])


def test_nothing_told() -> None:
    nothing = Deployment(tenants=None, role=None)
    assert nothing == Deployment() == Deployment.of({})
    assert not any(nothing.knows(name) for name in fact_names())
    assert nothing.plays("compute") is None
    assert nothing.roles == frozenset()
    assert repr(nothing) == "Deployment()"


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Compute", "compute"),
        ("nova_compute", "compute"),
        ("openstack-nova-conductor.service", "conductor"),
        ("nova-api-metadata", "metadata"),
        ("osapi_compute", "api"),
        ("nova_vnc_proxy", "novncproxy"),
    ],
)
def test_a_service_has_its_role_by_whatever_name(name: str, role: str) -> None:
    assert Deployment(role=name).roles == {role}
    assert Deployment(role=[name, "api"]).roles == {role, "api"}


@pytest.mark.parametrize(
    ("role", "roles", "computes"),
    [
        ("compute", {"compute"}, True),
        ("api", {"api"}, False),
        ("all", {"all"}, True),
        (["api", "compute"], {"api", "compute"}, True),
        (("conductor", "scheduler"), {"conductor", "scheduler"}, False),
        ([], set(), None),
        ((), set(), None),
    ],
)
def test_roles(role: Any, roles: set[str], computes: bool | None) -> None:
    deployment = Deployment(role=role)
    assert deployment.roles == roles
    assert deployment.plays("compute") is computes
    assert deployment.knows("role") is bool(roles)


def test_a_told_fact_stands_over_its_profile() -> None:
    dense = Deployment(profile="dense-multi-tenant", tenants=300)
    assert dense.tenants == 300
    assert dense.knows("instances_per_host")
    assert dense.own == {"profile", "tenants"}
    assert repr(dense) == "Deployment(profile='dense-multi-tenant', tenants=300)"


def test_the_dense_profile_is_dense_and_multi_tenant() -> None:
    dense = Deployment(profile="dense-multi-tenant")
    assert dense.tenants is not None
    assert dense.tenants >= 10
    assert (dense.instances_per_host or 0) >= 40 or (dense.peak_concurrent_builds or 0) >= 50


@pytest.mark.parametrize("profile", SCHEMA["properties"]["profile"]["enum"])
def test_a_profile_presets_valid_facts_and_no_node_of_its_own(profile: str) -> None:
    presets = SCHEMA["x-profiles"][profile]
    Draft202012Validator(SCHEMA).validate(presets)
    deployment = Deployment(profile=profile)
    assert {name for name in fact_names() if deployment.knows(name)} == {"profile", *presets}
    assert not presets.keys() & {"role", "release", "rabbit_version", "profile"}


def test_every_profile_can_be_chosen() -> None:
    assert list(SCHEMA["x-profiles"]) == SCHEMA["properties"]["profile"]["enum"]


def test_the_schema_serves_other_tools() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for entry in SCHEMA["properties"].values():
        assert entry["title"]
        assert entry["description"].endswith(".")
        numeric = entry.get("type") in ("integer", "number")
        assert numeric == (" Unit: " in entry["description"])
        assert not numeric or entry["minimum"] in (0, 1)


def test_told_knows_its_facts() -> None:
    with pytest.raises(DeploymentError) as raised:
        Deployment().knows("tennants")
    assert str(raised.value) == "there is no fact `tennants`; the nearest is `tenants`"


def test_it_is_immutable_and_can_be_hashed_copied_and_pickled() -> None:
    deployment = Deployment(role=["compute", "api"], tenants=300.0, profile="large")
    with pytest.raises(AttributeError):
        deployment.tenants = 5  # type: ignore[misc]
    assert type(deployment.tenants) is int
    for other in (pickle.loads(pickle.dumps(deployment)), copy.deepcopy(deployment)):
        assert other == deployment
        assert hash(other) == hash(deployment)
        assert other.own == deployment.own


def test_merged_lets_the_other_stand_over() -> None:
    merged = Deployment(tenants=5, cells=2, role="api").merged(Deployment(tenants=9))
    assert merged == Deployment(tenants=9, cells=2, role="api")


def test_merged_lets_told_facts_stand_over_the_presets_of_either() -> None:
    told = Deployment(tenants=5, compute_hosts=7)
    preset = Deployment(profile="dense-multi-tenant")
    for merged in (told.merged(preset), preset.merged(told)):
        assert (merged.tenants, merged.compute_hosts) == (5, 7)
        assert merged.instances_per_host == preset.instances_per_host


def test_merged_replaces_a_profile_with_all_its_presets() -> None:
    merged = Deployment(profile="dense-multi-tenant").merged(Deployment(profile="single-node"))
    assert merged == Deployment(profile="single-node")
    assert merged.tenants is None


def test_merged_with_nothing() -> None:
    told = Deployment(tenants=5)
    assert told.merged(Deployment()) == Deployment().merged(told) == told


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("tenants", "300", 300),
        ("tenants", " 1_000 ", 1000),
        ("image_size_gb", "1.5", 1.5),
        ("host_ram_gb", "768", 768),
        ("wsgi", "Yes", True),
        ("wsgi", "false", False),
        ("release", "2025.1", "2025.1"),
        ("rabbit_version", "3.10", "3.10"),
        ("role", "compute", "compute"),
        ("role", "compute, api", ("compute", "api")),
        ("profile", "small", "small"),
    ],
)
def test_texts_take_the_type_of_their_fact(name: str, text: str, value: object) -> None:
    got = getattr(Deployment.from_texts({name: text}), name)
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("tennants", "300", "there is no fact `tennants`; the nearest is `tenants`"),
        ("tenants", "many", "`tenants` cannot be the text `many`; it must be a whole number"),
        ("tenants", "", "`tenants` cannot be empty; it must be a whole number"),
        ("tenants", "0", "`tenants` cannot be `0`; it must be at least 1"),
        (
            "tenants",
            "9" * 5000,
            f"`tenants` cannot be the text `{'9' * 59}…`; it must be a whole number",
        ),
        ("wsgi", "maybe", "`wsgi` cannot be the text `maybe`; it must be true or false"),
        ("image_size_gb", "1e400", "`image_size_gb` cannot be `inf`; it must be a number"),
        ("host_ram_gb", "²", "`host_ram_gb` cannot be the text `²`; it must be a number"),
        ("role", "api,", f"`role` cannot be empty; it must be one of {ROLES}"),
    ],
)
def test_texts_that_do_not_fit(name: str, text: str, message: str) -> None:
    with pytest.raises(DeploymentError) as raised:
        Deployment.from_texts({name: text})
    assert str(raised.value) == message


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.toml", "tenants = 3\n"),
        ("a.TOML", "\ufefftenants = 3\r\n"),
        ("a.json", '{"tenants": 3}'),
        ("facts", '\ufeff{"tenants": 3}'),
    ],
)
def test_files(tmp_path: Path, name: str, content: str) -> None:
    assert Deployment.read(written(tmp_path, name, content)) == Deployment(tenants=3)


def test_an_empty_file_tells_nothing(tmp_path: Path) -> None:
    assert Deployment.read(written(tmp_path, "a.toml", "")) == Deployment()


def test_the_example_is_read_whole() -> None:
    example = Deployment.read(EXAMPLE)
    assert (example.tenants, example.disk_kind, example.host_ram_gb) == (300, "ceph", 768)
    assert example.plays("compute") is True
    assert len(example.own) == 15


TOO_DEEP = "a value nests too deeply or has too many digits; it must be far smaller"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "a.toml",
            "tenants 300",
            " is not valid TOML: expected '=' after a key in a key/value pair "
            "(at line 1, column 9)",
        ),
        ("a.toml", "a = " + "[" * 100_000, " is not valid TOML: it nests too deeply"),
        ("a.toml", "tenants = " + "9" * 9000, " is not valid TOML: a number has too many digits"),
        ("a.toml", b"tenants = 1\nrole = '\xff'", " is not UTF-8 at line 2; save it as UTF-8"),
        ("a.toml", "tennants = 3", ": there is no fact `tennants`; the nearest is `tenants`"),
        (
            "a.toml",
            "tenants = 2024-01-01",
            ": `tenants` cannot be `2024-01-01`; it must be a whole number",
        ),
        ("a.toml", "tenants = 0x" + "f" * 9000, f": {TOO_DEEP}"),
        ("a.json", "", " is not valid JSON: expecting value: line 1 column 1 (char 0)"),
        ("a.json", "[" * 100_000, " is not valid JSON: it nests too deeply"),
        ("a.json", "[1]", " contains a list; it must contain a table of names and values"),
        ("a.json", "null", " contains `null`; it must contain a table of names and values"),
        (
            "a.json",
            '{"cells": 1, "cells": 2}',
            " is not valid JSON: `cells` is given twice; remove one",
        ),
        (
            "a.json",
            '{"tenants": null}',
            ": `tenants` cannot be `null`; it must be a whole number",
        ),
    ],
    ids=lambda value: str(value)[:20],
)
def test_wrong_files(tmp_path: Path, name: str, content: str | bytes, message: str) -> None:
    path = written(tmp_path, name, content)
    with pytest.raises(DeploymentError) as raised:
        Deployment.read(path)
    assert str(raised.value) == f"`{path}`{message}"


@pytest.mark.parametrize("name", ["nope.toml", ".", "a\0b"])
def test_unreadable_files(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError, match=r"^cannot read "):
        Deployment.read(f"{tmp_path}/{name}")


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(sorted(SCHEMA["properties"])) | st.text(), VALUES))
def test_any_facts_are_taken_or_refused_in_one_line(facts: dict[str, Any]) -> None:
    try:
        deployment = Deployment.of(facts)
    except DeploymentError as error:
        assert "\n" not in str(error)
    else:
        VALIDATOR.validate(facts)
        assert deployment.own == {name for name, value in facts.items() if value != []}


@given(st.dictionaries(st.sampled_from(sorted(SCHEMA["properties"])), st.text(), max_size=3))
def test_any_texts_are_taken_or_refused_in_one_line(texts: dict[str, str]) -> None:
    try:
        Deployment.from_texts(texts)
    except DeploymentError as error:
        assert "\n" not in str(error)


def test_jsonschema_is_loaded_only_when_a_fact_may_be_wrong() -> None:
    code = (
        "import sys; from novalint import Deployment, DeploymentError; "
        "Deployment(tenants=3, role=['api'], profile='large', wsgi=True)\n"
        "assert 'jsonschema' not in sys.modules\n"
        "try: Deployment(tenants=0)\n"
        "except DeploymentError: assert 'jsonschema' in sys.modules"
    )
    root = Path(__file__).parent.parent
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True)


def test_json_and_toml_give_the_same(tmp_path: Path) -> None:
    facts = {"tenants": 3, "wsgi": True, "role": ["api"], "image_size_gb": 0.5}
    toml = 'tenants = 3\nwsgi = true\nrole = ["api"]\nimage_size_gb = 0.5\n'
    from_json = Deployment.read(written(tmp_path, "a.json", json.dumps(facts)))
    assert from_json == Deployment.read(written(tmp_path, "a.toml", toml)) == Deployment.of(facts)
