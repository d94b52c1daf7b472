"""The page about other tools names rules that exist, each by its own page."""

from __future__ import annotations

import re

import pages
import pytest

from novalint.rules.catalogue import find_rule

PAGE = pages.text(pages.ROOT / "docs" / "comparison.md")
NAMED = re.findall(r"\[([a-z0-9-]+)\]\(rules/([a-z0-9-]+)\.md\)", PAGE)
PEERS = (
    "hotsos",
    "risu",
    "citellus",
    "insights-core",
    "tripleo-validations",
    "Charms",
    "nova-status",
    "oslo-config-validator",
    "kolla-ansible",
    "Nova itself",
)


def test_every_rule_that_is_named_exists() -> None:
    assert len(NAMED) > 60
    assert [name for name, page in NAMED if name != page or find_rule(name) is None] == []


def test_nothing_else_leads_to_a_rule() -> None:
    assert PAGE.count("](rules/") == len(NAMED)


@pytest.mark.parametrize("peer", PEERS)
def test_every_tool_has_its_part(peer: str) -> None:
    assert peer in "".join(re.findall(r"^## .*\n", PAGE, re.MULTILINE))


def test_every_check_has_a_rule_a_command_or_a_dash() -> None:
    """The second column of each table says what covers the check."""
    rows = re.findall(r"^\| (.*) \|$", PAGE, re.MULTILINE)
    heads = ("check |", "it refuses |", "---")
    cells = [row.split(" | ")[1] for row in rows if not row.startswith(heads)]
    assert [one for one in cells if not re.match(r"\[[a-z]|`novalint |—$", one)] == []
