"""Environments with real releases of Nova, built once and kept.

NOVALINT_LIVE names the folder that they are kept in, one folder a major version. Each holds Nova at
the point release that its schema describes, the OpenStack libraries that the schema records, and
what else the package index had on the day of release. Building one needs `uv`, network, the Python
of its time, and for some releases a compiler.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from novalint.schema.releases import Release, releases

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"
PYTHONS = {15: "3.6", 19: "3.7", 21: "3.8", 24: "3.9", 27: "3.10", 29: "3.11", 32: "3.12"}
"""The Python of releases, by the first of them that it is taken for."""
DONE = "packages.txt"
BUILDERS = ("setuptools", "wheel", "pbr")
BUILDERS_DAY = "2021-08-01"
"""Old packages translate themselves to Python 3 while they are built; later tools refuse that."""
OTHERS_DAY = "2020-01-01"
"""Third-party packages of before this day do not build with those tools; later ones will do."""
BESIDES = ("fixtures", "mock", "oslo.vmware", "zVMCloudConnector")
"""What libvirt's double and the drivers of VMware and z/VM need; Nova itself does not."""
EXTRAS = {"oslo.service": ("threading", 32)}
"""What an override has to say again, which replaces the whole requirement, and from which release.

Nova 34.0.0 asks for `oslo.service[threading]`; without it no service starts.
"""
LOOSE = ("cursive",)
"""Libraries whose stable update asks for a Python that their release never ran with."""


class UnavailableError(Exception):
    """An environment cannot be had here; its text says why."""


@dataclass(frozen=True)
class Environment:
    """One release of Nova with its programs; `folder` is its virtual environment."""

    release: Release
    folder: Path

    @property
    def major(self) -> int:
        return self.release.major

    def program(self, name: str) -> Path:
        return self.folder / "bin" / name


@cache
def environment(major: int) -> Environment:
    """Give the environment of a release, built where there is none yet.

    Raises UnavailableError, with the reason.
    """
    release = next(release for release in releases() if release.major == major)
    folder = kept() / str(major)
    if not (folder / DONE).exists():
        _build(release, folder)
    return Environment(release, folder)


def kept() -> Path:
    """Give the folder that environments are kept in."""
    folder = os.environ.get("NOVALINT_LIVE")
    if not folder:
        raise UnavailableError("NOVALINT_LIVE names no folder for environments of Nova")
    return Path(folder).resolve()


def python_for(major: int) -> str:
    """Give the version of Python that a release is run with."""
    return PYTHONS[max(first for first in PYTHONS if first <= major)]


def _build(release: Release, folder: Path) -> None:
    if shutil.which("uv") is None:
        raise UnavailableError("uv is not installed, which builds environments of Nova")
    folder.parent.mkdir(parents=True, exist_ok=True)
    python = _interpreter(python_for(release.major))
    options = _uploaded(release)
    exact = folder.with_suffix(".libraries")
    exact.write_text("\n".join(_pinned(release)))
    wanted = ["--no-header", "--no-annotate", "--python", python, "--override", str(exact)]
    names = [f"nova=={release.nova}", *BESIDES]
    packages = _uv("pip", "compile", *wanted, *options, "-", text="\n".join(names))
    listed = folder.with_suffix(".txt")
    listed.write_text(packages)
    _uv("venv", "--clear", "--python", python, str(folder))
    inside = ["--python", str(folder / "bin/python"), "--no-deps", "-r", str(listed)]
    _uv("pip", "install", *inside, *options)
    (folder / DONE).write_text(packages)


def _interpreter(version: str) -> str:
    """Find an interpreter: what PATH has, else what pyenv has, else what uv finds."""
    pyenv = sorted(Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser().glob("versions/*"))
    found = [path / "bin/python" for path in pyenv if path.name.startswith(f"{version}.")]
    return str(found[-1]) if found else shutil.which(f"python{version}") or version


def _pinned(release: Release) -> Iterator[str]:
    """Yield the requirement of each library that the schema of a release records."""
    for name, at in _libraries(release).items():
        extra, first = EXTRAS.get(name, ("", 0))
        yield f"{name}[{extra}]=={at}" if extra and release.major >= first else f"{name}=={at}"


def _libraries(release: Release) -> dict[str, str]:
    schema = json.loads((SCHEMAS / "nova" / f"{release.series}.json").read_text("utf-8"))
    libraries: dict[str, str] = schema["x-oslo"]["libraries"]
    return {name: at for name, at in libraries.items() if name not in LOOSE}


def _uploaded(release: Release) -> list[str]:
    """Give uv's options for what the index had on the day of release, and for stable updates."""
    days = dict.fromkeys(("nova", *_libraries(release)), "2099-01-01")
    if release.major < 27:
        days |= dict.fromkeys(BUILDERS, BUILDERS_DAY) | {"iso8601": release.day}
        days |= {"pbr": release.day} if release.major > 23 else {}
    day = max(date.fromisoformat(release.day) + timedelta(days=2), date.fromisoformat(OTHERS_DAY))
    each = [f"--exclude-newer-package={name}={until}" for name, until in days.items()]
    return [f"--exclude-newer={day}", *each]


def _uv(*arguments: str, text: str = "") -> str:
    done = subprocess.run(
        ["uv", "--quiet", *arguments], input=text, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise UnavailableError(f"uv {' '.join(arguments[:2])}: {done.stderr.strip()[-600:]}")
    return done.stdout
