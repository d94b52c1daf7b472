"""A fix leaves nothing behind that keeps a service from starting, or servers from their disks."""

from __future__ import annotations

import pytest
from fleets.fleets import check
from fleets.test_same_meaning import POOL, Files, ask, fleet

from novalint.findings import Severity

Q = "[oslo_messaging_rabbit]\n"
DURABLE = f"{Q}rabbit_transient_quorum_queue = true\n"
STREAMS = f"{DURABLE}rabbit_stream_fanout = true\nrabbit_qos_prefetch_count = 10\n"
VAULT = "[key_manager]\nbackend = vault"
FILTERS = "[filter_scheduler]\nenabled_filters = ComputeFilter,Filter"
UNIFIED = "[quota]\ndriver = nova.quota.UnifiedLimitsDriver"


@pytest.mark.parametrize(
    ("rule", "files"),
    [
        (
            "queue-kind-differs",
            {
                "ctl1": f"{Q}rabbit_quorum_queue = true",
                "ctl2": f"{Q}rabbit_quorum_queue = true",
                "ctl3": f"{Q}rabbit_ha_queues = true",
            },
        ),
        ("transient-queue-kind-differs", {"con1": STREAMS, "con2": "", "con3": "", "con4": ""}),
        ("stream-fanout-mixed", {"con1": STREAMS, "con2": STREAMS, "con3": DURABLE}),
        (
            "migration-tls-differs",
            {
                "cmp1": "[libvirt]\nlive_migration_with_native_tls = true",
                "cmp2": "[libvirt]\nlive_migration_with_native_tls = true",
                "cmp3": "[libvirt]\nlive_migration_tunnelled = true",
            },
        ),
        (
            "cpu-model-differs",
            {
                "cmp1": "[libvirt]\ncpu_mode = host-model",
                "cmp2": "[libvirt]\ncpu_mode = host-model",
                "cmp3": "[libvirt]\ncpu_mode = custom\ncpu_models = Haswell",
            },
        ),
        ("key-manager-differs", {"cmp1": VAULT, "cmp2": VAULT, "cmp3": ""}),
        (
            "schedulers-differ",
            {
                "sch1": f"{FILTERS}\navailable_filters = own.Filter",
                "sch2": f"{FILTERS}\navailable_filters = own.Filter",
                "sch3": "",
            },
        ),
        (
            "quota-driver-differs",
            {"ctl1": UNIFIED, "ctl2": UNIFIED, "con1": ""},
        ),
        (
            "service-token-not-sent-by-all",
            {
                "ctl1": "[service_user]\nsend_service_user_token = true",
                "cmp1": "[service_user]\nsend_service_user_token = true",
                "cmp2": "",
            },
        ),
        (
            "stream-fanout-mixed",
            {
                "con1": STREAMS,
                "con2": STREAMS,
                "con3": Q,
            },
        ),
    ],
)
def test_nothing_is_written_that_would_keep_a_service_from_starting(
    rule: str, files: Files
) -> None:
    report = check(fleet(files, POOL), rule)
    assert len(report.findings) == 1
    assert not report.fix(unsafe=True)


@pytest.mark.parametrize(
    ("rule", "files"),
    [
        (
            "stream-fanout-age-differs",
            {"con1": STREAMS, "cmp1": f"{STREAMS}rabbit_transient_queues_ttl = 60"},
        ),
        (
            "queue-durability-differs",
            {
                "con1": f"{Q}rabbit_quorum_queue = {{{{ quorum }}}}\namqp_durable_queues = true",
                "con2": Q,
            },
        ),
        (
            "queue-manager-host-repeated",
            {
                name: f"{Q}use_queue_manager = true\nhostname = ctl1\nprocessname = {name}"
                for name in ("api1", "con1")
            },
        ),
    ],
)
def test_what_nodes_do_not_share_may_differ(rule: str, files: Files) -> None:
    assert ask(rule, files) == []


@pytest.mark.parametrize(
    ("rule", "odd", "usual"),
    [
        (
            "instances-path-differs",
            "[DEFAULT]\ninstances_path = /srv",
            "[DEFAULT]\nstate_path = /s",
        ),
        ("image-backend-differs", "[libvirt]\nimages_type = qcow2", "[libvirt]\nimages_type = rbd"),
        ("instance-name-template-differs", "[DEFAULT]\ninstance_name_template = n-%08x", ""),
        ("multipath-differs", "[libvirt]\nvolume_use_multipath = true", ""),
    ],
)
def test_no_fix_takes_disks_guests_or_paths_from_servers(rule: str, odd: str, usual: str) -> None:
    report = check(fleet({"cmp1": odd, "cmp2": usual, "cmp3": usual, "cmp4": usual}), rule)
    assert len(report.findings) == 1
    assert not report.fix(unsafe=True)


@pytest.mark.parametrize(
    ("rule", "group", "line"),
    [
        ("soft-delete-on-one-side", "DEFAULT", "reclaim_instance_interval = 3600"),
        ("cross-az-attach-differs", "cinder", "cross_az_attach = false"),
        ("quota-limits-differ", "quota", "instances = 100"),
        ("guests-told-different-domains", "api", "dhcp_domain = example.org"),
    ],
)
def test_what_the_controllers_set_is_not_taken_out_for_those_that_were_forgotten(
    rule: str, group: str, line: str
) -> None:
    others = "con" if "quota" in rule else "cmp"
    first = "met1" if "domain" in rule else "api1"
    files = {first: f"[{group}]\n{line}", **{f"{others}{at}": "" for at in range(1, 5)}}
    report = check(fleet(files), rule)
    assert len(report.findings) == 1
    assert "give the others the same value" in report.findings[0].message
    assert not report.fix(unsafe=True)


def test_hosts_that_wait_for_another_time_are_no_error() -> None:
    files = {
        name: f"[DEFAULT]\nreclaim_instance_interval = {seconds}"
        for name, seconds in (("ctl1", 60), ("cmp1", 3600), ("cmp2", 7200))
    }
    (finding,) = check(fleet(files), "soft-delete-on-one-side").findings
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("more", "count"),
    [("", 1), ("endpoint_override = http://10.0.0.1:9292", 0), ("api_servers = http://a:9292", 0)],
)
def test_a_region_counts_where_no_address_is_given(more: str, count: int) -> None:
    files = {
        name: f"[glance]\nregion_name = {region}\n{more}"
        for name, region in (("ctl1", "One"), ("cmp1", "Two"))
    }
    assert len(ask("regions-differ", files)) == count


def test_the_region_of_placement_had_another_name() -> None:
    files = {
        name: f"[placement]\nos_region_name = {region}"
        for name, region in (("ctl1", "One"), ("cmp1", "Two"))
    }
    assert len(ask("regions-differ", files, 'release = "pike"\n')) == 1
    assert len(ask("regions-differ", files, 'release = "queens"\n')) == 1


def test_programs_without_a_name_of_their_own_go_by_their_role() -> None:
    queues = f"{Q}use_queue_manager = true\nhostname = cmp1\n"
    (message,) = ask(
        "queue-manager-host-repeated", {"cmp1": queues, "cmp2": queues, "api1": queues}
    )
    assert "on `cmp1`" in message


KEYS = "[key_manager]\nbackend = nova.keymgr.conf_key_mgr.ConfKeyManager\n"
ENCRYPTS = "[ephemeral_storage_encryption]\nenabled = true\n"
G = "[glance]\n"


@pytest.mark.parametrize(
    ("rule", "files"),
    [
        ("key-manager-differs", {"api1": KEYS, "cmp1": ""}),
        (
            "key-manager-differs",
            {"cmp1": f"[DEFAULT]\ncompute_driver = ironic.IronicDriver\n{KEYS}", "cmp2": ""},
        ),
        (
            "signature-check-in-part",
            {"cmp1": f"{G}enable_certificate_validation = true", "cmp2": G},
        ),
        ("signature-check-in-part", {"cmp1": f"{G}default_trusted_certificate_ids = a", "cmp2": G}),
        (
            "migration-scheme-differs",
            {
                "cmp1": "[libvirt]\nlive_migration_uri = {{ uri }}",
                "cmp2": "[libvirt]\nlive_migration_scheme = ssh",
            },
        ),
        ("pins-differ", {"ctl1": "", "ctl2": "", "cmp1": ""}),
        (
            "policy-differs",
            {"api1": "[oslo_policy]\npolicy_dirs = /etc/nova/policy.d/", "api2": ""},
        ),
        ("cpu-model-differs", {"cmp1": "[libvirt]\ncpu_models = Haswell", "cmp2": ""}),
        (
            "cpu-model-differs",
            {
                f"cmp{at}": f"[libvirt]\ncpu_mode = custom\ncpu_models = {model}"
                for at, model in enumerate(("Haswell", "haswell"), 1)
            },
        ),
        (
            "pci-filter-missing-on-scheduler",
            {
                "sch1": "[filter_scheduler]\nenabled_filters = ComputeFilter",
                "cmp1": "[pci]\ndevice_spec = []",
            },
        ),
    ],
)
def test_what_nobody_reads_or_knows_is_no_difference(rule: str, files: Files) -> None:
    assert ask(rule, files) == []


def test_api_nodes_that_make_keys_need_the_key_manager_of_hosts() -> None:
    assert len(ask("key-manager-differs", {"api1": KEYS + ENCRYPTS, "cmp1": ""})) == 1


UPGRADE = """release = "2025.1"
[[overrides]]
paths = ["old*"]
release = "2024.1"
role = "compute"
"""


@pytest.mark.parametrize(
    ("first", "second", "severities"),
    [
        ("auto", "caracal", []),
        ("auto", "bobcat", [Severity.WARNING]),
        ("auto", "", [Severity.ERROR]),
        ("", "", []),
    ],
)
def test_pins_are_compared_by_what_the_oldest_compute_node_understands(
    first: str, second: str, severities: list[Severity]
) -> None:
    pins = {"ctl1": first, "ctl2": second}
    files = {name: f"[upgrade_levels]\ncompute = {pin}" for name, pin in pins.items()}
    report = check(fleet({**files, "old1": ""}, UPGRADE), "pins-differ")
    assert [finding.severity for finding in report.findings] == severities
    assert not report.fix(unsafe=True)


def test_schedulers_of_two_releases_have_two_defaults() -> None:
    head = 'release = "2023.1"\n[[overrides]]\npaths = ["sch2*"]\nrelease = "yoga"\n'
    assert ask("schedulers-differ", {"sch1": "", "sch2": ""}, head) == []


def test_a_secret_that_metadata_nodes_do_not_ask_for_may_differ() -> None:
    head = '[companions]\nmetadata_agent = "agent.conf"\n'
    files = {
        "met1": "[neutron]\nmetadata_proxy_shared_secret = first",
        "agent": "[DEFAULT]\nmetadata_proxy_shared_secret = second",
    }
    assert ask("metadata-agent-secret-differs", files, head) == []
    files["met1"] += "\nservice_metadata_proxy = true"
    assert len(ask("metadata-agent-secret-differs", files, head)) == 1


def test_a_proxy_of_another_cell_leads_to_no_console_of_this_one() -> None:
    head = "".join(
        f'[[overrides]]\npaths = ["{name}*"]\ncell = "{cell}"\n'
        for name, cell in (("prx1", "a"), ("cmp1", "a"), ("cmp2", "b"))
    )
    url = "[vnc]\nnovncproxy_base_url = http://cloud.example.org:6080/vnc_lite.html"
    files = {"prx1": "[DEFAULT]\nssl_only = true", "cmp1": "", "cmp2": url}
    assert ask("console-scheme-against-proxy-tls", files, head) == []
    files["cmp1"] = url
    assert len(ask("console-scheme-against-proxy-tls", files, head)) == 1


def test_old_releases_have_no_durable_queues_for_replies() -> None:
    head = 'release = "2023.1"\n[companions]\nrabbitmq = "rabbitmq.conf"\n'
    files = {
        "ctl1": f"[DEFAULT]\ntransport_url = rabbit://r1/\n{Q}rabbit_quorum_queue = true",
        "rabbitmq": "deprecated_features.permit.transient_nonexcl_queues = false",
    }
    (message,) = ask("broker-refuses-transient-queues", files, head)
    assert "Nova 2023.1 uses others for replies and fanouts" in message


def test_old_hosts_ask_for_groups_when_they_build_alone() -> None:
    files = {"con1": "[database]\nconnection = mysql://db/nova", "cmp1": ""}
    (message,) = ask("upcall-without-api-database", files, 'release = "train"\n')
    assert "live migrations" not in message


def test_devices_by_name_are_not_reported_by_a_fix() -> None:
    specs = '[pci]\ndevice_spec = {"vendor_id": "10de"}\n'
    asking = "[filter_scheduler]\npci_in_placement = true"
    report = check(fleet({"ctl1": asking, "cmp1": specs}), "pci-not-reported-everywhere")
    assert report.fix(unsafe=True)
    specs += 'device_spec = {"devname": "eth1", "physical_network": "a"}'
    report = check(fleet({"ctl1": asking, "cmp1": specs}), "pci-not-reported-everywhere")
    assert len(report.findings) == 1
    assert not report.fix(unsafe=True)


def test_a_model_had_another_name() -> None:
    files = {
        f"cmp{at}": f"[libvirt]\ncpu_mode = custom\ncpu_model = {model}"
        for at, model in enumerate(("Haswell", "Broadwell"), 1)
    }
    assert len(ask("cpu-model-differs", files, 'release = "rocky"\n')) == 1
    assert len(ask("cpu-model-differs", files, 'release = "train"\n')) == 1


def test_schedulers_without_filters_lack_none() -> None:
    files = {
        "sch1": "[filter_scheduler]\nenabled_filters = ComputeFilter\n[scheduler]\ndriver = {}",
        "cmp1": "[pci]\npassthrough_whitelist = {}",
    }
    rule, head = "pci-filter-missing-on-scheduler", 'release = "pike"\n'
    for driver, count in (("chance_scheduler", 0), ("filter_scheduler", 1)):
        assert len(ask(rule, {**files, "sch1": files["sch1"].format(driver)}, head)) == count
