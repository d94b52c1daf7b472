"""A pin of versions for which nova-compute would need the database."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Note, Severity
from novalint.rules.common.places import at_option, finding, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule(
    "auto-version-pin-with-api-database",
    theme="database",
    severity=Severity.WARNING,
    options=("api_database.connection", "upgrade_levels.compute"),
    releases=(18, None),
    since="up to queens only the own cell is asked (nova/compute/rpcapi.py of 17.0.13 and 18.3.0)",
    roles=("compute",),
    needs=("role",),
)
def auto_version_pin_with_api_database(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """nova-compute looks up versions in an API database that it must not access.

    ## What it checks

    `[upgrade_levels] compute = auto` together with `[api_database] connection` in the files of a
    node whose only role is compute. A file that the API or a conductor reads too is right to have
    both, and nova-compute should then have one of its own.

    ## Why it matters

    With `auto` nova-compute asks which versions the other computes have, at start in rocky, and
    from stein on before it first calls another host. Where it has an API database it asks all cells
    through that, but every access to a database is blocked in nova-compute: each cell counts as one
    that failed (DBNotAllowed), and the newest version is taken. In a rolling upgrade the calls to
    hosts that are older fail then. Without the connection it asks its own cell by the conductor.

    ## Example

        [upgrade_levels]
        compute = auto
        [api_database]
        connection = mysql+pymysql://nova:secret@db.example.org/nova_api

    ## Fix safety

    Unsafe: the connection is commented out. nova-compute has no use for it; its password is still
    in the file, so delete the line.

    ## Sources

    Nova 18.3.0 to 34.0.0: nova/compute/rpcapi.py (`_determine_version_cap`),
    nova/objects/service.py (`get_minimum_version_all_cells`); the block is in nova/cmd/common.py
    up to 23.2.2 and in nova/db/main/api.py (`_check_db_access`) after. In 17.0.13 only the own cell
    is asked. Tried with nova-compute 18.3.0, which comes up and logs DBNotAllowed.
    """
    if deployment.roles != {"compute"} or config.text("upgrade_levels", "compute") != "auto":
        return
    if config.known_url("api_database", "connection"):
        yield finding(
            config,
            "api_database",
            "connection",
            "`[api_database] connection` is set on a compute node with `[upgrade_levels] compute`"
            " auto, so nova-compute asks a database that it may not use, and then calls older"
            " computes in a version that they do not understand; delete the connection",
            unset_fix(config, "api_database", "connection", "Comment out the connection"),
            related=(
                Note("versions are asked for here", at_option(config, "upgrade_levels", "compute")),
            ),
        )
