"""What takes longer, or fails, because data stand in several cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.logins import looks_whole
from novalint.rules.common.places import at_option, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule(
    "zones-compared-within-cell",
    theme="api",
    severity=Severity.WARNING,
    options=("cinder.cross_az_attach",),
    releases=(17, None),
    roles=("compute",),
    needs=("cells",),
)
def zones_compared_within_cell(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Building servers from volumes fails in cells that cannot look up availability zones.

    ## What it checks

    `[cinder] cross_az_attach = false` on compute nodes of a cloud with more than one cell.

    ## Why it matters

    nova-compute then compares the zone of a volume with that of the server's host, and zones stand
    in the API database, which a cell does not reach. Servers that are to get a new volume fail to
    build.

    ## Example

        [cinder]
        cross_az_attach = false

    ## Fix safety

    Unsafe: set to true, which lets servers use volumes of another zone.

    ## Sources

    Nova 34.0.0: nova/virt/block_device.py, nova/volume/cinder.py (`check_availability_zone`),
    nova/availability_zones.py, doc/source/admin/cells.rst; the same in 17.0.13 and 23.2.2.
    """
    if (deployment.cells or 0) > 1 and config.value("cinder", "cross_az_attach") is False:
        yield Finding(
            "computes of a cell cannot look up the zones they are to compare, so servers with new"
            " volumes fail to build; set `cross_az_attach` to true",
            at_option(config, "cinder", "cross_az_attach"),
            "cinder",
            "cross_az_attach",
            (set_fix(config, "cinder", "cross_az_attach", "true"),),
        )


@rule(
    "lists-ask-all-cells",
    theme="api",
    severity=Severity.INFO,
    options=("api.instance_list_per_project_cells", "api.list_records_by_skipping_down_cells"),
    releases=(18, None),
    roles=("api",),
    needs=("role", "cells"),
    thresholds={"cells": 3},
)
def lists_ask_all_cells(config: Config, deployment: Deployment, cells: float) -> Iterator[Finding]:
    """Each list of servers asks every cell, though most tenants are in few.

    ## What it checks

    `[api] instance_list_per_project_cells` false, as by default, in a cloud with 3 cells (a
    threshold) or more.

    ## Why it matters

    With `true` a user's list asks only the cells that hold servers of the project: fewer queries,
    and a cell that is down holds up fewer users. It is no help where every tenant is in every
    cell. What is told of a cell that is down is another choice: by default its servers are left
    out or shown in part (`list_records_by_skipping_down_cells`); with false the list fails, for
    clients that take what is missing for deleted.

    ## Example

        [api]
        #instance_list_per_project_cells = false

    ## Fix safety

    Unsafe: set to true.

    ## Sources

    Nova 34.0.0: nova/conf/api.py, nova/compute/instance_list.py. The threshold is our own.
    """
    name = "instance_list_per_project_cells"
    whole = looks_whole(config) or not config.setting("api", name).is_default
    many = (deployment.cells or 0) >= cells
    if many and whole and config.value("api", name) is False:
        yield Finding(
            f"each list of servers asks {deployment.cells} cells; set `{name}` to true if most"
            " tenants are in few of them",
            at_option(config, "api", name),
            "api",
            name,
            (set_fix(config, "api", name, "true"),),
        )


@rule(
    "auto-version-pin-with-cells",
    theme="api",
    severity=Severity.INFO,
    options=("upgrade_levels.compute",),
    releases=(18, None),
    roles=("api", "conductor"),
    needs=("cells",),
)
def auto_version_pin_with_cells(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A cell that is down holds up the start of the services above the cells.

    ## What it checks

    `[upgrade_levels] compute = auto` in a cloud with more than one cell.

    ## Why it matters

    With `auto` the API asks every cell for the versions of its computes when it starts, and waits
    for one that is down until it gives up. During an upgrade name the older release instead.

    ## Example

        [upgrade_levels]
        compute = auto

    ## Fix safety

    There is no fix: which release to name is yours to know, and only for the time of an upgrade.

    ## Sources

    Nova 34.0.0: nova/compute/rpcapi.py (`_determine_version_cap`), doc/source/admin/cells.rst.
    """
    if (deployment.cells or 0) > 1 and config.value("upgrade_levels", "compute") == "auto":
        yield Finding(
            "the start waits for a cell that is down; while upgrading name the older release",
            at_option(config, "upgrade_levels", "compute"),
            "upgrade_levels",
            "compute",
        )
