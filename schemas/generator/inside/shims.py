"""What Python took away since the oldest release, given back so that it imports on 3.11.

ocata to victoria use collections.Mapping and its kin (gone in 3.10), inspect.getargspec (3.11)
and fractions.gcd (3.9); ocata and pike import a function that SQLAlchemy 1.4 has no more.
"""

from __future__ import annotations

import collections
import collections.abc
import fractions
import importlib
import inspect
import math
from types import ModuleType
from typing import Any


def give_back() -> None:
    """Put the removed names back where old code looks for them."""
    for name in collections.abc.__all__:
        _add(collections, name, getattr(collections.abc, name))
    _add(fractions, "gcd", math.gcd)
    _add(inspect, "getargspec", _argspec)
    orm = importlib.import_module("sqlalchemy.orm")
    _add(orm, "joinedload_all", orm.joinedload)


def _add(module: ModuleType, name: str, value: Any) -> None:
    if not hasattr(module, name):
        setattr(module, name, value)


ArgSpec = collections.namedtuple("ArgSpec", "args varargs keywords defaults")


def _argspec(function: Any) -> ArgSpec:
    return ArgSpec(*inspect.getfullargspec(function)[:4])
