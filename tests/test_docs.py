"""What README and docs say is what happens: their examples run, their pages and links are there."""

from __future__ import annotations

import argparse
import doctest
import importlib.util
import os
import re
import shlex
from pathlib import Path
from typing import Any

import pages
import pytest
import yaml
from many import of_each

from novalint.cli import parser
from novalint.rules.catalogue import THEMES, rules

MANY = 4
"""Commands of a page beyond which it takes a second and more to run them."""
TRANSLATED = "README.zh-CN.md"
"""A page whose blocks are those of another one, see below."""
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def takes_long(page: Path) -> bool:
    return len(pages.typed(page)) > MANY or page.name == TRANSLATED


WITH_COMMANDS = [
    pytest.param(page, marks=[pytest.mark.slow] if takes_long(page) else [])
    for page in pages.PAGES
    if pages.typed(page)
]
WITH_PYTHON = [page for page in pages.PAGES if list(pages.blocks(page, "pycon"))]


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the examples, in which commands may write."""
    place = tmp_path / "place"
    pages.furnish(place)
    monkeypatch.chdir(place)
    return place


@pytest.mark.every_case
@pytest.mark.parametrize("page", WITH_COMMANDS, ids=pages.title)
def test_commands_show_what_the_page_says(page: Path, workplace: Path, tmp_path: Path) -> None:
    assert pages.text(page) == pages.replayed(page, workplace, tmp_path / "bin")


@pytest.mark.parametrize("page", WITH_PYTHON, ids=pages.title)
def test_python_does_what_the_page_says(page: Path, workplace: Path) -> None:
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS)
    names: dict[str, object] = {}
    report: list[str] = []
    for line, block in pages.blocks(page, "pycon"):
        test = doctest.DocTestParser().get_doctest(block, names, page.name, str(page), line - 1)
        runner.run(test, out=report.append, clear_globs=False)
        names = test.globs
    assert runner.tries
    assert not runner.failures, "".join(report)


def test_readme_has_examples_of_both_kinds() -> None:
    readme = pages.ROOT / "README.md"
    typed = [one for _, block in pages.blocks(readme, "console") for one in pages.commands(block)]
    assert len(typed) >= 3
    assert readme in WITH_PYTHON


def test_both_readmes_show_the_same() -> None:
    """The Chinese one has the same blocks in the same order, and as many sections and commands."""
    english, chinese = map(pages.text, (pages.ROOT / "README.md", pages.ROOT / "README.zh-CN.md"))
    assert pages.FENCE.findall(english) == pages.FENCE.findall(chinese)
    for pattern in (r"^## ", r"^\| `novalint", r"^\| ", r"^- "):
        counts = [len(re.findall(pattern, text, re.MULTILINE)) for text in (english, chinese)]
        assert counts[0] == counts[1], pattern


@of_each(pages.PAGES)
def test_links_lead_somewhere(page: Path) -> None:
    targets = [one for one in LINK.findall(pages.prose(page)) if "://" not in one]
    assert [one for one in targets if not leads_somewhere(page, one)] == []


def leads_somewhere(page: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    file = Path(os.path.normpath(page.parent / path)) if path else page
    return file.exists() and (not anchor or anchor in anchors(file))


def anchors(page: Path) -> set[str]:
    """Give the names that a Markdown viewer makes of the headings."""
    titles = re.findall(r"^#+ (.*)$", pages.prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_rule_pages_are_what_make_docs_writes() -> None:
    docs = pages.ROOT / "docs"
    found = [*docs.glob("rules/*.md"), *docs.glob("themes/*.md")]
    there = {str(path.relative_to(docs)): pages.text(path) for path in found}
    assert there.pop("rules/rule-failure.md").startswith("# rule-failure\n")
    assert there == generated(), "run `make docs`"


def test_symptom_pages_are_what_make_docs_writes() -> None:
    found = (pages.ROOT / "docs" / "symptoms").glob("*.md")
    made: dict[str, str] = tool("symptom_pages").pages()
    assert {path.name: pages.text(path) for path in found} == made, "run `make docs`"


def test_the_figure_is_what_make_docs_draws() -> None:
    drawn: str = tool("release_figure").figure()
    assert pages.text(pages.ROOT / "docs" / "releases.svg") == drawn, "run `make docs`"


def generated() -> dict[str, str]:
    made: dict[str, str] = tool("rule_pages").pages()
    return made


def tool(name: str) -> Any:
    """Load a program of tools/ as a module."""
    spec = importlib.util.spec_from_file_location(name, pages.ROOT / "tools" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_rule_has_its_page_where_findings_say() -> None:
    assert [rule.name for rule in rules() if not (pages.ROOT / rule.url).exists()] == []


def commands() -> dict[str, argparse.ArgumentParser]:
    """Give the parser of each command."""
    (found,) = (
        action
        for action in parser.build()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    return dict(found.choices)


def options(command: str) -> set[str]:
    words = {word for action in commands()[command]._actions for word in action.option_strings}
    return {word for word in words if word.startswith("--")} - {"--help"}


def sections() -> dict[str, str]:
    """Give the reference of the command line by heading."""
    reference = pages.text(pages.ROOT / "docs" / "cli.md")
    return dict(re.findall(r"^## ([^\n]*)\n(.*?)(?=^## |\Z)", reference, re.MULTILINE | re.DOTALL))


def named(cell: str) -> set[str]:
    return set(re.findall(r"--[a-z][a-z-]*", cell))


def rows(section: str) -> list[list[str]]:
    """Give the cells of the rows of a section's table."""
    lines = re.findall(r"^\| (.*) \|$", sections()[section], re.MULTILINE)
    return [line.split(" | ") for line in lines[2:]]


@pytest.mark.parametrize("command", commands())
def test_the_reference_lists_the_options(command: str) -> None:
    own = [named(row[0]) for row in rows(f"`novalint {command}`")]
    common = [named(row[0]) for row in rows("Common options") if f"`{command}`" in row[1]]
    assert options(command) == set().union(*own, *common)


def test_the_reference_lists_the_commands() -> None:
    known = [title for title in sections() if title.startswith("`novalint ")]
    assert known == [f"`novalint {command}`" for command in commands()]


def test_the_house_is_drawn_as_it_is() -> None:
    """Every module has its place in the drawing, and nothing is drawn that is not there.

    The modules of value types, signatures and rules are not drawn, but the folders they are in.
    """
    drawing = pages.text(pages.ROOT / "docs" / "architecture.md").split("```")[1]
    drawing = drawing.partition("\nschemas/")[0]
    drawn = re.findall(r"\w+\.py", drawing)
    package = pages.ROOT / "novalint"
    modules = [
        path
        for path in package.glob("**/*.py")
        if path.parent.name not in ("types", "symptoms", *THEMES)
    ]
    there = [path.name for path in modules if not path.name.startswith("__")]
    assert sorted(drawn) == sorted(["__init__.py", *there])
    folders = {path.parent.name for path in package.glob("*/**/*.py")}
    assert folders == set(re.findall(r"(\w+)/", drawing)) - {"novalint"}


def test_the_pipelines_call_novalint_as_it_can_be_called() -> None:
    page = pages.ROOT / "docs" / "pipelines.md"
    for _, block in pages.blocks(page, "yaml"):
        assert yaml.safe_load(block)
    lines = re.findall(r"novalint (?:check|baseline) [^>\n]*", pages.text(page))
    assert len(lines) > 5
    for line in lines:
        parser.build().parse_args(shlex.split(line)[1:])
