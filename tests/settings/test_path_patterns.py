"""Which paths the patterns of settings stand for."""

from __future__ import annotations

from pathlib import Path

import pytest

from novalint.settings.path_patterns import PathNames

MATCHES = [
    ("nova.conf", "nova.conf"),
    ("./nova.conf", "nova.conf"),
    ("*.conf", "nova.conf"),
    ("compute/*.conf", "compute/nova.conf"),
    ("compute", "compute/nova.conf"),
    ("compute/", "compute/a/b/nova.conf"),
    ("compute/**", "compute/a/b/nova.conf"),
    ("**/nova.conf", "nova.conf"),
    ("**/nova.conf", "a/b/nova.conf"),
    ("a/**/nova.conf", "a/nova.conf"),
    ("a/**/nova.conf", "a/b/c/nova.conf"),
    ("compute-?.conf", "compute-1.conf"),
    ("compute-[12].conf", "compute-2.conf"),
    ("../shared/*.conf", "../shared/nova.conf"),
    ("a/../nova.conf", "nova.conf"),
    ("/etc/nova/*.conf", "/etc/nova/nova.conf"),
    ("/**/nova.conf", "/etc/nova/nova.conf"),
]
DIFFERS = [
    ("nova.conf", "a/nova.conf"),
    ("nova.conf", "nova.conf.bak"),
    ("*.conf", "a/nova.conf"),
    ("compute/*.conf", "compute/a/nova.conf"),
    ("compute", "compute2/nova.conf"),
    ("compute/*.conf", "Compute/nova.conf"),
    ("**/a/nova.conf", "nova.conf"),
    ("/etc/nova/*.conf", "etc/nova/nova.conf"),
    ("*/nova.conf", "/etc/nova.conf"),
]


@pytest.mark.parametrize(("pattern", "path"), MATCHES)
def test_it_stands_for(pattern: str, path: str, tmp_path: Path) -> None:
    assert PathNames.of(str(tmp_path / path), str(tmp_path)).matches(pattern)


@pytest.mark.parametrize(("pattern", "path"), DIFFERS)
def test_it_does_not_stand_for(pattern: str, path: str, tmp_path: Path) -> None:
    assert not PathNames.of(str(tmp_path / path), str(tmp_path)).matches(pattern)


@pytest.mark.parametrize("count", [30, 20_000])
def test_any_number_of_folders_any_number_of_times(count: int, tmp_path: Path) -> None:
    place = PathNames.of(str(tmp_path / ("a/" * 40 + "nova.conf")), str(tmp_path))
    assert place.matches("**/" * count + "nova.conf")
    assert not place.matches("**/a/" * count + "x")


def test_a_path_counts_from_here_a_pattern_from_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "compute").mkdir()
    monkeypatch.chdir(tmp_path / "compute")
    assert PathNames.of("nova.conf", str(tmp_path)).matches("compute/*.conf")
    assert PathNames.of("../nova.conf", str(tmp_path)).matches("nova.conf")
    assert not PathNames.of("nova.conf", str(tmp_path)).matches("nova.conf")


def test_signs_in_the_folders_of_a_path_mean_nothing(tmp_path: Path) -> None:
    odd = tmp_path / "[a]*"
    assert PathNames.of(str(odd / "nova.conf"), str(odd)).matches("*.conf")
