"""Whether SQLAlchemy can read the URL of a database and load the library that it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.findings import Finding, Fix, Safety, Severity
from novalint.nearest import is_slip
from novalint.rules.common.database_options import in_both
from novalint.rules.common.database_urls import (
    GROUPS,
    SQLALCHEMY_1_4,
    UNBRACKETED,
    UNESCAPED,
    Unparsable,
    cut_off,
    parse,
    place_of,
    taken_apart,
)
from novalint.rules.common.places import as_set, each, finding
from novalint.rules.database.connections import WITH_CELL_DATABASE
from novalint.rules.declaration import rule
from novalint.text.edits import Edit, Patch

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

URLS = ("connection", "slave_connection")
_USUAL = {"mysql": "pymysql", "mariadb": "pymysql", "postgresql": "psycopg2"}
"""The library that OpenStack uses for each database."""
_KINDS = ("mysql", "mariadb", "postgresql", "sqlite", "oracle", "mssql")
_OF_MYSQL = (
    "mysqldb",
    "pymysql",
    "mysqlconnector",
    "mariadbconnector",
    "cymysql",
    "pyodbc",
    "aiomysql",
    "asyncmy",
    "oursql",
)
_DRIVERS = {
    "mysql": _OF_MYSQL,
    "mariadb": _OF_MYSQL,
    "postgresql": ("psycopg2", "psycopg2cffi", "psycopg", "pg8000", "asyncpg", "pypostgresql"),
}
"""The libraries that SQLAlchemy 1.0 to 2.0 knows for the two databases of OpenStack."""
_OF_ONE = frozenset(sum(_DRIVERS.values(), ())) - {"pyodbc"}
"""Those that speak to one kind of database alone."""
FORM = "mysql+pymysql://USER:PASSWORD@HOST/NAME"
_OF_DATABASE = {"db", "database", "read_default_file", "read_default_group"}
"""Parameters that may name the database in place of the path (pymysql/connections.py)."""
_TAKES_THEM = ("", "pymysql", "mysqldb")
"""The drivers that are known to have no other way to name it, as pyodbc has its data sources."""
_ESCAPED = f"write {FORM} with special characters of the password as %NN"
_WAYS = {UNBRACKETED: f"write {FORM.replace('HOST', '[ADDRESS]')}"}
"""The way out of a fault; most are of a password, whose signs cut the rest off."""


@rule(
    "database-url-unreadable",
    theme="database",
    severity=Severity.ERROR,
    options=in_both(*URLS, "connection_parameters"),
    roles=WITH_CELL_DATABASE,
)
def database_url_unreadable(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The URL of a database cannot be parsed, has an unknown driver, or names no database.

    ## What it checks

    `connection` and `slave_connection` of `[database]` and `[api_database]`: a database and perhaps
    a driver before `://`, a port that is a number, no plain `@` in the password from xena on (one
    after the host is the rest of such a password), and no database or driver that is nearly one
    that SQLAlchemy has, such as `mysql+pymsql` or `mysql+PyMySQL`, is the other database's, such as
    `postgresql+pymysql`, or came later: `mariadb` has been there from xena on. A driver of another
    name may come from a package of its own. A URL of MySQL must name a database behind the host,
    unless a parameter does; with drivers other than PyMySQL and mysqlclient that is not looked at.
    Where a template has yet to write a part, such as the password, only what stands before `://`
    is looked at.

    ## Why it matters

    A service opens its database when it starts and ends with the error. Most often a password is to
    blame: in a URL the signs `@ : / ? %` must be written as `%40`, `%3A`, `%2F`, `%3F` and `%25`.
    From SQLAlchemy 1.4 on (xena) a password ends at the first `@`, and what follows is taken for
    the host; before, it ended at the last one. Without a database MySQL refuses each query with "No
    database selected".

    ## Example

        [database]
        connection = mysql+pymysql:nova:secret@db.example.org/nova

    ## Fix safety

    There is no fix: the right spelling depends on what was meant.

    ## Sources

    SQLAlchemy 1.1.5, 1.3.24, 1.4.46 and 2.0.36: sqlalchemy/engine/url.py; read against 2.0.36 with
    100,000 random URLs. oslo.db 4.17.1 to 18.1.1: oslo_db/sqlalchemy/engines.py (`create_engine`);
    the names before `://` tried with 1.3.24 and 2.0.36; PyMySQL 1.2.4: pymysql/connections.py
    (`Connection.__init__`, `connect`).
    """
    yield from each(_urls(config), partial(_unreadable, config))


def _unreadable(config: Config, setting: Setting) -> Iterator[Finding]:
    why = _fault(config, setting) if setting.unknown is None else _driver_fault(config, setting)
    if why:
        name = (setting.group, setting.name)
        yield finding(config, *name, f"`[{setting.group}] {setting.name}` {why}")
    setting.value  # noqa: B018 (tells that the rest of a template's URL was not looked at)


def _fault(config: Config, setting: Setting) -> str:
    """Return what is wrong with a URL and the way out; empty where SQLAlchemy can use it."""
    if setting.is_default or not isinstance(setting.value, str) or not setting.value:
        return ""
    major = config.release.major
    try:
        parse(setting.value, major)
        if cut_off(setting.value, major):
            raise Unparsable(UNESCAPED)
    except Unparsable as fault:
        return (
            f"{fault}, so SQLAlchemy cannot open it and services do not start; "
            f"{_WAYS.get(str(fault), _ESCAPED)}"
        )
    nameless = f"names no database, so every query fails; write {FORM}"
    return _driver_fault(config, setting) or (nameless if _is_nameless(config, setting) else "")


def _is_nameless(config: Config, setting: Setting) -> bool:
    """Return whether MySQL is told of no database; PostgreSQL takes the one of the user's name."""
    major = config.release.major
    url, place = taken_apart(setting.value, major), place_of(setting.value, major)
    if url is None or place is None or _OF_MYSQL is not _DRIVERS.get(url.kind) or place.name:
        return False
    named = url.parameters & _OF_DATABASE or config.text(setting.group, "connection_parameters")
    return url.driver in _TAKES_THEM and not named


def _driver_fault(config: Config, setting: Setting) -> str:
    """Return what is wrong before the `://` of a URL, which a template writes out mostly."""
    scheme, sign, _ = str(setting.partial or "").partition("://")
    if not sign or setting.is_default or placeholder(scheme):
        return ""
    asked, near = _nearest(scheme, config.release.major)
    stops = "which SQLAlchemy does not have, so services do not start"
    return f"names {asked}, {stops}; use {near}" if near else ""


def _nearest(scheme: str, major: int) -> tuple[str, str]:
    """Return a database or a driver that there is not, and the start of the URL that was meant.

    The second is empty where nothing is wrong, or nothing like it is known.
    """
    kind, _, driver = scheme.partition("+")
    kinds = [one for one in _KINDS if one != "mariadb" or major >= SQLALCHEMY_1_4]
    if kind not in kinds and (kind != "postgres" or major >= SQLALCHEMY_1_4):
        near = "mysql" if kind == "mariadb" else _slip_of(kind, kinds)
        also = f"+{driver.lower()}" if driver.lower() in _DRIVERS.get(near, ()) else ""
        return kind, f"{near}{also}://" if near else ""
    known = _DRIVERS.get(kind, ())
    if not driver or driver in known:
        return "", ""
    near = _slip_of(driver, known)
    if known and not near and driver.lower() in _OF_ONE:
        return f"{driver} for {kind}", f"{kind}+{_USUAL[kind]}://"
    return driver, f"{kind}+{near}://" if near else ""


def _slip_of(written: str, names: Iterable[str]) -> str:
    """Return the name of which one is a slip, as capitals are; empty where there is none."""
    return next((one for one in names if is_slip(written, one)), "")


@rule(
    "database-driver-not-named",
    theme="database",
    severity=Severity.INFO,
    options=in_both(*URLS),
    roles=WITH_CELL_DATABASE,
)
def database_driver_not_named(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The URL of a database does not name a Python driver.

    ## What it checks

    A `connection` or `slave_connection` that starts with `mysql://`, `mariadb://` (which
    SQLAlchemy has from xena on) or `postgresql://` instead of, say, `mysql+pymysql://`.

    ## Why it matters

    SQLAlchemy then takes its default: mysqlclient for MySQL and MariaDB, and for PostgreSQL
    psycopg2, or from SQLAlchemy 2.1 on psycopg. OpenStack is tested with PyMySQL; mysqlclient is
    often not installed at all, and on eventlet it delays a whole process during each query. From
    pike on oslo.db warns at every start.

    ## Example

        [database]
        connection = mysql://nova:secret@db.example.org/nova

    ## Fix safety

    Unsafe: `+pymysql` is put in for MySQL and MariaDB. PyMySQL must then be installed: Nova itself
    does not require it. For PostgreSQL there is no fix.

    ## Sources

    oslo.db 4.25.2 (pike) to 18.1.1: oslo_db/sqlalchemy/engines.py (`_vet_url`); SQLAlchemy 1.4
    and 2.1.3: dialects/__init__.py, dialects/mysql/__init__.py, dialects/postgresql/__init__.py;
    eventlet: patcher.py (`monkey_patch`, which leaves MySQLdb as it is unless asked, and Nova does
    not ask); PyMySQL is an extra for tests in the metadata of Nova 22.4.0 to 32.2.1 and not in that
    of 34.0.0.
    """
    settings = [setting for setting in _urls(config) if not setting.is_default]
    for setting in settings:
        kind, sign, _ = str(setting.partial or "").partition("://")
        if sign and kind in _usual(config) and _is_readable(config, setting):
            yield finding(
                config,
                setting.group,
                setting.name,
                f"{as_set(setting)} names no database driver, so SQLAlchemy chooses one; name it, "
                f"as in {kind}+{_USUAL[kind]}://",
                *_pymysql(setting, kind),
            )
    for setting in settings:
        if placeholder(str(setting.partial or "").partition("://")[0]):
            setting.value  # noqa: B018 (tells that a template has yet to write the start of a URL)


def _usual(config: Config) -> set[str]:
    """Return the databases that a release's SQLAlchemy knows and OpenStack uses."""
    return {*_USUAL} - ({"mariadb"} if config.release.major < SQLALCHEMY_1_4 else set())


def _is_readable(config: Config, setting: Setting) -> bool:
    """Return whether SQLAlchemy can take a URL apart, as far as it is known."""
    return setting.unknown is not None or bool(taken_apart(setting.value, config.release.major))


def _urls(config: Config) -> list[Setting]:
    """Return the options that may have a URL, set or not."""
    names = [(group, name) for group in GROUPS for name in URLS]
    return [config.setting(*name) for name in names if config.schema.option(*name)]


def _pymysql(setting: Setting, kind: str) -> tuple[Fix, ...]:
    document, assignment = setting.places[-1]
    start = document.text.find(f"{kind}://", *assignment.raw)
    if start < 0 or _USUAL[kind] != "pymysql":
        return ()
    place = start + len(kind)
    patch = Patch.of(document.source, [Edit(place, place, "+pymysql")])
    return (Fix("Name PyMySQL", patch, Safety.UNSAFE),)
