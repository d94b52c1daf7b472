"""What a rule says of one item of a list holds beside others that a template has yet to give."""

from __future__ import annotations

import pytest
from config.test_branches import template

from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.nova.filters import ALL_WEIGHERS
from novalint.text.document import Document

FACTS = Deployment(
    role="all", release="2025.1", instances_per_host=80, tenants=20, compute_hosts=200
)
RUNNING = "[filter_scheduler]\nenabled_filters = ComputeFilter"
IMAGES = "enabled_filters = ComputeFilter,IsolatedHostsFilter\nisolated_images = a,{}"
UNCOUNTED = (
    "consecutive_build_service_disable_threshold = 0\n"
    "[filter_scheduler]\nbuild_failure_weight_multiplier = 1000.0\n"
)
HIDES_NOTHING = [
    ("filter-limit-of-zero", "filter_scheduler", "enabled_filters = ComputeFilter,IoOpsFilter,{}"),
    ("server-limit-below-density", "filter_scheduler", "enabled_filters = NumInstancesFilter,{}"),
    ("scheduler-filter-unknown", "filter_scheduler", "enabled_filters = ComputFilter,{}"),
    (
        "available-filter-not-importable",
        "filter_scheduler",
        "available_filters = all_filters\navailable_filters = {}",
    ),
    (
        "tenant-filter-keeps-others-out",
        "filter_scheduler",
        "enabled_filters = ComputeFilter,AggregateMultiTenancyIsolation,{}",
    ),
    ("service-url-invalid", "glance", "api_servers = 192.0.2.18:9292,{}"),
    ("vnc-encryption-optional", "vnc", "auth_schemes = vencrypt,none,{}"),
    ("vencrypt-certificates-missing", "vnc", "auth_schemes = vencrypt,{}"),
    ("compute-monitor-unknown", "DEFAULT", "compute_monitors = numa.bandwidth,{}"),
    (
        "vendordata-target-without-name",
        "api",
        "vendordata_providers = DynamicJSON\nvendordata_dynamic_targets = https://a/,{}",
    ),
    (
        "vendordata-target-without-url",
        "api",
        "vendordata_providers = {},DynamicJSON\nvendordata_dynamic_targets = a@b",
    ),
    ("cpu-models-without-custom-mode", "libvirt", "virt_type = kvm\ncpu_models = Haswell,{}"),
    ("mdev-address-invalid", "devices", "enabled_mdev_types = a,{}\n[mdev_a]\ndevice_addresses=x"),
    ("mdev-address-invalid", "devices", "enabled_mdev_types = a\n[mdev_a]\ndevice_addresses=x,{}"),
    (
        "vif-hard-reboot-wait-list",
        "workarounds",
        "wait_for_vif_plugged_event_during_hard_reboot = direct,{}",
    ),
    (
        "reserved-huge-pages-malformed",
        "DEFAULT",
        "reserved_huge_pages = node:0,size:2048\nreserved_huge_pages = {}",
    ),
]
HIDES_NOTHING += [
    ("isolated-images-without-hosts", "filter_scheduler", IMAGES),
    ("metrics-filter-missing", "metrics", f"weight_setting = cpu=1.0,{{}}\n{RUNNING}"),
    ("build-failures-not-weighed", "compute", f"{UNCOUNTED}weight_classes = {ALL_WEIGHERS},{{}}"),
]
LIMITS = "max_io_ops_per_host = 0\nmax_instances_per_host = 50\n"


@pytest.mark.every_case
@pytest.mark.parametrize(("rule", "group", "lines"), HIDES_NOTHING)
def test_a_fault_of_one_item_is_told(rule: str, group: str, lines: str) -> None:
    limits = LIMITS if "limit" in rule else ""
    text = f"[{group}]\n{limits}{lines.replace('{}', '{{ the_others }}')}\n"
    report = check(template(text, "templates/nova.conf.j2"), deployment=FACTS, select=[rule])
    assert [one.rule for one in report.findings] == [rule]
    assert "the_others" not in report.findings[0].message
    for fix in report.findings[0].fixes:
        (file,) = fix.patch.files
        assert "{{ the_others }}" in fix.patch.apply(file.source.text, file.path)


OPEN = "{{ something }}"
BESIDE = [
    (
        "rpc-pool-below-minimum",
        "oslo_messaging_rabbit",
        "rpc_conn_pool_size = {}\nconn_pool_ttl = -1",
    ),
    (
        "quorum-queue-also-mirrored",
        "oslo_messaging_rabbit",
        "rabbit_ha_queues = true\nrabbit_transient_quorum_queue = true\nrabbit_quorum_queue = {}",
    ),
    ("quotas-off", "quota", "driver = nova.quota.NoopQuotaDriver\ninstances = {}"),
    ("report-interval-not-positive", "DEFAULT", "report_interval = -1\nservice_down_time = {}"),
    (
        "server-group-policy-refused",
        "filter_scheduler",
        "enabled_filters = {}\nweight_classes = nova.scheduler.weights.ram.RAMWeigher",
    ),
    (
        "filter-limit-of-zero",
        "filter_scheduler",
        "enabled_filters = IoOpsFilter\nmax_io_ops_per_host = 0\nmax_instances_per_host = {}",
    ),
    (
        "metadata-secret-without-proxy",
        "neutron",
        "service_metadata_proxy = false\nmetadata_proxy_shared_secret = x7Qp2mZ4\n"
        "[oslo_middleware]\nenable_proxy_headers_parsing = {}",
    ),
    (
        "vif-live-migration-without-waiting",
        "DEFAULT",
        "vif_plugging_timeout = 0\nvif_plugging_is_fatal = {}\n"
        "[compute]\nlive_migration_wait_for_vif_plug = true",
    ),
    (
        "vif-hard-reboot-wait-list",
        "DEFAULT",
        "vif_plugging_timeout = 0\nvif_plugging_is_fatal = {}\n"
        "[workarounds]\nwait_for_vif_plugged_event_during_hard_reboot = normal",
    ),
    (
        "broker-tls-off-by-omission",
        "oslo_messaging_rabbit",
        "ssl = false\nssl_ca_file = {}\n[DEFAULT]\n"
        "transport_url = rabbit://nova:x7Qp2mZ4@rabbit.example.org:5671/",
    ),
    (
        "client-without-timeout",
        "glance",
        "timeout = {}\n[neutron]\nauth_type = password\n[placement]\nauth_type = password",
    ),
    (
        "cache-option-refused",
        "cache",
        "enabled = true\nbackend = dogpile.cache.memcached\nmemcache_servers = 192.0.2.1:11211\n"
        "tls_enabled = true\nenable_retry_client = {}",
    ),
    (
        "pci-placement-with-device-name",
        "pci",
        'report_in_placement = true\ndevice_spec = {"devname": "e2", "physical_network": "{}"}',
    ),
    (
        "pci-device-by-name-and-address",
        "pci",
        'device_spec = {"devname": "e2", "address": "81:0.0", "physical_network": "{}"}',
    ),
    (
        "injection-without-partition",
        "libvirt",
        "inject_password = true\ninject_key = {}\ninject_partition = -2",
    ),
    (
        "live-migration-unencrypted",
        "libvirt",
        "live_migration_scheme = tcp\nlive_migration_with_native_tls = {}",
    ),
    (
        "live-migration-unencrypted",
        "libvirt",
        "live_migration_inbound_addr = 192.0.2.7\nlive_migration_with_native_tls = {}",
    ),
    (
        "service-heartbeats-without-cache",
        "cache",
        "enabled = {}\nbackend = dogpile.cache.null\n[DEFAULT]\nservicegroup_driver = mc",
    ),
]


@pytest.mark.every_case
@pytest.mark.parametrize(("rule", "group", "lines"), BESIDE)
def test_a_fault_is_told_beside_what_does_not_decide(rule: str, group: str, lines: str) -> None:
    text = f"[{group}]\n{lines.replace('{}', OPEN)}\n"
    report = check(template(text, "templates/nova.conf.j2"), deployment=FACTS, select=[rule])
    assert [one.rule for one in report.findings] == [rule]


def test_the_zone_by_default_does_not_decide_whether_a_filter_is_deprecated() -> None:
    text = (
        f"[DEFAULT]\ndefault_schedule_zone = {OPEN}\n[filter_scheduler]\n"
        "enabled_filters = AvailabilityZoneFilter,ComputeFilter\n"
    )
    facts = Deployment(role="scheduler", release="xena")
    rule = "scheduler-filter-deprecated"
    report = check(template(text, "templates/nova.conf.j2"), deployment=facts, select=[rule])
    (found,) = report.findings
    assert not found.fixes
    assert "once each host is in an aggregate of its zone" in found.message


@pytest.mark.parametrize("expression", ["{{ x | join(',') }}", "<%= x.join(', ') %>"])
def test_a_comma_in_a_placeholder_separates_no_items(expression: str) -> None:
    text = (
        f"[filter_scheduler]\nenabled_filters = ComputeFilter,{expression},ImageFiltr\n"
        f"[DEFAULT]\ncompute_monitors = cpu.virt_driver,{expression}\n"
        f"[libvirt]\nhw_machine_type = x86_64=q35,{expression}\n"
    )
    report = check(Document.parse(text, "nova.conf"), deployment=FACTS)
    told = {one.rule: one.message for one in report.findings}
    assert "`ImageFiltr`" in told["scheduler-filter-unknown"]
    assert not {"compute-monitor-unknown", "machine-type-without-architecture"} & set(told)
    assert not any("') " in message for message in told.values())


EXPRESSIONS = ["{{ ['a', 'b', 'c'] | join(',') }}", "{{ f(a, b, 'c') }}", "${LIST:-a,b,c}"]
NAMES = [
    ("scheduler-filter-unknown", "filter_scheduler", "enabled_filters"),
    ("compute-monitor-unknown", "DEFAULT", "compute_monitors"),
    ("machine-type-without-architecture", "libvirt", "hw_machine_type"),
    ("log-level-unknown", "DEFAULT", "default_log_levels"),
]


@pytest.mark.parametrize("expression", EXPRESSIONS)
@pytest.mark.parametrize(("rule", "group", "option"), NAMES)
def test_a_comma_within_an_expression_parts_no_items(
    rule: str, group: str, option: str, expression: str
) -> None:
    text = f"[{group}]\n{option} = {expression}\n"
    assert not check(Document.parse(text), deployment=FACTS, select=[rule]).findings


@pytest.mark.parametrize("path", ["nova.conf", "templates/nova.conf.j2"])
@pytest.mark.parametrize(
    "pages",
    [
        "node:0,size:{{ size }},count:{{ count }}",
        "node:{{ node }},size:2048",
        "node:0,{{ what }}:64",
    ],
)
def test_huge_pages_are_not_judged_by_what_stands_for_a_part(path: str, pages: str) -> None:
    text = f"[DEFAULT]\nreserved_huge_pages = {pages}\n"
    rule = "reserved-huge-pages-malformed"
    assert not check(template(text, path), deployment=FACTS, select=[rule]).findings


@pytest.mark.parametrize(
    ("release", "types", "told"),
    [
        ("2023.1", "{{ x }},a,b", False),
        ("2023.1", "a,{{ x }},b", False),
        ("2023.1", "a,b,{{ x }}", True),
        ("2025.1", "a,{{ x }},b", True),
    ],
)
def test_a_type_without_addresses_may_stand_before_others(
    release: str, types: str, told: bool
) -> None:
    groups = "[mdev_a]\ndevice_addresses = 0000:84:00.0\n[mdev_b]\ndevice_addresses = x\n"
    text = f"[devices]\nenabled_mdev_types = {types}\n{groups}"
    report = check(template(text), release=release, role="compute", select=["mdev-address-invalid"])
    assert bool(report.findings) is told
