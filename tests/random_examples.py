"""How many examples random tests try, where that is to be fewer than each asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import settings


def limit(items: Iterable[pytest.Item], most: int, **more: Any) -> None:
    """Limit the random tests; hypothesis has no public way to overrule a test's own settings."""
    for item in items:
        test = getattr(item, "obj", None)
        own = getattr(test, "_hypothesis_internal_use_settings", None)
        if own:
            few = settings(own, max_examples=min(own.max_examples, most), **more)
            test._hypothesis_internal_use_settings = few
