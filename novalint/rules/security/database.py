"""What databases tell an attacker: credentials where they need not be, and open connections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.database_urls import CONNECTIONS, GROUPS, connections
from novalint.rules.common.places import at_option, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule(
    "database-credentials-on-compute",
    theme="security",
    severity=Severity.WARNING,
    options=(*CONNECTIONS, "upgrade_levels.compute"),
    releases=(15, None),
    roles=("compute",),
    needs=("role",),
)
def database_credentials_on_compute(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A compute node holds the password of a database that nova-compute must not touch.

    ## What it checks

    `[database] connection` or `[api_database] connection`, set in the files of a node whose only
    role is compute.

    ## Why it matters

    nova-compute works through the conductor: it blocks every access to a database in its own
    process, so the connection is of no use to it. But compute nodes run the guests of strangers;
    whoever breaks out of one finds the password for all of Nova's data. With `[api_database]
    connection`, newer releases also warn at start and ask only the own cell for versions (see
    auto-version-pin-with-api-database for the case in which nova-compute does not start).

    ## Example

        [database]
        connection = mysql+pymysql://nova:secret@db.example.org/nova

    ## Fix safety

    Unsafe: the line is commented out; then delete it and change the password. On a node with more
    roles give nova-compute a file of its own.

    ## Sources

    Nova 34.0.0: nova/cmd/compute.py, nova/db/main/api.py (`_check_db_access`), nova/utils.py
    (`raise_if_old_compute`), nova/conf/database.py; Nova 15.1.5, 17.0.13, 20.6.1:
    nova/cmd/common.py (`block_db_access`).
    """
    if deployment.roles != {"compute"}:
        return
    pinned = config.value("upgrade_levels", "compute") == "auto" and config.release.major >= 20
    for group in GROUPS[:1] if pinned else GROUPS:
        if not config.setting(group, "connection").is_default:
            yield Finding(
                f"nova-compute never uses `[{group}] connection`, which only spreads a password to"
                " the hosts of guests; remove it here",
                at_option(config, group, "connection"),
                group,
                "connection",
                (unset_fix(config, group, "connection", "Comment it out"),),
            )


@rule(
    "database-connection-unencrypted",
    theme="security",
    severity=Severity.INFO,
    options=(*CONNECTIONS, "database.connection_parameters", "api_database.connection_parameters"),
    releases=(15, None),
)
def database_connection_unencrypted(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Queries and the database's password may be read on the network.

    ## What it checks

    A connection to MySQL or MariaDB on another host without any `ssl_...` parameter or
    `read_default_file` in its URL or in `connection_parameters`. A note, not a warning: a network
    of its own for the database is protection too, and no file tells.

    ## Why it matters

    The client libraries speak TLS only when told to. Without, whoever can listen between a
    controller and the database reads what tenants store, and what tokens and consoles are made of.

    ## Example

        [database]
        connection = mysql+pymysql://nova:secret@db.example.org/nova

    is encrypted, and checks the certificate against your CA, with

        connection = mysql+pymysql://nova:secret@db.example.org/nova?ssl_ca=/etc/ssl/db.pem

    ## Fix safety

    There is no fix: the server needs a certificate first, and only you know where its CA is kept.

    ## Sources

    OpenStack Security Guide, chapter on databases; PyMySQL and SQLAlchemy's dialect for it
    (`ssl_ca`, `ssl_cert`, `ssl_key`, `ssl_capath`, `ssl_verify_cert`, `ssl_verify_identity`).
    """
    for setting, url in connections(config):
        secured = any(one.startswith(("ssl", "read_default_file")) for one in url.parameters)
        if url.kind in ("mysql", "mariadb") and not url.is_local and not secured:
            yield Finding(
                "the connection to the database is not encrypted; add `ssl_ca` to the URL unless"
                " the network protects it",
                at_option(config, setting.group, setting.name),
                setting.group,
                setting.name,
            )
