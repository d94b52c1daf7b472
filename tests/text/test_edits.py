"""Edits: applied, composed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from novalint.text.edits import Edit, Gathering, Patch, apply_edits, compose, merge
from novalint.text.source import Source


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


def patch(path: str, *edits: Edit) -> Patch:
    return Patch.of(Source(path, "abcdefgh"), edits)


def test_patches_are_gathered_where_they_do_not_touch() -> None:
    gathered = Gathering()
    assert not gathered.patch
    assert gathered.take(patch("a", Edit(2, 3, "x")))
    assert gathered.take(patch("b", Edit(2, 3, "y")))
    touching = [Edit(1, 2, "z"), Edit(3, 4, "z"), Edit(2, 2, "z"), Edit(3, 3, "z"), Edit(1, 5, "z")]
    assert not any(gathered.take(patch("a", edit)) for edit in touching)
    assert gathered.take(patch("a", Edit(0, 1, "u"), Edit(4, 5, "v")))
    assert gathered.patch.apply("abcdefgh", "a") == "ubxdvfgh"
    assert gathered.patch.apply("abcdefgh", "b") == "abydefgh"


def test_nothing_is_taken_of_a_patch_that_touches_in_one_file() -> None:
    gathered = Gathering()
    assert gathered.take(patch("b", Edit(2, 3, "y")))
    assert not gathered.take(merge([patch("a", Edit(0, 1, "x")), patch("b", Edit(2, 3, "z"))]))
    assert gathered.patch.paths == ("b",)
    assert gathered.take(patch("a", Edit(0, 1, "w")))


def test_lines_that_two_patches_add_at_one_place_are_joined_where_that_is_asked() -> None:
    gathered = Gathering(joins=True)
    assert gathered.take(patch("a", Edit(2, 2, "x = 1\n"), Edit(4, 5, "v")))
    assert gathered.take(patch("a", Edit(2, 2, "y = 2\n")))
    others = ["x = 3\n", "z", "z = 4", "\n[g]\nz = 4\n", "# z = 4\n"]
    assert not any(gathered.take(patch("a", Edit(2, 2, text))) for text in others)
    assert not gathered.take(patch("a", Edit(1, 2, "z = 4\n")))
    assert gathered.patch.apply("abcdefgh") == "abx = 1\ny = 2\ncdvfgh"


def test_a_line_that_is_commented_out_is_not_changed_as_well() -> None:
    source = Source("f", "[a]\nb = 1\nc = 2\n")
    out, value, below = (
        Patch.of(source, [edit]) for edit in (Edit(4, 4, "#"), Edit(8, 9, "7"), Edit(14, 15, "8"))
    )
    for first, second in ((out, value), (value, out)):
        gathered = Gathering(whole_lines=True)
        assert gathered.take(first)
        assert not gathered.take(second)
        assert gathered.take(below)
    gathered = Gathering()
    assert gathered.take(out)
    assert gathered.take(value)


def test_composed_edits_stay_apart() -> None:
    assert compose([Edit(1, 2, "x")], [Edit(7, 8, "y")]) == (Edit(1, 2, "x"), Edit(7, 8, "y"))
