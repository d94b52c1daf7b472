"""Places of an editor and offsets lead to each other, in each encoding."""

from __future__ import annotations

import pytest

pytest.importorskip("lsprotocol", reason="lsprotocol is not installed")

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position, Range

from novalint.server.positions import Lines
from novalint.text.document import Document

ENCODINGS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
TEXTS = st.text(st.sampled_from("a=é𝄞€\n\r\x0c\u2028\x85 "), max_size=30)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS)
def test_characters_count_as_in_the_encoding(encoding: str, text: str) -> None:
    name, size = ENCODINGS[encoding]
    lines = Lines(text, encoding)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] == "\r\n" and offset:
            continue  # between the two there is no place
        position = lines.position(offset)
        line = text[lines.start(position.line) : offset]
        assert position.character == len(line.encode(name)) // size
        assert lines.offset(position) == min(offset, lines.stop(position.line))


@given(text=TEXTS)
def test_lines_are_those_of_the_document(text: str) -> None:
    lines, document = Lines(text), Document.parse(text)
    starts = [document.line_index.start(number + 1) for number in range(len(document.line_index))]
    assert [lines.start(number) for number in range(len(starts))] == starts
    assert len(lines) in (len(starts), len(starts) + 1)  # the editor's last line may be empty


@pytest.mark.parametrize(
    ("line", "character", "offset"),
    [(0, 99, 2), (1, 0, 3), (1, 99, 5), (2, 0, 5), (99, 0, 5), (99, 99, 5)],
)
def test_places_that_are_not_there_are_the_nearest_before(
    line: int, character: int, offset: int
) -> None:
    assert Lines("ab\ncd").offset(Position(line, character)) == offset


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_middle_of_a_character_is_its_start(encoding: str) -> None:
    middle = {"utf-8": 2, "utf-16": 1, "utf-32": 0}[encoding]
    assert Lines("𝄞a", encoding).offset(Position(0, middle)) == 0


def test_a_lone_surrogate_is_a_character() -> None:
    for encoding in ENCODINGS:
        lines = Lines("\ud834x\n", encoding)
        assert lines.offset(lines.position(1)) == 1


def test_a_range_that_runs_backwards_is_turned_round() -> None:
    assert Lines("abc").span(Range(Position(0, 2), Position(0, 1))) == (1, 2)
