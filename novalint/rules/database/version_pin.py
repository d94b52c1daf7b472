"""A pin of versions for which nova-compute would need the database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Note, Severity
from novalint.rules.common.places import at_option, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule(
    "auto-version-pin-with-api-database",
    theme="database",
    severity=Severity.ERROR,
    options=("api_database.connection", "upgrade_levels.compute"),
    releases=(20, None),
    roles=("compute",),
    needs=("role",),
)
def auto_version_pin_with_api_database(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """nova-compute does not start: it is to look for versions in a database it must not touch.

    ## What it checks

    `[upgrade_levels] compute = auto` together with `[api_database] connection` in the files of a
    node whose only role is compute. A file that the API or a conductor reads too is right to have
    both, and nova-compute should then have one of its own.

    ## Why it matters

    With `auto` nova-compute asks at start which versions the other computes have. Where it has an
    API database it asks all cells through that, but every access to a database is blocked in
    nova-compute (DBNotAllowed), and the service ends. Without the connection it asks its own cell
    by the conductor.

    ## Example

        [upgrade_levels]
        compute = auto
        [api_database]
        connection = mysql+pymysql://nova:secret@db.example.org/nova_api

    ## Fix safety

    Unsafe: the connection is commented out. nova-compute has no use for it.

    ## Sources

    Nova 34.0.0: nova/compute/rpcapi.py (`_determine_version_cap`), nova/db/main/api.py
    (`_check_db_access`), nova/cmd/compute.py; the same in 20.6.1 and 23.2.2. In 17.0.13 only the
    own cell is asked.
    """
    if deployment.roles != {"compute"} or config.value("upgrade_levels", "compute") != "auto":
        return
    if config.value("api_database", "connection"):
        pin = at_option(config, "upgrade_levels", "compute")
        yield Finding(
            "nova-compute does not start with an API database and `[upgrade_levels] compute`"
            " `auto`; remove the connection from compute nodes",
            at_option(config, "api_database", "connection"),
            "api_database",
            "connection",
            (unset_fix(config, "api_database", "connection", "Comment the connection out"),),
            (Note("here the versions are asked for", pin),),
        )
