"""In which region other projects look for Nova."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.model import NodeFinding, NodeNote
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet

OWN = (
    "placement.region_name", "placement.os_region_name", "neutron.region_name",
    "cinder.os_region_name",
)  # fmt: skip
THEIRS = ("neutron:nova.region_name", "cinder:nova.region_name")


@rule(
    "region-of-nova-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=OWN,
    companions=THEIRS,
    scope="cloud",
)
def region_of_nova_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """neutron or Cinder tells its news to the Nova of another region.

    ## What it checks

    `[nova] region_name` of the files that `[companions] neutron` and `cinder` name, against
    `[placement] region_name` (`os_region_name` up to pike), `[neutron] region_name` and `[cinder]
    os_region_name` of Nova's nodes: it is none of those that are set. Placement is always that of
    Nova's own region.

    ## Why it matters

    neutron sends word that a port is ready to the nova-api that the catalogue has for this region.
    In another region nobody knows the server: each build waits for all of `vif_plugging_timeout`
    and fails. Cinder's word that a volume has grown gets lost in the same way.

    ## Example

    Nova has `region_name = RegionTwo` for Placement, and neutron.conf was copied:

    ```ini
    [nova]
    region_name = RegionOne
    ```

    ## Fix safety

    No fix: a name is not written for you.

    ## Sources

    - neutron/notifiers/nova.py, `_get_nova_client`, 29.0.0
    - cinder/compute/nova.py, `novaclient`, 29.0.0
    """
    written = [(node, name) for node in fleet.nodes for name in OWN if node.value(name)]
    regions = {node.value(name) for node, name in written}
    for kind, option in zip(("neutron", "cinder"), THEIRS, strict=True):
        for companion in fleet.companions_of(kind) if written else ():
            region = companion.value(option)
            if region and region not in regions:
                node, name = written[0]
                yield NodeFinding(
                    companion,
                    option,
                    f"`[nova] region_name` {shown(str(region))} is not the region of Nova's nodes,"
                    " so what Nova waits to be told goes to another one; set it to theirs",
                    others=(NodeNote(node, name, f"{shown(str(node.value(name)))} here"),),
                    override=None if kind == "neutron" else Severity.WARNING,
                )
