"""Items of a mapping that are commented out come to life in their place."""

from __future__ import annotations

import pytest
from hosts.reading import changed, documents

from novalint.text.writing import set_option

OSA = "nova_nova_conf_overrides:\n"
HEAD = f"{OSA}  DEFAULT:\n    debug: true\n"


@pytest.mark.parametrize(
    "line",
    ["    #a_b: 1", "    # a_b: 1", "#    a_b: 1", "#   a_b: 1", "#     a_b: '1'", "  #  a_b: 1"],
)
def test_an_item_is_set_in_its_place(line: str) -> None:
    for text, new in (
        (f"{HEAD}{line}  # why\n  api:\n    c: 1\n", "    a_b: 2  # why"),
        (f"{HEAD}\n{line}", "    a_b: 2"),
        (f"{OSA}  DEFAULT:\n{line}\n    debug: true\n", "    a_b: 2"),
    ):
        (document,) = documents(text)
        assert [one.option for one in document.templates] == ["a_b"]
        old = next(row for row in text.splitlines() if "a_b" in row)
        after = changed(document, set_option(document, "DEFAULT", "a_b", "2"))
        assert after == text.replace(old, new)


@pytest.mark.parametrize(
    "lines",
    [
        "    # a note: 1",
        "    # a_b: is why",
        "    # a_b:",
        "    ## a_b: 1",
        "    #  a_b: 1",
        "  # a_b: 1",
        "    c: |\n      # a_b: 1",
        "    c:\n      # a_b: 1\n      - 1",
        "  api:\n    # a_b: 1\n    c: 1",
    ],
)
def test_what_is_no_item_of_the_group_stays(lines: str) -> None:
    (document,) = documents(f"{HEAD}{lines}\n")
    assert not [one for one in document.templates if one.group == "DEFAULT"]
    after = changed(document, set_option(document, "DEFAULT", "a_b", "2"))
    assert after is not None and lines in after


def test_a_group_may_have_items_in_comments_alone() -> None:
    text = f"{OSA}  DEFAULT:\n      # a_b: 1\n  api:\n    c: 1\n"
    (document,) = documents(text)
    after = changed(document, set_option(document, "DEFAULT", "a_b", "x y"))
    assert after == text.replace("# a_b: 1", 'a_b: "x y"')


def test_a_group_that_is_shared_has_none() -> None:
    (document,) = documents(f"{OSA}  DEFAULT: &x\n    debug: true\n    # a_b: 1\nother: *x\n")
    assert not document.templates
