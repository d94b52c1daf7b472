"""Which databases are one, and whose have to be."""

from __future__ import annotations

import pytest
from fleets.fleets import check

FILE = "=== {}.conf\n[DEFAULT]\ntransport_url = rabbit://nova:word@{}/\n[{}]\nconnection = {}\n"
DATABASE = "mysql+pymysql://nova:word@{}/nova_api"


def ask(rule: str, *nodes: tuple[str, str, str]) -> list[str]:
    """Return how severe the findings are about nodes: name, broker and host of the database."""
    group = "api_database" if rule.startswith("api") else "database"
    text = "".join(
        FILE.format(name, broker, group, DATABASE.format(host)) for name, broker, host in nodes
    )
    return [str(one.severity) for one in check(text, rule).findings]


@pytest.mark.parametrize("rule", ["api-database-differs", "conductors-on-different-databases"])
@pytest.mark.parametrize(
    ("hosts", "severities"),
    [
        (("db", "db.example.org", "db.example.org"), []),
        (("db", "db.one.example", "db.two.example", "db"), ["error"]),
        (("db.one.example", "db.two.example", "db.two.example"), ["error"]),
        (("192.0.2.1", "192", "192"), ["warning"]),  # a name may be of the address, and is not it
        (("192.0.2.1", "192.0.2.2", "192.0.2.2"), ["error"]),
    ],
)
def test_a_host_may_be_named_without_its_domain(
    rule: str, hosts: tuple[str, ...], severities: list[str]
) -> None:
    nodes = [(f"ctl{at}", "rabbit", host) for at, host in enumerate(hosts)]
    assert ask(rule, *nodes) == severities


@pytest.mark.parametrize(("broker", "severities"), [("rabbit", ["error"]), ("cell", [])])
def test_a_conductor_works_for_the_api_on_its_broker(broker: str, severities: list[str]) -> None:
    """A cell's conductor asks the API database for server groups alone, if it has one."""
    nodes = [("api1", "rabbit", "db"), ("api2", "rabbit", "db"), ("con1", broker, "old")]
    assert ask("api-database-differs", *nodes) == severities


@pytest.mark.parametrize(
    ("login", "severities"),
    [
        ("nova:{{ word }}", ["error"]),
        ("{{ user }}:{{ word | urlencode }}", ["error"]),
        ("nova:<%= scope['word'] %>", ["error"]),
        ("nova:***", ["error"]),
        ("{% if a %}nova:word{% endif %}", []),
        ("{% for host in hosts %}nova:word@{{ host }},{% endfor %}nova:word", []),
    ],
)
def test_a_database_and_a_broker_are_known_whoever_logs_in(
    login: str, severities: list[str]
) -> None:
    con = "=== con{0}.conf\n[DEFAULT]\ntransport_url = rabbit://{1}@mq/\n[database]\n"
    text = "".join(
        con.format(at, login) + f"connection = mysql+pymysql://{login}@db/nova{at}\n"
        for at in (1, 2)
    )
    found = check(text, "conductors-on-different-databases").findings
    assert [str(one.severity) for one in found] == severities


@pytest.mark.parametrize("host", ["{{ db }}", "DB_HOST", "<db>", "$my_ip", "%DB_HOST%"])
def test_a_database_is_not_known_whose_host_is_yet_to_be_filled_in(host: str) -> None:
    con = "=== con{0}.conf\n[DEFAULT]\ntransport_url = rabbit://nova:word@mq/\n[database]\n"
    text = "".join(
        con.format(at) + f"connection = mysql+pymysql://nova:{{{{ word }}}}@{host}/nova{at}\n"
        for at in (1, 2)
    )
    assert not check(text, "conductors-on-different-databases").findings


@pytest.mark.parametrize("query", ["?{{ options }}", "{{ options }}", "?ssl={{ tls }}"])
def test_a_broker_is_not_known_whose_options_are_yet_to_be_filled_in(query: str) -> None:
    con = "=== con{0}.conf\n[DEFAULT]\ntransport_url = rabbit://nova:{{{{ word }}}}@mq/nova{1}\n"
    text = con.format(1, query) + con.format(2, "?ssl=1")
    assert not check(text, "broker-tls-differs").findings
    assert check(con.format(1, "") + con.format(2, "?ssl=1"), "broker-tls-differs").findings
