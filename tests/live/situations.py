"""Logs of services around which something is wrong, and the symptoms that they must show.

situations.toml says what is wrong; lines.json keeps a line of each, as the service wrote it.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from live.cases import TRIED

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FOLDER = Path(__file__).parent
KEPT = FOLDER / "lines.json"


@dataclass(frozen=True)
class Situation:
    """A service and its last file, with names of places that the cell fills in."""

    symptom: str
    service: str
    text: str
    lacks: str = ""
    releases: tuple[int, ...] = TRIED

    def __str__(self) -> str:
        return f"{self.symptom}-{self.service}"


@dataclass(frozen=True, order=True)
class Line:
    """A line of a log, as `evidence.plain` leaves it."""

    symptom: str
    major: int
    nova: str
    service: str
    line: str


def situations() -> list[Situation]:
    """Read what is wrong."""
    tables = tomllib.loads((FOLDER / "situations.toml").read_text("utf-8"))["situation"]
    return [Situation(**{**table, "releases": _releases(table)}) for table in tables]


def _releases(table: dict[str, object]) -> tuple[int, ...]:
    named = table.get("releases", TRIED)
    assert isinstance(named, list | tuple)
    return tuple(named)


def lines() -> list[Line]:
    """Read the lines that are kept."""
    return [Line(**entry) for entry in json.loads(KEPT.read_text("utf-8"))]


def keep(line: Line) -> None:
    """Put a line in the place of that of an earlier run."""
    own = line.symptom, line.major, line.service
    others = [kept for kept in lines() if (kept.symptom, kept.major, kept.service) != own]
    entries = (json.dumps(asdict(kept), ensure_ascii=False) for kept in sorted([*others, line]))
    KEPT.write_text("[\n" + ",\n".join(f" {entry}" for entry in entries) + "\n]\n", "utf-8")
