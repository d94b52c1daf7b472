"""Nodes and other programs are compared by what they mean, under whatever name."""

from __future__ import annotations

import pytest
from fleets.fleets import check
from fleets.test_same_meaning import ask, fleet

from novalint.findings import Severity

Q = "[oslo_messaging_rabbit]\n"
CINDER = '[companions]\ncinder = "cinder.conf"\n'
OCATA = 'release = "ocata"\n'


def test_the_address_of_consoles_had_another_name() -> None:
    files = dict.fromkeys(("cmp1", "cmp2"), "[vnc]\nvncserver_proxyclient_address = 10.0.0.1")
    for head in (OCATA, 'release = "queens"\n'):
        assert len(ask("console-address-repeated", files, head)) == 1


def test_the_port_that_a_database_has_anyway_is_no_difference() -> None:
    urls = ("mysql://db/nova", "mysql+pymysql://nova:word@DB:3306/nova?charset=utf8")
    files = {f"con{at}": f"[database]\nconnection = {url}" for at, url in enumerate(urls)}
    assert ask("conductors-on-different-databases", files) == []


NODES = """
[configurations."{node}"]
paths = ["{node}/nova.conf"]
role = "compute"
"""


@pytest.mark.parametrize(
    ("theirs", "count"),
    [("/b/tmp", 0), ("$state_path/tmp", 0), ("${state_path}/other", 1), ("$unknown/tmp", 0)],
)
def test_references_in_files_of_other_programs_are_followed(theirs: str, count: int) -> None:
    head = f'[companions]\ncinder = "{{node}}/cinder.conf"\n{NODES}'
    locks = "[oslo_concurrency]\nlock_path ="
    files = {
        "cmp1/nova": f"{locks} /b/tmp",
        "cmp1/cinder": f"[DEFAULT]\nenabled_backends = a\nstate_path = /b\n{locks} {theirs}",
    }
    assert len(ask("lock-path-not-that-of-cinder", files, head)) == count


def test_what_cinder_takes_where_it_says_nothing_is_known() -> None:
    head = f'[companions]\ncinder = "{{node}}/cinder.conf"\n{NODES}'
    locks = "[oslo_concurrency]\nlock_path ="
    files = {
        "cmp1/nova": f"{locks} /var/lib/nova/tmp",
        "cmp1/cinder": f"[DEFAULT]\nenabled_backends = a\n{locks} $state_path/tmp",
    }
    assert len(ask("lock-path-not-that-of-cinder", files, head)) == 1


def test_a_backend_may_have_a_zone_of_its_own() -> None:
    files = {
        "ctl1": "[cinder]\ncross_az_attach = false",
        "cinder": "[DEFAULT]\nenabled_backends = a\nstorage_availability_zone = az1\n[a]\n",
    }
    head = '[companions]\ncinder = "cinder.conf"\n'
    assert len(ask("zone-of-cinder-unknown", files, head)) == 1
    stale = files | {"cinder": files["cinder"] + "[b]\nbackend_availability_zone = nova"}
    assert len(ask("zone-of-cinder-unknown", stale, head)) == 1
    files["cinder"] += "backend_availability_zone = nova"
    assert ask("zone-of-cinder-unknown", files, head) == []


@pytest.mark.parametrize(
    ("stores", "count"),
    [
        ("[DEFAULT]\nenabled_backends = rbd:rbd", 1),
        ("[DEFAULT]\nenabled_backends = f:file, c:rbd\n[glance_store]\ndefault_backend = c", 1),
        ("[DEFAULT]\nenabled_backends = f:file, c:rbd\n[glance_store]\ndefault_backend = f", 0),
        ("[glance_store]\nstores = file,http,rbd\ndefault_store = file", 0),
        ("[glance_store]\nstores = file,http,rbd\ndefault_store = rbd", 1),
        ("[glance_store]\nstores = rbd,http", 1),
        ("", 0),
    ],
)
def test_images_are_where_new_ones_are_put(stores: str, count: int) -> None:
    files = {"cmp1": "[libvirt]\nimages_type = rbd", "glance": stores}
    head = '[companions]\nglance = "glance.conf"\n'
    assert len(ask("images-copied-into-ceph", files, head)) == count


def test_tls_is_what_libvirt_takes_where_a_uri_names_no_way() -> None:
    head = f'[companions]\nlibvirtd = "{{node}}/libvirtd.conf"\n{NODES}'
    files = {
        "cmp1/nova": "",
        "cmp1/libvirtd": "listen_tcp = 1\nlisten_tls = 0",
        "cmp2/nova": "[libvirt]\nlive_migration_uri = qemu://%s/system",
    }
    (message,) = ask("migration-scheme-refused-by-libvirt", files, head)
    assert message.endswith("; set it to 1")  # nobody is told to leave TLS
    files["cmp1/libvirtd"] = "listen_tcp = 0\nlisten_tls = 1"
    files["cmp2/nova"] = "[libvirt]\nlive_migration_uri = qemu+tcp://%s/system"
    (message,) = ask("migration-scheme-refused-by-libvirt", files, head)
    assert "; remove `[libvirt] live_migration_uri` and set `[libvirt] live_m" in message
    files |= {"cmp3/nova": "[libvirt]\nlive_migration_scheme = tcp"}
    (message,) = ask("migration-scheme-refused-by-libvirt", files, head)
    assert "and remove `live_migration_uri`, which takes precedence over it, or set" in message
    pool = {
        "cmp1": "[libvirt]\nlive_migration_uri = qemu://%s/system",
        "cmp2": "[libvirt]\nlive_migration_uri = qemu+tls://%s/system",
    }
    assert ask("migration-scheme-differs", pool) == []


def test_spice_that_is_off_asks_for_no_port() -> None:
    head = '[companions]\nqemu = "qemu.conf"\n'
    files = {"cmp1": "[spice]\nrequire_secure = true\n", "qemu": "vnc_tls = 0"}
    assert ask("console-encryption-not-that-of-qemu", files, head) == []
    files["cmp1"] += "enabled = true"
    assert len(ask("console-encryption-not-that-of-qemu", files, head)) == 1


def test_the_url_of_another_program_sets_options_too() -> None:
    sends = "[oslo_messaging_notifications]\ndriver = messagingv2\n"
    url = "[DEFAULT]\ntransport_url = rabbit://r1/"
    files = {
        "ctl1": f"{url}\n{sends}{Q}rabbit_quorum_queue = true",
        "cinder": f"{url}?rabbit_quorum_queue=true\n{sends}",
    }
    head = '[companions]\ncinder = "cinder.conf"\n'
    assert ask("notification-queue-differs", files, head) == []
    files["cinder"] = f"{url}?rabbit_quorum_queue=false\n{sends}{Q}rabbit_quorum_queue = true"
    (message,) = ask("notification-queue-differs", files, head)
    assert "is false in cinder's file and true for Nova" in message


@pytest.mark.parametrize(
    ("policy", "count"),
    [
        ("a: role:admin", 0),
        ("'a' : \"role:admin\"", 0),
        ('{"a": "role:admin"}', 0),
        ("---\na: role:admin", 0),
        ("{a: 'role:admin'}", 0),
        ("a: >-\n  role:admin", 0),
        ("a: role:admin\n...", 0),
        ("a: '!'\na: role:admin", 0),
        ("a: []", 1),
        ("a: @", 1),
        ("a: role:member", 1),
        ("b: role:admin", 1),
        ('"a": "role:admin and \'x\':%(x)s"', 1),
    ],
)
def test_quotes_make_no_other_policy(policy: str, count: int) -> None:
    head = '[companions]\npolicy = "{node}.policy"\n'
    nodes = "=== ctl1.conf\n=== ctl2.conf\n"
    files = f'=== ctl1.policy\n"a": "role:admin"\n=== ctl2.policy\n{policy}\n'
    report = check(head + nodes + files, "policy-contents-differ")
    assert len(report.findings) == count


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("[cache]\nmemcache_servers = ctl1:11211", "[cache]\nmemcache_servers = ctl2:11211"),
        ("[DEFAULT]\nuse_syslog = true", ""),
        ("[database]\nconnection_recycle_time = 300", ""),
    ],
)
def test_logs_and_caches_are_each_nodes_own(first: str, second: str) -> None:
    assert ask("api-nodes-differ", {"api1": first, "api2": second}) == []


CELL = """
[[overrides]]
paths = ["cel*"]
role = "conductor"
"""


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("quota-limits-differ", "[quota]\ninstances = 100"),
        ("quota-driver-differs", "[quota]\ndriver = nova.quota.UnifiedLimitsDriver"),
        (
            "conductor-does-not-know-filters",
            "[filter_scheduler]\nenabled_filters = ComputeFilter",
        ),
    ],
)
def test_conductors_of_cells_count_and_schedule_nothing(rule: str, line: str) -> None:
    top, cell = (f"[DEFAULT]\ntransport_url = rabbit://{host}/\n" for host in ("r1", "r2"))
    files = {"ctl1": top + line, "cel1": cell}
    assert ask(rule, files, CELL) == []
    assert ask(rule, {**files, "cel1": top}, CELL) != []
    told = f'{CELL}cell = "a"\n[[overrides]]\npaths = ["ctl*"]\ncell = "cell0"\n'
    assert ask(rule, {"ctl1": line, "cel1": ""}, told) == []


TWO_CELLS = "".join(
    f'[[overrides]]\npaths = ["{name}*"]\ncell = "{cell}"\n'
    for name, cell in (("cmp1", "a"), ("cmp2", "b"))
)


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("my-ip-repeated", "[DEFAULT]\nmy_ip = 10.0.0.1"),
        ("migration-address-repeated", "[libvirt]\nlive_migration_inbound_addr = 10.0.0.1"),
        ("console-address-repeated", "[vnc]\nserver_proxyclient_address = 10.0.0.1"),
    ],
)
def test_hosts_of_two_cells_may_have_one_address(rule: str, line: str) -> None:
    files = {"cmp1": line, "cmp2": line}
    assert ask(rule, files, TWO_CELLS) == []
    assert len(ask(rule, {**files, "cmp11": line}, TWO_CELLS)) == 1


def test_cells_may_name_their_guests_by_templates_of_their_own() -> None:
    files = {f"cmp{at}": f"[DEFAULT]\ninstance_name_template = {at}-%08x" for at in (1, 2)}
    (finding,) = check(fleet(files, TWO_CELLS), "instance-name-template-differs").findings
    assert finding.severity is Severity.WARNING
    assert "the API shows" in finding.message


@pytest.mark.parametrize(
    ("first", "others", "count"),
    [
        ("instances_path = /srv/nova/instances", "", 1),
        ("instances_path = /var/lib/nova/instances/", "", 0),
        ("state_path = /srv/nova", "", 1),
        ("instances_path = /srv/nova", "state_path = {{ path }}", 0),
        ("instances_path = {{ path }}", "", 0),
        ("", "", 0),
    ],
)
def test_a_path_may_be_left_to_packages(first: str, others: str, count: int) -> None:
    files = {"cmp1": f"[DEFAULT]\n{first}"}
    files |= {f"cmp{at}": f"[DEFAULT]\n{others}" for at in (2, 3)}
    findings = check(fleet(files), "instances-path-differs").findings
    assert [finding.severity for finding in findings] == [Severity.INFO] * count
    assert all(finding.node == "cmp1" for finding in findings)


IRONIC = "[DEFAULT]\ncompute_driver = ironic.IronicDriver\n"
CHECKS = "[glance]\nverify_glance_signatures = true"


@pytest.mark.parametrize(
    ("rule", "files"),
    [
        ("signature-check-in-part", {"ctl1": "", "cmp1": CHECKS}),
        (
            "image-backend-differs",
            {
                "cmp1": "[DEFAULT]\nuse_cow_images = {{ cow }}",
                "cmp2": "[libvirt]\nimages_type = raw",
            },
        ),
        (
            "regions-differ",
            {
                "ctl1": "[placement]\nregion_name = One\nendpoint_override = {{ url }}",
                "cmp1": "[placement]\nregion_name = Two",
            },
        ),
        (
            "pcpu-fallback-off-too-early",
            {
                "sch1": "[workarounds]\ndisable_fallback_pcpu_query = true",
                "cmp1": "[DEFAULT]\nvcpu_pin_set = 2\n[compute]\ncpu_dedicated_set = {{ cpus }}",
            },
        ),
        ("signature-check-in-part", {"cmp1": CHECKS, "cmp2": IRONIC}),
        (
            "pcpu-fallback-off-too-early",
            {
                "sch1": "[workarounds]\ndisable_fallback_pcpu_query = true",
                "cmp1": IRONIC + "[DEFAULT]\nvcpu_pin_set = 2-15",
            },
        ),
        ("pci-alias-differs", {"ctl1": "", "cmp1": IRONIC + '[pci]\nalias = {"name": "a"}'}),
    ],
)
def test_what_does_not_count_or_is_not_known_need_not_agree(
    rule: str, files: dict[str, str]
) -> None:
    assert ask(rule, files) == []


def test_a_host_of_another_driver_or_cell_is_not_odd() -> None:
    waits = "[DEFAULT]\nrpc_response_timeout = 90\n"
    files = {f"cmp{at}": waits for at in range(10, 19)}
    assert ask("odd-one-out", {**files, "cmp1": IRONIC}) == []
    assert ask("odd-one-out", {**files, "cmp1": ""}) != []
    apart = '[[overrides]]\npaths = ["cmp1.conf"]\ncell = "b"\n'
    assert ask("odd-one-out", {**files, "cmp1": ""}, apart) == []


def test_conductors_of_cells_judge_no_heartbeats() -> None:
    top, cell = (f"[DEFAULT]\ntransport_url = rabbit://{host}/\n" for host in ("r1", "r2"))
    files = {"ctl1": top, "cel1": f"{cell}service_down_time = 30", "cmp1": ""}
    files["cmp1"] = f"{cell}report_interval = 20\nservice_down_time = 90"
    rule = "down-time-below-others-report-interval"
    assert ask(rule, files, CELL) == []
    assert len(ask(rule, {**files, "ctl1": f"{top}service_down_time = 30"}, CELL)) == 1


def test_nodes_of_several_roles_differ_once() -> None:
    quorum = f"{Q}rabbit_quorum_queue = true\n"
    files = {"ctl1": f"{quorum}rabbit_quorum_delivery_limit = 10", "ctl2": quorum}
    assert len(ask("quorum-limits-differ", files)) == 1


def test_the_key_manager_of_cinder_had_another_name() -> None:
    files = {
        "cmp1": "[key_manager]\nbackend = vault",
        "cinder": "[key_manager]\napi_class = castellan.key_manager.barbican_key_manager.Barbican",
    }
    assert len(ask("key-manager-not-that-of-cinder", files, CINDER)) == 1
    files["cinder"] = "[key_manager]\napi_class = vault"
    assert ask("key-manager-not-that-of-cinder", files, CINDER) == []


def test_what_other_rules_only_look_at_is_compared_all_the_same() -> None:
    files = {f"api{at}": f"[glance]\napi_servers = http://glance{at}:9292" for at in (1, 2)}
    assert len(ask("api-nodes-differ", files)) == 1


APART = "[DEFAULT]\nenabled_backends = {}\n[oslo_concurrency]\nlock_path = /c\n"
NFS = "[{}]\nvolume_driver = cinder.volume.drivers.nfs.NfsDriver\n"
NETAPP = "[b]\nvolume_driver = x.netapp.common.NetAppDriver\nnetapp_storage_protocol = {}\n"
BOTH = "[oslo_concurrency]\nlock_path = /l\n[os_brick]\nlock_path = {}\n"


@pytest.mark.parametrize(
    ("cinder", "nova", "release", "count"),
    [
        (APART.format("b") + NFS.format("b"), BOTH.format("/n"), "2026.2", 0),
        (APART.format("b") + NFS.format("backend_defaults"), BOTH.format("/n"), "2026.2", 0),
        (APART.format("b, c") + NFS.format("b"), BOTH.format("/n"), "2026.2", 1),
        (APART.format("c") + NFS.format("b"), BOTH.format("/n"), "2026.2", 1),
        (
            APART.format("b") + NETAPP.format("nfs"),
            BOTH.format("/n"),
            "2026.2",
            0,
        ),
        (
            APART.format("b") + NETAPP.format("iscsi"),
            BOTH.format("/n"),
            "2026.2",
            1,
        ),
        (APART.format("b") + "[b]\nvolume_driver = a.vmdk.B\n", BOTH.format("/n"), "2026.2", 0),
        (APART.format(""), BOTH.format("/n"), "2026.2", 0),
        (f"[DEFAULT]\nenabled_backends = b\n{BOTH.format('')}", BOTH.format(""), "2026.2", 0),
        (f"[DEFAULT]\nenabled_backends = b\n{BOTH.format('')}", BOTH.format("/n"), "2026.2", 1),
        (f"[DEFAULT]\nenabled_backends = b\n{BOTH.format('/x')}", BOTH.format("/x"), "yoga", 0),
        (f"[DEFAULT]\nenabled_backends = b\n{BOTH.format('/x')}", BOTH.format("/y"), "zed", 1),
    ],
)
def test_cinder_locks_by_its_backends_and_its_release(
    cinder: str, nova: str, release: str, count: int
) -> None:
    head = f'release = "{release}"\n[companions]\ncinder = "{{node}}/cinder.conf"\n{NODES}'
    files = {"cmp1/nova": nova, "cmp1/cinder": cinder}
    assert len(ask("lock-path-not-that-of-cinder", files, head)) == count


@pytest.mark.parametrize(
    ("more", "count"), [("", 1), ("{{ more }}\n", 0), ("{% set x = 1 %}\n", 1)]
)
def test_what_a_template_may_have_more_is_not_missing(more: str, count: int) -> None:
    head = '[companions]\nglance = "glance.conf"\ncinder = "cinder.conf"\n'
    url = "[DEFAULT]\ntransport_url = rabbit://r1/\n"
    sends = "[oslo_messaging_notifications]\ndriver = messagingv2\n"
    files = {
        "ctl1": f"{url}{sends}{Q}rabbit_quorum_queue = true",
        "cmp1": "[libvirt]\nimages_type = rbd",
        "cinder": f"{url}{sends}{more}",
        "glance": f"[DEFAULT]\nenabled_backends = rbd:rbd\n{more}",
    }
    for rule in ("images-copied-into-ceph", "notification-queue-differs"):
        assert len(ask(rule, files, head)) == count
    said = f"{Q}rabbit_quorum_queue = false\namqp_durable_queues = false\n"
    files["cinder"] += said
    files["glance"] += "show_image_direct_url = false\n"
    for rule in ("images-copied-into-ceph", "notification-queue-differs"):
        assert len(ask(rule, files, head)) == 1
