"""Templates that chance writes, whose conditions note which branches were taken."""

from __future__ import annotations

import random
from typing import ClassVar

DEEPEST = 3
"""Conditions and loops within one another, at the most."""


class Writer:
    """Writes one template; a language says how its statements look."""

    asides: ClassVar[tuple[str, ...]]
    """Lines that render to nothing that is set."""
    part: ClassVar[str]
    """An expression that renders to a part of a value."""
    loop: ClassVar[str]
    if_: ClassVar[str]
    elif_: ClassVar[str]
    loops_have_else: ClassVar[bool] = False

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.number = 0
        self.branches: dict[int, tuple[int, int]] = {}

    def statement(self, code: str, number: int = 0) -> str:
        """Return the line of a statement; an `else` notes that the branch of a number was taken."""
        raise NotImplementedError

    def template(self) -> str:
        """Return a whole template."""
        head = "[DEFAULT]\n"
        return head + self._lines(len(head), 0)

    def left_out(self, taken: list[int]) -> list[tuple[int, int]]:
        """Return the places of branches that a rendering did not take."""
        return [span for number, span in self.branches.items() if number not in taken]

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _lines(self, at: int, depth: int) -> str:
        text = ""
        for _ in range(self.chance.randrange(1, 5)):
            kind = self.chance.randrange(8 if depth < DEEPEST else 5)
            if kind < 2:
                text += f"o{self._next()} = v{self._next()}\n"
            elif kind == 2:
                text += f"[g{self._next()}]\n"
            elif kind == 3:
                text += self.chance.choice(["\n", "# why\n", *self.asides])
            elif kind == 4:
                text += f"o{self._next()} = a{self.part}b\n"
            else:
                text += self._block(at + len(text), depth, loop=kind == 7)
        return text

    def _block(self, at: int, depth: int, *, loop: bool) -> str:
        codes = [self.loop if loop else self.if_]
        codes += [self.elif_] * (not loop and self.chance.random() < 0.3)
        if self.loops_have_else or not loop:
            codes += ["else"] * (self.chance.random() < 0.5)
        text = ""
        for code in codes:
            number = self._next()
            text += self.statement(code.replace("%d", str(number)), number)
            start = at + len(text)
            text += self._lines(start, depth + 1)
            self.branches[number] = (start, at + len(text))
        return text + self.statement("end")
