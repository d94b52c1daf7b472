"""What nova-compute asks of services outside its cell."""

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

UPCALL = "disable_group_policy_check_upcall"

TRACK = "track_instance_changes"


@rule(
    "compute-calls-out-of-cell",
    theme="api",
    severity=Severity.WARNING,
    options=(f"filter_scheduler.{TRACK}", f"workarounds.{UPCALL}"),
    releases=(17, None),
    roles=("compute",),
    needs=("role", "cells"),
)
def compute_calls_out_of_cell(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """nova-compute asks for things that cannot be reached from within a cell.

    ## What it checks

    On compute nodes of a cloud with more than one cell: `[filter_scheduler] track_instance_changes`
    true and `[workarounds] disable_group_policy_check_upcall` false, as both are by default.

    ## Why it matters

    In a cell with a broker and a database of its own there is no scheduler and no API database.
    The messages about each change of a server go nowhere, and the second look at affinity fails,
    and with it the building of every server of a server group. Set `track_instance_changes` alike
    for the schedulers, which else work with old data. Where cells share a broker and their
    conductors have the API database, nothing fails, but the cells are not independent.

    ## Example

        [filter_scheduler]
        #track_instance_changes = true

    ## Fix safety

    Unsafe: sets `track_instance_changes = false` and `disable_group_policy_check_upcall = true`.
    Without the second look, servers of one group that are built at the same moment may break its
    policy.

    ## Sources

    Nova 34.0.0: nova/compute/manager.py (`_validate_instance_group_policy`),
    nova/conf/scheduler.py, nova/conf/workarounds.py, doc/source/admin/cells.rst; Nova 17.0.13: the
    same.
    """
    if (deployment.cells or 0) < 2 or deployment.roles != {"compute"}:
        return
    for group, name, wanted, what in (
        ("filter_scheduler", TRACK, False, "each change of a server is told to a scheduler that"),
        ("workarounds", UPCALL, True, "the affinity of servers is looked up in a database that"),
    ):
        part = config.setting(group, name).is_default and not looks_whole(config)
        if part or config.value(group, name) is not (not wanted):
            continue
        value = str(wanted).lower()
        yield Finding(
            f"{what} a cell does not have; set `{name}` to {value} on the computes of cells",
            at_option(config, group, name),
            group,
            name,
            (set_fix(config, group, name, value),),
        )


@rule(
    "affinity-check-off-in-one-cell",
    theme="api",
    severity=Severity.INFO,
    options=(f"workarounds.{UPCALL}",),
    releases=(17, None),
    roles=("compute",),
    needs=("cells",),
)
def affinity_check_off_in_one_cell(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Servers that are built at the same moment may break the policy of their group.

    ## What it checks

    `[workarounds] disable_group_policy_check_upcall = true` in a cloud with one cell.

    ## Why it matters

    Two schedulers may choose one host for two servers that must not share it. nova-compute looks a
    second time and sends one of them on, unless told not to. That is for cells without a way to
    the API database; with one cell its conductor usually has it.

    ## Example

        [workarounds]
        disable_group_policy_check_upcall = true

    ## Fix safety

    Unsafe: set to false. Leave it where the cell's conductor has no `[api_database] connection`.

    ## Sources

    Nova 34.0.0: nova/compute/manager.py (`_validate_instance_group_policy`),
    nova/conf/workarounds.py, doc/source/admin/troubleshooting/affinity-policy-violated.rst.
    """
    if deployment.cells == 1 and config.value("workarounds", UPCALL) is True:
        yield Finding(
            f"with `{UPCALL}` true nobody notices servers that break the policy of their group;"
            " with one cell set it to false",
            at_option(config, "workarounds", UPCALL),
            "workarounds",
            UPCALL,
            (set_fix(config, "workarounds", UPCALL, "false"),),
        )
