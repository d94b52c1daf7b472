"""What Nova takes as PCI devices and aliases, and how what is plainly meant is mended."""

from __future__ import annotations

import json

import pytest

from novalint.deployment import Deployment
from novalint.engine.report import Report, check
from novalint.text.document import Document


def run(text: str, *rules: str, release: str = "2026.2", **facts: object) -> Report:
    return check(
        Document.parse(text), deployment=Deployment(release=release, **facts), select=rules
    )


def mended(option: str, value: str, rule: str, release: str = "2026.2") -> str:
    """Return the lines below the header after the fixes of a rule."""
    text = f"[pci]\n{option} = {value}\n"
    return run(text, rule, release=release).fix(unsafe=True).apply(text).partition("\n")[2]


GPU = '{"name": "gpu", "vendor_id": "10de", "product_id": "20b0"}'
ALIASES = {
    "single quotes": GPU.replace('"', "'"),
    "curly quotes": GPU.replace('"', "\u201d"),
    "a comma too many": GPU.replace("}", ",}"),
    "a list of one": f"[{GPU}]",
    "a prefix": GPU.replace("10de", "0x10DE").replace("20b0", "0X20B0"),
    "over several lines": GPU.replace(', "', ',\n  "').replace("}", ",\n  }"),
}


@pytest.mark.parametrize("value", ALIASES.values(), ids=ALIASES)
def test_an_alias_that_is_plainly_meant_is_mended(value: str) -> None:
    assert mended("alias", value, "pci-alias-invalid") == f"alias = {GPU}\n"


def test_a_list_of_aliases_becomes_a_line_for_each() -> None:
    other = GPU.replace("gpu", "a30")
    lines = mended("alias", f"[{GPU}, {other}]", "pci-alias-invalid")
    assert lines == f"alias = {GPU}\nalias = {other}\n"


def test_short_ids_and_numbers_get_four_digits() -> None:
    value = '{"name": "qat", "vendor_id": 8086, "product_id": "443"}'
    wanted = '{"name": "qat", "vendor_id": "8086", "product_id": "0443"}'
    assert mended("alias", value, "pci-alias-invalid") == f"alias = {wanted}\n"


@pytest.mark.parametrize(
    "value",
    [
        '{"name": "gpu", "vendor_id": "nvidia", "product_id": "20b0"}',
        '{"name": "gpu", "vendor_id": "10de", "product_id": true}',
        '{"name": "gpu", "vendor_id": "10de", "type": "PF"}',
        '{"vendor_id": "10de", "product_id": "20b0"',
        "gpu",
        "[]",
        f'[{GPU}, "a30"]',
    ],
)
def test_an_alias_that_is_not_plain_has_no_fix(value: str) -> None:
    report = run(f"[pci]\nalias = {value}\n", "pci-alias-invalid")
    assert report.findings
    assert not any(one.fixes for one in report.findings)


def test_an_empty_alias_is_commented_out() -> None:
    assert mended("alias", "", "pci-alias-invalid").strip() == "#alias ="


DEVICES = {
    "{'vendor_id': '8086', 'product_id': '1520'}": '{"vendor_id": "8086", "product_id": "1520"}',
    '{"vendor_id": 8086}': '{"vendor_id": "8086"}',
    "[{'address': '0000:81:00.0'}, {'devname': 'eth2'},]": (
        '[{"address": "0000:81:00.0"}, {"devname": "eth2"}]'
    ),
}


@pytest.mark.parametrize(("value", "wanted"), DEVICES.items())
def test_a_device_that_is_plainly_meant_is_mended(value: str, wanted: str) -> None:
    for option, release in (("device_spec", "2026.2"), ("passthrough_whitelist", "ocata")):
        lines = mended(option, value, "pci-device-spec-invalid", release)
        assert lines == f"{option} = {wanted}\n"


def test_a_reference_to_another_option_is_never_written_out() -> None:
    text = "[DEFAULT]\nhost = a\n[pci]\nalias = {'name': '$host'}\n"
    report = run(text, "pci-alias-invalid")
    assert not any(one.fixes for one in report.findings)


def test_what_a_tool_has_yet_to_write_is_no_fault() -> None:
    for value in ("{{ gpu_alias | to_json }}", '{"name": "gpu", "vendor_id": "{{ vendor }}"}'):
        assert not run(f"[pci]\nalias = {value}\n", "pci-alias-invalid").findings


@pytest.mark.parametrize(
    ("release", "severities"),
    [("2025.1", ["warning"]), ("31.3.0", []), ("31.3.1", ["error"]), ("2025.2", ["error"])],
)
def test_the_version_that_is_told_decides_about_ids(release: str, severities: list[str]) -> None:
    report = run('[pci]\nalias = {"name": "gpu"}\n', "pci-alias-without-ids", release=release)
    assert [one.severity.value for one in report.findings] == severities


def test_what_a_faulty_alias_entails_follows_from_the_version() -> None:
    for release, wanted in [("train", "refused"), ("31.3.0", "refused"), ("31.3.1", "not start")]:
        (finding,) = run("[pci]\nalias = {}\n", "pci-alias-invalid", release=release).findings
        assert wanted in finding.message


UNREPORTED = {
    "pci-one-time-use-without-placement": (
        '[pci]\ndevice_spec = {"address": "0000:81:00.0", "one_time_use": true}\n',
        "error",
    ),
    "pci-scheduled-but-not-reported": (
        "[filter_scheduler]\npci_in_placement = true\n"
        '[pci]\ndevice_spec = {"vendor_id": "10de", "product_id": "20b0"}\n',
        "warning",
    ),
}


@pytest.mark.parametrize(
    ("driver", "count"),
    [("libvirt.LibvirtDriver", 1), ("vmwareapi.VMwareVCDriver", 0), ("zvm.ZVMDriver", 0)],
)
def test_drivers_without_devices_have_none_to_report(driver: str, count: int) -> None:
    rule = "pci-scheduled-but-not-reported"
    document = Document.parse(f"[DEFAULT]\ncompute_driver = {driver}\n{UNREPORTED[rule][0]}")
    assert len(check(document, release="2026.2", select=[rule]).findings) == count


@pytest.mark.parametrize("rule", UNREPORTED)
def test_another_file_may_say_that_devices_are_reported(rule: str) -> None:
    text, severity = UNREPORTED[rule]
    whole = f"[DEFAULT]\ntransport_url = rabbit://nova:secret@192.0.2.11/\n{text}"
    for part, wanted in [(text, "info"), (whole, severity)]:
        assert [one.severity.value for one in run(part, rule).findings] == [wanted]
    written = f"{text}report_in_placement = false\n"
    assert [one.severity.value for one in run(written, rule).findings] == [severity]
    assert not run(f"{text}report_in_placement = true\n", rule).findings


def test_an_alias_is_missed_only_where_devices_can_be_passed_through() -> None:
    text = '[DEFAULT]\ncompute_driver = %s\n[pci]\ndevice_spec = {"vendor_id": "10de"}\n'
    rule = "pci-devices-without-alias"
    assert run(text % "libvirt.LibvirtDriver", rule, role="compute").findings
    assert not run(text % "ironic.IronicDriver", rule, role="compute").findings


def test_addresses_of_mediated_devices_are_read_from_victoria_on() -> None:
    text = (
        "[devices]\nenabled_vgpu_types = a, b\n[vgpu_a]\ndevice_addresses = x\n"
        "[vgpu_b]\ndevice_addresses = 0000:84:00.0\n"
    )
    rules = ("mdev-address-invalid", "mdev-type-without-addresses")
    assert [one.rule for one in run(text, *rules, release="victoria").findings] == [rules[0]]
    assert [one.rule for one in run(text, *rules, release="ussuri").findings] == [rules[1]]


def test_what_is_written_is_what_was_read() -> None:
    value = {"name": "gpu", "vendor_id": "10de", "product_id": "20b0", "traits": "CUSTOM_\u00e4"}
    line = mended("alias", str(value), "pci-alias-invalid")
    assert json.loads(line.removeprefix("alias = ")) == value


@pytest.mark.parametrize("release", ["2023.2", "2024.1", "2026.2"])
def test_a_type_that_is_listed_twice_is_one_type(release: str) -> None:
    text = "[devices]\nenabled_mdev_types = nvidia-35, nvidia-35\n"
    assert not run(text, "mdev-type-without-addresses", release=release).findings


OF_PORTS = (', "physical_network": null', ', "remote_managed": "True"')


@pytest.mark.parametrize("tag", ["", ', "remote_managed": "no"', *OF_PORTS])
def test_devices_of_ports_are_not_for_flavors(tag: str) -> None:
    spec = f'[pci]\ndevice_spec = {{"vendor_id": "15b3"{tag}}}\nreport_in_placement = false\n'
    text = f"{spec}[filter_scheduler]\npci_in_placement = true\n"
    names = ("pci-devices-without-alias", "pci-scheduled-but-not-reported")
    rules = {one.rule for one in run(text, *names, role="compute").findings}
    assert rules == (set() if tag in OF_PORTS else set(names))


@pytest.mark.parametrize(("devices", "count"), [("[ ]", 0), ("[{}]", 1)])
def test_an_empty_list_of_devices_needs_no_filter(devices: str, count: int) -> None:
    text = f"[pci]\ndevice_spec = {devices}\n[filter_scheduler]\nenabled_filters = ComputeFilter\n"
    assert len(run(text, "pci-filter-missing").findings) == count


def test_quotes_with_a_backslash_are_told_without_their_text() -> None:
    text = r"""[pci]
alias = "{\"name\": \"gpu\", \"vendor_id\": \"10de\", \"product_id\": \"20b0\"}"
"""
    report = run(text, "pci-alias-invalid")
    (found,) = report.findings
    assert "must not have a backslash" in found.message
    assert report.fix(unsafe=True).apply(text) == f"[pci]\nalias = {GPU}\n"


@pytest.mark.parametrize(
    ("release", "role", "count"),
    [("2024.2", "compute", 0), ("2024.2", "api", 1), ("31.3.0", "compute", 0),
     ("31.3.1", "compute", 1), ("2025.1", "compute", 1), ("2026.2", "metadata", 1)],
)  # fmt: skip
def test_before_31_3_1_only_the_api_looks_at_repeated_aliases(
    release: str, role: str, count: int
) -> None:
    text = f"[pci]\nalias = {GPU}\nalias = {GPU}\n[filter_scheduler]\npci_in_placement = true\n"
    rule = "pci-alias-repeated-with-placement"
    assert len(run(text, rule, release=release, role=role).findings) == count


@pytest.mark.parametrize(
    ("driver", "spec", "wide"),
    [
        ("libvirt.LibvirtDriver", '{"address": "0000:*:*.*"}', True),
        ("libvirt.LibvirtDriver", '{"address": {"bus": ""}}', True),
        ("libvirt.LibvirtDriver", '{"address": "0001:*:*.*"}', False),
        ("libvirt.LibvirtDriver", '{"address": {"domain": "0001"}}', False),
        ("vmwareapi.VMwareVCDriver", '{"vendor_id": "8086"}', False),
    ],
)
def test_a_device_is_wide_where_the_driver_gives_all_of_a_host(
    driver: str, spec: str, wide: bool
) -> None:
    text = f"[DEFAULT]\ncompute_driver = {driver}\n[pci]\ndevice_spec = {spec}\n"
    assert bool(run(text, "pci-device-spec-too-wide", tenants=20).findings) is wide
