"""Every message and every title of a fix has the form that CONTRIBUTING.md asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
from rules.examples import Example, examples
from rules.samples import faultless, faulty
from rules.sharing import share
from rules.speaking import wrong_message, wrong_text, wrong_title

from novalint.findings import Finding
from novalint.rules.catalogue import rules
from novalint.text.document import Document


@pytest.mark.parametrize("example", share(examples(), 8))
def test_what_a_rule_says_has_the_form(example: Example) -> None:
    assert list(wrongs(example.check().findings)) == []


@pytest.mark.slow
def test_whatever_is_said_has_the_form() -> None:
    reports = (sample.report() for sample in (*faulty(), *faultless()))
    said = {one.message: one for report in reports for one in report.findings}
    assert {one.rule for one in said.values()} >= {rule.name for rule in rules() if not rule.scope}
    assert list(wrongs(said.values())) == []


LIST = re.compile(r"^([\w.-]+\s*=\s*)([^\"'{}:\n]*,[^\"'{}:\n]*|[\w.-]+)$", re.MULTILINE)
TWICE = re.compile(r"(`[^`]+`)(?:, | and )\1")


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_what_a_list_has_twice_is_named_once(part: int) -> None:
    for example in examples()[part::4]:
        written = LIST.sub(_doubled, example.bad.text)
        for one in example.check(Document.parse(written)).findings:
            assert not TWICE.search(one.message)


def _doubled(line: re.Match[str]) -> str:
    items = (item.strip() for item in line[2].split(","))
    return line[1] + ",".join(f"{item},{item}" for item in items)


def wrongs(findings: Iterable[Finding]) -> Iterator[tuple[str, str]]:
    """Give what is wrong with messages and with the titles of fixes, with the text."""
    for one in findings:
        yield from ((why, one.message) for why in wrong_message(one))
        yield from ((why, fix.title) for fix in one.fixes for why in wrong_title(fix))


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
    said = "`my_ip` is not an address; set it to one"
    assert list(wrong_message(a_finding(said, "DEFAULT", "my_ip"))) == []
    assert list(wrong_message(a_finding(f"`[DEFAULT] {said[1:]}", "DEFAULT", "my_ip"))) == []


@pytest.mark.parametrize(
    "words",
    [
        "it is so for good",
        "nobody reads it",
        "the server dies",
        "that is no number",
        "unless something beside Nova does",
    ],
)
def test_words_that_no_operator_says(words: str) -> None:
    assert len(list(wrong_text(words))) == 1
    assert list(wrong_text(f"`{words}`")) == []
