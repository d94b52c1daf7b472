"""Help, pages and messages of the command line speak as operators do.

The style is in CONTRIBUTING.md, under Messages; tests/rules look at the messages of rules.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pages
import pytest

from novalint.cli import parser

ODD = re.compile(
    r"\b(stands? over|unless told|nobody told|comes? about|is to leave|on the way|"
    r"mends?|mended|the house|fits to|that is told|not told|what holds for|keeps? still|no news|"
    r"beside Nova|small letters|come to light|comes to light|nobody knows|all else|"
    r"(?:is|are) no (?:JSON|baseline|mistake|duplicate|finding|slips?))\b",
    re.IGNORECASE,
)
"""Turns of phrase that translate another language, or that no operator would look for."""
BY_HAND = [
    page
    for page in pages.PAGES
    if page.parent.name not in ("rules", "themes", "symptoms", "zh")
    and page.name not in ("architecture.md", "CHANGELOG.md", "CONTRIBUTING.md")
]
"""Pages for those who use novalint, but for the generated ones."""


def commands() -> dict[str, argparse.ArgumentParser]:
    (found,) = (
        action
        for action in parser.build()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    return dict(found.choices)


@pytest.mark.parametrize("page", BY_HAND, ids=pages.title)
def test_pages(page: Path) -> None:
    prose = re.sub(r"`[^`\n]*`", "", pages.prose(page))
    assert [hit[0] for hit in ODD.finditer(prose)] == []


@pytest.mark.parametrize("name", commands())
def test_help(name: str) -> None:
    assert [hit[0] for hit in ODD.finditer(commands()[name].format_help())] == []


def test_every_option_has_a_help_text() -> None:
    """An option without one, or with its default alone, leaves its reader to guess."""
    bare = [
        f"{name} {action.option_strings or action.metavar}"
        for name, command in commands().items()
        for action in command._actions
        if len((action.help or "").split()) < 2
    ]
    assert bare == []
