"""Who may do what: the options of policies, and their files, which lie beside nova.conf."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import as_path, divided, mismatch, mostly_on, on_nodes
from novalint.rules.fleet.model import NodeFinding, NodeNote

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node, Plain

POLICY = (
    "oslo_policy.policy_file",
    "oslo_policy.enforce_scope",
    "oslo_policy.enforce_new_defaults",
)
FOLDERS = "oslo_policy.policy_dirs"
PUT = "deploy the same files to all nodes, under the same names"
FALLS_BACK = range(22, 33)
"""The major versions that take policy.json where nothing is set and there is no policy.yaml."""
OF_DEFAULT = ("policy.yaml", "policy.json")
CONTENTS = "policy:contents"


@rule(
    "policy-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(*POLICY, FOLDERS),
    roles=("api", "compute"),
    scope="cloud",
)
def policy_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """What a user may do depends on which API node handles the request.

    ## What it checks

    `[oslo_policy] policy_file`, `policy_dirs`, `enforce_new_defaults` and, up to 2026.1,
    `enforce_scope` on the API nodes. Relative names are those of /etc/nova. What the files say is
    not read, so that the same directories in another order are a warning. From victoria to 2025.2 a
    node without `policy_file` reads policy.json where it has no policy.yaml, so it is compared only
    with names that are neither of these. Files and directories of compute nodes that run no
    nova-api are compared among themselves, as info: of all policies nova-compute asks one.

    ## Why it matters

    Behind one address every n-th request is refused with 403, or lets pass what the others refuse.
    nova-compute asks `network:attach_external_network`, which administrators alone have by default,
    before it builds a server on an external network: where the files differ in it, some hosts build
    what others refuse.

    ## Example

    `ctl2` was left out when new defaults were turned on:

    ```ini
    [oslo_policy]
    enforce_new_defaults = false
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes do. Scopes and new defaults are never switched off.
    There is no fix for files: a node that lacks the one that it names uses the defaults.

    ## Sources

    - nova/policy.py, `init`, 34.0.0; `pick_policy_file`, 22.4.0
    - nova/network/neutron.py, `_check_external_network_attach`, 34.0.0; the same in 15.1.5
    - oslo_policy/policy.py, `pick_default_policy_file`, as released with 23 to 32; gone with 33
    - oslo_policy/policy.py, `Enforcer.load_rules`, and opts.py, as released with 15, 25, 33 and 34
    """
    consequence = "what a user may do depends on which node takes the request"
    nodes = fleet.of("api")
    named = _naming_a_file(nodes)
    yield from mismatch(named, POLICY[0], consequence, meaning=_in_etc, mend=False, advice=PUT)
    for option in POLICY[1:]:
        yield from mismatch(nodes, option, consequence, mend=mostly_on(nodes, option))
    yield from _differing_folders(nodes, consequence)
    yield from _on_hosts([node for node in fleet.of("compute") if not node.plays("api")])


def _on_hosts(hosts: list[Node]) -> Iterator[NodeFinding]:
    """Find that compute nodes go by other files, which may differ in the only policy they ask."""
    consequence = (
        "if they differ in `network:attach_external_network`, only some hosts build servers on"
        " external networks"
    )
    for option, nodes in ((POLICY[0], _naming_a_file(hosts)), (FOLDERS, hosts)):
        meaning = _in_etc if option == POLICY[0] else _folders
        yield from mismatch(
            nodes,
            option,
            consequence,
            meaning=meaning,
            mend=False,
            advice=PUT,
            override=Severity.INFO,
        )


def _naming_a_file(nodes: Sequence[Node]) -> list[Node]:
    """Return the nodes of which it is known that they read other files, if they name others."""
    named = [node for node in nodes if not _falls_back(node)]
    either = any(_in_etc(node.value(POLICY[0])) in OF_DEFAULT for node in named)
    return named if either else list(nodes)


def _falls_back(node: Node) -> bool:
    """Whether it depends on the files of the machine which policy a node reads."""
    return node.release.major in FALLS_BACK and not node.is_written(POLICY[0])


def _differing_folders(nodes: tuple[Node, ...], consequence: str) -> Iterator[NodeFinding]:
    """Find that folders of rules are others; in another order they matter less often."""
    others = divided(nodes, FOLDERS, lambda value: frozenset(_folders(value)))
    advice = PUT if others else "list them in the same order, as a later directory takes precedence"
    mild = None if others else Severity.WARNING
    if not others:
        consequence = f"where two of them set the same policy, {consequence}"
    yield from mismatch(
        nodes, FOLDERS, consequence, meaning=_folders, mend=False, advice=advice, override=mild
    )


def _in_etc(value: Plain) -> str:
    """Take a relative name for what it mostly means: a file beside nova.conf."""
    return str(as_path(value)).removeprefix("/etc/nova/")


def _folders(value: Plain) -> tuple[str, ...]:
    """Return folders in order; of one that is there twice the last time counts."""
    names = map(_in_etc, value) if isinstance(value, tuple) else ()
    return tuple(dict.fromkeys(reversed([*names])))[::-1]


@rule(
    "policy-contents-differ",
    theme="cloud",
    severity=Severity.ERROR,
    companions=(CONTENTS,),
    scope="cloud",
)
def policy_contents_differ(fleet: Fleet) -> Iterator[NodeFinding]:
    """API nodes have different policy files.

    ## What it checks

    What the files say that `[companions] policy` names, one for each machine, however it is written
    in YAML or JSON: comments, quotes, folded lines and the order of rules aside. Machines that are
    known not to run nova-api are left out, and so are files with rules that a tool has yet to fill
    in.

    ## Why it matters

    Who is allowed to do what depends on the API node that a request reaches: every second request
    is refused, or one node lets through what the others forbid.

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
