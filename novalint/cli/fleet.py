"""`novalint settings --fleet`: the nodes that settings describe, and the facts that follow."""

from __future__ import annotations

import json
from collections.abc import Mapping

from novalint.annotations import TYPE_CHECKING, Any
from novalint.cli.context import settings_of
from novalint.cli.output import put
from novalint.errors import SettingsError
from novalint.project.fleet import notes
from novalint.project.model import Project
from novalint.wording import relative, visible

if TYPE_CHECKING:
    from argparse import Namespace

    from novalint.rules.fleet.model import Fleet

HEADS = ("node", "configuration", "roles", "cell", "pool", "release")


def run(arguments: Namespace) -> int:
    """Print the fleet as text or JSON; 0 whatever it is.

    Raises SettingsError where settings describe none, FileError where a file cannot be read.
    """
    project = Project(settings_of(arguments))
    if not project.is_fleet:
        raise SettingsError(
            "no settings describe a fleet; write [fleet], or {node} in the name of a configuration"
        )
    fleet = project.comparison().fleet(project.nodes())
    write = _json if arguments.format == "json" else _text
    put(write(project, fleet), arguments.format)
    return 0


def _rows(project: Project, fleet: Fleet) -> list[dict[str, Any]]:
    cells = cells_of(fleet)
    return [
        {
            "node": node.name,
            "configuration": node.configuration,
            "roles": sorted(node.roles),
            "roles_from": project.inventory.by_configuration[node.configuration].role_source,
            "cell": cells.get(node.configuration, ""),
            "pool": node.pool,
            "release": node.release.series,
            "paths": list(node.paths),
        }
        for node in fleet.nodes
    ]


def cells_of(fleet: Fleet) -> Mapping[str, str]:
    """Return the cell of each configuration: as told, else the broker where there are several."""
    from novalint.rules.fleet.grouping import cells

    return {node.configuration: cell.name for cell in cells(fleet) for node in cell.nodes}


def _json(project: Project, fleet: Fleet) -> str:
    path = project.settings.path
    table = {
        "file": relative(path) if path else None,
        "complete": fleet.complete,
        "nodes": _rows(project, fleet),
        "missing": list(project.inventory.missing),
        "derived": fleet.derived,
    }
    return json.dumps(table, indent=1) + "\n"


def _text(project: Project, fleet: Fleet) -> str:
    rows = [tuple(map(_cell, map(row.get, HEADS))) for row in _rows(project, fleet)]
    widths = [max(map(len, column)) for column in zip(HEADS, *rows, strict=True)]
    lines = [_line(row, widths) for row in (HEADS, *rows)]
    word = "complete" if fleet.complete else "not declared complete"
    tail = notes(fleet, project.inventory.missing)
    head = f"{tail[0].removeprefix('compared ')}, {_count(len(rows), 'configuration')}, {word}"
    facts = tail[1:] or ["facts derived from the nodes: none"]
    return "".join(f"{visible(line)}\n" for line in (head, "", *lines, "", *facts))


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()


def _cell(value: object) -> str:
    return ", ".join(map(str, value)) or "-" if isinstance(value, list) else str(value or "-")


def _count(number: int, word: str) -> str:
    return f"{number} {word if number == 1 else word + 's'}"
