"""The site has a page for everything, its links lead somewhere, and it needs no other host."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from novalint.rules.catalogue import rules
from novalint.schema.releases import releases

pytestmark = pytest.mark.slow  # the site takes long to build

LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
SILENT = ("index", "search", "next", "prev", "canonical")  # links of a head that load nothing


class Page(HTMLParser):
    """What a page loads, where it leads, and which of its places can be led to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.leads: list[str] = []
        self.places: set[str] = set()
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.places |= {given.get("id", ""), given.get("name", "")}
        if tag == "a" and "href" in given:
            self.leads.append(given["href"])
        elif tag in LOADING and LOADING[tag] in given and given.get("rel") not in SILENT:
            self.loads.append(given[LOADING[tag]])


@cache
def page(path: Path) -> Page:
    return Page(path)


def all_pages(site: Path) -> list[Path]:
    found = sorted(site.glob("**/*.html"))
    assert len(found) > 30
    return found


def test_every_rule_and_every_theme_has_a_page(site: Path) -> None:
    wanted = [f"docs/rules/{rule.name}.html" for rule in rules()]
    wanted += [f"docs/themes/{theme}.html" for theme in {rule.theme for rule in rules()}]
    assert [one for one in wanted if not (site / one).exists()] == []


def test_links_lead_somewhere(site: Path) -> None:
    broken = [
        f"{path.relative_to(site)}: {target}"
        for path in all_pages(site)
        for target in page(path).leads + page(path).loads
        if not leads_somewhere(path, target)
    ]
    assert broken == []


def leads_somewhere(path: Path, target: str) -> bool:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return parts.scheme in ("https", "mailto")
    file = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not parts.fragment or file.name == "options.html":
        return file.exists()
    return file.exists() and unquote(parts.fragment) in page(file).places


def test_links_to_options_lead_to_options(site: Path) -> None:
    """The explorer makes the places of its page while it runs, so its data has to have them."""
    data = (site / "_static" / "options.js").read_text("utf-8")
    asked = {
        unquote(urlsplit(target).fragment)
        for path in all_pages(site)
        for target in page(path).leads
        if "options.html#" in target
    }
    assert len(asked) > 20
    named = [one.rpartition(".") for one in asked if not re.match(r"(mdev|vgpu|neutron_phys)", one)]
    assert [one for one in named if f'["{one[0]}","{one[2]}",' not in data] == []


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    loaded = {target for path in all_pages(site) for target in page(path).loads}
    assert [one for one in loaded if urlsplit(one).netloc or urlsplit(one).scheme] == []
    sheets = "".join(path.read_text("utf-8") for path in site.glob("**/*.css"))
    assert re.findall(r"(?:url\(|@import\s)['\"]?(?:https?:)?//[^)]*", sheets) == []


def test_the_front_page_is_where_servers_look_for_it(site: Path) -> None:
    assert (site / "index.html").read_text("utf-8") == (site / "README.html").read_text("utf-8")


def test_options_that_a_rule_names_lead_to_the_explorer(site: Path) -> None:
    leads = page(site / "docs/rules/fatal-vif-plugging.html").leads
    assert "../options.html#DEFAULT.vif_plugging_is_fatal" in leads


def test_the_data_knows_all_releases(site: Path) -> None:
    data = (site / "_static" / "options.js").read_text("utf-8")
    assert data.startswith("window.novalintOptions = {")
    assert all(f'["{one.series}",{one.major}]' in data for one in releases())


def test_the_first_page_shows_what_the_program_writes(site: Path) -> None:
    text = (site / "index.html").read_text("utf-8")
    assert '<span class="warning">warning</span>[fatal-vif-plugging]' in text
    assert '<span class="added">+vif_plugging_is_fatal = false</span>' in text
    assert "\x1b" not in text
    assert 'href="_static/favicon.svg"' in text
    assert (site / "_static" / "favicon.svg").exists()
