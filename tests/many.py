"""One test of many things.

pytest with xdist spends some 2 ms of processor time on a test, whatever it does: a check that takes
less is made of all its things in one test, which names each that fails.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable
from typing import TypeVar

import pytest

Thing = TypeVar("Thing")


def named(thing: object) -> str:
    """Return the name of a thing, or what it is written as."""
    return str(getattr(thing, "name", thing))


def failure(check: Callable[[Thing], None], thing: Thing) -> str:
    """Return why a thing fails a check; empty where it passes."""
    try:
        check(thing)
    except (Exception, pytest.fail.Exception) as error:  # the other things are to be checked too
        return f"{named(thing)}: {type(error).__name__}: {error}"
    return ""


def hold(checks: Collection[Callable[[Thing], None]], things: Iterable[Thing]) -> None:
    """Raise AssertionError with every check that a thing fails."""
    things = list(things)
    assert checks and things, "there is nothing to check"
    failed = [
        f"{check.__name__}: {why}"
        for check in checks
        for why in filter(None, (failure(check, thing) for thing in things))
    ]
    assert not failed, "\n\n".join(failed)


def of_each(things: Iterable[Thing]) -> Callable[[Callable[[Thing], None]], Callable[[], None]]:
    """Make one test of a check of each thing."""

    def as_test(check: Callable[[Thing], None]) -> Callable[[], None]:
        @functools.wraps(check)
        def test() -> None:
            hold([check], things)

        del test.__wrapped__  # pytest would ask it for the fixture of the thing's name
        return test

    return as_test
