"""Asking only the rules that can have something to say comes to the same as asking all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from engine.option_texts import RELEASES, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from rules.examples import examples, facts, release_in_turn

from novalint.config.model import Config, load
from novalint.deployment import Deployment
from novalint.engine import asking
from novalint.engine.report import Report, check
from novalint.engine.signs import SIGNS
from novalint.rules.catalogue import rules
from novalint.text.document import Document

WELLMADE = Path(__file__).parent.parent / "wellmade"
FACTS = (
    Deployment(),
    Deployment(role="compute"),
    Deployment(role="api", cells=3, tenants=300, compute_hosts=2000),
    Deployment(profile="dense-multi-tenant", role="all"),
)
ONLY = asking.Due.asked


def compare(document: Document, release: str, deployment: Deployment) -> None:
    config = load(document, release=release)
    with pytest.MonkeyPatch.context() as patch:
        only = outcome(check(config, deployment=deployment))
        patch.setattr(asking.Due, "asked", lambda due, config, thresholds: due.rules)
        every = outcome(check(config, deployment=deployment))
    assert only == every


def outcome(report: Report) -> tuple[object, ...]:
    return report.findings, report.not_run, report.ran, report.suppressed


def wellmade() -> Iterator[tuple[Document, str, Deployment]]:
    for number, path in enumerate(sorted(WELLMADE.glob("**/*.conf"))):
        document = Document.parse(path.read_bytes(), path.name)
        yield document, release_in_turn(number), FACTS[number % len(FACTS)]


@pytest.mark.parametrize("part", range(4))
@pytest.mark.slow
def test_in_the_examples_of_all_rules(part: int) -> None:
    for example in list(examples())[part::4]:
        told = facts(example.rule, example.suffix)
        compare(example.bad, told.release or RELEASES[0], told)
        compare(example.bad, RELEASES[1], FACTS[part])


@pytest.mark.slow
def test_in_well_made_files() -> None:
    for document, release, deployment in wellmade():
        compare(document, release, deployment)


@settings(max_examples=25)
@given(text=texts, release=st.sampled_from(RELEASES), deployment=st.sampled_from(FACTS))
def test_whatever_a_file_says(text: str, release: str, deployment: Deployment) -> None:
    compare(Document.parse(text), release, deployment)


def due(deployment: Deployment) -> asking.Due:
    return asking.due(tuple(rule for rule in rules() if not rule.scope), 34, deployment)


def asked(text: str, deployment: Deployment | None = None, **told: object) -> set[str]:
    config: Config = load(Document.parse(text), release="2026.2")
    found = due(deployment or Deployment()).asked(config, told)
    return {rule.name for rule in found}


def test_few_rules_are_asked_of_a_file_that_sets_little() -> None:
    most = len(due(Deployment()).rules)
    assert len(asked("")) < most / 5
    assert len(asked("[DEFAULT]\nmy_ip = 192.0.2.1\n")) < most / 4


def test_an_option_that_is_set_has_its_rules_asked_by_old_names_too() -> None:
    assert "console-token-long-lived" not in asked("")
    assert "console-token-long-lived" in asked("[consoleauth]\ntoken_ttl = 601\n")
    assert "console-token-long-lived" in asked("[DEFAULT]\nconsole_token_ttl = 601\n")


def test_an_option_that_is_set_to_what_it_is_anyhow_changes_nothing() -> None:
    assert asked("[libvirt]\nvirt_type = kvm\n") == asked("")
    assert asked("[libvirt]\nvirt_type = qemu\n") > asked("")
    libvirt = "[DEFAULT]\ncompute_driver = {}.LibvirtDriver\n"
    assert asked(libvirt.format("libvirt")) < asked(libvirt.format("other"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("# see novalint's guide\n", {"unknown-suppression", "unused-suppression"}),
        ("[DEFAULT\n", {"syntax-error", "byte-order-mark", "not-utf-8"}),
        ("[DEFAULT]\nconsole_token_ttl = 1\n", {"deprecated-name", "unknown-option"}),
        ("[nonsense]\na = 1\n", {"unknown-group", "misplaced-option", "dashed-option"}),
        ("[DEFAULT]\nconfig_drive_format = vfat\n", {"deprecated-option"}),
        ("[DEFAULT]\nvif_plugging_timeout = many\n", {"invalid-value", "value-not-rendered"}),
        ("[DEFAULT]\nlog_dir = $nonsense\n", {"undefined-substitution"}),
    ],
)
def test_a_sign_in_a_file_has_its_rules_asked(text: str, names: set[str]) -> None:
    assert asked(text) >= names
    assert names.isdisjoint(asked(""))


def test_every_sign_that_a_rule_declares_is_known() -> None:
    assert {rule.sign for rule in rules()} - {""} == SIGNS.keys()


def test_a_url_of_rabbitmq_without_options_asks_for_no_rule_about_its_options() -> None:
    url = "[DEFAULT]\ntransport_url = rabbit://nova:a@192.0.2.1/{}\n"
    assert "heartbeat-off" not in asked(url.format(""))
    assert "heartbeat-off" in asked(url.format("?heartbeat_rate=2"))
    assert "heartbeat-off" in asked("[DEFAULT]\ntransport_url = kafka://192.0.2.1/\n")


def test_facts_and_thresholds_have_their_rules_asked() -> None:
    deployment = Deployment(role="api", compute_hosts=2000)
    assert "api-database-missing" in asked("", deployment) - asked("")
    assert "console-token-long-lived" in asked("", **{"console-token-long-lived": {"seconds": 1}})


def test_all_rules_are_asked_where_a_version_is_told() -> None:
    config = load(Document.parse(""), release="31.0.1")
    every = asking.due(tuple(rule for rule in rules() if not rule.scope), 31, Deployment())
    assert every.asked(config, {}) == every.rules
