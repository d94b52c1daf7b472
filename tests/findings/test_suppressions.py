"""Comments that silence findings: what they say, and which lines they are about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_text

from novalint.findings.suppressions import Directive, Silences, directives
from novalint.text.document import Document


def read(text: str) -> tuple[Directive, ...]:
    return directives(Document.parse(text))


def one(text: str) -> Directive:
    (found,) = read(text)
    return found


@pytest.mark.parametrize(
    ("comment", "word", "names", "reason"),
    [
        ("# novalint: ignore[rule-a] it is meant so", "ignore", ["rule-a"], "it is meant so"),
        ("#novalint:ignore[rule-a]", "ignore", ["rule-a"], ""),
        ("; novalint: ignore [ rule-a,rule-b , ]  x ", "ignore", ["rule-a", "rule-b"], "x"),
        ("##\tnovalint: ignore-file[rule-a] x", "ignore-file", ["rule-a"], "x"),
        ("# novalint: ignore[two words]", "ignore", ["two words"], ""),
        ("# novalint: ignore", "ignore", [], ""),
        ("# novalint: ignore[]", "ignore", [], ""),
        ("# novalint: ignore rule-a", "ignore", [], "rule-a"),
        ("# novalint: ignore[rule-a x", "ignore", [], "[rule-a x"),
        ("# novalint: disable[rule-a]", "disable", ["rule-a"], ""),
        ("# novalint: ignored as it is old", "ignored", [], "as it is old"),
    ],
)
def test_what_a_comment_says(comment: str, word: str, names: list[str], reason: str) -> None:
    found = one(comment)
    assert (found.word, [name.text for name in found.names], found.reason) == (word, names, reason)


@pytest.mark.parametrize(
    "line",
    [
        "# a note on novalint: ignore[rule-a]",
        "# novalint ignore[rule-a]",
        "# Novalint: ignore[rule-a]",
        " # novalint: ignore[rule-a]",
        "novalint: ignore[rule-a]",
        "debug = true # novalint: ignore[rule-a]",
        "# novalint:",
    ],
)
def test_what_is_none(line: str) -> None:
    assert read(f"[DEFAULT]\n{line}\n") == ()


def test_spans_show_what_is_meant() -> None:
    text = "\ufeff# x\r\n# novalint: ignore[rule-a, rule-b] why \r\nmy_ip = 1\r\n"
    found = one(text)
    assert text[slice(*found.span)] == "# novalint: ignore[rule-a, rule-b] why"
    assert text[slice(*found.key)] == "ignore"
    assert [text[slice(*name.span)] for name in found.names] == ["rule-a", "rule-b"]


@pytest.mark.parametrize(
    ("below", "lines"),
    [
        ("a = 1\nb = 2\n", [2]),
        ("# note\n#a = 1\na = 1\nb = 2\n", [2, 3, 4]),
        ("a = 1\n  more\n\tmore\nb = 2\n", [2, 3, 4]),
        ("a = 1\n\n  refused\n", [2]),
        ("[group]\na = 1\n", [2]),
        ("# note\n\na = 1\n", [2]),
        ("\na = 1\n", []),
        ("", []),
        ("neither\na = 1\n", [2]),
        ("  indented\na = 1\n", [2]),
        ("# novalint: x\na = 1\n", [2, 3]),
    ],
)
def test_ignore_is_about_the_block_below(below: str, lines: list[int]) -> None:
    found, *_ = read(f"# novalint: ignore[rule-a]\n{below}")
    assert list(found.lines) == lines
    for line in range(1, 7):
        assert (Silences([found]).of("rule-a", line) is found) == (line in lines)
        assert not Silences([found]).of("rule-b", line)


@pytest.mark.parametrize("above", ["", "# licence\n\n;\n", "\ufeff# note\n", "\n"])
def test_ignore_file_counts_below_comments_and_blank_lines(above: str) -> None:
    text = f"{above}# novalint: ignore-file[rule-a] x\n[DEFAULT]\na = 1\n"
    found = one(text)
    assert not found.late
    assert all(Silences([found]).of("rule-a", line) for line in range(1, text.count("\n") + 2))


@pytest.mark.parametrize("above", ["[DEFAULT]\n", "a = 1\n", "neither\n", " indented\n"])
def test_ignore_file_counts_for_nothing_below_anything_else(above: str) -> None:
    found = one(f"{above}# novalint: ignore-file[rule-a] x\n[DEFAULT]\n")
    assert found.late
    assert not any(Silences([found]).of("rule-a", line) for line in range(5))


def test_such_a_comment_is_no_commented_out_assignment() -> None:
    document = Document.parse("[DEFAULT]\n# novalint: ignore[a]\n#novalint = 1\n#my_ip: x\n")
    assert [template.option for template in document.templates] == ["novalint", "my_ip"]


def test_it_moves_with_its_assignment() -> None:
    from novalint.text.writing import move

    text = "[old]\n# novalint: ignore[a] why\nx = 1\ny = 2\n[new]\nz = 3\n"
    document = Document.parse(text)
    patch = move(document, document.assignments[0], "new", "x")
    assert patch.apply(text) == "[old]\ny = 2\n[new]\nz = 3\n# novalint: ignore[a] why\nx = 1\n"


@given(any_text)
def test_no_text_is_too_odd(text: str) -> None:
    for found in read(f"{text}\n# novalint: ignore[a]\n{text}"):
        assert found.span.end <= 2 * len(text) + 24


PIECES = (
    "# novalint: ignore[rule-a] one\n",
    "# novalint: ignore[rule-a, rule-b] two\n",
    "# novalint: ignore-file[rule-b] three\n",
    "# note\n",
    "a = 1\n",
    "  more\n",
    "\n",
    "[group]\n",
)


@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_the_first_that_is_about_a_line_silences(pieces: list[str]) -> None:
    found = read("".join(pieces))
    silences = Silences(found)
    for rule in ("rule-a", "rule-b"):
        for line in range(1, len(pieces) + 2):
            meant = (
                one for one in found if line in one.lines and rule in {n.text for n in one.names}
            )
            assert silences.of(rule, line) is next(meant, None)
