"""A digest says what its outcome says, and of another file what a check of that file says."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from reports.sample import CONF, CheckResult, finding, replacing, vif_plugging

import novalint
from novalint.engine.report import Report
from novalint.findings import Note, Safety
from novalint.reports import FORMATS, find_format
from novalint.reports.digest import OutcomeDigest
from novalint.reports.outcome import Outcome
from novalint.reports.render_options import RenderOptions
from novalint.text.document import Document

RULES = Path(__file__).parents[1] / "rules"
BAD = sorted(RULES.glob("*/bad.conf"))
FILES = [
    pytest.param(path, id=path.parent.name, marks=[pytest.mark.slow] if number % 24 > 1 else [])
    for number, path in enumerate(BAD)
]
"""Two files in 24 are for every run."""
LOOKS = (
    RenderOptions(version="1.0"),
    RenderOptions(color=True, width=60),
    RenderOptions(quiet=True),
)


def report(path: str, text: bytes) -> Report:
    """Check a file with the facts of a dense cloud, so that many rules find something."""
    facts = novalint.Deployment(profile="dense-multi-tenant", role="all")
    return novalint.check(Document.parse(text, path), release="2026.2", deployment=facts)


def written(*outcomes: Outcome) -> list[str]:
    return [find_format(name).render(outcomes, look) for name in FORMATS for look in LOOKS]


def test_there_are_samples() -> None:
    assert len(BAD) > 100


@pytest.mark.parametrize("path", FILES[::4])
def test_all_formats_say_the_same(path: Path) -> None:
    whole = report("etc/nova.conf", path.read_bytes())
    digest = OutcomeDigest.of(whole)
    assert written(whole) == written(digest) == written(pickle.loads(pickle.dumps(digest)))


@pytest.mark.parametrize("path", FILES[1::4])
def test_an_equal_file_is_told_as_if_it_had_been_checked(path: Path) -> None:
    one, other = "/hosts/a b/nova.conf", "elsewhere/ä.conf"
    digest = OutcomeDigest.of(report(one, path.read_bytes()))
    assert not digest.names_its_file()
    assert written(digest.moved(other)) == written(report(other, path.read_bytes()))


def test_no_text_of_the_file_is_kept() -> None:
    text = b"[DEFAULT]\nvif_plugging_if_fatal = true\n\n# a note on the side\n\n[vnc]\n"
    assert b"a note on the side" in pickle.dumps(report("nova.conf", text))
    assert b"a note on the side" not in pickle.dumps(
        OutcomeDigest.of(report("nova.conf", text), False)
    )


@pytest.mark.parametrize(
    "message",
    ["as in etc/nova.conf:3", "see `etc/nova.conf`", "etc/nova.conf"],
)
def test_a_message_that_names_the_file_is_noticed(message: str) -> None:
    document = Document.parse(CONF, "etc/nova.conf")
    plain = finding(document, "true")
    noted = finding(document, "true", related=[Note(message, plain.location)])
    titled = finding(
        document, "true", fixes=[replacing(document, "true", "1", Safety.SAFE, message)]
    )
    for one in (finding(document, "true", message), noted, titled):
        assert OutcomeDigest.of(CheckResult((document,), (one,))).names_its_file()
    assert not OutcomeDigest.of(CheckResult((document,), (plain,))).names_its_file()


def test_a_long_name_that_a_message_cuts_is_noticed() -> None:
    document = Document.parse(CONF, "a" * 70 + "/nova.conf")
    one = finding(document, "true", f"`{'a' * 59}…` is too long")
    assert OutcomeDigest.of(CheckResult((document,), (one,))).names_its_file()


def test_secrets_stay_masked() -> None:
    document = Document.parse(CONF)
    fix = replacing(document, "true", "hunter2", Safety.UNSAFE, "Write it")
    outcome = CheckResult(
        (document,), (finding(document, "true", fixes=[fix]),), secrets=("hunter2", "#vif")
    )
    digest = OutcomeDigest.of(outcome)
    assert written(digest) == written(outcome)
    assert not [text for text in written(digest) if "hunter2" in text]
    assert written(digest.moved("b.conf"))
    assert not [text for text in written(digest.moved("b.conf")) if "hunter2" in text]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("look", LOOKS)
def test_piece_by_piece_is_the_same_as_at_once(name: str, look: RenderOptions) -> None:
    outcomes = [vif_plugging(), CheckResult(()), vif_plugging(), vif_plugging()]
    whole = find_format(name).render(outcomes, look)
    gathering = find_format(name).gathering(look)
    if gathering is not None:
        assert (name, look.quiet) == ("text", False)
        for one in outcomes:
            gathering.take(one)
        assert gathering.text() == whole
    elif find_format(name).in_pieces:
        assert "".join(find_format(name).render([one], look) for one in outcomes) == whole
    else:
        assert name not in ("text", "concise", "github")
