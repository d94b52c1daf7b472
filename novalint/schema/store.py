"""Finds and reads the JSON files that the package ships, each when it is first needed."""

from __future__ import annotations

import json
import os
from functools import cache

from novalint.annotations import Any


@cache
def folder() -> str:
    """Return the folder `schemas`: within the installed package, or beside it in a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    inside = os.path.join(package, "schemas")  # noqa: PTH118 (pathlib costs start-up time)
    beside = os.path.join(os.path.dirname(package), "schemas")  # noqa: PTH118, PTH120
    return inside if os.path.isdir(inside) else beside  # noqa: PTH112


def read_text(name: str) -> str:
    """Read one of the shipped files, named relative to the folder `schemas`."""
    with open(os.path.join(folder(), name), encoding="utf-8") as stream:  # noqa: PTH118, PTH123
        return stream.read()


def read_json(name: str) -> Any:
    """Read one of the shipped JSON files, named relative to the folder `schemas`."""
    return json.loads(read_text(name))
