"""What an upgrade reports: the effect of each thing, its release, its readers, its order."""

from __future__ import annotations

import pytest

import novalint
from novalint import Change, Deployment, Document, Effect, Upgrade
from novalint.rules.catalogue import find_rule
from novalint.upgrading.finding_history import SAID_ELSEWHERE
from novalint.upgrading.new_findings import EFFECTS_OF_RULES, NEW_IN_IT
from novalint.upgrading.values import TRANSLATED


def report(old: str, new: str, text: str, **facts: object) -> Upgrade:
    document = Document.parse(text, "nova.conf")
    return novalint.upgrade(document, old, new, deployment=Deployment.of(facts))


def about(found: Upgrade, option: str) -> list[Change]:
    return [one for one in found.changes if one.option == option and not one.rule]


def breaks(found: Upgrade) -> list[Change]:
    """Give what breaks for what the files say; programs that go are told to everybody."""
    return [one for one in found.of(Effect.BREAKS) if one.option]


def only(found: Upgrade, option: str) -> Change:
    (change,) = about(found, option)
    return change


def series(change: Change) -> list[str]:
    return [release.series for release in change.releases]


@pytest.mark.parametrize(
    ("old", "new", "line", "effect", "releases"),
    [
        ("2024.1", "2026.2", "enabled_apis = metadata", Effect.IGNORED, ["2025.2"]),
        ("queens", "2026.2", "vncserver_listen = ::1", Effect.IGNORED, ["yoga"]),
        ("queens", "xena", "vncserver_listen = ::1", Effect.SOON, []),
        ("queens", "stein", "rpc_thread_pool_size = 9", Effect.SOON, ["stein"]),
        ("2024.1", "2026.2", "vif_plug_is_fatal = 1", Effect.NOTHING, []),
        ("ocata", "2026.2", "max_concurrent_snapshots = 3", Effect.CHANGES, ["victoria"]),
        ("2024.2", "2026.2", "heal_instance_info_cache_interval = 9", Effect.NOTHING, ["2025.1"]),
    ],
)
def test_effects_of_lines(
    old: str, new: str, line: str, effect: Effect, releases: list[str]
) -> None:
    change = only(report(old, new, f"[DEFAULT]\n{line}\n"), line.partition(" ")[0])
    assert change.effect is effect
    assert series(change) == releases
    assert str(change.location) == "nova.conf:2:1"


@pytest.mark.parametrize("text", ["", "logging_user_identity_format = %(user)s\n"])
def test_a_default_that_is_written_otherwise_has_no_date(text: str) -> None:
    """`tenant` was written `project` in yoga, and 3 seconds 3.0 in rocky."""
    found = report("queens", "2023.1", f"[DEFAULT]\n{text}")
    assert series(only(found, "logging_user_identity_format")) == ["zed"]
    assert series(only(found, "memcache_socket_timeout")) == ["train"]


def test_who_runs_in_a_web_server_is_not_told_how_long_a_stop_takes() -> None:
    option = "graceful_shutdown_timeout"
    assert about(report("2025.2", "2026.1", "", role="api"), option) == []
    found = only(report("2025.2", "2026.1", ""), option)
    assert found.readers == ("nova-compute", "nova-conductor", "nova-scheduler")


def test_a_value_that_is_no_longer_accepted_breaks() -> None:
    found = report("ocata", "2026.2", "[vnc]\nvncserver_proxyclient_address = a_b\n")
    refused = breaks(found)
    assert [(one.rule, one.option, series(one)) for one in refused] == [
        ("invalid-value", "vncserver_proxyclient_address", ["pike"])
    ]
    assert not refused[0].mended


def test_what_may_be_written_is_told_where_the_value_is_read_otherwise() -> None:
    found = report("stein", "train", "[libvirt]\ncpu_model = Haswell\n")
    assert [one.effect for one in about(found, "cpu_model")] == [Effect.SOON]
    found = report("stein", "train", "[libvirt]\ncpu_model = Haswell,Skylake\n")
    told = [one.message for one in about(found, "cpu_model")]
    assert any("accepts other values: list" in message for message in told)
    text = "[libvirt]\nvirt_type = kvm\n"
    assert about(report("victoria", "wallaby", text), "virt_type") == []
    found = report("victoria", "wallaby", text.replace("kvm", "xen"))
    assert about(found, "virt_type") == []
    assert [one.option for one in breaks(found)] == ["virt_type"]


def test_a_removed_filter_breaks_and_is_mended() -> None:
    text = "[DEFAULT]\nscheduler_default_filters = RetryFilter,ComputeFilter\n"
    found = report("queens", "2026.2", text)
    (change,) = breaks(found)
    assert (change.rule, change.mended) == ("scheduler-filter-removed", True)
    assert change.option == "scheduler_default_filters"
    assert series(change) == ["victoria"]
    assert str(change.location) == "nova.conf:2:1"


def test_a_removed_driver_breaks_and_is_not() -> None:
    found = report("2023.1", "2026.2", "[DEFAULT]\ncompute_driver = hyperv.HyperVDriver\n")
    (change,) = breaks(found)
    assert (change.rule, change.mended, series(change)) == (
        "compute-driver-unknown",
        False,
        ["2024.1"],
    )


def test_what_was_wrong_before_is_no_matter_of_the_upgrade() -> None:
    found = report("2024.1", "2026.2", "[DEFAULT]\ndebug = perhaps\ncompute_driver = nope.No\n")
    assert breaks(found) == []


def test_a_deprecated_option_is_to_be_acted_on_soon() -> None:
    change = only(
        report("2023.1", "2026.2", "[DEFAULT]\nconfig_drive_format = vfat\n"),
        "config_drive_format",
    )
    assert change.effect is Effect.SOON
    assert "do without it" in change.message


@pytest.mark.parametrize(
    ("old", "new", "text", "option", "said"),
    [
        ("pike", "queens", "[neutron]\nurl = http://h\n", "url",
         "is deprecated and is removed in train; use `[neutron] endpoint_override`"),
        ("pike", "queens", "[placement]\nos_region_name = R\n", "os_region_name",
         "is deprecated and is removed in rocky; use `[placement] region_name`"),
        ("pike", "queens", "[DEFAULT]\ndhcp_domain = d\n", "dhcp_domain",
         "is deprecated and is `[api] dhcp_domain` from train on"),
        ("pike", "queens", "[cells]\nenable = true\n", "enable",
         "is deprecated and is removed in train; move to cells v2 with `nova-manage cell_v2`"),
        ("ocata", "stein", "[DEFAULT]\nflat_interface = e\n", "flat_interface",
         "is deprecated and is `[os_vif_linux_bridge] flat_interface` from ussuri on"),
        ("2025.1", "2026.2", "[libvirt]\nlive_migration_uri = x\n", "live_migration_uri",
         "is deprecated and will be removed; use `[libvirt] live_migration_scheme`"),
    ],
)  # fmt: skip
def test_what_is_to_become_of_a_deprecated_option(
    old: str, new: str, text: str, option: str, said: str
) -> None:
    found = [one for one in about(report(old, new, text), option) if one.effect is Effect.SOON]
    assert [said in one.message for one in found] == [True]


def test_a_group_that_was_renamed_is_to_be_left_soon() -> None:
    text = "[devices]\nenabled_vgpu_types = a-1\n[vgpu_a-1]\ndevice_addresses = 0000:84:00.0\n"
    change = only(report("wallaby", "xena", text), "device_addresses")
    assert (change.effect, series(change), change.mended) == (Effect.SOON, ["xena"], True)
    assert change.names == (("mdev_a-1", "device_addresses"),)


def test_a_deprecation_that_was_taken_back_is_not_told() -> None:
    found = report("pike", "queens", "[quota]\ndriver = nova.quota.DbQuotaDriver\n")
    assert about(found, "driver") == []


def test_an_old_name_of_something_else_says_when_its_option_went() -> None:
    found = report("queens", "2026.2", "[neutron]\nurl = http://192.0.2.1:9696\n")
    (change,) = [one for one in about(found, "url") if one.effect is Effect.IGNORED]
    assert series(change) == ["train"]


def test_an_old_name_that_another_plugin_has_is_read_by_neither() -> None:
    text = "[neutron]\nurl = http://192.0.2.1:9696\n"
    dead = only(report("ussuri", "2024.1", text), "url").message
    assert dead.endswith(
        "2024.1: it was removed in train; if it is still wanted, rename it to `endpoint_override`"
    )
    found = only(report("ussuri", "2024.1", f"{text}auth_type = none\n"), "url")
    assert found.names == (("neutron", "endpoint"),)


def test_what_neither_release_reads_is_advised_as_check_does() -> None:
    text = "[libvirt]\nresume_guests_state_on_host_boot = true\n"
    change = only(report("2024.1", "2026.2", text), "resume_guests_state_on_host_boot")
    assert change.message.endswith(
        "nor by any other since ocata; if it is still wanted, move it to `[DEFAULT]`"
    )


def test_what_only_releases_between_read() -> None:
    found = report("queens", "2026.2", "[workarounds]\nenable_consoleauth = true\n")
    change = only(found, "enable_consoleauth")
    assert "only releases between read it, rocky first and stein last" in change.message


def test_choices_in_another_order_are_no_change() -> None:
    text = "[DEFAULT]\nrunning_deleted_instance_action = reap\n"
    assert about(report("rocky", "stein", text), "running_deleted_instance_action") == []


def test_a_rule_that_is_silent_about_old_releases_brings_no_news() -> None:
    text = "[vnc]\nnovncproxy_base_url = http://h:6080/vnc_auto.html\n"
    rules = {one.rule for one in report("ocata", "queens", text).changes}
    assert "console-url-plain-http" not in rules
    text = "[cinder]\ncatalog_info = volumev2:cinderv2:publicURL\n"
    (change,) = breaks(report("ocata", "queens", text))
    assert (change.rule, series(change)) == ("cinder-endpoint-not-v3", ["queens"])


def test_what_was_found_in_the_same_line_before_is_no_news() -> None:
    text = "[DEFAULT]\nsql_connection = mysql+pymysql://nova:nova@h/nova\n"
    rules = {one.rule for one in report("2023.1", "2024.1", text).changes}
    assert "guessable-secret" not in rules


def test_every_rule_that_is_treated_apart_is_one() -> None:
    names = (*EFFECTS_OF_RULES, *NEW_IN_IT, *SAID_ELSEWHERE, *TRANSLATED)
    assert [name for name in names if find_rule(name) is None] == []


def test_advice_that_is_new_is_told_as_advice() -> None:
    text = "[cache]\nenabled = true\nbackend = oslo_cache.memcache_pool\nmemcache_servers = h:1\n"
    found = report("stein", "2026.2", text)
    assert [one.effect for one in found.changes if one.rule == "cache-without-tls"] == [
        Effect.NOTHING
    ]


def test_a_default_changes_under_what_nothing_sets() -> None:
    change = only(report("2024.1", "2026.2", "[DEFAULT]\n"), "heal_instance_info_cache_interval")
    assert (change.effect, change.location) == (Effect.CHANGES, None)
    assert (change.old.value, change.new.value) == (60, -1)
    assert series(change) == ["2025.1"]
    assert change.readers == ("nova-compute",)
    assert not change.mended


def test_a_default_of_a_renamed_option_says_both_names() -> None:
    change = only(report("2023.1", "2026.2", "[DEFAULT]\n"), "heartbeat_rate")
    assert series(change) == ["2024.1"]


def test_only_defaults_of_the_told_roles() -> None:
    names = {
        role: {one.option for one in report("2023.1", "2026.2", "", role=role).changes}
        for role in ("compute", "novncproxy")
    }
    assert "heal_instance_info_cache_interval" in names["compute"] - names["novncproxy"]
    assert names["novncproxy"] < names["compute"]
    assert names["novncproxy"]


def test_both_names_set_is_said() -> None:
    text = "[DEFAULT]\nexecutor_thread_pool_size = 8\nrpc_thread_pool_size = 64\n"
    change = only(report("wallaby", "2026.2", text), "rpc_thread_pool_size")
    assert change.effect is Effect.NOTHING
    assert "set too and wins" in change.message
    assert change.names == (("DEFAULT", "executor_thread_pool_size"),)


def test_the_worst_comes_first_then_the_first_release() -> None:
    text = (
        "[DEFAULT]\nenabled_apis = metadata\nrpc_thread_pool_size = 9\nvncserver_listen = ::1\n"
        "scheduler_default_filters = RetryFilter,ComputeFilter\n"
    )
    found = report("rocky", "2026.2", text).changes
    ranks = [one.effect.rank for one in found]
    assert ranks == sorted(ranks)
    for effect in Effect:
        majors = [one.releases[0].major for one in found if one.effect is effect and one.releases]
        assert majors == sorted(majors)


def test_no_secret_is_in_a_message() -> None:
    text = (
        "[DEFAULT]\nrabbit_password = hush1\ntransport_url = rabbit://u:hush2@h/\n"
        "sql_connection = mysql://u:hush3@h/d\nadmin_password = hush4\n"
    )
    found = report("ocata", "2026.2", text)
    assert len(found.changes) > 3
    assert "hush" not in "".join(one.message for one in found.changes)


def test_files_are_read_as_one_configuration() -> None:
    first = Document.parse("[DEFAULT]\nrpc_thread_pool_size = 9\n", "a.conf")
    second = Document.parse("[DEFAULT]\nenabled_apis = metadata\n", "b.conf")
    found = novalint.upgrade(novalint.load(first, second), "2024.1", "2026.2")
    assert found.files == ("a.conf", "b.conf")
    assert found.patch.paths == ("a.conf", "b.conf")
    assert [str(one.location) for one in found.of(Effect.IGNORED)] == ["b.conf:2:1"]


def test_the_configuration_may_be_read_for_any_release() -> None:
    document = Document.parse("[DEFAULT]\nrpc_thread_pool_size = 9\n", "a.conf")
    one = novalint.upgrade(novalint.load(document, release="ocata"), "2024.1", "2026.2")
    assert one == novalint.upgrade(document, "2024.1", "2026.2")
    assert (one.old.series, one.new.series) == ("2024.1", "2026.2")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2026.2", "2024.1", "2026.2 is newer than 2024.1"),
        ("2024.1", "caracal", "both releases are 2024.1"),
        ("2024.3", "2026.2", "there is no release `2024.3`"),
        ("2024.1", "mimosa", "there is no release `mimosa`"),
    ],
)
def test_wrong_releases_are_refused_before_a_file_is_read(old: str, new: str, said: str) -> None:
    with pytest.raises(novalint.ReleaseError, match=said):
        novalint.upgrade("no-such.conf", old, new)


@pytest.mark.parametrize(
    ("text", "option", "why"),
    [
        ("", "image_upload_handler", "2026.2 has no driver `xenapi`"),
        ("[vnc]\nenabled = false\n", "keymap", "`[vnc] enabled` is false"),
        (
            "[DEFAULT]\ncompute_driver = ironic.IronicDriver\n",
            "keymap",
            "`compute_driver` is of `ironic`",
        ),
        (
            "[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\n[libvirt]\nvirt_type = lxc\n",
            "keymap",
            "guests of `[libvirt] virt_type` lxc have no such console",
        ),
    ],
)
def test_a_default_that_nothing_could_read_is_nothing_to_do(
    text: str, option: str, why: str
) -> None:
    for change in about(report("pike", "2026.2", text), option):
        if change.group in ("vnc", "xenserver"):
            assert (change.effect, why in change.message) == (Effect.NOTHING, True)


def test_a_login_that_nothing_reads_any_more_breaks_the_api() -> None:
    old = "[keystone_authtoken]\nadmin_user = nova\nadmin_password = x\n"
    (change,) = breaks(report("2026.1", "2026.2", old))
    assert (change.option, series(change)) == ("admin_user", ["2026.2"])
    assert "`admin_user`, `admin_password` any longer" in change.message
    assert breaks(report("2025.1", "2026.1", old)) == []
    assert breaks(report("2026.1", "2026.2", old + "auth_type = password\n")) == []


def test_a_finding_about_fewer_options_is_no_news() -> None:
    url = "http://controller.example.org:5000"
    text = "[keystone_authtoken]\n" + "".join(
        f"{name} = {url}\n" for name in ("www_authenticate_uri", "auth_uri", "auth_url")
    )
    found = report("2026.1", "2026.2", f"{text}[service_user]\nauth_url = {url}\n")
    assert [one for one in found.changes if one.rule == "plain-http-endpoint"] == []


@pytest.mark.parametrize(
    ("line", "effect"),
    [
        ("[neutron]\nhttp_retries = 0\n", Effect.NOTHING),
        ("[neutron]\nhttp_retries = 7\n", Effect.CHANGES),
        ("[oslo_policy]\nenforce_new_defaults = false\n", Effect.NOTHING),
        ("[oslo_policy]\nenforce_new_defaults = true\n", Effect.CHANGES),
    ],
)
def test_a_line_that_keeps_what_nova_did_is_nothing_to_do(line: str, effect: Effect) -> None:
    (change,) = [
        one for one in report("queens", "2026.2", line).changes if "comes into" in one.message
    ]
    assert change.effect is effect
    assert change.message.endswith("it keeps what queens does") is (effect is Effect.NOTHING)


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("[DEFAULT]\nuse_neutron = true\n", "use_neutron"),
        ("[libvirt]\nuse_usb_tablet = true\n", "use_usb_tablet"),
        ("[oslo_messaging_rabbit]\nrabbit_use_ssl = false\n", "rabbit_use_ssl"),
        ("[DEFAULT]\nrabbit_host = localhost\n", "rabbit_host"),
        ("[DEFAULT]\nrabbit_port = 5672\n", "rabbit_port"),
    ],
)
def test_it_is_said_that_a_line_that_goes_had_the_default(text: str, option: str) -> None:
    found = report("queens", "2026.2", text)
    (change,) = [one for one in about(found, option) if one.location]
    assert (change.effect, change.mended) == (Effect.IGNORED, True)
    assert change.message.endswith(" its value was the default")
    assert not [one for one in found.of(Effect.BREAKS) if one.location]


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("[libvirt]\nuse_usb_tablet = false\n", "use_usb_tablet"),
        ("[oslo_messaging_rabbit]\nrabbit_use_ssl = true\n", "rabbit_use_ssl"),
        ("[DEFAULT]\nrabbit_host = mq1\n", "rabbit_host"),
        ("[DEFAULT]\nrabbit_host = localhost\nrabbit_userid = nova\n", "rabbit_host"),
    ],
)
def test_a_line_that_says_something_else_is_lost(text: str, option: str) -> None:
    (found,) = [one for one in about(report("queens", "2026.2", text), option) if one.location]
    assert found.effect is Effect.IGNORED
    assert "was the default" not in found.message


def test_a_console_proxy_asks_no_other_service() -> None:
    document = novalint.Document.parse("[DEFAULT]\ndebug = true\n", "nova.conf")
    for role, groups in (("novncproxy", set()), ("compute", {"neutron", "glance"})):
        deployment = novalint.Deployment(role=role)
        told = novalint.upgrade(document, "queens", "train", deployment=deployment)
        assert {one.group for one in told.changes} & {"neutron", "glance"} == groups


@pytest.mark.parametrize(
    ("role", "text", "effect"),
    [
        (None, "", Effect.BREAKS),
        ("api", "", Effect.BREAKS),
        ("compute", "", Effect.IGNORED),
        (
            None,
            "[database]\nconnection = mysql://h/n\n[api_database]\nconnection = mysql://h/a\n",
            Effect.NOTHING,
        ),
    ],
)
def test_an_old_name_of_the_database_breaks_when_nothing_reads_it(
    role: str | None, text: str, effect: Effect
) -> None:
    lines = f"[DEFAULT]\nsql_connection = mysql://nova:x@h/nova\n{text}"
    facts = {"role": role} if role else {}
    (told,) = about(report("2023.1", "2024.1", lines, **facts), "sql_connection")
    assert (told.effect, told.mended) == (effect, True)
    assert ("services that need a database do not start" in told.message) is (
        effect is Effect.BREAKS
    )


def test_a_broker_of_notifications_alone_is_no_loss_that_breaks() -> None:
    """Without one they go to the broker of `transport_url`."""
    text = "[DEFAULT]\ntransport_url = rabbit://a:b@h/\nnotification_transport_url = rabbit://n/\n"
    (told,) = about(report("2024.2", "2025.1", text), "notification_transport_url")
    assert (told.effect, told.mended) == (Effect.IGNORED, True)
