"""Which symptoms of a log are named as what another one may follow from."""

from __future__ import annotations

import pytest

from novalint.logs.diagnosis import diagnose
from novalint.logs.exceptions import raised_in

A, B = "7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10", "7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b11"
PORT = "0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11"


def line(time: str, message: str, instance: str = "") -> str:
    bound = f"[instance: {instance}] " if instance else ""
    return f"2026-03-02 {time}.402 7 ERROR nova.x [req-1] {bound}{message}"


def unexpected(time: str, instance: str) -> str:
    text = f"Received unexpected event network-vif-plugged-{PORT} for instance with vm_state active"
    return line(time, f"{text} and task_state None.", instance)


def timeout(time: str, instance: str) -> str:
    text = f"Timeout waiting for ['network-vif-plugged-{PORT}'] for instance with vm_state building"
    return line(time, f"{text} and task_state spawning.", instance)


def reply(time: str) -> str:
    text = "oslo_messaging.exceptions.MessagingTimeout: Timed out waiting for a reply to message ID"
    return line(time, f"{text} 4b0e1f0cbd6d4f80a1a1c8a6cfb9e1b2")


def follows(name: str, *lines: str) -> tuple[str, ...]:
    return next(one.follows for one in diagnose("\n".join(lines)).symptoms if one.name == name)


@pytest.mark.parametrize(
    ("lines", "is_cause"),
    [
        ((timeout("08:17:00", A), unexpected("08:18:00", A)), True),
        ((unexpected("08:16:30", A), timeout("08:17:00", A)), True),  # clocks differ
        ((unexpected("02:12:00", A), timeout("08:17:00", A)), False),
        ((timeout("08:17:00", A), unexpected("08:18:00", B)), False),
        ((unexpected("02:12:00", A), timeout("08:17:00", A), unexpected("09:00:00", B)), False),
        ((timeout("08:17:00", ""), unexpected("08:18:00", B)), True),
        ((timeout("08:17:00", ""), unexpected("02:12:00", B)), False),
    ],
)
def test_time_and_instance(lines: tuple[str, ...], is_cause: bool) -> None:
    expected = ("vif-plug-timeout",) if is_cause else ()
    assert follows("vif-event-unexpected", *lines) == expected


def test_lines_without_time_or_of_syslog() -> None:
    bare = [text.split(" [req-1] ")[1] for text in (unexpected("02:12:00", A), timeout("1", A))]
    assert follows("vif-event-unexpected", *bare) == ("vif-plug-timeout",)
    early, late = (f"Mar  2 {time} cmp1 nova-compute[7]: " for time in ("02:12:00", "08:17:00"))
    assert follows("vif-event-unexpected", late + bare[0], early + bare[1])
    assert not follows("vif-event-unexpected", early + bare[0], late + bare[1])


PERIODIC = "Error during ComputeManager.update_available_resource"
CATALOGUE = (
    "keystoneauth1.exceptions.catalog.EndpointNotFound: ['internal'] endpoint for placement service"
    " in RegionTwo region not found"
)


def test_the_exception_that_the_line_names_decides_first() -> None:
    name = "periodic-task-failed"
    assert follows(name, reply("09:17:00"), line("09:18:00", f"{PERIODIC}: {CATALOGUE}")) == ()
    caught = line("09:18:00", f"{PERIODIC}: oslo_messaging.exceptions.MessagingTimeout: x")
    assert follows(name, reply("09:17:00"), caught) == ("rpc-reply-timeout",)
    assert follows(name, reply("09:17:00"), line("09:18:00", f"{PERIODIC}")) == (
        "rpc-reply-timeout",
    )


def test_an_api_error_is_that_of_its_exception() -> None:
    name, text = "api-request-failed", "Unexpected exception in API method"
    refused = line(
        "09:17:00",
        "keystoneauth1.exceptions.http.Unauthorized: The request you have made requires"
        " authentication. (HTTP 401)",
    )
    failed = "keystoneauth1.exceptions.http.PreconditionFailed: Precondition Failed (HTTP 412)"
    assert follows(name, refused, line("09:18:00", f"{text}: {failed}")) == ()
    assert follows(name, refused, line("09:18:00", f"{text}: {CATALOGUE}")) == (
        "endpoint-not-in-catalogue",
    )


def test_what_the_cause_follows_from_is_left() -> None:
    unreachable = line("09:16:00", "AMQP server on ctl:5672 is unreachable: timed out.")
    lost = "Lost connection to nova-conductor for reporting service status."
    failed = line("09:18:00", f"{lost}: oslo_messaging.exceptions.MessagingTimeout: x")
    assert follows("report-state-failed", unreachable, reply("09:17:00"), failed) == (
        "amqp-unreachable",
        "rpc-reply-timeout",
    )


@pytest.mark.parametrize(
    ("message", "name"),
    [
        (
            "x: oslo_db.exception.DBConnectionError: (pymysql.err.E) (2013, 'x')",
            "DBConnectionError",
        ),
        ("x: MessagingTimeout", "MessagingTimeout"),
        ("x: nova.exception_Remote.NoValidHost_Remote: No valid host", "NoValidHost"),
        ("x: oslo_messaging.rpc.client.RemoteError: Remote error: DBError (pymysql.x", "DBError"),
        ("Error during ComputeManager.update_available_resource", ""),
        ("aborted: Failed to allocate: Stderr: x", ""),
        ("Failed to plug vif VIFOpenVSwitch(active=False)", ""),
    ],
)
def test_the_exception_within_a_message(message: str, name: str) -> None:
    assert raised_in(message) == name
