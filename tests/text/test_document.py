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
        ("\n# c\nkey = v\n[DEFAULT]\n", 3, "before any group header"),
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


def test_the_assignments_know_their_places() -> None:
    text = '[DEFAULT]\nhosts : "a,"\r\n   b,\n\tc  \n\nmy_ip=1\n'
    hosts, my_ip = Document.parse(text).assignments
    assert hosts.value == "a,\nb,\nc"
    assert text[slice(*hosts.key)] == "hosts"
    assert text[slice(*hosts.raw)] == '"a,"\r\n   b,\n\tc'
    assert [text[start : start + 2] for start in hosts.starts] == ["ho", "  ", "\tc"]
    assert text[slice(*my_ip.span)] == "my_ip=1"


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


def test_what_follows_a_refused_header_stands_in_no_group() -> None:
    document = Document.parse("[DEFAULT]\na = 1\n[libvirt] # c\nvirt_type = kvm\n")
    assert [a.group for a in document.assignments] == ["DEFAULT", ""]


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
