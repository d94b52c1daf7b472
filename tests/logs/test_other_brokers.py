"""A broker that only the lines name shows that they are not of these files."""

from __future__ import annotations

import pytest

import novalint
from novalint.text.document import Document

LINE = (
    "2026-03-02 09:12:01.402 1 ERROR oslo.messaging._drivers.impl_rabbit [-] AMQP server on "
    "{}:5672 is unreachable: timed out. Trying again in 1 seconds."
)
URL = "transport_url = rabbit://nova:r8x@ctl1:5672,nova:r8x@CTL2:5672/\n"
EVENTS = "[oslo_messaging_notifications]\ntransport_url = rabbit://nova:r8x@events:5672/\n"


@pytest.mark.parametrize(
    ("hosts", "text", "told"),
    [
        (("oldctl9",), URL, True),
        (("oldctl9", "oldctl8"), URL, True),
        (("ctl2",), URL, False),
        (("oldctl9", "ctl1"), URL, False),
        (("events",), URL + EVENTS, False),
        (("oldctl9",), "", False),  # the default names none
        (("oldctl9",), "transport_url = {{ url }}\n", False),
        (("fd00::1",), "transport_url = rabbit://nova:r8x@[fd00::1]:5672/\n", False),
        (("oldctl9",), "transport_url = rabbit://nova:r8x@ctl1:x/\n", False),
    ],
)
def test_a_broker_that_no_url_names_is_told(hosts: tuple[str, ...], text: str, told: bool) -> None:
    log = "\n".join(map(LINE.format, hosts))
    config = novalint.load(Document.parse(f"[DEFAULT]\n{text}", "nova.conf"), release="2025.1")
    (symptom,) = novalint.diagnose(log, config).symptoms
    (cause,) = (one for one in symptom.causes if one.option == "transport_url")
    assert ("which no URL here does" in cause.message) is told
    assert "r8x" not in cause.message
    assert cause.verdict in ("possible", "shown")
