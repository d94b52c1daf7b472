"""Nodes that never meet, and options that nobody reads there, are no difference."""

from __future__ import annotations

import pytest
from fleets.fleets import check
from fleets.test_same_meaning import POOL, Files, ask, fleet


def told(key: str, **groups: str) -> str:
    """Write settings that put nodes into cells or pools: `told("cell", cmp1="a")`."""
    return "".join(
        f'[[overrides]]\npaths = ["{node}*"]\n{key} = "{name}"\n' for node, name in groups.items()
    )


MEMBERS = """[companions]
rabbitmq = "rabbit/{node}.conf"
"""
Q = "[oslo_messaging_rabbit]\n"
URL = "[DEFAULT]\ntransport_url = rabbit://u@rabbit1,u@rabbit2,u@rabbit3/\n"
PERMITS = "deprecated_features.permit.transient_nonexcl_queues = false"
PLAIN = "listeners.tcp.1 = 10.0.0.1:5672"


@pytest.mark.parametrize(
    ("rule", "line", "node"),
    [
        ("broker-port-against-tls", PLAIN, f"{URL}{Q}ssl = true"),
        ("broker-refuses-transient-queues", PERMITS, f"{URL}{Q}rabbit_quorum_queue = true"),
    ],
)
def test_members_of_a_cluster_of_brokers_say_one_thing_once(
    rule: str, line: str, node: str
) -> None:
    members = {f"rabbit/rabbit{number}": line for number in (1, 2, 3)}
    assert len(ask(rule, {**members, "cmp1": node, "cmp2": node}, MEMBERS)) == 1


def test_members_that_differ_each_say_what_is_theirs() -> None:
    members = {"rabbit/rabbit1": PERMITS, "rabbit/rabbit2": PERMITS, "rabbit/rabbit3": PLAIN}
    url = "[DEFAULT]\ntransport_url = rabbit://u@rabbit{}/\n"
    nodes = {f"cmp{number}": url.format(number) for number in (1, 2, 3)}
    said = check(fleet({**members, **nodes}, MEMBERS), "broker-refuses-transient-queues")
    assert {finding.node for finding in said.findings} == {"cmp1", "cmp2"}


def test_a_node_that_differs_in_its_queues_is_told_so_alone() -> None:
    head = '[companions]\nrabbitmq = "rabbitmq.conf"\n'
    durable = f"{URL}{Q}rabbit_quorum_queue = true\nrabbit_transient_quorum_queue = true"
    odd = f"{URL}{Q}rabbit_transient_quorum_queue = true"
    files = {"rabbitmq": PERMITS, "con1": durable, "con2": durable, "cmp1": odd}
    assert ask("broker-refuses-transient-queues", files, head) == []
    assert len(ask("queue-kind-differs", files, head)) == 1


LIBVIRT = '[companions]\nlibvirtd = "libvirt/{node}.conf"\n'
CALLS = {
    "libvirt/cmp1": "listen_tls = 1\nlisten_tcp = 0",
    "libvirt/cmp2": "listen_tls = 0\nlisten_tcp = 1",
    "cmp1": "[libvirt]\nlive_migration_scheme = tls",
    "cmp2": "[libvirt]\nlive_migration_scheme = tcp",
}


@pytest.mark.parametrize("key", ["cell", "pool"])
def test_hosts_between_which_no_server_moves_live_call_as_they_like(key: str) -> None:
    rule = "migration-scheme-refused-by-libvirt"
    assert len(ask(rule, CALLS, LIBVIRT)) == 2
    assert len(ask(rule, CALLS, LIBVIRT + told(key, cmp1="a", cmp2="a"))) == 2
    assert ask(rule, CALLS, LIBVIRT + told(key, cmp1="a", cmp2="b")) == []


def test_proxies_of_another_cell_need_no_encryption_of_this_one() -> None:
    head = '[companions]\nqemu = "qemu/{node}.conf"\n'
    files = {
        "qemu/cmp1": "vnc_tls = 1",
        "qemu/cmp2": "vnc_tls = 0",
        "prx1": "[vnc]\nauth_schemes = vencrypt",
        "prx2": "[vnc]\nauth_schemes = none",
        "cmp1": "",
        "cmp2": "",
    }
    rule = "console-encryption-not-that-of-qemu"
    cells = head + told("cell", cmp1="a", prx1="a", cmp2="b", prx2="b")
    assert len(ask(rule, files, head)) == 2
    assert ask(rule, files, cells) == []
    assert len(ask(rule, files, 'release = "queens"\n' + cells)) == 2


@pytest.mark.parametrize(("release", "count"), [("2026.2", 0), ("ussuri", 0), ("train", 1)])
def test_conductors_of_cells_are_told_the_zone_of_a_host(release: str, count: int) -> None:
    zone, url = "default_availability_zone = az1\n", "[DEFAULT]\ntransport_url = rabbit://u@{}/\n"
    files = {
        "api1": url.format("r1") + zone,
        "sch1": url.format("r1") + zone,
        "con1": url.format("r1") + zone,
        "con2": url.format("r2"),
    }
    head = f'release = "{release}"\n'
    assert len(ask("zones-named-differently", files, head)) == count
    files["con1"] = url.format("r1")
    assert len(ask("zones-named-differently", files, head)) == 1


def test_lists_of_api_nodes_have_no_order() -> None:
    files = {
        "api1": "[cors]\nallow_headers = X-First, X-Second",
        "api2": "[cors]\nallow_headers = X-Second, X-First",
    }
    assert ask("api-nodes-differ", files) == []
    files["api2"] = "[cors]\nallow_headers = X-Second"
    assert len(ask("api-nodes-differ", files)) == 1


def test_lists_of_hosts_have_no_order() -> None:
    line = "[libvirt]\ndisk_cachemodes = "
    files = {f"cmp{number}": f"{line}file=none,block=none" for number in range(1, 11)}
    files["cmp3"] = f"{line}block=none,file=none"
    assert ask("odd-one-out", files) == []


@pytest.mark.parametrize(
    ("lines", "release", "count"),
    [
        ("cpu_mode = none", "2026.2", 0),
        ("virt_type = lxc", "2026.2", 0),
        ("cpu_mode = host-model", "2026.2", 1),
        ("cpu_mode = host-model", "rocky", 1),
        ("cpu_mode = host-model", "queens", 0),
        ("cpu_mode = custom\ncpu_model = Haswell", "queens", 1),
    ],
)
def test_flags_count_where_a_processor_gets_them(lines: str, release: str, count: int) -> None:
    files = {
        "cmp1": f"[libvirt]\n{lines}\ncpu_model_extra_flags = pcid",
        "cmp2": f"[libvirt]\n{lines}",
    }
    assert len(ask("cpu-model-differs", files, f'release = "{release}"\n')) == count


LVM = "[libvirt]\nimages_type = lvm\n"
ENCRYPTS = "[ephemeral_storage_encryption]\nenabled = true\n"


def test_each_host_opens_its_own_disks_by_its_own_cipher() -> None:
    files = {"api1": ENCRYPTS, "cmp1": LVM + ENCRYPTS + "cipher = aes-cbc-essiv:sha256"}
    assert ask("ephemeral-encryption-differs", files) == []
    files["cmp1"] = LVM + ENCRYPTS + "key_size = 256"
    assert ask("ephemeral-encryption-differs", files) == []
    files["api1"] = ""
    assert len(ask("ephemeral-encryption-differs", files)) == 1


@pytest.mark.parametrize(
    ("rule", "files"),
    [
        (
            "migration-tls-differs",
            {
                "cmp1": "[libvirt]\nlive_migration_with_native_tls = true",
                "cmp2": "[libvirt]\nlive_migration_with_native_tls = true",
                "cmp3": "[libvirt]\nlive_migration_tunnelled = {{ tunnelled }}",
            },
        ),
        (
            "schedulers-differ",
            {
                "sch1": "[filter_scheduler]\nweight_classes = own.Weigher",
                "sch2": "[filter_scheduler]\nweight_classes = own.Weigher",
                "sch3": "",
            },
        ),
    ],
)
def test_nothing_is_written_of_which_a_node_may_know_nothing(rule: str, files: Files) -> None:
    report = check(fleet(files, f'release = "2025.1"\n{POOL}'), rule)
    assert len(report.findings) == 1
    assert not report.fix(unsafe=True)


VAULT = "[key_manager]\nbackend = vault"
CINDER = '[companions]\ncinder = "cinder.conf"\n'
SHARED = "[DEFAULT]\ntransport_url = rabbit://u@rabbit1/\n[database]\nconnection = "


@pytest.mark.parametrize(
    ("rule", "files", "head"),
    [
        (
            "key-manager-not-that-of-cinder",
            {
                "cinder": "[key_manager]\nbackend = barbican",
                "cmp1": f"[DEFAULT]\ncompute_driver = ironic.IronicDriver\n{VAULT}",
            },
            CINDER,
        ),
        (
            "conductors-on-different-databases",
            {
                "con1": f"{SHARED}mysql+pymysql://u@db/nova",
                "con2": f"{SHARED}mariadb+pymysql://u@db:3306/nova",
            },
            "",
        ),
        (
            "notifications-in-part",
            {
                f"cmp{number}": f"[oslo_messaging_notifications]\ndriver = {driver}"
                for number, driver in enumerate(("messaging", "messagingv2"), 1)
            },
            "",
        ),
    ],
)
def test_what_comes_to_the_same_is_no_difference(rule: str, files: Files, head: str) -> None:
    assert ask(rule, files, head) == []


@pytest.mark.parametrize(
    ("release", "words"),
    [("2026.2", "builds on some hosts and live migrations"), ("pike", "builds on some hosts wait")],
)
def test_builds_waited_for_networks_before_live_migrations_did(release: str, words: str) -> None:
    files = {"cmp1": "[DEFAULT]\nvif_plugging_timeout = 30", "cmp2": ""}
    (message,) = ask("vif-wait-differs", files, f'release = "{release}"\n{POOL}')
    assert words in message


@pytest.mark.parametrize(
    ("rule", "most", "odd"),
    [
        ("api-nodes-differ", "[wsgi]\napi_paste_config = /etc/nova/own-paste.ini", ""),
        ("policy-differs", "[oslo_policy]\npolicy_file = site.yaml", ""),
        (
            "policy-differs",
            "[oslo_policy]\npolicy_dirs = site.d",
            "[oslo_policy]\npolicy_dirs = other.d",
        ),
    ],
)
def test_files_that_a_node_may_lack_are_not_written_into_it(rule: str, most: str, odd: str) -> None:
    report = check(fleet({"api1": most, "api2": most, "api3": odd}), rule)
    (finding,) = report.findings
    assert "the same file" in finding.message
    assert not report.fix(unsafe=True)


def test_how_api_nodes_log_in_is_their_own() -> None:
    section = "[neutron]\nauth_section = keystone\n[keystone]\nauth_type = password"
    files = {"api1": section, "api2": section, "api3": "[neutron]\nauth_type = password"}
    assert ask("api-nodes-differ", files) == []


def test_what_says_a_way_out_needs_no_majority() -> None:
    (message,) = ask(
        "conductors-on-different-databases",
        {"con1": f"{SHARED}mysql://u@db/one", "con2": f"{SHARED}mysql://u@db/two"},
    )
    assert message.endswith("; correct the URL, or give each cell a broker of its own")


def test_quorum_queues_are_not_written_where_mirrored_ones_may_be() -> None:
    quorum = f"{Q}rabbit_quorum_queue = true"
    files = {"con1": quorum, "con2": quorum, "con3": f"{Q}rabbit_ha_queues = {{{{ mirrored }}}}"}
    report = check(fleet(files), "queue-kind-differs")
    assert len(report.findings) == 1
    assert not report.fix(unsafe=True)


POLICY = '[companions]\npolicy = "policy/{node}.yaml"\n'
RULE = '"os_compute_api:servers:create": "role:first or role:second"\n'


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (RULE, 0),
        (f"{RULE[:-1]}  # why\n", 0),
        (RULE.replace(" or ", "\n    or "), 0),
        (RULE.replace(" or ", "  or  "), 0),
        (f"  {RULE}", 0),
        (RULE.replace(" or ", " and "), 1),
        (
            f"{RULE[:-1]}# why\n",
            0,
        ),  # a note behind quotes, as PyYAML reads it
    ],
)
def test_policies_are_compared_by_what_they_say(text: str, count: int) -> None:
    files = f"=== policy/api1.yaml\n{RULE}=== policy/api2.yaml\n{text}"
    report = check(fleet({"api1": "", "api2": ""}, POLICY) + files, "policy-contents-differ")
    assert len(report.findings) == count


def test_cells_with_metadata_of_their_own_have_secrets_of_their_own() -> None:
    text = "[api]\nlocal_metadata_per_cell = {}\n[neutron]\nservice_metadata_proxy = true\n"
    head = told("cell", met1="a", met2="b", met3="b")
    for local, count in (("true", 0), ("false", 1)):
        files = {
            f"met{number}": f"{text.format(local)}metadata_proxy_shared_secret = {secret}"
            for number, secret in enumerate("abb", 1)
        }
        assert len(ask("metadata-secret-differs", files, head)) == count


@pytest.mark.parametrize(
    ("rule", "node", "line"),
    [
        (
            "pci-filter-missing-on-scheduler",
            "sch1",
            "[filter_scheduler]\nenabled_filters = ComputeFilter",
        ),
        ("pci-not-reported-everywhere", "api1", "[filter_scheduler]\npci_in_placement = true"),
    ],
)
def test_ironic_gives_no_devices_of_a_host_away(rule: str, node: str, line: str) -> None:
    device = '[pci]\ndevice_spec = {"vendor_id": "10de"}'
    ironic = f"[DEFAULT]\ncompute_driver = ironic.IronicDriver\n{device}"
    assert ask(rule, {node: line, "cmp1": ironic}) == []
    assert len(ask(rule, {node: line, "cmp1": ironic, "cmp2": device})) == 1


CONNECTIONS = """
[fleet]
complete = true
[companions]
mysql = "my.conf"
"""
BOTH = "[database]\nconnection = mysql://u@db/nova\n[api_database]\nconnection = mysql://u@db/api\n"


@pytest.mark.parametrize(("limit", "count"), [(2600, 1), (2800, 0)])
def test_conductors_of_cells_count_with_what_they_open(limit: int, count: int) -> None:
    workers = "[conductor]\nworkers = 2\n[scheduler]\nworkers = 2\n"
    cell = "[database]\nconnection = mysql://u@db/cell\n[conductor]\nworkers = 1"
    files = {
        "my": f"[mysqld]\nmax_connections = {limit}",
        **dict.fromkeys(("ctl1", "ctl2", "ctl3"), BOTH + workers),
        **dict.fromkeys(("con1", "con2", "con3"), cell),
        "cmp1": "",
    }
    text = fleet(files, f'release = "2025.1"\n{CONNECTIONS}')
    assert len(check(text, "connections-exceed-database").findings) == count
