"""Which of many cases `make test` tries: a few, the same ones each time; the others are slow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import pytest

Case = TypeVar("Case")


def share(cases: Iterable[Case], every: int) -> list[Case]:
    """Give the cases as parameters of a test, with all but each so many-th marked as slow.

    A case is named as its text, a rule by its name.
    """
    return [
        pytest.param(case, id=_name(case), marks=() if number % every == 0 else pytest.mark.slow)
        for number, case in enumerate(cases)
    ]


def _name(case: object) -> str:
    if isinstance(case, tuple):
        return ".".join(dict.fromkeys(map(str, case)))
    return str(getattr(case, "name", case))
