"""A plugin of pytest for `make mutants`: few random examples, and none made smaller.

Thousands of mutants are tested, and those that live run every test of their function.
"""

from __future__ import annotations

import sys

import pytest
from hypothesis import Phase
from random_examples import limit

MOST = 40
"""Examples of a random test. What only a rare one finds should have a test of its own."""

sys.setrecursionlimit(3000)  # a call of a function that has mutants takes three frames


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    limit(items, MOST, phases=[Phase.explicit, Phase.generate])
