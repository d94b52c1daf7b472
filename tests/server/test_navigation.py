"""Ways from a name to where it is set and used, over the files of a configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("lsprotocol", reason="lsprotocol is not installed")

from lsprotocol.types import Location
from server.sessions import marked, session

from novalint.project.model import Project
from novalint.server import navigation
from novalint.server.projects import Projects
from novalint.server.session import Session

FIRST = (
    "[DEFAULT]\nmy_ip = 192.0.2.1\nmy_block_storage_ip = $my_ip\n[vnc]\nserver_listen = ${my_ip}\n"
)
SECOND = "[DEFAULT]\nmy_ip = 192.0.2.2\n[libvirt]\nlive_migration_inbound_addr = $my_ip\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "novalint.toml").write_text('[configurations.node]\npaths = ["a.conf", "b.conf"]\n')
    (tmp_path / "a.conf").write_text(FIRST)
    (tmp_path / "b.conf").write_text(SECOND)
    return tmp_path


def asked(folder: Path, text: str, declared: bool | None = None) -> list[tuple[str, int, str]]:
    """Return the places that the mark in a.conf leads to: file, line, and what stands there."""
    bare, at = marked(text)
    made = Session(Projects(Project(search=True)))
    uri = (folder / "a.conf").as_uri()
    made.open(uri, 1, bare)
    view = made.view(uri)
    if declared is None:
        found = navigation.definition(made, view, at)
    else:
        found = navigation.references(made, view, at, declared)
    return [place(made, one) for one in found]


def place(made: Session, one: Location) -> tuple[str, int, str]:
    path = one.uri.removeprefix("file://")
    lines = made.lines(path)
    start, end = lines.span(one.range)
    return Path(path).name, one.range.start.line, lines.text[start:end]


@pytest.mark.parametrize(
    "text",
    [
        FIRST.replace("= $my_ip", "= $my¦_ip"),
        FIRST.replace("${my_ip}", "${my_i¦p}"),
        FIRST.replace("my_ip = 1", "my¦_ip = 1"),
    ],
)
def test_the_definition_is_the_line_that_counts(folder: Path, text: str) -> None:
    assert asked(folder, text) == [("b.conf", 1, "my_ip")]


def test_of_several_values_all_lines_count(folder: Path) -> None:
    text = "[pci]\nali¦as = {}\nalias = {}\n"
    assert [line for _, line, _ in asked(folder, text)] == [1, 2]


def test_an_unset_option_leads_to_its_template(folder: Path) -> None:
    text = "[DEFAULT]\n#host = x\nmy_ip = $ho¦st\n"
    assert asked(folder, text) == [("a.conf", 1, "host")]


@pytest.mark.parametrize(
    "text", ["[DEF¦AULT]\n", "[DEFAULT]\nno_s¦uch = 1\n", "[DEFAULT]\nmy_ip = $no_su¦ch\n", "¦"]
)
def test_what_is_unknown_leads_nowhere(folder: Path, text: str) -> None:
    assert asked(folder, text) == [] == asked(folder, text, declared=True)


def test_references_are_those_of_all_files(folder: Path) -> None:
    text = FIRST.replace("my_ip = 1", "my¦_ip = 1")
    used = [("a.conf", 2, "$my_ip"), ("a.conf", 4, "${my_ip}"), ("b.conf", 3, "$my_ip")]
    assert sorted(asked(folder, text, declared=False)) == used
    declared = [("a.conf", 1, "my_ip"), ("b.conf", 1, "my_ip")]
    assert sorted(asked(folder, text, declared=True)) == sorted([*used, *declared])


def test_old_names_are_the_same_option() -> None:
    text, at = marked("[libvirt]\ncpu_mod¦el = a\ncpu_models = b\n")
    made = session(text)
    (view,) = (made.view(uri) for uri in made.texts)
    assert [one.range.start.line for one in navigation.definition(made, view, at)] == [2]
    found = navigation.references(made, view, at, True)
    assert [one.range.start.line for one in found] == [1, 2]


def test_default_is_no_group_in_a_reference() -> None:
    text, at = marked("[DEFAULT]\nmy_ip = ${DEFAULT.ho¦st}\nhost = x\n")
    made = session(text)
    (view,) = (made.view(uri) for uri in made.texts)
    assert navigation.definition(made, view, at) == []
