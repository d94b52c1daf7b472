"""A transport_url is taken apart as oslo.messaging does it, and nothing secret is kept."""

from __future__ import annotations

import pytest

from novalint.config.model import load
from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.rules.common.transport import Misread, Unreadable, parse
from novalint.text.document import Document

LOGIN = "nova:8fT3kPq2Wz"
NAMED = "brokers-not-all-named"


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
        ("rabbit://rabbit1/vhost@site", [("rabbit1", None, False)]),
        ("rabbit://2001:db8::5/vhost@site", [("2001:db8::5", None, False)]),
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
        "rabbit://nova:x@a:/",
        "rabbit://nova:x@[::1]:/",
    ],
)
def test_unreadable(url: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(url, 34)
    assert not any(part in str(caught.value) for part in ("nova", "8f", "Tq", "34"))


@pytest.mark.parametrize("sign", ["/", "?", "#"])
@pytest.mark.parametrize("end", ["", "/", "/vhost", ",nova:x@b:5672/"])
def test_a_password_with_an_at_and_an_end_of_the_host_is_misread(sign: str, end: str) -> None:
    with pytest.raises(Misread) as caught:
        parse(f"rabbit://nova:R@bb1t{sign}Pw@10.20.0.11:5672{end}", 34)
    assert not any(part in str(caught.value) for part in ("bb1t", "Pw", "10.20"))


def test_an_at_alone_is_read_as_it_is_meant() -> None:
    assert hosts("rabbit://nova:R@bb1tPw@10.20.0.11:5672/v") == [("10.20.0.11", 5672, True)]
    assert hosts(f"rabbit://{LOGIN}@a:5672/vhost@site") == [("a", 5672, True)]


def test_second_colon_was_part_of_the_port() -> None:
    assert hosts("rabbit://2001:db8::5/", 31) == [("2001:db8::5", None, False)]
    with pytest.raises(Unreadable):
        parse("rabbit://2001:db8::5/", 30)


def test_a_colon_without_a_port_was_passed_over() -> None:
    assert hosts(f"rabbit://{LOGIN}@a:/", 30) == [("a", None, True)]


def test_ocata_ended_the_credentials_at_the_first_sign() -> None:
    assert hosts("rabbit://nova:a@b@c/", 15) == [("b@c", None, True)]
    assert hosts("rabbit://nova:a@b@c/", 16) == [("c", None, True)]


def test_a_slash_in_the_credentials_is_noted() -> None:
    one, other = parse("rabbit://nova:8f%2fTq@a,nova:8f%252FTq@b/v%2Fh", 34).hosts
    assert (one.slash, other.slash) == (True, False)


@pytest.mark.parametrize(
    "url", ["{{ rpc_url }}", "rabbit://{{ user }}:{{ word }}@{{ host }}:5672/"]
)
def test_options_of_rabbit_are_judged_beside_a_url_that_a_tool_has_yet_to_write(url: str) -> None:
    text = f"[DEFAULT]\ntransport_url = {url}\n[oslo_messaging_rabbit]\nheartbeat_rate = 0\n"
    report = check(load(Document.parse(text), release="2026.2"), select=["heartbeat-rate-low"])
    assert [one.rule for one in report.findings] == ["heartbeat-rate-low"]


@pytest.mark.parametrize(
    ("hosts", "count"),
    [("nova:{{ word }}@a", 1), ("nova:{{ word }}@{{ host }}", 0), ("nova:x@a{{ more }}", 0)],
)
def test_brokers_are_counted_where_all_of_them_are_known(hosts: str, count: int) -> None:
    text = f"[DEFAULT]\ntransport_url = rabbit://{hosts}/\n"
    config = load(Document.parse(text), release="2026.2")
    report = check(config, deployment=Deployment(rabbit_nodes=3), select=[NAMED])
    assert (len(report.findings), len(report.not_run)) == (count, 1 - count)


def test_an_option_of_the_url_is_named_and_no_value_of_it() -> None:
    text = f"[DEFAULT]\ntransport_url = rabbit://{LOGIN}@a/?heartbeat_rate=0&use_ssl=8fT3kPq2Wz\n"
    report = check(load(Document.parse(text), release="2026.2"), select=["messaging"])
    shown = {one.rule: one.message for one in report.findings}
    assert "`heartbeat_rate` of `transport_url` 0" in shown["heartbeat-rate-low"]
    assert "`[oslo_messaging_rabbit] use_ssl`" in shown["transport-url-option-refused"]
    assert not any("8fT3kPq2Wz" in message for message in shown.values())


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


@pytest.mark.parametrize(
    ("address", "release", "told"),
    [
        ("2001:db8::5", "2024.2", "cannot read it"),
        ("2001:db8::5:5672", "2024.2", "cannot read it"),
        ("2001:db8::5", "2025.1", ""),
        ("2001:db8::5:5671", "2025.1", "does not find the broker"),
        ("1:2:3:4:5:6:7:8:5673", "2025.1", "does not find the broker"),
        ("[2001:db8::5]:5672", "2025.1", ""),
        ("rabbit1:5672:5672", "2025.1", "does not start"),
        ("rabbit1:5672:5672", "2024.2", "does not start"),
        ("rabbit1,a:b:c@rabbit2", "2025.1", ""),
        ("rabbit1,a:b:c", "2025.1", "does not start"),
    ],
)
def test_an_address_needs_brackets_for_its_port(address: str, release: str, told: str) -> None:
    text = f"[DEFAULT]\ntransport_url = rabbit://{LOGIN}@{address}/nova\n"
    document = Document.parse(text)
    findings = check(document, release=release, select=["transport-url-unreadable"]).findings
    assert [told in finding.message for finding in findings] == [True] * bool(told)


@pytest.mark.parametrize(
    ("hosts", "by"),
    [
        (f"{LOGIN}@a:5672;{LOGIN}@b:5672", "`;`"),
        (f"{LOGIN}@a|{LOGIN}@b", "`|`"),
        (f"{LOGIN}@[::1]:5672 | {LOGIN}@b", "`|`"),
        (f"{LOGIN}@a:5672 {LOGIN}@b:5672", "a blank"),
        (f"{LOGIN}@a,{LOGIN}@b {LOGIN}@c", "a blank"),
        (f"{LOGIN}@a:5672\n  {LOGIN}@b:5672", "the end of a line"),
        (f"{LOGIN}@a;b", "`;`"),
        ("a:5672 b:5672", "a blank"),
    ],
)
def test_brokers_are_separated_by_commas_alone(hosts: str, by: str) -> None:
    text = f"[DEFAULT]\ntransport_url = rabbit://{hosts}/\n"
    config = load(Document.parse(text), release="2026.2")
    (finding,) = check(config, select=["transport-url-unreadable"]).findings
    assert f"separates brokers by {by} and not by a comma" in finding.message


@pytest.mark.parametrize(
    "hosts",
    [
        f"{LOGIN}@a:5672,{LOGIN}@b:5672",
        f"{LOGIN}@a:5672,\n  {LOGIN}@b:5672",
        f"{LOGIN}@a:5672 ,{LOGIN}@b:5672",
        f"{LOGIN}@a:5672, {LOGIN}@b:5672",
        "nova:p@a;b|c@h:5672",
        "nova:p@a;b:c@h:5672",
        "nova:p|w;d@h:5672,nova:p|w;d@i:5672",
        "a,b:5672",
    ],
)
def test_signs_of_a_password_separate_no_brokers(hosts: str) -> None:
    text = f"[DEFAULT]\ntransport_url = rabbit://{hosts}/\n"
    config = load(Document.parse(text), release="2026.2")
    assert not check(config, select=["transport-url-unreadable"]).findings
