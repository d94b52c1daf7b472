"""What databases tell an attacker: credentials where they need not be, and open connections."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.findings import Finding, Fix, Severity
from novalint.rules.common.database_options import in_both
from novalint.rules.common.database_urls import GROUPS, has_password, parameters_of, taken_apart
from novalint.rules.common.own_addresses import MY_IP, is_own
from novalint.rules.common.places import as_set, at, each, finding
from novalint.rules.common.url_parts import may_have_parameters
from novalint.rules.database.connections import WITH_CELL_DATABASE
from novalint.rules.database.empty_numbers import ROLES
from novalint.rules.declaration import rule
from novalint.text.edits import merge
from novalint.text.writing import remove

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

_URLS = ("connection", "slave_connection")
PREFERRED = 34
"""The first Nova that is released with PyMySQL 1.2 (upper-constraints.txt of 2026.2)."""
_OPENERS = frozenset(("conductor", "scheduler"))
"""Services of a controller that open the database and have options of their own."""
_OFF = ("false", "0", "no", "off", "disabled", "preferred")
"""Values of `ssl` and `ssl_mode` with which a client does without TLS, or does not insist on it."""


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
    """A compute node has the password of a database that nova-compute must not access.

    ## What it checks

    `connection` and `slave_connection` of `[database]` and `[api_database]`, set in the files of a
    node whose only role is compute, even in a line that a later one hides. SQLite is not reported,
    as packages deliver it so, and so is a URL without a password. Of a template only what is in no
    branch is looked at: the condition may say that the line is for another service.

    Where the files also set what only nova-conductor or nova-scheduler reads, such as `[conductor]
    workers`, even in a branch of a template, one of them may run on this host, or the file be
    shared: the message names that option, and there is no fix.

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
    groups = GROUPS[:1] if _is_pinned(config) else GROUPS
    other = next(filter(_is_of_openers, (*config.settings, *_of_branches(config))), None)
    for group in groups:
        for name in _URLS:
            connection = config.setting(group, name)
            written = filter(_is_for_every_node, _written(connection))
            major = config.release.major
            holding = [p for p in written if has_password(p.assignment.value, major)]
            if holding:
                yield Finding(
                    f"{as_set(connection)} is not used by nova-compute and gives the database's"
                    " password to anyone who breaks into this host; remove it and change the"
                    f" password{_unless(other)}",
                    at(holding[-1]),
                    group,
                    name,
                    () if other else (_deletion(connection, holding),),
                )


def _is_pinned(config: Config) -> bool:
    """Whether auto-version-pin-with-api-database tells of `[api_database]`."""
    pin = config.setting("upgrade_levels", "compute")
    return config.release.major >= 20 and pin.unknown is None and pin.value == "auto"


def _of_branches(config: Config) -> Iterator[Setting]:
    """Yield the options of branches that a template may choose, for whatever service it is then."""
    for layer in config.layers:
        for name in layer.doubtful:
            if config.schema.option(*name):
                yield config.setting(*name)


def _is_of_openers(setting: Setting) -> bool:
    """Whether none but nova-conductor and nova-scheduler, which open the database, reads it."""
    readers = setting.option.facts.get("read_by", ())
    return bool(readers) and _OPENERS.issuperset(readers)


def _unless(other: Setting | None) -> str:
    """Say which option shows that another service may read the file."""
    if other is None:
        return ""
    service = other.option.readers[0]
    return f", unless {service} reads this file too, as {as_set(other)} suggests"


def is_kept_from_compute(setting: Setting, deployment: Deployment) -> bool:
    """Whether a setting is a URL of a database on a node whose only service must open none."""
    url = setting.group in GROUPS and setting.name in _URLS
    return url and deployment.roles == {"compute"} and any(map(_is_for_every_node, setting.places))


def _written(connection: Setting) -> tuple[Place, ...]:
    """Return where the files set a connection, those that a later one hides first."""
    return (*connection.shadowed, *connection.places)


def _is_for_every_node(place: Place) -> bool:
    """Whether a line stands in no branch of a template, which may be for another service."""
    return not place.document.arms(place.assignment.span.start)


def _deletion(setting: Setting, places: list[Place]) -> Fix:
    """Offer to delete every line that holds a password, those without effect as well."""
    documents = {place.document.path: place.document for place in places}
    patch = merge(
        remove(document, [p.assignment for p in places if p.document.path == path])
        for path, document in documents.items()
    )
    return Fix(f"Delete {as_set(setting).strip('`')}", patch)


@rule(
    "database-connection-unencrypted",
    theme="security",
    severity=Severity.INFO,
    options=(*in_both(*_URLS, "connection_parameters"), MY_IP),
    roles=WITH_CELL_DATABASE,
)
def database_connection_unencrypted(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The connection to the database is not encrypted.

    ## What it checks

    A `connection` or `slave_connection` to MySQL or MariaDB on another host without any `ssl_...`
    parameter or `read_default_file` in its URL or in `connection_parameters`. `ssl=false`,
    `ssl_disabled`, and `ssl_mode` DISABLED or PREFERRED do not count. An address that is `my_ip` is
    no other host. Info, not a warning: a network of its own for the database is protection too, and
    no file says so. Not reported on nodes that by their role open no such database: nova-compute
    opens none, console proxies open none of `[api_database]`.

    ## Why it matters

    PyMySQL up to 1.1 speaks TLS only when told to. From 1.2 on, which 2026.2 is released with, it
    takes TLS where the server offers it, as libmysqlclient (`mysql+mysqldb`) does, but does not
    check whose certificate it is shown, and goes on without TLS where none is offered. Anyone who
    can listen between a controller and the database, or step in between, reads what tenants
    store, and what tokens and consoles are made of.

    ## Example

        [database]
        connection = mysql+pymysql://nova:secret@db.example.org/nova

    is encrypted, and checks the certificate against your CA, with

        connection = mysql+pymysql://nova:secret@db.example.org/nova?ssl_ca=/etc/ssl/db.pem

    ## Fix safety

    There is no fix: the server needs a certificate first, and only you know where its CA is kept.

    ## Sources

    OpenStack Security Guide, chapter on databases; PyMySQL 1.0.2, 1.1.2 and 1.2.0:
    pymysql/connections.py (`Connection.__init__`, `_request_authentication`); SQLAlchemy 2.0.52:
    dialects/mysql/mysqldb.py (`ssl_ca`, `ssl_cert`, `ssl_key`, `ssl_capath`);
    upper-constraints.txt of OpenStack from victoria to 2026.2.
    """
    opened = (group for group in GROUPS if _is_opened(deployment, group))
    yield from each(product(opened, _URLS), partial(_unencrypted, config))


def _unencrypted(config: Config, place: tuple[str, str]) -> Iterator[Finding]:
    if _is_open(config, *place):
        yield finding(
            config,
            *place,
            f"{as_set(config.setting(*place))} {_lack(config, *place)}; add `ssl_ca` to the URL"
            " unless the network protects it",
        )


def _is_opened(deployment: Deployment, group: str) -> bool:
    """Return whether a service of the node opens the database of a group."""
    roles = ROLES.get(group, ())
    return not roles or any(deployment.plays(role) is not False for role in roles)


def _lack(config: Config, group: str, name: str) -> str:
    """Return what protection a connection lacks: clients may take TLS of their own accord."""
    url = taken_apart(config.known_url(group, name), config.release.major)
    forbidden = any(map(_forbids, _parameters(config, group, config.known_url(group, name) or "")))
    plain = forbidden or (url and url.driver == "pymysql" and config.release.major < PREFERRED)
    return (
        "connects to another host without TLS"
        if plain
        else "accepts any certificate, or no TLS, from another host"
    )


def _is_open(config: Config, group: str, name: str) -> bool:
    """Return whether a database elsewhere is spoken to without TLS that is checked.

    Raises UnknownValue where its host, or whether parameters follow, is not known here.
    """
    if config.setting(group, name).is_default:
        return False
    written = config.known_url(group, name) or ""
    url = taken_apart(written, config.release.major)
    local = url and (url.is_local or is_own(config, url.host))
    if url and (url.kind not in ("mysql", "mariadb") or local):
        return False
    if url and any(map(_is_tls, _pairs(parameters_of(written, config.release.major)))):
        return False
    hidden = url and ("<" in url.host or placeholder(url.host))
    if not url or hidden or may_have_parameters(written):
        config.value(group, name)  # raises where a part that matters is not known
        return False
    return not any(map(_is_tls, _parameters(config, group, written)))


def _parameters(config: Config, group: str, url: str) -> list[str]:
    """Return the parameters of a URL and those that Nova puts behind it."""
    more = config.text(group, "connection_parameters") or ""
    return [*_pairs(parameters_of(url, config.release.major)), *_pairs(more)]


def _pairs(query: str) -> list[str]:
    """Return parameters as `name=value` in lower case; SQLAlchemy drops those without a value."""
    pairs = (pair.strip().lower() for pair in query.split("&"))
    return [pair for pair in pairs if pair.partition("=")[2]]


def _is_tls(parameter: str) -> bool:
    """Return whether a parameter turns encryption on, by itself or by a file that may do so."""
    name, _, value = parameter.partition("=")
    if name in ("ssl", "ssl_mode") and value in _OFF:
        return False
    return name != "ssl_disabled" and name.startswith(("ssl", "read_default_file"))


def _forbids(parameter: str) -> bool:
    """Return whether a parameter turns encryption off."""
    name, _, value = parameter.partition("=")
    return name == "ssl_disabled" or (name in ("ssl", "ssl_mode") and value == "disabled")
