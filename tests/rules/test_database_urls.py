"""Database URLs are read as SQLAlchemy reads them, and give nothing of a password away."""

from __future__ import annotations

import pytest

from novalint.config.model import load
from novalint.rules.common.database_options import pool_of
from novalint.rules.common.database_urls import Unparsable, connections, parse, taken_apart
from novalint.text.document import Document


@pytest.mark.parametrize(
    ("url", "kind", "driver", "host"),
    [
        ("mysql+pymysql://nova:a@DB.example.org:3306/nova", "mysql", "pymysql", "db.example.org"),
        ("mysql://nova@192.0.2.1/nova", "mysql", "", "192.0.2.1"),
        ("mysql+pymysql://nova:a/b?c@db/nova", "mysql", "pymysql", "db"),
        ("mysql+pymysql://nova:a@[2001:db8::1]:3306/nova", "mysql", "pymysql", "2001:db8::1"),
        ("mysql+pymysql://db/nova?x=a@b", "mysql", "pymysql", "db"),
        ("postgresql:///nova", "postgresql", "", ""),
        ("sqlite:////var/lib/nova/nova.sqlite", "sqlite", "", ""),
    ],
)
def test_parts(url: str, kind: str, driver: str, host: str) -> None:
    found = taken_apart(url)
    assert found is not None
    assert found[:3] == (kind, driver, host)


@pytest.mark.parametrize("text", ["", None, "nova", "://nova", "%DATABASE%", "{{ db }}://x"])
def test_no_url(text: object) -> None:
    assert taken_apart(text) is None


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql+pymysql:nova:8fT@db/nova", "does not begin"),
        ("mysql-pymysql://nova:8fT@db/nova", "does not begin"),
        ("mysql+pymysql://nova:8f@Tq@db/nova", "%40"),
        ("mysql+pymysql://nova:8fT@db:33O6/nova", "port"),
        ("mysql+pymysql://nova:8fT@db:/nova", "port"),
    ],
)
def test_unparsable(url: str, why: str) -> None:
    with pytest.raises(Unparsable, match=why) as caught:
        parse(url, 34)
    assert "8f" not in str(caught.value)


def test_before_sqlalchemy_1_4_a_password_ended_at_the_last_sign() -> None:
    assert parse("mysql+pymysql://nova:8f@Tq@db/nova", 23).host == "db"


def pool(text: str, release: str, group: str = "database") -> tuple[int | None, ...]:
    return tuple(pool_of(load(Document.parse(f"[{group}]\n{text}\n"), release=release), group))


def test_pools() -> None:
    assert pool("", "2026.2") == (5, 50, 55)
    assert pool("", "queens", "api_database") == (5, 10, 15)
    assert pool("max_overflow = -1", "2026.2") == (5, -1, None)
    assert pool("max_pool_size = 0", "2026.2") == (0, 50, None)
    assert pool("max_pool_size = 0", "2024.1") == (0, 50, 50)  # SQLAlchemy 1.4


def test_parameters_have_names_only() -> None:
    found = taken_apart("mysql://nova:a=b&c@db/nova?SSL_CA=/a&charset=utf8&&read_timeout&x=")
    assert found is not None
    assert found.parameters == {"ssl_ca", "charset"}  # what has no value is passed over


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("mysql://nova:a@localhost/nova", True),
        ("mysql://nova:a@[::1]/nova", True),
        ("mysql://nova:a@db/nova?unix_socket=/run/mysqld.sock", True),
        ("mysql://nova:a@db/nova", False),
    ],
)
def test_local(url: str, local: bool) -> None:
    found = taken_apart(url)
    assert found is not None
    assert found.is_local is local


def test_connections_of_a_configuration() -> None:
    text = (
        "[database]\nconnection = mysql://nova:a@db/nova\nconnection_parameters = ssl_ca=/a\n"
        "[api_database]\nconnection = later\n"
    )
    found = list(connections(load(Document.parse(text))))
    assert [(one.group, one.url.parameters) for one in found] == [("database", {"ssl_ca"})]
    assert not list(connections(load(Document.parse("[database]\n"), release="queens")))
