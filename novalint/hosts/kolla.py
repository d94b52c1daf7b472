"""What kolla-ansible says beside its overrides: the release, and which names it looks for."""

from __future__ import annotations

import os
from pathlib import PurePath

from novalint.errors import ReleaseError
from novalint.hosts.paths import kolla_layer, kolla_place, services
from novalint.nearest import is_slip, nearest
from novalint.patterns import lazy_pattern
from novalint.schema.releases import find_release

GLOBALS = "globals.yml"
_MOST = 1_000_000
"""Characters of a globals.yml that are searched."""
_RELEASE = lazy_pattern(r"^openstack_release[ \t]*:[ \t]*[\"']?([\w.]+)[\"']?[ \t]*(?:#.*)?\r?$", 8)
"""The line of a release that is written out, at the root of the YAML (8: MULTILINE)."""


def globals_of(path: str) -> str | None:
    """Return the path of the globals.yml beside the folder that a file is in; None for others.

    It need not exist.
    """
    place = kolla_place(path)
    if place is None:
        return None
    beside = str(PurePath(place.folder).parent / GLOBALS)
    return beside if os.path.isabs(path) else os.path.relpath(beside)  # noqa: PTH117


def release_beside(path: str) -> str | None:
    """Return the release that the globals.yml beside an override tells; None where none does."""
    beside = globals_of(path)
    return release_in(beside) if beside else None


def release_in(path: str) -> str | None:
    """Return the release that a globals.yml tells; None where there is none that is known.

    The line is found without reading the YAML: a template's value is none.
    """
    try:
        if not os.path.isfile(path):  # noqa: PTH113
            return None
        with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            lines = list(_RELEASE.finditer(file.read(_MOST)))
        return find_release(lines[-1][1]).series if lines else None
    except (OSError, ReleaseError):
        return None


def misspelt(path: str) -> str:
    """Return the name that an override should have which kolla-ansible never reads; or nothing."""
    place = None if kolla_layer(path) else kolla_place(path)
    parts = place.below if place else ()
    if not 2 <= len(parts) <= 3 or parts[0] != "nova" or not parts[-1].endswith(".conf"):
        return ""
    stem = parts[-1].removesuffix(".conf")
    near = nearest(stem, services(), 1)
    return f"{near[0]}.conf" if near and is_slip(stem, near[0]) else ""
