"""No regular expression of the package takes more than linear time, whatever it is given."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import novalint
from novalint.patterns import LazyPattern
from novalint.schema.options import load_schema
from novalint.schema.releases import releases
from novalint.schema.types.constraints import violation

pytestmark = pytest.mark.slow

ROOT = Path(novalint.__file__).parent
LENGTH = 12_000
"""Characters of a text; quadratic time is then seconds, linear time some milliseconds."""
LIMIT = 2.0
"""Seconds of processor time for a text of which the time is not compared."""
SHORT, SOON = 1_500, 0.002
"""Of what takes longer for a text of an eighth of the length the whole length is tried."""
MORE, UNSEEN = 30, 0.1
"""What a text of eight times the length takes, at most, of what the short one does, quadratic time
being 64 times it; and the seconds of processor time that nobody sees in either case."""
PUMPS = [
    " ",
    "a",
    "1",
    "#",
    "# ",
    "[",
    "]",
    "'",
    '"',
    "\\",
    "`",
    "=",
    ":",
    ",",
    "a ",
    "a,",
    "a b",
    ".",
]
PUMPS += [
    "$",
    "${a",
    "a.",
    "/",
    "%2",
    "-",
    "\udcff",
    "\udcffa",
    "\n",
    "\\U00000000",
    "novalint:",
    "[a]",
]
HEADS = ["", "a", "#", "[", "x = ", "# novalint: ignore[", "http://", "a=", '"']
TAILS = ["", "=", "!", "\n\n"]


class Use(NamedTuple):
    """A pattern and the method that it is used by."""

    where: str
    pattern: re.Pattern[str]
    method: str


def uses(path: Path) -> Iterator[Use]:
    """Every `NAME.method(…)` of a module where NAME is a compiled pattern of it."""
    name = ".".join(("novalint", *path.relative_to(ROOT).with_suffix("").parts))
    text = path.read_text()
    lacking = path.parent.name == "server" and find_spec("lsprotocol") is None
    if ("re.compile" not in text and "lazy_pattern" not in text) or lacking:
        return
    module = import_module(name.removesuffix(".__init__"))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found = getattr(module, node.value.id, None)
            found = found.compiled() if isinstance(found, LazyPattern) else found
            if isinstance(found, re.Pattern) and callable(getattr(found, node.attr)):
                yield Use(f"{name}.{node.value.id}", found, node.attr)


@cache
def every_use() -> tuple[Use, ...]:
    found = {use for path in sorted(ROOT.rglob("*.py")) for use in uses(path)}
    return tuple(sorted(found, key=lambda use: (use.where, use.method)))


@cache
def hostile(length: int) -> tuple[str, ...]:
    parts = product(HEADS, PUMPS, TAILS)
    return tuple(head + pump * (length // len(pump)) + tail for head, pump, tail in parts)


def seconds(pattern: re.Pattern[Any], method: str, text: str | bytes) -> float:
    if isinstance(pattern.pattern, bytes) and isinstance(text, str):
        text = text.encode("utf-8", "surrogateescape")
    start = time.process_time()
    if method in ("finditer", "sub", "split", "findall"):
        list(pattern.finditer(text))
    else:
        getattr(pattern, method)(text)
    return time.process_time() - start


def test_the_patterns_are_found() -> None:
    assert {use.where.rpartition(".")[0] for use in every_use()} >= {
        "novalint.redaction.lines",
        "novalint.text.content",
        "novalint.findings.suppressions",
    }


@pytest.mark.parametrize("use", every_use(), ids=lambda use: f"{use.where}.{use.method}")
def test_a_pattern_is_linear(use: Use) -> None:
    for short, text in zip(hostile(SHORT), hostile(LENGTH), strict=True):
        brief = seconds(use.pattern, use.method, short)
        if brief > SOON:
            whole = min(seconds(use.pattern, use.method, text) for _ in range(2))
            assert whole < max(MORE * brief, UNSEEN), (text[:40], text[-9:])


def test_the_patterns_of_all_releases_cost_little() -> None:
    found = {}
    for release in releases():
        for option in load_schema(release):
            one = option.entry.get("items", option.entry) if option.multi else option.entry
            found |= {one["pattern"]: one} if "pattern" in one else {}
    assert found
    for pattern, entry in sorted(found.items()):
        for text in ("a" * 4096, "a" * LENGTH, "a:" * LENGTH, " " * LENGTH, "a," * LENGTH):
            start = time.process_time()
            violation(entry, text)
            assert time.process_time() - start < LIMIT, pattern
