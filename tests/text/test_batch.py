"""Many changes to one document at once: what one by one would make, in one patch."""

from __future__ import annotations

import pytest
import strategies
from hypothesis import given, settings
from hypothesis import strategies as st

from novalint.errors import PatchError
from novalint.text.bulk_writing import Addition, commented, patch_of, taken_out, with_comments
from novalint.text.document import Document
from novalint.text.edits import Edit
from novalint.text.writing import live


def result(text: str, *additions: Addition) -> str:
    document = Document.parse(text)
    return patch_of(document, [], additions).apply(text)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("", "[a]\nx=1\ny=2\n\n[b]\nz=3\n"),
        ("[a]\n[b]", "[a]\nx=1\ny=2\n[b]\nz=3\n"),
        ("[b]\no=0\n\n[a]\n# note\n", "[b]\no=0\nz=3\n\n[a]\n# note\nx=1\ny=2\n"),
        ("[A]\r\no=0\r\n", "[A]\r\no=0\r\nx=1\r\ny=2\r\n\r\n[b]\r\nz=3\r\n"),
        ("[c]\no=0", "[c]\no=0\n\n[a]\nx=1\ny=2\n\n[b]\nz=3\n"),
    ],
)
def test_lines_go_behind_those_of_their_group(text: str, after: str) -> None:
    found = result(text, Addition("a", "x=1"), Addition("b", "z=3"), Addition("a", "y=2"))
    assert found == after


def test_lines_go_in_front_of_an_assignment_and_its_comments() -> None:
    text = "[a]\nx=1\n# why\ny=2\n"
    (y,) = live(Document.parse(text), "a", "y")
    after = "[a]\nx=1\ny=0\ny=1\n# why\ny=2\n"
    assert result(text, Addition("a", "y=0", y), Addition("a", "y=1", y)) == after


def test_groups_that_are_missing_follow_each_other() -> None:
    found = result("", *(Addition(name, f"{name}=1") for name in "abc"))
    assert found == "[a]\na=1\n\n[b]\nb=1\n\n[c]\nc=1\n"


def test_what_is_added_stands_in_front_of_what_is_replaced_at_the_same_place() -> None:
    document = Document.parse("[a]\nx=1\n")
    (x,) = live(document, "a", "x")
    patch = patch_of(document, [Edit(4, 5, "z")], [Addition("a", "w=0", x)])
    assert patch.apply(document.text) == "[a]\nw=0\nz=1\n"


def test_what_is_taken_out_makes_room_for_what_is_added() -> None:
    text = "[a]\n# why\nx = 1\ny = 2\n[b]\n"
    document = Document.parse(text)
    (x,), (y,) = live(document, "a", "x"), live(document, "a", "y")
    moved = with_comments(document, x, "z = 1")
    edits = [taken_out(document, x), taken_out(document, y)]
    patch = patch_of(document, edits, [Addition("b", moved), Addition("a", "w = 3")])
    assert patch.apply(text) == "[a]\nw = 3\n[b]\n# why\nz = 1\n"


def test_a_comment_says_why_above_all_lines_of_a_value() -> None:
    text = "[a]\r\nx = 1,\r\n  2\r\n"
    document = Document.parse(text)
    (x,) = live(document, "a", "x")
    patch = patch_of(document, commented(document, x, "gone"), [])
    assert patch.apply(text) == "[a]\r\n# gone\r\n#x = 1,\r\n#  2\r\n"


def test_two_changes_to_one_stretch_are_refused() -> None:
    with pytest.raises(PatchError):
        patch_of(Document.parse("[a]\nx=1\n"), [Edit(4, 5, "y"), Edit(4, 6, "z")], [])


@settings(max_examples=150)
@given(strategies.texts(), st.lists(st.sampled_from("abc"), max_size=5))
def test_what_is_added_is_read_and_the_rest_as_before(text: str, names: list[str]) -> None:
    document = Document.parse(text)
    additions = [Addition("new", f"{name} = {number}") for number, name in enumerate(names)]
    after = Document.parse(patch_of(document, [], additions).apply(text))
    assert len(after.problems) <= len(document.problems)
    for name in names:
        values = [str(number) for number, one in enumerate(names) if one == name]
        assert [one.value for one in live(after, "new", name)][-len(values) :] == values
    others = [one.value for one in after.assignments if one.group != "new"]
    assert others == [one.value for one in document.assignments if one.group != "new"]
