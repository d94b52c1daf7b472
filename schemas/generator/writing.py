"""The schema file: groups with DEFAULT first, options sorted, one option a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from .inside.process import MARK
from .releases import Release

Options = dict[str, dict[str, Any]]
HEAD = '"type": "object", "additionalProperties": false'
# Groups whose name another option gives; the value is that option.
DYNAMIC = {
    "^image_file_url:.+$": "image_file_url.filesystems",
    "^mdev_.+$": "devices.enabled_mdev_types",
    "^vgpu_.+$": "devices.enabled_vgpu_types",
    "^neutron_physnet_.+$": "neutron.physnets",
}


# Groups of which oslo.middleware reads each as one more origin, up to its version 8.
ORIGINS = r"^cors\..+$"
ONE_GROUP_SINCE = 8


def text(release: Release, facts: dict[str, Any], groups: Options) -> str:
    """The whole file for `release`: `facts` says which packages, `groups` holds the entries."""
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:novalint:nova:" + release.series,
        "title": release.title,
        "type": "object",
        "x-oslo": {
            "release": release.series,
            "nova": facts["nova"],
            "libraries": facts["libraries"],
        },
    }
    lines = [f" {_json(key)}: {_json(value)}," for key, value in head.items()]
    named = {name: group for name, group in groups.items() if not name.startswith("^")}
    patterns = {name: group for name, group in groups.items() if name.startswith("^")}
    lines += _object("properties", named) + _object("patternProperties", patterns)
    return "\n".join(["{", *lines, ' "additionalProperties": false', "}", ""])


def by_group(options: Iterable[tuple[str, str, Any]]) -> Options:
    """Options under their groups; dynamic groups under the pattern of their names."""
    groups: Options = {}
    for group, dest, entry in options:
        name = f"^{group.removesuffix(MARK)}.+$" if group.endswith(MARK) else group
        groups.setdefault(name, {})[dest] = unmarked(entry)
    for name in [name for name in groups if name in DYNAMIC]:
        _add_old_groups(name, groups)
    return _in_order(groups)


def _in_order(groups: Options) -> Options:
    return dict(sorted(groups.items(), key=lambda item: (item[0] != "DEFAULT", item[0])))


def with_origins(groups: Options, libraries: dict[str, str]) -> Options:
    """The groups, and those for further origins where the filter for CORS looks for them.

    It registers the options of `[cors]` for every group it finds whose name begins with `cors.`,
    and calls that deprecated (oslo_middleware/cors.py, 3.23.3 to 6.6.0). A sample names one.
    """
    major = int(libraries.get("oslo.middleware", "0").partition(".")[0])
    if "cors" not in groups or major >= ONE_GROUP_SINCE:
        return groups
    entries = {}
    for dest, entry in groups["cors"].items():
        facts = dict(entry)
        oslo = facts.pop("x-oslo")
        entries[dest] = {**facts, "deprecated": True, "x-oslo": oslo}
    fixed = {name: group for name, group in groups.items() if not name.startswith("cors.")}
    return _in_order({**fixed, ORIGINS: entries})


def unmarked(entry: Any) -> Any:
    """The entry with `*` for the name of a dynamic group in deprecated names."""
    return json.loads(json.dumps(entry).replace(MARK, "*"))


def _add_old_groups(name: str, groups: Options) -> None:
    """Dynamic groups that were renamed: the old group's options are known too, as deprecated."""
    for dest, entry in list(groups[name].items()):
        facts = dict(entry)
        oslo = dict(facts.pop("x-oslo"))
        for group, old in oslo.pop("deprecated_names", ()):
            pattern = f"^{group.removesuffix('*')}.+$"
            if group.endswith("*") and pattern != name:
                oslo["replaced_by"] = [name[1:].replace(".+$", "*"), dest]
                groups.setdefault(pattern, {})[old] = {**facts, "deprecated": True, "x-oslo": oslo}


def _object(keyword: str, groups: Options) -> list[str]:
    if not groups:
        return []
    lines = [f" {_json(keyword)}: {{"]
    for number, (name, options) in enumerate(groups.items(), 1):
        lines.append(f'  {_json(name)}: {{{HEAD}, "properties": {{')
        rows = [f"   {_json(dest)}: {_json(options[dest])}" for dest in sorted(options)]
        lines += [row + "," for row in rows[:-1]] + rows[-1:]
        oslo = {"dynamic": _named_by(name, groups)} if name in DYNAMIC else None
        tail = f', "x-oslo": {_json(oslo)}' if oslo else ""
        lines.append("  }" + tail + "}" + "," * (number < len(groups)))
    return [*lines, " },"]


def _named_by(pattern: str, groups: Options) -> str:
    """The option that names groups like `pattern`; renamed groups follow the option's new name."""
    new = next((o["x-oslo"].get("replaced_by") for o in groups[pattern].values()), None)
    return DYNAMIC["^" + new[0].replace("*", ".+$") if new else pattern]


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
