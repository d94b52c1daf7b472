"""Compute nodes that newer services do not start beside."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.nova.compute_rpc import OLDEST
from novalint.rules.cloud.releases import API_DATABASE, above_cells
from novalint.rules.declaration import METADATA_IN_API, rule
from novalint.rules.fleet.model import NodeFinding, NodeNote
from novalint.schema.releases import find_release

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

SKIPPED = "workarounds.disable_compute_service_check_for_ffu"
CHECKING = ("api", "metadata", "conductor", "scheduler", "compute")
"""Services that look for the oldest nova-compute when they start."""
EVERYWHERE = ("api", "scheduler")
"""Those of them that look in all cells."""
BY_DATABASE = ("conductor", "metadata")
"""Those that do so where they know the API database; nova-compute may not ask it."""
SERVED = ("api", "metadata")
"""Those of them that do not look where they run without a web server, as up to 2025.1 they may."""


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
    on the newer nodes, the check is off on purpose: each service asks its own file. A node with
    nova-api or the metadata service alone is left out where they run without a web server, by the
    fact `wsgi`. From wallaby on: before, services do not look, or log a warning and start.

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
      call it, 23.2.2 and 34.0.0; nova/cmd/api.py, which does not, 23.2.2 and 31.3.1
    """
    checking = [node for node in fleet.of(*CHECKING) if not _skips(node) and _looks(fleet, node)]
    left = list(fleet.of("compute"))
    for newer in sorted(checking, key=lambda node: -node.release.major):
        old = [node for node in left if _refuses(newer, node)]
        left = [node for node in left if node not in old]
        if old:
            yield _too_old(newer, old)


def _skips(node: Node) -> bool:
    """Return whether a node starts beside any nova-compute, or it is not known whether it does."""
    return node.release.major not in OLDEST or node.may_be_true(SKIPPED)


def _looks(fleet: Fleet, node: Node) -> bool:
    """Return whether a service of a node looks for old ones: nova-api by itself does not."""
    served = fleet.facts.wsgi is not False or node.release.major > METADATA_IN_API
    return served or node.plays(*(role for role in CHECKING if role not in SERVED))


def _refuses(newer: Node, compute: Node) -> bool:
    """Return whether services of a node do not start beside a nova-compute."""
    beside = above_cells(newer, EVERYWHERE, BY_DATABASE) or newer.cell == compute.cell
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
