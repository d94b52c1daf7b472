"""In an override a name that the tool's own nova.conf sets is more than a spelling."""

from __future__ import annotations

import pytest

from novalint.engine.report import check
from novalint.findings import Safety
from novalint.hosts.reading import documents_in
from novalint.text.source import Source

KOLLA = "etc/kolla/config/nova/nova-compute.conf"
PCI = '[pci]\npassthrough_whitelist = {"vendor_id": "8086", "product_id": "0434"}\n'
POOL = "[DEFAULT]\nrpc_thread_pool_size = 128\n"
OSA = "nova_nova_conf_overrides:\n  {}:\n    {}: {}\n"


def safeties(path: str, text: str) -> dict[str, tuple[Safety, str]]:
    (document,) = documents_in(Source(path, text))
    report = check(document, release="2025.1", select=["deprecated-name"])
    return {
        finding.option: (fix.safety, fix.title)
        for finding in report.findings
        for fix in finding.fixes
    }


@pytest.mark.parametrize("head", ["", "# {{ x }}\n{% set y = 1 %}\n"])
def test_a_name_that_the_tool_sets_is_no_mere_spelling(head: str) -> None:
    safety, title = safeties(KOLLA, head + PCI)["passthrough_whitelist"]
    assert safety is Safety.UNSAFE
    assert "names are merged as they are spelt" in title
    (document,) = documents_in(Source(KOLLA, head + PCI))
    report = check(document, release="2025.1", select=["deprecated-name"])
    assert not report.fix().files
    assert "device_spec" in report.fix(unsafe=True).apply(head + PCI, KOLLA)


def test_a_name_that_no_tool_sets_is_renamed_safely() -> None:
    assert safeties(KOLLA, POOL)["rpc_thread_pool_size"][0] is Safety.SAFE
    assert safeties("etc/nova/nova.conf", PCI)["passthrough_whitelist"][0] is Safety.SAFE


def test_the_new_name_may_be_the_one_that_the_tool_sets() -> None:
    text = OSA.format("pci", "passthrough_whitelist", '"{}"')
    assert safeties("group_vars/all.yml", text)["passthrough_whitelist"][0] is Safety.UNSAFE
    text = OSA.format("DEFAULT", "rpc_thread_pool_size", "128")
    other = safeties("group_vars/all.yml", text)["rpc_thread_pool_size"]
    assert other[0] is Safety.SAFE
