"""The overrides of kolla-ansible, merged as it does for each host of its inventory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import novalint
from novalint.engine.cloud_report import CloudReport
from novalint.errors import SettingsError
from novalint.settings import Settings

BASE = "template/nova.conf.j2"
LAYERS = [
    "kolla/config/nova.conf?",
    "kolla/config/nova/{service}.conf?",
    "kolla/config/nova/{node}/nova.conf?",
    "kolla/config/nova/{node}/{service}.conf?",
]
INVENTORY = """\
[control]
ctl[1:3]
[compute]
cmp[1:3]
"""
GPU = 'alias = {"name": "gpu", "vendor_id": "10de", "product_id": "1eb8"}\n'
NIC = 'alias = {"name": "nic", "vendor_id": "15b3", "product_id": "1018"}\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write({"hosts": INVENTORY})
    return tmp_path


def write(files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def settings(*before: str) -> Settings:
    """Give settings with a table for the API and one for compute nodes."""
    roles = {"nova-api": "api", "nova-compute": "compute"}
    tables = {
        f"{{node}}/{service}": {
            "paths": [*before, *(path.replace("{service}", service) for path in LAYERS)],
            "merge": "replace",
            "role": role,
        }
        for service, role in roles.items()
    }
    groups = {"control": ["api", "conductor"], "compute": "compute"}
    fleet = {"complete": True, "inventory": "hosts", "groups": groups}
    return Settings.of({"release": "2026.1", "configurations": tables, "fleet": fleet})


def cloud(*before: str) -> CloudReport:
    report = novalint.Project(settings(*before)).check().cloud
    assert report is not None
    return report


def test_hosts_of_the_inventory_are_nodes() -> None:
    write({BASE: "[DEFAULT]\ndebug = false\n"})
    names = novalint.Project(settings(BASE)).configurations
    assert names == (
        "ctl1/nova-api", "ctl2/nova-api", "ctl3/nova-api",
        "cmp1/nova-compute", "cmp2/nova-compute", "cmp3/nova-compute",
    )  # fmt: skip


def test_a_host_without_any_of_the_files_is_no_node() -> None:
    write({"kolla/config/nova/cmp2/nova.conf": "[DEFAULT]\ndebug = false\n"})
    assert novalint.Project(settings()).configurations == ("cmp2/nova-compute",)


def test_a_later_file_replaces_all_values() -> None:
    write({
        BASE: "[DEFAULT]\ntransport_url = rabbit://u:p@h/\n",
        "kolla/config/nova.conf": "[pci]\n" + GPU + NIC,
        "kolla/config/nova/ctl2/nova.conf": "[pci]\n" + NIC,
    })  # fmt: skip
    report = cloud(BASE)
    assert [(one.rule, one.node) for one in report.findings] == [("pci-alias-differs", "ctl2")]
    assert report.findings[0].location.path == "kolla/config/nova/ctl2/nova.conf"


def test_what_overrides_do_not_set_is_not_known() -> None:
    text = "[oslo_messaging_rabbit]\nrabbit_quorum_queue = {}\n"
    write({
        "kolla/config/nova/nova-api.conf": "[DEFAULT]\ndebug = false\n",
        "kolla/config/nova/nova-compute.conf": text.format("true"),
    })  # fmt: skip
    assert cloud().findings == ()
    write({"kolla/config/nova/cmp3/nova.conf": text.format("false")})
    found = [(one.rule, one.node) for one in cloud().findings]
    assert found == [("queue-kind-differs", "cmp3")]


def test_the_template_tells_what_overrides_do_not() -> None:
    text = "[oslo_messaging_rabbit]\nrabbit_quorum_queue = {}\n"
    write({BASE: text.format("true"), "kolla/config/nova/cmp3/nova.conf": text.format("false")})
    found = [(one.rule, one.node) for one in cloud(BASE).findings]
    assert found == [("queue-kind-differs", "cmp3")]


def test_without_an_inventory_a_path_has_to_tell_the_machines() -> None:
    table = {"configurations": {"{node}": {"paths": LAYERS[:1]}}}
    with pytest.raises(SettingsError, match=r"needs a path with \{node\} that always exists"):
        novalint.Project(Settings.of(table)).check()


def test_no_host_for_a_role_is_told() -> None:
    table = {
        "configurations": {"{node}": {"paths": LAYERS[:1], "role": "scheduler"}},
        "fleet": {"inventory": "hosts", "groups": {"compute": "compute"}},
    }
    with pytest.raises(SettingsError, match="no host of the inventory is for"):
        novalint.Project(Settings.of(table)).check()


def test_an_override_of_the_old_set_of_cpus_says_nothing_of_the_new_one() -> None:
    off = "[workarounds]\ndisable_fallback_pcpu_query = true\n"
    pinned = {"kolla/config/nova/cmp1/nova.conf": "[DEFAULT]\nvcpu_pin_set = 2-15\n"}
    roles = {"ctl1": ["scheduler"], "cmp1": ["compute"]}
    base = {
        name: {"paths": [f"kolla/config/nova/{name}/nova.conf"], "role": role}
        for name, role in roles.items()
    }
    write({"kolla/config/nova/ctl1/nova.conf": off, **pinned})
    told = Settings.of({"release": "2026.1", "configurations": base, "fleet": {"complete": True}})
    report = novalint.Project(told).check().cloud
    assert report is not None
    assert "pcpu-fallback-off-too-early" in report.ran
    assert [found.rule for found in report.findings] == []
