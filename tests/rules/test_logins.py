"""Log-ins to Keystone: what keystoneauth refuses, and which groups are spoken of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from novalint.config.model import load
from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.findings import Severity
from novalint.nova.keystoneauth import lacking, plugins
from novalint.schema.options import load_schema
from novalint.schema.releases import find_release, releases
from novalint.text.document import Document

ROWS = json.loads((Path(__file__).parent / "keystoneauth.json").read_text())
"""Log-ins with some options set, and whether keystoneauth 5.17.0 loads them or how it refuses."""

COMPLETE = """\
auth_type = password
auth_url = https://keystone.example.org:5000/v3
username = nova
user_domain_name = Default
password = kR7vQ2mX9tLw4Zp
"""
RULES = ["login-incomplete", "login-type-unknown", "login-section-unknown"]


def found(text: str, release: str = "2026.2", **facts: object) -> list[tuple[str, str, Severity]]:
    config = load(Document.parse(text, "nova.conf"), release=release)
    report = check(config, deployment=Deployment.of(facts), select=RULES)
    return [(f"{one.group}.{one.option}", one.rule, one.severity) for one in report.findings]


@pytest.mark.parametrize(("plugin", "verdict", "given"), ROWS)
def test_what_keystoneauth_refuses_lacks_something(
    plugin: str, verdict: str, given: list[str]
) -> None:
    lacks = lacking(plugin, given, 34)
    if "auth_url" not in given:
        lacks.append("auth_url")
    assert lacks or verdict == "loads"


@pytest.mark.parametrize("plugin", ["password", "v3password", "v3totp", "v3applicationcredential"])
def test_a_log_in_with_all_options_lacks_nothing(plugin: str) -> None:
    every = {name for row in ROWS for name in row[2]}
    assert lacking(plugin, every, 34) == []


def test_domains_are_asked_for_since_keystone_has_version_3_alone() -> None:
    given = ["username", "password", "project_name"]
    assert lacking("password", given, 17) == []
    assert lacking("password", given, 18) == ["user_domain_name", "project_domain_name"]
    assert lacking("password", [*given, "default_domain_id"], 18) == []
    assert lacking("v3password", given, 15) == ["user_domain_name", "project_domain_name"]


def test_plugins_of_every_release_hold_the_usual_ones() -> None:
    for release in releases():
        known = plugins(load_schema(release), "neutron")
        assert {"password", "v3password"} <= known
        assert ("none" in known) == (release.major > 15)  # it came with keystoneauth 3
    assert "v3applicationcredential" not in plugins(load_schema(find_release("pike")), "neutron")


@pytest.mark.parametrize(
    "group", ["placement", "neutron", "keystone_authtoken", "cinder", "service_user"]
)
def test_every_group_with_a_log_in_is_looked_at(group: str) -> None:
    other = "neutron" if group == "placement" else "placement"
    asked = "send_service_user_token = true\n" if group == "service_user" else ""
    text = f"[{other}]\n{COMPLETE}[{group}]\n{asked}{COMPLETE}".rpartition("auth_url = ")
    cut = text[0] + text[2].partition("\n")[2]
    severity = Severity.WARNING if group == "cinder" else Severity.ERROR
    assert found(cut, role="all") == [(f"{group}.auth_url", "login-incomplete", severity)]


def test_a_group_that_no_service_of_the_node_uses_is_left_alone() -> None:
    text = f"[placement]\n{COMPLETE}[keystone_authtoken]\nauth_type = password\n"
    assert found(text, role="compute") == []
    assert found(text, role="api") != []
    ironic = f"[placement]\n{COMPLETE}[ironic]\nauth_type = password\n"
    assert found(ironic, role="compute") == []
    driver = "[DEFAULT]\ncompute_driver = ironic.IronicDriver\n"
    assert found(driver + ironic, role="compute") != []
    neutron = f"[placement]\n{COMPLETE}[neutron]\nauth_type = password\n"
    assert found(f"[DEFAULT]\nuse_neutron = false\n{neutron}", "queens", role="compute") == []
    assert found(neutron, "queens", role="compute") != []


def test_what_no_log_in_has_stands_elsewhere() -> None:
    without = COMPLETE.rpartition("password = ")[0]
    text = f"[placement]\n{without}[neutron]\n{without}"
    assert found(text, role="compute") == []
    assert found(f"[placement]\n{without}", role="compute") == [
        ("placement.password", "login-incomplete", Severity.INFO)
    ]


def test_what_a_tool_has_yet_to_write_is_there() -> None:
    text = COMPLETE.replace("https://keystone.example.org:5000/v3", "{{ keystone_url }}")
    assert found(f"[placement]\n{text}", role="compute") == []


def test_a_section_is_looked_into() -> None:
    text = f"[placement]\n{COMPLETE}[neutron]\nauth_section = service_user\n[service_user]\n"
    lacks = [("service_user.auth_url", "login-incomplete", Severity.ERROR)]
    assert found(f"{text}auth_type = v3token\ntoken = x\n", role="compute") == lacks
    assert found(f"{text}{COMPLETE}", role="compute") == []


def test_only_nova_api_knows_the_section_of_keystonemiddleware() -> None:
    text = f"[neutron]\nauth_section = keystone_authtoken\n[keystone_authtoken]\n{COMPLETE}"
    assert found(text, role="api") == []
    lost = [("neutron.auth_section", "login-section-unknown", Severity.ERROR)]
    assert found(text, role="compute") == lost
    assert found(text) == []


def test_keystonemiddleware_reads_any_group_that_its_own_names() -> None:
    text = f"[keystone_authtoken]\nauth_section = login\n[login]\n{COMPLETE}"
    assert [one for one in found(text, role="api") if one[1] == "login-section-unknown"] == []


ROUTED = "[scheduler]\nquery_placement_for_routed_network_aggregates = true\n"
HALF = f"[placement]\n{COMPLETE}[neutron]\nauth_type = password\nusername = neutron\n"


def test_the_scheduler_asks_neutron_for_routed_networks_alone() -> None:
    half = ("neutron.auth_url", "login-incomplete", Severity.ERROR)
    assert found(HALF, role="scheduler") == []
    assert found(ROUTED + HALF, role="scheduler") == [half]
    assert found(ROUTED + HALF, "victoria", role="scheduler") == []


def test_nobody_logs_in_to_ask_after_tokens_where_there_are_none() -> None:
    text = f"[placement]\n{COMPLETE}[keystone_authtoken]\nauth_type = passwort\n"
    assert [one[1] for one in found(text, "zed", role="api")] == ["login-type-unknown"]
    assert found(f"[api]\nauth_strategy = noauth2\n{text}", "zed", role="api") == []


@pytest.mark.parametrize(
    ("release", "lines", "option"),
    [
        ("pike", "auth_type = v2password\n", None),  # its Keystone may have version 2.0
        ("queens", "auth_type = v2password\n", "auth_type"),
        ("2026.2", "auth_type = v2token\n", "auth_type"),
        ("queens", "auth_type = password\nauth_url = http://k:5000/v2.0\n", "auth_url"),
        ("queens", "auth_type = password\nauth_url = http://k/identity/v2.0/\n", "auth_url"),
        ("queens", "auth_type = none\nauth_url = http://k:5000/v2.0\n", None),
        ("queens", "auth_type = password\nauth_url = http://k:5000/v3\n", None),
        ("queens", "auth_type = password\nauth_url = {{ url }}/v2.0\n", "auth_url"),
        ("train", "auth_type = password\nauth_version = v2.0\n", "auth_version"),
        ("train", "auth_type = password\nauth_version = v3\n", None),
        ("ussuri", "auth_type = password\nauth_version = v2.0\n", None),  # takes version 3
        ("train", "auth_section = login\nauth_version = v2.0\n", "auth_version"),
        ("train", "admin_user = nova\nauth_version = v2.0\n", "admin_user"),  # is /v2.0 in any case
        ("train", "auth_version = v2.0\n[api]\nauth_strategy = noauth2\n", None),
    ],
)
def test_no_keystone_has_version_2_any_more(release: str, lines: str, option: str | None) -> None:
    document = Document.parse(f"[keystone_authtoken]\n{lines}")
    findings = check(document, release=release, select=["login-by-keystone-v2"]).findings
    assert [finding.option for finding in findings] == ([option] if option else [])


@pytest.mark.parametrize(
    ("lines", "domains"),
    [
        ("user_id = 1\ntenant_id = 2\n", ""),
        (
            "user_name = nova\ntenant_name = service\n",
            "`user_domain_name` and `project_domain_name`",
        ),
        ("username = nova\ntenant_id = 2\n", "set `user_domain_name`"),
        ("user_id = 1\nusername = nova\ndefault_domain_id = default\ntenant_name = a\n", ""),
    ],
)
def test_an_id_needs_no_domain(lines: str, domains: str) -> None:
    text = f"[neutron]\nauth_type = v2password\npassword = kR7vQ2mX9t\n{lines}"
    document = Document.parse(text)
    (finding,) = check(document, release="queens", select=["login-by-keystone-v2"]).findings
    assert finding.message.endswith(domains or "; set it to `password`")


@pytest.mark.parametrize(
    ("kind", "lines", "lacked"),
    [
        ("password", "user_id = 1\nusername = nova\n", []),
        ("v3password", "user_id = 1\nusername = nova\n", ["user_domain_name"]),
        ("password", "user_id = 1\nproject_id = 2\nproject_name = service\n", []),
        ("password", "user_id = 1\ntenant_name = service\n", ["project_domain_name"]),
    ],
)
def test_an_id_stands_over_the_name_beside_it(kind: str, lines: str, lacked: list[str]) -> None:
    url = "auth_url = https://k:5000/v3\npassword = kR7vQ2mX9t\n"
    text = f"[placement]\n{COMPLETE}[neutron]\nauth_type = {kind}\n{url}{lines}"
    report = check(
        Document.parse(text),
        release="2026.2",
        deployment=Deployment(role="compute"),
        select=["login-incomplete"],
    )
    found = [finding for finding in report.findings if finding.group == "neutron"]
    assert [finding.option for finding in found] == lacked
