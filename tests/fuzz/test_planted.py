"""Secrets planted where people slip: no command and no format shows one.

A quick seeded slice by default; `make fuzz TIMES=…` plants as many as are asked for.
"""

from __future__ import annotations

import string
from collections.abc import Iterator

from fuzz.budget import examples
from fuzz.files import SERIES, pool
from fuzz.test_secrets import LOOKS
from hypothesis import given
from hypothesis import strategies as st

from novalint.engine.report import check
from novalint.findings.baseline import Baseline
from novalint.pages import upgrade as pages
from novalint.redaction import Redaction
from novalint.reports import FORMATS, find_format
from novalint.text.document import Document
from novalint.upgrading.upgrade import upgrade

MARK = "Zq7Xw9"
"""Stands in each planted secret, and nowhere else."""
PLACES = [
    "{name} = {secret}",
    "{name} = x\n  {secret}",
    "{name} =\n{secret}",
    "{name}: '{secret}'",
    "{name} {secret}=",
    "{slip} = {secret}",
    "#{slip} = {secret}",
    "# {name} is {secret}",
    "#[x] {name} = {secret}",
    "[x {name} = {secret}]",
    "[x] {name} = {secret}",
    "debug = true\n {name} = {secret}",
    "debug = true\n {secret}",
    "my_own = {secret}",
    "the {name} = {secret}",
    "{secret} = 1",
    "{secret}==",
    "host = {secret}",
    "my_ip = https://{secret}@h/",
    "my_ip = https://u:a,{secret}@h/",
    "my_ip = https://h/?x={secret}",
    "debug = {secret} # note",
]
"""How a secret comes into a file; `slip` is its name with a letter left out."""
FILLERS = ["", "debug = true", "[vnc]", "[DEFAULT]", "enable = true", "# words", "debug = maybe"]
tails = st.text(string.ascii_letters + string.digits, min_size=6, max_size=20)


@st.composite
def planted(draw: st.DrawFn) -> tuple[str, str]:
    """A release, and the text of a file with secrets in it."""
    release = draw(st.sampled_from(SERIES))
    options = [one for one in pool(release).schema if one.secret]
    lines = ["[DEFAULT]"]
    for place in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=8)):
        option = draw(st.sampled_from(options))
        gap = draw(st.integers(1, len(option.name) - 1))
        slip = option.name[:gap] + option.name[gap + 1 :]
        secret = MARK + draw(tails)
        lines += [f"[{option.group}]"] if draw(st.booleans()) else []
        lines += [place.format(name=option.name, slip=slip, secret=secret)]
        lines += [draw(st.sampled_from(FILLERS))]
    return release, "\n".join([*lines, ""])


def printed(text: str, release: str) -> Iterator[str]:
    document = Document.parse(text)
    report = check(document, release=release)
    yield from (find_format(one).render([report], look) for one in FORMATS for look in LOOKS)
    yield from (report.masked_diff(report.fix(unsafe)) for unsafe in (False, True))
    yield Baseline.of([report.findings]).text
    yield from map(repr, (report, report.findings, report.config.settings, document.assignments))
    redaction = Redaction(report.config)
    yield from (str(redaction.value(one)) for one in report.config.settings)
    yield from (str(redaction.error(one)) for one in report.config.settings)
    yield redaction.mask(text)


@examples(15)
@given(planted())
def test_no_planted_secret_is_shown(made: tuple[str, str]) -> None:
    release, text = made
    for said in printed(text, release):
        assert MARK.lower() not in said.lower(), text


@examples(4)
@given(planted())
def test_no_upgrade_shows_a_planted_secret(made: tuple[str, str]) -> None:
    release, text = made
    if release == SERIES[-1]:
        return
    found = upgrade(Document.parse(text), release, SERIES[-1])
    for said in (*(pages.render([found], one) for one in ("text", "json")), repr(found)):
        assert MARK.lower() not in said.lower(), text
