"""A plugin of pytest: what `make test` leaves out.

It runs fewer cases than it leaves out. pytest would import each module, make every case of it, and
only then take those away that are marked slow, which takes as long as some tests.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from random_examples import limit

QUICK = "not slow"
"""What `make test` chooses tests by."""
WHOLLY_SLOW = "\npytestmark = pytest.mark.slow\n"
"""The line of a module of which no test is quick."""
EXAMPLES = 40
"""Examples of a random test."""


def is_quick(config: pytest.Config) -> bool:
    """Whether the slow tests are left out, and nothing else is asked for."""
    return bool(config.getoption("markexpr") == QUICK)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    module = is_quick(config) and collection_path.suffix == ".py"
    return (module and WHOLLY_SLOW in collection_path.read_text("utf-8")) or None


def pytest_pycollect_makeitem(collector: pytest.Collector, obj: object) -> list[Any] | None:
    marks = getattr(obj, "pytestmark", []) if is_quick(collector.config) else []
    return [] if any(mark.name == "slow" for mark in marks) else None


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Leave out slow cases of a test that has others."""
    if is_quick(metafunc.config):
        for marker in metafunc.definition.iter_markers("parametrize"):
            cases = marker.args[1] if len(marker.args) > 1 else None
            if isinstance(cases, list) and not marker.kwargs.get("ids"):
                cases[:] = [case for case in cases if not _is_slow(case)] or cases


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if is_quick(config):
        limit(items, EXAMPLES)


def _is_slow(case: object) -> bool:
    marks = getattr(case, "marks", ()) if isinstance(case, tuple) else ()
    return any(mark.name == "slow" for mark in marks)
