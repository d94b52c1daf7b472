"""A transport_url is taken apart as oslo.messaging does it, and nothing secret is kept."""

from __future__ import annotations

import pytest

from novalint.rules.common.transport import Unreadable, parse

LOGIN = "nova:8fT3kPq2Wz"


def hosts(url: str, major: int = 34) -> list[tuple[str, int | None, bool]]:
    return [(one.name, one.port, one.login) for one in parse(url, major).hosts]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"rabbit://{LOGIN}@a:5672,{LOGIN}@b/v", [("a", 5672, True), ("b", None, True)]),
        (f"RABBIT://{LOGIN}@[2001:db8::5]:5671/", [("2001:db8::5", 5671, True)]),
        (f"rabbit://{LOGIN}@a:5672,b:5672/", [("a", 5672, True), ("b", 5672, False)]),
        ("rabbit://a@b@c/", [("c", None, False)]),
        ("rabbit://", []),
        (f"rabbit:/{LOGIN}@a", []),
        ("kombu+memory:////", []),
    ],
)
def test_hosts(url: str, expected: list[tuple[str, int | None, bool]]) -> None:
    assert hosts(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "controller",
        "//nova:x@a/",
        "{{ rpc_url }}",
        "nova_rpc://a",
        "rabbit://nova:8f/Tq@a:5672/",
        "rabbit://nova:8f#Tq@a:5672/",
        "rabbit://nova:12?34@a:5672/",
        "rabbit://nova:p,w@a:5672/",
        "rabbit://nova:x@[::1:5672/",
        "rabbit://nova:x@a:56720000/",
    ],
)
def test_unreadable(url: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(url, 34)
    assert not any(part in str(caught.value) for part in ("nova", "8f", "Tq", "34"))


def test_second_colon_was_part_of_the_port() -> None:
    assert hosts("rabbit://2001:db8::5/", 31) == [("2001:db8::5", None, False)]
    with pytest.raises(Unreadable):
        parse("rabbit://2001:db8::5/", 30)


def test_what_is_told_of_a_user() -> None:
    one, other, third = parse("rabbit://guest:guest@a,gu%65st:x@b, nova:guest@localhost/", 34).hosts
    assert (one.guest, one.known, one.local, one.blank) == (True, True, False, False)
    assert (other.guest, other.known) == (True, False)
    assert (third.guest, third.known, third.local, third.blank) == (False, False, True, True)


def test_options_behind_the_question_mark() -> None:
    transport = parse("rabbit://a/v?ssl=1&ssl_ca_file=/etc/ca%2Epem#rest", 34)
    assert transport.query == {"ssl": "1", "ssl_ca_file": "/etc/ca.pem"}
    assert (transport.scheme, transport.driver) == ("rabbit", "rabbit")


def test_nothing_secret_is_kept() -> None:
    assert "8fT3kPq2Wz" not in repr(parse(f"rabbit://{LOGIN}@a:5672/?ssl=1", 34))
