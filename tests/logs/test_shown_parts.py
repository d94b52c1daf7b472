"""Whatever a line of any kind has in place of its named parts: no password of a URL is shown."""

from __future__ import annotations

import re

import pytest
from many import of_each

import novalint
from novalint.logs.catalogue import signatures
from novalint.logs.shown_parts import LONGEST, shown_part
from novalint.logs.signature import Signature
from novalint.pages.diagnosis import as_json

WORD = "sunshine"
PASSWORDS = (WORD, *(f"{WORD}{sign}{WORD}" for sign in "#,/:!%?&='$ "), f"1234/{WORD}")
URLS = tuple(f"http://nova:{password}@h:9696/v2.0/ports" for password in PASSWORDS)
DISCOVERY = "Failed to discover available identity versions when contacting {}."
REFUSED = "Unable to establish connection to {}: HTTPConnectionPool"


def with_urls(signature: Signature) -> list[str]:
    """The samples of a signature, with a URL in the place of each named part that they show."""
    lines = []
    for sample in signature.samples:
        hit = re.search(signature.pattern, sample)
        for name in hit.groupdict() if hit else ():
            start, end = hit.span(name) if hit else (-1, -1)
            lines += [sample[:start] + url + sample[end:] for url in URLS if start >= 0]
    return lines


every_one = of_each(signatures())


@every_one
def test_no_kind_of_line_shows_the_password_of_a_url(signature: Signature) -> None:
    for line in with_urls(signature):
        whole = f"2026-03-02 09:12:01.402 1 {signature.level or 'ERROR'} nova.x [-] {line}"
        found = novalint.diagnose(whole)
        assert WORD not in repr(found.symptoms), line
        assert WORD not in as_json(found, lambda fix: ""), line


@pytest.mark.parametrize("line", [REFUSED, DISCOVERY])
@pytest.mark.parametrize("url", URLS)
def test_the_host_of_such_a_url_is_shown(line: str, url: str) -> None:
    symptom = novalint.diagnose(line.format(url)).symptoms[0]
    assert "('url', ('http://***@h:9696/v2.0/ports',))" in repr(symptom.told)
    assert "http://***@h:9696" in symptom.example


@pytest.mark.parametrize(
    "url", ["http://h:9696/v2.0", "https://[fd00::7]:9696", "http://fd00::7:80"]
)
def test_a_url_without_a_user_is_shown_whole(url: str) -> None:
    symptom = novalint.diagnose(REFUSED.format(url)).symptoms[0]
    assert dict(symptom.told)["url"] == (url,)


def test_a_line_that_ends_within_a_password_shows_none_of_it() -> None:
    for before in ("", "12", "#", "12#"):
        url = f"http://nova:{before}sunsh"
        symptom = novalint.diagnose(REFUSED.split("{}", maxsplit=1)[0] + url).symptoms[0]
        assert "sunsh" not in repr(symptom)


def test_a_part_is_cut_when_it_is_masked() -> None:
    for before in range(LONGEST - 40, LONGEST + 10):
        text = f"{'x' * before} http://nova:{WORD}@h/"
        assert "sun" not in shown_part(text, 0, len(text))
        assert "sun" not in shown_part(text, 0, before + len(" http://nova:sunsh"))


def test_a_user_and_a_password_without_a_scheme_are_hidden() -> None:
    text = f"broker nova:{WORD}@h is gone"
    assert shown_part(text, 7, text.index("@")) == "***"
    assert shown_part(text, 0, 6) == "broker"
