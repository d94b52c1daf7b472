"""A URL for notifications is opened where some are sent, and only then."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm
from rules.test_security_edges import findings

GUEST = "broker-guest-user"
CORNERS = [
    Corner(GUEST, "[DEFAULT]\ntransport_url = rabbit://guest:guest@127.0.0.1,c/\n", "unless its"),
    Corner(GUEST, "[DEFAULT]\ntransport_url = rabbit://guest:guest@127.0.0.1,u:p@c/\n", "default"),
    Corner(GUEST, "[DEFAULT]\ntransport_url = rabbit://guest:x@127.0.0.1,c/\n", "default user;"),
]
URLS = {
    GUEST: "rabbit://guest:guest@c/",
    "blank-in-transport-url": "rabbit://u:p@c1, u:p@c2/",
    "broker-without-credentials": "rabbit://c/",
    "transport-url-unreadable": "rabbit://u:p%2Fq@c/",
}


@pytest.mark.parametrize("corner", CORNERS, ids=lambda corner: corner.message)
def test_hosts_that_are_given_guest(corner: Corner) -> None:
    confirm(corner)


@pytest.mark.parametrize("rule", URLS)
def test_nothing_connects_where_no_notification_is_sent(rule: str) -> None:
    for driver, message in (("messagingv2", "oslo_messaging_notif"), ("noop", ""), ("", "")):
        said = f"driver = {driver}\n" if driver else ""
        text = f"[oslo_messaging_notifications]\n{said}transport_url = {URLS[rule]}\n"
        confirm(Corner(rule, text, message))


def test_a_url_that_is_not_used_is_read_all_the_same() -> None:
    text = "[oslo_messaging_notifications]\ntransport_url = rabbit://u:p@[::1/\n"
    confirm(Corner("transport-url-unreadable", text, "does not start"))


@pytest.mark.parametrize(
    ("drivers", "messages"),
    [
        (["'messagingv2'"], []),  # oslo.config takes quotes around a whole value off
        (["messagingv2", "messagingv3"], ["remove this line"]),
        (["messagingv3"], ["set it to messagingv2, or to noop to send none"]),
        (["messagingv2 log"], ["use one line for each driver"]),
        (["messagingv2", "messagingv2,log"], ["use one line for each driver"]),
        (["own driver"], []),
    ],
)
def test_a_driver_that_does_not_exist(drivers: list[str], messages: list[str]) -> None:
    text = "".join(f"driver = {driver}\n" for driver in drivers)
    found = findings("notification-driver-missing", f"[oslo_messaging_notifications]\n{text}")
    assert [finding.message.rpartition("; ")[2] for finding in found] == messages


@pytest.mark.parametrize(("role", "count"), [("conductor", 1), ("novncproxy", 0), ("metadata", 0)])
def test_services_that_send_none(role: str, count: int) -> None:
    text = "[oslo_messaging_notifications]\ndriver = messagingv3\n"
    assert len(findings("notification-driver-missing", text, role=role)) == count


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("controller", ""),
        ("rabbit://u:p/q@c/", ""),
        ("rabbit://u:p@c/", ""),
        ("rabbit://u:p@a/x", "names a broker of RPC"),
    ],
)
def test_a_url_that_cannot_be_read_names_no_broker(url: str, message: str) -> None:
    text = (
        "[DEFAULT]\ntransport_url = rabbit://u:p@a,u:p@b/\n"
        f"[oslo_messaging_notifications]\ndriver = messagingv2\ntransport_url = {url}\n"
    )
    facts = {"compute_hosts": 300, "telemetry": True}
    confirm(Corner("notifications-on-rpc-broker", text, message, facts=facts))
