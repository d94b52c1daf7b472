"""What databases tell an attacker: credentials where they need not be, and open connections."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

from novalint.config.unknown import placeholder
from novalint.findings import Finding, Fix, Severity
from novalint.patterns import lazy_pattern
from novalint.rules.common.consoles import as_set
from novalint.rules.common.database_options import in_both
from novalint.rules.common.database_urls import GROUPS, taken_apart
from novalint.rules.common.places import at, finding
from novalint.rules.declaration import rule
from novalint.text.edits import merge
from novalint.text.writing import remove

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

_URLS = ("connection", "slave_connection")
_VARIABLE = lazy_pattern(r"\{\{[^{}]*\}\}|<%[^<>]*%>|%\w+%|@\w+@|__\w+__")
"""A variable of a tool, from its first sign to its last."""


@rule(
    "database-credentials-on-compute",
    theme="security",
    severity=Severity.WARNING,
    whoever_reads=True,
    options=(*in_both(*_URLS), "upgrade_levels.compute"),
    roles=("compute",),
    needs=("role",),
)
def database_credentials_on_compute(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A compute node holds the password of a database that nova-compute must not touch.

    ## What it checks

    `connection` and `slave_connection` of `[database]` and `[api_database]`, set in the files of a
    node whose only role is compute, be it in a line that a later one hides. SQLite is left alone,
    as packages deliver it so, and so is a URL without a password. Of a template only what stands
    in no branch is looked at: the condition may say that the line is for another service.

    ## Why it matters

    nova-compute works through the conductor: it blocks every access to a database in its own
    process, so the connection is of no use to it. But compute nodes run the guests of strangers;
    anyone who breaks out of one finds the password for all of Nova's data. With `[api_database]
    connection` and a pin of versions that is auto, calls to older hosts fail too (see
    auto-version-pin-with-api-database).

    ## Example

        [database]
        connection = mysql+pymysql://nova:secret@db.example.org/nova

    ## Fix safety

    Unsafe: each such line is deleted, in every file that has one, since the password would go on
    standing in a comment. Comments that hold it already are left to you, and the password must be
    changed: it has been on the host. On a node with more roles give nova-compute a file of its own.

    ## Sources

    Nova 34.0.0: nova/cmd/compute.py, nova/db/main/api.py (`_check_db_access`), nova/utils.py
    (`raise_if_old_compute`), nova/conf/database.py; Nova 15.1.5, 17.0.13, 20.6.1:
    nova/cmd/common.py (`block_db_access`).
    """
    if deployment.roles != {"compute"}:
        return
    pinned = config.release.major >= 20 and config.value("upgrade_levels", "compute") == "auto"
    groups = GROUPS[:1] if pinned else GROUPS
    for group in groups:
        for name in _URLS:
            connection = config.setting(group, name)
            holding = [place for place in _written(connection) if _has_password(place, config)]
            if holding:
                yield Finding(
                    f"{as_set(connection)} is of no use to nova-compute and gives the database's"
                    " password to anyone who breaks into this host; remove it and change the"
                    " password",
                    at(holding[-1]),
                    group,
                    name,
                    (_deletion(connection, holding),),
                )


def _written(connection: Setting) -> tuple[Place, ...]:
    """Return where the files set a connection, those that a later one hides first."""
    return (*connection.shadowed, *connection.places)


def _has_password(place: Place, config: Config) -> bool:
    """Whether every node gets a log-in to a server; SQLite's, as packages deliver it, is a file."""
    if place.document.arms(place.assignment.span.start):
        return False
    text = place.assignment.value
    url = taken_apart(text, config.release.major)
    login = text.partition("://")[2].rpartition("@")[0]
    has_password = ":" in login or placeholder(login) is not None
    return has_password and (url is None or url.kind != "sqlite")


def _deletion(setting: Setting, places: list[Place]) -> Fix:
    """Offer to delete every line that holds a password, those without effect as well."""
    documents = {place.document.path: place.document for place in places}
    patch = merge(
        remove(document, [p.assignment for p in places if p.document.path == path])
        for path, document in documents.items()
    )
    return Fix(f"Delete [{setting.group}] {setting.name}", patch)


@rule(
    "database-connection-unencrypted",
    theme="security",
    severity=Severity.INFO,
    options=in_both(*_URLS, "connection_parameters"),
)
def database_connection_unencrypted(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Queries and the database's password may be read on the network.

    ## What it checks

    A `connection` or `slave_connection` to MySQL or MariaDB on another host without any `ssl_...`
    parameter or `read_default_file` in its URL or in `connection_parameters`. A note, not a
    warning: a network of its own for the database is protection too, and no file says so.

    ## Why it matters

    PyMySQL speaks TLS only when told to, and clients that take it when it is offered do not check
    whose certificate they are shown. Anyone who can listen between a controller and the database,
    or step in between, reads what tenants store, and what tokens and consoles are made of.

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
    for group, name in product(GROUPS, _URLS):
        if _is_open(config, group, name):
            yield finding(
                config,
                group,
                name,
                f"{as_set(config.setting(group, name))} connects to another host without TLS; add"
                " `ssl_ca` to the URL unless the network protects it",
            )


def _is_open(config: Config, group: str, name: str) -> bool:
    """Return whether a database elsewhere is spoken to without TLS.

    Raises UnknownValue where its host, or whether parameters follow, is not known here.
    """
    if config.setting(group, name).is_default:
        return False
    written = config.known_url(group, name) or ""
    url = taken_apart(written, config.release.major)
    if url and (url.kind not in ("mysql", "mariadb") or url.is_local):
        return False
    if url and any(map(_is_tls, url.parameters)):
        return False
    if not url or any("<" in part or placeholder(part) for part in (url.host, *_open(written))):
        config.value(group, name)  # raises where a part that matters is not known
        return False
    more = config.text(group, "connection_parameters") or ""
    return not any(_is_tls(pair.strip().lower()) for pair in more.split("&"))


def _is_tls(parameter: str) -> bool:
    """Return whether a parameter turns encryption on, by itself or by a file that may do so."""
    name = parameter.partition("=")[0]
    return name != "ssl_disabled" and name.startswith(("ssl", "read_default_file"))


def _open(url: str) -> Iterator[str]:
    """Yield what may bring parameters along where a tool fills it in.

    The name of the database as a whole does not.
    """
    path, _, query = url.partition("://")[2].rpartition("@")[2].partition("/")[2].partition("?")
    yield _VARIABLE.sub("", path, count=1) if _VARIABLE.match(path) else path
    yield from (pair.partition("=")[0] for pair in query.split("&"))
