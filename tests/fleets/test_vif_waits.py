"""Compute nodes that wait for no word from neutron."""

from __future__ import annotations

import pytest
from fleets.fleets import check


@pytest.mark.parametrize(("kind", "count"), [("lxc", 0), ("qemu", 1), ("kvm", 1)])
def test_containers_neither_wait_nor_move_live(kind: str, count: int) -> None:
    own = f"[libvirt]\nvirt_type = {kind}\n[DEFAULT]\nvif_plugging_timeout = 0\n"
    fleet = f"=== cmp1.conf\n{own}=== cmp2.conf\n[DEFAULT]\n"
    assert len(check(fleet, "vif-wait-differs").findings) == count
