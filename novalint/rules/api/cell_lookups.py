"""What takes longer, or fails, because data stand in several cells."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.common.absence import knows
from novalint.rules.common.logins import partial
from novalint.rules.common.places import finding, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

ASKED_LATE = 19
"""From this major version on versions are asked for before the first call, not at start."""


@rule(
    "zones-compared-within-cell",
    theme="api",
    severity=Severity.WARNING,
    options=("cinder.cross_az_attach", "api_database.connection"),
    releases=(16, None),
    since="several cells came with pike (nova/context.py, doc/source/admin/cells.rst)",
    roles=("compute",),
    needs=("cells",),
)
def zones_compared_within_cell(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Building servers with volumes fails in cells that cannot look up availability zones.

    ## What it checks

    `[cinder] cross_az_attach = false` on compute nodes of a cloud with more than one cell. Not
    reported for files that have `[api_database] connection` and may be those of a conductor too:
    its computes ask that one.

    ## Why it matters

    While it builds a server, nova-compute compares the zone of each volume, new or existing, with
    that of the server's host. Zones are in the API database, which a cell does not reach unless its
    conductors are given access to it, so the build fails.

    ## Example

        [cinder]
        cross_az_attach = false

    ## Fix safety

    Unsafe: set to true, which lets servers use volumes of another zone.

    ## Sources

    Nova 34.0.0: nova/virt/block_device.py (`DriverVolumeBlockDevice.attach`), nova/volume/cinder.py
    (`check_availability_zone`), nova/availability_zones.py, doc/source/admin/cells.rst; the same
    in 16.1.8, 17.0.13 and 23.2.2.
    """
    cells = deployment.cells or 0
    conductor = deployment.plays("conductor") is not False
    if conductor and partial(config, "api_database", "connection"):
        return
    if cells > 1 and config.boolean("cinder", "cross_az_attach") is False:
        yield finding(
            config,
            "cinder",
            "cross_az_attach",
            "`[cinder] cross_az_attach` false makes nova-compute look up availability zones in the"
            f" API database, which it cannot reach in a cloud of {cells} cells, so servers with"
            " volumes fail to build; set it to true",
            set_fix(config, "cinder", "cross_az_attach", "true"),
        )


@rule(
    "lists-ask-all-cells",
    theme="api",
    severity=Severity.INFO,
    options=("api.instance_list_per_project_cells",),
    releases=(18, None),
    since="the option came in rocky (nova/conf/api.py)",
    roles=("api",),
    needs=("role", "cells"),
    thresholds={"cells": 3},
)
def lists_ask_all_cells(config: Config, deployment: Deployment, cells: float) -> Iterator[Finding]:
    """Listing servers queries every cell, although most tenants have servers in only a few.

    ## What it checks

    `[api] instance_list_per_project_cells` false, as by default, in a cloud with 3 cells (a
    threshold) or more.

    ## Why it matters

    With `true` a user's list asks only the cells that hold servers of the project: fewer queries,
    and a cell that is down delays fewer users; from stein on so does the count of what a project
    uses, which each new server waits for. It is no help where every tenant is in every cell.
    What is shown of a cell that is down is another choice: by default its servers are left out or
    shown in part (`list_records_by_skipping_down_cells`, from stein on); with false the list fails,
    for clients that take what is missing for deleted.

    ## Example

        [api]
        #instance_list_per_project_cells = false

    ## Fix safety

    Unsafe: set to true.

    ## Sources

    Nova 34.0.0 and 18.3.0: nova/conf/api.py, nova/compute/instance_list.py; 34.0.0 and 19.3.2:
    nova/quota.py (`get_by_project_id`). The threshold is our own.
    """
    name = "instance_list_per_project_cells"
    known = knows(config, ("api", name), for_need=True)
    many = (deployment.cells or 0) >= cells
    if many and known and config.boolean("api", name) is False:
        yield finding(
            config,
            "api",
            name,
            f"`[api] {name}` is false, so each list of servers queries all {deployment.cells}"
            " cells;"
            " set it to true if most tenants have servers in few of them",
            set_fix(config, "api", name, "true"),
        )


@rule(
    "auto-version-pin-with-cells",
    theme="api",
    severity=Severity.INFO,
    options=("upgrade_levels.compute", "api_database.connection"),
    releases=(18, None),
    since="rocky asks all cells for their versions (nova/compute/rpcapi.py)",
    roles=("api", "conductor"),
    needs=("cells",),
)
def auto_version_pin_with_cells(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A cell that is down delays services that ask all cells for the versions of computes.

    ## What it checks

    `[upgrade_levels] compute = auto` in a cloud with more than one cell, on nodes with nova-api or
    with `[api_database] connection`. A conductor without that connection asks its own cell alone.

    ## Why it matters

    With `auto` the service asks every cell for the versions of its computes, and waits a minute for
    one that is down: in rocky when it starts, from stein on before its first call to a compute
    host, which delays a user's request. During an upgrade name the older release instead.

    ## Example

        [upgrade_levels]
        compute = auto

    ## Fix safety

    There is no fix: only you know which release to name, and only for the time of an upgrade.

    ## Sources

    Nova 34.0.0, 19.3.2 and 18.3.0: nova/compute/rpcapi.py (`_determine_version_cap`, called from
    `ComputeAPI.__init__` in rocky and from `ComputeAPI.router` since), nova/context.py
    (`CELL_TIMEOUT`); doc/source/admin/cells.rst.
    """
    above = deployment.plays("api") or partial(config, "api_database", "connection")
    if (deployment.cells or 0) < 2 or not above:
        return
    early = config.release.major < ASKED_LATE
    when = "when the service starts" if early else "before the first call to a compute host"
    if config.text("upgrade_levels", "compute") == "auto":
        yield finding(
            config,
            "upgrade_levels",
            "compute",
            f"`[upgrade_levels] compute` auto asks every cell {when}, and waits a minute for one"
            " that is down; set it to the older release during an upgrade, and remove it"
            " afterwards",
        )
