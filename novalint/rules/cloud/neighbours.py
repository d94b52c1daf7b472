"""In which region other projects look for Nova."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.cloud.neutron import EVENTS, NO, of_server
from novalint.rules.declaration import rule
from novalint.rules.fleet.model import NodeFinding, NodeNote
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

OWN = ("placement.region_name", "placement.os_region_name")
THEIRS = ("neutron:nova.region_name", "cinder:nova.region_name")


@rule(
    "region-of-nova-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=OWN,
    companions=(*THEIRS, *EVENTS),
    scope="cloud",
)
def region_of_nova_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """neutron or Cinder sends its events to Nova in another region.

    ## What it checks

    `[nova] region_name` of the files that `[companions] neutron` and `cinder` name, against
    `[placement] region_name` (`os_region_name` up to pike) of Nova's nodes, where it is set.
    Placement is that of Nova's own region; neutron and Cinder may be another region's. A neutron
    that sends nothing, as both `notify_nova_on_port_status_changes` and
    `notify_nova_on_port_data_changes` are false, is ignored, and so is the file of a machine that
    runs nova-compute and nothing else of Nova, where neutron has agents only.

    ## Why it matters

    neutron sends word that a port is ready to the nova-api that the catalogue has for this region.
    In another region no one knows the server: each build waits for all of `vif_plugging_timeout`
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
        theirs = of_server(fleet) if kind == "neutron" else fleet.companions_of(kind)
        for companion in theirs if written else ():
            region = companion.value(option)
            if region and region not in regions and not _is_silent(companion):
                node, name = written[0]
                lost = (
                    "the events that Nova waits for go to another region"
                    if kind == "neutron"
                    else "guests do not learn that a volume was extended"
                )
                yield NodeFinding(
                    companion,
                    option,
                    f"`[nova] region_name` {shown(str(region))} is not the region of Nova's nodes,"
                    f" so {lost}; set it to that region",
                    others=(NodeNote(node, name, f"{shown(str(node.value(name)))} here"),),
                    override=None if kind == "neutron" else Severity.WARNING,
                )


def _is_silent(companion: Node) -> bool:
    """Return whether this is a neutron that sends no news."""
    return all(str(companion.value(option)).lower() in NO for option in EVENTS)
