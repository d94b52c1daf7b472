"""What rules claim where one more option, or the node, decides about it."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm, reported

TPM = "certificate-not-verified"
UNCHECKED = "[service_user]\ninsecure = true\n"
GUEST_TPM = f"{UNCHECKED}[libvirt]\nswtpm_enabled = "
COMPUTE = {"role": "compute"}
PLAIN_URL = "[DEFAULT]\nssl_only = true\nnovncproxy_base_url = http://c:6080/vnc_auto.html\n"
ROOT = "privsep-debug-logged"
LEVELS = "[DEFAULT]\ndebug = {}\ndefault_log_levels = root={}\n"
CACHED = "disk-cachemode-unsafe"
CINDER = "cinder-endpoint-not-v3"
OPTIONS = "transport-url-option-refused"
URL = "[DEFAULT]\ntransport_url = {}\n"
METRICS = "metrics-filter-missing"
WEIGHED = "[filter_scheduler]\nenabled_filters = ComputeFilter\n[metrics]\nweight_setting = {}\n"
PIN = "upgrade-level-unknown"
PINNED = "[upgrade_levels]\nscheduler = {}\n"
JOINED = "list-with-semicolons"
WEIGHTS = "[filter_scheduler]\nweight_classes = nova.scheduler.weights.all_weighers;acme.Weigher\n"
UNCLEAN = "[DEFAULT]\ncompute_driver = {{ driver }}\ninstance_delete_interval = -1\n"
UNHEARD = {"telemetry": False}
SENT = "[oslo_messaging_notifications]\ndriver = log\ndriver = messaging\ndriver = messagingv2\n"
CORNERS = [
    # libvirt alone reads virt_type, and a container has no VNC console
    Corner(
        "console-url-plain-http",
        "[libvirt]\nvirt_type = lxc\n[vnc]\nnovncproxy_base_url = http://a.example.org/vnc\n",
    ),
    # Nova passes over what has no ratio: nova/scheduler/utils.py, `parse_options`
    Corner(METRICS, WEIGHED.format("cpu.percent, a=x, =1.0")),
    Corner(METRICS, WEIGHED.format("cpu.percent, a=-1"), "one host lacks a metric"),
    # a session for the key of a guest's TPM alone: nova/vtpm.py
    Corner(TPM, f"{GUEST_TPM}true\n", "accepts any", facts=COMPUTE),
    Corner(TPM, f"{GUEST_TPM}true\n", "accepts any"),
    Corner(TPM, f"{GUEST_TPM}true\n", facts={"role": ["api", "conductor"]}),
    Corner(TPM, f"{GUEST_TPM}false\n", facts=COMPUTE),
    Corner(TPM, f"{GUEST_TPM}true\n[DEFAULT]\ncompute_driver = ironic.IronicDriver\n"),
    Corner(TPM, f"{GUEST_TPM}true\n", facts=COMPUTE, release="2025.2"),
    # Nova passes over a mode that it does not know
    Corner(CACHED, "[libvirt]\ndisk_cachemodes = file=unsafe,file=bogus\n", "`file=unsafe` loses"),
    Corner(CACHED, "[libvirt]\ndisk_cachemodes = file=unsafe,file=none\n"),
    Corner(
        CACHED, "[libvirt]\ndisk_cachemodes = file=unsafe,block=unsafe\n", "`block=unsafe` lose "
    ),
    # by the name that the file has
    Corner("console-url-plain-for-tls-proxy", PLAIN_URL, "`novncproxy_base_url` is", "ocata"),
    Corner(
        "quotas-off",
        "[DEFAULT]\nquota_instances = -1\nquota_cores = -1\nquota_ram = -1\n",
        "`quota_instances` -1 sets",
        facts={"tenants": 9},
    ),
    Corner(
        "request-size-unlimited",
        "[DEFAULT]\nquota_metadata_items = -1\n",
        "`quota_metadata_items` -1 lets",
    ),
    Corner("reserved-huge-pages-malformed", "[DEFAULT]\nreserved_huge_pages =\n", "is empty, so"),
    # nova-conductor alone asks nova-scheduler for hosts: nova/conductor of 17.0.13 to 34.0.0
    Corner(PIN, PINNED.format("4.4"), "so no server is built or moved; remove"),
    Corner(PIN, PINNED.format("4.4"), "below version 4.5", facts={"role": ["api", "conductor"]}),
    Corner(PIN, PINNED.format("4.4"), facts={"role": ["api", "compute"]}),
    Corner(PIN, PINNED.format("3.0"), "so every call to nova-scheduler fails", facts=COMPUTE),
    # a weigher that cannot be imported stops nova-scheduler: nova/loadables.py
    Corner(JOINED, WEIGHTS, "and nova-scheduler does not start; separate"),
    Corner(JOINED, WEIGHTS, "as one item; separate", facts=COMPUTE),
    Corner("server-group-policy-refused", WEIGHTS),
    # expired tokens are removed with every driver
    Corner("cleanup-tasks-off", UNCLEAN, "removes expired console tokens"),
    Corner("cleanup-tasks-off", UNCLEAN, release="queens"),
    Corner("notifications-without-consumer", SENT, "remove those lines", facts=UNHEARD),
    # of a template the path decides, of the catalogue the service type
    Corner(CINDER, "[cinder]\nendpoint_template = http://{{ vip }}/v2\n", "points to version 2"),
    Corner(CINDER, "[cinder]\nendpoint_template = http://{{ vip }}/v3\n"),
    Corner(CINDER, "[cinder]\nendpoint_template = http://h/{{ v }}/v2\n"),
    Corner(CINDER, "[cinder]\ncatalog_info = volumev2::{{ i }}URL\n", "service type volumev2"),
    Corner(
        "cinder-endpoint-template-unusable",
        "[cinder]\nendpoint_template = http://{{ '%s' % vip }}/v3/%(tenant_id)s\n",
        "uses tenant_id",
    ),
    # driver and options of a URL whose host a tool has yet to write
    Corner(
        "transport-driver-missing", URL.format("amqp://a:b@{{ vip }}/"), "names the driver amqp"
    ),
    Corner("transport-driver-missing", URL.format("{{ driver }}://a:b@h/")),
    Corner(OPTIONS, URL.format("rabbit://a:b@{{ vip }}/?use_ssl=1"), "rename it to"),
    Corner(OPTIONS, URL.format("rabbit://a:b@{{ vip }}/?ssl={{ tls }}")),
    # a message begins with the name that the file has
    Corner(
        "no-second-host-tried",
        "[DEFAULT]\nscheduler_max_attempts = 1\n",
        "`scheduler_max_attempts` 1 sends",
        release="ocata",
    ),
    # `root` is the root logger to Python 3.9 and later
    Corner(ROOT, LEVELS.format("true", "INFO")),
    Corner(ROOT, LEVELS.format("true", "INFO"), "with `debug` true", release="queens"),
    Corner(ROOT, LEVELS.format("true", "INFO"), release="yoga"),
    Corner(ROOT, LEVELS.format("false", "DEBUG"), "sets `root` to DEBUG"),
    Corner(ROOT, LEVELS.format("false", "DEBUG"), release="queens"),
    Corner(ROOT, LEVELS.format("false", "DEBUG"), release="2024.1"),
    Corner(ROOT, LEVELS.format("true", "DEBUG"), "with `debug` true", release="2024.1"),
    Corner("debug-logging", LEVELS.format("true", "INFO")),
    Corner("debug-logging", LEVELS.format("true", "INFO"), "`debug` true", release="train"),
]


@pytest.mark.parametrize("corner", CORNERS, ids=lambda corner: f"{corner.rule}-{corner.message}")
def test_what_decides_beside_an_option(corner: Corner) -> None:
    confirm(corner)


def test_another_file_may_give_guests_a_tpm() -> None:
    (found,) = reported(Corner(TPM, UNCHECKED)).findings
    assert str(found.severity) == "info"
    assert [str(one.severity) for one in reported(Corner(TPM, f"{GUEST_TPM}true\n")).findings] == [
        "error"
    ]
