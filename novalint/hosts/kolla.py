"""What kolla-ansible says beside its overrides: the release, and which names it looks for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from novalint.errors import ReleaseError
from novalint.hosts.paths import CELL, CONTROL, NUMBERED, KollaPlace, kolla_place, uncounted
from novalint.nearest import is_slip, nearest
from novalint.patterns import lazy_pattern
from novalint.schema.releases import find_release
from novalint.text.source_map import Misplaced

GLOBALS = "globals.yml"
_MOST = 1_000_000
"""Characters of a globals.yml that are searched."""
_RELEASE = lazy_pattern(
    r"^openstack_release[ \t]*:(?:[ \t]*[&!][^\s]*)*[ \t]*(?:[>|][-+0-9]*[ \t]*)?"
    r"(?:(?:#[^\r\n]*)?\r?\n[ \t]+)?(?:\"([^\"\r\n]*)\"|'([^'\r\n]*)'|([^\"'#\s][^#\r\n]*))",
    8,
)
"""The line of the release, at the root of the YAML, and its value (8: MULTILINE).

That may have an anchor or a tag in front, and stand in the next line.
"""
_NULLS = ("null", "Null", "NULL", "~")
_OF_TAG = lazy_pattern(
    r"\A(?!\d{1,2}(?!\d))((?:(?:stable|unmaintained)/)?[a-z0-9.]+)(?:[-_+].*)?\Z", 2
)
"""The name of the release in the tag of an image, such as `2024.1-ubuntu-jammy` (2: IGNORECASE).

The versions with which a tag begins, such as 18.1.0, are kolla's own and not Nova's.
"""
_NODE_CUSTOM = lazy_pattern(r"^node_custom_config[ \t]*:[ \t]*[\"']?([^\"'#\s]+)", 8)
_OF_KOLLA = lazy_pattern(
    r"^#?(?:kolla_\w+|openstack_release|network_interface|neutron_external_interface|enable_\w+)"
    r"[ \t]*:",
    8,
)
"""A key that kolla-ansible's globals.yml has, be it as a comment only."""
OF_HOST = 28
"""The version of Nova (2023.2) with which kolla-ansible begins to read `nova/HOST/SERVICE.conf`."""
OF_METADATA = 31
"""That (2025.1) with which nova-metadata is a service of its own; before, nova-api is it too."""
OF_NUMBERED = 33
"""That (2026.1) with which one of several nova-compute for Ironic has files of its own."""
LATER = 1000
"""A version of Nova after all others."""
_CHANGES = (OF_HOST, OF_METADATA, OF_NUMBERED)
_LIBVIRTD = "nova-libvirt.conf"
"""A file with the name of libvirtd's container, for settings of Nova's or of libvirtd's."""
_INSTEAD = {
    "nova-libvirt": "nova-compute",
    "nova-cpu": "nova-compute",
    "nova-api-metadata": "nova-metadata",
    "nova-api-bootstrap": "nova-api",
    "nova-cell-bootstrap": "nova-conductor",
}
"""Containers and files of other tools of which kolla-ansible reads no override, and what it reads
for them."""

_GONE = {
    "nova-consoleauth": (20, "remove it, as there is no longer a nova-consoleauth"),
    "placement-api": (19, "move it to `{0}/placement/placement-api.conf`"),
}
"""Services of earlier releases: the version of Nova (train, stein) with which kolla-ansible ceases
to read a file for each, and what to do with it."""
_NOT_NOVAS = lazy_pattern(r"multipath|\d+")
"""Names of files that its role nova-cell reads for something else: `1.conf` is of a fake driver."""


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
    """Return the release that a globals.yml tells; None where there is none that is known."""
    tag = tag_in(path)
    named = _OF_TAG.match(tag) if tag else None
    try:
        return find_release(named[1]).series if named else None
    except ReleaseError:
        return None


def tag_in(path: str) -> str | None:
    """Return what a globals.yml names as its release, be it known or not; None where it does not.

    The line is found without reading the YAML, and an expression of Jinja2 stays one.
    """
    try:
        if not os.path.isfile(path):  # noqa: PTH113
            return None
        with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            lines = list(_RELEASE.finditer(file.read(_MOST)))
    except OSError:
        return None
    if not lines or (lines[-1][3] or "").strip() in _NULLS:
        return None
    return next(filter(None, lines[-1].groups()), "").strip() or None


def file_for(role: str | None, host: str | None, major: int) -> str:
    """Return the name of the override, below its folder, that a release reads for a service.

    A `role` of None or `all` is every service, a `host` of None every host.
    """
    program = "nova" if role in (None, "all") else f"nova-{role}"
    program = _of_its_time(program, major)
    if host:
        own = program in CELL and major >= OF_HOST
        return f"nova/{host}/{program if own else 'nova'}.conf"
    return "nova.conf" if program == "nova" else f"nova/{program}.conf"


def _of_its_time(program: str, major: int) -> str:
    """Return the program that does in a release what one does in the last."""
    program = uncounted(program) if major < OF_NUMBERED else program
    return "nova-api" if program == "nova-metadata" and major < OF_METADATA else program


def misplaced(path: str) -> tuple[Misplaced, ...]:
    """Return what to do with a file of overrides that kolla-ansible does not read; else nothing.

    That is one with the name of a program, or of nearly one, where no task looks for it, be it in
    the releases before one, and any other beside those that tasks look for. What it sets says
    whether it is about Nova: it may be Ceph's.
    """
    place = kolla_place(path)
    if place is None or not (ways := _ways(place)) or not _is_kollas(place.folder):
        return ()
    return ways


def is_never_read(ways: Iterable[Misplaced]) -> bool:
    """Return whether no release reads a file, by what is to be done with it."""
    return any(way.before is None and not way.since for way in ways)


def _ways(place: KollaPlace) -> tuple[Misplaced, ...]:
    """Return where a file belongs in the releases before each that reads more, and in the last."""
    never = _right(place.below, LATER)
    earlier = ((since, _right(place.below, since - 1)) for since in _CHANGES)
    ways = [Misplaced(_way_out(place, names), since)
            for since, names in earlier if names not in ((), never)]  # fmt: skip
    return (*ways, *([Misplaced(_way_out(place, never))] if never else _unknown(place)))


def _unknown(place: KollaPlace) -> tuple[Misplaced, ...]:
    """Return what to do with a file for which no release has a service."""
    folder = PurePath(place.folder).name
    stem = place.below[-1].removesuffix(".conf") if place.below else ""
    match place.below:
        case ("nova", name) if name.endswith(".conf") and stem in _GONE:
            since, way = _GONE[stem]
            return (Misplaced(way.format(folder), since=since, unless_foreign=True),)
        case (name,) if name.startswith("nova-"):
            pass
        case ("nova", name) | ("nova", _, name) if not _NOT_NOVAS.fullmatch(stem):
            pass
        case _:
            return ()
    if not name.endswith(".conf") or stem == "nova" or _program(name, LATER, bare=True):
        return ()
    of_host = len(place.below) > 2
    way = f"move its lines to `{folder}/{f'nova/{place.below[1]}/' if of_host else ''}nova.conf`"
    if not of_host:
        way += f" or to the file of a service, as `{folder}/nova/nova-compute.conf`"
    return (Misplaced(way, own=not stem.startswith("nova"), unless_foreign=True),)


def _way_out(place: KollaPlace, names: Sequence[str]) -> str:
    """Say where the lines of a file belong: in a file that is there already, or in a new one."""
    ways: dict[str, list[str]] = {}
    for name in names:
        there = os.path.isfile(os.path.join(place.folder, name))  # noqa: PTH113, PTH118
        way = "add its lines to" if there else "move it to"
        way = "add what is Nova's in it to" if place.below[-1] == _LIBVIRTD else way
        ways.setdefault(way, []).append(f"`{PurePath(place.folder).name}/{name}`")
    return " or ".join(f"{way} {' or '.join(names)}" for way, names in ways.items())


def _right(below: tuple[str, ...], major: int) -> tuple[str, ...]:
    """Return where a file of overrides should be, below their folder; nothing where none is meant.

    The roles nova and nova-cell say which are read (tasks/config.yml and config_bootstrap.yml).
    """
    match below:
        case ("nova", "nova.conf"):
            return ("nova.conf",)
        case (*above, name) if above in ([], ["nova"]) and (
            program := _program(name, major, bare=bool(above))
        ):
            of_all = f"nova/{program}.conf"
            return () if "/".join(below) == of_all else (of_all,)
        case ("nova", host, name) if program := _program(name, major, bare=True):
            of_cell = uncounted(program) in CELL
            own = of_cell and major >= OF_HOST
            of_host = f"nova/{host}/{program if own else 'nova'}.conf"
            every = () if of_cell else (f"nova/{program}.conf",)
            return () if "/".join(below) == of_host else (of_host, *every)
    return ()


def _program(name: str, major: int, bare: bool = False) -> str:
    """Return the program that a file is meant for; empty where it is for something else.

    `bare` says that the folder is Nova's, so that `compute.conf` is meant for nova-compute.
    """
    stem, _, ending = name.rpartition(".")
    if ending != "conf" or stem in _GONE:
        return ""
    known = (*CELL, *CONTROL)
    stem = f"nova-{stem}" if bare and f"nova-{stem}" in known else stem
    if stem in known or stem in _INSTEAD or NUMBERED.fullmatch(stem):
        program = _INSTEAD.get(stem, stem)
    else:
        near = nearest(stem, known, 1) if stem.lower().startswith("nova") else []
        program = near[0] if near and is_slip(stem, near[0]) else ""
    return _of_its_time(program, major)


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
