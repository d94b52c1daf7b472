"""Releases side by side, as during an upgrade."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.nova.compute_rpc import (
    CONSOLES,
    NAMES_BEFORE_OCATA,
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
_PIN = re.compile(r"[a-z]+|[0-9]{1,2}\.[0-9]+")
"""What Nova takes for a pin: the name of a release, or a version of the calls."""
SENDERS = ("api", "conductor", "compute")
"""Services that make all kinds of calls to nova-compute."""
PROXIES_CALL = 18
"""The first major version whose console proxies call nova-compute; nova-consoleauth did before."""
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
    names a newer release than that one. Where cells are told, a nova-compute and a console proxy of
    one are compared with the compute nodes of it, and so is a conductor without an
    `[api_database] connection`.

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
    refused: dict[Node, list[Node]] = {}
    for node in fleet.of(*SENDERS, *PROXIES):
        called = [compute for compute in fleet.of("compute") if _calls(node, compute)]
        oldest = min(called, key=lambda compute: compute.release.major, default=None)
        if oldest and _is_refused(node, spoken(oldest.release.major)):
            refused.setdefault(oldest, []).append(node)
    for oldest, nodes in refused.items():
        yield _unpinned(nodes, oldest)


def _unpinned(nodes: list[Node], oldest: Node) -> NodeFinding:
    """Return what there is to say of nodes whose calls a nova-compute does not understand."""
    understood = spoken(oldest.release.major)
    return NodeFinding(
        nodes[0],
        PIN,
        "`[upgrade_levels] compute` lets this node call nova-compute"
        f" {_manner(nodes[0])}, but `{oldest.name}` runs {oldest.release.series}, where"
        f" {_failing(nodes[0], understood)}; set it to `auto`{_beside_auto(nodes)}",
        tuple(nodes[1:]),
        (NodeNote(oldest, PIN, f"runs {oldest.release.series}"),),
        Expected("auto"),
        override=None if any(_is_harmed(node, understood) for node in nodes) else Severity.WARNING,
    )


def _calls(node: Node, compute: Node) -> bool:
    """Return whether services of a node may call a nova-compute.

    What serves one cell calls those of that cell alone: nova-compute, a console proxy, a conductor
    that does not know the API database.
    """
    return above_cells(node, ("api",), ("conductor",)) or node.cell == compute.cell


def above_cells(node: Node, always: tuple[str, ...], by_database: tuple[str, ...]) -> bool:
    """Return whether a node serves all cells: always by some roles, by a database by others."""
    leaves_cell = not node.cell or node.is_written(API_DATABASE)
    return node.plays(*always) or (node.plays(*by_database) and leaves_cell)


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
    options=(PIN, API_DATABASE),
    roles=("api", "conductor"),
    scope="cloud",
)
def pins_differ(fleet: Fleet) -> Iterator[NodeFinding]:
    """API and conductor nodes use different RPC versions to call nova-compute.

    ## What it checks

    `[upgrade_levels] compute` on the api and conductor nodes, by the version of the calls that it
    comes to: no pin is that of the node's own release, `auto` that of the oldest compute node. It
    is an error if the calls of some are newer than what the oldest compute node understands. Where
    cells are told, the conductors of each that have no `[api_database] connection` are compared
    among themselves, by the compute nodes of that cell.

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
    for nodes, computes in _callers(fleet):
        yield from _differing(nodes, computes)


def _callers(fleet: Fleet) -> Iterator[tuple[list[Node], list[Node]]]:
    """Yield api and conductor nodes that call the same compute nodes, with these.

    Those are the nodes above all cells, and the conductors of each cell.
    """
    parts: dict[str | None, list[Node]] = {}
    for node in fleet.of("api", "conductor"):
        above = above_cells(node, ("api",), ("conductor",))
        parts.setdefault(None if above else node.cell, []).append(node)
    for nodes in parts.values():
        yield nodes, [each for each in fleet.of("compute") if _calls(nodes[0], each)]


def _differing(nodes: list[Node], computes: list[Node]) -> Iterator[NodeFinding]:
    """Find that nodes call the same compute nodes in several versions."""
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
