"""What differing names of guests come to depends on the driver that looks guests up."""

from __future__ import annotations

import pytest
from fleets.fleets import check

TEMPLATE = "[DEFAULT]\ninstance_name_template = vm-%08x\n"


@pytest.mark.parametrize(
    ("release", "one", "other", "severity", "words"),
    [
        ("2026.2", "libvirt.LibvirtDriver", "libvirt.LibvirtDriver", "warning", "rescuing it"),
        ("2026.2", "libvirt.LibvirtDriver", "zvm.ZVMDriver", "warning", "the API shows"),
        ("2026.2", "libvirt.LibvirtDriver", "vmwareapi.VMwareVCDriver", "", ""),
        ("train", "xenapi.XenAPIDriver", "xenapi.XenAPIDriver", "error", "not found by its name"),
        ("2023.1", "hyperv.HyperVDriver", "hyperv.HyperVDriver", "error", "not found by its name"),
    ],
)
def test_names_matter_to_drivers_that_go_by_them(
    release: str, one: str, other: str, severity: str, words: str
) -> None:
    text = f'release = "{release}"\n=== cmp1.conf\n{TEMPLATE}compute_driver = {one}\n'
    text += f"=== cmp2.conf\n[DEFAULT]\ncompute_driver = {other}\n"
    found = check(text, "instance-name-template-differs").findings
    assert [finding.severity.value for finding in found] == [severity] * bool(severity)
    assert all(words in finding.message for finding in found)
