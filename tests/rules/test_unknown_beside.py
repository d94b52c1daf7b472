"""What rules say of one line is not lost because another option is not known there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from config.test_branches import template
from rules.samples import Sample, faulty

from novalint.config.model import load
from novalint.config.unknown import UnknownValue
from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.rules.catalogue import rules
from novalint.rules.declaration import ABOUT_LINES
from novalint.text.document import Document

OVERRIDE = "kolla/config/nova.conf"
ABOUT = tuple(rule.name for rule in rules() if rule.is_about_lines)
# the path makes a template of what has braces
SAMPLES = [
    sample
    for sample in faulty()
    if any(sample.name.startswith(name) for name in ABOUT) and "{" not in sample.documents[0].text
]


def as_override(text: str) -> Document:
    """Read a file as an override of a tool that may set whatever the file does not."""
    document = template(text, OVERRIDE)
    assert document.host
    config = load(document, release="2025.1")
    every = frozenset((option.group, option.name) for option in config.schema)
    embedded = replace(document.host.embedded, elsewhere=every)
    return replace(document, host=replace(document.host, embedded=embedded))


def found(document: Document, sample: Sample) -> set[tuple[str, int]]:
    report = check(document, deployment=sample.facts, select=ABOUT)
    assert not [one.rule for one in report.not_run if one.unknown]
    return {(one.rule, one.location.start.line) for one in report.findings}


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_lines_of_an_override_are_judged_like_those_of_a_file(sample: Sample) -> None:
    text = sample.documents[0].text
    plain = found(Document.parse(text, "nova.conf"), sample)
    assert plain <= found(as_override(text), sample)


def test_rules_about_lines_are_those_of_their_themes() -> None:
    assert {rule.theme for rule in rules() if rule.is_about_lines} == ABOUT_LINES
    assert not [rule for rule in rules() if rule.is_about_lines and rule.drivers]


def test_an_undecided_value_is_none_and_its_known_parts_are_there() -> None:
    config = load(Document.parse("[DEFAULT]\nlog_dir = {{ host }}\ndebug = true\n")).undecided()
    setting = config.setting("DEFAULT", "log_dir")
    assert (setting.value, setting.partial, setting.raw) == (None, "{{ host }}", "{{ host }}")
    assert config.value("DEFAULT", "log_dir") is None
    assert config.value("DEFAULT", "debug") is True
    with pytest.raises(UnknownValue):
        config.with_guards().value("DEFAULT", "log_dir")


OLD_LIST = "[DEFAULT]\nscheduler_default_filters = {}\nnonsense = 1\nrpc_response_timout = 5\n"


def test_one_old_name_hides_no_other_name() -> None:
    report = check(template(OLD_LIST.format("ComputeFilter"), OVERRIDE), release="2025.1")
    names = [one.option for one in report.findings if one.rule == "unknown-option"]
    assert names == ["scheduler_default_filters", "nonsense", "rpc_response_timout"]


def test_no_fix_writes_filters_that_are_gone() -> None:
    text = OLD_LIST.format("RetryFilter,ComputeFilter")
    report = check(template(text, OVERRIDE), release="2025.1", select=["unknown-option"])
    assert not report.findings[0].fixes
    text = "[DEFAULT]\nscheduler_default_filters = RetryFilter,ComputeFilter\n"
    report = check(template(text, OVERRIDE), release="wallaby", select=["deprecated-name"])
    assert [one.fixes for one in report.findings] == [()]


def test_filters_that_are_gone_are_told_where_others_may_be_available() -> None:
    text = (
        "[filter_scheduler]\navailable_filters = {{ filters }}\n"
        "enabled_filters = RetryFilter,AvailabilityZoneFilter,ComputeFilter\n"
    )
    report = check(
        template(text, "nova.conf.j2"), release="2025.1", select=["scheduler-filter-removed"]
    )
    (finding,) = report.findings
    assert finding.severity == "warning"
    assert "unless `available_filters` brings them" in finding.message
    after = report.fix(unsafe=True).apply(text)
    assert after.endswith("}\nenabled_filters = ComputeFilter\n")


def test_filters_that_go_are_told_there_too() -> None:
    text = "[filter_scheduler]\nenabled_filters = RetryFilter,ComputeFilter\n"
    report = check(
        template(text, OVERRIDE), release="train", select=["scheduler-filter-deprecated"]
    )
    assert len(report.findings) == 1


@pytest.mark.parametrize(
    ("name", "severity"),
    [("ComputeFiter", "warning"), ("AcmeRackFilter", None), ("a.b.ComputeFilter", "error")],
)
def test_slips_are_told_where_others_may_be_available(name: str, severity: str | None) -> None:
    text = f"[filter_scheduler]\nenabled_filters = ImagePropertiesFilter,{name}\n"
    report = check(template(text, OVERRIDE), release="2025.1", select=["scheduler-filter-unknown"])
    assert [str(one.severity) for one in report.findings] == ([severity] if severity else [])
    if severity:
        mended = report.fix(unsafe=True).apply(text)
        assert mended.endswith("= ImagePropertiesFilter,ComputeFilter\n")


@pytest.mark.parametrize(
    ("rule", "group", "line", "release"),
    [
        ("placement-region-missing", "placement", "os_region_name = RegionOne", "pike"),
        ("state-path-in-python-folder", "DEFAULT", "state_path = /var/lib/nova", "2025.1"),
    ],
)
def test_what_one_branch_sets_is_not_missing(
    rule: str, group: str, line: str, release: str
) -> None:
    text = (
        "[DEFAULT]\ntransport_url = rabbit://rabbit1\ncompute_driver = libvirt.LibvirtDriver\n"
        f"[placement]\nauth_type = password\n[{group}]\n"
        f"{{% if first %}}\n# nothing\n{{% else %}}\n{line}\n{{% endif %}}\n"
    )
    told = [
        check(template(each, "nova.conf.j2"), release=release, role="compute", select=[rule])
        for each in (text, text.replace(line, ""))
    ]
    assert [len(report.findings) for report in told] == [0, 1]


@pytest.mark.parametrize("option", ["user_domain_name", "project_name", "auth_url", "password"])
def test_what_a_branch_may_set_is_not_missing_in_a_login(option: str) -> None:
    rest = {"auth_url": "https://k/", "username": "nova", "password": "hTb7x"}
    rest |= {"user_domain_name": "Default", "project_name": "service", "project_domain_id": "d"}
    lines = [f"{name} = {value}\n" for name, value in rest.items()]
    whole, other = "".join(lines), "".join(line for line in lines if not line.startswith(option))
    head, branch = (
        "[placement]\nauth_type = password\n",
        f"{{% if x %}}\n{option} = a\n{{% endif %}}\n",
    )
    told = [
        check(
            template(f"{head}{whole}[neutron]\nauth_type = password\n{other}{end}", "nova.conf.j2"),
            role="compute",
            select=["login-incomplete"],
        )
        for end in (branch, "")
    ]
    assert [len(report.findings) for report in told] == [0, 1]


def test_numa_nodes_of_a_branch_are_not_missing() -> None:
    listed = "[neutron]\nphysnets = a,b\n[neutron_physnet_a]\nnuma_nodes = 0\n"
    text = f"{listed}{{{{% if x %}}}}\n{{}}{{{{% endif %}}}}\n"
    placed = "[neutron_physnet_b]\nnuma_nodes = 1\n"
    told = [
        check(template(text.format(each), "nova.conf.j2"), select=["physnet-without-numa-nodes"])
        for each in (placed, "")
    ]
    assert [len(report.findings) for report in told] == [0, 1]
    assert "is not set" in told[1].findings[0].message


def test_a_template_for_conductors_too_keeps_its_database() -> None:
    database = "[database]\nconnection = mysql://nova:hTb7x@db/nova\n"
    text = f"{database}{{% if x %}}\n[conductor]\nworkers = 3\n{{% endif %}}\n"
    (finding,) = check(
        template(text, "nova.conf.j2"), role="compute", select=["database-credentials-on-compute"]
    ).findings
    assert "unless nova-conductor reads this file too" in finding.message
    assert not finding.fixes


def test_a_driver_that_a_template_computes_is_taken_for_the_usual_one() -> None:
    lines = "[DEFAULT]\ncompute_driver = {{ driver }}\nsync_power_state_interval = -1\n"
    events = "[workarounds]\nhandle_virt_lifecycle_events = false\n"
    for text, count in ((lines, 0), (lines + events, 1)):
        report = check(template(text), release="2026.2", select=["power-state-never-synced"])
        assert len(report.findings) == count


@pytest.mark.parametrize(("branch", "found"), [("", 1), ("{% if host == one %}\n", 0)])
def test_the_line_of_one_scheduler_is_that_of_no_other(branch: str, found: int) -> None:
    end = "{% endif %}\n" if branch else ""
    text = f"[scheduler]\n{branch}discover_hosts_in_cells_interval = 300\n{end}"
    rule = "host-discovery-on-every-scheduler"
    facts = Deployment(controllers=3)
    document = template(text, "nova.conf.j2")
    report = check(document, release="2024.1", deployment=facts, select=[rule])
    assert len(report.findings) == found


@pytest.mark.parametrize(("servers", "found"), [("", 1), ("a:11211", 0)])
def test_a_cache_of_tokens_in_a_branch_is_one(servers: str, found: int) -> None:
    text = (
        "[keystone_authtoken]\nauth_type = password\n"
        f"{{% if x %}}\nmemcached_servers = {servers}\n{{% endif %}}\n"
    )
    rule = "token-cache-not-shared"
    report = check(template(text, "nova.conf.j2"), role="api", select=[rule])
    assert len(report.findings) == found


def test_a_deprecated_filter_is_told_beside_what_a_template_computes() -> None:
    text = "[filter_scheduler]\nenabled_filters = {{ more }},CoreFilter\n"
    rule = "scheduler-filter-deprecated"
    report = check(template(text, "nova.conf.j2"), release="stein", select=[rule])
    assert [finding.rule for finding in report.findings] == [rule]
    assert report.fix(unsafe=True).apply(text).endswith("enabled_filters = {{ more }}\n")


def test_an_endpoint_in_a_branch_of_its_own_is_one() -> None:
    text = (
        "{% if limits %}\n[quota]\ndriver = nova.quota.UnifiedLimitsDriver\n{% endif %}\n"
        "{% if limits %}\n[oslo_limit]\nauth_type = password\nendpoint_id = a\n{% endif %}\n"
    )
    rule = "unified-limits-without-oslo-limit"
    report = check(template(text, "nova.conf.j2"), release="2025.1", role="api", select=[rule])
    assert not report.findings


@pytest.mark.parametrize(("address", "found"), [("84:00.0", 1), ("0000:84:00.0", 0)])
def test_addresses_in_a_branch_are_judged(address: str, found: int) -> None:
    text = (
        "[devices]\nenabled_mdev_types = nvidia-35\n[mdev_nvidia-35]\n"
        f"{{% if gpu %}}\ndevice_addresses = {address}\n{{% endif %}}\n"
    )
    rule = "mdev-address-invalid"
    report = check(template(text, "nova.conf.j2"), release="2025.1", role="compute", select=[rule])
    assert len(report.findings) == found


def test_a_number_that_a_tool_has_yet_to_write_is_told_as_not_known() -> None:
    text = (
        "[compute]\nconsecutive_build_service_disable_threshold = {{ x }}\n"
        "[filter_scheduler]\nbuild_failure_weight_multiplier = 5\n"
    )
    report = check(Document.parse(text, "nova.conf"), select=("build-failures-not-weighed",))
    assert not report.findings and [one.unknown for one in report.not_run]


BESIDE = {
    "allocation-ratio-high": "[DEFAULT]\ncpu_allocation_ratio = {{ r }}\n"
    "ram_allocation_ratio = 9\n",
    "concurrency-limit-zero": "[DEFAULT]\nmax_concurrent_builds = {{ n }}\n"
    "max_concurrent_snapshots = 0\n",
    "database-connection-unencrypted": "[api_database]\nconnection = {{ url }}\n[database]\n"
    "connection = mysql+pymysql://nova:hTb7x@db.example.org/nova\n",
    "database-pool-exceeds-server": "[database]\nmax_pool_size = {{ n }}\n"
    "[api_database]\nmax_overflow = 900\n",
    "database-pool-unlimited": "[database]\nmax_pool_size = {{ n }}\nmax_overflow = -1\n",
    "database-url-unreadable": "[database]\nconnection_parameters = {{ more }}\n"
    "connection = mysql+pymysql://nova:hTb7x@db\n[api_database]\n"
    "connection = mysql+pymysql://nova:hTb7x@db\n",
    "interval-zero-means-each-minute": "[DEFAULT]\nsync_power_state_interval = {{ s }}\n"
    "instance_delete_interval = 0\n",
    "many-tasks-at-once": "[DEFAULT]\nmax_concurrent_builds = {{ n }}\n"
    "max_concurrent_snapshots = 90\n",
    "notification-work-without-consumer": "[notifications]\nnotify_on_state_change = {{ s }}\n"
    "[DEFAULT]\ninstance_usage_audit = true\n",
    "poll-interval-zero-is-not-off": "[DEFAULT]\nrunning_deleted_instance_action = {{ s }}\n"
    "running_deleted_instance_poll_interval = 0\nshelved_offload_time = 9\n"
    "shelved_poll_interval = 0\n",
    "queue-kind-needs-newer-broker": "[oslo_messaging_rabbit]\nrabbit_quorum_queue = {{ q }}\n"
    "rabbit_stream_fanout = true\n",
    "request-size-unlimited": "[quota]\ninjected_files = {{ n }}\nmetadata_items = -1\n",
    "upgrade-level-unknown": "[upgrade_levels]\ncompute = {{ pin }}\nscheduler = x\n",
    "workers-zero": "[conductor]\nworkers = {{ n }}\n[scheduler]\nworkers = 0\n",
    "client-timeout-not-positive": "[neutron]\ntimeout = {{ s }}\n[glance]\ntimeout = 0\n",
    "compute-number-empty": "[DEFAULT]\nreserved_host_disk_mb = {{ n }}\nreserved_host_cpus =\n",
    "cpu-mask-beyond-host": "[compute]\ncpu_shared_set = {{ cpus }}\ncpu_dedicated_set = 4-64\n",
    "cpu-mask-invalid": "[compute]\ncpu_shared_set = {{ cpus }}\ncpu_dedicated_set = 9-3\n",
    "network-queues-short-for-dpdk": "[libvirt]\nrx_queue_size = {{ n }}\ntx_queue_size = 256\n",
    "rbd-option-without-rbd": "[libvirt]\nimages_type = lvm\n"
    "images_rbd_glance_store_name = {{ s }}\nimages_rbd_glance_copy_timeout = 9\n",
}
"""Files of which the last line alone is known, and wrong whatever the one before is."""


def test_the_ratio_of_a_new_host_is_none_where_a_tool_has_yet_to_write_what_counts() -> None:
    text = "[DEFAULT]\ncpu_allocation_ratio = {{ r }}\ninitial_cpu_allocation_ratio = 32\n"
    assert not check(Document.parse(text, "nova.conf"), select=["allocation-ratio-high"]).findings


def test_a_ratio_is_judged_beside_another_that_is_not_known() -> None:
    text = "[DEFAULT]\ncpu_allocation_ratio = {{ r }}\ninitial_cpu_allocation_ratio =\n"
    text += "initial_disk_allocation_ratio =\n"
    document = template(text, "nova.conf.j2")
    report = check(document, release="2025.1", select=["compute-number-empty"])
    assert [one.option for one in report.findings] == ["initial_disk_allocation_ratio"]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (
            "live-migration-unencrypted",
            "[libvirt]\nlive_migration_with_native_tls = {{ tls }}\n"
            "live_migration_uri = qemu+tcp://%s/system\n",
        ),
        (
            "quorum-queue-drops-messages",
            "[oslo_messaging_rabbit]\nrabbit_quorum_queue = {{ q }}\n"
            "rabbit_transient_quorum_queue = true\nrabbit_quorum_delivery_limit = 3\n",
        ),
        ("rbd-secret-not-uuid", "[libvirt]\nimages_type = {{ kind }}\nrbd_secret_uuid = 4-5\n"),
        (
            "stream-fanout-incomplete",
            "[oslo_messaging_rabbit]\nrabbit_stream_fanout = true\nuse_queue_manager = {{ q }}\n"
            "rabbit_transient_quorum_queue = false\n",
        ),
    ],
)
def test_what_only_words_a_finding_may_be_unknown(rule: str, text: str) -> None:
    report = check(template(text, "nova.conf.j2"), release="2025.1", select=[rule])
    assert {one.rule for one in report.findings} == {rule}


@pytest.mark.parametrize("rule", BESIDE)
def test_an_option_is_judged_beside_one_that_is_not_known(rule: str) -> None:
    facts = Deployment(cpu_threads=64, network_backend="ovs", tenants=9, telemetry=False)
    facts = facts.merged(Deployment(db_max_connections=100, rabbit_version="3.8"))
    document = template(BESIDE[rule], "nova.conf.j2")
    report = check(document, release="2025.1", deployment=facts, select=[rule])
    assert [one.location.start.line for one in report.findings] == [BESIDE[rule].count("\n")]
    assert [one.rule for one in report.not_run if one.unknown] == [rule]


def test_a_limit_of_zero_stays_where_a_branch_chooses_ironic() -> None:
    text = (
        "[DEFAULT]\n{% if metal %}\ncompute_driver = ironic.IronicDriver\n{% else %}\n"
        "compute_driver = libvirt.LibvirtDriver\n{% endif %}\nmax_concurrent_builds = 0\n"
    )
    for release, fixes in (("2025.1", 0), ("2026.2", 1)):
        report = check(template(text), release=release, select=["concurrency-limit-zero"])
        (found,) = report.findings
        assert len(found.fixes) == fixes


def test_an_option_that_no_filter_reads_has_no_effect_whatever_a_tool_writes() -> None:
    text = "[filter_scheduler]\nenabled_filters = ComputeFilter\nmax_io_ops_per_host = {{ n }}\n"
    text += "isolated_hosts = a\n"
    report = check(template(text, "nova.conf.j2"), select=["filter-option-without-filter"])
    assert [one.location.start.line for one in report.findings] == [3, 4]
