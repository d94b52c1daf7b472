"""Edits: applied, composed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from novalint.text.edits import Edit, apply_edits, compose


@st.composite
def edits(draw: st.DrawFn, length: int) -> list[Edit]:
    cuts = sorted(draw(st.lists(st.integers(0, length), unique=True, max_size=6)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return [Edit(start, end, draw(st.text("xy", max_size=3))) for start, end in pairs]


@settings(max_examples=1000)
@given(st.text("abc", max_size=12), st.data())
def test_composed_edits_do_what_both_do(text: str, data: st.DataObject) -> None:
    first = data.draw(edits(len(text)))
    middle = apply_edits(text, first)
    second = data.draw(edits(len(middle)))
    assert apply_edits(text, compose(first, second)) == apply_edits(middle, second)


def test_composed_edits_stay_apart() -> None:
    assert compose([Edit(1, 2, "x")], [Edit(7, 8, "y")]) == (Edit(1, 2, "x"), Edit(7, 8, "y"))
