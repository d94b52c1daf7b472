"""The page of symptoms in a browser: lines of a log are pasted, their pages are named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from website.test_explorer import texts, until, visit

from novalint.logs.catalogue import signatures

PAGE = "docs/symptoms/README.html"
HIDDEN = "return document.getElementById('symptoms').hidden"
PASTE = """
const log = document.getElementById("symptoms-log");
const named = () => [...document.querySelectorAll("#symptoms-names a")].map((a) => a.textContent);
return JSON.parse(arguments[0]).map((text) => {
  log.value = text;
  log.dispatchEvent(new Event("input"));
  return named();
});
"""
pytestmark = pytest.mark.slow  # the site takes long to build


def pasted(browser: Any, site: Path, *lines: str) -> list[list[str]]:
    visit(browser, site, PAGE)
    until(
        lambda: browser.execute_script("return document.getElementById('symptoms').hidden"), False
    )
    found = browser.execute_script(PASTE, json.dumps(lines))
    assert isinstance(found, list)
    return found


def test_each_sample_leads_to_its_page(site: Path, desktop: Any) -> None:
    samples = [(one.name, sample) for one in signatures() for sample in one.samples]
    found = pasted(desktop, site, *(sample for _, sample in samples))
    missing = [
        (name, names) for (name, _), names in zip(samples, found, strict=True) if name not in names
    ]
    assert missing == []


def test_a_translated_line_leads_to_its_page(site: Path, desktop: Any) -> None:
    lines = [(one.name, text) for one in signatures() for text in one.translations]
    found = pasted(desktop, site, *(f"ERROR {text} x" for _, text in lines))
    assert [name for (name, _), names in zip(lines, found, strict=True) if name not in names] == []


def test_what_is_no_symptom_leads_nowhere(site: Path, desktop: Any) -> None:
    assert pasted(desktop, site, "INFO nova.compute.manager Took 3 seconds to build") == [[]]
    assert texts(desktop, "#symptoms-count") == ["No known symptom in these lines."]


def test_lines_are_counted(site: Path, desktop: Any) -> None:
    one = next(one for one in signatures() if one.name == "vif-plug-timeout")
    pasted(desktop, site, f"{one.samples[0]}\n\n{one.samples[0]}")
    assert "vif-plug-timeout (2 lines)" in " ".join(texts(desktop, "#symptoms-names li"))


def test_pasted_lines_lead_to_their_pages(site: Path, desktop: Any) -> None:
    """Also where a mail or a terminal broke them."""
    text = (Path(__file__).parents[1] / "logs" / "pasted.txt").read_text(encoding="utf-8")
    rows = [row.partition(" | ") for row in text.splitlines() if not row.startswith("#")]
    found = pasted(desktop, site, *(line.replace("⏎", "\n") for _, _, line in rows))
    for (names, _, line), shown in zip(rows, found, strict=True):
        assert set(names.split()) - {"-"} <= set(shown), line
        assert bool(shown) == (names != "-"), line
