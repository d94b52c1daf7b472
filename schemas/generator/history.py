"""python schemas/generator/history.py: write history.json from the schemas of all releases.

The file holds the life of every option that any release knows, one option a line:

    "in": runs of releases that have it, [first, last] as Nova's major versions, both included;
        missing where all releases have it;
    "type": the signature of its values: the type class, or an object with that as `type` and the
        limits beside it; or "types": [major, signature] for the first release and each change;
    "default": its default, missing where it has none; "machine": what of the machine the default
        depends on; or "defaults": [major, default] for the first release and each change, [major]
        without one, [major, null, what of the machine it depends on];
    "deprecated": [first, last, declared version] for the runs in which it is to be removed;
    "updates": versions of the stable updates with which it came to releases that once lacked it;
    "old": [group, name, first, last] for the runs in which it is read from that old name too,
        with "plugin" behind where only keystoneauth's plugin of the chosen auth_type reads it.

A run that the newest release is part of has null for its last: it is still going on. A new release
thus changes the lines of those options alone that it treats differently.

All of it is derived from the schemas alone.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

SCHEMAS = Path(__file__).parent.parent
Run = tuple[int, int | None]
"""First and last release, by Nova's major version; None where the newest release is part of it."""
Entries = dict[int, Any]
"""What each release that has an option says about it, by Nova's major version."""
Key = TypeVar("Key", bound=Hashable)

# JSON Schema's keywords, and those facts of oslo.config that say what a value may be.
LIMITS = ("minimum", "maximum", "enum", "pattern", "maxLength", "minItems", "minProperties")
FACTS = ("multi", "choices", "quotes", "bounds", "version", "schemes", "separator")
RANGE = ("min", "max", "exclusive")


def main() -> int:
    """Write the file."""
    (SCHEMAS / "history.json").write_text(text(SCHEMAS), encoding="utf-8")
    return 0


def text(schemas: Path) -> str:
    """The whole file, made from releases.json and nova/*.json in a folder."""
    listed = json.loads((schemas / "releases.json").read_text(encoding="utf-8"))
    documents = {r["major"]: _read(schemas / "nova" / f"{r['series']}.json") for r in listed}
    majors = sorted(documents)
    groups = _by_group({major: documents[major] for major in majors})
    lines = ["{"]
    for number, (group, options) in enumerate(groups.items(), 1):
        lines.append(f" {json.dumps(group)}: {{")
        rows = [f"  {json.dumps(n)}: {_json(_life(options[n], majors))}" for n in sorted(options)]
        lines += [row + "," for row in rows[:-1]] + rows[-1:]
        lines.append(" }" + "," * (number < len(groups)))
    return "\n".join([*lines, "}", ""])


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _by_group(documents: dict[int, Any]) -> dict[str, dict[str, Entries]]:
    """The entries by group, option and release; groups with a pattern for a name come last."""
    found: dict[str, dict[str, Entries]] = {}
    for major, document in documents.items():
        for keyword in ("properties", "patternProperties"):
            for group, content in document.get(keyword, {}).items():
                for name, entry in content["properties"].items():
                    found.setdefault(group, {}).setdefault(name, {})[major] = entry
    return dict(sorted(found.items(), key=lambda one: (one[0] != "DEFAULT", one[0][0] == "^", one)))


def _life(entries: Entries, majors: list[int]) -> dict[str, Any]:
    deprecated = {
        major: {entry["x-oslo"].get("since")}
        for major, entry in entries.items()
        if entry.get("deprecated")
    }
    old = {major: _old_names(entry["x-oslo"]) for major, entry in entries.items()}
    present = [run for _, run in _runs({major: {0} for major in entries}, majors)]
    types = _changes({major: [_signature(entry)] for major, entry in entries.items()})
    facts = {
        "in": present if present != [(majors[0], None)] else [],
        **({"types": types} if len(types) > 1 else {"type": types[0][1]}),
        **_defaults(_changes({major: _default(entry) for major, entry in entries.items()})),
        "deprecated": [[*run, since] for since, run in _runs(deprecated, majors)],
        "updates": _updates(entries),
        "old": [[*name, *run, *plugin] for (*name, plugin), run in _runs(old, majors)],
    }
    return {key: value for key, value in facts.items() if value != [] or key == "default"}


def _updates(entries: Entries) -> list[str]:
    facts = [entry["x-oslo"] for entry in entries.values()]
    return [one["arrived"] for one in facts if "arrived" in one]


def _old_names(facts: Any) -> list[tuple[str, str, tuple[str, ...]]]:
    plugin = ("plugin",) if "plugins" in facts else ()
    return [(group, name, plugin) for group, name in facts.get("deprecated_names", ())]


def _defaults(changes: list[list[Any]]) -> dict[str, Any]:
    if len(changes) > 1:
        return {"defaults": changes}
    what = changes[0][1:]
    return {"machine": what[1]} if what[1:] else {"default": what[0]} if what else {}


def _signature(entry: Any) -> Any:
    """What a value may be, in short."""
    facts = entry["x-oslo"]
    found = {key: entry[key] for key in LIMITS if key in entry}
    if facts.get("choices"):
        found.pop("pattern", None)  # spells the same choices in any case
    found |= {key: facts[key] for key in FACTS if key in facts}
    if facts["type"] == "Range":
        found |= {key: facts[key] for key in RANGE if key in facts}
    for key in ("items", "additionalProperties"):
        inner = entry.get(key)
        if isinstance(inner, dict) and (item := _signature(inner)) != "String":
            found[key] = item
    if facts.get("multi"):
        found.pop("items", None)
        inner = _signature(entry["items"])
        found |= inner if isinstance(inner, dict) else {}
    return {"type": facts["type"], **found} if found else facts["type"]


def _default(entry: Any) -> list[Any]:
    machine = entry["x-oslo"].get("machine")
    if machine:
        return [None, machine]
    return [entry["default"]] if "default" in entry else []


def _changes(values: dict[int, list[Any]]) -> list[list[Any]]:
    """The first value and each that differs from the one before, behind its release."""
    found: list[list[Any]] = []
    before = ""
    for major, value in values.items():
        # Compared as text: 1, 1.0 and True are equal in Python and different things in a file.
        if _json(value) != before:
            found.append([major, *value])
        before = _json(value)
    return found


def _runs(held: Mapping[int, Iterable[Key]], majors: list[int]) -> list[tuple[Key, Run]]:
    """The stretches of neighbouring releases that hold a thing, by the first release."""
    runs: list[tuple[Key, Run]] = []
    started: dict[Key, int] = {}
    before = majors[0]
    for major in majors:
        now = list(held.get(major, ()))
        for key in [key for key in started if key not in now]:
            runs.append((key, (started.pop(key), before)))
        for key in now:
            started.setdefault(key, major)
        before = major
    runs += [(key, (first, None)) for key, first in started.items()]
    return sorted(runs, key=lambda run: (run[1][0], run[1][1] or majors[-1], str(run[0])))


if __name__ == "__main__":
    raise SystemExit(main())
