"""Keeping the old behaviour: old defaults written down, templates first, nothing secret."""

from __future__ import annotations

import pytest

import novalint
from novalint import Document, Upgrade


def kept(old: str, new: str, *texts: str, role: str = "compute") -> Upgrade:
    documents = [Document.parse(text, f"{n}.conf") for n, text in enumerate(texts)]
    told = novalint.Deployment(role=role)
    config = novalint.load(*documents)
    return novalint.upgrade(config, old, new, deployment=told, keep_behaviour=True)


def texts(found: Upgrade) -> list[str]:
    return [document.text for document in found.after.documents]


def test_a_template_is_brought_to_life_in_its_place() -> None:
    before = "[DEFAULT]\n# how often\n#heal_instance_info_cache_interval = -1\n\n[vnc]\n"
    (after,) = texts(kept("2024.2", "2025.1", before))
    assert "# how often\nheal_instance_info_cache_interval = 60\n\n[vnc]\n" in after


def test_the_last_file_with_a_template_takes_it_else_the_last_with_the_group() -> None:
    first = "[DEFAULT]\n#heal_instance_info_cache_interval = -1\n"
    second = "[DEFAULT]\ndebug = true\n"
    one, two = texts(kept("2024.2", "2025.1", first, second))
    assert "\nheal_instance_info_cache_interval = 60\n" in one
    assert two == second
    one, two = texts(kept("2024.2", "2025.1", "[vnc]\n", second))
    assert one == "[vnc]\n"
    assert two.startswith(f"{second}heal_instance_info_cache_interval = 60\n")


def test_a_missing_group_is_created_once() -> None:
    (after,) = texts(kept("queens", "2026.2", "[DEFAULT]\n", role="all"))
    headers = [line for line in after.splitlines() if line.startswith("[")]
    assert len(headers) == len(set(headers)) > 5


def test_what_is_set_or_unchanged_is_left_alone() -> None:
    before = "[DEFAULT]\nheal_instance_info_cache_interval = 30\n"
    assert "= 60" not in texts(kept("2024.2", "2025.1", before))[0]
    (after,) = texts(kept("2024.1", "2024.2", "[DEFAULT]\n", role="novncproxy"))
    assert after == "[DEFAULT]\n"


@pytest.mark.parametrize(
    ("old", "new", "text", "name", "line"),
    [
        ("queens", "stein", "", "[compute] live_migration_wait_for_vif_plug", "false"),
        ("zed", "2023.1", "", "[DEFAULT] initial_cpu_allocation_ratio", "16.0"),
        ("ussuri", "victoria", "[cors]\nallowed_origin = x\n", "[cors] allow_headers", ","),
        ("ocata", "pike", "", "[DEFAULT] non_inheritable_image_properties", "cache_in_nova,"),
        (
            "stein",
            "train",
            "[cache]\nenabled = true\nbackend = dogpile.cache.memcached\n",
            "[cache] memcache_socket_timeout",
            "3",
        ),
    ],
)
def test_every_kind_of_value_is_read_as_it_was(
    old: str, new: str, text: str, name: str, line: str
) -> None:
    found = kept(old, new, f"[DEFAULT]\n{text}", role="all")
    group, option = name[1:].split("] ")
    if option not in texts(found)[0]:
        pytest.fail(f"{option} is not kept: {found.unkept}")
    (written,) = [one for one in texts(found)[0].splitlines() if one.startswith(f"{option} =")]
    assert line in written
    assert found.after[group][option] == found.before[group][option]


@pytest.mark.parametrize(
    ("old", "new", "option"),
    [
        ("rocky", "stein", "cpu_allocation_ratio"),
        ("rocky", "stein", "transport_url"),
        ("stein", "train", "cpu_models"),
        ("train", "ussuri", "non_inheritable_image_properties"),
        ("xena", "yoga", "logging_user_identity_format"),
        ("zed", "2023.1", "capabilities"),
        ("2023.2", "2024.1", "memcache_password"),
        ("2025.2", "2026.1", "default_log_levels"),
        ("2025.2", "2026.1", "endpoint_interface"),
    ],
)
def test_a_default_that_means_the_same_is_neither_told_nor_kept(
    old: str, new: str, option: str
) -> None:
    found = kept(old, new, "[DEFAULT]\n", role="all")
    assert [one for one in found.changes if one.option == option] == []
    assert [one for one in found.unkept if one.name[1] == option] == []
    assert f"\n{option} =" not in texts(found)[0]


@pytest.mark.parametrize(
    ("old", "new", "text", "option", "why"),
    [
        ("wallaby", "2023.1", "cpu_allocation_ratio = 4", "initial_cpu_allocation_ratio", "ratio"),
        ("stein", "train", "", "memcache_socket_timeout", "`[cache] enabled` is false"),
        ("ussuri", "victoria", "", "expose_headers", "`[cors] allowed_origin` is not set"),
        ("stein", "train", "", "notification_format", "names none that sends"),
        ("2026.1", "2026.2", "", "ssl_enforce_hostname_verification", "has no TLS"),
        ("wallaby", "xena", "", "memcache_use_advanced_pool", "memcached_servers` is not set"),
        ("ocata", "pike", "[key_manager]\nbackend = vault", "auth_endpoint", "not `barbican`"),
    ],
)
def test_a_default_that_nothing_reads_is_nothing_to_do_and_not_kept(
    old: str, new: str, text: str, option: str, why: str
) -> None:
    found = kept(old, new, f"[DEFAULT]\n{text}\n", role="all")
    (change,) = [one for one in found.changes if one.option == option]
    assert change.effect is novalint.Effect.NOTHING
    assert why in change.message
    assert f"\n{option} =" not in texts(found)[0]


def test_what_check_says_of_a_kept_default_is_said_and_not_mended() -> None:
    found = kept("2025.2", "2026.2", "[DEFAULT]\n")
    assert "\nsync_power_state_pool_size = 1000\n" in texts(found)[0]
    (change,) = [one for one in found.changes if one.option == "sync_power_state_pool_size"]
    assert (change.rule, change.mended) == ("power-sync-pool-carried-over", False)
    assert "the old one is kept, about which `check` says: " in change.message


@pytest.mark.parametrize(
    ("old", "option", "why"),
    [
        ("ussuri", "max_concurrent_snapshots", "reads the old default as another value"),
    ],
)
def test_a_default_that_no_longer_does_what_it_did_is_not_kept(
    old: str, option: str, why: str
) -> None:
    found = kept(old, "2026.2", "[DEFAULT]\n")
    assert why in {one.name: one.why for one in found.unkept}["DEFAULT", option]
    assert f"\n{option} =" not in texts(found)[0]


@pytest.mark.parametrize("old", ["train", "xena", "yoga"])
def test_the_tenant_in_log_lines_is_kept_as_the_project(old: str) -> None:
    found = kept(old, "2025.1", "[DEFAULT]\n")
    assert "logging_user_identity_format" not in {one.name[1] for one in found.unkept}
    line = "%(user)s %(project)s %(domain)s %(user_domain)s %(project_domain)s"
    assert f"\nlogging_user_identity_format = {line}\n" in texts(found)[0]


@pytest.mark.parametrize(
    ("old", "new", "option", "release", "said"),
    [
        ("yoga", "2026.2", "enforce_scope", "2023.1", "true (was false)"),
        ("wallaby", "2026.2", "query_placement_for_availability_zone", "xena", "removed in 2023.2"),
        ("ocata", "2026.2", "enforce_scope", "2023.1", "which was added in queens, and"),
        ("pike", "2026.2", "query_placement_for_availability_zone", "xena", "true (was false)"),
        ("yoga", "2026.2", "heartbeat_in_pthread", "zed", "false (was true)"),
    ],
)
def test_a_default_whose_option_is_gone_is_told(
    old: str, new: str, option: str, release: str, said: str
) -> None:
    found = kept(old, new, "[DEFAULT]\n", role="all")
    (change,) = [one for one in found.changes if one.option == option]
    assert (change.effect, [str(one) for one in change.releases]) == ("changes", [release])
    assert "its default changes before it is removed in" in change.message
    assert said in change.message
    group = "" if change.group == "DEFAULT" else f"[{change.group}]\n"
    found = kept(old, new, f"{group}{option} = true\n", role="all")
    told = [one.message for one in found.changes if one.option == option]
    assert "before it is removed" not in str(told)


def test_what_cannot_be_kept_is_said() -> None:
    text = "[api_database]\nconnection = mysql+pymysql://nova:x@192.0.2.1/nova_api\n"
    text += "[key_manager]\nbackend = vault\n"
    found = kept("queens", "2026.2", text, role="all")
    why = {one.name: one.why for one in found.unkept}
    assert why["database", "connection"] == "it is secret"
    assert why["vault", "timeout"] == "there was no default"
    for group, option in why:
        assert f"\n{option} = " not in texts(found)[0].partition(f"[{group}]")[2].partition("[")[0]


@pytest.mark.parametrize(
    ("old", "new", "left", "why"),
    [
        ("wallaby", "2023.2", None, "2023.2 has no AvailabilityZoneFilter"),
        ("ocata", "ussuri", "RetryFilter,AvailabilityZone", "ussuri has no RamFilter, DiskFilter"),
    ],
)
def test_filters_that_are_gone_are_not_written_down_and_it_is_said(
    old: str, new: str, left: str | None, why: str
) -> None:
    found = kept(old, new, "[DEFAULT]\n", role="all")
    (after,) = texts(found)
    assert ("enabled_filters" in after) == (left is not None)
    assert f"enabled_filters = {left or ''}" in after or left is None
    assert {one.name: one.why for one in found.unkept}["filter_scheduler", "enabled_filters"] == why


def test_a_default_that_the_target_cannot_work_with_is_not_written_down() -> None:
    found = kept("ocata", "stein", "[DEFAULT]\n", role="all")
    why = {one.name: one.why for one in found.unkept}
    assert why["cinder", "catalog_info"] == "an error in stein, see cinder-endpoint-not-v3"
    assert "catalog_info" not in texts(found)[0]


def test_a_kept_default_counts_as_mended() -> None:
    found = kept("2024.2", "2025.1", "[DEFAULT]\n")
    (change,) = [one for one in found.changes if one.option.startswith("heal_instance")]
    assert change.mended


def test_keeping_again_changes_nothing() -> None:
    first = kept("queens", "2026.2", "[DEFAULT]\nvncserver_listen = ::1\n", role="all")
    again = kept("queens", "2026.2", *texts(first), role="all")
    assert not again.patch


@pytest.mark.parametrize(
    ("old", "new", "text", "line"),
    [
        ("queens", "rocky", "[DEFAULT]\ndebug = true\n", "long_rpc_timeout = 60"),
        ("ocata", "2026.2", "[DEFAULT]\nrpc_response_timeout = 90\n", "long_rpc_timeout = 90"),
        ("wallaby", "xena", "[api_database]\nconnection = mysql://h/a\n", "max_overflow = 10"),
        ("ocata", "rocky", "[placement]\nauth_type = password\n", "valid_interfaces = public"),
        ("pike", "queens", "[placement]\nauth_type = password\n", "valid_interfaces = public"),
        ("queens", "rocky", "[libvirt]\nvirt_type = kvm\n", "rng_dev_path = /dev/random"),
    ],
)
def test_what_held_without_a_default_is_kept_where_a_line_can_say_it(
    old: str, new: str, text: str, line: str
) -> None:
    role = "compute" if "libvirt" in text else "api"
    upgrade = kept(old, new, text, role=role)
    assert line in texts(upgrade)[0].splitlines()
    assert line.partition(" ")[0] not in {unkept.name[1] for unkept in upgrade.unkept}


def test_a_timeout_that_is_not_known_here_stands_for_nothing() -> None:
    upgrade = kept("queens", "rocky", "[DEFAULT]\nrpc_response_timeout = {{ seconds }}\n")
    why = {unkept.name[1]: unkept.why for unkept in upgrade.unkept}
    assert why["long_rpc_timeout"] == "no value stands for what was before"
