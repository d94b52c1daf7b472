"""Rules about libvirt and disks: which drivers and guests they are about, layers, whole files."""

from __future__ import annotations

import pytest

from novalint.config.model import load
from novalint.deployment import Deployment
from novalint.engine.report import Report, check
from novalint.findings import Severity
from novalint.text.document import Document

BROKER = "transport_url = rabbit://nova:BLfq9XJkzu@ctl1.example.org:5672//\n"


def run(text: str, rule: str, release: str = "2026.2", **facts: object) -> Report:
    config = load(Document.parse(text, "nova.conf"), release=release)
    return check(config, deployment=Deployment(**{"role": "compute", **facts}), select=[rule])


def severities(text: str, rule: str, release: str = "2026.2", **facts: object) -> list[Severity]:
    return [one.severity for one in run(text, rule, release, **facts).findings]


OTHER_DRIVERS = [
    ("cpu-mask-invalid", "[compute]\ncpu_shared_set = 7-2\n"),
    ("reserved-huge-pages-malformed", "reserved_huge_pages = node:0\n"),
    ("disk-cachemode-invalid", "[libvirt]\ndisk_cachemodes = writeback\n"),
    ("multipath-enforced-but-unused", "[libvirt]\nvolume_enforce_multipath = true\n"),
    ("lvm-without-volume-group", "[libvirt]\nimages_type = lvm\n"),
    ("ephemeral-encryption-without-lvm", "[ephemeral_storage_encryption]\nenabled = true\n"),
    ("use-cow-images-ignored", "use_cow_images = false\n[libvirt]\nimages_type = qcow2\n"),
    ("rbd-without-raw-images", "force_raw_images = false\n[libvirt]\nimages_type = rbd\n"),
    ("vtpm-needs-kvm", "[libvirt]\nvirt_type = lxc\nswtpm_enabled = true\n"),
]


@pytest.mark.parametrize(("rule", "text"), OTHER_DRIVERS, ids=[rule for rule, _ in OTHER_DRIVERS])
@pytest.mark.parametrize("driver", ["ironic.IronicDriver", "vmwareapi.VMwareVCDriver"])
def test_what_libvirt_alone_reads_is_nothing_to_another_driver(
    rule: str, text: str, driver: str
) -> None:
    assert severities(f"[DEFAULT]\n{text}", rule)
    assert severities(f"[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\n{text}", rule)
    assert not severities(f"[DEFAULT]\ncompute_driver = {driver}\n{text}", rule)


def test_image_caches_are_those_of_three_drivers() -> None:
    text = "[DEFAULT]\ncompute_driver = {}\n[image_cache]\nmanager_interval = 0\n"
    rule = "image-cache-interval-zero"
    assert severities(text.format("vmwareapi.VMwareVCDriver"), rule) == [Severity.WARNING]
    assert severities(text.format("hyperv.HyperVDriver"), rule, "yoga") == [Severity.WARNING]
    assert not severities(text.format("ironic.IronicDriver"), rule)


@pytest.mark.parametrize("kind", ["lxc", "parallels"])
def test_containers_have_no_machine_type_and_no_vtpm(kind: str) -> None:
    text = f"[libvirt]\nvirt_type = {kind}\nhw_machine_type = q35\nswtpm_enabled = true\n"
    keys = "[key_manager]\nbackend = nova.keymgr.conf_key_mgr.ConfKeyManager\n"
    assert not severities(text, "machine-type-without-architecture")
    assert not severities(text + keys, "vtpm-without-key-store")
    assert severities(text, "vtpm-needs-kvm") == [Severity.ERROR]


def test_a_shared_set_for_emulator_threads_may_name_cpus_that_the_host_lacks() -> None:
    """Nova leaves these out (`shared_ids & online_pcpus`); nothing may be left of the set."""
    rule, text = "cpu-mask-beyond-host", "[compute]\ncpu_shared_set = {}\n"
    for release in ("rocky", "stein"):
        assert not severities(text.format("60-70"), rule, release, cpu_threads=64)
        found = severities(text.format("64-70"), rule, release, cpu_threads=64)
        assert found == [Severity.WARNING]
    assert severities(text.format("60-70"), rule, "train", cpu_threads=64) == [Severity.ERROR]
    beside = "[DEFAULT]\nvcpu_pin_set = 0-31\n" + text.format("60-70")
    assert not severities(beside, rule, "train", cpu_threads=64)


@pytest.mark.parametrize(
    ("mask", "power", "expected"),
    [
        ("4-64", "true", "nova-compute does not start; remove the CPUs above that"),
        ("4-64", "false", "the host cannot report its resources; remove the CPUs above that"),
        ("64-70", "false", "the host cannot report its resources; name CPUs that the host has"),
    ],
)
def test_a_dedicated_cpu_that_is_not_there_cannot_be_switched_off(
    mask: str, power: str, expected: str
) -> None:
    """nova-compute looks each up in /sys as it starts (`gen_cpu_path` in cpu/core.py)."""
    text = f"[compute]\ncpu_dedicated_set = {mask}\n[libvirt]\ncpu_power_management = {power}\n"
    found = run(text, "cpu-mask-beyond-host", "2023.1", cpu_threads=64).findings
    assert [one.message.endswith(f"so {expected}") for one in found] == [True]


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        ("27.1.0", Severity.ERROR),
        ("27.2.0", Severity.INFO),
        ("28.0.0", Severity.ERROR),
        ("28.0.1", Severity.INFO),
        ("2023.2", Severity.WARNING),
        ("2024.1", Severity.INFO),
    ],
)
def test_power_management_stops_the_versions_that_refuse_it(
    release: str, expected: Severity
) -> None:
    rule = "power-management-without-dedicated-set"
    text = f"[DEFAULT]\n{BROKER}[libvirt]\ncpu_power_management = true\n"
    assert severities(text, rule, release) == [expected]
    part = "[libvirt]\ncpu_power_management = true\n"
    assert severities(part, rule, release) == [Severity.INFO]
    assert severities(f"{part}[compute]\ncpu_dedicated_set =\n", rule, release) == [expected]


@pytest.mark.parametrize(
    ("cpus", "release", "count"),
    [("0", "2025.1", 1), ("0,0", "2025.1", 1), ("0-1", "2025.1", 0), ("0", "2023.1", 0)],
)
def test_no_power_is_saved_with_cpu_0_alone(cpus: str, release: str, count: int) -> None:
    text = f"[libvirt]\ncpu_power_management = true\n[compute]\ncpu_dedicated_set = {cpus}\n"
    rule = "power-management-without-dedicated-set"
    assert severities(text, rule, release) == [Severity.INFO] * count


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("", 0),
        ("rbd_user = nova\nrbd_secret_uuid = 457eb676-33da-42ec-9a8c-9293d545c337\n", 0),
        ("rbd_secret_uuid =\n", 0),
        ("rbd_user = nova\n", 1),
        ("rbd_user = nova\nrbd_secret_uuid =\n", 1),
        ("rbd_user =\n", 1),
        ("rbd_user =\nrbd_secret_uuid =\n", 1),
        ("rbd_user =\nrbd_secret_uuid = 457eb676-33da-42ec-9a8c-9293d545c337\n", 1),
        ("rbd_secret_uuid = 457eb676-33da-42ec-9a8c-9293d545c337\n", 1),
    ],
)
def test_who_logs_in_to_ceph_needs_a_user_and_a_secret(options: str, found: int) -> None:
    """As in imagebackend.Rbd.libvirt_info: any user but None asks for a log-in."""
    rule, text = "rbd-credentials-incomplete", "[libvirt]\nimages_type = rbd\n" + options
    assert len(run(f"[DEFAULT]\n{BROKER}{text}", rule).findings) == found
    assert not run(text, rule).findings, "the file may be a part"


def test_certificates_are_kept_by_the_api_alone() -> None:
    rule = "certificate-validation-incomplete"
    main = f"[DEFAULT]\n{BROKER}[glance]\nenable_certificate_validation = true\n"
    text = f"{main}default_trusted_certificate_ids = a\n"
    assert not severities(text, rule)
    assert severities(text, rule, role="api") == [Severity.WARNING]
    assert severities(text, rule, role=["api", "compute"]) == [Severity.WARNING]
    for more in ("", "verify_glance_signatures = true\n"):
        assert severities(main + more, rule) == [Severity.WARNING]
        assert not severities(main + more, rule, role="api"), "nova-compute verifies"


def test_a_cache_manager_that_never_runs_deletes_nothing() -> None:
    age = "[image_cache]\nremove_unused_original_minimum_age_seconds = 60\n"
    assert severities(age, "image-cache-age-short") == [Severity.INFO]
    assert not severities(f"{age}manager_interval = -1\n", "image-cache-age-short")


@pytest.mark.parametrize(
    ("disks", "found"), [("qcow2", 1), ("default", 1), ("raw", 0), ("rbd", 0), ("lvm", 0)]
)
def test_only_disks_with_a_base_image_suffer_from_other_hosts(disks: str, found: int) -> None:
    text = f"[libvirt]\nimages_type = {disks}\n[image_cache]\nmanager_interval = -1\n"
    rule = "image-cache-off-on-shared-path"
    assert len(run(text, rule, shared_storage=True).findings) == found
    assert not run(text, rule, shared_storage=False).findings
    assert [one.needs for one in run(text, rule).not_run] == [("shared_storage",)] * found


def test_mitigations_are_not_taken_out_of_guests_that_can_have_them() -> None:
    text = "[libvirt]\ncpu_mode = none\ncpu_model_extra_flags = ssbd\n"
    (finding,) = run(text, "cpu-flags-without-effect").findings
    assert not finding.fixes


ABSENT = [
    ("custom-cpu-mode-without-models", "cpu_mode = custom\n", Severity.ERROR),
    ("lvm-without-volume-group", "images_type = lvm\n", Severity.ERROR),
    ("multipath-enforced-but-unused", "volume_enforce_multipath = true\n", Severity.ERROR),
    ("injection-without-partition", "inject_password = true\n", Severity.WARNING),
]


@pytest.mark.parametrize(("rule", "line", "grave"), ABSENT, ids=[one[0] for one in ABSENT])
def test_what_another_file_may_set_is_a_note(rule: str, line: str, grave: Severity) -> None:
    part = f"[libvirt]\n{line}"
    untold = check(Document.parse(part), release="2026.2", select=[rule])
    assert [one.severity for one in untold.findings] == [Severity.INFO]
    assert severities(part, rule) == [Severity.INFO], "a role says nothing of other files"
    whole = check(Document.parse(f"[DEFAULT]\n{BROKER}{part}"), release="2026.2", select=[rule])
    assert [one.severity for one in whole.findings] == [grave]


def test_two_lines_of_debian_give_notes_about_what_they_lack() -> None:
    text = "[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\n[libvirt]\nvirt_type = lxc\n"
    assert severities(text, "lxc-without-id-maps") == [Severity.INFO]
    whole = text.replace("[libvirt]", f"{BROKER}[libvirt]")
    assert severities(whole, "lxc-without-id-maps") == [Severity.WARNING]


LAYERS = [
    (
        "reserved-cpus-beside-cpu-sets",
        "[DEFAULT]\nreserved_host_cpus = 0\n[compute]\ncpu_shared_set = 2-7\n",
        "[DEFAULT]\nreserved_host_cpus = 2\n",
    ),
    ("glance-retries-off", "[glance]\nnum_retries = 7\n", "[glance]\nnum_retries = 0\n"),
    (
        "image-cache-interval-zero",
        "[image_cache]\nmanager_interval = 7200\n",
        "[image_cache]\nmanager_interval = 0\n",
    ),
]


@pytest.mark.parametrize(("rule", "lower", "upper"), LAYERS, ids=[one[0] for one in LAYERS])
def test_a_fix_lets_the_value_of_a_lower_layer_hold_again(
    rule: str, lower: str, upper: str
) -> None:
    documents = Document.parse(lower, "a.conf"), Document.parse(upper, "b.conf")
    report = check(
        load(*documents, release="2026.2"), deployment=Deployment(role="compute"), select=[rule]
    )
    patch = report.fix(unsafe=True)
    assert [file.path for file in patch.files] == ["b.conf"]
    assert not report.after(patch).findings


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("", Severity.INFO),
        (f"[DEFAULT]\n{BROKER}", Severity.WARNING),
        ("[compute]\ncpu_shared_set =\n", Severity.WARNING),
    ],
)
def test_another_file_may_set_the_shared_set(text: str, severity: Severity) -> None:
    text += "[compute]\ncpu_dedicated_set = 2-31\n"
    rule = "dedicated-set-without-pinned-guests"
    assert severities(text, rule, numa_guests=False) == [severity]


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        ("image-cache-interval-zero", "manager_interval = 0\n"),
        ("image-cache-age-short", "remove_unused_original_minimum_age_seconds = 60\n"),
    ],
)
def test_without_periodic_tasks_no_image_cache_manager_runs(rule: str, lines: str) -> None:
    text = f"[DEFAULT]\nperiodic_enable = {{}}\n[image_cache]\n{lines}"
    assert severities(text.format("true"), rule)
    assert not severities(text.format("false"), rule)


@pytest.mark.parametrize(("seconds", "found"), [("-1", 0), ("0", 0), ("1", 1), ("600", 0)])
def test_a_copy_may_take_as_long_as_it_likes_without_a_limit(seconds: str, found: int) -> None:
    text = "[libvirt]\nimages_type = rbd\nimages_rbd_glance_store_name = east\n"
    text += f"images_rbd_glance_copy_timeout = {seconds}\n"
    assert len(run(text, "rbd-copy-timeout-too-short", image_size_gb=20).findings) == found


@pytest.mark.parametrize(
    ("driver", "found"),
    [("libvirt.LibvirtDriver", 1), ("vmwareapi.VMwareVCDriver", 1), ("ironic.IronicDriver", 0)],
)
def test_who_cannot_resize_needs_no_other_host_for_it(driver: str, found: int) -> None:
    text = f"[DEFAULT]\ncompute_driver = {driver}\n"
    facts = {"role": "all", "compute_hosts": 1}
    assert len(run(text, "resize-needs-another-host", **facts).findings) == found


@pytest.mark.parametrize(("age", "words"), [(0, "that no server uses,"), (60, "60 seconds")])
def test_an_image_is_not_deleted_before_it_is_unused(age: int, words: str) -> None:
    text = f"[image_cache]\nremove_unused_original_minimum_age_seconds = {age}\n"
    (finding,) = run(text, "image-cache-age-short").findings
    assert words in finding.message


def test_an_empty_store_is_none() -> None:
    text = "[libvirt]\nimages_type = qcow2\nimages_rbd_glance_store_name =\n"
    assert not severities(text, "rbd-option-without-rbd")


@pytest.mark.parametrize("modes", ["network=", "network=writeback,network="])
def test_a_kind_without_a_mode_is_shown(modes: str) -> None:
    text = f"[libvirt]\ndisk_cachemodes = {modes}\n"
    report = check(Document.parse(text), release="2026.2", select=["disk-cachemode-invalid"])
    (finding,) = report.findings
    assert "***" not in finding.message + finding.fixes[0].title + finding.content
    assert "`network=` has no effect" in finding.message


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("verify_glance_signatures = true\ndefault_trusted_certificate_ids = {{ ids }}", 0),
        ("default_trusted_certificate_ids = {{ ids }}", 1),
        ("verify_glance_signatures = true\ndefault_trusted_certificate_ids =", 1),
    ],
)
def test_certificates_that_a_tool_fills_in_are_there(line: str, found: int) -> None:
    text = f"[glance]\nenable_certificate_validation = true\n{line}\n"
    rule = "certificate-validation-incomplete"
    told = check(Document.parse(text), release="2026.2", select=[rule]).findings
    assert len(told) == found
    assert not any("validates" in finding.message for finding in told)


def test_the_words_to_write_are_not_masked() -> None:
    text = "[libvirt]\ndisk_cachemodes = file=write-back,\n  network=writeback\n"
    (finding,) = check(Document.parse(text), select=["disk-cachemode-invalid"]).findings
    assert "MODE one of default, none, writethrough, writeback, directsync" in finding.message


OPEN_MODE = "cpu_mode = {{ cpu_mode }}\n"


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("cpu-models-without-custom-mode", "cpu_models = Haswell\n"),
        ("cpu-flags-without-effect", "cpu_model_extra_flags = pcid\n"),
    ],
)
def test_a_mode_that_a_tool_has_yet_to_write_is_told_where_it_decides(rule: str, line: str) -> None:
    report = run(f"[libvirt]\n{OPEN_MODE}{line}", rule)
    assert not report.findings
    assert [one.rule for one in report.not_run] == [rule]
    assert run(f"[libvirt]\n{OPEN_MODE}", rule).not_run == ()
