"""Availability zones that several services name."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import mismatch
from novalint.rules.fleet.grouping import URL, conductors_of_api

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node, NodeFinding

DEFAULT = "DEFAULT.default_availability_zone"
API_ONLY = ("DEFAULT.default_schedule_zone", "DEFAULT.internal_service_availability_zone")
CROSS = "cinder.cross_az_attach"
IN_METADATA = 15
"""The last major version that asks for the zone when it writes the metadata of servers."""
IN_SELECTION = 21
"""The first version whose schedulers tell conductors the zone of a host."""
ATTACHING = 33
"""The first version whose conductors check a volume that is attached to a server (2026.1)."""


@rule(
    "zones-named-differently",
    theme="cloud",
    severity=Severity.ERROR,
    options=(DEFAULT, *API_ONLY, CROSS, URL),
    roles=("api", "metadata", "conductor", "scheduler", "compute"),
    scope="cloud",
)
def zones_named_differently(fleet: Fleet) -> Iterator[NodeFinding]:
    """Nodes use different names for the default availability zone.

    ## What it checks

    `default_availability_zone` on the api, conductor and scheduler nodes, and on those compute
    nodes that ask for it: with `[cinder] cross_az_attach = false`, and all of ocata, which write
    the zone into the metadata of servers, as metadata nodes do there. From ussuri on conductors on
    another broker than the api nodes are left out: they serve a cell, and schedulers tell them the
    zone of a host.
    `default_schedule_zone` and `internal_service_availability_zone` on the api nodes, which is a
    warning.

    ## Why it matters

    A host that is in no aggregate with a zone is in the default one, by the file of the service
    that asks. The conductor writes the zone of a server, nova-api shows and checks it, and the
    compute node compares it with Cinder's: *Instance and volume are not in the same
    availability_zone*.

    ## Example

    `ctl2` lacks what all other controllers have:

    ```ini
    [DEFAULT]
    default_availability_zone = az1
    ```

    ## Fix safety

    Unsafe: it changes the name that the differing nodes use.

    ## Sources

    - nova/availability_zones.py, and nova/volume/cinder.py, `check_availability_zone`, 34.0.0;
      nova/api/metadata/base.py, 15.1.5
    - nova/objects/selection.py and nova/conductor/manager.py, `build_instances`, 20.6.1 and 21.2.4
    """
    consequence = "the zone of a host that is in none depends on the service that answers"
    conductors = conductors_of_api(fleet)
    nodes = fleet.of("api", "metadata", "conductor", "scheduler", "compute")
    asking = [node for node in nodes if _asks(node) or node in conductors]
    yield from mismatch(asking, DEFAULT, consequence)
    for option in API_ONLY:
        yield from mismatch(
            fleet.of("api"),
            option,
            "the zone that a user gets depends on the node that answers",
            override=Severity.WARNING,
        )


def _asks(node: Node) -> bool:
    """Return whether a node needs to know the zone of hosts that have none; not for conductors."""
    if node.plays("api", "scheduler") or node.release.major <= IN_METADATA:
        return True
    if node.plays("conductor") and node.release.major < IN_SELECTION:
        return True
    return node.plays("compute") and node.value(CROSS) is False


@rule(
    "cross-az-attach-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(CROSS, URL),
    roles=("api", "conductor", "compute"),
    scope="cloud",
)
def cross_az_attach_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Whether a volume of another zone can be attached depends on the node.

    ## What it checks

    `[cinder] cross_az_attach` on the api and compute nodes, and from 2026.1 on on the conductors of
    the api nodes' broker. It is a warning if no api node or conductor has true, or no compute node
    has false.

    ## Why it matters

    With true nova-api accepts a volume that a compute node with false then refuses: *Instance and
    volume are not in the same availability_zone*. In the opposite case nova-api refuses such
    volumes, but volumes that are created with a server get the server's zone only on a compute node
    with false. From 2026.1 on nova-conductor decides in place of nova-api where a volume is
    attached to a server. If api nodes or conductors differ, the result depends on the one that
    handles the request.

    ## Example

    It was set on the compute nodes and not on `ctl1`:

    ```ini
    [cinder]
    cross_az_attach = false
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes allow.

    ## Sources

    - nova/compute/api.py, nova/virt/block_device.py, and nova/volume/cinder.py,
      `check_availability_zone`, 34.0.0
    - nova/conductor/manager.py, `attach_volume`, 33.0.2 and 34.0.0, not in 32.2.1
    """
    consequence = "one service accepts volumes of other zones and another refuses them"
    attaching = [node for node in conductors_of_api(fleet) if node.release.major >= ATTACHING]
    first = [node for node in fleet.nodes if node.plays("api") or node in attaching]
    passed = any(node.value(CROSS) is True for node in first)
    refused = any(node.value(CROSS) is False for node in fleet.of("compute"))
    override = None if passed and refused else Severity.WARNING
    nodes = [node for node in fleet.nodes if node.plays("compute") or node in first]
    yield from mismatch(nodes, CROSS, consequence, override=override)
