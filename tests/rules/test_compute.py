"""What rules about nova-compute and capacity make of drivers, layers, parts of files and facts."""

from __future__ import annotations

import pytest

from novalint.config.model import load
from novalint.deployment import Deployment
from novalint.engine.report import Report, check
from novalint.findings import Severity
from novalint.text.document import Document

VMWARE = "compute_driver = vmwareapi.VMwareVCDriver\n"
IRONIC = "compute_driver = ironic.IronicDriver\n"
LIBVIRT = "compute_driver = libvirt.LibvirtDriver\n"
WHOLE = "transport_url = rabbit://nova:secret@192.0.2.11/\n"


def run(rule: str, *texts: str, release: str = "2026.2", **facts: object) -> Report:
    """Check files by one rule, as one configuration; what stands before a header is DEFAULT's."""
    headed = (text if text.startswith("[") else f"[DEFAULT]\n{text}" for text in texts)
    documents = [Document.parse(text, f"{number}.conf") for number, text in enumerate(headed)]
    config = load(*documents, release=release)
    return check(config, deployment=Deployment(**facts), select=[rule])


def severities(report: Report) -> list[str]:
    return [one.severity.value for one in report.findings]


RAM_ALONE = "[filter_scheduler]\nweight_classes = nova.scheduler.weights.ram.RAMWeigher\n"
UNWEIGHED = (
    "[filter_scheduler]\nbuild_failure_weight_multiplier = 7\n"
    "[compute]\nconsecutive_build_service_disable_threshold = 0\n"
)
BUILD = "instance_build_timeout = 60\n"
TWICE_NAMED = '[pci]\ndevice_spec = {"devname": "eth2", "address": "0000:81:00.0"}\n'
HOLDS = {
    ("pci-device-by-name-and-address", TWICE_NAMED): {"role": "scheduler"},
    ("build-failures-not-weighed", UNWEIGHED): {},
    ("service-token-not-sent", "[service_user]\nsend_service_user_token = false\n"): {},
    ("no-disk-devices-allowed", "[compute]\nmax_disk_devices_to_attach = 0\n"): {},
    ("build-timeout-below-network-wait", BUILD): {"release": "ocata"},
    ("compute-monitor-unknown", "compute_monitors = nova.compute.monitors.virt_driver\n"): {},
    ("guests-start-all-at-once", f"{VMWARE}resume_guests_state_on_host_boot = true\n"): {
        "instances_per_host": 80
    },
    ("host-named-localhost", "host = ::1\n"): {"compute_hosts": 2},
    ("host-named-localhost", "host = localhost6.localdomain6\n"): {"compute_hosts": 2},
    ("concurrency-limit-zero", f"{IRONIC}max_concurrent_builds = 0\n"): {"release": "2026.1"},
    ("power-state-never-synced", f"{VMWARE}sync_power_state_interval = -1\n"): {},
    ("power-state-never-synced", f"{IRONIC}sync_power_state_interval = -1\n"): {"release": "stein"},
    ("periodic-tasks-all-at-once", "periodic_fuzzy_delay =\n"): {"compute_hosts": 80},
    ("shutdown-signal-not-repeated", "shutdown_timeout = 10\n"): {"release": "ocata"},
    ("allocation-ratio-high", "cpu_allocation_ratio = 32\n"): {"release": "ocata"},
    ("request-size-unlimited", "max_local_block_devices = -2\n"): {},
    ("single-conductor-worker", "[conductor]\nworkers = 1\n"): {"compute_hosts": 100, "cells": 2},
    ("volume-wait-short-for-images", ""): {"image_size_gb": 40, "images_backend": "swift"},
}
SILENT = {
    ("single-api-worker", "osapi_compute_workers = 1\nenabled_apis = metadata\n"): {
        "release": "2025.1", "tenants": 50, "role": "api",
    },
    ("pci-device-by-name-and-address", TWICE_NAMED): {"role": "novncproxy"},
    ("single-api-worker", "metadata_workers = 1\nenabled_apis = osapi_compute\n"): {
        "release": "2025.1", "tenants": 50, "role": "api",
    },
    ("build-failures-steered-by-tenants", RAM_ALONE): {"tenants": 50, "role": "scheduler"},
    ("build-failures-not-weighed", f"{RAM_ALONE}{UNWEIGHED}"): {},
    ("broker-cluster-even", "transport_url = kafka://nova:secret@kafka1:9092/\n"): {
        "rabbit_nodes": 4
    },
    ("quotas-off", "[quota]\ninstances = -1\n"): {"tenants": 5},
    ("quotas-off", "[quota]\ninstances = -1\nram = -1\ncores = 200\n"): {"tenants": 5},
    ("no-disk-devices-allowed", f"{VMWARE}[compute]\nmax_disk_devices_to_attach = 0\n"): {
        "release": "stein"
    },
    ("build-timeout-below-network-wait", f"{BUILD}use_neutron = false\n"): {"release": "train"},
    ("build-timeout-below-network-wait", f"{BUILD}[libvirt]\nvirt_type = lxc\n"): {},
    ("build-timeout-below-network-wait", f"{BUILD}{IRONIC}"): {},
    ("build-timeout-below-network-wait", "instance_build_timeout = 301\n"): {},
    ("build-timeout-below-network-wait", "instance_build_timeout = 0\n"): {},
    ("build-timeout-below-network-wait", "instance_build_timeout =\n"): {},
    ("volume-wait-short-for-images", ""): {"image_size_gb": 40, "images_backend": "rbd"},
    ("guests-start-all-at-once", f"{IRONIC}resume_guests_state_on_host_boot = true\n"): {
        "instances_per_host": 80
    },
    ("volume-usage-polled-for-nobody", f"{VMWARE}volume_usage_poll_interval = 300\n"): {
        "telemetry": False
    },
    ("memory-statistics-for-full-hosts", "[libvirt]\nvirt_type = lxc\n"): {
        "instances_per_host": 120
    },
    ("info-cache-healing-for-full-hosts", "use_neutron = false\n"): {
        "release": "train",
        "instances_per_host": 60,
        "network_backend": "ovs",
    },
    ("concurrency-limit-zero", f"{IRONIC}max_concurrent_builds = 0\n"): {"release": "2025.1"},
    ("many-tasks-at-once", f"{IRONIC}max_concurrent_builds = 50\n"): {},
    ("disk-work-on-slow-disks", IRONIC): {"disk_kind": "hdd"},
    ("disk-work-on-slow-disks", "[libvirt]\nimages_type = rbd\n"): {"disk_kind": "hdd"},
    ("shutdown-signal-not-repeated", f"{IRONIC}shutdown_timeout = 5\n"): {},
    ("shutdown-signal-not-repeated", "shutdown_timeout = 11\n"): {"release": "ocata"},
    ("power-state-never-synced", "sync_power_state_interval = -1\n"): {},
    (
        "power-state-never-synced",
        f"{VMWARE}periodic_enable = false\nsync_power_state_interval = -1\n",
    ): {},
    ("power-state-never-synced", f"{IRONIC}sync_power_state_interval = -1\n"): {"release": "train"},
    (
        "power-state-never-synced",
        f"{IRONIC}sync_power_state_interval = -1\n[workarounds]\n"
        "handle_virt_lifecycle_events = false\n",
    ): {},
    ("power-sync-for-full-hosts", VMWARE): {"instances_per_host": 250},
    ("periodic-tasks-all-at-once", "periodic_fuzzy_delay = 0\nperiodic_enable = false\n"): {
        "compute_hosts": 80
    },
    ("poll-interval-zero-is-not-off", "shelved_poll_interval = 0\n"): {},
    ("cleanup-tasks-off", "running_deleted_instance_poll_interval = -1\n"): {},
    ("cleanup-tasks-off", f"{VMWARE}instance_delete_interval = -1\n"): {"release": "queens"},
    (
        "interval-zero-means-each-minute",
        "scheduler_instance_sync_interval = 0\n[filter_scheduler]\ntrack_instance_changes = 0\n",
    ): {},
    ("host-named-localhost", "host = 127.example.com\n"): {"compute_hosts": 2},
    ("initial-ratio-not-read", f"{IRONIC}cpu_allocation_ratio = 8\n"
     "initial_cpu_allocation_ratio = 4\n"): {},
    ("cpu-ratio-without-shared-cpus", "cpu_allocation_ratio = 1.0\n"
     "[compute]\ncpu_dedicated_set = 2-9\n"): {},
    ("cpu-ratio-without-shared-cpus", "cpu_allocation_ratio = 0.0\n"
     "[compute]\ncpu_dedicated_set = 2-9\n"): {},
    ("allocation-ratio-high", "cpu_allocation_ratio = 32\n"
     "[compute]\ncpu_dedicated_set = 2-9\n"): {},
    ("allocation-ratio-high", f"{IRONIC}cpu_allocation_ratio = 32\n"): {},
    ("host-memory-reserve-small", "[libvirt]\nvirt_type = lxc\n"): {
        "role": "compute",
        "instances_per_host": 80,
    },
    ("zvm-connector-missing", LIBVIRT): {"role": "compute"},
    ("zvm-connector-missing", WHOLE): {"role": "compute"},
    ("vmware-login-incomplete", WHOLE): {"role": "compute"},
    ("vmware-storage-policy-missing", f"{WHOLE}{LIBVIRT}[vmware]\npbm_enabled = true\n"): {},
}  # fmt: skip


@pytest.mark.parametrize(("rule", "text"), HOLDS, ids=lambda one: one.replace("\n", ";"))
def test_it_holds(rule: str, text: str) -> None:
    assert run(rule, text, **HOLDS[rule, text]).findings


@pytest.mark.parametrize(("rule", "text"), SILENT, ids=lambda one: one.replace("\n", ";"))
def test_it_does_not_hold(rule: str, text: str) -> None:
    report = run(rule, text, **SILENT[rule, text])
    assert not report.findings
    assert not report.not_run


LAYERED = [
    ("quotas-off", "[quota]\ninstances = 40\n",
     "[quota]\ninstances = -1\ncores = -1\nram = -1\n", {"tenants": 9}),
    ("request-size-unlimited", "max_local_block_devices = 5\n",
     "max_local_block_devices = -1\n", {}),
    ("single-conductor-worker", "[conductor]\nworkers = 8\n", "[conductor]\nworkers = 1\n",
     {"compute_hosts": 200}),
    ("resource-updates-off", "update_resources_interval = 90\n",
     "update_resources_interval = -1\n", {}),
    ("report-interval-not-positive", "report_interval = 20\n", "report_interval = 0\n", {}),
    ("build-timeout-below-network-wait", "instance_build_timeout = 1800\n",
     "instance_build_timeout = 60\n", {}),
    ("concurrency-limit-zero", "max_concurrent_builds = 5\n", "max_concurrent_builds = 0\n",
     {"release": "2025.1"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "lower", "upper", "facts"), LAYERED, ids=lambda one: str(one)[:30]
)
def test_a_fix_lets_the_lower_layer_hold_again(
    rule: str, lower: str, upper: str, facts: dict[str, object]
) -> None:
    report = run(rule, lower, upper, **facts)
    (finding,) = report.findings
    assert [file.path for file in finding.fixes[0].patch.files] == ["1.conf"]
    assert not report.after(report.fix(unsafe=True)).findings


PARTIAL = [
    ("vmware-login-incomplete", VMWARE, {"role": "compute"}),
    ("vmware-storage-policy-missing", f"{VMWARE}[vmware]\npbm_enabled = true\n", {}),
    ("zvm-connector-missing", "compute_driver = zvm.ZVMDriver\n", {"role": "compute"}),
    ("zvm-instance-names-too-long", "compute_driver = zvm.ZVMDriver\n", {}),
    ("ironic-peer-list-incomplete", f"{IRONIC}[ironic]\nconductor_group = rack-a\n", {}),
    ("service-heartbeats-without-cache", "servicegroup_driver = mc\n", {}),
]


@pytest.mark.parametrize(("rule", "text", "facts"), PARTIAL, ids=lambda one: str(one)[:30])
def test_what_another_file_may_set_is_an_error_only_in_a_whole_configuration(
    rule: str, text: str, facts: dict[str, object]
) -> None:
    assert severities(run(rule, text, **facts)) == ["info"]
    assert severities(run(rule, f"{WHOLE}{text}", **facts)) == ["error"]
    assert severities(run(rule, "", text, **facts)) == ["error"]


@pytest.mark.parametrize(
    ("facts", "severity"),
    [({}, "info"), ({"controllers": 3}, "error"), ({"compute_hosts": 1}, None)],
)
def test_heartbeats_in_a_cache_of_each_machine(
    facts: dict[str, object], severity: str | None
) -> None:
    text = "servicegroup_driver = mc\n[cache]\nenabled = true\nbackend = dogpile.cache.memcached\n"
    local = f"{text}memcache_servers = 127.0.0.1:11211,inet6:[::1]:11211\n"
    wanted = [severity] if severity else []
    rule = "service-heartbeats-without-cache"
    assert severities(run(rule, local, **facts)) == wanted
    shared = f"{text}memcache_servers = localhost:11211,192.0.2.11:11211\n"
    assert not run(rule, shared, **facts).findings


def test_rules_about_limits_never_undo_each_other() -> None:
    rules = ["builds-and-snapshots-share-slots", "many-tasks-at-once", "concurrency-limit-zero"]
    for builds, snapshots in [(5, 50), (50, 5), (50, 50), (0, 20), (20, 0), (100, 30)]:
        text = (
            f"[DEFAULT]\nmax_concurrent_builds = {builds}\nmax_concurrent_snapshots = {snapshots}\n"
        )
        report = check(Document.parse(text), release="2026.2", select=rules)
        after = report.after(report.fix(unsafe=True))
        assert not after.fix(unsafe=True), (builds, snapshots)
        assert {one.rule for one in after.findings} <= set(rules[:1]), (builds, snapshots)


def test_who_has_too_many_tasks_is_not_told_to_have_more() -> None:
    rules = ["builds-and-snapshots-share-slots", "many-tasks-at-once"]
    text = "[DEFAULT]\nmax_concurrent_builds = 50\nmax_concurrent_snapshots = 20\n"
    report = check(Document.parse(text), release="2026.2", select=rules)
    assert len(report.findings) == 2
    wanted = "[DEFAULT]\n#max_concurrent_builds = 50\n#max_concurrent_snapshots = 20\n"
    assert {fix.patch.apply(text) for one in report.findings for fix in one.fixes} == {wanted}


def test_rules_about_intervals_never_undo_each_other() -> None:
    rules = ["poll-interval-zero-is-not-off", "cleanup-tasks-off"]
    text = "[DEFAULT]\nrunning_deleted_instance_poll_interval = 0\ninstance_delete_interval = -1\n"
    report = check(Document.parse(text), release="2026.2", select=rules)
    assert not report.after(report.fix(unsafe=True)).findings


def test_a_fix_for_slow_disks_keeps_builds_and_snapshots_alike() -> None:
    rules = ["disk-work-on-slow-disks", "builds-and-snapshots-share-slots"]
    facts = Deployment(disk_kind="hdd", release="2026.2")
    report = check(
        Document.parse(f"[DEFAULT]\n{WHOLE}my_ip = 192.0.2.11\n"), deployment=facts, select=rules
    )
    assert report.findings
    assert not report.after(report.fix(unsafe=True)).findings


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("build-timeout-below-network-wait", f"{BUILD}vif_plugging_timeout = 300\n"),
        (
            "poll-interval-zero-is-not-off",
            "running_deleted_instance_poll_interval = 0\nrunning_deleted_instance_action = reap\n",
        ),
    ],
)
def test_what_periodic_tasks_would_do_is_an_info_while_they_are_off(rule: str, line: str) -> None:
    assert severities(run(rule, line)) == ["warning"]
    (finding,) = run(rule, f"{line}periodic_enable = false\n").findings
    assert finding.severity is Severity.INFO
    assert "once periodic tasks run again" in finding.message


@pytest.mark.parametrize("value", ["{{ interval }}", "<SERVICE DEFAULT>"])
def test_what_a_tool_has_yet_to_write_is_not_judged(value: str) -> None:
    report = run("report-interval-not-positive", f"report_interval = {value}\n")
    assert not report.findings
    assert [one.rule for one in report.not_run] == ["report-interval-not-positive"]


def test_advice_keeps_its_severity_without_facts() -> None:
    text = "servicegroup_driver = mc\n[cache]\nenabled = false\n"
    assert Severity.ERROR in {one.severity for one in run(
        "service-heartbeats-without-cache", text).findings}  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "release", "number"),
    [
        ("", "2026.2", "6.7"),
        ("", "queens", "3.3"),
        ("", "rocky", None),  # each report asks for all of it there
        ("[compute]\nresource_provider_association_refresh = 1\n", "2026.2", "33.3"),
        ("update_resources_interval = 600\n", "2026.2", "3.3"),
        ("update_resources_interval = 7200\n", "2026.2", None),
        ("update_resources_interval = -1\n", "2026.2", None),
        ("periodic_enable = false\n", "2026.2", None),
    ],
)
def test_placement_is_asked_when_a_host_reports(
    lines: str, release: str, number: str | None
) -> None:
    facts = {"role": "compute", "compute_hosts": 500}
    report = run("placement-refresh-for-many-hosts", lines, release=release, **facts)
    messages = [finding.message for finding in report.findings]
    assert len(messages) == (0 if number is None else 1)
    assert number is None or f"about {number} requests a second" in messages[0]


@pytest.mark.parametrize(
    ("value", "role", "count"),
    [
        ("", "api", 1),
        ("0", "api", 0),
        ("", "scheduler", 1),
        ("0", "scheduler", 1),
        ("", "metadata", 0),
    ],
)
def test_an_api_compares_intervals_and_sends_no_heartbeat(
    value: str, role: str, count: int
) -> None:
    text = f"report_interval = {value}\n"
    assert len(run("report-interval-not-positive", text, role=role).findings) == count


@pytest.mark.parametrize("address", ["10.1", "010.0.0.1", "10.0.0.1 # this host", "0x7f.1"])
def test_what_netaddr_took_as_c_does(address: str) -> None:
    text = f"my_ip = {address}\n"
    assert not run("my-ip-not-an-address", text, release="2024.2", role="compute").findings
    assert run("my-ip-not-an-address", text, release="2025.1", role="compute").findings


def test_a_host_of_ironic_may_get_another_name() -> None:
    text = f"[DEFAULT]\n{IRONIC}host = localhost\n"
    (finding,) = run("host-named-localhost", text, compute_hosts=2, role="compute").findings
    assert finding.fixes


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("max_concurrent_builds = 0\n", "the 10 slots of `max_concurrent_builds` (0 stands for"),
        (
            "max_concurrent_builds = 0\nmax_concurrent_snapshots = 20\n",
            "`max_concurrent_builds` 10 (0 stands for the default) is not enforced",
        ),
        ("max_concurrent_snapshots = 20\n", "`max_concurrent_builds` 10 (the default) is not"),
        ("max_concurrent_snapshots = 4\n", "10 slots of `max_concurrent_builds` (the default);"),
    ],
)
def test_a_shared_limit_that_is_not_in_its_line_is_explained(lines: str, said: str) -> None:
    text = f"[DEFAULT]\n{lines}"
    (finding,) = run("builds-and-snapshots-share-slots", text, release="2026.2").findings
    assert said in finding.message
