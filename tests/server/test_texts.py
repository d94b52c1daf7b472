"""The server has the text that the editor has, and finds in it what `check` finds."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("pygls", reason="pygls is not installed")

from lsprotocol import types
from server.sessions import URI, session

import novalint
from novalint.project.discovery import is_nova_document
from novalint.server.diagnostics import diagnostics
from novalint.server.positions import Lines
from novalint.server.session import Session
from novalint.server.texts import path_of, uri_of
from novalint.text.document import Document

START = (
    "[DEFAULT]\ndebug = maybe\n#vif_plugging_timeout = 300\nvif_plugging_timeout = 0\n"
    "my_ip = $host\n\n[libvirt]\nvirt_type = kvm\ncpu_mode = custom\n  more\n"
)
PIECES = (
    "\n", "\r\n", "\r", " ", "=", "[", "]", "#", "$", "é", "𝄞", "\u2028", "\x0c", "\ud834", "\0",
    "debug = true\n", "[libvirt]\n", "cpu_models=a,\r\n b\r\n", "vif_plugging_is_fatal = no\n",
    "\ufeff", "# novalint: ignore[unknown-option] x\n", "transport_url = rabbit://u:s3cret@h/\n",
    "[DEFAULT]", "${libvirt.virt_type}", "x" * 300, "",
)  # fmt: skip


def edit(chance: random.Random, text: str) -> tuple[str, int, int, str]:
    """Replace a random stretch of a text; returns the text after it, the stretch, the new piece."""
    start = chance.randint(0, len(text))
    end = min(len(text), start + chance.choice((0, 0, 0, 1, 2, 10, 60)))
    piece = "".join(chance.choices(PIECES, k=chance.choice((1, 1, 2))))
    return text[:start] + piece + text[end:], start, end, piece


def change(text: str, start: int, end: int, piece: str, encoding: str) -> object:
    """Return an edit as the editor tells it, by an own reckoning of positions."""
    where = types.Range(position(text, start, encoding), position(text, end, encoding))
    return types.TextDocumentContentChangePartial(where, piece)


def position(text: str, offset: int, encoding: str) -> types.Position:
    """Count lines and units as the protocol says."""
    before = text[:offset].replace(
        "\r\n", "\n\n" if text[offset - 1 : offset + 1] == "\r\n" else "\n"
    )
    lines = before.replace("\r", "\n").split("\n")
    name = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[encoding]
    size = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    return types.Position(len(lines) - 1, len(lines[-1].encode(name, "surrogatepass")) // size)


def is_between(text: str, offset: int) -> bool:
    """Whether an offset is within a line break, where no editor has a place."""
    return text[max(offset - 1, 0) : offset + 1] == "\r\n"


def same_as_check(open_one: Session, text: str) -> bool:
    """Whether what is shown is what `check` finds in the text."""
    lines = Lines(text, open_one.encoding)
    document = Document.parse(text, "/nowhere/nova.conf")
    expected = {
        (one.rule, one.message, lines.position(one.location.start.offset).line)
        for one in novalint.check(document).findings
        if is_nova_document(document)
    }
    shown = {(one.code, one.message, one.range.start.line) for one in diagnostics(open_one, URI)}
    return shown == expected


def type_at_random(times: int, seed: int, encoding: str) -> None:
    chance = random.Random(seed)
    open_one = session(START, encoding=encoding)
    text = START
    for version in range(times):
        new, start, end, piece = edit(chance, text)
        if is_between(text, start) or is_between(text, end):
            continue
        open_one.change(URI, version, [change(text, start, end, piece, encoding)])  # type: ignore[list-item]
        assert open_one.texts[URI].text == new
        assert open_one.texts[URI].version == version
        text = new if len(new) < 3000 else START
        if text is START:
            open_one.change(URI, version, [types.TextDocumentContentChangeWholeDocument(START)])
        if version % 4 == 0:
            assert same_as_check(open_one, text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_random_edits(encoding: str) -> None:
    type_at_random(60, 1, encoding)


@pytest.mark.slow
@pytest.mark.parametrize(("encoding", "times"), [("utf-8", 300), ("utf-16", 1000), ("utf-32", 300)])
def test_a_thousand_random_edits(encoding: str, times: int) -> None:
    type_at_random(times, 2, encoding)


def test_changes_in_one_message_count_from_each_other() -> None:
    open_one = session("ab\ncd\n")
    first = types.TextDocumentContentChangePartial(
        types.Range(types.Position(0, 1), types.Position(1, 1)), "X\nY"
    )
    second = types.TextDocumentContentChangePartial(
        types.Range(types.Position(1, 0), types.Position(1, 2)), "Z"
    )
    open_one.change(URI, 2, [first, second])
    assert open_one.texts[URI].text == "aX\nZ\n"


def test_a_change_of_what_is_not_open_is_left_alone() -> None:
    open_one = session("a\n")
    open_one.change("file:///other", 2, [types.TextDocumentContentChangeWholeDocument("b")])
    assert list(open_one.texts) == [URI]


@pytest.mark.parametrize(
    "path", ["/a b/nova.conf", "/é/%41.conf", "/x#y?z/n.conf", "/b\udcff.conf"]
)
def test_paths_and_uris(path: str) -> None:
    assert path_of(uri_of(path)) == path
    assert "#" not in uri_of(path) and " " not in uri_of(path)


@pytest.mark.parametrize("uri", ["", "file://[", "file:///a%00b", "x:", "\udcff", "file:"])
def test_whatever_a_uri_is_it_names_something(uri: str) -> None:
    open_one = session(START, uri)
    assert "\0" not in path_of(uri)
    assert diagnostics(open_one, uri)


def test_what_lies_in_no_file_has_a_name_all_the_same() -> None:
    assert path_of("untitled:Untitled-1") == "Untitled-1"
