"""The log-in of `admin_user` and its like becomes one of `auth_type`, its values as they were."""

from __future__ import annotations

from pathlib import Path

import pytest
from upgrading.test_effects import report
from upgrading.test_names import result

import novalint
from novalint import Effect

ADMIN = (
    "[keystone_authtoken]\n# who checks tokens\nadmin_user = nova\nadmin_password = s3cr:et@%$$1\n"
)
URI = "identity_uri = http://192.0.2.5:35357\n"
ADDED = "auth_type = password\nuser_domain_id = default\nproject_domain_id = default\n"


def test_the_lines_keep_their_places_and_values() -> None:
    after = result("ocata", "2026.2", f"{ADMIN}admin_tenant_name = service\n{URI}")
    assert after == (
        "[keystone_authtoken]\n# who checks tokens\nusername = nova\npassword = s3cr:et@%$$1\n"
        f"project_name = service\nauth_url = http://192.0.2.5:35357\n{ADDED}"
    )
    assert result("ocata", "2026.2", after) == after


def test_the_project_of_the_old_default_is_written() -> None:
    after = result("2026.1", "2026.2", ADMIN + URI)
    assert "\nproject_name = admin\n" in after


@pytest.mark.parametrize(
    ("lines", "url"),
    [
        ("auth_host = ctl\n", "https://ctl:35357"),
        ("auth_host = ::1\nauth_port = 5000\nauth_protocol = http\n", "http://[::1]:5000"),
        ("auth_host = ctl\nauth_admin_prefix = /identity/\n", "https://ctl:35357/identity"),
        ("", "https://127.0.0.1:35357"),
    ],
)
def test_the_parts_of_an_address_become_one_url(lines: str, url: str) -> None:
    after = result("queens", "2026.2", ADMIN + lines)
    assert f"\nauth_url = {url}\n" in after
    assert after.count("; auth_url takes its place\n") == lines.count("\n")


@pytest.mark.parametrize(
    "lines",
    [
        "auth_type = password\n",
        "auth_section = other\n",
        "username = nova\n",
        "admin_token = t\n",
        "auth_host = {{ host }}\n",
        "auth_port = many\n",
    ],
)
def test_another_log_in_or_an_unknown_address_leaves_it_to_the_reader(lines: str) -> None:
    after = result("queens", "2026.2", ADMIN + lines)
    assert "\nusername = nova\n" not in after.replace(lines, "")
    assert "\n#admin_user = nova\n" in after


@pytest.mark.parametrize("one", ["admin_user = nova\n", "admin_password = x\n"])
def test_half_a_log_in_is_none(one: str) -> None:
    after = result("queens", "2026.2", f"[keystone_authtoken]\n{one}{URI}")
    assert "auth_type" not in after.replace("set auth_type", "")


def test_a_release_that_still_reads_the_log_in_leaves_it() -> None:
    text = ADMIN + URI
    assert result("ocata", "2026.1", text) == text


def test_the_report_says_that_the_patch_sees_to_it_and_shows_no_password() -> None:
    found = report("2026.1", "2026.2", ADMIN + URI)
    (change,) = [one for one in found.of(Effect.BREAKS) if one.option == "admin_user"]
    assert change.mended
    assert "an `auth_type` with its credentials takes their place" in change.message
    assert "s3cr" not in repr(found.changes) + found.masked_diff()


def test_a_branch_of_a_template_is_left_to_the_reader(tmp_path: Path) -> None:
    lines = ADMIN.partition("\n")[2] + URI
    text = f"[keystone_authtoken]\n{{% if a %}}\n{lines}{{% endif %}}\n"
    (tmp_path / "nova.conf.j2").write_text(text)
    found = novalint.upgrade(tmp_path / "nova.conf.j2", "queens", "2026.2")
    assert "username = nova" not in found.patch.unified_diff()


@pytest.mark.parametrize("facts", [{"role": "compute"}, {}])
def test_what_the_new_log_in_shows_to_be_missing_is_dated_by_the_old_one(
    facts: dict[str, str],
) -> None:
    text = f"[database]\nconnection = mysql+pymysql://u:p@h/n\n[DEFAULT]\ntransport_url = rabbit://u:p@h/\n{ADMIN}{URI}"
    found = report("ocata", "2026.2", text, **facts)
    (change,) = [one for one in found.changes if one.rule == "service-token-not-sent"]
    assert [str(release) for release in change.releases] == ["2023.2"]
    assert change.effect is Effect.BREAKS


@pytest.mark.parametrize("facts", [{"role": "compute"}, {}])
@pytest.mark.parametrize("written", ["", "[service_user]\nsend_service_user_token = false\n"])
def test_a_missing_service_token_breaks_whether_a_role_is_told_or_not(
    facts: dict[str, str], written: str
) -> None:
    login = "auth_type = password\nauth_url = https://k/\nusername = nova\npassword = r8x\n"
    text = f"[DEFAULT]\ntransport_url = rabbit://h\n[neutron]\n{login}[placement]\n{login}"
    found = report("train", "2025.1", text + written, **facts)
    (change,) = [one for one in found.changes if one.rule == "service-token-not-sent"]
    assert change.effect is Effect.BREAKS


@pytest.mark.parametrize(
    ("new", "mended"), [("queens", False), ("2023.1", False), ("2026.2", True)]
)
def test_a_log_in_by_version_2_breaks_where_keystone_lacks_that(new: str, mended: bool) -> None:
    changes = report("pike", new, ADMIN + URI).of(Effect.BREAKS)
    (change,) = [one for one in changes if one.option == "admin_user"]
    assert "version 2.0 of Keystone's API" in change.message
    assert ([str(one) for one in change.releases], change.mended) == (["queens"], mended)
    assert not [
        one
        for one in report("queens", "2023.1", ADMIN + URI).of(Effect.BREAKS)
        if one.option == "admin_user"
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"{ADMIN}auth_host =\n",
        f"{ADMIN}auth_host = a b\n",
        f"{ADMIN}auth_host = k/v\n",
        ADMIN.replace("nova", "") + URI,
    ],
)
def test_a_value_that_the_old_log_in_could_not_use_makes_none(text: str) -> None:
    assert "auth_type = password" not in result("queens", "2026.2", text)


def test_an_empty_address_counts_for_nothing_beside_its_parts() -> None:
    after = result("queens", "2026.2", f"{ADMIN}identity_uri =\nauth_host = ctl\n")
    assert "\nauth_url = https://ctl:35357\n" in after
    assert "\nauth_url =\n" not in after


def test_parts_that_were_not_read_beside_an_address_are_not_said_to_be_in_it() -> None:
    after = result("queens", "2026.2", f"{ADMIN}{URI}auth_host = other\n")
    assert "\nauth_url = http://192.0.2.5:35357\n" in after
    (reason,) = [line for line in after.splitlines() if "auth_host" in line and "#auth" not in line]
    assert "auth_url` says" not in reason and "auth_url says" not in reason


V2 = "auth_type = v2password\nauth_url = http://k:5000/v2.0\nusername = n\ntenant_name = s\n"


@pytest.mark.parametrize("old", ["ocata", "pike"])
@pytest.mark.parametrize("new", ["queens", "2026.2"])
def test_a_log_in_by_version_2_breaks_with_the_keystone_of_queens(old: str, new: str) -> None:
    text = f"[keystone_authtoken]\n{V2}[neutron]\n{V2}"
    upgrade = report(old, new, text)
    found = [change for change in upgrade.changes if change.rule == "login-by-keystone-v2"]
    assert [(change.group, change.effect) for change in found] == [
        ("keystone_authtoken", Effect.BREAKS),
        ("neutron", Effect.BREAKS),
    ]
    assert {release.series for change in found for release in change.releases} == {"queens"}


def test_what_an_update_of_a_release_brings_is_not_dated_by_the_release() -> None:
    login = "auth_type = password\nauth_url = https://k/\nusername = nova\npassword = r8x\n"
    text = f"[DEFAULT]\ntransport_url = rabbit://h\n[neutron]\n{login}[placement]\n{login}"
    found = report("25.1.0", "25.3.0", text, role="compute")
    (change,) = [one for one in found.changes if one.rule == "service-token-not-sent"]
    assert change.releases == ()


@pytest.mark.parametrize(
    ("role", "number"), [({}, 1), ({"role": "api"}, 1), ({"role": "compute"}, 0)]
)
def test_a_log_in_that_no_service_of_the_node_reads_breaks_nothing(
    role: dict[str, str], number: int
) -> None:
    text = "[keystone_authtoken]\nadmin_user = nova\nadmin_password = secret\n"
    for old, new in (("pike", "queens"), ("2026.1", "2026.2")):
        found = report(old, new, text, **role).of(Effect.BREAKS)
        assert len([one for one in found if one.group == "keystone_authtoken"]) == number


@pytest.mark.parametrize(("role", "number"), [("scheduler", 1), ("compute", 0)])
def test_a_scheduler_without_placement_breaks_nodes_of_schedulers_alone(
    role: str, number: int
) -> None:
    found = report("rocky", "stein", "[scheduler]\ndriver = chance_scheduler\n", role=role)
    told = [one for one in found.of(Effect.BREAKS) if "heal_allocations" in one.message]
    assert len(told) == number
