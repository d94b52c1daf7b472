"""Advice to take an option out tells what that gives only where no other line comes back."""

from __future__ import annotations

import re
from functools import cache

import pytest
from rules.examples import RELEASE, Example, examples
from rules.sharing import share

from novalint.config.model import load
from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.findings import Finding
from novalint.text.document import Document

TOLD = re.compile(r"\bremove (?:it|`\w+`) (?:to|for|\()")
"""How a message promises what a removal gives."""


@cache
def promising() -> tuple[Example, ...]:
    """Give the faulty files of which a rule says what the removal of a line gives."""
    return tuple(one for one in examples() if TOLD.search(one.expected.read_text("utf-8")))


def promises(example: Example, *documents: Document) -> list[Finding]:
    config = load(*documents, example.bad, release=example.facts.release)
    report = check(config, deployment=example.facts, select=[example.rule])
    return [finding for finding in report.findings if TOLD.search(finding.message)]


@pytest.mark.parametrize("example", share(promising(), 8))
def test_a_line_that_comes_back_is_not_taken_for_the_default(example: Example) -> None:
    """Each file is read twice, so that whatever it sets holds again without the later line."""
    assert promises(example)
    assert promises(example, Document.parse(example.bad.text, "below.conf")) == []


def test_a_file_holds_again_without_the_option_of_the_url() -> None:
    url = "[DEFAULT]\ntransport_url = rabbit://u:{}@b//?heartbeat_timeout_threshold=0\n"
    group = "[oslo_messaging_rabbit]\nheartbeat_timeout_threshold = 30\n"
    for text, way in ((url, "remove it (the default is 60 seconds)"), (url + group, "remove it")):
        told = Deployment(release=RELEASE, role="conductor")
        config = load(Document.parse(text, "nova.conf"), release=RELEASE)
        (finding,) = check(config, deployment=told, select=["heartbeat-off"]).findings
        assert finding.message.endswith(f"; {way}")
