"""Where nodes differ in what is written and not, or not as much, in what they do."""

from __future__ import annotations

import pytest
from fleets.fleets import check

Files = dict[str, str]


def ask(rule: str, files: Files, head: str = "") -> list[tuple[str, str]]:
    """Return severity and message of each finding of a rule about files."""
    text = head + "".join(f"=== {name}.conf\n{content}\n" for name, content in files.items())
    return [(str(one.severity), one.message) for one in check(text, rule).findings]


@pytest.mark.parametrize(
    ("release", "names", "count"),
    [
        ("victoria", ("policy.json", ""), 0),
        ("2025.2", ("/etc/nova/policy.json", ""), 0),
        ("2025.1", ("policy.yaml", ""), 0),
        ("2025.1", ("policy.yaml", "policy.json", ""), 1),
        ("2025.1", ("rules.yaml", ""), 1),
        ("2026.1", ("policy.json", ""), 1),
        ("2026.1", ("policy.yaml", ""), 0),
        ("ussuri", ("policy.yaml", ""), 1),
        ("ussuri", ("policy.json", ""), 0),
        ("2026.2", ("./policy.yaml", "/etc/nova/./policy.yaml", "policy.yaml"), 0),
    ],
)
def test_unset_is_policy_json_too(release: str, names: tuple[str, ...], count: int) -> None:
    files = {
        f"api{at}": f"[oslo_policy]\npolicy_file = {name}" if name else ""
        for at, name in enumerate(names)
    }
    assert len(ask("policy-differs", files, f'release = "{release}"\n')) == count


@pytest.mark.parametrize(
    ("first", "second", "severities"),
    [
        ("policy.d\npolicy_dirs = site.d", "./policy.d/\npolicy_dirs = /etc/nova/site.d", []),
        ("policy.d\npolicy_dirs = site.d", "site.d\npolicy_dirs = policy.d", ["warning"]),
        ("site.d\npolicy_dirs = a.d\npolicy_dirs = site.d", "a.d\npolicy_dirs = site.d", []),
        ("policy.d", "policy.d\npolicy_dirs = site.d", ["error"]),
    ],
)
def test_the_last_folder_of_rules_counts(first: str, second: str, severities: list[str]) -> None:
    files = {
        name: f"[oslo_policy]\npolicy_dirs = {folders}"
        for name, folders in (("api1", first), ("api2", second))
    }
    assert [severity for severity, _ in ask("policy-differs", files)] == severities


@pytest.mark.parametrize(("release", "count"), [("2026.1", 1), ("2026.2", 0)])
def test_scopes_are_always_enforced_in_the_end(release: str, count: int) -> None:
    files = {"api1": "[oslo_policy]\nenforce_scope = false", "api2": ""}
    assert len(ask("policy-differs", files, f'release = "{release}"\n')) == count


BROKER = "[DEFAULT]\ntransport_url = rabbit://nova:word@{}:5672/\n"
PLACED = "[filter_scheduler]\npci_in_placement = true"


@pytest.mark.parametrize(
    ("files", "servers"),
    [
        ({"api1": PLACED, "con1": ""}, ": servers that move do"),
        ({"api1": "", "con1": PLACED, "con2": PLACED}, ": new servers do"),
        ({"ctl1": "", "ctl2": PLACED, "ctl3": PLACED}, ": new servers and servers that move do"),
        ({"api1": PLACED, "con1": PLACED, "sch1": ""}, ""),
        ({"api1": "", "con1": "", "sch1": PLACED}, ""),
    ],
)
def test_who_is_placed_without_devices(files: Files, servers: str) -> None:
    """nova-api and the conductor decide each for its own servers, and the scheduler for none."""
    told = ask("pci-in-placement-differs", files)
    assert [(severity, servers in message) for severity, message in told] == [
        ("warning", True)
    ] * bool(servers)


@pytest.mark.parametrize(("placed", "mended"), [((1, 0, 0), False), ((1, 1, 0), True)])
def test_asking_for_devices_is_never_switched_off(placed: tuple[int, ...], mended: bool) -> None:
    """An alias with a class of resources alone needs it, and nova-api would not start."""
    files = {f"ctl{at}": PLACED if on else "" for at, on in enumerate(placed)}
    text = "".join(f"=== {name}.conf\n{content}\n" for name, content in files.items())
    report = check(text, "pci-in-placement-differs")
    (found,) = report.findings
    assert bool(report.fix(unsafe=True)) == mended
    assert ("set it to true on all nodes once" in found.message) == (not mended)


def test_a_scheduler_asks_for_no_devices() -> None:
    devices = '[pci]\ndevice_spec = {"vendor_id": "10de", "product_id": "1eb8"}'
    files = {"sch1": PLACED, "api1": "", "con1": "", "cmp1": devices}
    assert ask("pci-not-reported-everywhere", files) == []


@pytest.mark.parametrize(
    ("driver", "count"),
    [
        ("", 1),
        ("libvirt.LibvirtDriver", 1),
        ("hyperv.HyperVDriver", 1),
        ("vmwareapi.VMwareVCDriver", 0),
        ("zvm.ZVMDriver", 0),
        ("ironic.IronicDriver", 0),
    ],
)
@pytest.mark.parametrize(
    "rule",
    ["pci-not-reported-everywhere", "pci-alias-differs", "pci-filter-missing-on-scheduler"],
)
def test_not_every_driver_gives_devices_away(rule: str, driver: str, count: int) -> None:
    chosen = f"[DEFAULT]\ncompute_driver = {driver}\n" if driver else ""
    files = {
        "ctl1": f"{PLACED}\nenabled_filters = ComputeFilter",
        "cmp1": f"{chosen}[pci]\n"
        'device_spec = {"vendor_id": "10de", "product_id": "1eb8"}\n'
        'alias = {"name": "gpu", "vendor_id": "10de", "product_id": "1eb8"}',
    }
    assert len(ask(rule, files, 'release = "2023.1"\n')) == count


@pytest.mark.parametrize(
    ("places", "severities"),
    [
        (("mysql+pymysql://db1/nova", "mysql+pymysql://db2/nova"), ["warning"]),
        (("mysql://db1/nova", "mariadb://db2:3306/nova", "mysql://db3/nova"), ["warning"]),
        (("mysql://db/nova", "mysql://db/nova", "mysql://db2/nova"), ["error"]),
        (("mysql://db:3306/nova", "mysql://db:3307/nova"), ["error"]),
        (("mysql+pymysql://db1/nova", "postgresql://db2/nova"), ["error"]),
        (("mysql://db1/nova", "mysql://db2/nova_test"), ["error"]),
        (("mysql+pymysql://db/nova", "mariadb+pymysql://db/nova"), []),
        (("mysql://localhost/nova", "mysql://127.0.0.1/nova", "mysql://[::1]:3306/nova"), []),
        (("mysql://localhost/nova", "mysql:///nova", "mysql://127.0.0.1:3307/nova"), ["error"]),
        (("mysql://localhost/nova", "mysql://db/nova", "mysql://localhost/nova"), ["warning"]),
        (("sqlite:///nova.db", "sqlite:////nova.db"), ["error"]),
    ],
)
def test_members_of_a_cluster(places: tuple[str, ...], severities: list[str]) -> None:
    """Only machines that have each a host of their own may speak to members of one cluster."""
    for rule, group in (
        ("conductors-on-different-databases", "database"),
        ("api-database-differs", "api_database"),
    ):
        files = {
            f"ctl{at}": f"[{group}]\nconnection = {place}" for at, place in enumerate(places, 1)
        }
        assert [severity for severity, _ in ask(rule, files)] == severities


@pytest.mark.parametrize(
    ("place", "count"), [("localhost", 0), ("[::1]", 0), ("127.0.0.2", 0), ("mq2", 1)]
)
def test_a_proxy_on_each_machine_leads_to_one_broker(place: str, count: int) -> None:
    names = ("con1", "cmp1", "cmp2", "cmp3")
    files = {name: BROKER.format("127.0.0.1") for name in names}
    files["cmp4"] = BROKER.format(place)
    assert len(ask("broker-not-shared", files)) == count


@pytest.mark.parametrize(
    ("scheme", "count"),
    [("rabbit", 1), ("kombu", 1), ("rabbit+tls", 1), ("kafka", 0), ("amqp", 0)],
)
def test_only_one_driver_reads_the_options_of_rabbitmq(scheme: str, count: int) -> None:
    head = 'release = "2023.1"\n'
    for rule, option in (
        ("broker-tls-differs", "ssl"),
        ("queue-kind-differs", "rabbit_quorum_queue"),
        ("queue-auto-delete-differs", "amqp_auto_delete"),
    ):
        files = {
            name: f"[DEFAULT]\ntransport_url = {scheme}://mq1:5671/\n"
            f"[oslo_messaging_rabbit]\n{option} = {value}"
            for name, value in (("ctl1", "true"), ("ctl2", "false"))
        }
        assert len(ask(rule, files, head)) == count, rule


@pytest.mark.parametrize(("scheme", "count"), [("rabbit", 1), ("kafka", 0)])
def test_notifications_by_another_driver_have_no_queue(scheme: str, count: int) -> None:
    url = f"[oslo_messaging_notifications]\ndriver = messagingv2\ntransport_url = {scheme}://k:1/\n"
    files = {
        "ctl1": f"[DEFAULT]\ntransport_url = rabbit://mq1/\n{url}"
        "[oslo_messaging_rabbit]\nrabbit_quorum_queue = true",
        "cinder": url,
    }
    head = '[companions]\ncinder = "cinder.conf"\n'
    assert len(ask("notification-queue-differs", files, head)) == count


@pytest.mark.parametrize(
    ("backends", "severity"),
    [
        (("rbd", "rbd", "rbd"), "error"),
        (("rbd", "qcow2", "rbd"), "warning"),
        (("qcow2", "qcow2", "qcow2"), "warning"),
        (("rbd", "rbd", "qcow2"), "error"),
    ],
)
def test_a_secret_for_volumes_alone_is_milder(backends: tuple[str, ...], severity: str) -> None:
    """The second of three nodes has another UUID; its disks may not be in Ceph."""
    head = '[[overrides]]\npaths = ["cmp*"]\npool = "all"\n'
    files = {
        f"cmp{at}": f"[libvirt]\nimages_type = {backend}\n"
        f"rbd_secret_uuid = 457eb676-33da-42ec-9a8c-9293d545c33{7 + at % 2}"
        for at, backend in enumerate(backends, 1)
    }
    (found,) = ask("rbd-secret-differs", files, head)
    assert found[0] == severity
    assert ("if Cinder sends none" in found[1]) is (severity == "warning")


NEUTRON = """[companions]
neutron = "neutron.conf"
cinder = "cinder.conf"
"""
PLACED_IN_TWO = "[placement]\nregion_name = Two"
SENDS_NOTHING = """[DEFAULT]
notify_nova_on_port_status_changes = false
notify_nova_on_port_data_changes = False
"""


@pytest.mark.parametrize(
    ("node", "neutron", "count"),
    [
        (PLACED_IN_TWO, "", 2),
        # where Nova looks for a project says nothing of its own region, but for placement
        ("[cinder]\nos_region_name = Two", "", 0),
        ("[neutron]\nregion_name = Two", "", 0),
        (f"{PLACED_IN_TWO}\n[cinder]\nos_region_name = One", "", 2),
        (PLACED_IN_TWO, SENDS_NOTHING, 1),
        (PLACED_IN_TWO, SENDS_NOTHING.partition("notify_nova_on_port_data")[0], 2),
    ],
)
def test_the_region_of_nova_is_that_of_placement(node: str, neutron: str, count: int) -> None:
    theirs = "[nova]\nregion_name = One\n"
    files = {"neutron": f"{neutron}{theirs}", "cinder": theirs, "ctl1": node}
    assert len(ask("region-of-nova-differs", files, NEUTRON)) == count


@pytest.mark.parametrize(("release", "count"), [("ocata", 1), ("pike", 0)])
def test_metadata_nodes_of_ocata_tell_servers_their_zone(release: str, count: int) -> None:
    files = {"api1": "[DEFAULT]\ndefault_availability_zone = az1", "met1": ""}
    head = f'release = "{release}"\n'
    assert len(ask("zones-named-differently", files, head)) == count


@pytest.mark.parametrize(
    ("complete", "kind", "count"),
    [("true", "qcow2", 0), ("true", "lvm", 1), ("true", "{{ kind }}", 1), ("false", "qcow2", 1)],
)
def test_keys_of_disks_are_asked_for_by_lvm_alone(complete: str, kind: str, count: int) -> None:
    on = "[ephemeral_storage_encryption]\nenabled = true\n"
    host = f"[libvirt]\nimages_type = {kind}\n"
    files = {"ctl1": on, "ctl2": "", "ctl3": on, "cmp1": host, "cmp2": host}
    found = ask("ephemeral-encryption-differs", files, f"[fleet]\ncomplete = {complete}\n")
    assert len(found) == count


@pytest.mark.parametrize(
    ("release", "line", "words"),
    [
        (
            "queens",
            "live_migration_wait_for_vif_plug = true",
            "only live migrations from some hosts",
        ),
        ("rocky", "live_migration_wait_for_vif_plug = true", "only live migrations to some hosts"),
        (
            "2026.2",
            "live_migration_wait_for_vif_plug = false",
            "only live migrations to some hosts",
        ),
    ],
)
def test_whose_word_it_is_that_live_migrations_wait(release: str, line: str, words: str) -> None:
    files = {"cmp1": f"[compute]\n{line}", "cmp2": "", "cmp3": ""}
    ((_, message),) = ask("vif-wait-differs", files, f'release = "{release}"\n')
    assert words in message
    assert "builds" not in message


@pytest.mark.parametrize(
    ("host", "severity"),
    [("localhost", "warning"), ("{{ broker }}", "warning"), ("mq1", "error")],
)
def test_each_machine_may_have_a_broker_of_its_own(host: str, severity: str) -> None:
    files = {
        name: f"{BROKER.format(host)}\n[database]\nconnection = mysql://db/{name}"
        for name in ("con1", "con2")
    }
    ((found, message),) = ask("conductors-on-different-databases", files)
    assert found == severity
    assert ("unless each machine has a broker of its own" in message) == (severity == "warning")


@pytest.mark.parametrize(("host", "severity"), [("127.0.0.1", "warning"), ("mq1", "error")])
def test_a_port_of_each_machine_may_be_that_of_two_brokers(host: str, severity: str) -> None:
    files = {"con1": f"{BROKER.format(host)}\n[oslo_messaging_rabbit]\nssl = true"}
    files["con2"] = BROKER.format(host)
    ((found, message),) = ask("broker-tls-differs", files)
    assert found == severity
    assert ("unless each machine has a broker of its own" in message) == (severity == "warning")


@pytest.mark.parametrize(
    ("scheme", "complete", "most", "count"),
    [
        ("mysql+pymysql", "false", 300, 1),  # nobody knows how many controllers there are
        ("mysql+pymysql", "true", 300, 0),  # left to the rule for one file
        ("mariadb+pymysql", "false", 300, 1),
        ("mysql+pymysql", "false", 900, 0),
        ("postgresql", "false", 300, 0),  # what my.cnf says is of another server
    ],
)
def test_one_conductor_may_be_too_much(scheme: str, complete: str, most: int, count: int) -> None:
    url = f"[database]\nconnection = {scheme}://n:p@db/nova\n[conductor]\nworkers = 5"
    files = {"my": f"[mysqld]\nmax_connections = {most}", "con1": url, "con2": url, "cmp1": ""}
    head = f'[fleet]\ncomplete = {complete}\n[companions]\nmysql = "my.conf"\n'
    found = ask("connections-exceed-database", files, head)
    assert len(found) == count


def test_the_second_count_is_not_switched_on_where_a_node_would_count_otherwise() -> None:
    files = {"api1": "", "api2": "", "con1": "[quota]\nrecheck_quota = false", "con2": ""}
    text = "".join(f"=== {name}.conf\n{content}\n" for name, content in files.items())
    (found,) = check(text, "quota-driver-differs").findings
    assert found.fixes
    noop = text.replace("false", "false\ndriver = nova.quota.NoopQuotaDriver")
    (found,) = check(noop, "quota-driver-differs").findings
    assert not found.fixes


@pytest.mark.parametrize(("other", "both"), [("cmp1,cmp2,cmp3", False), ("cmp1,cmp2", True)])
def test_a_service_without_peers_is_not_all_that_lists_differ_in(other: str, both: bool) -> None:
    head = "[DEFAULT]\ntransport_url = rabbit://n:p@rabbit1/\n"
    ironic = "compute_driver = ironic.IronicDriver\n[ironic]\nconductor_group = a\n"
    full = "cmp1,cmp2,cmp3"
    lists = {"cmp1": full, "cmp2": other, "cmp3": "", "cmp4": full}
    files = {name: f"{head}{ironic}peer_list = {peers}" for name, peers in lists.items()}
    said = " ".join(text for _, text in ask("peer-lists-differ", files))
    assert "does not start where it has no list" in said
    assert ("managed by two services" in said) is both
