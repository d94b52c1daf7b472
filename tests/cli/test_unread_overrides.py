"""What kolla-ansible does not read is merged into nothing that is shown, and listed as such."""

from __future__ import annotations

import pytest
from cli.call import write
from cli.conftest import Run

OF_HOST = "config/nova/cmp1/nova-compute.conf"
SLIP = "config/nova/nova-shceduler.conf"
OF_COMPUTE = "config/nova.conf, config/nova/nova-compute.conf"


@pytest.fixture(autouse=True)
def kolla(folder: object) -> None:
    write("globals.yml", 'openstack_release: "2023.1"\nkolla_base_distro: ubuntu\n')
    write("config/nova.conf", "[DEFAULT]\ndebug = true\n")
    write("config/nova/nova-compute.conf", "[libvirt]\ncpu_mode = host-model\n")
    write(OF_HOST, "[libvirt]\ncpu_mode = host-passthrough\n")


def test_show_leaves_it_out_and_says_so(novalint: Run) -> None:
    ran = novalint("show", ".", "libvirt.cpu_mode")
    assert "host-passthrough" not in ran.out
    assert ran.out.count(f"# {OF_COMPUTE}\n[libvirt] cpu_mode = host-model") == 1
    assert f"{OF_HOST} is not read in 2023.1, so it is not shown; see override-not-read" in ran.err
    later = novalint("show", ".", "libvirt.cpu_mode", "--release", "2023.2")
    assert "host-passthrough" in later.out
    assert "is not read" not in later.err


def test_show_of_it_alone(novalint: Run) -> None:
    write(SLIP, "[scheduler]\nmax_attempts = 5\n")
    ran = novalint("show", SLIP)
    assert (ran.status, ran.out) == (0, "")
    assert f"{SLIP} is not read in 2023.1, so it is not shown" in ran.err


def test_the_list_of_files_says_so(novalint: Run) -> None:
    write(SLIP, "[scheduler]\nmax_attempts = 5\n")
    assert novalint("settings", "--files").out.splitlines() == [
        "config/nova.conf: a part of a configuration",
        f"{OF_COMPUTE}: parts of one configuration, for compute",
        f"{OF_COMPUTE}, {OF_HOST}: parts of one configuration, for compute; "
        f"{OF_HOST} is not read in 2023.1",
        f"{SLIP}: a part of a configuration; {SLIP} is not read in 2023.1",
    ]
    rows = novalint("settings", "--files", "--format", "json").json["files"]
    assert [row["why"] for row in rows[:3]] == [None, None, f"{OF_HOST} is not read in 2023.1"]
