"""What `check` says of the target and does not say of the start release: by its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from upgrading.test_effects import report, series

from novalint import Change, Effect, Finding, Upgrade
from novalint.rules import catalogue

LOGIN = "[DEFAULT]\ntransport_url = rabbit://h\n[neutron]\nauth_type = password\n[service_user]\n"


def by(found: Upgrade, rule: str) -> list[Change]:
    return [one for one in found.changes if one.rule == rule]


@pytest.mark.parametrize("old", ["yoga", "zed", "2023.1"])
def test_what_was_advice_and_is_an_error_breaks(old: str) -> None:
    (change,) = by(report(old, "2026.2", LOGIN, role="compute"), "service-token-not-sent")
    assert (change.effect, series(change)) == (Effect.BREAKS, ["2023.2"])


def test_what_a_controller_needs_is_told_without_its_role() -> None:
    databases = "[api_database]\nconnection = mysql+pymysql://h/nova_api\n"
    text = f"{LOGIN}{databases}[keystone_authtoken]\nauth_type = password\n"
    (change,) = by(report("train", "2026.2", text), "service-token-not-sent")
    assert (change.effect, series(change)) == (Effect.BREAKS, ["2023.2"])


def test_an_error_of_both_releases_is_no_news() -> None:
    found = report("2023.2", "2026.2", LOGIN, role="compute")
    assert by(found, "service-token-not-sent") == []


def test_a_warning_that_comes_to_mean_something_else_is_told_with_its_release() -> None:
    text = "[DEFAULT]\nmax_concurrent_builds = 0\n"
    (change,) = by(report("2025.1", "2026.2", text, role="compute"), "concurrency-limit-zero")
    assert (change.effect, series(change)) == (Effect.CHANGES, ["2026.2"])
    assert "means the default of 10" in change.message


def test_one_more_filter_is_told_although_the_start_release_lacks_another() -> None:
    text = "[filter_scheduler]\nenabled_filters = RetryFilter,AvailabilityZoneFilter\n"
    (change,) = by(report("victoria", "2026.2", text), "scheduler-filter-removed")
    assert "`AvailabilityZoneFilter` (removed in 2023.2)" in change.message
    assert series(change) == ["2023.2"]


@pytest.mark.parametrize(
    "text",
    [
        "[DEFAULT]\nenabled_apis = metadata\nvncserver_listen = ::1\nenabled_apis = metadata\n",
        "[database]\nconnection = mysql+pymysql://nova:hunter2@h/nova\n"
        "[keystone_authtoken]\npassword = hunter2\n",
    ],
)
def test_other_lines_and_names_are_no_other_finding(text: str) -> None:
    rules = {one.rule for one in report("rocky", "2026.2", text).changes}
    assert not rules & {"duplicate-option", "secret-reused"}


@pytest.mark.rule_failure
def test_a_rule_that_fails_is_told_and_the_rest_is_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> Iterator[Finding]:
        raise ValueError("an accident")

    rule = catalogue.find_rule("duplicate-option")
    assert rule
    broken = replace(rule, check=fail)
    every = tuple(broken if one.name == rule.name else one for one in catalogue.rules())
    monkeypatch.setattr(catalogue, "rules", lambda: every)
    found = report("2023.1", "2026.2", "[DEFAULT]\ncompute_driver = hyperv.HyperVDriver\n")
    (failure,) = by(found, "rule-failure")
    assert (failure.effect, failure.releases, failure.mended) == (Effect.BREAKS, (), False)
    assert "duplicate-option" in failure.message
    assert by(found, "compute-driver-unknown") != []


STANDING = "[cinder]\ncatalog_info = volumev2:cinderv2:internalURL\n"


def test_a_line_that_is_an_error_in_both_releases_is_not_said_to_need_nothing() -> None:
    found = report("queens", "2025.1", STANDING)
    assert [one for one in found.changes if one.option == "catalog_info"] == []
    assert [one.rule for one in found.standing] == ["cinder-endpoint-not-v3"]
    sound = report("queens", "2025.1", STANDING.replace("v2", "v3"))
    assert [one.effect for one in sound.changes if one.option == "catalog_info"]
    assert sound.standing == ()


def test_a_line_that_breaks_is_not_said_to_need_nothing() -> None:
    text = "[filter_scheduler]\nenabled_filters = RetryFilter,ComputeFilter\n"
    effects = {
        one.effect
        for one in report("queens", "2026.2", text).changes
        if one.option == "enabled_filters"
    }
    assert effects == {Effect.BREAKS}


def test_an_error_of_both_releases_that_the_patch_mends_does_not_stand() -> None:
    text = "[filter_scheduler]\nenabled_filters = RetryFilter,ComputeFilter\n"
    found = report("victoria", "2026.2", text)
    assert "enabled_filters = ComputeFilter" in found.patch.apply(text)
    assert found.standing == ()


def test_what_nothing_reads_stays_told_beside_an_error() -> None:
    found = report("queens", "2025.1", f"{STANDING}[DEFAULT]\nnonsense = 1\n")
    assert [one.effect for one in found.changes if one.option == "nonsense"] == [Effect.NOTHING]


def test_what_is_not_set_under_the_old_name_nor_the_new_one_is_no_news() -> None:
    login = "auth_type = password\nauth_url = https://k/\nusername = nova\n"
    text = f"[DEFAULT]\ntransport_url = rabbit://h\n[neutron]\n{login}[placement]\n{login}"
    rule = "placement-region-missing"
    upgrade = report("pike", "queens", text, role="compute")
    assert by(upgrade, rule) == []
    assert rule in {finding.rule for finding in upgrade.standing}


def test_a_group_that_has_another_name_makes_no_news() -> None:
    text = "[devices]\nenabled_vgpu_types = a,b\n[vgpu_a]\ndevice_addresses = 0000:84:00.0\n"
    upgrade = report("wallaby", "xena", text, role="compute")
    assert by(upgrade, "mdev-type-without-addresses") == []


@pytest.mark.parametrize("user", ["", "rabbit_userid = guest\nrabbit_password = guest\n"])
def test_who_logged_in_as_guest_by_default_is_told_nothing_new(user: str) -> None:
    text = f"[oslo_messaging_rabbit]\nrabbit_host = 192.0.2.11\n{user}"
    upgrade = report("rocky", "stein", text)
    assert by(upgrade, "broker-guest-user") == []
    assert "broker-guest-user" in {finding.rule for finding in upgrade.standing}
    assert by(upgrade, "guessable-secret") == []


def test_a_placeholder_for_the_password_is_an_error_in_both_releases() -> None:
    login = "rabbit_userid = nova\nrabbit_password = RABBIT_PASS\n"
    text = f"[oslo_messaging_rabbit]\nrabbit_host = mq1\n{login}"
    upgrade = report("rocky", "stein", text)
    assert "placeholder-secret" in {finding.rule for finding in upgrade.standing}


@pytest.mark.parametrize("ratio", ["", "cpu_allocation_ratio = 2.0\n"])
def test_a_line_that_nothing_reads_does_not_come_into_effect(ratio: str) -> None:
    text = f"[DEFAULT]\n{ratio}initial_cpu_allocation_ratio = 4.0\n"
    upgrade = report("rocky", "stein", text, role="compute")
    about = [change for change in upgrade.changes if change.option.startswith("initial_cpu")]
    (change,) = about
    assert bool(change.rule) is bool(ratio)
    assert ("comes into effect" in change.message) is not bool(ratio)


def test_a_host_is_no_news_where_only_the_first_line_that_names_it_goes() -> None:
    url = "http://keystone.example:5000\n"
    token = f"[keystone_authtoken]\nauth_type = password\nidentity_uri = {url}auth_url = {url}"
    text = f"{token}[neutron]\nauth_type = password\nauth_url = {url}"
    for old in ("ocata", "queens"):
        assert by(report(old, "2026.2", text), "plain-http-endpoint") == []
    apart = text.replace("identity_uri = http", "identity_uri = https")
    assert by(report("ocata", "2026.2", apart), "plain-http-endpoint") == []


@pytest.mark.parametrize(
    ("filters", "when"),
    [
        ("CoreFilter,RetryFilter,AvailabilityZoneFilter", "victoria"),
        ("CoreFilter,AvailabilityZoneFilter", "2023.2"),
        ("RetryFilter,AvailabilityZoneFilter", "victoria"),
    ],
)
def test_a_filter_that_both_releases_refuse_dates_no_other(filters: str, when: str) -> None:
    text = f"[filter_scheduler]\nenabled_filters = {filters}\n"
    found = report("train", "2026.2", text)
    (change,) = [one for one in found.changes if one.rule == "scheduler-filter-removed"]
    assert series(change) == [when]


def test_the_same_advice_in_other_words_is_no_news() -> None:
    text = "[database]\nconnection = mysql+pymysql://nova:x@192.0.2.1/nova\n"
    assert by(report("zed", "2026.2", text), "database-connection-unencrypted") == []


def test_a_file_that_is_written_already_is_told_by_the_name_that_the_start_reads() -> None:
    text = "[image_cache]\nmanager_interval = 2400\n"
    found = report("train", "2025.1", text)
    (change,) = (one for one in found.changes if one.option == "manager_interval")
    assert change.message.endswith(
        "comes into effect, as train reads `[DEFAULT] image_cache_manager_interval` in its place"
    )


def test_an_error_of_both_releases_is_no_news_though_its_way_out_is_another() -> None:
    """PowerVM's driver went in zed: there is one less to choose from."""
    text = "[DEFAULT]\ncompute_driver = xenapi.XenAPIDriver\n"
    found = report("victoria", "2026.2", text)
    assert [one.rule for one in found.changes if one.option == "compute_driver"] == []
    assert [one.rule for one in found.standing] == ["compute-driver-unknown"]
    assert [one.rule for one in report("ussuri", "2026.2", text).of(Effect.BREAKS)].count(
        "compute-driver-unknown"
    ) == 1
