"""Complaints in an operator's own words lead to the log lines to begin with."""

from __future__ import annotations

import pytest

from novalint.logs.catalogue import signatures
from novalint.logs.complaints import _MEANING, _SYMPTOMS, complained_of


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("instances fail to boot", "no-valid-host"),
        ("volumes do not detach", "device-detach-timeout"),
        ("my servers die", "no-valid-host"),
        ("VMs stuck in build", "rpc-reply-timeout"),
        ("rabbitmq disconnects", "amqp-server-closed"),
        ("live migration hangs", "migration-too-slow"),
        ("the console does not open", "console-not-reached"),
        ("cannot log in to keystone", "login-refused"),
        ("instances can't reach metadata", "metadata-by-address-not-found"),
        ("database connection lost", "database-connection-lost"),
        ("database: too many connections", "database-connections-used-up"),
        ("dhcp slow", "vif-plug-timeout"),
    ],
)
def test_the_rarest_meaning_counts(text: str, first: str) -> None:
    assert complained_of(text)[0] == first


@pytest.mark.parametrize(
    "text", ["", "hello world", "the weather", "server", "build " * 8 + "fails", "cpu_mode"]
)
def test_other_texts_are_none(text: str) -> None:
    assert complained_of(text) == ()


@pytest.mark.parametrize("meanings", _SYMPTOMS)
def test_each_can_be_told_and_leads_to_symptoms(meanings: str) -> None:
    names = _SYMPTOMS[meanings].split()
    assert set(names) <= {signature.name for signature in signatures()}
    assert set(meanings.split()) <= set(_MEANING.values())
    assert complained_of(meanings) == tuple(names)
