"""A value on the side of its default that does no harm is never what a line comes of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import novalint
from novalint.deployment import Deployment
from novalint.logs import verdicts
from novalint.logs.catalogue import signatures
from novalint.logs.diagnosis import concluded
from novalint.logs.signature import Harm, OptionCause, Signature
from novalint.logs.streams import blocks_of_lines
from novalint.logs.symptom import Cause, Verdict
from novalint.logs.tally import Count
from novalint.schema.options import load_schema
from novalint.schema.releases import newest
from novalint.settings import Settings
from novalint.text.document import Document

SCHEMA = load_schema(newest())
LARGE = Settings(
    deployment=Deployment.of(
        {
            "role": ["compute", "conductor", "scheduler", "api"],
            "compute_hosts": 2000,
            "instances_per_host": 300,
            "controllers": 5,
            "cells": 4,
            "db_max_connections": 100000,
        }
    )
)
REPLY = "Timed out waiting for a reply to message ID 4b0e1f0cbd6d4f80a1a1c8a6cfb9e1b2"


def default_of(cause: OptionCause) -> object:
    option = SCHEMA.option(cause.group, cause.option)
    return option.entry.get("default") if option else None


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def numeric() -> Iterator[tuple[Signature, OptionCause]]:
    for signature in signatures():
        for cause in signature.causes:
            if cause.rules and is_number(default_of(cause)):
                yield signature, cause


def sided() -> Iterator[object]:
    """Yield an unharmful value of each cause whose harm is on one side of its default."""
    for signature, cause in numeric():
        default = default_of(cause)
        assert isinstance(default, (int, float))
        if cause.harm is Harm.LOW and default > 0:
            yield pytest.param(signature, cause, int(default * 5), id=_id(signature, cause))
        if cause.harm is Harm.HIGH and default > 1:
            yield pytest.param(signature, cause, int(default // 2), id=_id(signature, cause))


def _id(signature: Signature, cause: OptionCause) -> str:
    return f"{signature.name}-{cause.option}"


def judged(
    line: str,
    text: str,
    option: str,
    settings: Settings | None = None,
    release: str | None = None,
) -> list[Cause]:
    count = Count()
    count.take(blocks_of_lines([line]))
    config = novalint.load(Document.parse(text, "nova.conf"), release=release)
    symptoms = concluded(count, config, settings).symptoms
    causes = [cause for symptom in symptoms for cause in symptom.causes if cause.option == option]
    assert causes
    return causes


def test_each_number_that_a_rule_judges_says_where_its_harm_is() -> None:
    assert [_id(*pair) for pair in numeric() if pair[1].harm is None] == []


@pytest.mark.parametrize(("signature", "cause", "value"), list(sided()))
def test_the_rules_of_a_cause_find_its_harm_on_one_side_alone(
    signature: Signature, cause: OptionCause, value: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdicts, "beyond_default", lambda cause, setting: "")
    text = f"[{cause.group}]\n{cause.option} = {value}\n"
    causes = judged(signature.samples[0], text, cause.option, LARGE)
    assert all(one.verdict is not Verdict.SHOWN for one in causes if one.group == cause.group)


def test_a_long_wait_is_no_cause_of_an_answer_that_does_not_come() -> None:
    text = "[DEFAULT]\nrpc_response_timeout = 180\n"
    (cause,) = judged(REPLY, text, "rpc_response_timeout", release="2026.2")
    assert cause.verdict is Verdict.POSSIBLE
    assert "180 is already more than the default of 60, so look elsewhere first" in cause.message
    assert not cause.fixes


def test_a_short_wait_is_one() -> None:
    (cause,) = judged(REPLY, "[DEFAULT]\nrpc_response_timeout = 5\n", "rpc_response_timeout")
    assert cause.verdict is Verdict.SHOWN
    assert cause.rule == "rpc-timeout-lowered"


@pytest.mark.parametrize(
    ("line", "text", "option"),
    [
        ("(1) QueuePool limit of size 0 overflow 50 reached, connection timed out, timeout 30.00",
         "[database]\nmax_pool_size = 0\n", "max_pool_size"),
        ("Insufficient compute resources: Free memory 5.00 MB < requested 9 MB",
         "[DEFAULT]\nram_allocation_ratio = 9.0\n", "ram_allocation_ratio"),
        ("Insufficient compute resources: Free memory 5.00 MB < requested 9 MB",
         "[DEFAULT]\nreserved_host_memory_mb = 512\n", "reserved_host_memory_mb"),
        ("Host 'cmp1' is not mapped to any cell",
         "[scheduler]\ndiscover_hosts_in_cells_interval = 0\n", "discover_hosts_in_cells_interval"),
        ("Instance build timed out. Set to error state",
         "[DEFAULT]\nvif_plugging_timeout = 30\n", "vif_plugging_timeout"),
        ("Host key verification failed.: Connection reset by peer",
         "[libvirt]\nlive_migration_uri = qemu+ssh://nova@%s/system?no_verify=1\n",
         "live_migration_uri"),
        ("Live migration not completed after 1600 sec",
         "[libvirt]\nlive_migration_completion_timeout = 9000\n",
         "live_migration_completion_timeout"),
    ],
)  # fmt: skip
def test_what_eases_a_symptom_is_not_blamed_for_it(line: str, text: str, option: str) -> None:
    causes = judged(line, text, option, LARGE)
    assert all(cause.verdict is not Verdict.SHOWN for cause in causes)


@pytest.mark.parametrize(
    ("line", "text", "option"),
    [
        ("reply_4b0e1f0cbd6d4f80 doesn't exist, drop reply to 77aa",
         "[oslo_messaging_rabbit]\nrabbit_transient_queues_ttl = 0\n",
         "rabbit_transient_queues_ttl"),
        ("Too many heartbeats missed",
         "[oslo_messaging_rabbit]\nheartbeat_timeout_threshold = 0\n",
         "heartbeat_timeout_threshold"),
        ("Base image a failed safety check",
         "[workarounds]\ndisable_deep_image_inspection = true\n", "disable_deep_image_inspection"),
        ("Tenant 7f has no available aggregates",
         "[scheduler]\nplacement_aggregate_required_for_tenants = true\n",
         "limit_tenants_to_placement_aggregate"),
    ],
)  # fmt: skip
def test_a_value_that_excludes_the_line_is_ruled_out_whatever_a_rule_says(
    line: str, text: str, option: str
) -> None:
    causes = judged(line, text, option)
    assert {cause.verdict for cause in causes} == {Verdict.RULED_OUT}


def test_the_pool_of_the_api_database_uses_up_connections_too() -> None:
    url = "connection = mysql+pymysql://n:x@ctl/nova\n"
    text = f"[api_database]\n{url}max_overflow = -1\n[database]\n{url}"
    causes = judged("(1040, 'Too many connections')", text, "max_overflow")
    shown = {cause.group: cause.verdict for cause in causes}
    assert shown == {"api_database": Verdict.SHOWN, "database": Verdict.POSSIBLE}
