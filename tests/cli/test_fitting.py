"""`releases --fits`, and what `check` says where nobody names a release."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.call import write
from cli.conftest import Run
from newest import NEWEST

from novalint.cli import main
from novalint.schema.releases import releases


@pytest.fixture
def old(tmp_path: Path) -> str:
    path = tmp_path / "nova.conf"
    path.write_text("[DEFAULT]\nuse_neutron = true\n")
    return str(path)


def test_check_says_which_releases_fit_better(old: str, capfd: pytest.CaptureFixture[str]) -> None:
    main(["check", old])
    said = capfd.readouterr().err.splitlines()[-1]
    assert said == (
        f"novalint: `{old}` fits ocata to train better: [DEFAULT] use_neutron is read there and "
        f"not in {NEWEST}"
    )


@pytest.mark.parametrize("words", [["--release", NEWEST], ["--quiet"]])
def test_check_does_not_say_it_unasked(
    old: str, words: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    main(["check", old, *words])
    assert "fits" not in capfd.readouterr().err


def test_releases_are_listed_by_how_well_they_fit(
    old: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["releases", "--fits", old]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[0].split() == ["train", "train", "1", "of", "1"]
    assert lines[-1].split() == ["ussuri", "ussuri", "0", "of", "1", "[DEFAULT]", "use_neutron"]
    assert len(lines) == len(releases())


def test_configurations_of_a_file_are_told_apart(novalint: Run) -> None:
    own = "  nova_nova_conf_overrides:\n    DEFAULT:\n      firewall_driver: x\n"
    write("vars.yml", f"a:\n{own}b:\n{own}")
    said = "`vars.yml` (a.nova_nova_conf_overrides), `vars.yml` (b.nova_nova_conf_overrides) fit "
    assert said in novalint("check", "vars.yml").err
