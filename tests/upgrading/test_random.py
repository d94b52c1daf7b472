"""Every promise of a migration, on random files of names that some release knows."""

from __future__ import annotations

import os

from engine import option_texts
from hypothesis import given, settings
from hypothesis import strategies as st
from upgrading.promises import PAIRS, check

from novalint.schema.history import names_ever
from novalint.schema.releases import Release
from novalint.text.document import Document

EXAMPLES = int(os.environ.get("NOVALINT_EXAMPLES", "40"))

EVER = sorted(names_ever())
block = st.tuples(
    st.integers(0, len(EVER) - 1).map(EVER.__getitem__),
    st.sampled_from([" = ", "=", ": "]),
    st.sampled_from(option_texts.VALUES),
    option_texts.body,
)
texts = st.one_of(
    st.lists(block.map(option_texts._grouped), min_size=1, max_size=6).map("".join),
    option_texts.texts,
)


@settings(max_examples=EXAMPLES)
@given(st.sampled_from(PAIRS), st.lists(texts, min_size=1, max_size=3))
def test_every_promise(pair: tuple[Release, Release], files: list[str]) -> None:
    check(*pair, *(Document.parse(text, f"{number}.conf") for number, text in enumerate(files)))
