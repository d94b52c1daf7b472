"""Claims, cases, declarations and evidence agree; no service is started."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from live.cases import INSTALLED, OUTCOMES, Case, cases
from live.claims import CLAIM, claims, unreached
from live.evidence import LONGEST, Trial, plain, trials
from live.services import UP
from many import of_each

from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.rules.catalogue import rules
from novalint.schema.releases import Release, releases
from novalint.text.document import Document

RULES = {rule.name: rule for rule in rules()}
FIRST = {"nova-api": 16}
"""The first release in which a service can be started here."""
NAMED = {str(case): case for case in cases()}
RELEASES = {release.major: release for release in releases()}


def found(case: Case, text: str, release: Release) -> list[str]:
    """Give what the case's rule says of a text."""
    facts = Deployment.of({**case.facts, "release": release.series})
    report = check(Document.parse(text.encode(), "own.conf"), deployment=facts, select=[case.rule])
    return [finding.message for finding in report.findings]


def test_each_claim_is_tried_or_it_is_said_why_not() -> None:
    tried = {case.rule for case in cases()}
    assert set(claims()) - tried - set(unreached()) == set()
    assert tried & set(unreached()) == set()
    assert set(unreached()) <= set(claims())


def test_cases_have_names_of_their_own_and_known_words() -> None:
    assert [name for name, count in Counter(map(str, cases())).items() if count > 1] == []
    assert {case.service for case in cases()} <= set(UP)
    assert {case.outcome for case in cases()} <= set(OUTCOMES)


def claimed(case: Case, major: int) -> bool:
    """Whether the rule finds the bad file in a release, and says that a service fails of it."""
    said = found(case, case.bad, RELEASES[major]) if RULES[case.rule].holds_in(major) else []
    return any(CLAIM.search(message.rpartition("; ")[0]) for message in said)


@pytest.mark.parametrize("case", cases(), ids=str)
def test_the_rule_finds_the_bad_file_and_not_the_good_one(case: Case) -> None:
    for major in case.releases:
        assert claimed(case, major), major
        assert case.only_bad or found(case, case.good, RELEASES[major]) == [], major


@pytest.mark.parametrize("case", cases(), ids=str)
def test_a_case_is_tried_where_its_claim_begins_and_ends(case: Case) -> None:
    reached = [major for major in INSTALLED if major >= FIRST.get(case.service, 0)]
    claiming = [major for major in reached if claimed(case, major)]
    assert {*claiming[:1], *claiming[-1:]} <= {*case.releases, *map(int, case.unreached)}


def test_each_case_was_tried_in_each_of_its_releases() -> None:
    wanted = {(str(case), major) for case in cases() for major in case.releases}
    assert {trial.key for trial in trials()} == wanted


@of_each(trials())
def test_what_came_of_it_is_what_the_case_says(trial: Trial) -> None:
    case = NAMED[trial.case]
    assert (trial.rule, trial.service, trial.outcome) == (case.rule, case.service, case.outcome)
    assert trial.nova == RELEASES[trial.major].nova
    assert trial.status is None or trial.outcome == "not up"
    assert re.search(case.line, trial.line)


def test_evidence_names_nothing_of_the_machine_and_no_secret() -> None:
    for trial in trials():
        assert len(trial.line) <= LONGEST
        assert re.search(r"s3cr3tWord|guest:guest|/(tmp|work|root|home)/", trial.line) is None


def test_a_line_is_kept_without_its_moment_place_and_password() -> None:
    line = (
        "2026-01-02 03:04:05.678 90 CRITICAL nova [None req-0f - - - - -] Error: "
        "amqp://nova:s3cr3tWord@127.0.0.1:40123/ in /srv/own/nova.conf"
    )
    assert plain(line) == "CRITICAL nova [-] Error: amqp://***@127.0.0.1:5672/ in nova.conf"
