"""A file of another program that a tool has yet to fill in may have what the others lack."""

from __future__ import annotations

import pytest
from fleets.fleets import check

PHYSNETS = """[companions]
ml2 = "ml2/{node}.ini"
=== ml2/ctl1.ini
[ml2_type_vlan]
network_vlan_ranges = physnet1
[ml2_type_flat]
flat_networks =
=== ml2/ctl2.ini
[ml2_type_vlan]
network_vlan_ranges = %s
[ml2_type_flat]
flat_networks =
=== ctl1.conf
=== ctl2.conf
=== cmp1.conf
[neutron]
physnets = physnet2
"""

ZONES = """[companions]
cinder = "cinder/{node}.conf"
=== cinder/ctl1.conf
[DEFAULT]
enabled_backends = ceph
storage_availability_zone = az1
=== cinder/ctl2.conf
[DEFAULT]
enabled_backends = ceph
storage_availability_zone = %s
=== ctl1.conf
[cinder]
cross_az_attach = false
=== ctl2.conf
[cinder]
cross_az_attach = false
"""


@pytest.mark.parametrize(
    ("fleet", "rule", "there", "found"),
    [
        (PHYSNETS, "physnet-unknown-to-neutron", "physnet3", 1),
        (PHYSNETS, "physnet-unknown-to-neutron", "physnet2", 0),
        (PHYSNETS, "physnet-unknown-to-neutron", "{{ ranges }}", 0),
        (ZONES, "zone-of-cinder-unknown", "az2", 1),
        (ZONES, "zone-of-cinder-unknown", "nova", 0),
        (ZONES, "zone-of-cinder-unknown", "{{ zone }}", 0),
    ],
)
def test_what_a_tool_has_yet_to_write_may_be_there(
    fleet: str, rule: str, there: str, found: int
) -> None:
    assert len(check(fleet % there, rule).findings) == found
