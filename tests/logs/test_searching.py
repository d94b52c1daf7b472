"""A log is searched quickly, and as if each line were looked at by the plain pattern."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from novalint.logs.index import Anchor, Index
from novalint.logs.searching import QUIET, search

PLAIN = re.compile(QUIET).match
ANCHOR = Anchor(b"end of line", "some-signature", "some_module", frozenset())
HEAD = ("2026-03-02", "09:00:40.123", "2214", "3x", "nova.x", "nova:", "[-]", "")
LEVELS = ("INFO", "DEBUG", "ERROR", "WARNING", "TRACE", "xINFO", "\x1b[36mINFO", "#033[1mERROR")
WORDS = st.sampled_from((*HEAD, *LEVELS))
LINES = st.lists(WORDS, max_size=16).map(lambda words: " ".join([*words, "end of line"]))


@given(st.lists(LINES, min_size=1, max_size=6))
def test_the_lines_that_are_searched_are_those_without_a_quiet_level(lines: list[str]) -> None:
    blocks = ["".join(f"{line}\n" for line in lines).encode()]
    hits = [hit for block in search(blocks, Index((ANCHOR,), (), ())) for hit in block.hits]
    loud = [line for line in lines if not PLAIN(line)]
    assert [hit.start.decode() for hit in hits] == loud
