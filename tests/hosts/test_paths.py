"""What paths say of services and layers."""

from __future__ import annotations

from pathlib import Path

import pytest

from novalint.hosts.paths import kolla_layer, role_of_path
from novalint.hosts.signs import may_be_host

BASE = "etc/kayobe/kolla/config/"


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("x/nova-compute.conf", "compute"),
        ("roles/x/templates/nova-compute.conf.j2", "compute"),
        ("/etc/kolla/config/nova/nova-super-conductor.conf", "conductor"),
        ("nova/nova-novncproxy.conf.erb", "novncproxy"),
        ("/etc/nova/nova.conf", None),
        ("group_vars/nova_conductor/all.yml", "conductor"),
        ("group_vars/all/nova_compute.yml", None),
    ],
)
def test_roles(path: str, role: str | None) -> None:
    assert role_of_path(path) == role


@pytest.mark.parametrize(
    ("path", "layer"),
    [
        ("global.conf", (0, None, None)),
        ("nova.conf", (1, None, None)),
        ("nova/nova-compute.conf", (2, "nova-compute", None)),
        ("nova/nova-compute-ironic-1.conf", (3, "nova-compute-ironic-1", None)),
        ("nova/h1/nova.conf", (4, None, "h1")),
        ("nova/h1/nova-compute.conf", (5, "nova-compute", "h1")),
        ("nova/h1/nova-compute-ironic-12.conf", (6, "nova-compute-ironic-12", "h1")),
        ("nova/nova-compute-ironic-a.conf", None),
        ("nova/h1/nova-compute-1.conf", None),
        ("nova/h1/nova-api.conf", None),
        ("nova/policy.yaml", None),
        ("nova/nova_compute/resources.conf", None),
        ("neutron.conf", None),
    ],
)
def test_layers_of_kolla(path: str, layer: tuple[int, str | None, str | None] | None) -> None:
    for base in (BASE, "/etc/kolla/config/", "environments/kolla/files/overlays/"):
        assert kolla_layer(base + path) == layer
    assert kolla_layer("some/" + path) is None


def test_a_folder_that_kolla_is_run_from_needs_no_name_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config").mkdir()
    assert kolla_layer(f"{tmp_path}/config/nova.conf") is None
    assert not may_be_host(f"{tmp_path}/config/nova.conf", "")
    (tmp_path / "globals.yml").touch()
    assert kolla_layer(f"{tmp_path}/config/nova.conf") == (1, None, None)
    assert kolla_layer(f"{tmp_path}/config/nova/h1/nova.conf") == (4, None, "h1")
    assert kolla_layer(f"{tmp_path}/nova.conf") is None
    assert may_be_host(f"{tmp_path}/config/nova.conf", "")
    monkeypatch.chdir(tmp_path)
    assert kolla_layer("config/nova/nova-compute.conf") == (2, "nova-compute", None)
    assert may_be_host("config/nova/nova-compute.conf", "")


def test_layers_stand_in_the_order_in_which_they_merge() -> None:
    ironic = "nova-compute-ironic"
    names = ["global.conf", "nova.conf", f"nova/{ironic}.conf", f"nova/{ironic}-1.conf"]
    names += ["nova/h1/nova.conf", f"nova/h1/{ironic}.conf", f"nova/h1/{ironic}-1.conf"]
    layers = [layer for name in names if (layer := kolla_layer(BASE + name))]
    assert len(layers) == len(names)
    assert layers == sorted(layers, key=lambda layer: layer.order)
    assert [layer.role for layer in layers[2:4]] == ["compute", "compute"]
    assert role_of_path(f"{BASE}{names[-1]}") == "compute"


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("/etc/kolla/nova-compute/nova.conf", "compute"),
        ("backup/cmp1/etc/kolla/nova-conductor/nova.conf", "conductor"),
        ("/etc/kolla/nova-super-conductor/nova.conf", "conductor"),
        ("/etc/kolla/nova-compute-ironic-2/nova.conf", "compute"),
        ("/etc/kolla/nova-libvirt/nova.conf", None),
        ("/etc/kolla/config/nova/nova.conf", None),
        ("/etc/nova-compute/nova.conf", None),
    ],
)
def test_the_role_of_a_file_that_kolla_ansible_writes(path: str, role: str | None) -> None:
    assert role_of_path(path) == role
