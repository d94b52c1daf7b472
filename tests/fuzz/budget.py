"""How long the properties are searched: seconds, or at will by `make fuzz`."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from hypothesis import Phase, settings

LONG = int(os.environ.get("NOVALINT_FUZZ", "0"))
"""How many times the examples of a usual run are tried, new ones in each run; 0: the usual run."""


def examples(count: int) -> Callable[[Any], Any]:
    """Try a property with so many files, the same in every usual run."""
    if not LONG:
        return settings(max_examples=count)
    phases = (Phase.explicit, Phase.generate, Phase.shrink)
    return settings(max_examples=count * LONG, derandomize=False, phases=phases, print_blob=True)
