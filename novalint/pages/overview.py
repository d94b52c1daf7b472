"""What stands above a diagnosis of several symptoms, and which are told along with others."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, NamedTuple

from novalint.logs.symptom import Verdict
from novalint.logs.tally import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from novalint.logs.symptom import Cause, Symptom

FEW = 2
"""Symptoms that are seen at a glance without an overview."""
WIDTH = 100
"""Columns of a line."""


class Told(NamedTuple):
    """A symptom that is told, and the names of those that are told along with it."""

    symptom: Symptom
    also: tuple[str, ...] = ()


def told(symptoms: Iterable[Symptom]) -> tuple[Told, ...]:
    """Return which symptoms are told, in their order, each with those of the same records.

    One whose records all have a likelier one's line too is told along with that, unless a rule
    shows a cause of it, or a patch is for it, which the other one does not have. Of two that are
    always in the same records one with options is told, in the place of one without.
    """
    groups: list[list[Symptom]] = []
    for symptom in symptoms:
        with_it = (group for group in groups if group[0].name in symptom.beside)
        group = next((one for one in with_it if _telling(symptom) <= _telling(one[0])), None)
        if group is None:
            groups.append([symptom])
        elif symptom.causes and not group[0].causes and symptom.name in group[0].beside:
            group.insert(0, symptom)
        else:
            group.append(symptom)
    return tuple(Told(first, tuple(one.name for one in rest)) for first, *rest in groups)


def _telling(symptom: Symptom) -> set[tuple[str, str]]:
    """Return the options that must not be left out: what a rule shows, and what has a patch."""
    return {
        (cause.group, cause.option)
        for cause in symptom.causes
        if cause.fixes or cause.verdict is Verdict.SHOWN
    }


def overview(symptoms: Sequence[Told]) -> str:
    """Return a line for each symptom, the worst level first; empty for few of them."""
    if len(symptoms) <= FEW:
        return ""
    lines = ["In short, by level; below, the likeliest cause first:"]
    for level in (*LEVELS, ""):
        lines += [_line(one.symptom, level) for one in symptoms if _level(one.symptom) == level]
    return "\n".join(lines) + "\n"


def _line(symptom: Symptom, level: str) -> str:
    return textwrap.fill(
        f"{symptom.says} [{symptom.name}]",
        WIDTH,
        initial_indent=f"  {level or '-':8}  {times(symptom.count):>9}  ",
        subsequent_indent=" " * 23,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _level(symptom: Symptom) -> str:
    level = symptom.worst or symptom.level
    return level if level in LEVELS else ""


def times(count: int) -> str:
    """Return a number of times in words."""
    return "once" if count == 1 else f"{count} times"


def worth_telling(causes: Sequence[Cause]) -> tuple[Cause, ...]:
    """Leave out what a value rules out where the same value is told of as a likelier cause.

    An option may do harm with either value: the other one is ruled out for that reason alone.
    """
    live = {(c.group, c.option) for c in causes if c.verdict is not Verdict.RULED_OUT}
    return tuple(
        cause
        for cause in causes
        if cause.verdict is not Verdict.RULED_OUT
        or cause.is_contradicted
        or (cause.group, cause.option) not in live
    )


def is_minor(cause: Cause) -> bool:
    """Whether a cause needs no line of its own where there is much to tell.

    It is one at its default, without a patch, or one that is ruled out.
    """
    if cause.verdict is Verdict.RULED_OUT:
        return not cause.is_contradicted
    at_default = cause.verdict is Verdict.POSSIBLE and cause.origin is None
    return at_default and not cause.fixes and not cause.refused
