"""The package index, through uv: exact versions of what is wanted, as of a day.

Needs `uv` on the PATH; it downloads, and caches what it has.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterable

from .inside.libraries import is_openstack

PYTHON = "3.11"

Pins = dict[str, str]


def until(day: str) -> list[str]:
    """Options of uv: only what was uploaded before `day`, except Nova's own point releases."""
    return ["--exclude-newer", day, "--exclude-newer-package", "nova=2099-01-01"]


def divided(pins: Pins) -> tuple[Pins, Pins]:
    """The third-party packages and the OpenStack libraries among `pins`; Nova is neither."""
    ours = {name: version for name, version in pins.items() if is_openstack(name)}
    others = {name: pins[name] for name in pins if name not in ours and name != "nova"}
    return others, ours


def pinned(wanted: Iterable[str], options: Iterable[str], overrides: Iterable[str] = ()) -> Pins:
    """Exact versions of what is `wanted` and needed, as uv resolves them."""
    command = ["pip", "compile", "--quiet", "--no-header", "--no-annotate"]
    command += ["--python-version", PYTHON, *options]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(overrides))
        file.flush()
        output = uv(*command, "--override", file.name, "-", text="\n".join(wanted))
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", output, re.MULTILINE))


def uploaded_by(requirement: str, day: str) -> bool:
    """Whether the index had what a requirement names at the end of a day (UTC)."""
    command = ["uv", "pip", "compile", "--quiet", "--no-deps", "--python-version", PYTHON]
    command += ["--exclude-newer", day, "-"]
    return not subprocess.run(command, input=requirement, capture_output=True, text=True).returncode


def uv(*arguments: str, text: str | None = None) -> str:
    """Run uv; its standard output. Raises CalledProcessError where uv fails (it says why)."""
    done = subprocess.run(["uv", *arguments], input=text, stdout=subprocess.PIPE, text=True)
    done.check_returncode()
    return done.stdout
