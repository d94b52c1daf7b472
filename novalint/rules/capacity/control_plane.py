"""How many compute hosts one control plane serves."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.places import at_option, finding, removal, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule(
    "single-conductor-worker",
    theme="capacity",
    severity=Severity.WARNING,
    options=("conductor.workers",),
    roles=("conductor",),
    needs=("compute_hosts",),
    thresholds={"compute_hosts": 50},
)
def single_conductor_worker(
    config: Config, deployment: Deployment, compute_hosts: float
) -> Iterator[Finding]:
    """A single nova-conductor worker does the database work of many compute hosts.

    ## What it checks

    `[conductor] workers = 1` in a cloud of 50 compute hosts (a threshold) or more for each
    controller, or for each cell where there are more of these. Info where the number of controllers
    is not given, as a cell may have several: installers that run conductors in containers set one
    worker in each and start as many as are wanted.

    ## Why it matters

    Compute nodes reach the database through nova-conductor, which also runs builds and migrations.
    One process uses one processor; when it is busy, calls of all hosts wait, up to their time-outs.

    By default there is one worker for each processor, which is right for a node that runs nothing
    else. Next to other services 8 to 24 are usual, and kolla-ansible takes no more than 5: each
    worker has database connections and memory of its own. nova-scheduler (`[scheduler] workers`)
    needs fewer: 2 to 6, since more of them only choose the same hosts.

    ## Example

        [conductor]
        workers = 1

    ## Fix safety

    Unsafe: the assignment is commented out. Where no other file sets one, there is a worker for
    each processor. See database-connections-exceed-server for what that takes of the database.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/conf/conductor.py, nova/cmd/conductor.py; kolla-ansible of 2026;
    OpenStack performance-docs, where conductors of 1000 hosts took 17 processors.
    """
    hosts = deployment.compute_hosts or 0
    controllers, cells = deployment.controllers or 1, deployment.cells or 1
    conductors, what = max((controllers, "controllers"), (cells, "cells"))
    if config.integer("conductor", "workers") != 1 or hosts / conductors < compute_hosts:
        return
    share = f" ({hosts} hosts / {conductors} {what})" if conductors > 1 else ""
    unless = "" if deployment.controllers else " unless more conductors share them"
    way = removal(config.setting("conductor", "workers"), "to have a worker for each processor")
    yield finding(
        config,
        "conductor",
        "workers",
        f"`[conductor] workers` 1 leaves {hosts / conductors:.0f} compute hosts{share} to one"
        f" process{unless}; {way}, or set it to a higher number",
        unset_fix(config, "conductor", "workers"),
        override=None if deployment.controllers else Severity.INFO,
    )


@rule(
    "cell-with-many-hosts",
    theme="capacity",
    severity=Severity.INFO,
    options=("conductor.workers",),
    releases=(16, None),
    since="the scheduler looks for hosts in several cells from pike on"
    " (nova/scheduler/host_manager.py)",
    roles=("conductor",),
    needs=("role", "compute_hosts", "cells"),
    thresholds={"hosts_per_cell": 500},
)
def cell_with_many_hosts(
    config: Config, deployment: Deployment, hosts_per_cell: float
) -> Iterator[Finding]:
    """One message broker and one database serve a very large number of compute hosts.

    ## What it checks

    The facts compute_hosts and cells: more than 500 hosts (a threshold) in a cell on average.

    ## Why it matters

    All hosts of a cell share its RabbitMQ and its database, and these are what a growing cloud
    comes up against first. Vendors name 500 hosts as what they test; single cells of 1000 and more
    are reported to run with care. New cells can be added while the cloud runs.

    ## Example

        compute_hosts = 1200
        cells = 1

    ## Fix safety

    There is no fix: a cell is no option.

    ## Sources

    Public pages of a vendor and of the Large Scale group, seen second-hand; hence a note only.
    """
    hosts, cells = deployment.compute_hosts or 0, deployment.cells or 1
    if hosts / cells > hosts_per_cell:
        yield Finding(
            f"{hosts} compute hosts in {cells} {'cells' if cells > 1 else 'cell'} put"
            f" {-(-hosts // cells)} hosts on each message broker and database; add cells",
            at_option(config, "conductor", "workers"),
            "conductor",
        )
