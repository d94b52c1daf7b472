"""python -m generator.earlier NOVA LIBRARY...: write earlier.json from git clones.

The clones are those of Nova, oslo.messaging, oslo.db, oslo.log, oslo.concurrency and
keystonemiddleware, with their tags. The file has a line for each name that a series from essex to
newton read and no release with a schema does:

    "name": series, the last one that read it; or
    "name": [series, group, option], where it was only an old name of that option then.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .clone import trees
from .declared import Name, declared
from .modules import Module
from .tags import COMMAND_LINE, LIBRARIES, NOVA, SERIES

SCHEMAS = Path(__file__).parent.parent.parent


def main() -> int:
    """Write the file."""
    lives: dict[Name, Any] = {}
    for series in SERIES:
        sys.stderr.write(series + "\n")
        lives.update(_read_in(series, [Path(one) for one in sys.argv[1:]]))
    history = json.loads((SCHEMAS / "history.json").read_text(encoding="utf-8"))
    known = _known(history) | {("DEFAULT", name) for name in COMMAND_LINE}
    gone = {name: life for name, life in lives.items() if name not in known}
    (SCHEMAS / "earlier.json").write_text(_text(gone), encoding="utf-8")
    return 0


def _read_in(series: str, clones: list[Path]) -> dict[Name, Any]:
    """What the file says of each name that a series reads."""
    options: dict[Name, set[Name]] = {}
    for clone in clones:
        versions = LIBRARIES.get(_package(clone), NOVA)
        if series in versions:
            modules = [Module(*one) for one in trees(clone, versions[series])]
            for name, old in declared(modules).items():
                options.setdefault(_normal(name), set()).update(map(_normal, old))
    lives: dict[Name, Any] = {}
    for name in sorted(options):
        lives.update({old: [series, *name] for old in sorted(options[name])})
    return {**lives, **dict.fromkeys(options, series)}


def _package(clone: Path) -> str:
    """The package of a clone's folder, `oslo.db` or `owner+oslo.db/repo` alike."""
    parts = [part.rpartition("+")[2].removesuffix(".git") for part in clone.parts]
    names = [part.replace(".", "_") for part in parts]
    return next((name for name in reversed(names) if name in LIBRARIES), "nova")


def _known(history: dict[str, Any]) -> set[Name]:
    """Every name that a release with a schema reads, old ones included."""
    known = {(group, name) for group, options in history.items() for name in options}
    lines = [line for options in history.values() for line in options.values()]
    old = [one[:2] for line in lines for one in line.get("old", ())]
    return known | {_normal(one) for one in old}


def _normal(name: Sequence[str]) -> Name:
    """A name as oslo.config looks it up: groups in small letters, but for DEFAULT."""
    group, option = name
    return group if group == "DEFAULT" else group.lower(), option


def _text(lives: dict[Name, Any]) -> str:
    groups: dict[str, dict[str, Any]] = {}
    for (group, name), life in sorted(lives.items()):
        groups.setdefault(group, {})[name] = life
    parts = []
    for group, names in groups.items():
        rows = ",\n".join(f"  {json.dumps(one)}: {json.dumps(names[one])}" for one in names)
        parts.append(f" {json.dumps(group)}: {{\n{rows}\n }}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    raise SystemExit(main())
