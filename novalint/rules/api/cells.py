"""What nova-compute asks of services outside its cell."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.common.absence import known_first, knows
from novalint.rules.common.places import finding, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

UPCALL = "disable_group_policy_check_upcall"
TRACK = "track_instance_changes"

MIGRATIONS = 21
"""The major version since which live migrations look up server groups too."""


@rule(
    "compute-calls-out-of-cell",
    theme="api",
    severity=Severity.WARNING,
    options=(f"filter_scheduler.{TRACK}", f"workarounds.{UPCALL}"),
    releases=(16, None),
    since="several cells, and the workaround, came with pike (nova/conf/workarounds.py)",
    roles=("compute",),
    needs=("role", "cells"),
)
def compute_calls_out_of_cell(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """nova-compute makes upcalls that cannot leave its cell.

    ## What it checks

    On compute nodes of a cloud with more than one cell: `[filter_scheduler] track_instance_changes`
    true and `[workarounds] disable_group_policy_check_upcall` false, as both are by default. The
    default of the first, which makes nothing fail, is info.

    ## Why it matters

    In a cell with a broker and a database of its own there is no scheduler and no API database. The
    messages about each change of a server are sent for no one; schedulers that get none read the
    servers of a host from the cell's database. The second look at server groups fails, and with it
    the building of every server of a group; from ussuri on every live migration makes it too, of
    servers in a group or not. Where cells share a broker and their conductors have the API
    database, nothing fails, but the cells are not independent.

    ## Example

        [filter_scheduler]
        #track_instance_changes = true

    ## Fix safety

    Unsafe: sets `track_instance_changes = false` and `disable_group_policy_check_upcall = true`.
    Without the second look, servers of one group that are built at the same moment may break its
    policy.

    ## Sources

    Nova 34.0.0 and 21.2.4: nova/compute/manager.py (`_validate_instance_group_policy`, called from
    `check_can_live_migrate_destination` and `pre_live_migration` since ussuri);
    nova/scheduler/host_manager.py (`_get_instance_info`), nova/conf/workarounds.py,
    doc/source/admin/cells.rst. Builds in 16.1.8: the same.
    """
    if (deployment.cells or 0) < 2 or deployment.roles != {"compute"}:
        return
    late = config.release.major >= MIGRATIONS
    broken = (
        "builds in server groups and all live migrations" if late else "builds in server groups"
    )
    effects = {
        TRACK: (False, "sends each change of a server to schedulers"),
        UPCALL: (True, f"makes {broken} look up groups in the API database"),
    }
    for group, name in known_first(config, (("filter_scheduler", TRACK), ("workarounds", UPCALL))):
        wanted, effect = effects[name]
        if not knows(config, (group, name)) or config.boolean(group, name) is not (not wanted):
            continue
        value, unwritten = str(wanted).lower(), config.setting(group, name).is_default
        yield finding(
            config,
            group,
            name,
            f"`[{group}] {name}` {str(not wanted).lower()} {effect}, which a compute node of a"
            f" cell cannot reach; set it to {value}",
            set_fix(config, group, name, value),
            override=Severity.INFO if name == TRACK and unwritten else None,
        )


@rule(
    "affinity-check-off-in-one-cell",
    theme="api",
    severity=Severity.INFO,
    options=(f"workarounds.{UPCALL}",),
    releases=(16, None),
    since="the workaround came in pike (nova/conf/workarounds.py)",
    roles=("compute",),
    needs=("cells",),
)
def affinity_check_off_in_one_cell(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Servers built at the same moment may violate the policy of their server group.

    ## What it checks

    `[workarounds] disable_group_policy_check_upcall = true` in a cloud with one cell.

    ## Why it matters

    Two schedulers may choose one host for two servers that must not share it. nova-compute looks a
    second time when it builds a server, and sends one of them to another host, unless told not to.
    From queens on it also looks when a server is evacuated to it, which then fails, and from ussuri
    on when one moves to it otherwise. The switch is for cells without a way to the API database;
    with one cell its conductor usually has it.

    ## Example

        [workarounds]
        disable_group_policy_check_upcall = true

    ## Fix safety

    Unsafe: set to false. Leave it where the cell's conductor has no `[api_database] connection`.

    ## Sources

    Nova 34.0.0: nova/compute/manager.py (`_validate_instance_group_policy`); 17.0.13 to 20.6.1:
    `_do_rebuild_instance`;
    nova/conf/workarounds.py, doc/source/admin/troubleshooting/affinity-policy-violated.rst.
    """
    if deployment.cells == 1 and config.boolean("workarounds", UPCALL) is True:
        yield finding(
            config,
            "workarounds",
            UPCALL,
            f"`[workarounds] {UPCALL}` true lets servers that are scheduled at the same time"
            " violate the policy of their server group; set it to false in a cloud with one cell",
            set_fix(config, "workarounds", UPCALL, "false"),
        )
