"""The option explorer in a browser: typed into, gone through with keys, read on a phone."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from novalint.schema.releases import releases

RABBIT = "oslo_messaging_rabbit.heartbeat_in_pthread"
LISTED = "#explorer-names:not([hidden]) li"
pytestmark = pytest.mark.slow  # the site takes long to build

PATIENCE = 30
"""Seconds to wait for what a page should show: a machine may be busy with other things."""
KEYS = {"down": "\ue015", "up": "\ue013", "enter": "\ue007", "escape": "\ue00c"}


TEXTS = """
return [...document.querySelectorAll(arguments[0])].map(
  (one) => one.textContent.trim().split(/\\s+/).join(" "))
"""
READY = """
const explorer = document.getElementById("explorer");
return location.href === arguments[0] && document.readyState === "complete" &&
  !(explorer && explorer.hidden)
"""


def visit(browser: Any, site: Path, page: str) -> Any:
    """Open a page anew, as a file; give its field once its scripts have run."""
    address = f"{site.as_uri()}/{page}"
    browser.get("about:blank")
    browser.get(address)
    until(lambda: browser.execute_script(READY, address), True)
    fields = browser.find_elements("id", "explorer-name")
    return fields[0] if fields else None


def until(look: Callable[[], Any], wanted: Any) -> None:
    """Wait until what a page shows is what it should come to show; fail where it never is."""
    end = monotonic() + PATIENCE
    while look() != wanted and monotonic() < end:
        sleep(0.02)
    assert look() == wanted


def texts(browser: Any, selector: str) -> list[str]:
    """Read the texts of all elements at one moment."""
    found = browser.execute_script(TEXTS, selector)
    assert isinstance(found, list)
    return found


def lists(browser: Any, *names: str) -> None:
    """Wait for the names that the explorer lists."""
    until(lambda: texts(browser, LISTED), list(names))


def lists_first(browser: Any, name: str) -> None:
    until(lambda: texts(browser, LISTED)[:1], [name])


def shows(browser: Any, *titles: str) -> None:
    """Wait for the option whose life is shown; without a title none is."""
    until(lambda: texts(browser, "#explorer-life h2"), list(titles))


def test_typing_finds_names(desktop: Any, site: Path) -> None:
    field = visit(desktop, site, "docs/options.html")
    lists(desktop)
    field.send_keys("vif_plugging_")
    lists(desktop, "[DEFAULT] vif_plugging_is_fatal", "[DEFAULT] vif_plugging_timeout")
    until(lambda: texts(desktop, "#explorer-count"), ["2 names"])


@pytest.mark.parametrize("typed", ["[libvirt] cpu-mode", "libvirt.cpu_mode", "LIBVIRT cpu_mode"])
def test_a_name_may_be_written_in_many_ways(desktop: Any, site: Path, typed: str) -> None:
    visit(desktop, site, "docs/options.html").send_keys(typed)
    lists_first(desktop, "[libvirt] cpu_mode")


def test_a_misspelt_name_finds_the_nearest(desktop: Any, site: Path) -> None:
    visit(desktop, site, "docs/options.html").send_keys("vif_plugging_if_fatal")
    lists_first(desktop, "[DEFAULT] vif_plugging_is_fatal")
    until(lambda: texts(desktop, "#explorer-count"), ["No release reads such a name. The nearest:"])


def test_keys_go_through_the_names_and_choose_one(desktop: Any, site: Path) -> None:
    field = visit(desktop, site, "docs/options.html")
    field.send_keys("vif_plugging_", KEYS["down"], KEYS["down"], KEYS["down"], KEYS["up"])
    reached = "[DEFAULT] vif_plugging_timeout"
    until(lambda: texts(desktop, "#explorer-names [aria-selected=true]"), [reached])
    row = desktop.find_element("id", field.get_attribute("aria-activedescendant"))
    assert row.text == reached
    field.send_keys(KEYS["enter"])
    shows(desktop, "[DEFAULT] vif_plugging_timeout")
    lists(desktop)
    assert field.get_attribute("aria-expanded") == "false"
    assert desktop.current_url.endswith("#DEFAULT.vif_plugging_timeout")
    assert desktop.switch_to.active_element == field
    field.send_keys(KEYS["escape"])
    until(lambda: field.get_property("value"), "")


def test_a_click_chooses_too_and_the_way_back_leads_back(desktop: Any, site: Path) -> None:
    field = visit(desktop, site, f"docs/options.html#{RABBIT}")
    field.clear()
    field.send_keys("vif_plugging_is")
    lists(desktop, "[DEFAULT] vif_plugging_is_fatal")
    desktop.find_element("css selector", LISTED).click()
    shows(desktop, "[DEFAULT] vif_plugging_is_fatal")
    desktop.back()
    shows(desktop, "[oslo_messaging_rabbit] heartbeat_in_pthread")


def test_the_field_says_to_assistive_technology_what_it_is(desktop: Any, site: Path) -> None:
    field = visit(desktop, site, "docs/options.html")
    assert field.aria_role == "combobox"
    assert field.accessible_name == "Name of an option, of a group, or a part of either"
    field.send_keys("vif_plugging_")
    lists(desktop, "[DEFAULT] vif_plugging_is_fatal", "[DEFAULT] vif_plugging_timeout")
    names = desktop.find_element("id", field.get_attribute("aria-controls"))
    assert (names.aria_role, names.accessible_name) == ("listbox", "Names found")


def test_a_life_says_each_release_in_marks_and_words(desktop: Any, site: Path) -> None:
    visit(desktop, site, f"docs/options.html#{RABBIT}")
    cells = texts(desktop, ".explorer-timeline li")
    assert len(cells) == len(releases())
    assert cells[4] == "–stein: not known"
    assert cells[5] == "●train: read"
    assert cells[8] == "D◐wallaby: read, but deprecated; default changed"
    assert cells[19] == "–2026.2: not known"
    assert "◐ read, but deprecated" in texts(desktop, ".explorer-legend span")
    assert texts(desktop, ".explorer-events tr")[:2] == [
        "trainadded",
        "wallabydefault: true (was false); deprecated",
    ]


def test_a_life_says_type_readers_and_rules(desktop: Any, site: Path) -> None:
    visit(desktop, site, "docs/options.html#DEFAULT.vif_plugging_timeout")
    keys, values = (texts(desktop, f".explorer-facts {tag}") for tag in ("dt", "dd"))
    facts = dict(zip(keys, values, strict=True))
    assert facts["type"] == "integer, at least 0"
    assert facts["default"] == "300"
    assert facts["read by"] == "compute"
    desktop.find_element("link text", "fatal-vif-plugging").send_keys(KEYS["enter"])
    until(lambda: texts(desktop, "h1"), ["fatal-vif-plugging¶"])


def test_an_old_name_leads_to_its_option(desktop: Any, site: Path) -> None:
    visit(desktop, site, "docs/options.html#DEFAULT.rpc_thread_pool_size")
    cells = texts(desktop, ".explorer-timeline li")
    assert cells[19].startswith("○2026.2: read as an old name")
    desktop.find_element("link text", "DEFAULT.executor_thread_pool_size").send_keys(KEYS["enter"])
    shows(desktop, "[DEFAULT] executor_thread_pool_size")


def test_a_group_that_another_option_names_is_found(desktop: Any, site: Path) -> None:
    visit(desktop, site, "docs/options.html#mdev_nvidia-35.max_instances")
    shows(desktop, "[mdev_*] max_instances")


@pytest.mark.parametrize("wrong", ["#no.such_option_at_all", "#%E0%A4%A", "#option-explorer"])
def test_an_address_that_names_nothing_breaks_nothing(desktop: Any, site: Path, wrong: str) -> None:
    field = visit(desktop, site, f"docs/options.html{wrong}")
    shows(desktop)
    field.clear()
    field.send_keys("vif_plugging_is")
    lists(desktop, "[DEFAULT] vif_plugging_is_fatal")


@pytest.mark.parametrize(
    "page",
    [
        "index.html",
        "docs/guide.html",
        "docs/cli.html",
        "docs/rules/README.html",
        "docs/rules/fatal-vif-plugging.html",
        "docs/themes/networking.html",
        "docs/options.html",
        f"docs/options.html#{RABBIT}",
        "docs/options.html#DEFAULT.vif_plugging_timeout",
    ],
)
def test_a_phone_scrolls_in_one_direction_only(phone: Any, site: Path, page: str) -> None:
    visit(phone, site, page)
    widths = "return [document.documentElement.scrollWidth, window.innerWidth]"
    needed, there = phone.execute_script(widths)
    assert needed <= there == 360


def test_a_phone_shows_the_marks_apart_from_each_other(phone: Any, site: Path) -> None:
    visit(phone, site, f"docs/options.html#{RABBIT}")
    cells = phone.find_elements("css selector", ".explorer-timeline li")
    places = [cell.rect for cell in cells]
    assert all(
        one["x"] + one["width"] <= other["x"] or one["y"] + one["height"] <= other["y"]
        for one, other in pairwise(places)
    )
    assert max(place["x"] + place["width"] for place in places) <= 360
    assert min(place["width"] for place in places) >= 12
    size = phone.execute_script("return getComputedStyle(arguments[0]).fontSize", cells[0])
    assert float(size.removesuffix("px")) >= 12


def test_the_site_can_be_searched_from_a_folder(desktop: Any, site: Path) -> None:
    visit(desktop, site, "search.html?q=vif_plugging_is_fatal")
    hits = "#search-results li a"
    until(lambda: "fatal-vif-plugging" in texts(desktop, hits), True)


def test_a_browser_asks_for_nothing_but_the_site_and_complains_of_nothing(
    start: Any, site: Path
) -> None:
    browser = start(1280, 900)
    for page in ("index.html", "docs/rules/README.html", f"docs/options.html#{RABBIT}"):
        visit(browser, site, page)
    logged = [json.loads(one["message"])["message"] for one in browser.get_log("performance")]
    asked = {
        one["params"]["request"]["url"]
        for one in logged
        if one["method"] == "Network.requestWillBeSent"
    }
    assert any(one.endswith("options.js") or "options.js?" in one for one in asked)
    assert [one for one in asked if not one.startswith((site.as_uri(), "data:"))] == []
    assert browser.get_log("browser") == []
