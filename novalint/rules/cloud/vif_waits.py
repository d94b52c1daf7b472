"""How long compute nodes wait for word from neutron about a server's network."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.cloud.migrating import NEVER_LIVE
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import mildly, mismatch
from novalint.rules.fleet.grouping import VIRT_TYPE

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, NodeFinding

WAIT = "compute.live_migration_wait_for_vif_plug"
TIMEOUT = "DEFAULT.vif_plugging_timeout"
FATAL = "DEFAULT.vif_plugging_is_fatal"
LIVE_WAITS = 17
"""The release from which on live migrations wait for the network (queens)."""


@rule(
    "vif-wait-differs",
    theme="cloud",
    severity=Severity.WARNING,
    options=(WAIT, TIMEOUT, FATAL),
    roles=("compute",),
    drivers=("libvirt",),
    neutron=True,
    scope="pool",
)
def vif_wait_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Whether a server waits for its network, and what happens then, depends on its host.

    ## What it checks

    `[compute] live_migration_wait_for_vif_plug`, `vif_plugging_timeout` and `vif_plugging_is_fatal`
    on the compute nodes of a pool. A pool is what settings name so. Where none is named, the
    compute nodes of a cell count as one, and the finding is info: they may be kept apart by
    aggregates. Hosts with nova-network (until train), lxc or uml wait for nothing and are left out;
    where all have a `vif_plugging_timeout` of 0 no one waits either, and the other two may differ.

    ## Why it matters

    `vif_plugging_timeout` and `vif_plugging_is_fatal` are the host's own for builds there and, from
    queens on, for live migrations from there: how long to wait for word from neutron, and whether
    it is fatal that none comes. `live_migration_wait_for_vif_plug` says whether live migrations
    wait at all, and builds do not read it: in queens it is the source's, from rocky on the
    destination's. With one network backend for all, a difference makes migrations fail in one
    direction alone, and builds fail on some hosts alone.

    ## Example

    A remedy was tried on `cmp1` and forgotten there:

    ```ini
    [DEFAULT]
    vif_plugging_timeout = 0
    vif_plugging_is_fatal = false
    ```

    ## Fix safety

    Unsafe: it changes whether and how long the odd hosts wait.

    ## Sources

    - nova/compute/manager.py, `pre_live_migration` and `_do_pre_live_migration_from_source`, 34.0.0
      and 18.3.0; `_get_neutron_events_for_live_migration`, 17.0.13
    - nova/virt/libvirt/driver.py, `_create_domain_and_network`, 15.1.5
    - nova/compute/manager.py, `_get_neutron_events_for_live_migration`, 18.3.0 and 28.3.1
    - nova/conf/compute.py: the same on all compute hosts with one network backend
    """
    hosts = [node for node in fleet.nodes if node.value(VIRT_TYPE) not in NEVER_LIVE]
    newest = max((node.release.major for node in hosts), default=0)
    waiting = [node for node in hosts if node.value(TIMEOUT) or not node.knows(TIMEOUT)]
    there, from_some = "", ""
    if newest >= LIVE_WAITS:
        there = " and live migrations from them"
        from_some = ", and live migrations from some hosts too"
    way = "to" if newest > LIVE_WAITS else "from"
    for option, consequence in (
        (WAIT, f"only live migrations {way} some hosts wait for the network"),
        (TIMEOUT, f"builds on some hosts{there} wait longer for the network than others"),
        (FATAL, f"without an event from neutron builds fail on some hosts only{from_some}"),
    ):
        if waiting or option == TIMEOUT:
            nodes = [node for node in fleet.readers(option) if node in hosts]
            yield from mismatch(nodes, option, consequence, override=mildly(fleet))
