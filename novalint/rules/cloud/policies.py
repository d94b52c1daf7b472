"""Policy files, which lie beside nova.conf."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import divided, on_nodes
from novalint.rules.fleet.model import NodeFinding, NodeNote

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet

CONTENTS = "policy:contents"


@rule(
    "policy-contents-differ",
    theme="cloud",
    severity=Severity.ERROR,
    companions=(CONTENTS,),
    scope="cloud",
)
def policy_contents_differ(fleet: Fleet) -> Iterator[NodeFinding]:
    """API nodes do not have the same policy file.

    ## What it checks

    What the files say that `[companions] policy` names, one for each machine: comments, empty
    lines, quotes around a name or a rule, and the order of lines aside. Machines that are known not
    to run nova-api are left out.

    ## Why it matters

    Whoever is allowed to do what depends on the API node that a request reaches: every second
    request is refused, or one node lets through what the others forbid.

    ## Example

    `ctl2` still has the policy of before:

    ```yaml
    "os_compute_api:servers:create": "rule:project_member_or_admin"
    ```

    ## Fix safety

    No fix: which of the files is right is not known.

    ## Sources

    - nova/policy.py, `init`, 34.0.0; oslo_policy/policy.py, `Enforcer.load_rules`, 6.0.1
    """
    others = {node.name for node in fleet.nodes if node.roles and not node.plays("api")}
    serving = {node.name for node in fleet.of("api")}
    files = [
        policy for policy in fleet.companions_of("policy") if policy.name not in others - serving
    ]
    division = divided(files, CONTENTS)
    if division:
        first, *more = division.odd
        yield NodeFinding(
            first,
            CONTENTS,
            f"the policy file is not the same here as {on_nodes(division.usual)}: what users may do"
            " depends on the API node that they reach; write the same file on all of them",
            tuple(more),
            (NodeNote(division.usual[0], CONTENTS, "another one here"),),
        )
