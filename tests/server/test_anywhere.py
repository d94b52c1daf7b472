"""Whatever a file says and wherever one asks, answers come, in places that are there."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("lsprotocol", reason="lsprotocol is not installed")

from lsprotocol.types import DocumentSymbol, Position, Range
from server.sessions import session
from server.test_texts import START, edit

from novalint.server import actions, hover, navigation, outline
from novalint.server.actions import Asked
from novalint.server.cursor import spot
from novalint.server.diagnostics import diagnostics
from novalint.server.items import completion_list
from novalint.server.session import Session
from novalint.server.views import View
from novalint.text.source import Span

TESTS = Path(__file__).parents[1]
CORPUS = sorted((TESTS / "fuzz" / "corpus").glob("*.conf"))
RULES = sorted(TESTS.glob("rules/*/bad.conf"))
EXAMPLES = sorted((TESTS.parent / "examples").glob("*/*.conf"))
ODD = (
    "", "\ufeff", "\0", "[", "[]", "=", "a=\n b\n\n c", "\r", "[a]\r\r\n=\n#x=\n ;\n", "#\n#",
    "[DEFAULT]\nx = $" * 2, "{% if a %}\n[DEFAULT]\n{% endif", "{{", "# novalint: ignore[",
    "\ud834",
)  # fmt: skip
PLACES = 12


def texts(paths: list[Path], share: int = 1) -> list[tuple[str, str]]:
    chosen = paths[::share]
    return [(one.name, one.read_bytes().decode("utf-8", "surrogateescape")) for one in chosen]


def uri_of(name: str) -> str:
    return f"file:///nowhere/{name}"


def everything(made: Session, uri: str, chance: random.Random) -> Iterator[Range]:
    """Ask all that can be asked, and yield the ranges of the answers in this file."""
    yield from (one.range for one in diagnostics(made, uri))
    view = made.view(uri)
    for symbol in outline.symbols(view):
        yield from _ranges(symbol)
    yield from (one.range for one in outline.links(view))
    for fold in outline.folds(view):
        assert 0 <= fold.start_line < fold.end_line < len(view.text.lines)
    size = len(view.text.text)
    for offset in {0, size, *(chance.randint(0, size) for _ in range(PLACES))}:
        yield from _at(made, view, uri, offset)


def _at(made: Session, view: View, uri: str, offset: int) -> Iterator[Range]:
    for action in actions.actions(made, view, Asked(Span(offset, offset), None)):
        resolved = actions.resolve(made, action)
        assert resolved.edit and resolved.edit.changes and resolved.title
        for edits in resolved.edit.changes.values():
            yield from (edit.range for edit in edits)
    found = view.at(offset)
    if found is None:
        return
    here, own = found
    place = spot(here.document, here.config.schema, own)
    if place:
        yield here.range(place.span)
        hover.page(place, here.config.schema, markdown=True)
    for item in completion_list(here, own, offset, snippets=True).items:
        assert item.text_edit
        yield item.text_edit.range  # type: ignore[union-attr]
    for location in navigation.definition(made, here, own):
        assert location.uri == uri
        yield location.range
    yield from (one.range for one in navigation.references(made, here, own, True))


def _ranges(symbol: DocumentSymbol) -> Iterator[Range]:
    yield from (symbol.range, symbol.selection_range)
    assert _key(symbol.range.start) <= _key(symbol.selection_range.start)
    assert _key(symbol.selection_range.end) <= _key(symbol.range.end)
    for child in symbol.children or ():
        yield from _ranges(child)


def _key(position: Position) -> tuple[int, int]:
    return position.line, position.character


def answers(name: str, text: str) -> None:
    uri = uri_of(name)
    made = session(text, uri)
    lines = made.texts[uri].lines
    for found in everything(made, uri, random.Random(name)):
        start, end = lines.span(found)
        assert _key(found.start) <= _key(found.end), found
        assert lines.range((start, end)) == found, "a place that is there"


@pytest.mark.parametrize(("name", "text"), [(f"{n}.conf", t) for n, t in enumerate(ODD)])
def test_odd_texts(name: str, text: str) -> None:
    answers(name, text)


@pytest.mark.parametrize(("name", "text"), texts(CORPUS), ids=lambda one: one[:30])
def test_what_once_broke_something(name: str, text: str) -> None:
    answers(name, text)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.slow
def test_random_texts(seed: int) -> None:
    chance = random.Random(seed)
    text = START
    for _ in range(30):
        text, *_ = edit(chance, text)
    answers(f"{seed}.conf", text)
    answers(f"{seed}.conf.j2", "{% if a %}" + text.replace("\n", "\n{% endif %}", 1))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "text"), texts([*CORPUS, *RULES, *EXAMPLES]), ids=lambda one: one[:30]
)
def test_every_example(name: str, text: str) -> None:
    answers(name, text)
