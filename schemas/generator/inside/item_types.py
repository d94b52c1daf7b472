"""Item types that are code of their own: what they accept, written as a pattern.

oslo.privsep's capabilities are a function in most releases, a class in the newest; Nova's names of
limited resources are a subclass of String. What they know by name comes from the release's library.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from typing import Any

# int() takes a sign and single underscores between digits.
NUMBER = "[-+]?[0-9]+(?:_[0-9]+)*"
CUSTOM = "class:CUSTOM_[A-Z0-9_]+"


def pattern_of(kind: Any) -> str | None:
    """The pattern of what `kind` accepts; None for types that schema keywords describe."""
    find = PATTERNS.get(getattr(kind, "__name__", type(kind).__name__))
    return find(kind) if find else None


def capabilities(kind: Any) -> str:
    """A Linux capability is a name that oslo.privsep knows, or a number."""
    names = importlib.import_module("oslo_privsep.capabilities").CAPS_BYNAME
    return _any_of(sorted(names), NUMBER)


def resources(kind: Any) -> str:
    """What unified limits count: servers and their parts, and resource classes of placement."""
    standards = importlib.import_module("os_resource_classes").STANDARDS
    return _any_of(sorted(kind.resources | {f"class:{name}" for name in standards}), CUSTOM)


def _any_of(names: Iterable[str], pattern: str) -> str:
    return f"^(?:{'|'.join(names)}|{pattern})$"


PATTERNS: dict[str, Callable[[Any], str]] = {
    "CapNameOrInt": capabilities,
    "UnifiedLimitsResource": resources,
}
