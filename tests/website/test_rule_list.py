"""The filter of the page of rules, and the search, both from a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from website.test_explorer import texts, until, visit

from novalint.rules.catalogue import rules

PAGE = "docs/rules/README.html"
CHOOSE = """
for (const [name, value] of Object.entries(JSON.parse(arguments[0]))) {
  const field = document.getElementById("rules-" + name);
  field.value = value;
  field.dispatchEvent(new Event("input"));
}
"""
READY = "return document.getElementById('rule-filter').hidden"
SHOWN = """
return [...document.querySelectorAll("section section tbody tr")]
  .filter((row) => row.offsetParent).map((row) => row.cells[0].textContent.trim())
"""
pytestmark = pytest.mark.slow  # the site takes long to build


def filtered(browser: Any, site: Path, **choices: str) -> list[str]:
    visit(browser, site, PAGE)
    until(lambda: browser.execute_script(READY), False)
    browser.execute_script(CHOOSE, json.dumps(choices))
    shown = browser.execute_script(SHOWN)
    assert isinstance(shown, list)
    return shown


def test_all_rules_are_there_at_first(site: Path, desktop: Any) -> None:
    shown = filtered(desktop, site)
    assert {rule.name for rule in rules()} <= set(shown)
    assert texts(desktop, "#rules-count") == [f"{len(shown)} rules"]


def test_theme_severity_and_words(site: Path, desktop: Any) -> None:
    wanted = [
        rule.name
        for rule in rules()
        if rule.theme == "networking" and rule.severity == "warning" and "vif" in rule.name
    ]
    shown = filtered(desktop, site, theme="networking", severity="warning", words="VIF warning")
    assert set(wanted) <= set(shown)
    assert all(rule.theme == "networking" for rule in rules() if rule.name in shown)
    (title,) = texts(desktop, "section section:not([hidden]) > h2")
    assert title.startswith("networking")


def test_release(site: Path, desktop: Any) -> None:
    shown = filtered(desktop, site, release="2026.2")
    gone = {rule.name for rule in rules() if not rule.holds_in(34)}
    assert gone
    assert not gone & set(shown)
    assert {rule.name for rule in rules() if rule.holds_in(34)} <= set(shown)


def test_nothing_fits(site: Path, desktop: Any) -> None:
    assert filtered(desktop, site, words="no such words") == []
    assert texts(desktop, "#rules-count")[0].startswith("0 of ")


def test_search_works_from_a_folder(site: Path, desktop: Any) -> None:
    desktop.get_log("browser")
    visit(desktop, site, "search.html?q=quorum")
    until(lambda: len(texts(desktop, "#search-results li p.context")) > 5, True)
    results = texts(desktop, "#search-results li")
    assert any(result.startswith("quorum-queue-drops-messages") for result in results)
    errors = [entry for entry in desktop.get_log("browser") if entry["level"] == "SEVERE"]
    assert errors == []
