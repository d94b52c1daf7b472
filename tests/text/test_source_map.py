"""From the characters of an embedded text to those of its host, and edits along the same way."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novalint.errors import PatchError
from novalint.text.document import Document
from novalint.text.edits import Edit, apply_edits
from novalint.text.host import Host
from novalint.text.host_edits import host_edits
from novalint.text.source import Source, Span
from novalint.text.source_map import (
    Embedded,
    LineForm,
    Quoting,
    Slice,
    SliceKind,
    SourceMap,
)

LITERAL, QUOTED, MADE, DYNAMIC = SliceKind
BLOCK = "config: |\n  [DEFAULT]\n  debug = true\nother: 1\n"
TEXT = "[DEFAULT]\ndebug = true\n"


def block(host: str = BLOCK) -> tuple[Embedded, ...]:
    """Read the lines below `config: |` that are indented by two blanks, as a YAML reader does."""
    text, slices, at = "", [], host.find("|\n") + 2
    for line in host[at:].splitlines(keepends=True):
        if line.strip() and not line.startswith("  "):
            break
        own = line[2:] if line.strip() else "\n"
        start = at + len(line) - len(own)
        slices.append(
            Slice(LITERAL, len(text), len(text) + len(own), start, start + len(own), indent="  ")
        )
        text += own
        at += len(line)
    return (Embedded("config", text, SourceMap(tuple(slices))),)


def document(host: str = BLOCK) -> Document:
    (one,) = block(host)
    return Document.within(Host(Source("values.yaml", host), one, block))


def test_places_are_those_of_the_host() -> None:
    found = document()
    assert found.text == TEXT
    assert (found.path, found.name) == ("values.yaml", "config")
    (assignment,) = found.assignments
    assert found.position(assignment.span.start) == (3, 3, BLOCK.index("debug"))
    assert found.host
    assert found.host.span(assignment.span) == Span(BLOCK.index("debug"), BLOCK.index("\nother"))
    assert found.own_lines(3) == (2,)
    assert found.own_lines(1) == ()
    assert found.host.line(3) == "  debug = true"


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_literal_places_are_exact(one: int, two: int) -> None:
    (embedded,) = block()
    span = Span(min(one, two), max(one, two))
    exact = embedded.source_map.to_host(span)
    if exact is not None:
        assert BLOCK[slice(*exact)] == TEXT[slice(*span)]


@pytest.mark.parametrize(
    ("group", "option", "value", "expected"),
    [
        ("DEFAULT", "debug", "false", "  [DEFAULT]\n  debug = false\n"),
        ("DEFAULT", "my_ip", "::1", "  [DEFAULT]\n  debug = true\n  my_ip = ::1\n"),
        ("vnc", "enabled", "no", "  [DEFAULT]\n  debug = true\n\n  [vnc]\n  enabled = no\n"),
    ],
)
def test_lines_of_a_block_have_its_indent(
    group: str, option: str, value: str, expected: str
) -> None:
    patch = document().set(group, option, value)
    assert patch.apply(BLOCK) == f"config: |\n{expected}other: 1\n"
    again = document(patch.apply(BLOCK))
    assert again.to_dict()[group][option] == [value]


def test_commenting_out_goes_behind_the_indent() -> None:
    patch = document().unset("DEFAULT", "debug")
    assert patch.apply(BLOCK) == BLOCK.replace("  debug", "  #debug")


def test_whole_lines_go_with_their_indent() -> None:
    (one,) = block()
    start = TEXT.index("debug")
    edits = host_edits(one.source_map, [Edit(start, len(TEXT), "")], TEXT, BLOCK)
    assert edits is not None
    assert apply_edits(BLOCK, edits) == "config: |\n  [DEFAULT]\nother: 1\n"


MAPPING = "over:\n  DEFAULT:\n    debug: 'true'\n    my_ip: ::1\nother: 1\n"
ITEMS = "[DEFAULT]\ndebug = true\nmy_ip = ::1\n"


def mapping() -> SourceMap:
    """Map the two options of MAPPING as a reader of YAML would."""
    at = MAPPING.index
    lines = [at("    debug"), at("    my_ip"), at("other")]
    return SourceMap(
        (
            Slice(MADE, 0, 1, at("DEFAULT"), at("DEFAULT"), None),
            Slice(LITERAL, 1, 8, at("DEFAULT"), at("DEFAULT") + 7, None),
            Slice(MADE, 8, 10, lines[0], lines[0], "    "),
            Slice(LITERAL, 10, 15, at("debug"), at("debug") + 5, None),
            Slice(MADE, 15, 18, at("'"), at("'"), None),
            Slice(QUOTED, 18, 22, at("'"), at("'") + 6, None, Quoting.SINGLE),
            Slice(MADE, 22, 23, lines[1], lines[1], "    "),
            Slice(LITERAL, 23, 28, at("my_ip"), at("my_ip") + 5, None),
            Slice(MADE, 28, 31, at("::"), at("::"), None),
            Slice(LITERAL, 31, 34, at("::"), at("::") + 3, None, Quoting.PLAIN),
            Slice(MADE, 34, 35, lines[2], lines[2], "    "),
        ),
        LineForm.MAPPING,
        "  ",
    )


def in_mapping(edit: Edit) -> str | None:
    edits = host_edits(mapping(), [edit], ITEMS, MAPPING)
    return None if edits is None else apply_edits(MAPPING, edits)


def test_a_value_is_spelt_as_it_is_there() -> None:
    at = ITEMS.index("true")
    assert in_mapping(Edit(at, at + 4, "it's")) == MAPPING.replace("'true'", "'it''s'")
    at = ITEMS.index("::1")
    assert in_mapping(Edit(at, at + 3, "10.0.0.1")) == MAPPING.replace(
        "my_ip: ::1", 'my_ip: "10.0.0.1"'
    )
    assert in_mapping(Edit(at, at + 3, "host-1")) == MAPPING.replace("::1", "host-1")
    assert in_mapping(Edit(at, at + 3, "a: b # c")) == MAPPING.replace("::1", '"a: b # c"')


def test_a_line_becomes_an_item() -> None:
    end = len(ITEMS)
    assert in_mapping(Edit(end, end, "workers = 4\n")) == MAPPING.replace(
        "other", "    workers: 4\nother"
    )
    assert in_mapping(Edit(end, end, "\n[vnc]\nenabled = false\n")) == MAPPING.replace(
        "other", "  vnc:\n    enabled: false\nother"
    )
    start = ITEMS.index("debug")
    assert in_mapping(Edit(start, ITEMS.index("my_ip"), "")) == MAPPING.replace(
        "    debug: 'true'\n", ""
    )
    assert in_mapping(Edit(start, start, "#")) == MAPPING.replace("debug", "#debug")


def test_what_cannot_be_written_is_not() -> None:
    at = ITEMS.index("true")
    assert in_mapping(Edit(at, at + 4, "a\n    b")) is None
    assert in_mapping(Edit(0, 9, "[v]\n[vnc]")) is None
    assert in_mapping(Edit(8, 20, "")) is None


def template(host: str, text: str, *slices: Slice) -> Document:
    one = Embedded("", text, SourceMap(slices))
    reader = partial(lambda embedded, _: (embedded,), one)
    return Document.within(Host(Source("nova.conf.j2", host), one, reader))


def test_what_a_template_computes_is_no_place_for_edits() -> None:
    host, text = "[vnc]\nenabled = {{  x }}\n", "[vnc]\nenabled = {{x}}\n"
    found = template(
        host,
        text,
        Slice(LITERAL, 0, 16, 0, 16),
        Slice(DYNAMIC, 16, 21, 16, 24),
        Slice(LITERAL, 21, 22, 24, 25),
    )
    with pytest.raises(PatchError, match="cannot take this change"):
        found.set("vnc", "enabled", "true")
    assert found.host
    assert found.host.computed(found.assignments[0].raw) == "{{  x }}"
    assert found.host.span(found.assignments[0].raw) == Span(16, 24)


def test_edits_of_one_place_are_refused_together() -> None:
    at = ITEMS.index("true")
    edits = [Edit(at, at + 1, "T"), Edit(at + 3, at + 4, "E")]
    assert host_edits(mapping(), edits, ITEMS, MAPPING) is None


LISTED = "over:\n  s:\n    f:\n      - a\n      - b  # why\nother: 1\n"
JOINED = "[s]\nf = a,b\n"


def listed() -> SourceMap:
    """Map a list of two items, which is one value with commas, as a reader of YAML would."""
    at = LISTED.index
    key, first, second, end = at("f:"), at("- a") + 2, at("- b") + 2, at("other")
    return SourceMap(
        (
            Slice(MADE, 0, 4, at("    f"), at("    f"), "    "),
            Slice(LITERAL, 4, 5, key, key + 1, None),
            Slice(MADE, 5, 8, first, first, None),
            Slice(LITERAL, 8, 9, first, first + 1, None, Quoting.PLAIN),
            Slice(MADE, 9, 10, second, second, None),
            Slice(LITERAL, 10, 11, second, second + 1, None, Quoting.PLAIN),
            Slice(MADE, 11, 12, end, end, "    "),
        ),
        LineForm.MAPPING,
    )


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        (Edit(9, 11, ""), "      - b  # why\n", ""),
        (Edit(8, 10, ""), "      - a\n", ""),
        (Edit(11, 11, ",c,d"), "# why\n", "# why\n      - c\n      - d\n"),
        (Edit(8, 11, "a,b,c"), "# why\n", "# why\n      - c\n"),
        (Edit(8, 9, "x"), "- a", "- x"),
    ],
)
def test_items_of_lists_come_and_go(edit: Edit, old: str, new: str) -> None:
    edits = host_edits(listed(), [edit], JOINED, LISTED)
    assert edits is not None
    assert apply_edits(LISTED, edits) == LISTED.replace(old, new)


def test_an_item_of_a_list_in_one_line_goes_with_its_comma() -> None:
    flow = "over: {s: {f: [a, b]}}\n"
    at = flow.index
    slices = (
        Slice(LITERAL, 4, 5, at("f"), at("f") + 1, None),
        Slice(MADE, 5, 8, at("a,"), at("a,"), None),
        Slice(LITERAL, 8, 9, at("a,"), at("a,") + 1, None, Quoting.PLAIN),
        Slice(MADE, 9, 10, at("b"), at("b"), None),
        Slice(LITERAL, 10, 11, at("b"), at("b") + 1, None, Quoting.PLAIN),
    )
    edits = host_edits(SourceMap(slices, LineForm.FIXED), [Edit(9, 11, "")], JOINED, flow)
    assert edits is not None
    assert apply_edits(flow, edits) == "over: {s: {f: [a]}}\n"
