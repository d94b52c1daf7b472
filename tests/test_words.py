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
from novalint.logs.catalogue import signatures
from novalint.rules.catalogue import rules

ODD = re.compile(
    r"(?<![-\w])(?:stands? (?:over|in|on|there|below)|unless told|comes? about|is to leave|"
    r"on the way|mends?|mended|the house|fits to|that is told|not told|(?:is|are) told|"
    r"what holds for|keeps? still|no news|slips?|log-ins?|anew|for good|beside|whoever|nobody|"
    r"(?:any|every)body|reckon(?:s|ed)?|yours to (?:say|know)|in vain|of its own accord|"
    r"nothing is (?:said|found)|without a word|passe[sd] over|none of Nova's|"
    r"small letters|comes? to light|all else|in clear(?! text)|the price|"
    r"(?:is|are) no (?:JSON|baseline|mistake|duplicate|finding)|folders?|stands? for|be it|"
    r"odd (?:nodes?|ones?|hosts?)|to start from|told in full|tells? of|goes by|put aside|"
    r"is to go|are to be|held to|comes out|bears?|tick off|under way)(?![-\w])",
    re.IGNORECASE,
)
"""Turns of phrase that translate another language, or that no operator would look for."""
BY_HAND = [
    page
    for page in pages.PAGES
    if page.parent.name not in ("rules", "themes", "symptoms", "zh")
    and page.name not in ("architecture.md", "CONTRIBUTING.md")
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


def test_summaries_of_rules() -> None:
    """They are what lists and reports for programs show of a rule."""
    said = {rule.name: _odd(rule.summary) for rule in rules()}
    assert {name: odd for name, odd in said.items() if odd} == {}


def test_what_symptoms_say() -> None:
    said = {one.name: _odd(one.says) for one in signatures()}
    assert {name: odd for name, odd in said.items() if odd} == {}


def _odd(text: str) -> list[str]:
    return [hit[0] for hit in ODD.finditer(re.sub(r"`[^`\n]*`", "", text))]


def test_every_option_has_a_help_text() -> None:
    """An option without one, or with its default alone, leaves its reader to guess."""
    bare = [
        f"{name} {action.option_strings or action.metavar}"
        for name, command in commands().items()
        for action in command._actions
        if len((action.help or "").split()) < 2
    ]
    assert bare == []
