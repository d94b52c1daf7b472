"""What the rules about plugging VIFs make of the facts about a cloud."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from novalint.deployment import Deployment
from novalint.engine.report import Report, check
from novalint.findings import Finding, NotRun, Safety, Severity
from novalint.text.document import Document

RULE = "fatal-vif-plugging"
FALSE = "vif-not-fatal-while-waiting"
DENSE = Deployment(release="2026.2", tenants=300, instances_per_host=80)
TEMPLATE = "#vif_plugging_is_fatal = true\n"


def told(**facts: object) -> Deployment:
    return DENSE.merged(Deployment(**facts))


def run(text: str, facts: Deployment = DENSE, rule: str = RULE, **more: object) -> Report:
    return check(Document.parse(text), release="2026.2", deployment=facts, select=[rule], **more)


def only(report: Report) -> Finding:
    (finding,) = report.findings
    return finding


def marked(report: Report) -> str:
    """Give the text that the one finding points at."""
    where = only(report).location
    return report.config.documents[0].text[where.start.offset : where.end.offset]


HOLDS = {
    "live": "[DEFAULT]\nvif_plugging_is_fatal = yes\n",
    "commented out": f"[DEFAULT]\n{TEMPLATE}",
    "absent": "[DEFAULT]\nmy_ip = 192.0.2.1\n",
    "header alone": "[DEFAULT]\n",
    "no header": "[libvirt]\nvirt_type = kvm\n",
    "empty": "",
    "a timeout of its own": "[DEFAULT]\nvif_plugging_timeout = 1\n",
    "qemu": "[libvirt]\nvirt_type = qemu\n",
    "driver named": "[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\n",
    "in the wrong group": "[libvirt]\nvif_plugging_is_fatal = false\n",
    "in a group that nobody reads": "[default]\nvif_plugging_is_fatal = false\n",
    "false first, true last": "[DEFAULT]\nvif_plugging_is_fatal=0\nvif_plugging_is_fatal=1\n",
}
SILENT = {
    "false": "[DEFAULT]\nvif_plugging_is_fatal = off\n",
    "false in a later opening": f"[DEFAULT]\n{TEMPLATE}[DEFAULT]\nvif_plugging_is_fatal=False\n",
    "no waiting": "[DEFAULT]\nvif_plugging_timeout = 0\n",
    "unreadable": "[DEFAULT]\nvif_plugging_is_fatal = perhaps\n",
    "unreadable timeout": "[DEFAULT]\nvif_plugging_timeout = 5m\n",
    "vmware": "[DEFAULT]\ncompute_driver = vmwareapi.VMwareVCDriver\n",
    "ironic": "[DEFAULT]\ncompute_driver = ironic.IronicDriver\n",
    "lxc": "[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\n[libvirt]\nvirt_type = lxc\n",
    "lxc, driver not named": "[libvirt]\nvirt_type = lxc\n",
}


@pytest.mark.parametrize("text", HOLDS.values(), ids=HOLDS)
def test_holds(text: str) -> None:
    finding = only(run(text))
    assert (finding.severity, finding.group) == (Severity.WARNING, "DEFAULT")
    assert finding.option == "vif_plugging_is_fatal"
    assert "300 tenants, 80 instances a host" in finding.message


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_does_not_hold(text: str) -> None:
    report = run(text)
    assert report.findings == report.not_run == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"[DEFAULT]\n{TEMPLATE}vif_plugging_is_fatal: true\n", "vif_plugging_is_fatal: true"),
        (f"[DEFAULT]\nmy_ip = x\n{TEMPLATE}", TEMPLATE.strip()),
        (f"[DEFAULT]\n#  {TEMPLATE[1:]}# {TEMPLATE[1:]}", f"# {TEMPLATE[1:-1]}"),
        (f"[libvirt]\n{TEMPLATE}[DEFAULT]\n", "[DEFAULT]"),
        ("[DEFAULT]\na=1\n[libvirt]\n[DEFAULT]\n", "[DEFAULT]"),
        ("# a note\n[libvirt]\n", "# a note"),
        ("", ""),
    ],
)
def test_points_at_what_is_to_be_changed(text: str, place: str) -> None:
    assert marked(run(text)) == place


def test_points_at_the_first_opening_of_the_group() -> None:
    assert only(run("[DEFAULT]\n[libvirt]\n[DEFAULT]\n")).location.start.line == 1


@pytest.mark.parametrize(
    ("role", "heard"),
    [
        (None, True),
        ("compute", True),
        ("all", True),
        (["api", "compute"], True),
        ("api", False),
        (["conductor", "scheduler"], False),
    ],
)
def test_is_about_compute_nodes(role: object, heard: bool) -> None:
    facts = told(role=role) if role else DENSE
    assert bool(run(f"[DEFAULT]\n{TEMPLATE}", facts).findings) is heard
    assert run(f"[DEFAULT]\n{TEMPLATE}", facts).not_run == ()


@dataclass(frozen=True)
class Told:
    """Facts, and what comes of them: a finding, nothing, or the facts that lack."""

    facts: dict[str, object]
    found: bool = False
    needs: tuple[str, ...] = ()


OTHERS = ("instances_per_host", "peak_concurrent_builds")
TOLD = [
    Told({"profile": "dense-multi-tenant"}, found=True),
    Told({"profile": "dense-multi-tenant", "tenants": 9}),
    Told({"profile": "small"}, needs=("tenants", *OTHERS)),
    Told({}, needs=("tenants", *OTHERS)),
    Told({"tenants": 300}, needs=OTHERS),
    Told({"peak_concurrent_builds": 200}, needs=("tenants",)),
    Told({"tenants": 300, "instances_per_host": 20}, needs=("peak_concurrent_builds",)),
    Told({"tenants": 300, "peak_concurrent_builds": 20}, needs=("instances_per_host",)),
    Told({"tenants": 9, "instances_per_host": 20}),
    Told({"tenants": 9, "instances_per_host": 400}),
    Told({"tenants": 300, "instances_per_host": 20, "peak_concurrent_builds": 20}),
    Told({"tenants": 10, "instances_per_host": 40}, found=True),
    Told({"tenants": 10, "peak_concurrent_builds": 50}, found=True),
    Told({"tenants": 10, "instances_per_host": 39, "peak_concurrent_builds": 50}, found=True),
    Told({"tenants": 10, "instances_per_host": 40, "peak_concurrent_builds": 49}, found=True),
    Told({"tenants": 10, "instances_per_host": 39, "peak_concurrent_builds": 49}),
    Told({"tenants": 9, "instances_per_host": 40, "peak_concurrent_builds": 50}),
]


@pytest.mark.parametrize("case", TOLD, ids=lambda case: str(case.facts))
def test_facts_decide(case: Told) -> None:
    report = run(f"[DEFAULT]\n{TEMPLATE}", Deployment(**case.facts))
    assert bool(report.findings) is case.found
    assert report.not_run == ((NotRun(RULE, case.needs),) if case.needs else ())


@pytest.mark.parametrize(
    ("limits", "found"),
    [({"tenants": 301}, False), ({"instances_per_host": 81}, False), ({"tenants": 300}, True)],
)
def test_thresholds_can_be_changed(limits: dict[str, float], found: bool) -> None:
    facts = told(peak_concurrent_builds=1)
    report = run(f"[DEFAULT]\n{TEMPLATE}", facts, thresholds={RULE: limits})
    assert bool(report.findings) is found


def test_both_fixes_in_order() -> None:
    report = run(f"[DEFAULT]\n{TEMPLATE}#vif_plugging_timeout = 300\n")
    text = report.config.documents[0].text
    first, second = only(report).fixes
    assert (first.safety, second.safety) == (Safety.UNSAFE, Safety.UNSAFE)
    assert first.patch.apply(text) == (
        "[DEFAULT]\nvif_plugging_is_fatal = false\n#vif_plugging_timeout = 300\n"
    )
    assert second.patch.apply(text) == f"[DEFAULT]\n{TEMPLATE}vif_plugging_timeout = 600\n"
    assert not report.fix()
    assert report.fix(unsafe=True) == first.patch


@pytest.mark.parametrize(("seconds", "longer"), [(1, 600), (299, 600), (301, 602), (1800, 3600)])
def test_second_fix_waits_longer_than_now(seconds: int, longer: int) -> None:
    text = f"[DEFAULT]\nvif_plugging_timeout={seconds}\n"
    fix = only(run(text)).fixes[1]
    assert fix.patch.apply(text) == f"[DEFAULT]\nvif_plugging_timeout={longer}\n"


@pytest.mark.parametrize("text", HOLDS.values(), ids=HOLDS)
def test_fix_trades_no_warning_for_another(text: str) -> None:
    fix = only(run(text)).fixes[0]
    before = check(Document.parse(text), deployment=DENSE)
    after = check(Document.parse(fix.patch.apply(text)), deployment=DENSE)
    known = {(one.rule, one.option) for one in before.findings}
    loud = [one for one in after.findings if one.severity is not Severity.INFO]
    assert {(one.rule, one.option) for one in loud} <= known
    assert RULE not in {one.rule for one in after.findings}


def test_after_the_fix_of_a_sample_nothing_warns() -> None:
    text = f"[DEFAULT]\n{TEMPLATE}#vif_plugging_timeout = 300\n\n[libvirt]\n#virt_type = kvm\n"
    report = check(Document.parse(text), deployment=told(role="compute"))
    after = report.after(report.fix(unsafe=True))
    assert FALSE not in {one.rule for one in after.findings}
    assert {one.severity for one in after.findings} == {Severity.INFO}


@pytest.mark.parametrize(
    ("facts", "severity"),
    [
        (told(instances_per_host=1), Severity.INFO),
        (told(instances_per_host=1, peak_concurrent_builds=1), Severity.WARNING),
        (Deployment(tenants=300), Severity.INFO),
        (Deployment(), Severity.INFO),
        (Deployment(tenants=2), Severity.WARNING),
    ],
)
def test_false_is_a_note_where_it_is_the_lesser_evil(facts: Deployment, severity: Severity) -> None:
    text = "[DEFAULT]\nvif_plugging_is_fatal = false\n"
    report = run(f"{text}vif_plugging_timeout = 300\n", facts, FALSE)
    assert only(report).severity is severity
    assert report.not_run == ()
    assert only(run(text, facts, FALSE)).severity is Severity.INFO  # another file may set 0


@pytest.mark.parametrize("facts", [DENSE, Deployment(profile="dense-multi-tenant")])
def test_false_is_no_finding_where_the_facts_ask_for_it(facts: Deployment) -> None:
    text = "[DEFAULT]\nvif_plugging_is_fatal = false\n"
    assert not run(f"{text}vif_plugging_timeout = 300\n", facts, FALSE).findings
    assert not run(text, facts, FALSE).findings
    assert run(f"{text}vif_plugging_timeout = 299\n", facts, FALSE).findings


def test_thresholds_of_the_rule_about_false() -> None:
    text = "[DEFAULT]\nvif_plugging_is_fatal = false\nvif_plugging_timeout = 300\n"
    report = run(text, DENSE, FALSE, thresholds={FALSE: {"tenants": 301}})
    assert only(report).severity is Severity.WARNING


@pytest.mark.parametrize(
    ("hosts", "seconds", "found"),
    [
        (1000, 300, True),
        (999, 300, False),
        (1000, 301, False),
        (1000, 600, False),
        (1000, 0, False),
    ],
)
def test_many_hosts(hosts: int, seconds: int, found: bool) -> None:
    text = f"[DEFAULT]\nvif_plugging_timeout = {seconds}\n"
    report = run(text, Deployment(compute_hosts=hosts), "vif-timeout-for-many-hosts")
    assert bool(report.findings) is found


@pytest.mark.parametrize(("seconds", "found"), [(299, True), (300, False), (1, True), (0, False)])
def test_lowered(seconds: int, found: bool) -> None:
    text = f"[DEFAULT]\nvif_plugging_timeout = {seconds}\n"
    assert bool(run(text, DENSE, "vif-timeout-lowered").findings) is found


@pytest.mark.parametrize(
    ("release", "found"),
    [("rocky", True), ("train", True), ("ussuri", False), ("2025.1", False), ("2025.2", True)],
)
def test_vendor_events_in_releases_that_wait_for_every_port(release: str, found: bool) -> None:
    text = "[compute]\nlive_migration_wait_for_vif_plug = true\n"
    facts = Deployment(network_backend="vendor")
    rule = "vif-live-migration-vendor-events"
    report = check(Document.parse(text), release=release, deployment=facts, select=[rule])
    assert bool(report.findings) is found


@pytest.mark.parametrize("backend", ["ovs", "ovn", "sriov", "linuxbridge"])
def test_vendor_events_are_about_vendors(backend: str) -> None:
    facts = Deployment(network_backend=backend)
    report = run("[DEFAULT]\n", facts, "vif-live-migration-vendor-events")
    assert report.findings == report.not_run == ()


def test_options_off_compute_need_the_role() -> None:
    text = "[DEFAULT]\nvif_plugging_timeout = 600\n"
    rule = "vif-option-off-compute"
    assert run(text, Deployment(), rule).not_run == (NotRun(rule, ("role",)),)
    assert run(text, Deployment(role="all"), rule).findings == ()
    assert only(run(text, Deployment(role="api"), rule)).severity is Severity.INFO
