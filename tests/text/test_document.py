"""The document: lossless, and of one mind with oslo.config's parser."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
import reference
import strategies
from hypothesis import example, given, settings

from novalint.errors import FileError
from novalint.text.document import Document


def agrees(text: str) -> None:
    document = Document.parse(text)
    expected = reference.sections(text)
    assert document.text == text
    assert (document.problems == ()) == (expected is not None)
    if expected is not None:
        assert document.to_dict() == expected


@settings(max_examples=2000)
@given(strategies.any_text)
@example("[DEFAULT]\na = 1\n\x0b\n  b\n")
@example('[DEFAULT]\na = "\n')
@example("\ufeff")
@example("[DEFAULT]\rrem = 1\r\r  x\n")
def test_agrees_with_oslo_config(text: str) -> None:
    agrees(text)


def test_agrees_on_real_files(real_file: Path) -> None:
    data = real_file.read_bytes()
    document = Document.read(real_file)
    assert document.text.encode("utf-8", "surrogateescape") == data
    agrees(document.text)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("\n# c\nkey = v\n[DEFAULT]\n", 3, "above the first group header"),
        ("[DEFAULT]\n# c\n  key = v\n", 3, "follows no value"),
        ("[DEFAULT]\n[libvirt] # c\n", 2, "does not end with `]`"),
        ("[]\n", 1, "has no name"),
        ("[DEFAULT]\nverbose\n", 2, "neither a comment"),
        ("[DEFAULT]\n = v\n", 2, "follows no value"),
        ("[DEFAULT]\n= v\n", 2, "no option name"),
        ("\ufeff[DEFAULT]\n", 1, "byte order mark"),
    ],
)
def test_problems_stand_on_their_line(text: str, line: int, reason: str) -> None:
    (problem,) = Document.parse(text).problems
    assert reason in problem.reason
    assert Document.parse(text).position(problem.span.start).line == line


def test_bytes_that_are_not_utf8_stay_and_are_reported() -> None:
    data = b"[DEFAULT]\r\n# caf\xe9\xff\nmy_ip = \x80\r"
    document = Document.parse(data)
    assert document.text.encode("utf-8", "surrogateescape") == data
    assert [document.position(p.span.start)[:2] for p in document.problems] == [(2, 6), (3, 9)]
    texts = [document.text[slice(*problem.span)] for problem in document.problems]
    assert texts == ["\udce9\udcff", "\udc80"]
    assert {problem.reason for problem in document.problems} == {"bytes are not UTF-8"}


def test_a_byte_order_mark_is_a_place_of_its_own() -> None:
    document = Document.parse(b"\xef\xbb\xbf[x]\na = 1\n", "x.conf")
    assert [document.text[slice(*one.span)] for one in document.problems] == ["\ufeff"]
    assert [document.text[slice(*one.span)] for one in document.groups] == ["[x]"]
    assert document.path == "x.conf"


def test_what_stands_above_all_headers_is_in_no_group() -> None:
    assert [one.group for one in Document.parse("a = 1\n[x]\nb = 2\n").assignments] == ["", "x"]


def test_the_assignments_know_their_places() -> None:
    text = '[DEFAULT]\nhosts : "a,"\r\n   b,\n\tc  \n\nmy_ip=1\n'
    hosts, my_ip = Document.parse(text).assignments
    assert hosts.value == "a,\nb,\nc"
    assert text[slice(*hosts.key)] == "hosts"
    assert text[slice(*hosts.raw)] == '"a,"\r\n   b,\n\tc'
    assert [text[start : start + 2] for start in hosts.starts] == ["ho", "  ", "\tc"]
    assert text[slice(*my_ip.span)] == "my_ip=1"


def test_headers_and_problems_know_their_places() -> None:
    text = "[DEFAULT]  \n\n  [vnc]\na = 1\n[x y]\nwords\n"
    document = Document.parse(text)
    assert [text[slice(*group.span)] for group in document.groups] == ["[DEFAULT]", "[x y]"]
    assert [text[slice(*problem.span)] for problem in document.problems] == ["  [vnc]", "words"]


@pytest.mark.parametrize(
    ("line", "option", "value"),
    [
        ("a: http://h:80/?b=c", "a", "http://h:80/?b=c"),
        ("a=b=c:d", "a", "b=c:d"),
        ("Xen = 1", "Xen", "1"),
        ("a : XenX", "a", "XenX"),
        ("a = 'b", "a", "'b"),
        ("a = '", "a", ""),
    ],
)
def test_a_line_is_split_at_its_first_sign(line: str, option: str, value: str) -> None:
    (found,) = Document.parse(f"[x]\n{line}\n").assignments
    assert (found.option, found.value) == (option, value)


def test_templates_know_their_group() -> None:
    text = "#a = 0\n[DEFAULT]\n#a = 1\n# b=2\n;c : 3\n#  d = 4\n# Some words: e\n[x]\n#a=\n"
    templates = Document.parse(text).templates
    assert [(t.group, t.option) for t in templates] == [
        ("DEFAULT", "a"),
        ("DEFAULT", "b"),
        ("DEFAULT", "c"),
        ("x", "a"),
    ]
    assert text[slice(*templates[1].span)] == "# b=2"
    assert [text[slice(*one.key)] for one in templates] == ["a", "b", "c", "a"]
    assert [one.blank for one in templates] == ["", " ", "", ""]
    assert [text[one.sign - 1] for one in templates] == ["=", "=", ":", "="]


def test_templates_below_a_refused_header_have_no_group() -> None:
    text = "[x]\n#a = 1\nwords\n#b = 2\n[y] # z\n#c = 3\n[z]\n#d = 4\n"
    assert [one.option for one in Document.parse(text).templates] == ["a", "b", "d"]


@pytest.mark.parametrize("header", ["[libvirt] # c", "[]", "[", "\n  [libvirt]", "\n\t[libvirt"])
def test_what_follows_a_refused_header_stands_in_no_group(header: str) -> None:
    document = Document.parse(f"[DEFAULT]\na = 1\n{header}\nvirt_type = kvm\n")
    assert [a.group for a in document.assignments] == ["DEFAULT", ""]


@given(strategies.any_text)
@example("[x]\na = 1\n  2\r\n  3  \n# c\nwords\r= 1\n[\n[]\n\n  y\n")
def test_lines_stand_side_by_side(text: str) -> None:
    at = 1 if text.startswith("\ufeff") else 0
    for line in Document.parse(text).lines:
        assert text[at : line.start] in ("", "\n", "\r\n", "\r")
        assert text[line.start : line.stop].rstrip() == line.body
        at = line.stop
    assert text[at:] in ("", "\n", "\r\n", "\r")


def test_documents_are_values() -> None:
    document = Document.parse("[DEFAULT]\na = 1\n")
    assert document.assignments
    copy = pickle.loads(pickle.dumps(document))
    assert copy == document
    assert copy.assignments == document.assignments


@pytest.mark.parametrize("name", ["missing.conf", "folder", "link.conf"])
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.conf").symlink_to("nowhere")
    with pytest.raises(FileError) as refused:
        Document.read(tmp_path / name)
    assert name in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_too_large_is_refused(tmp_path: Path) -> None:
    large = tmp_path / "large.conf"
    with large.open("wb") as stream:
        stream.truncate(50_000_000)
    with pytest.raises(FileError, match="larger than the 34 MB"):
        Document.read(large)


def test_what_stands_below_a_refused_header_is_in_no_group() -> None:
    document = Document.parse("[DEFAULT]\na = 1\n[\nb = 2\n[x]\nc = 3\n")
    assert [one.group for one in document.assignments] == ["DEFAULT", "", "x"]
    assert document.to_dict() == {"DEFAULT": {"a": ["1"]}, "x": {"c": ["3"]}}
