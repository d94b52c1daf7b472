"""What is tried: a service with a file that a rule finds wrong, and with one that it does not.

cases/THEME.toml holds them. `bad` and `good` are the last file that the service reads; what else it
reads is in services.py. `outcome` says what comes of the bad one.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


FOLDER = Path(__file__).parent / "cases"
INSTALLED = (15, 17, 20, 25, 29, 34)
"""Releases of which environments are tried; 18 is one where its own behaviour is claimed."""
TRIED = (15, 34)
"""The releases that a case is tried in, unless it names others."""
OUTCOMES = {
    "not up": "the service ends, or its workers do, or it never comes up",
    "complains": "the service comes up and logs the fault",
}


@dataclass(frozen=True)
class Case:
    """One trial; `line` is a pattern that is found in the log of the bad one.

    `facts` are what the rule must be told, `lacks` names the file of services.py that is left out,
    and `only_bad` says why no good one can be run here. `unreached` says of a release, by its major
    version, why it cannot be tried here, though the claim begins or ends there.
    """

    rule: str
    service: str
    bad: str
    good: str
    line: str
    outcome: str = "not up"
    releases: tuple[int, ...] = TRIED
    facts: Mapping[str, object] = field(default_factory=dict)
    name: str = ""
    lacks: str = ""
    only_bad: str = ""
    unreached: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.rule}{'-' + self.name if self.name else ''}"


def cases() -> list[Case]:
    """Read all cases."""
    return [case for path in sorted(FOLDER.glob("*.toml")) for case in _read(path)]


def _read(path: Path) -> list[Case]:
    tables = tomllib.loads(path.read_text("utf-8"))
    return [_case(table, tables.get("good", {})) for table in tables["case"]]


def _case(table: dict[str, object], goods: dict[str, str]) -> Case:
    """Read a table; `good` may be the name of a text that several cases share."""
    good = str(table.pop("good", ""))
    releases = tuple(table.pop("releases", TRIED))
    return Case(**table, good=goods.get(good, good), releases=releases)
