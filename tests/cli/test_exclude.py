"""`exclude` of settings, and files of a directory that cannot be read."""

from __future__ import annotations

import pytest
from cli.call import UNKNOWN, write
from cli.conftest import Run

VALUES = "conf:\n  nova:\n    DEFAULT:\n      nonsense: 1\n"


@pytest.fixture(autouse=True)
def _files(novalint: Run) -> None:
    del novalint  # which changes to a folder of its own
    write("nova.conf", UNKNOWN)
    write("docs/sample/nova.conf", UNKNOWN)


def found_in(novalint: Run, *arguments: str) -> set[str]:
    ran = novalint("check", *arguments, "--select", "unknown-option", "--format", "json")
    return {finding["path"] for finding in ran.json["diagnostics"]}


@pytest.mark.parametrize("pattern", ["docs", "docs/**", "docs/*/nova.conf", "**/sample"])
def test_a_search_leaves_out_what_settings_exclude(novalint: Run, pattern: str) -> None:
    write("novalint.toml", f'exclude = ["{pattern}"]\n')
    assert found_in(novalint, ".") == {"nova.conf"}
    assert found_in(novalint, "docs/sample/nova.conf") == {"docs/sample/nova.conf"}
    assert "docs" not in novalint("settings", "--files").out


def test_a_pattern_counts_from_the_settings_of_the_file(novalint: Run) -> None:
    write("docs/novalint.toml", 'exclude = ["nova.conf"]\n')
    assert found_in(novalint, ".") == {"nova.conf", "docs/sample/nova.conf"}
    write("docs/novalint.toml", 'exclude = ["sample"]\n')
    assert found_in(novalint, ".") == {"nova.conf"}


def test_nothing_may_be_left(novalint: Run) -> None:
    write("novalint.toml", 'exclude = ["*"]\n')
    ran = novalint("check", ".")
    assert ran.status == 2
    assert "no file in the directory `.`" in ran.err


@pytest.mark.parametrize("broken", ["\tlibvirt: {}\n", "  bad: [1,\n"])
def test_yaml_that_cannot_be_read_is_told_of_where_nobody_named_it(
    novalint: Run, broken: str
) -> None:
    write("helm/values.yaml", VALUES + broken)
    for command in (["check"], ["baseline"], ["fix", "--diff"]):
        ran = novalint(*command, ".")
        assert ran.status == 2
        assert "`helm/values.yaml` is not valid YAML, line" in ran.err
    write("novalint.toml", 'exclude = ["helm"]\n')
    assert novalint("baseline", ".").status == 0


def test_wrong_settings_stop_their_own_files_only(novalint: Run) -> None:
    write("docs/novalint.toml", "exclude = 1\n")
    ran = novalint("check", ".", "--select", "unknown-option", "--format", "json")
    assert ran.status == 2
    assert {one["path"] for one in ran.json["diagnostics"]} == {"nova.conf"}
    assert "docs/novalint.toml" in ran.err
