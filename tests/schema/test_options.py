"""What a release understands: current names, old names, groups named by another option."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
from oslo_model import entry, multi, schema

from novalint.schema.options import LostOption, Option, load_schema
from novalint.schema.releases import releases

KNOWN = schema(
    {
        ("DEFAULT", "host"): entry(),
        ("DEFAULT", "moved_in"): entry(x={"deprecated_names": [["vnc", "was_here"]]}),
        ("vnc", "host"): entry(
            "Integer",
            x={"deprecated_names": [["DEFAULT", "vnc_host"], ["Old", "a-b"], ["Old", "a_b"]]},
        ),
        ("pci", "alias"): multi(
            entry(), writeOnly=True, x={"deprecated_names": [["DEFAULT", "vnc_host"]]}
        ),
        ("pci", "path"): entry(x={"name": "pa-th", "deprecated_names": [["pci", "dir"]]}),
        ("pci", "gone"): entry(deprecated=True, x={"machine": "host name"}),
    },
    {
        "^mdev_.+$": {
            "properties": {"size": entry(x={"deprecated_names": [["vgpu_*", "size"]]})},
        }
    },
)


def test_a_known_option() -> None:
    option = KNOWN.option("vnc", "host")
    assert option is not None
    assert (option.group, option.name, option.entry["type"]) == ("vnc", "host", ["integer", "null"])
    assert not (option.multi or option.secret or option.deprecated or option.machine)
    assert option.old_names == (("DEFAULT", "vnc_host"), ("Old", "a-b"), ("Old", "a_b"))


def test_the_facts_of_an_option() -> None:
    alias, gone = KNOWN.option("pci", "alias"), KNOWN.option("pci", "gone")
    assert alias is not None
    assert gone is not None
    assert (alias.multi, alias.secret, alias.deprecated, alias.machine) == (True, True, False, None)
    assert (gone.multi, gone.secret, gone.deprecated, gone.machine) == (
        False,
        False,
        True,
        "host name",
    )


@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("DEFAULT", "none"),
        ("DEFAULT", "vnc_host"),
        ("default", "host"),
        ("VNC", "host"),
        ("vnc", "Host"),
        ("pci", "pa-th"),
        ("none", "host"),
        ("mdev_", "size"),
        ("x_mdev_a", "size"),
        ("mdev_a", "none"),
        ("", ""),
        ("DEFAULT", "type"),
    ],
)
def test_an_unknown_option(group: str, name: str) -> None:
    assert KNOWN.option(group, name) is None
    assert KNOWN.referred(group, name) is None or name == "vnc_host"


def test_old_names_lead_to_every_option_that_is_read_from_them() -> None:
    assert [(one.group, one.name) for one in KNOWN.renamed("DEFAULT", "vnc_host")] == [
        ("vnc", "host"),
        ("pci", "alias"),
    ]
    assert [one.group for one in KNOWN.renamed("old", "a-b")] == ["vnc"]
    assert [one.group for one in KNOWN.renamed("old", "a_b")] == ["vnc"]
    assert KNOWN.renamed("Old", "a_b") == ()  # groups are asked for as oslo.config normalizes them
    assert KNOWN.renamed("DEFAULT", "host") == ()


def test_a_reference_by_an_old_name() -> None:
    assert KNOWN.referred("vnc", "host") == KNOWN.option("vnc", "host")
    last = KNOWN.referred("DEFAULT", "vnc_host")  # of two options the one declared last
    assert last is not None
    assert (last.group, last.name, last.secret) == ("DEFAULT", "alias", True)
    assert KNOWN.referred("Old", "a_b") is None  # no such group is declared
    with pytest.raises(LostOption):
        KNOWN.referred("pci", "dir")  # oslo.config looks for `pa-th`, and keeps options as `path`
    with pytest.raises(LostOption):
        KNOWN.referred("vnc", "was_here")  # it looks for `moved_in` in vnc


def test_groups_named_by_another_option() -> None:
    option = KNOWN.option("mdev_nvidia_35-x", "size")
    assert option is not None
    assert option.group == "mdev_nvidia_35-x"
    assert option.old_names == (("vgpu_nvidia_35-x", "size"),)
    assert KNOWN.options("mdev_a") == {"size": option.entry}
    assert KNOWN.options("mdev_") is None
    assert "mdev_a" not in KNOWN.groups


def test_groups_and_options_in_order() -> None:
    assert KNOWN.groups == ("DEFAULT", "vnc", "pci")
    assert KNOWN.groups_with("host") == ("DEFAULT", "vnc")
    assert KNOWN.groups_with("none") == ()
    assert [(one.group, one.name) for one in KNOWN][:3] == [
        ("DEFAULT", "host"),
        ("DEFAULT", "moved_in"),
        ("vnc", "host"),
    ]
    assert KNOWN.options("none") is None
    assert len({KNOWN, KNOWN}) == 1


@pytest.mark.parametrize("release", releases(), ids=str)
def test_every_release_is_asked_alike(release: object) -> None:
    known = load_schema(release)  # type: ignore[arg-type]
    assert known.groups[0] == "DEFAULT"
    assert list(known.groups[1:]) == sorted(known.groups[1:])
    fatal = known.option("DEFAULT", "vif_plugging_is_fatal")
    assert fatal is not None
    assert (fatal.entry["type"], fatal.entry["default"]) == ("boolean", True)
    for option in known:
        assert option == known.option(option.group, option.name)
        assert option.group in known.groups_with(option.name)
        assert option.group == "DEFAULT" or option.group == option.group.lower()
        for group, name in option.old_names:
            normalized = group if group == "DEFAULT" else group.lower()
            assert option in known.renamed(normalized, name)


def test_old_names_of_real_releases() -> None:
    known = load_schema(releases()[-1])
    found = known.renamed("DEFAULT", "pci_passthrough_whitelist")
    assert [(one.group, one.name) for one in found] == [("pci", "device_spec")]
    whole = Path(__file__).parents[2] / "schemas" / "nova" / f"{releases()[-1].series}.json"
    document = json.loads(whole.read_text())
    assert dict(known.options("pci") or {}) == document["properties"]["pci"]["properties"]
    assert isinstance(found[0], Option)


def test_a_schema_that_is_not_shipped_survives_a_pickle() -> None:
    own = schema({("DEFAULT", "x"): entry()})
    copy = pickle.loads(pickle.dumps(own))
    assert (copy.release, [one.name for one in copy]) == (own.release, ["x"])
