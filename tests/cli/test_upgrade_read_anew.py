"""Files that kolla-ansible begins to read on the way: what their lines change is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.conftest import Run

OF_HOST = "config/nova/cmp1/nova-compute.conf"
MODEL = "[libvirt]\ncpu_mode = host-model\n"


@pytest.fixture(autouse=True)
def kolla(folder: Path) -> None:
    (folder / "config/nova/cmp1").mkdir(parents=True)
    (folder / "globals.yml").write_text('kolla_base_distro: "ubuntu"\n')
    (folder / "config/nova.conf").write_text("[DEFAULT]\nreserved_host_memory_mb = 1024\n")
    (folder / "config/nova/nova-compute.conf").write_text(MODEL)


def changes(novalint: Run, old: str, new: str) -> list[str]:
    ran = novalint("upgrade", ".", "--from", old, "--to", new, "--format", "json")
    return [
        f"{change['path']}:{change['line']}: {change['releases']}: {change['message']}"
        for configuration in ran.json["configurations"]
        for change in configuration["changes"]
        if "this file is read" in change["message"]
    ]


@pytest.mark.parametrize(("old", "new"), [("2023.1", "2024.1"), ("zed", "2026.2")])
def test_a_value_that_it_replaces_is_told(novalint: Run, folder: Path, old: str, new: str) -> None:
    (folder / OF_HOST).write_text("[libvirt]\ncpu_mode = host-passthrough\n")
    assert changes(novalint, old, new) == [
        f"{OF_HOST}:2: ['2023.2']: `[libvirt] cpu_mode` becomes `host-passthrough` (was "
        "`host-model`), as this file is read only since 2023.2; remove the line to prevent that"
    ]


@pytest.mark.parametrize(("old", "new"), [("zed", "2023.1"), ("2023.2", "2024.1")])
def test_where_it_is_read_in_both_or_in_neither_nothing_is(
    novalint: Run, folder: Path, old: str, new: str
) -> None:
    (folder / OF_HOST).write_text("[libvirt]\ncpu_mode = host-passthrough\n")
    assert changes(novalint, old, new) == []


def test_the_same_value_is_no_news(novalint: Run, folder: Path) -> None:
    (folder / OF_HOST).write_text(MODEL)
    assert changes(novalint, "2023.1", "2024.1") == []


def test_what_no_other_file_sets_has_its_default_before(novalint: Run, folder: Path) -> None:
    (folder / OF_HOST).write_text("[compute]\nmax_disk_devices_to_attach = 8\n")
    (change,) = changes(novalint, "2023.1", "2024.1")
    assert "`[compute] max_disk_devices_to_attach` becomes `8` (was `-1`), as this" in change


def test_a_secret_is_not_told(novalint: Run, folder: Path) -> None:
    (folder / OF_HOST).write_text("[neutron]\npassword = tiger5\n")
    (change,) = changes(novalint, "2023.1", "2024.1")
    assert "`[neutron] password` is set, as this file" in change


def test_a_service_that_gets_its_own_file(novalint: Run, folder: Path) -> None:
    (folder / "config/nova/nova-metadata.conf").write_text("[DEFAULT]\nmetadata_workers = 3\n")
    (change,) = changes(novalint, "2024.2", "2025.1")
    assert "becomes `3`, as this file is read only since 2025.1" in change
