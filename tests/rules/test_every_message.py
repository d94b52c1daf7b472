"""Every message and every title of a fix has the form that CONTRIBUTING.md asks for."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest
from rules.samples import faultless, faulty
from rules.speaking import wrong_message, wrong_text, wrong_title

from novalint.findings import Finding
from novalint.rules.catalogue import rules

NAMES = [rule.name for rule in rules()]


@cache
def said() -> dict[str, dict[str, Finding]]:
    """Give for each rule its messages, with a finding that says each."""
    found: dict[str, dict[str, Finding]] = defaultdict(dict)
    for sample in (*faulty(), *faultless()):
        for finding in sample.report().findings:
            found[finding.rule].setdefault(finding.message, finding)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_messages_have_the_form(name: str) -> None:
    assert said()[name]
    wrong = [(why, text) for text, one in said()[name].items() for why in wrong_message(one)]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_titles_of_fixes_have_the_form(name: str) -> None:
    fixes = [fix for one in said()[name].values() for fix in one.fixes]
    assert [(why, fix.title) for fix in fixes for why in wrong_title(fix)] == []


def a_finding(message: str, group: str = "libvirt", option: str = "cpu_mode") -> Finding:
    place = faulty()[0].report().findings[0].location
    return Finding(message, place, group, option)


@pytest.mark.parametrize(
    ("message", "wrong"),
    [
        ("`[libvirt] cpu_mode` is none, so guests get no flags; set it to host-model", []),
        ("`cpu_mode` is none; set it to host-model", ["does not begin with its option"]),
        (
            "with `virt_type` kvm `[libvirt] cpu_mode` counts; set it",
            ["does not begin with its option"],
        ),
        ("`[libvirt] cpu_mode` is none", ["has no way out behind a semicolon"]),
        (
            "`[libvirt] cpu_mode` is none; the other is better",
            ["has no way out behind a semicolon"],
        ),
        ("`[libvirt] cpu_mode` is None; set it", ["says None"]),
        ("`[libvirt] cpu_mode` is `None`; set it", ["says None"]),
        ("`[libvirt] cpu_mode` is none; set it.", ["ends with a full stop"]),
        ("Guests do not use `[libvirt] cpu_mode`; set it", ["begins with a capital letter"]),
    ],
)
def test_what_the_form_is(message: str, wrong: list[str]) -> None:
    assert list(wrong_message(a_finding(message))) == wrong


def test_no_group_is_needed_where_it_is_default() -> None:
    said = "`my_ip` is no address; set it to one"
    assert list(wrong_message(a_finding(said, "DEFAULT", "my_ip"))) == []
    assert list(wrong_message(a_finding(f"`[DEFAULT] {said[1:]}", "DEFAULT", "my_ip"))) == []


@pytest.mark.parametrize("words", ["it is so for good", "nobody reads it", "the server dies"])
def test_words_that_no_operator_says(words: str) -> None:
    assert len(list(wrong_text(words))) == 1
    assert list(wrong_text(f"`{words}`")) == []
