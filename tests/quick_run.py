"""A plugin of pytest: what `make test` leaves out.

Tests that are marked slow, and of a test with many cases all but a few: the same ones in each run.
A test that tries each of its cases there too is marked with `@pytest.mark.every_case`.

pytest would import each module, make every case of it, and only then take those away that are
marked slow, which takes as long as some tests; each process of pytest-xdist would.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pytest
from _pytest.runner import runtestprotocol
from random_examples import limit

Case = TypeVar("Case")

QUICK = "not slow"
"""What `make test` chooses tests by."""
WHOLLY_SLOW = "\npytestmark = pytest.mark.slow\n"
"""The line of a module of which no test is quick."""
EXAMPLES = 20
"""Examples of a random test."""
CASES = 4
"""Cases of a test."""
ALL = "every_case"
"""The mark of a test that tries all its cases."""


def is_quick(config: pytest.Config) -> bool:
    """Whether the slow tests are left out, and nothing else is asked for."""
    return bool(config.getoption("markexpr") == QUICK)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out modules that are slow, and folders of examples, which have no module at all."""
    if collection_path.is_dir():
        inside = collection_path.iterdir()
        return not any(one.is_dir() or one.suffix == ".py" for one in inside) or None
    module = is_quick(config) and collection_path.suffix == ".py"
    return (module and WHOLLY_SLOW in collection_path.read_text("utf-8")) or None


def pytest_pycollect_makeitem(collector: pytest.Collector, obj: object) -> list[Any] | None:
    marks = getattr(obj, "pytestmark", []) if is_quick(collector.config) else []
    return [] if has_slow(marks) else None


@pytest.hookimpl(wrapper=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> Iterator[None]:
    """Leave out slow cases of a test that has others, and most of many."""
    if not is_quick(metafunc.config):
        return (yield)
    for marker in metafunc.definition.iter_markers("parametrize"):
        cases = marker.args[1] if len(marker.args) > 1 else None
        if isinstance(cases, list) and not marker.kwargs.get("ids"):
            cases[:] = [case for case in cases if not is_slow(case)] or cases
    yield
    calls = [one for one in metafunc._calls if not has_slow(one.marks)] or metafunc._calls
    whole = metafunc.definition.get_closest_marker(ALL)
    metafunc._calls = calls if whole else spread(calls, CASES)
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Report of a test that passes once, not five times: a process tells the other each time."""
    if not is_quick(item.config) or not hasattr(item.config, "workerinput"):
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    return True


def is_slow(case: object) -> bool:
    """Whether a case is marked as slow."""
    return isinstance(case, tuple) and has_slow(getattr(case, "marks", ()))


def has_slow(marks: Iterable[pytest.Mark | pytest.MarkDecorator]) -> bool:
    """Whether the mark of slow tests is among some."""
    return any(mark.name == "slow" for mark in marks)


def spread(cases: Sequence[Case], most: int) -> list[Case]:
    """Give so many of the cases at most, from all over.

    >>> spread("abcdefgh", 3)
    ['a', 'c', 'f']
    """
    kept = min(most, len(cases))
    return [cases[number * len(cases) // kept] for number in range(kept)]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if is_quick(config):
        limit(items, EXAMPLES)
