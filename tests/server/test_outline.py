"""Groups, folds and links of a file."""

from __future__ import annotations

import pytest

pytest.importorskip("lsprotocol", reason="lsprotocol is not installed")

from lsprotocol.types import DocumentSymbol, FoldingRangeKind, Position
from server.sessions import view

from novalint.server import outline

TEXT = """\
loose = 1
# one
# two

[DEFAULT]
debug = true
my_ip = a,
  b

[libvirt]
virt_type = kvm
"""


def names(symbols: list[DocumentSymbol] | None) -> list[object]:
    return [
        (one.name, names([*one.children])) if one.children else one.name for one in symbols or ()
    ]


def test_symbols_are_groups_with_their_options() -> None:
    assert names(outline.symbols(view(TEXT))) == [
        "loose", ("DEFAULT", ["debug", "my_ip"]), ("libvirt", ["virt_type"]),
    ]  # fmt: skip


def test_what_is_selected_lies_within_its_symbol() -> None:
    for one in outline.symbols(view(TEXT)):
        for each in (one, *(one.children or ())):
            assert _key(each.range.start) <= _key(each.selection_range.start)
            assert _key(each.selection_range.end) <= _key(each.range.end)


def _key(position: Position) -> tuple[int, int]:
    return position.line, position.character


def test_names_that_may_be_secrets_are_hidden() -> None:
    shown = str(outline.symbols(view("[DEFAULT]\nhunter2X9q8Zk3 = 1\n[hunter2X9q8Zk3]\n[]\n")))
    assert "hunter2" not in shown and "***" in shown


def test_names_cannot_hide_what_they_are() -> None:
    shown = str(outline.symbols(view("[DEFAULT]\nde\u202ebug = 1\n[a\x1bb]\n")))
    assert "\u202e" not in shown and "\x1b" not in shown


def test_folds() -> None:
    found = {(one.start_line, one.end_line, one.kind) for one in outline.folds(view(TEXT))}
    assert found == {
        (1, 2, FoldingRangeKind.Comment),
        (4, 7, FoldingRangeKind.Region),
        (6, 7, None),
        (9, 10, FoldingRangeKind.Region),
    }


@pytest.mark.parametrize("text", ["", "\n", "[DEFAULT]", "# a", "a = 1"])
def test_what_is_short_does_not_fold(text: str) -> None:
    assert outline.folds(view(text)) == []
    assert outline.links(view(text)) == []


def test_links_are_addresses_without_secrets() -> None:
    seen = view(
        "[DEFAULT]\nnotify = https://docs.example.org/a, http://h/\n"
        "[keystone_authtoken]\nwww_authenticate_uri = https://keystone.example.org:5000/v3\n"
        "auth_url = https://admin:hunter2X9q8Zk3@keystone.example.org/\n"
        "password = https://hunter2X9q8Zk3.example.org/\n"
    )
    targets = [one.target for one in outline.links(seen)]
    assert "https://keystone.example.org:5000/v3" in targets
    assert not any("hunter2" in str(target) for target in targets)
