"""What release notes say about configuration, each with the smallest file concerned.

The tables beside this file say how they are written.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from novalint.schema.releases import find_release, releases

HERE = Path(__file__).parent
NOVA, LIBRARIES = HERE / "notes_of_nova.txt", HERE / "notes_of_libraries.txt"
NOTHING = "not reported, as intended"
WORDS = {
    "breaks": "breaks",
    "ignored": "is ignored",
    "changes": "changes",
    "soon": "act soon",
    "nothing": "changes nothing",
    "-": NOTHING,
}
"""The groups of the report, as the page names them; `-` is for what must not be in it."""
FEW = 4
"""How many names the page lists of those that one case is about."""


class Item(NamedTuple):
    """One thing that a note says: for which files, and in which group it must be of what.

    `about` are options, programs and rules of findings; `effect` is `-` where there is nothing to
    say, as for who leaves a new option alone that changes nothing by itself.
    """

    note: str
    old: str
    new: str
    role: str
    text: str
    about: tuple[str, ...]
    effect: str

    @property
    def told(self) -> str:
        """What the page says of it."""
        names = [f"`{name}`" for name in self.about]
        more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
        return f"{', '.join(names[:FEW])}{more}: {WORDS[self.effect]}"


def items(table: Path) -> Iterator[Item]:
    """Read a table of cases."""
    lines: list[str] = []
    for line in table.read_text("utf-8").splitlines():
        if line.startswith("  "):
            lines[-1] += f" {line.strip()}"
        elif line and not line.startswith("#"):
            lines.append(line)
    for line in lines:
        when, note, files, about, effect = (f" {line} ").split(" | ")
        start, _, rest = when.strip().rpartition(">")
        new, _, role = rest.partition(" ")
        options = list(assignments(files.strip()))
        names = [name for _, name, _ in options] if about == "*" else about.split()
        text = "".join(f"[{group}]\n{name} = {value}\n" for group, name, value in options)
        yield Item(
            note, start or before(new), new, role or "all", text, tuple(names), effect.strip()
        )


def before(series: str) -> str:
    """Give the release before one."""
    known = releases()
    return known[known.index(find_release(series)) - 1].series


def assignments(files: str) -> Iterator[tuple[str, str, str]]:
    """Read `[group] option option = value; ...` as group, option and value."""
    for part in files.split("; ") if files else ():
        names, _, value = part.partition(" = ")
        group, _, options = names.partition("] ")
        for option in options.split():
            yield group.removeprefix("["), option, value


def rows(found: Iterator[Item]) -> Iterator[str]:
    """Give the lines of a table of the page, one a note."""
    for (new, note), cases in groupby(found, key=lambda item: (item.new, item.note)):
        told = dict.fromkeys(case.told for case in cases)
        yield f"| {new} | {note} | {'; '.join(told)} |"
