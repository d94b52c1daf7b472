"""What a refused value was meant to be: only what is beyond doubt, and always one Nova reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novalint.engine.report import check
from novalint.rules.options.near_values import near_value
from novalint.rules.options.units import in_own_unit
from novalint.schema.options import load_schema
from novalint.schema.releases import find_release
from novalint.schema.types import ValueFault, decode
from novalint.text.document import Document

SCHEMA = load_schema(find_release("2025.1"))
OPTIONS = [option for option in SCHEMA if not option.multi]


def near(name: str, text: str) -> str:
    group, _, option = name.rpartition(".")
    found = SCHEMA.option(group or "DEFAULT", option)
    assert found
    return near_value(found, text)


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("libvirt.virt_type", "KVM", "kvm"),
        ("libvirt.cpu_mode", "host-passthru", "host-passthrough"),
        ("libvirt.cpu_mode", "Host_Model", "host-model"),
        ("libvirt.cpu_mode", "'custom", "custom"),
        ("vif_plugging_timeout", "60s", "60"),
        ("vif_plugging_timeout", "60 seconds", "60"),
        ("vif_plugging_timeout", "300,", "300"),
        ("report_interval", "1.0", "1"),
        ("reserved_host_memory_mb", "1.024e+06", "1024000"),
        ("reserved_host_memory_mb", "1,024", "1024"),
        ("reserved_host_memory_mb", "512 MB", "512"),
        ("libvirt.live_migration_downtime", "500ms", "500"),
        ("cpu_allocation_ratio", "4.0.", "4.0"),
        ("cpu_allocation_ratio", "1,5", "1.5"),
        ("cpu_allocation_ratio", "0,500", "0.5"),
        ("cpu_allocation_ratio", "16,", "16"),
        ("cache.memcache_socket_timeout", "2,5s", "2.5"),
        ("force_config_drive", "Ture", "true"),
        ("force_config_drive", "disabled", "false"),
        ("vnc.novncproxy_port", "novncproxy_port = 6080", "6080"),
        ("libvirt.virt_type", "kmv", "kvm"),
        ("libvirt.images_type", "rdb", "rbd"),
        ("libvirt.images_type", "RDB", "rbd"),
        ("libvirt.snapshot_image_format", "vdmk", "vmdk"),
        ("libvirt.snapshot_image_format", "qocw2", "qcow2"),
        ("oslo_messaging_rabbit.rabbit_login_method", "PLIAN", "PLAIN"),
        ("vnc.auth_schemes", "vncrypt", "vencrypt"),
        ("vnc.auth_schemes", "vencrpyt, none", "vencrypt,none"),
        ("libvirt.virt_type", "`kvm`", "kvm"),
        ("vif_plugging_timeout", "`60`", "60"),
        # what may be meant otherwise
        ("host", "`hostname`", ""),
        ("libvirt.virt_type", "lxd", ""),
        ("libvirt.virt_type", "xen", ""),
        ("libvirt.images_type", "rbx", ""),
        ("libvirt.snapshot_image_format", "vhd", ""),
        ("servicegroup_driver", "bd", ""),
        ("vnc.auth_schemes", "vencrpyt,other", ""),
        ("vif_plugging_timeout", "5m", ""),
        ("vif_plugging_timeout", "60ms", ""),
        ("log_rotate_interval", "5s", ""),
        ("database.mysql_wsrep_sync_wait", "1s", ""),
        ("libvirt.live_migration_downtime", "500s", ""),
        ("reserved_host_memory_mb", "4GB", ""),
        ("vif_plugging_timeout", "0.5", ""),
        ("vif_plugging_timeout", "-1", ""),
        ("libvirt.virt_type", "vmware", ""),
        ("libvirt.cpu_mode", "host", ""),
        ("cpu_allocation_ratio", "1,500", ""),
        ("cpu_allocation_ratio", "1,5,0", ""),
        ("vif_plugging_timeout", "1,5", ""),
        ("force_config_drive", "maybe", ""),
        ("force_config_drive", "", ""),
        ("vnc.novncproxy_port", "70000", ""),
    ],
)
def test_what_is_meant(name: str, text: str, meant: str) -> None:
    assert near(name, text) == meant


@pytest.mark.parametrize(
    ("name", "text", "way"),
    [
        ("reserved_host_memory_mb", "16G", "set it to 16384, which is 16G in MiB"),
        ("reserved_host_disk_mb", "1.5 TB", "set it to 1572864, which is 1.5 TB in MiB"),
        ("libvirt.file_backed_memory", "1048576k", "set it to 1024, which is 1048576k in MiB"),
        ("vif_plugging_timeout", "10m", "set it to 600, which is 10m in seconds"),
        ("sync_power_state_interval", "1h", "set it to 3600, which is 1h in seconds"),
        ("resize_confirm_window", "1 day", "set it to 86400, which is 1 day in seconds"),
        ("libvirt.live_migration_downtime", "1s", "set it to 1000, which is 1s in milliseconds"),
        ("cache.memcache_socket_timeout", "500ms", "set it to 0.5, which is 500ms in seconds"),
        ("service_down_time", "500ms", "write only a number of seconds"),
        ("vif_plugging_timeout", "-1m", "write only a number of seconds"),
        ("vif_plugging_timeout", "1e999h", "write only a number of seconds"),
        # whose unit is another one, or not known
        ("log_rotate_interval", "1h", ""),
        ("database.mysql_wsrep_sync_wait", "1m", ""),
        ("libvirt.live_migration_completion_timeout", "10m", ""),
        ("reimage_timeout_per_gb", "1m", ""),
        ("libvirt.live_migration_bandwidth", "1G", ""),
        ("vif_plugging_timeout", "10x", ""),
        ("vif_plugging_timeout", "16G", ""),
        ("max_concurrent_builds", "10m", ""),
    ],
)
def test_another_unit_is_reckoned_in_that_of_the_option(name: str, text: str, way: str) -> None:
    group, _, option = name.rpartition(".")
    found = SCHEMA.option(group or "DEFAULT", option)
    assert found
    reckoned = in_own_unit(found, text)
    assert (reckoned.hint if reckoned else "") == way


def test_a_value_with_another_unit_gets_the_number_that_the_message_names() -> None:
    text = "[DEFAULT]\nreserved_host_memory_mb = 16G\n"
    (finding,) = check(Document.parse(text, "nova.conf"), select=["invalid-value"]).findings
    assert finding.message.endswith("so Nova refuses it; set it to 16384, which is 16G in MiB")
    (fix,) = finding.fixes
    assert fix.patch.apply(text).endswith("reserved_host_memory_mb = 16384\n")


@given(st.sampled_from(OPTIONS), st.text(max_size=12))
def test_nova_reads_what_is_offered(option: object, text: str) -> None:
    offered = near_value(option, text)  # type: ignore[arg-type]
    if offered:
        decode(option.entry, offered)  # type: ignore[attr-defined]


@given(st.sampled_from(OPTIONS), st.sampled_from(["{}s", "{} MB", "'{}", "{},", "{};", "“{}”"]))
def test_what_stands_around_a_default_is_taken_away(option: object, form: str) -> None:
    entry = option.entry  # type: ignore[attr-defined]
    text = form.format(entry.get("default"))
    try:
        decode(entry, text)
    except ValueFault:
        offered = near_value(option, text)  # type: ignore[arg-type]
        assert offered == "" or decode(entry, offered) is not None


def test_a_word_that_may_be_another_one_is_not_written() -> None:
    document = Document.parse("[libvirt]\nvirt_type = kwm\n", "nova.conf")
    (finding,) = check(document, select=["invalid-value"]).findings
    assert finding.message.endswith("so Nova refuses it; set it to `kvm` if that is meant")
    assert not finding.fixes


def test_an_api_that_is_gone_is_left_out_of_those_that_are_served() -> None:
    assert near("DEFAULT.enabled_apis", "ec2,osapi_compute, metadata") == "osapi_compute,metadata"
    assert near("DEFAULT.enabled_apis", "ec2") == ""
    assert near("DEFAULT.enabled_apis", "s3,osapi_compute") == ""


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("nova.scheduler.ironic_host_manager.IronicHostManager", "ironic_host_manager"),
        ("nova.scheduler.host_manager.HostManager", "host_manager"),
        ("acme.host_manager.HostManager", ""),
        ("nova.scheduler.host_manager", ""),
    ],
)
def test_the_class_of_a_choice_is_that_choice(path: str, meant: str) -> None:
    """Newton and older took the path of a class (nova/conf/scheduler.py, 15.1.5)."""
    found = load_schema(find_release("ocata")).option("scheduler", "host_manager")
    assert found
    assert near_value(found, path) == meant
