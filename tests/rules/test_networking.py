"""The rules about networks: which drivers, releases and networks they are about."""

from __future__ import annotations

import pytest

from novalint.config.model import load
from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.findings import Severity
from novalint.hosts.reading import documents_in
from novalint.text.document import Document
from novalint.text.source import Source

DENSE = Deployment(profile="dense-multi-tenant", compute_hosts=1000)
PAIR = "vif_plugging_timeout = 0\nvif_plugging_is_fatal = false\n"
WAITING = {
    "fatal-vif-plugging": "",
    "vif-not-fatal-while-waiting": "vif_plugging_is_fatal = false\nvif_plugging_timeout = 100\n",
    "vif-fatal-without-waiting": "vif_plugging_timeout = 0\n",
    "vif-events-not-expected": PAIR,
    "vif-timeout-lowered": "vif_plugging_timeout = 10\n",
    "vif-timeout-for-many-hosts": "vif_plugging_timeout = 300\n",
}
"""Rules about the wait of new servers, and lines under [DEFAULT] that each of them finds."""

each_waiting = pytest.mark.parametrize(("rule", "lines"), WAITING.items(), ids=WAITING)


def severities(text: str, rule: str, release: str, facts: Deployment = DENSE) -> list[Severity]:
    report = check(Document.parse(text), release=release, deployment=facts, select=[rule])
    return [one.severity for one in report.findings]


@each_waiting
@pytest.mark.parametrize("release", ["ocata", "pike", "queens", "train", "2026.2"])
def test_waiting_in_every_release(rule: str, lines: str, release: str) -> None:
    assert len(severities(f"[DEFAULT]\n{lines}", rule, release)) == 1


@each_waiting
@pytest.mark.parametrize("release", ["ocata", "train"])
def test_with_nova_network_nothing_waits(rule: str, lines: str, release: str) -> None:
    assert severities(f"[DEFAULT]\nuse_neutron = false\n{lines}", rule, release) == []
    assert len(severities(f"[DEFAULT]\nuse_neutron = true\n{lines}", rule, release)) == 1


@each_waiting
@pytest.mark.parametrize(
    ("driver", "release", "waits"),
    [
        ("libvirt.LibvirtDriver", "ocata", True),
        ("hyperv.HyperVDriver", "train", True),
        ("xenapi.XenAPIDriver", "ussuri", True),
        ("zvm.ZVMDriver", "2026.2", True),
        ("ironic.IronicDriver", "2026.2", False),
        ("vmwareapi.VMwareVCDriver", "2026.2", False),
        ("fake.FakeDriver", "2026.2", False),
    ],
)
def test_drivers_that_wait(rule: str, lines: str, driver: str, release: str, waits: bool) -> None:
    text = f"[DEFAULT]\ncompute_driver = {driver}\n{lines}"
    assert bool(severities(text, rule, release)) is waits


@each_waiting
@pytest.mark.parametrize("virt_type", ["lxc", "parallels"])
def test_virt_types_that_do_not_wait(rule: str, lines: str, virt_type: str) -> None:
    assert severities(f"[DEFAULT]\n{lines}[libvirt]\nvirt_type={virt_type}\n", rule, "yoga") == []


def test_powervm_waits_only_while_time_outs_are_fatal() -> None:
    text = "[DEFAULT]\ncompute_driver = powervm.PowerVMDriver\n"
    assert len(severities(text, "fatal-vif-plugging", "yoga")) == 1
    text += "vif_plugging_is_fatal = false\n"
    assert severities(text, "vif-not-fatal-while-waiting", "yoga") == []


VENDOR = Deployment(tenants=300, instances_per_host=80, network_backend="vendor")


@pytest.mark.parametrize("facts", [Deployment(), VENDOR, Deployment(tenants=300)])
@pytest.mark.parametrize(
    ("seconds", "severity"), [(300, Severity.INFO), (600, Severity.INFO), (299, Severity.WARNING)]
)
def test_false_is_a_note_unless_the_wait_is_short(
    facts: Deployment, seconds: int, severity: Severity
) -> None:
    text = f"[DEFAULT]\nvif_plugging_is_fatal = false\nvif_plugging_timeout = {seconds}\n"
    assert severities(text, "vif-not-fatal-while-waiting", "2026.2", facts) == [severity]


@pytest.mark.parametrize("backend", [None, "ovs", "ovn"])
def test_false_is_what_a_dense_cloud_is_told_to_write(backend: str | None) -> None:
    facts = Deployment(tenants=300, instances_per_host=80, network_backend=backend)
    text, rule = "[DEFAULT]\nvif_plugging_is_fatal = false\n", "vif-not-fatal-while-waiting"
    assert severities(text, rule, "2026.2", facts) == []
    short = f"{text}vif_plugging_timeout = 299\n"
    assert severities(short, rule, "2026.2", facts) == [Severity.WARNING]


LIVE = "[DEFAULT]\n{}vif_plugging_timeout = 0\n[compute]\nlive_migration_wait_for_vif_plug = true\n"


@pytest.mark.parametrize(
    ("lines", "release", "found"),
    [
        ("", "queens", True),
        ("use_neutron = false\n", "queens", False),
        ("compute_driver = vmwareapi.VMwareVCDriver\n", "2026.2", True),
        ("compute_driver = ironic.IronicDriver\n", "2026.2", False),
        ("compute_driver = zvm.ZVMDriver\n", "2026.2", False),
    ],
)
def test_live_migration_without_waiting(lines: str, release: str, found: bool) -> None:
    rule = "vif-live-migration-without-waiting"
    assert bool(severities(LIVE.format(lines), rule, release)) is found


def test_nothing_migrates_with_lxc() -> None:
    text = f"{LIVE.format('')}[libvirt]\nvirt_type = lxc\n"
    assert severities(text, "vif-live-migration-without-waiting", "2026.2") == []


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("", True),
        ("[libvirt]\nvirt_type = lxc\n", False),
        ("[DEFAULT]\ncompute_driver = ironic.IronicDriver\n", False),
    ],
)
@pytest.mark.parametrize("zero", ["", "[DEFAULT]\nvif_plugging_timeout = 0\n"])
def test_hard_reboots_wait_with_kvm_and_qemu_alone(lines: str, zero: str, found: bool) -> None:
    option = "wait_for_vif_plugged_event_during_hard_reboot"
    text = f"{lines}{zero}[workarounds]\n{option} = direct\n"
    assert len(severities(text, "vif-hard-reboot-wait-list", "2026.2")) == found


EVERY = (
    "vif_plugging_is_fatal",
    "vif_plugging_timeout",
    "live_migration_wait_for_vif_plug",
    "wait_for_vif_plugged_event_during_hard_reboot",
)


@pytest.mark.parametrize(
    ("driver", "release", "unread"),
    [
        ("ironic.IronicDriver", "2026.2", EVERY),
        ("zvm.ZVMDriver", "2026.2", EVERY[2:]),
        ("vmwareapi.VMwareVCDriver", "2026.2", EVERY[3:]),
        ("vmwareapi.VMwareVCDriver", "ocata", EVERY[:2]),
        ("vmwareapi.VMwareVCDriver", "rocky", (EVERY[0], EVERY[2])),
        ("hyperv.HyperVDriver", "2023.2", EVERY[3:]),
        ("libvirt.LibvirtDriver", "2026.2", ()),
        ("acme.AcmeDriver", "2026.2", ()),
    ],
)
def test_options_that_a_driver_does_not_read(
    driver: str, release: str, unread: tuple[str, ...]
) -> None:
    assert _unread(f"[DEFAULT]\ncompute_driver = {driver}\n", release) == list(unread)


@pytest.mark.parametrize(
    ("virt_type", "release", "unread"),
    [
        ("kvm", "2026.2", ()),
        ("KVM", "2026.2", ()),
        ("parallels", "2026.2", EVERY[3:]),
        ("lxc", "2026.2", EVERY),
        ("lxc", "wallaby", (EVERY[0], *EVERY[2:])),
        ("xen", "ocata", EVERY[:2]),
    ],
)
def test_options_that_a_virt_type_does_not_read(
    virt_type: str, release: str, unread: tuple[str, ...]
) -> None:
    assert _unread(f"[libvirt]\nvirt_type = {virt_type}\n", release) == list(unread)


def _unread(chosen: str, release: str) -> list[str]:
    text = f"{chosen}[DEFAULT]\n{EVERY[0]} = false\n{EVERY[1]} = 600\n"
    text += f"[compute]\n{EVERY[2]} = true\n[workarounds]\n{EVERY[3]} = normal\n"
    rule = "vif-option-other-driver"
    report = check(Document.parse(text), release=release, select=[rule])
    return [one.option for one in report.findings]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ("[glance]\nnum_retries = 5\n", ["glance", "cinder"]),
        ("[neutron]\nauth_type = password\n", ["neutron", "glance", "cinder"]),
        ("[placement]\nauth_section = nova_login\n", ["glance", "cinder", "placement"]),
        ("[cinder]\ntimeout = 60\n", ["glance"]),
    ],
)
def test_clients_without_a_timeout(lines: str, names: list[str]) -> None:
    facts = Deployment(role="compute", compute_hosts=200)
    document = Document.parse(f"[DEFAULT]\n{lines}")
    report = check(document, deployment=facts, select=["client-without-timeout"])
    (finding,) = report.findings
    assert finding.message.split(", so")[0].count("timeout`") == len(names)
    assert all(f"`[{name}] timeout`" in finding.message for name in names)


def test_a_part_of_a_configuration_asks_nobody() -> None:
    facts = Deployment(role="compute", compute_hosts=200)
    document = Document.parse("[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\n")
    assert not check(document, deployment=facts, select=["client-without-timeout"]).findings


def test_a_good_value_of_an_earlier_file_holds_again() -> None:
    files = [
        Document.parse("[DEFAULT]\nvif_plugging_timeout = 900\n", "1.conf"),
        Document.parse("[DEFAULT]\nvif_plugging_timeout = 10\n", "2.conf"),
    ]
    report = check(load(*files), select=["vif-timeout-lowered"])
    assert report.fix(unsafe=True).paths == ("2.conf",)


@pytest.mark.parametrize(
    ("release", "lines", "severities_told"),
    [
        ("rocky", "ovs_vsctl_timeout = 0\n", []),
        ("ocata", "ovs_vsctl_timeout = -1\n", [Severity.ERROR]),
        ("ussuri", "ovs_vsctl_timeout = 0\n", [Severity.WARNING]),
        ("victoria", "ovs_vsctl_timeout = 0\n", [Severity.ERROR]),
        ("ussuri", "ovs_vsctl_timeout = 0\novsdb_interface = native\n", [Severity.ERROR]),
        ("2026.2", "ovs_vsctl_timeout = 0\novsdb_interface = vsctl\n", [Severity.WARNING]),
    ],
)
def test_only_an_old_ovs_vsctl_takes_0_for_no_limit(
    release: str, lines: str, severities_told: list[Severity]
) -> None:
    text = f"[os_vif_ovs]\n{lines}"
    assert severities(text, "ovs-timeout-lowered", release) == severities_told


@pytest.mark.parametrize(
    ("lists", "found"),
    [
        ("{% if a %}\nphysnets = foo, Bar\n{% else %}\nphysnets = foo\n{% endif %}\n", False),
        ("{% if a %}\nphysnets = foo, baz\n{% else %}\nphysnets = foo\n{% endif %}\n", True),
        ("physnets = foo, bar\nphysnets = foo\n", True),
    ],
)
def test_a_group_for_a_network_that_one_branch_lists(lists: str, found: bool) -> None:
    nodes = "[neutron_physnet_foo]\nnuma_nodes = 0\n[neutron_physnet_bar]\nnuma_nodes = 1\n"
    source = Source.decode(f"[neutron]\n{lists}{nodes}".encode(), "nova.conf.j2")
    report = check(*documents_in(source), select=["physnet-group-not-listed"])
    assert bool(report.findings) is found


@pytest.mark.parametrize("seconds", [0, 10])
def test_linux_bridges_are_plugged_without_ovsdb(seconds: int) -> None:
    text, rule = f"[os_vif_ovs]\novs_vsctl_timeout = {seconds}\n", "ovs-timeout-lowered"
    for backend, found in (("ovs", True), ("linuxbridge", False)):
        facts = Deployment(network_backend=backend, instances_per_host=60)
        assert bool(severities(text, rule, "train", facts)) is found


def test_no_shorter_wait_comes_back() -> None:
    lines = "[DEFAULT]\nvif_plugging_timeout = 0\nvif_plugging_timeout = {}\n"
    document = Document.parse(lines.format(20))
    report = check(document, deployment=DENSE, select=["vif-timeout-lowered"])
    (fix,) = report.findings[0].fixes
    assert [text.text for text in report.after(fix.patch).config.documents] == [lines.format(300)]
