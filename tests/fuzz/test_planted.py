"""Secrets planted where people slip: no command and no format shows one.

A quick seeded slice by default; `make fuzz TIMES=…` plants as many as are asked for.
"""

from __future__ import annotations

import io
import string
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress

import pytest
from fuzz.budget import LONG, examples
from fuzz.files import SERIES, pool
from fuzz.test_secrets import LOOKS
from hypothesis import given
from hypothesis import strategies as st

from novalint.cli import main
from novalint.engine.report import check
from novalint.findings.baseline import Baseline
from novalint.pages import upgrade as pages
from novalint.redaction import Redaction
from novalint.reports import FORMATS, find_format
from novalint.text.document import Document
from novalint.upgrading.upgrade import upgrade

pytestmark = pytest.mark.slow

MARK = "Zq7Xw9"
"""Stands in each planted secret, and nowhere else."""
MOST = 60 if LONG else 8
"""Secrets that one file has at most."""
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
    for place in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=MOST)):
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
    for said in (
        *(pages.render([found], one) for one in ("text", "json", "markdown")),
        repr(found),
    ):
        assert MARK.lower() not in said.lower(), text


COMMANDS = [
    *(f"check --format {one} FILE" for one in FORMATS),
    "check --verbose FILE",
    "fix --unsafe --diff FILE",
    "show FILE",
    "show --format json FILE",
    "set --diff FILE DEFAULT.vif_plugging_is_fatal=false",
    "unset --diff FILE DEFAULT.debug",
    *(f"upgrade --to {SERIES[-1]} --format {one} FILE" for one in ("text", "json", "markdown")),
    "diagnose FILE",
    "diagnose --format json FILE",
    "releases --fits FILE",
    "settings FILE",
]
"""What is typed about a file."""


def typed(command: str, file: str, release: str) -> str:
    """Run a command, and give all that it prints."""
    words = [file if word == "FILE" else word for word in command.split()]
    if words[0] in ("check", "fix", "show", "set", "unset"):
        words[1:1] = ["--release", release]
    elif words[0] == "upgrade":
        words[1:1] = ["--from", release]
    stream = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    with redirect_stdout(stream), redirect_stderr(stream), suppress(SystemExit):
        main(words)
    stream.seek(0)
    return stream.read()


@examples(2)
@given(made=planted())
def test_no_command_prints_a_planted_secret(
    made: tuple[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    release, text = made
    file = tmp_path_factory.getbasetemp() / "planted.conf"
    file.write_text(text, encoding="utf-8")
    for command in COMMANDS:
        said = typed(command, str(file), release)
        assert MARK.lower() not in said.lower(), (command, text)
