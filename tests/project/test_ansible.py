"""Inventories of Ansible say which host is in which group."""

from __future__ import annotations

from pathlib import Path

import pytest

from novalint.errors import FileError, SettingsError
from novalint.project.ansible import expanded, hosts_of, roles_by_host

INI = """\
# hosts
[control]
ctl[01:03] ansible_host=10.0.0.1
[compute]
cmp1
cmp2  # the second
[nova-compute:children]
compute
gpu
[gpu]
gpu-[a:b]
[all:vars]
cmp9 = x
"""
YAML = """\
---
all:
  vars:
    hosts: none
  children:
    control:
      hosts:
        ctl[01:03]:
          ansible_host: 10.0.0.1
    nova-compute:
      children:
        compute:
          hosts:
            cmp1:
            "cmp2": {ansible_host: 10.0.0.2}
        gpu:
          hosts: # two
            gpu-[a:b]:
"""
JSON = """{
 "_meta": {"hostvars": {"cmp1": {}}},
 "control": {"hosts": ["ctl01", "ctl02", "ctl03"]},
 "nova-compute": {"children": ["compute", "gpu"]},
 "compute": {"hosts": ["cmp1", "cmp2"]},
 "gpu": {"hosts": ["gpu-a", "gpu-b"]}
}"""


@pytest.mark.parametrize("text", [INI, YAML, JSON], ids=["ini", "yaml", "json"])
def test_groups_within_groups_give_their_hosts_a_role(tmp_path: Path, text: str) -> None:
    path = tmp_path / "hosts"
    path.write_text(text)
    groups = {"nova-compute": ("compute",), "control": ("api", "conductor")}
    roles = roles_by_host(str(path), groups)
    assert {host for host, own in roles.items() if own == ("compute",)} == {
        "cmp1", "cmp2", "gpu-a", "gpu-b",
    }  # fmt: skip
    assert {host for host, own in roles.items() if own == ("api", "conductor")} == {
        "ctl01", "ctl02", "ctl03",
    }  # fmt: skip
    assert len(roles) == 7


def test_a_host_of_two_groups_has_the_roles_of_both(tmp_path: Path) -> None:
    (tmp_path / "hosts").write_text("[a]\nx\n[b]\nx\n")
    groups = {"a": ("api",), "b": ("compute", "api")}
    assert roles_by_host(str(tmp_path / "hosts"), groups) == {"x": ("api", "compute")}


def test_groups_in_a_circle_come_to_an_end(tmp_path: Path) -> None:
    (tmp_path / "hosts").write_text("[a:children]\nb\n[b:children]\na\n[b]\nx\n")
    assert roles_by_host(str(tmp_path / "hosts"), {"a": ("api",)}) == {"x": ("api",)}


def test_a_group_that_is_not_there_names_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "hosts").write_text(INI)
    with pytest.raises(SettingsError, match="there is no group `compute-`; the nearest is"):
        roles_by_host(str(tmp_path / "hosts"), {"compute-": ("compute",)})


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError):
        roles_by_host(str(tmp_path / "none"), {})
    (tmp_path / "hosts").write_text("{")
    with pytest.raises(SettingsError, match="is not JSON"):
        roles_by_host(str(tmp_path / "hosts"), {})


@pytest.mark.parametrize(
    ("pattern", "hosts"),
    [
        ("cmp1", ["cmp1"]),
        ("cmp[08:10]", ["cmp08", "cmp09", "cmp10"]),
        ("r[1:2]-[a:b].x", ["r1-a.x", "r1-b.x", "r2-a.x", "r2-b.x"]),
        ("c[0:8:4]", ["c0", "c4", "c8"]),
        ("c[2:1]", []),
        ("c[x]", ["c[x]"]),
    ],
)
def test_ranges(pattern: str, hosts: list[str]) -> None:
    assert list(expanded(pattern)) == hosts


@pytest.mark.parametrize("pattern", ["c[0:999999999]", "c[0:99999][0:99999]", "c" + "[0:9]" * 8])
def test_a_huge_range_is_cut(pattern: str) -> None:
    assert sum(1 for _ in hosts_of(pattern)) == 100_000


def test_thousands_of_ranges_are_a_name() -> None:
    assert list(hosts_of("c" + "[0:9]" * 9000)) == ["c" + "[0:9]" * 9000]
