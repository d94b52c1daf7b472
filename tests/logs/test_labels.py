"""What the parts of a line are called, and which options a line leaves possible."""

from __future__ import annotations

import pytest

from novalint.logs.diagnosis import diagnose
from novalint.logs.resembling import nearest_of

MISSING = "['internal'] endpoint for {} service in RegionTwo region not found"


@pytest.mark.parametrize(
    ("service", "group"),
    [("placement", "placement"), ("volumev3", "cinder"), ("network", "neutron"),
     ("image", "glance")],
)  # fmt: skip
def test_the_options_are_those_of_the_service_that_the_line_names(service: str, group: str) -> None:
    (symptom,) = diagnose(MISSING.format(service)).symptoms
    assert {cause.group for cause in symptom.causes} == {group}
    assert dict(symptom.told) == {"service": (service,), "region": ("RegionTwo",)}


def test_several_services_leave_the_options_of_each() -> None:
    (symptom,) = diagnose([MISSING.format("network"), MISSING.format("image")]).symptoms
    assert {cause.group for cause in symptom.causes} == {"neutron", "glance"}


def test_the_number_of_a_message_is_no_name() -> None:
    (symptom,) = diagnose("Timed out waiting for a reply to message ID 4b0e1f0cbd6d4f80").symptoms
    assert symptom.told == ()


def test_an_option_that_a_line_names_is_possible_without_a_configuration() -> None:
    line = (
        "Value for option {} from LocationInfo(location=<Locations.user: (4, True)>,"
        " detail='/etc/nova/nova.conf') is not valid: invalid literal for int()"
    )
    (symptom,) = diagnose(line.format("vif_plugging_timeout")).symptoms
    assert [(cause.group, cause.option, str(cause.verdict)) for cause in symptom.causes] == [
        ("DEFAULT", "vif_plugging_timeout", "possible")
    ]
    for unknown in ("nonsense", "auth_url"):  # the latter has many groups
        assert diagnose(line.format(unknown)).symptoms[0].causes == ()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Unexpected error while report", "service-status-not-reported"),
        ("Failed to allocate the network(s)", "network-not-rescheduled"),
        ("connection to amqp lost", "amqp-"),
        ("connection to database lost", "database-connection-lost"),
    ],
)
def test_the_nearest_is_what_says_the_same(text: str, first: str) -> None:
    assert nearest_of(text)[0].startswith(first)
