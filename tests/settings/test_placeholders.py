"""One table of the settings stands for many nodes."""

from __future__ import annotations

from pathlib import Path

import pytest

from novalint.errors import SettingsError
from novalint.settings import Settings
from novalint.settings.placeholders import laid_out


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(*paths: str) -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text("[DEFAULT]\n")


def names(**configurations: list[str]) -> dict[str, tuple[str, ...]]:
    """Give the paths of each configuration that tables stand for."""
    tables = {name: {"paths": paths} for name, paths in configurations.items()}
    settings = laid_out(Settings.of({"configurations": tables}))
    return {name: override.paths for name, override in settings.configurations.items()}


def test_a_folder_for_each_node_in_the_order_of_people() -> None:
    files("f/cmp10/nova.conf", "f/cmp2/nova.conf", "f/ctl1/nova.conf", "f/other/cinder.conf")
    assert names(**{"{node}": ["f/{node}/nova.conf"]}) == {
        "cmp2": ("f/cmp2/nova.conf",),
        "cmp10": ("f/cmp10/nova.conf",),
        "ctl1": ("f/ctl1/nova.conf",),
    }


def test_a_placeholder_may_be_a_part_of_a_name_and_stand_several_times() -> None:
    files("a/host-x.conf", "b/x.d/1.conf", "a/host-y.conf", "a/hostz.conf")
    found = names(**{"n-{node}": ["a/host-{node}.conf", "b/{node}.d?"]})
    assert found == {"n-x": ("a/host-x.conf", "b/x.d"), "n-y": ("a/host-y.conf",)}


def test_the_same_placeholder_twice_in_a_path_means_the_same() -> None:
    files("a/x/x.conf", "a/x/y.conf")
    assert names(**{"{node}": ["a/{node}/{node}.conf"]}) == {"x": ("a/x/x.conf",)}


def test_node_and_service() -> None:
    files("k/n1/nova-api/nova.conf", "k/n1/nova-compute/nova.conf", "k/n2/nova-compute/nova.conf")
    table = {"configurations": {"{node}/{service}": {"paths": ["k/{node}/{service}/nova.conf"]}}}
    settings = laid_out(Settings.of(table))
    told = [
        (name, one.node, one.service, one.template) for name, one in settings.configurations.items()
    ]
    assert told == [
        ("n1/nova-api", "n1", "nova-api", "{node}/{service}"),
        ("n1/nova-compute", "n1", "nova-compute", "{node}/{service}"),
        ("n2/nova-compute", "n2", "nova-compute", "{node}/{service}"),
    ]


def test_a_name_without_a_placeholder_is_told_apart() -> None:
    files("a/x.conf", "a/y.conf")
    assert list(names(computes=["a/{node}.conf"])) == ["computes/x", "computes/y"]
    files("k/n/nova-api", "k/n/nova-compute")
    assert list(names(**{"{node}": ["k/{node}/{service}"]})) == ["n/nova-api", "n/nova-compute"]


def test_signs_of_patterns_in_a_path_are_plain_characters() -> None:
    files("a[1]*/x.conf", "a1/y.conf")
    assert list(names(**{"{node}": ["a[1]*/{node}.conf"]})) == ["x"]


def test_paths_that_may_be_missing_need_no_placeholder() -> None:
    files("a.conf")
    assert names(one=["a.conf", "b.conf?"]) == {"one": ("a.conf",)}


def test_a_table_of_that_very_name_stands_instead() -> None:
    files("a/x.conf", "a/y.conf", "b/x.conf")
    for tables in ({"{node}": ["a/{node}.conf"], "x": ["b/x.conf"]},
                   {"x": ["b/x.conf"], "{node}": ["a/{node}.conf"]}):  # fmt: skip
        assert names(**tables)["x"] == ("b/x.conf",)
        assert names(**tables)["y"] == ("a/y.conf",)


def test_a_companion_is_no_node() -> None:
    files("cmp1.conf", "neutron.conf")
    table = {
        "configurations": {"{node}": {"paths": ["{node}.conf"]}},
        "companions": {"neutron": "neutron.conf"},
    }
    assert list(laid_out(Settings.of(table)).configurations) == ["cmp1"]


def test_two_tables_for_one_name_are_refused() -> None:
    files("a/x.conf", "b/x.conf")
    with pytest.raises(SettingsError, match="both mean `x`"):
        names(**{"{node}": ["a/{node}.conf"], "{service}": ["b/{service}.conf"]})


def test_nothing_there_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"`a/\{node\}\.conf` does not exist"):
        names(**{"{node}": ["a/{node}.conf"]})


@pytest.mark.parametrize("paths", [["a.conf"], ["a/{node}.conf?"], ["a/{service}.conf"]])
def test_what_a_placeholder_stands_for_must_follow_from_a_path(paths: list[str]) -> None:
    with pytest.raises(SettingsError, match=r"needs a path with \{node\}"):
        names(**{"{node}": paths})


def test_a_misspelt_placeholder_is_no_file() -> None:
    files("cmp1.conf")
    with pytest.raises(SettingsError, match=r"`\{nod\}`, which is no placeholder; there are"):
        names(**{"{node}": ["{node}.conf", "fleet/{nod}.conf"]})
    files("fleet/{nod}.conf")
    assert [*names(**{"{node}": ["{node}.conf", "fleet/{nod}.conf"]})] == ["cmp1"]
