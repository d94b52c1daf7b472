"""The release to come: its line in releases.json, as the package index and Nova itself tell it."""

from __future__ import annotations

import ast
import json
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from .packages import PYTHON, pinned, uploaded_by, uv
from .readers.source import parsed
from .releases import Release

ALIASES = ("nova/compute/rpcapi.py", "VERSION_ALIASES")
"""Where Nova names its releases, oldest first; its own is the last one, unless it was forgotten."""


class ArrivalError(Exception):
    """What a release lacks that is to be added; the message is for who adds it."""


def following(series: str) -> str:
    """Return the series after one: there are two a year.

    >>> following("2026.1"), following("2026.2")
    ('2026.2', '2027.1')
    """
    year, half = map(int, series.split("."))
    return f"{year}.2" if half == 1 else f"{year + 1}.1"


def arrived(known: list[Release], codename: str | None = None) -> Release:
    """Return the release after the known ones, at its newest point release.

    Raises ArrivalError where it is not out yet, or where nothing tells its codename.
    """
    newest = known[-1]
    series, major = following(newest.series), newest.major + 1
    first = f"nova=={major}.0.0"
    if not uploaded_by(first, str(date.today())):
        raise ArrivalError(f"there is no {first} yet")
    point = pinned([f"nova>={major}.0.0,<{major + 1}"], ["--no-deps"])["nova"]
    name = codename or _own_name(point)
    if name is None or name in {release.codename for release in known}:
        raise ArrivalError(f"Nova {point} does not tell its codename; tell it with --codename")
    day = first_day(lambda day: uploaded_by(first, day), newest.day)
    return Release(series, name.lower(), major, point, day)


def first_day(there: Callable[[str], bool], before: str) -> str:
    """Return the first day (ISO 8601) on which something is there, of those after `before`.

    It is there today, and was not on the day `before`.
    """
    absent, present = date.fromisoformat(before), date.today()
    while present - absent > timedelta(days=1):
        middle = absent + (present - absent) // 2
        absent, present = (absent, middle) if there(str(middle)) else (middle, present)
    return str(present)


def added(release: Release, text: str) -> str:
    """Return the text of releases.json with a line more."""
    return f"{text.rstrip().removesuffix(']').rstrip()},\n {json.dumps(release._asdict())}\n]\n"


def newest_alias(source: str) -> str | None:
    """Return the last key of the dictionary in which Nova names its releases, if it is there."""
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            names = [getattr(target, "id", None) for target in node.targets]
            keys = [key.value for key in node.value.keys if isinstance(key, ast.Constant)]
            if ALIASES[1] in names and keys:
                return str(keys[-1])
    return None


def _own_name(point: str) -> str | None:
    with tempfile.TemporaryDirectory(prefix="nova-alone-") as folder:
        options = ("--quiet", "--no-deps", "--python-version", PYTHON, "--target", folder)
        uv("pip", "install", *options, f"nova=={point}")
        return newest_alias((Path(folder) / ALIASES[0]).read_text("utf-8"))
