"""What schedulers want of Placement, and its own file allows."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.model import NodeFinding, NodeNote

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

RESULTS = "scheduler.max_placement_results"
MOST = "placement:placement.max_allocation_candidates"
STRATEGY = "placement:placement.allocation_candidates_generation_strategy"


@rule(
    "placement-gives-fewer-candidates",
    theme="cloud",
    severity=Severity.WARNING,
    options=(RESULTS,),
    companions=(MOST, STRATEGY),
    releases=(17, None),
    since="the option came in queens (nova/conf/scheduler.py)",
    roles=("scheduler",),
    scope="cloud",
)
def placement_gives_fewer_candidates(fleet: Fleet) -> Iterator[NodeFinding]:
    """Placement returns fewer allocation candidates than the scheduler asks for.

    ## What it checks

    `[placement] max_allocation_candidates` of the placement.conf that `[companions] placement`
    names, -1 by default for no limit, against `[scheduler] max_placement_results`. Where a fleet
    has no more compute nodes than that, there is no finding with
    `allocation_candidates_generation_strategy = breadth-first`, and the finding is info without:
    only hosts with several candidates, such as several devices of a kind, take more than one.

    ## Why it matters

    Placement takes the first hosts that it comes across, and the others are never looked at. With
    *depth-first*, the default, all candidates may be those of one host with many devices: if a
    filter rejects it, the build fails with *No valid host* while others are empty.

    ## Example

    Schedulers ask for 1000 candidates, and placement.conf:

    ```ini
    [placement]
    max_allocation_candidates = 500
    ```

    ## Fix safety

    No fix: 100000 is what Placement's own documentation begins with.

    ## Sources

    - placement/conf/placement.py and placement/objects/allocation_candidate.py, 16.0.0
    - nova/scheduler/client/report.py, `get_allocation_candidates`, 34.0.0
    """
    asking = [node for node in fleet.of("scheduler") if isinstance(node.value(RESULTS), int)]
    for companion in fleet.companions_of("placement"):
        text = str(companion.value(MOST))
        most = int(text) if text.isdecimal() and len(text) < 10 else 0
        odd = [node for node in asking if (node.integer(RESULTS) or 0) > most]
        few = (fleet.facts.compute_hosts or most + 1) <= most
        broad = companion.value(STRATEGY) == "breadth-first"
        if most and odd and not (few and broad):
            yield _fewer(companion, odd[0], most, few=few, broad=broad)


def _fewer(companion: Node, asking: Node, most: int, *, few: bool, broad: bool) -> NodeFinding:
    """Return the finding; `few` hosts have a candidate each, `broad` tells of the strategy."""
    wide = f"set `{STRATEGY.rpartition('.')[2]}` to breadth-first"
    lost, way = "hosts that it comes across later are never chosen", f"raise it, and {wide}"
    if few:
        lost, way = "a host with many devices can take them all, and others are never chosen", wide
    return NodeFinding(
        companion,
        MOST,
        f"`[placement] max_allocation_candidates` {most} is less than the"
        f" {asking.value(RESULTS)} candidates that schedulers ask for, so {lost};"
        f" {'raise it' if broad else way}",
        others=(NodeNote(asking, RESULTS, f"asks for {asking.value(RESULTS)}"),),
        override=Severity.INFO if few else None,
    )
