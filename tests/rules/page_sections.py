"""What the page of any rule has: its sections, and lines that a terminal shows whole."""

from __future__ import annotations

from novalint.rules.declaration import Rule

SECTIONS = ["What it checks", "Why it matters", "Example", "Fix safety", "Sources"]
WIDEST = 110


def check_page(rule: Rule) -> None:
    """Fail where a section lacks or stands elsewhere, or a line is too long."""
    lines = rule.documentation.split("\n")
    titles = [line[3:] for line in lines if line.startswith("## ")]
    assert [title for title in titles if title in SECTIONS] == SECTIONS
    assert max(map(len, lines)) <= WIDEST
    assert rule.summary.endswith(".")
