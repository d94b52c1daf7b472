"""What kolla-ansible says beside its overrides: the release, and which names it looks for."""

from __future__ import annotations

import os
from pathlib import PurePath

from novalint.errors import ReleaseError
from novalint.hosts.paths import CELL, CONTROL, kolla_layer, kolla_place
from novalint.nearest import is_slip, nearest
from novalint.patterns import lazy_pattern
from novalint.schema.releases import find_release

GLOBALS = "globals.yml"
_MOST = 1_000_000
"""Characters of a globals.yml that are searched."""
_RELEASE = lazy_pattern(r"^openstack_release[ \t]*:[ \t]*[\"']?([\w.]+)[\"']?[ \t]*(?:#.*)?\r?$", 8)
"""The line of a release that is written out, at the root of the YAML (8: MULTILINE)."""
_NODE_CUSTOM = lazy_pattern(r"^node_custom_config[ \t]*:[ \t]*[\"']?([^\"'#\s]+)", 8)
_OF_KOLLA = lazy_pattern(
    r"^#?(?:kolla_\w+|openstack_release|network_interface|neutron_external_interface|enable_\w+)"
    r"[ \t]*:",
    8,
)
"""A key that kolla-ansible's globals.yml has, be it as a comment only."""
_NUMBERED = lazy_pattern(r"nova-compute-ironic-\d+", 0)
"""One of several nova-compute for Ironic on one host, which has a file of its own."""
_INSTEAD = {
    "nova-libvirt": "nova-compute",
    "nova-cpu": "nova-compute",
    "nova-api-metadata": "nova-metadata",
    "nova-api-bootstrap": "nova-api",
    "nova-cell-bootstrap": "nova-conductor",
}
"""Containers and files of other tools of which kolla-ansible reads no override, and what it reads
for them."""


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


def misplaced(path: str) -> str:
    """Return what to do with a file of overrides that kolla-ansible never reads; else nothing.

    That is one with the name of a program, or of nearly one, where no task looks for it. What other
    files are there for, nobody knows here.
    """
    place = None if kolla_layer(path) else kolla_place(path)
    if place is None or not _is_kollas(place.folder):
        return ""
    folder = PurePath(place.folder).name
    names = (f"`{folder}/{name}`" for name in _right(place.below))
    return f"move it to {' or '.join(names)}" if place.below and _right(place.below) else ""


def _right(below: tuple[str, ...]) -> tuple[str, ...]:
    """Return where a file of overrides should be, below their folder; nothing where none is meant.

    The roles nova and nova-cell say which are read (tasks/config.yml and config_bootstrap.yml).
    """
    match below:
        case ("nova", "nova.conf"):
            return ("nova.conf",)
        case (name,) if program := _program(name):
            return (f"nova/{program}.conf",)
        case ("nova", name) if (program := _program(name)) and name != f"{program}.conf":
            return (f"nova/{program}.conf",)
        case ("nova", host, name) if program := _program(name):
            of_host = f"nova/{host}/{program if program in CELL else 'nova'}.conf"
            return (of_host,) if program in CELL else (of_host, f"nova/{program}.conf")
    return ()


def _program(name: str) -> str:
    """Return the program that a file is meant for; empty where it is for something else."""
    stem, _, ending = name.rpartition(".")
    if ending != "conf" or _NUMBERED.fullmatch(stem):
        return ""
    known = (*CELL, *CONTROL)
    if stem in known or stem in _INSTEAD:
        return _INSTEAD.get(stem, stem)
    near = nearest(stem, known, 1) if stem.lower().startswith("nova") else []
    return near[0] if near and is_slip(stem, near[0]) else ""


def _is_kollas(folder: str) -> bool:
    """Whether a folder is where kolla-ansible looks for overrides, so far as can be seen.

    A folder of that name may be beside a globals.yml of something else, and globals.yml may name
    another one.
    """
    try:
        with open(PurePath(folder).parent / GLOBALS, encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            text = file.read(_MOST)
    except OSError:
        return "kolla" in PurePath(folder).parts
    named = _NODE_CUSTOM.findall(text)
    if named:
        return PurePath(named[-1].rstrip("/")).name == PurePath(folder).name
    return "kolla" in PurePath(folder).parts or _OF_KOLLA.search(text) is not None
