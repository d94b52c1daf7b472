"""Releases that are older than Python 3.11: what makes it import them all the same.

Their OpenStack libraries are exactly those of their day; third-party packages, which declare no
option, are one newer set for all.
"""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

from .packages import Pins, divided, pinned, until
from .readers.source import parsed
from .releases import Release

NOVA = "nova==29.4.0"
DAY = "2024-04-05"
MORE = ("sqlalchemy<2", "pika==0.12.0", "pika-pool", "monotonic", "munch", "pyroute2")
# These install nowhere any more; Nova declares no option where it imports them.
DEAD = ("sqlalchemy-migrate", "tempita", "msgpack-python")
# Old sdists say what they need only when they are built: by tools that Python 3.11 can run.
TOOLS = [f"--exclude-newer-package={name}=2021-12-01" for name in ("setuptools", "wheel", "pbr")]


def resolve(release: Release) -> tuple[Pins, Pins]:
    """Third-party packages that Python 3.11 runs, and the OpenStack libraries of the day."""
    third_party = divided(pinned([NOVA], until(DAY)))[0] | pinned(MORE, ["--no-deps", *until(DAY)])
    # Old third-party packages neither build nor matter: a marker that never holds drops them.
    dropped = [f"{name}; python_version<'3'" for name in (*third_party, *DEAD)]
    options = [*until(release.cutoff), *TOOLS]
    others, ours = divided(pinned([release.requirement, "osprofiler"], options, dropped))
    third_party |= pinned(others, ["--no-deps", *until(DAY)])
    return third_party, ours


def rename_async(folder: Path) -> None:
    """Rename `async`, a keyword since Python 3.7, where ocata to queens use it as a name."""
    packages = ("nova", "oslo_*", "dogpile")
    for file in chain.from_iterable(folder.glob(f"lib/*/*/{name}/**/*.py") for name in packages):
        text = file.read_text("utf-8")
        if re.search(r"\basync\b", text) and not _compiles(text):
            file.unlink()  # it is a hard link into uv's cache, which must stay as it is
            file.write_text(re.sub(r"\basync\b", "async_", text), "utf-8")


def _compiles(text: str) -> bool:
    try:
        parsed(text)
    except SyntaxError:
        return False
    return True
