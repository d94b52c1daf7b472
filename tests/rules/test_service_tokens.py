"""Whether Nova proves to Cinder that it is no user: what files show where no role is told."""

from __future__ import annotations

import pytest

from novalint.deployment import Deployment
from novalint.engine.report import Report, check
from novalint.findings import Severity
from novalint.text.document import Document

RULE = "service-token-not-sent"
BROKER = "[DEFAULT]\ntransport_url = rabbit://nova:Ueb7oo9a@rabbit.example\n"
DATABASE = "[api_database]\nconnection = mysql+pymysql://nova:Oox3aeja@db.example/nova_api\n"
KEYSTONE = "[keystone_authtoken]\nauth_type = password\n"
NEUTRON = "[neutron]\nauth_type = password\n"
PLACEMENT = "[placement]\nauth_type = password\n"
CELL = "[database]\nconnection = mysql+pymysql://nova:Oox3aeja@db.example/nova\n"


def report(text: str, release: str = "2026.2") -> Report:
    return check(Document.parse(text), release=release, select=[RULE])


def test_the_file_of_a_controller_is_known_without_its_role() -> None:
    (finding,) = report(BROKER + DATABASE + KEYSTONE).findings
    assert finding.severity is Severity.WARNING


def test_so_is_that_of_a_compute_node() -> None:
    (finding,) = report(BROKER + NEUTRON + PLACEMENT).findings
    assert finding.severity is Severity.WARNING


def test_it_is_advice_in_releases_that_began_without() -> None:
    (finding,) = report(BROKER + DATABASE + KEYSTONE, "zed").findings
    assert finding.severity is Severity.INFO


@pytest.mark.parametrize(
    "text",
    [
        BROKER + KEYSTONE,
        DATABASE + KEYSTONE,
        BROKER + DATABASE + NEUTRON,
        BROKER + NEUTRON,
        BROKER + NEUTRON + PLACEMENT + CELL,
        BROKER + NEUTRON + PLACEMENT + DATABASE,
        NEUTRON + PLACEMENT,
    ],
)
def test_any_other_file_may_be_of_a_service_that_needs_none(text: str) -> None:
    (skipped,) = report(text).not_run
    assert (skipped.rule, report(text).findings) == (RULE, ())


def test_tokens_that_are_sent_are_enough() -> None:
    sent = "[service_user]\nsend_service_user_token = true\nauth_type = password\n"
    assert report(BROKER + DATABASE + KEYSTONE + sent).findings == ()


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("[service_user]\nauth_type = password\n", Severity.INFO),
        (NEUTRON, Severity.INFO),
        (BROKER + NEUTRON, Severity.ERROR),
        ("[service_user]\nsend_service_user_token = false\n", Severity.ERROR),
    ],
)
def test_one_kind_of_what_a_main_file_holds_is_a_part(text: str, severity: Severity) -> None:
    compute = Deployment(release="2026.2", role="compute")
    (finding,) = check(Document.parse(text), deployment=compute, select=[RULE]).findings
    assert (finding.override or Severity.ERROR) is severity
