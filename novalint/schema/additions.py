"""What a vendor's packages understand besides a release: options of patches and other drivers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from novalint.annotations import Any
from novalint.records import NamedTuple
from novalint.schema.releases import Release, releases

TYPES: Mapping[str, tuple[str, dict[str, Any]]] = {
    "string": ("String", {"type": "string"}),
    "boolean": ("Boolean", {"type": "boolean"}),
    "integer": ("Integer", {"type": "integer"}),
    "float": ("Float", {"type": "number"}),
    "port": ("Port", {"type": "integer", "minimum": 0, "maximum": 65535}),
    "uri": ("URI", {"type": "string"}),
    "host-address": ("HostAddress", {"type": "string"}),
    "list": ("List", {"type": "array", "items": {"type": "string", "x-oslo": {"type": "String"}}}),
    "dict": (
        "Dict",
        {
            "type": "object",
            "additionalProperties": {"type": "string", "x-oslo": {"type": "String"}},
        },
    ),
}
"""The types that an added option may have: the class of oslo.config, and its JSON Schema."""


SOURCE = "settings"
"""Where an added option is declared, as schemas name it."""


class AddedOption(NamedTuple):
    """An option that packages bring, or choices that they add to one that the release has.

    `type` is a key of TYPES, None for an option that the release has; `readers` are services as
    read_by of the schemas names them: compute, scheduler, api and so on.
    """

    group: str
    name: str
    type: str | None = None
    default: str | int | float | bool | tuple[str, ...] | None = None
    choices: tuple[str | int, ...] = ()
    multi: bool = False
    secret: bool = False
    old_names: tuple[tuple[str, str], ...] = ()
    readers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Additions:
    """All that is added to a release.

    `libraries` are names of OpenStack libraries with the versions that are installed, where they
    are not those of the release: their options are read as the release has them whose version of
    the library is the last one that is not newer.
    """

    options: tuple[AddedOption, ...] = ()
    libraries: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is added."""
        return bool(self.options or self.libraries)


def extended(document: Mapping[str, Any], additions: Additions) -> Mapping[str, Any]:
    """Return the JSON Schema of a release with what is added; the one that is given stays as is."""
    groups = {
        group: {**content, "properties": dict(content["properties"])}
        for group, content in document["properties"].items()
    }
    for library, version in additions.libraries:
        _exchange(groups, library, _with_library(library, version))
    for added in additions.options:
        group = groups.setdefault(added.group, {"type": "object", "properties": {}})
        group["properties"][added.name] = _entry(added, group["properties"].get(added.name))
    return {**document, "properties": groups}


def _exchange(groups: dict[str, Any], library: str, other: Mapping[str, Any]) -> None:
    """Put the options of a library as another release has them where those of this one are."""
    for content in groups.values():
        for name in [name for name, _ in _of_library(content, library)]:
            del content["properties"][name]
    for group, content in other["properties"].items():
        for name, entry in _of_library(content, library):
            groups.setdefault(group, {**content, "properties": {}})["properties"][name] = entry


def _of_library(content: Mapping[str, Any], library: str) -> Iterator[tuple[str, Any]]:
    """Yield the options of a group that a library registers: its sources are named after it."""
    for name, entry in content["properties"].items():
        source = str(entry["x-oslo"].get("source", "")).replace("_", "-")
        if library.removesuffix("1") in (source, source.rpartition(".")[0]):  # keystoneauth1
            yield name, entry


def _with_library(library: str, version: str) -> Mapping[str, Any]:
    """Return the schema of the last release whose version of a library is not newer."""
    fitting = [number for number in _versions(library) if number[0] <= _numbers(version)]
    return _document(max(fitting or _versions(library)[:1])[1])


@cache
def _versions(library: str) -> list[tuple[tuple[int, ...], Release]]:
    """Return each release's version of a library, the oldest first."""
    held = ((release, _libraries(release).get(library)) for release in releases())
    return sorted((_numbers(version), release) for release, version in held if version)


def libraries() -> frozenset[str]:
    """Return the names of the libraries that some release has and that bring options."""
    return frozenset(name for release in releases() for name in _libraries(release))


def _libraries(release: Release) -> Mapping[str, str]:
    versions: Mapping[str, str] = _document(release)["x-oslo"]["libraries"]
    return versions


def _document(release: Release) -> Mapping[str, Any]:
    from novalint.schema.store import read_json

    document: Mapping[str, Any] = read_json(f"nova/{release.series}.json")
    return document


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _entry(added: AddedOption, held: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if held is not None and added.type is None:
        return _with_choices(held, added.choices)
    kind, content = TYPES[added.type or "string"]
    facts: dict[str, Any] = {"type": kind, "source": SOURCE}
    if added.readers:
        facts["read_by"] = list(added.readers)
    if added.old_names:
        facts["deprecated_names"] = [list(name) for name in added.old_names]
    entry = {**content, "x-oslo": facts}
    if added.choices:
        entry = _with_choices(entry, added.choices)
    if added.multi:
        entry = {"type": "array", "items": entry, "x-oslo": {**facts, "multi": True}}
    if added.default is not None:
        default = added.default
        entry["default"] = list(default) if isinstance(default, tuple) else default
    return {**entry, "writeOnly": True} if added.secret else entry


def _with_choices(entry: Mapping[str, Any], choices: tuple[str | int, ...]) -> dict[str, Any]:
    """Return an option that takes further values, in its list where it takes a list.

    One of the release that takes any value goes on taking any.
    """
    if "items" in entry:
        return {**entry, "items": _with_choices(entry["items"], choices)}
    facts, word = entry["x-oslo"], "enum"
    if "choices" in facts:  # whose case does not matter
        facts = {**facts, "choices": [*facts["choices"], *choices]}
        return {**{key: entry[key] for key in entry if key != "pattern"}, "x-oslo": facts}
    if word not in entry and facts.get("source") != SOURCE:
        return dict(entry)
    return {**entry, word: list(dict.fromkeys((*entry.get(word, ()), *choices)))}
