"""Draws docs/releases.svg: how many options each release added, removed, renamed, re-defaulted.

Run it with `make docs`. The numbers come from the schemas, as `novalint releases --diff` compares
each release with the one before.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from novalint.schema.comparison import Comparison, Kind, compare
from novalint.schema.releases import releases

FILE = Path(__file__).parent.parent / "docs" / "releases.svg"

COLUMN, BAR, ROW, TALL = 50, 32, 120, 70
"""Pixels: the width of a column and of its bar, the height of a row and of its highest bar."""
LEFT, TOP = 16, 34

ROWS = (
    (Kind.ADDED, "added", "#2f8f5b"),
    (Kind.REMOVED, "removed", "#c2483d"),
    (Kind.RENAMED, "renamed or moved", "#3a78c2"),
    (Kind.DEFAULT, "with another default", "#a8741a"),
)

_STYLE = """\
<style>
text { font: 11px sans-serif; fill: #444; text-anchor: middle }
.title { font-size: 13px; font-weight: bold; text-anchor: start }
line { stroke: #999 }
@media (prefers-color-scheme: dark) { text { fill: #ccc } }
</style>
"""


class Column(NamedTuple):
    """One release, and how many options of each kind the comparison with the one before finds."""

    name: str
    counts: dict[Kind, int]


def columns() -> list[Column]:
    """Count what each release changed, the oldest first."""
    found = (compare(*pair) for pair in pairwise(releases()))
    return [Column(one.new.series, _counts(one)) for one in found]


def figure() -> str:
    """Draw a row of bars for each kind, each row to a scale of its own."""
    drawn = columns()
    width = 2 * LEFT + COLUMN * len(drawn)
    height = TOP + ROW * len(ROWS)
    first, last = drawn[0].name, drawn[-1].name
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img">\n'
        f"<title>Options that each release of Nova changed, {first} to {last}</title>\n"
    )
    rows = (line for number in range(len(ROWS)) for line in _row(number, drawn))
    return head + _STYLE + "".join(rows) + "</svg>\n"


def write() -> None:
    """Write the figure."""
    FILE.write_text(figure(), encoding="utf-8")


def _counts(comparison: Comparison) -> dict[Kind, int]:
    return {kind: len(comparison.of(kind)) for kind, _, _ in ROWS}


def _row(number: int, drawn: list[Column]) -> Iterator[str]:
    kind, title, color = ROWS[number]
    most = max(one.counts[kind] for one in drawn) or 1
    ground = TOP + ROW * number + TALL
    end = LEFT + COLUMN * len(drawn)
    yield f'<text class="title" x="{LEFT}" y="{ground - TALL - 18}">options {title}</text>\n'
    yield f'<line x1="{LEFT}" y1="{ground}.5" x2="{end}" y2="{ground}.5"/>\n'
    for place, one in enumerate(drawn):
        count = one.counts[kind]
        tall = round(TALL * count / most)
        x = LEFT + COLUMN * place
        middle = x + COLUMN // 2
        bar = f'x="{x + (COLUMN - BAR) // 2}" y="{ground - tall}" width="{BAR}" height="{tall}"'
        yield f'<rect {bar} fill="{color}"/>\n'
        yield f'<text x="{middle}" y="{ground - tall - 4}">{count}</text>\n'
        yield f'<text x="{middle}" y="{ground + 14}">{one.name}</text>\n'


if __name__ == "__main__":
    write()
