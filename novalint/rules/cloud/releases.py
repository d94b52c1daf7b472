"""Releases side by side, as during an upgrade."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.nova.compute_rpc import (
    CONSOLES,
    NAMES_BEFORE_OCATA,
    OLDEST,
    RARE,
    refused,
    spoken,
)
from novalint.rules.common.consoles import PROXIES
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import divided, mismatch
from novalint.rules.fleet.model import Expected, NodeFinding, NodeNote
from novalint.schema.releases import find_release

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

PIN = "upgrade_levels.compute"
SKIPPED = "workarounds.disable_compute_service_check_for_ffu"
_PIN = re.compile(r"[a-z]+|[0-9]{1,2}\.[0-9]+")
"""What Nova takes for a pin: the name of a release, or a version of the calls."""
SENDERS = ("api", "conductor", "compute")
"""Services that make all kinds of calls to nova-compute."""
PROXIES_CALL = 18
"""The first major version whose console proxies call nova-compute; nova-consoleauth did before."""
CHECKING = ("api", "metadata", "conductor", "scheduler", "compute")
"""Services that look for the oldest nova-compute when they start."""
EVERYWHERE = ("api", "scheduler")
"""Those of them that look in all cells."""
BY_DATABASE = ("conductor", "metadata")
"""Those that do so where they know the API database; nova-compute may not ask it."""
API_DATABASE = "api_database.connection"
UNTIL = "set it to `auto` on all of them until every node is upgraded"
LEFT = "remove it on all of them if no older nova-compute is left"


@rule(
    "pin-missing-in-mixed-fleet",
    theme="cloud",
    severity=Severity.ERROR,
    options=(PIN, API_DATABASE),
    roles=(*SENDERS, *PROXIES),
    scope="cloud",
)
def pin_missing_in_mixed_fleet(fleet: Fleet) -> Iterator[NodeFinding]:
    """Newer nodes make RPC calls that older compute nodes do not understand.

    ## What it checks

    `[upgrade_levels] compute` of the api, conductor and compute nodes and console proxies that run
    a newer release than the oldest compute node, if the calls of the two differ: it is not set, or
    names a newer release than that one.

    ## Why it matters

    Without a pin a node makes its calls as its own release does. An older nova-compute answers
    *Endpoint does not support RPC version* to those that changed since: the message names them.
    Where the major version of the calls changed, in queens and wallaby, these are all: builds hang,
    and everything else fails. Since 2026.1 some calls go to a topic that an older nova-compute does
    not hear at all, those about network events among them: builds wait for these until they fail.
    Where no more than the rollback of live migrations or shares are concerned, it is a warning.

    ## Example

    `ctl1` was upgraded to 2025.1, `cmp1` runs 2024.1 still, and `ctl1` has no pin:

    ```ini
    [upgrade_levels]
    compute = auto
    ```

    is what it needs.

    ## Fix safety

    Unsafe: it changes how the newer nodes call. `auto` looks the oldest service up when a service
    starts; take it out again after the upgrade, or restart everything. A compute node must not have
    an `[api_database] connection` then (see
    [auto-version-pin-with-api-database](auto-version-pin-with-api-database.md)).

    ## Sources

    - nova/compute/rpcapi.py, `ComputeAPI.router` and `VERSION_ALIASES`, 34.0.0
    - doc/source/admin/upgrades.rst, on rolling upgrades
    """
    computes = fleet.of("compute")
    if not computes:
        return
    oldest = min(computes, key=lambda node: node.release.major)
    understood = spoken(oldest.release.major)
    senders = fleet.of(*SENDERS, *PROXIES)
    unpinned = [node for node in senders if _is_refused(node, understood)]
    if unpinned:
        yield NodeFinding(
            unpinned[0],
            PIN,
            "`[upgrade_levels] compute` lets this node call nova-compute"
            f" {_manner(unpinned[0])}, but `{oldest.name}` runs {oldest.release.series}, where"
            f" {_failing(unpinned[0], understood)}; set it to `auto`{_beside_auto(unpinned)}",
            tuple(unpinned[1:]),
            (NodeNote(oldest, PIN, f"runs {oldest.release.series}"),),
            Expected("auto"),
            override=None
            if any(_is_harmed(node, understood) for node in unpinned)
            else Severity.WARNING,
        )


def _beside_auto(nodes: list[Node]) -> str:
    """Return what else is to be done, as nova-compute may not ask the API database for releases."""
    asking = (node.roles == {"compute"} and node.value(API_DATABASE) for node in nodes)
    return ", without `[api_database] connection` on compute nodes" if any(asking) else ""


def _is_refused(node: Node, understood: tuple[int, int]) -> bool:
    """Return whether calls of a node are not understood; a console proxy has only one."""
    sent = _speaks(node)
    if node.plays(*SENDERS):
        return sent > understood
    changed = sent[0] > understood[0] or understood < CONSOLES <= sent
    return node.release.major >= PROXIES_CALL and changed


def _is_harmed(node: Node, understood: tuple[int, int]) -> bool:
    """Return whether more fails of what a node calls than a rare step or what is new."""
    what = refused(_speaks(node), understood)
    return not node.plays(*SENDERS) or not what or not set(what) <= set(RARE)


def _failing(node: Node, understood: tuple[int, int]) -> str:
    """Return which calls of a node fail."""
    if not node.plays(*SENDERS):
        return "its calls for consoles fail"
    what = refused(_speaks(node), understood)
    return f"its calls for {', '.join(what)} fail" if what else "all its calls fail"


def _manner(node: Node) -> str:
    """Return how a node calls: as the release of its pin does, in a version, as its own release."""
    pin = str(node.value(PIN) or "").strip() or node.release.series
    return f"in version {pin}" if re.fullmatch(r"\d\.\d+", pin) else f"as {pin} does"


def _speaks(node: Node) -> tuple[int, int]:
    """Return the version in which a node calls; the least one where it looks, or is not known."""
    if not node.knows(PIN):
        return (0, 0)
    pin = str(node.value(PIN) or "").strip()
    if not pin:
        return spoken(node.release.major)
    major, _, minor = pin.partition(".")
    if major.isdecimal() and minor.isdecimal() and int(major) < 100:
        return int(major), int(minor)
    if pin in NAMES_BEFORE_OCATA:
        return spoken(NAMES_BEFORE_OCATA[pin])
    from novalint.errors import ReleaseError

    try:
        return spoken(find_release(pin).major)
    except ReleaseError:  # auto, or what another rule speaks of
        return (0, 0)


@rule(
    "pins-differ",
    theme="cloud",
    severity=Severity.WARNING,
    options=(PIN,),
    roles=("api", "conductor"),
    scope="cloud",
)
def pins_differ(fleet: Fleet) -> Iterator[NodeFinding]:
    """API and conductor nodes use different RPC versions to call nova-compute.

    ## What it checks

    `[upgrade_levels] compute` on the api and conductor nodes, by the version of the calls that it
    comes to: no pin is that of the node's own release, `auto` that of the oldest compute node. It
    is an error if the calls of some are newer than what the oldest compute node understands.

    ## Why it matters

    During an upgrade a request works or fails, depending on the node that takes it. A pin that is
    older than it has to be, such as one that was forgotten, keeps what the new release can do from
    being used.

    ## Example

    The pin was taken out on all nodes but `ctl2`:

    ```ini
    [upgrade_levels]
    compute = epoxy
    ```

    ## Fix safety

    Unsafe: it changes how the differing nodes call nova-compute. There is none among nodes of
    several releases, nor to a pin that most nodes still have although the compute nodes here are
    upgraded.

    ## Sources

    - nova/compute/rpcapi.py, `ComputeAPI.router`, 34.0.0
    """
    nodes, computes = fleet.of("api", "conductor"), fleet.of("compute")
    if not any(map(_pinned, nodes)):
        return
    oldest = min(node.release.major for node in computes or nodes)
    understood = spoken(oldest)
    mixed = any(node.release.major != oldest for node in (*computes, *nodes))
    refused = any(_called(node, understood) > understood for node in nodes) and bool(computes)
    left = not mixed and bool(computes) and _left(nodes, understood)
    consequence = "some of them leave newer features out of their calls to compute nodes"
    if refused:
        consequence = "whether compute nodes understand a call depends on the node that sends it"
    yield from mismatch(
        nodes,
        PIN,
        consequence,
        by=lambda node: _meaning(node, understood),
        mend=not mixed and not left,
        advice=UNTIL if mixed else LEFT if left else "",
        override=Severity.ERROR if refused else None,
    )


def _left(nodes: Iterable[Node], understood: tuple[int, int]) -> bool:
    """Return whether nodes call in an older version than every compute node understands.

    Where most nodes agree, it is these that do.
    """
    division = divided(nodes, PIN, by=lambda node: _meaning(node, understood))
    if division is None:
        return False
    asked = division.usual if division.majority else (*division.usual, *division.odd)
    return any(_called(node, understood) < understood for node in asked)


def _pinned(node: Node) -> object:
    """Return the pin as it is written, none where it is empty."""
    return node.value(PIN) or None


def _called(node: Node, oldest: tuple[int, int]) -> tuple[int, int]:
    """Return the version in which a node calls, where `auto` finds the oldest one."""
    return oldest if node.value(PIN) == "auto" else _speaks(node)


def _meaning(node: Node, oldest: tuple[int, int]) -> object:
    """Return the version in which a node calls; what Nova does not take for a pin as it is."""
    pin = _pinned(node)
    known = pin in (None, "auto") or _PIN.fullmatch(str(pin))
    return _called(node, oldest) if known else pin


@rule(
    "computes-too-old",
    theme="cloud",
    severity=Severity.ERROR,
    options=(SKIPPED, API_DATABASE),
    roles=CHECKING,
    scope="cloud",
)
def computes_too_old(fleet: Fleet) -> Iterator[NodeFinding]:
    """Compute nodes run a release that is too old for newer services to start.

    ## What it checks

    The release of each compute node against the newest release of the other nodes, compute nodes
    among them: it may be one older, and from 2023.1 on two, from one release that may be skipped to
    the next. 2024.2 and 2025.1 start with computes from 2023.1 on, since Nova compares levels of
    its services, and 2023.1 to 2024.1 count as one there. A nova-compute looks for those of its own
    cell only, and so does a conductor or metadata service of a cell, unless its file has an
    `[api_database] connection`. Where `[workarounds] disable_compute_service_check_for_ffu` is true
    on the newer nodes, the check is off on purpose: each service asks its own file. From
    wallaby on: before, services do not look, or log a warning and start.

    ## Why it matters

    nova-conductor, nova-scheduler, nova-compute, and nova-api and the metadata service in a WSGI
    server look for the oldest compute service when they start, and end: *Current Nova version does
    not support computes older than ...*

    ## Example

    The controllers run 2025.2, and the settings say that `cmp1` runs 2024.1:

    ```toml
    [[overrides]]
    paths = ["cmp1*"]
    release = "2024.1"
    ```

    ## Fix safety

    No fix: upgrade the compute nodes, or the controllers release by release.

    ## Sources

    - nova/utils.py, `raise_if_old_compute`, and nova/objects/service.py,
      `OLDEST_SUPPORTED_SERVICE_VERSION`, `SERVICE_VERSION_ALIASES` and `SERVICE_VERSION`, read in
      23 to 34
    - nova/service.py, `Service.create`, and nova/api/openstack/wsgi_app.py, `_setup_service`, which
      call it, 23.2.2 and 34.0.0
    """
    checking = [node for node in fleet.of(*CHECKING) if not _skips(node)]
    left = list(fleet.of("compute"))
    for newer in sorted(checking, key=lambda node: -node.release.major):
        old = [node for node in left if _refuses(newer, node)]
        left = [node for node in left if node not in old]
        if old:
            yield _too_old(newer, old)


def _skips(node: Node) -> bool:
    """Return whether a node starts beside any nova-compute, or it is not known whether it does."""
    return node.release.major not in OLDEST or node.may_be_true(SKIPPED)


def _refuses(newer: Node, compute: Node) -> bool:
    """Return whether services of a node do not start beside a nova-compute."""
    leaves_cell = not newer.cell or newer.is_written(API_DATABASE)
    everywhere = newer.plays(*EVERYWHERE) or (newer.plays(*BY_DATABASE) and leaves_cell)
    beside = everywhere or newer.cell == compute.cell
    return beside and compute.release.major < OLDEST[newer.release.major]


def _too_old(newer: Node, old: list[Node]) -> NodeFinding:
    """Return what there is to say of compute nodes beside which a newer node does not start."""
    return NodeFinding(
        old[0],
        SKIPPED,
        f"nova-compute of {old[0].release.series} is too old for the services of"
        f" {newer.release.series} on `{newer.name}`, which do not start; upgrade it to"
        f" {find_release(str(OLDEST[newer.release.major])).series} or newer first",
        tuple(old[1:]),
        (NodeNote(newer, SKIPPED, f"runs {newer.release.series}"),),
    )
