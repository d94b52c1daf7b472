"""One virtual environment a release: Nova, the OpenStack libraries of its day, what they import.

The package index keeps upload times, so what belonged to a release can still be found.
"""

from __future__ import annotations

import re
import subprocess
import tarfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from . import legacy
from .packages import PYTHON, Pins, divided, pinned, until, uv
from .releases import Release

NAMESPACES = "namespaces.txt"
# Optional libraries whose absence would silently drop options (groups of os_vif, [profiler]).
OPTIONAL = ("osprofiler", "pyroute2")
TOOLS = ("pip", "setuptools<60", "wheel", "pbr")


class Environment(NamedTuple):
    """The interpreter of one release, and the option sources that the release's sample names."""

    python: Path
    namespaces: list[str]


def made(folder: Path) -> Environment | None:
    """The environment that an earlier run kept in `folder`."""
    if not (folder / NAMESPACES).exists():
        return None
    return Environment(folder / "bin/python", (folder / NAMESPACES).read_text("utf-8").split())


def build(release: Release, libraries: Pins | None, folder: Path) -> Environment:
    """Make the environment of `release` in `folder`.

    `libraries` are the exact OpenStack libraries (as recorded in a schema file); None finds them:
    the newest of the day of release, raised to the newest patch of the same minor version.
    """
    third_party, openstack = legacy.resolve(release) if release.is_legacy else resolve(release)
    packages = third_party | openstack | (libraries or raised(openstack))
    packages["nova"] = release.nova
    python = folder / "bin" / "python"
    uv("venv", "--clear", "--python", PYTHON, str(folder))
    _install(python, [f"{name}=={version}" for name, version in packages.items()], "--no-deps")
    _install(python, TOOLS)
    if release.is_legacy:
        legacy.rename_async(folder)
    namespaces = sample_namespaces(release, python, folder)
    (folder / NAMESPACES).write_text("\n".join(namespaces), "utf-8")
    return Environment(python, namespaces)


def resolve(release: Release) -> tuple[Pins, Pins]:
    """Third-party packages and OpenStack libraries that `release` needed on its day."""
    return divided(pinned([release.requirement, *OPTIONAL], until(release.cutoff)))


def raised(openstack: Pins) -> Pins:
    """Each OpenStack library at the newest patch of the same minor version (its stable updates)."""
    ours = {n: v for n, v in openstack.items() if n != "dogpile-cache"}
    wanted = [f"{n}>={v},=={'.'.join(v.split('.')[:2])}.*" for n, v in ours.items()]
    return openstack | pinned(wanted, ["--no-deps"])


def sample_namespaces(release: Release, python: Path, folder: Path) -> list[str]:
    """The option sources that the release's own sample is made of; only the sdist names them."""
    command = [str(python), "-m", "pip", "download", "-q", "--no-binary", ":all:", "--no-deps"]
    command += ["--no-build-isolation", "--ignore-requires-python"]
    command += ["-d", str(folder), f"nova=={release.nova}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(next(folder.glob("nova-*.tar.gz"))) as archive:
        member = next(n for n in archive.getnames() if n.endswith("/nova-config-generator.conf"))
        file = archive.extractfile(member)
        text = file.read().decode() if file else ""
    return re.findall(r"^namespace *= *(\S+)", text, re.MULTILINE)


def _install(python: Path, packages: Iterable[str], *options: str) -> None:
    uv("pip", "install", "--quiet", "--python", str(python), *options, *packages)
