"""What schedulers want of Placement, and its own file allows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.model import NodeFinding, NodeNote

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet

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
    """Placement stops before it has as many candidates as the scheduler asks for.

    ## What it checks

    `[placement] max_allocation_candidates` of the placement.conf that `[companions] placement`
    names, -1 by default for no limit, against `[scheduler] max_placement_results`. With
    `allocation_candidates_generation_strategy = breadth-first` and a fleet that has no more compute
    nodes than that, nothing is said.

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
        text, strategy = str(companion.value(MOST)), companion.value(STRATEGY)
        most = int(text) if text.isdecimal() and len(text) < 10 else 0
        wide = strategy == "breadth-first" and (fleet.facts.compute_hosts or most + 1) <= most
        odd = [node for node in asking if (node.integer(RESULTS) or 0) > most]
        if most and odd and not wide:
            yield NodeFinding(
                companion,
                MOST,
                f"`[placement] max_allocation_candidates` {most} is less than the"
                f" {odd[0].value(RESULTS)} candidates that schedulers ask for, so hosts that it"
                " comes across later are never chosen; raise it, and set"
                " `allocation_candidates_generation_strategy` to breadth-first",
                others=(NodeNote(odd[0], RESULTS, f"asks for {odd[0].value(RESULTS)}"),),
            )
