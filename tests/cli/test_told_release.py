"""Files that name the release, for the commands that work on one file."""

from __future__ import annotations

from pathlib import Path

import pytest
from newest import NEWEST

from novalint.cli import main


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("nova.conf").write_text("[DEFAULT]\nuse_neutron = true\n")
    Path("facts.toml").write_text('release = "queens"\n')
    Path("novalint.toml").write_text('release = "train"\n')
    Path("other.toml").write_text('release = "ussuri"\n')
    return tmp_path


@pytest.mark.parametrize(
    ("words", "release"),
    [
        ([], "train"),
        (["--isolated"], NEWEST),
        (["--settings", "other.toml"], "ussuri"),
        (["--deployment", "facts.toml"], "queens"),
        (["--settings", "other.toml", "--deployment", "facts.toml"], "queens"),
        (["--deployment", "facts.toml", "--release", "rocky"], "rocky"),
    ],
)
def test_show(
    here: Path, words: list[str], release: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "nova.conf", "--format", "json", "--output", "shown.json", *words]) == 0
    assert f'"release": "{release}"' in (here / "shown.json").read_text()
    assert capfd.readouterr().out == ""


def test_set_warns_of_what_that_release_does_not_read(
    here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    words = ["set", "nova.conf", "DEFAULT.use_neutron=false"]
    main(words)
    assert "nothing in Nova" not in capfd.readouterr().err
    Path("nova.conf").write_text("[DEFAULT]\n")
    main([*words, "--isolated"])
    assert f"nothing in Nova {NEWEST} reads [DEFAULT] use_neutron" in capfd.readouterr().err
    main([*words, "--isolated", "--quiet", "--force"])
    assert capfd.readouterr().err == ""


def test_set_says_which_option_an_old_name_means(
    here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    main(["set", "nova.conf", "DEFAULT.rpc_thread_pool_size=5"])
    told = capfd.readouterr().err
    assert "`[DEFAULT] rpc_thread_pool_size` is an old name" in told
    assert "nothing in Nova" not in told
