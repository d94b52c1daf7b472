"""Takes database URLs apart; whatever is secret in them stays out of what is given back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting

GROUPS = ("database", "api_database")
"""The groups of a cell's database and of the API database."""

CONNECTIONS = tuple(f"{group}.connection" for group in GROUPS)


class DatabaseUrl(NamedTuple):
    """What a database URL says, without user, password and name of the database.

    `kind` is the database (`mysql`), `driver` the library that speaks to it (`pymysql`, empty where
    the URL leaves it open), `host` the server in lower case (empty for the default or a file),
    `parameters` the names behind the `?`, in lower case.
    """

    kind: str
    driver: str
    host: str
    parameters: frozenset[str]

    @property
    def is_local(self) -> bool:
        """Whether the server runs on the same node, as far as the URL tells."""
        near = self.host in ("", "localhost", "127.0.0.1", "::1")
        return near or "unix_socket" in self.parameters


class Connection(NamedTuple):
    """A database that the files name: the setting of its connection, and its URL."""

    setting: Setting
    url: DatabaseUrl

    @property
    def group(self) -> str:
        """The group that the connection and the sizes of its pool stand in."""
        return self.setting.group


def connections(config: Config) -> Iterator[Connection]:
    """Return the databases whose connection the files set to something that is a URL."""
    for group in GROUPS:
        setting = config.setting(group, "connection")
        url = None if setting.is_default else taken_apart(setting.value)
        if url:
            more = config.value(group, "connection_parameters")
            names = url.parameters | _names(more if isinstance(more, str) else "")
            yield Connection(setting, url._replace(parameters=names))


def taken_apart(value: object) -> DatabaseUrl | None:
    """Take a URL apart as SQLAlchemy does (sqlalchemy/engine/url.py); None for no URL.

    >>> taken_apart("mysql+pymysql://nova:a/b@DB:3306/nova?ssl_ca=/a")
    DatabaseUrl(kind='mysql', driver='pymysql', host='db', parameters=frozenset({'ssl_ca'}))
    """
    scheme, sign, rest = str(value or "").partition("://")
    kind, _, driver = scheme.strip().lower().partition("+")
    if not sign or not kind.isidentifier():
        return None
    user, at, behind = rest.partition("@")
    address = behind if at and "/" not in user.partition(":")[0] else rest
    path, _, query = address.partition("?")
    return DatabaseUrl(kind, driver, _host(path.partition("/")[0]), _names(query))


def _host(address: str) -> str:
    bracketed = address.startswith("[")
    host = address[1:].partition("]")[0] if bracketed else address.partition(":")[0]
    return host.lower()


def _names(query: str) -> frozenset[str]:
    names = (part.partition("=")[0].strip().lower() for part in query.split("&"))
    return frozenset(name for name in names if name)
