"""Devices of neutron's ports, and keys that several key managers know."""

from __future__ import annotations

import pytest
from fleets.test_cloud_corners import PLACED, ask

VF = '"vendor_id": "15b3", "product_id": "101e"'


@pytest.mark.parametrize(
    ("tag", "count"),
    [
        ("", 1),
        (', "physical_network": null', 0),  # tunnelled networks
        (', "physical_network": "physnet1"', 0),
        (', "remote_managed": "true"', 0),
        (', "remote_managed": "false"', 1),
    ],
)
def test_placement_is_not_asked_for_devices_of_ports(tag: str, count: int) -> None:
    files = {"api1": PLACED, "cmp1": f"[pci]\ndevice_spec = {{{VF}{tag}}}"}
    assert len(ask("pci-not-reported-everywhere", files)) == count
