"""What the change of a default brings is told by what else the files say."""

from __future__ import annotations

import pytest
from upgrading.test_effects import about, report
from upgrading.test_pinned_defaults import kept

from novalint import Change, Effect

URL = "[neutron]\nurl = http://192.0.2.1:9696\n"
OVERRIDE = "[neutron]\nendpoint_override = http://192.0.2.1:9696\n"
MEMCACHE = "[cache]\nenabled = true\nbackend = dogpile.cache."
TLS = "[oslo_messaging_rabbit]\nssl = true\n"
ONE = "[DEFAULT]\ntransport_url = rabbit://nova:x@192.0.2.1/\n"
TWO = "[DEFAULT]\ntransport_url = rabbit://nova:x@192.0.2.1,nova:x@192.0.2.2/\n"
KAFKA = "[DEFAULT]\ntransport_url = kafka://192.0.2.1/\n"
CA_FILE = TLS + "ssl_ca_file = /etc/ssl/ca.pem\n"
IRONIC = "[DEFAULT]\ncompute_driver = ironic.IronicDriver\n"
NOTES = "[oslo_messaging_notifications]\ntransport_url = rabbit://nova:x@192.0.2.2/\n"
ZERO = "[oslo_messaging_rabbit]\nheartbeat_timeout_threshold = 0\n"
WAITS = "live_migration_wait_for_vif_plug"
CHECK = "ssl_enforce_hostname_verification"
LIVE = "disable_libvirt_livesnapshot"
USER = "logging_user_identity_format"
IN_ZONE = "query_placement_for_availability_zone"
FILTERS = "[filter_scheduler]\nenabled_filters = "


def told(old: str, new: str, option: str, text: str) -> Change:
    (change,) = [one for one in about(report(old, new, text), option) if not one.location]
    return change


@pytest.mark.parametrize(
    ("old", "new", "option", "text", "why"),
    [
        ("pike", "queens", "region_name", URL, "`[neutron] url` is set"),
        ("pike", "yoga", "region_name", URL, "`[neutron] endpoint_override` is set"),
        ("pike", "queens", "region_name", OVERRIDE, "`[neutron] endpoint_override` is set"),
        ("pike", "queens", "url", OVERRIDE, "`[neutron] endpoint_override` says where"),
        ("pike", "yoga", "url", OVERRIDE, "`[neutron] endpoint_override` says where"),
        ("rocky", "stein", WAITS, "[DEFAULT]\nvif_plugging_timeout = 0\n", "timeout` is 0"),
        ("rocky", "stein", WAITS, "[DEFAULT]\nuse_neutron = false\n", "`use_neutron` is false"),
        ("rocky", "stein", WAITS, IRONIC, "`ironic`"),
        ("ocata", "stein", "catalog_info", "[cinder]\nendpoint_template = http://192.0.2.1/v3\n",
         "`[cinder] endpoint_template` is set"),
        ("2023.2", "2024.1", "heartbeat_rate", KAFKA, "`transport_url` is not one of RabbitMQ"),
        ("yoga", "zed", "heartbeat_in_pthread", KAFKA, "`transport_url` is not one of RabbitMQ"),
        ("2023.2", "2024.1", "heartbeat_rate",
         "[oslo_messaging_rabbit]\nheartbeat_timeout_threshold = 0\n", "threshold` is 0"),
        ("2023.2", "2024.1", "heartbeat_rate", ONE + NOTES + ZERO, "threshold` is 0"),
        ("2023.2", "2024.1", "heartbeat_rate", KAFKA + NOTES + ZERO, "threshold` is 0"),
        ("stein", "train", "memcache_socket_timeout", MEMCACHE + "redis\n", "`[cache] backend` is"),
        ("stein", "train", "memcache_socket_timeout", MEMCACHE + "null\n", "`[cache] backend` is"),
        ("2025.2", "2026.1", "sync_power_state_pool_size",
         "[DEFAULT]\nsync_power_state_interval = -1\n", "`sync_power_state_interval` is -1"),
        ("pike", "queens", "default_log_levels", "[DEFAULT]\nlog_config_append = /etc/nova/l\n",
         "`log_config_append` is set"),
        ("yoga", "zed", "logging_context_format_string", "[DEFAULT]\nuse_json = true\n",
         "`use_json` is true"),
        ("yoga", "zed", USER, "[DEFAULT]\nlogging_context_format_string = %(message)s\n",
         "`logging_context_format_string` has no"),
        ("pike", "queens", LIVE, "[libvirt]\nimages_type = lvm\n", "images_type` is lvm"),
        ("pike", "queens", LIVE, "[libvirt]\nvirt_type = lxc\n", "virt_type` is lxc"),
        ("queens", "rocky", "rng_dev_path", "[libvirt]\nvirt_type = lxc\n", "virt_type` is lxc"),
        ("rocky", "stein", "sysinfo_serial", "[libvirt]\nvirt_type = lxc\n", "virt_type` is lxc"),
        ("zed", "2023.1", "initial_cpu_allocation_ratio", IRONIC, "`ironic`"),
        ("2026.1", "2026.2", CHECK, TWO + CA_FILE, "several brokers"),
        ("2026.1", "2026.2", CHECK, ONE + TLS, "ssl_ca_file` is not set"),
        ("rocky", "stein", "cache_temporary_wmi_objects", "", "only about Hyper-V"),
    ],
)  # fmt: skip
def test_what_another_option_overrules(
    old: str, new: str, option: str, text: str, why: str
) -> None:
    change = told(old, new, option, text)
    assert why in change.message
    assert change.effect is Effect.NOTHING


@pytest.mark.parametrize(
    ("old", "new", "option", "text", "said"),
    [
        ("pike", "queens", "region_name", "", "set it to the region of this cloud if the catalog"),
        ("rocky", "stein", WAITS, "", "and fails after `vif_plugging_timeout`"),
        ("rocky", "stein", WAITS, "[DEFAULT]\nvif_plugging_is_fatal = false\n",
         "then goes on all the same, as `vif_plugging_is_fatal` is false"),
        ("yoga", "zed", "heartbeat_in_pthread",
         KAFKA + NOTES,
         "set it to `true` for nova-api under a web server"),
        ("yoga", "zed", "logging_context_format_string",
         "[DEFAULT]\nlog_config_append = /etc/nova/l\nuse_json = true\n", "global request ID"),
        ("stein", "train", "memcache_socket_timeout", MEMCACHE + "memcached\n", "after 1 second"),
        ("2026.1", "2026.2", CHECK, ONE + CA_FILE, "connections fail unless"),
        ("rocky", "stein", "cache_temporary_wmi_objects", "[hyperv]\nlimit_cpu_features = 1\n",
         "set it to `true`"),
        ("ocata", "pike", "firewall_driver", "", "which Neutron does"),
        ("ocata", "pike", "firewall_driver", "[DEFAULT]\nuse_neutron = false\n",
         "nothing else does; set it to `nova.virt.libvirt.firewall."),
        ("ocata", "pike", "firewall_driver",
         "[DEFAULT]\nuse_neutron = false\ncompute_driver = xenapi.XenAPIDriver\n",
         "nothing else does; set it to `nova.virt.firewall.IptablesFirewallDriver`"),
        ("queens", "stein", "catalog_info", "", "if the catalog has several services of that type"),
        ("ocata", "pike", "api_class", "[key_manager]\nfixed_key = 00\n",
         "no longer from `fixed_key`; set it to"),
        ("ocata", "queens", "backend", "[key_manager]\nfixed_key = 00\n",
         "of new encrypted volumes come from Barbican; `fixed_key` serves the others; set it to"),
        ("ocata", "queens", "backend", "", "keys of encrypted volumes come from Barbican"),
        ("wallaby", "xena", IN_ZONE, "", "and add AvailabilityZoneFilter to `enabled_filters`"),
        ("wallaby", "xena", IN_ZONE, FILTERS + "AvailabilityZoneFilter\n",
         "sync_aggregates`); set it to `false` to keep the old behaviour"),
        ("wallaby", "xena", IN_ZONE, FILTERS + "ComputeFilter\n",
         "sync_aggregates`); set it to `false` to keep the old behaviour"),
        ("yoga", "zed", "packing_host_numa_cells_allocation_strategy", "", "no longer to the full"),
        ("xena", "zed", "packing_host_numa_cells_allocation_strategy", "", "first that have room"),
        ("ussuri", "victoria", "ovsdb_interface", "", "`tcp:127.0.0.1:6640` by default"),
    ],
)  # fmt: skip
def test_what_follows_by_the_other_options(
    old: str, new: str, option: str, text: str, said: str
) -> None:
    change = told(old, new, option, text)
    assert said in change.message
    assert change.effect is Effect.CHANGES


@pytest.mark.parametrize("text", ["[DEFAULT]\n", URL, OVERRIDE])
def test_a_region_that_nothing_took_is_not_kept(text: str) -> None:
    found = kept("pike", "queens", text)
    written = found.patch.unified_diff()
    assert "region_name" not in written
    assert ("+url" in written) == (text == "[DEFAULT]\n")


def test_a_policy_file_that_is_still_read_is_to_be_converted_soon() -> None:
    change = told("ussuri", "2025.2", "policy_file", "")
    assert change.effect is Effect.SOON
    assert change.message.endswith("before 2026.1")
    later = told("ussuri", "2026.1", "policy_file", "")
    assert later.effect is Effect.CHANGES
    assert "its rules are lost" in later.message


@pytest.mark.parametrize(
    "text",
    [
        "[keystone_authtoken]\nadmin_user = nova\n",
        "[neutron]\nadmin_username = nova\n",
    ],
)
def test_a_log_in_has_its_domains(text: str) -> None:
    said = str([one.message for one in report("2024.1", "2026.2", text).changes])
    assert "`user_domain_name`, `project_domain_name`" in said


@pytest.mark.parametrize(
    ("old", "new", "option", "text"),
    [
        ("ussuri", "victoria", "max_concurrent_snapshots", IRONIC),
        ("ocata", "pike", "build_failure_weight_multiplier",
         "[compute]\nconsecutive_build_service_disable_threshold = 0\n"),
    ],
)  # fmt: skip
def test_a_new_option_that_another_overrules_brings_nothing(
    old: str, new: str, option: str, text: str
) -> None:
    assert about(report(old, new, "[DEFAULT]\n"), option)
    assert not about(report(old, new, text), option)
