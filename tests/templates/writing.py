"""Writes random Jinja2 templates of a nova.conf, well-formed and of many shapes."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import count
from typing import NamedTuple


class Style(NamedTuple):
    """Which signs stand in statements, and whether lines are indented or go on with a value.

    `trim` and `lstrip` are what Jinja2 is told; with `says_so` the template's first line says so.
    """

    trim: bool
    lstrip: bool
    left: str = ""
    right: str = ""
    indented: bool = False
    goes_on: bool = False
    says_so: bool = False


STYLES = {
    "trimmed": Style(trim=True, lstrip=False),
    "untrimmed": Style(trim=False, lstrip=False),
    "indented": Style(trim=True, lstrip=True, indented=True, goes_on=True),
    "left": Style(trim=False, lstrip=False, left="-"),
    "right": Style(trim=False, lstrip=False, right="-"),
    "right trimmed": Style(trim=True, lstrip=False, right="-"),
    "said trimmed": Style(trim=True, lstrip=True, indented=True, says_so=True),
    "said untrimmed": Style(trim=False, lstrip=False, indented=True, says_so=True),
}


def written(chance: random.Random, style: Style) -> str:
    """Return a template."""
    writer = _Writer(chance, style)
    said = f"#jinja2: trim_blocks: {style.trim}, lstrip_blocks: {style.lstrip}\n"
    body = f"[DEFAULT]\n{writer.lines(0)}last = {writer.number()}\n"
    return said + body if style.says_so else body


class _Writer:
    def __init__(self, chance: random.Random, style: Style) -> None:
        self._chance, self._style = chance, style
        self._numbers = count(1)
        self._plain: list[Callable[[], str]] = [
            self.assignment,
            self.assignment,
            self.assignment,
            lambda: f"[g{self.number()}]\n",
            lambda: chance.choice(["\n", "# why\n", f"#o{self.number()} = x\n"]),
            lambda: f"o{self.number()} = a{{{{ e{self.number()} }}}}b\n",
            lambda: chance.choice(["{{ k }} = v\n", "{{ l }}\n", "[{{ g }}]\n", "k{{ k }}: v\n"]),
            lambda: chance.choice(
                ["{% set a = 1 %}\n", "{# = #}\n", "{% set q %}\no = 7\n{% endset %}\n"]
            ),
            lambda: (
                f"o{self.number()} = A{{% if c %}}B{self.number()}{{% else %}}D{{% endif %}}C\n"
            ),
        ]

    def number(self) -> int:
        return next(self._numbers)

    def assignment(self) -> str:
        more = self._style.goes_on and self._chance.random() < 0.2
        behind = f"  more{self.number()}\n" if more else ""
        return f"o{self.number()} = v{self.number()}\n{behind}"

    def lines(self, depth: int, first: str = "") -> str:
        parts = [first]
        for _ in range(self._chance.randrange(1, 5)):
            block = depth < 3 and self._chance.random() < 0.3
            parts.append(self._block(depth) if block else self._chance.choice(self._plain)())
        return "".join(parts)

    def _block(self, depth: int) -> str:
        loop = self._chance.random() < 0.3
        goes_on = self._style.goes_on and not loop and self._chance.random() < 0.2
        before = self.assignment() if goes_on else ""
        statements = ["for a in b" if loop else "if c"]
        statements += ["elif c"] * (not loop and self._chance.random() < 0.3)
        statements += ["else"] * (self._chance.random() < 0.5)
        first = f"  more{self.number()}\n" if goes_on else ""
        bodies = [self._statement(one) + self.lines(depth + 1, first) for one in statements]
        return before + "".join(bodies) + self._statement("endfor" if loop else "endif")

    def _statement(self, code: str) -> str:
        left, right = (
            sign if self._chance.random() < 0.5 else ""
            for sign in (self._style.left, self._style.right)
        )
        indent = "  " if self._style.indented and self._chance.random() < 0.2 else ""
        return f"{indent}{{%{left} {code} {right}%}}\n"
