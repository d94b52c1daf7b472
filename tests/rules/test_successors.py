"""What is said of names that went without a successor in the schemas is true of every release."""

from __future__ import annotations

import pytest

from novalint.nova.advice import ADVICE
from novalint.nova.advice_before_ocata import BEFORE_OCATA
from novalint.nova.lifetimes import group_story, option_story
from novalint.nova.own_names import own_name, within_name
from novalint.nova.successors import GROUPS, MOVED, advice, essential, moved_to, named, phrases
from novalint.schema.earlier import SERIES, earlier, earlier_names, last_series, present_name
from novalint.schema.history import group_presence, life
from novalint.schema.options import load_schema
from novalint.schema.releases import Release, find_release, newest, releases

pytestmark = pytest.mark.slow

NEWEST = load_schema(newest())


def listed(table: object) -> list[tuple[str, str]]:
    assert isinstance(table, dict)
    return sorted(
        (group, one) for group in table for names in table[group] for one in names.split()
    )


each = pytest.mark.parametrize(("group", "name"), listed(ADVICE))
each_earlier = pytest.mark.parametrize(("group", "name"), listed(BEFORE_OCATA))


@each
def test_advice_is_about_what_some_release_knows(group: str, name: str) -> None:
    found = group_presence(group) if name == "*" else life(group, name)
    if found is None:
        assert earlier(group, name)
        return
    gone = found.gone_in(newest())
    to_go = name != "*" and NEWEST.option(group, name)
    assert gone or (to_go and to_go.deprecated) or name == "secure_proxy_ssl_header"


@each_earlier
def test_advice_about_earlier_names_is_about_what_some_series_knew(group: str, name: str) -> None:
    if name == "*":
        assert last_series(group)
        assert group_presence(group) is None
    else:
        assert earlier(group, name)
        assert life(group, name) is None


@each
def test_advice_is_told_in_every_release_without_the_option(group: str, name: str) -> None:
    """That is where the options are that it names, and where `*` stands for a group that went."""
    found = group_presence(group) if name == "*" else life(group, name)
    gone = found.gone_in(newest()) if found else None
    for release in releases():
        if gone and release >= gone:
            assert advice(group, name, load_schema(release)) == plain(group, name)


@pytest.mark.parametrize("release", releases(), ids=str)
def test_nothing_is_called_gone_that_is_only_to_go(release: Release) -> None:
    schema = load_schema(release)
    going = (option for option in schema if option.deprecated)
    ways = [advice(option.group, option.name, schema) for option in going]
    gone = {way for way in ways if "is gone" in way or "are gone" in way}
    # nova-cert, and the drivers of vault and Jaeger, which left before their options do
    assert gone <= {
        "remove it, since the service that it is about is gone",
        "remove it, since the driver that read it is gone",
    }


def test_advice_about_what_is_to_go_is_true_until_then() -> None:
    queens, stein = (load_schema(find_release(series)) for series in ("queens", "stein"))
    assert advice("DEFAULT", "public_interface", queens).startswith("move to Neutron")
    assert advice("cells", "enable", stein) == "move to cells v2 with `nova-manage cell_v2`"
    assert advice("placement", "os_interface", queens).startswith("set `[placement] valid_")


@each_earlier
def test_advice_about_earlier_names_is_told_today(group: str, name: str) -> None:
    assert advice(group, name, NEWEST) == plain(group, name)


def plain(group: str, name: str) -> str:
    return phrases()[group, name].replace("[DEFAULT] ", "").replace("[{}]", f"[{group}]")


@pytest.mark.parametrize("name", [*listed(ADVICE), *listed(BEFORE_OCATA)], ids=".".join)
def test_advice_names_options_that_stay(name: tuple[str, str]) -> None:
    for one in named(phrases()[name]):
        option = NEWEST.option(*one)
        assert option
        assert not option.deprecated


@pytest.mark.parametrize(("old", "new"), MOVED.items())
def test_a_value_goes_where_one_of_its_kind_stands(
    old: tuple[str, str], new: tuple[str, str]
) -> None:
    after = NEWEST.option(*new)
    assert after
    assert not after.deprecated
    assert moved_to(*old, NEWEST) == new
    before = life(*old)
    if before is None:
        assert earlier(*old)
        return
    last = before.option.last if before.option else before.last
    option = load_schema(last).option(*old)
    assert option is None or option.facts.get("secret") == after.facts.get("secret")


@pytest.mark.parametrize(("wrong", "right"), GROUPS.items())
def test_wrong_groups_never_were_one(wrong: str, right: str) -> None:
    assert group_presence(wrong) is None
    assert not last_series(wrong)
    assert group_presence(right)


def test_no_advice_names_what_a_release_does_not_have_yet() -> None:
    queens, victoria = find_release("queens"), find_release("victoria")
    asked = ("glance", "allowed_direct_url_schemes")
    assert advice(*asked, load_schema(queens)) == ""
    assert "enable_rbd_download" in advice(*asked, load_schema(victoria))
    assert moved_to("neutron", "url", load_schema(find_release("ocata"))) is None


def test_a_group_that_lives_is_not_called_gone() -> None:
    """XenAPI's torrent options went in pike, the driver in victoria."""
    for name in ("torrent_base_url", "agent_path"):
        story = option_story("xenserver", name, find_release("victoria"))
        assert story
        assert story.message.endswith("driver is gone") is (name == "agent_path")
    whole = group_story("xenserver", newest())
    assert whole
    assert whole.fact == "the group `[xenserver]` was removed in victoria"
    assert whole.way == "remove it, since the XenAPI driver is gone"
    assert whole.harmless


@pytest.mark.parametrize("group", ["keymgr", "ssl", "sql", "amqp1", "rpc_notifier2"])
def test_a_group_that_only_old_names_have_never_arrives(group: str) -> None:
    for release in releases():
        story = group_story(group, release)
        assert story is None or "None" not in story.message


def test_an_old_name_has_the_advice_of_its_option() -> None:
    story = option_story("DEFAULT", "rabbit_host", newest())
    assert story
    assert story.message == (
        "`rabbit_host` was removed in stein with `[oslo_messaging_rabbit] rabbit_host`, of which it"
        " is an old name; write it into `transport_url`"
    )
    assert essential("DEFAULT", "rabbit_host") == (("DEFAULT", "transport_url"),)


def test_what_a_log_in_needs() -> None:
    assert ("neutron", "auth_url") in essential("DEFAULT", "quantum_admin_password")
    assert ("neutron", "auth_url") in essential("neutron", "admin_username")
    assert ("keystone_authtoken", "auth_url") in essential("keystone_authtoken", "admin_token")
    assert essential("keystone_authtoken", "signing_dir") == ()


@pytest.mark.parametrize(
    ("group", "name", "series", "message"),
    [
        ("DEFAULT", "libvirt_type", "icehouse", "move it to `[libvirt] virt_type`"),
        ("DEFAULT", "quantum_url", "havana", "move it to `[neutron] endpoint_override`"),
        ("DEFAULT", "base_dir_name", "icehouse", "move it to `[image_cache] subdirectory_name`"),
        ("libvirt", "live_migration_flag", "mitaka", "live_migration_permit_post_copy"),
        ("neutron", "url_timeout", "juno", "rename it to `timeout`"),
        ("neutron", "admin_username", "liberty", "set `auth_type`"),
        ("DEFAULT", "volume_api_class", "mitaka", "can no longer be chosen"),
        ("DEFAULT", "fixed_range", "grizzly", "neither nova-network nor Neutron"),
        ("keymgr", "api_class", "mitaka", "remove it"),
        ("DEFAULT", "quantum_admin_password", "havana", "in `[neutron]` instead"),
        ("DEFAULT", "libvirt_vif_driver", "icehouse", "that class can no longer be chosen"),
        ("DEFAULT", "qpid_hosts", "liberty", "write the broker into `transport_url`"),
        ("DEFAULT", "compute_fill_first_cost_fn_weight", "grizzly", "sign is the opposite"),
        ("DEFAULT", "least_cost_functions", "grizzly", "`[filter_scheduler] weight_classes`"),
        ("DEFAULT", "vmware_vif_driver", "folsom", "the driver no longer has that choice"),
        ("DEFAULT", "skip_isolated_core_check", "essex", "the scheduler that read it is gone"),
        ("ironic", "client_log_level", "mitaka", "in `default_log_levels`"),
        ("hyperv", "force_hyperv_utils_v1", "liberty", "the first version is gone"),
    ],
)
def test_names_from_before_ocata(group: str, name: str, series: str, message: str) -> None:
    story = option_story(group, name, newest())
    assert story
    assert f"was removed after {series}; " in story.message
    assert message in story.message


@pytest.mark.parametrize("gone", ["nova-network is gone", "cells v1 is gone", "ZeroMQ is gone"])
def test_no_release_is_said_to_lack_what_it_has(gone: str) -> None:
    old = releases()[0]
    for group, name in earlier_names():
        story = option_story(group, name, old)
        assert story
        assert gone not in story.message


def test_every_earlier_name_has_a_story_in_every_release() -> None:
    for group, name in earlier_names():
        assert life(group, name) is None
        found = earlier(group, name)
        assert found
        assert found.series in SERIES
        for release in releases():
            assert option_story(group, name, release)
        present = present_name(group, name)
        assert present is None or life(*present)


@pytest.mark.parametrize(
    ("group", "name", "meant"),
    [
        ("filter_scheduler", "default_filters", "enabled_filters"),
        ("neutron", "os_region_name", "region_name"),
        ("cinder", "region_name", "os_region_name"),
        ("neutron", "interface", "valid_interfaces"),
        ("neutron", "num_retries", "http_retries"),
        ("cache", "memcached_servers", "memcache_servers"),
        ("placement", "admin_auth_url", "auth_url"),
        ("vnc", "vnc_server_listen", "server_listen"),
        ("vnc", "server_ listen", "server_listen"),
        ("libvirt", "virt_typ", "virt_type"),
        ("libvirt", "cpu_mod", "cpu_mode"),
        ("libvirt", "cpu_modes", ""),
        ("devices", "mdev_enabled_types", "enabled_mdev_types"),
        ("glance", "endpoint_template", ""),
        ("cinder", "api_servers", ""),
        ("barbican", "catalog_info", ""),
        ("neutron", "auth_version", ""),
        ("libvirt", "vif_driver", ""),
    ],
)
def test_what_a_name_means_within_its_group(group: str, name: str, meant: str) -> None:
    assert own_name(group, name, NEWEST) == meant


def test_a_name_may_begin_with_its_group() -> None:
    assert within_name("DEFAULT", "conductor workers", NEWEST) == ("conductor", "workers")
    assert within_name("DEFAULT", "vnc_server_listen", NEWEST) == ("vnc", "server_listen")
    assert within_name("libvirt", "conductor workers", NEWEST) is None
    assert within_name("DEFAULT", "vnc_nothing", NEWEST) is None


@pytest.mark.parametrize(
    ("group", "name", "release", "way"),
    [
        ("DEFAULT", "monkey_patch", "queens", "do without it, as nothing will patch modules"),
        ("DEFAULT", "monkey_patch", "rocky", "remove it, since Nova no longer patches modules"),
        (
            "notifications",
            "default_publisher_id",
            "rocky",
            "remove it, since Nova no longer patches",
        ),
        ("conductor", "topic", "rocky", "remove it, since every service has a fixed topic"),
        ("cloudpipe", "vpn_flavor", "pike", "remove it, since cloudpipe is gone"),
        ("vault", "cafile", "2024.2", "set `[vault] ssl_ca_crt_file`"),
    ],
)
def test_rare_options_have_a_way_out_too(group: str, name: str, release: str, way: str) -> None:
    assert advice(group, name, load_schema(find_release(release))).startswith(way)
