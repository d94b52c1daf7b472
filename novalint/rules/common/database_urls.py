"""Takes database URLs apart; whatever is secret in them stays out of what is given back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.patterns import lazy_pattern
from novalint.records import NamedTuple
from novalint.rules.common.hosts import is_address, is_loopback, machine

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting

GROUPS = ("database", "api_database")
"""The groups of a cell's database and of the API database."""

CONNECTIONS = tuple(f"{group}.connection" for group in GROUPS)
PARAMETERS = tuple(f"{group}.connection_parameters" for group in GROUPS)
SQLALCHEMY_1_4 = 24
"""The first Nova that is released with SQLAlchemy 1.4 (upper-constraints.txt of xena)."""

UNBRACKETED = "has an IPv6 address that does not stand in brackets"
UNESCAPED = "has an `@` in its user or password that is not written as %40"

_HOST = lazy_pattern("[^/?]*")
_SCHEME = lazy_pattern(r"[\w+]+")
_PORT = lazy_pattern(r":\{\{[^{}]*\}\}(?=[/?]|$)")
"""A port that a template has yet to write."""
_NAME = lazy_pattern(r"\{\{ *[\w.]+ *\}\}")
"""A variable of a template alone, such as the name of a database."""


class Unparsable(ValueError):  # noqa: N818 (a fault of the file, no error of the program)
    """SQLAlchemy refuses the URL; the text says why and holds nothing of it."""


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
        return not self.host or is_loopback(self.host) or "unix_socket" in self.parameters


class DatabasePlace(NamedTuple):
    """Which database a URL means, whoever logs in: `mysql`, server, port and name.

    `port` is empty where the URL leaves it to the driver, `host` for a file. A server on the same
    machine is `localhost`, however a URL names it.
    """

    kind: str
    host: str
    port: str
    name: str


class Connection(NamedTuple):
    """A database that the files name: the setting of its connection, and its URL."""

    setting: Setting
    url: DatabaseUrl

    @property
    def group(self) -> str:
        """The group that the connection and the sizes of its pool stand in."""
        return self.setting.group

    @property
    def label(self) -> str:
        """The option as a message names it."""
        return f"`[{self.group}] connection`"


def connections(
    config: Config, names: tuple[str, ...] = ("connection",), groups: tuple[str, ...] = GROUPS
) -> Iterator[Connection]:
    """Yield the databases whose connection the files set to something that is a URL.

    `names` are the options that may have one: `slave_connection` leads to a replica.
    """
    for group, name in product(groups, names):
        setting = config.setting(group, name)
        url = None if setting.is_default else _known(setting, config.release.major)
        if url:
            more = config.text(group, "connection_parameters") or ""
            parameters = url.parameters | _names(more)
            yield Connection(setting, url._replace(parameters=parameters))


def _known(setting: Setting, major: int) -> DatabaseUrl | None:
    """Return what a URL says of which a template has yet to write user, password, host or name.

    A host stands there as the file has it: the same expression means the same one. Where driver or
    parameters are not known either, asking for the value raises UnknownValue in a rule.
    """
    if setting.unknown is None:
        return taken_apart(setting.value, major)
    text = _PORT.sub("", str(setting.partial or ""))
    path = text.rpartition("@")[2].partition("/")[2]
    hides = placeholder(path) is not None and not _NAME.fullmatch(path)
    url = None if hides or "{%" in text else taken_apart(text, major)
    return url or taken_apart(setting.value, major)


def taken_apart(value: object, major: int = SQLALCHEMY_1_4) -> DatabaseUrl | None:
    """Return what a URL says; None where it is none or SQLAlchemy refuses it (see `parse`).

    >>> taken_apart("mysql+pymysql://nova:a/b@DB:3306/nova?ssl_ca=/a")
    DatabaseUrl(kind='mysql', driver='pymysql', host='db', parameters=frozenset({'ssl_ca'}))
    """
    try:
        return parse(str(value or ""), major)
    except Unparsable:
        return None


def parse(url: str, major: int) -> DatabaseUrl:
    """Take a URL apart as the SQLAlchemy of that Nova release does; raises Unparsable.

    The reference is sqlalchemy/engine/url.py, 1.1.5 to 2.0.36. A password ends at the first `@`;
    before 1.4 (Nova 24) it ended at the last one.
    """
    scheme, sign, rest = url.partition("://")
    if not sign or not _SCHEME.fullmatch(scheme):
        raise Unparsable("does not begin with a database and a driver such as mysql+pymysql://")
    kind, _, driver = scheme.lower().partition("+")
    address, query = _address(rest, major)
    host, behind = _host(address)
    if "@" in host:
        raise Unparsable(UNESCAPED)
    if behind.startswith(":") and not _is_number(behind[1:].partition("/")[0]):
        raise Unparsable(UNBRACKETED if _is_bare(address) else "has a port that is not a number")
    return DatabaseUrl(kind, driver, host.lower(), _names(query))


def place_of(value: object, major: int = SQLALCHEMY_1_4) -> DatabasePlace | None:
    """Return which database a URL means; None where it is none or SQLAlchemy refuses it.

    >>> place_of("mysql+pymysql://nova:secret@DB:3306/nova?charset=utf8")
    DatabasePlace(kind='mysql', host='db', port='3306', name='nova')
    """
    text = str(value or "")
    url = taken_apart(text, major)
    if url is None:
        return None
    behind = _host(_address(text.partition("://")[2], major)[0])[1]
    port, _, name = behind.partition("/")
    host = "localhost" if url.is_local and url.kind != "sqlite" else machine(url.host)
    return DatabasePlace(url.kind, host, port[1:], name)


def parameters_of(url: str, major: int) -> str:
    """Return what stands behind the `?` of a URL, values and all: never for a message.

    >>> parameters_of("mysql://nova:a?b@db/nova?ssl_ca=/a&charset=utf8", 34)
    'ssl_ca=/a&charset=utf8'
    """
    return _address(url.partition("://")[2], major)[1]


def cut_off(url: str, major: int) -> bool:
    """Return whether an `@` stands behind the host, where it can only be a rest of a password."""
    scheme, _, rest = url.partition("://")
    return "@" in _address(rest, major)[0] and not scheme.startswith("sqlite")


def has_password(text: str, major: int) -> bool:
    """Whether a connection logs in to a server; SQLite's, as packages deliver it, is a file.

    >>> has_password("mysql://nova:word@db/nova", 34), has_password("sqlite:///n@x:y", 34)
    (True, False)
    """
    url = taken_apart(text, major)
    login = text.partition("://")[2].rpartition("@")[0]
    logs_in = ":" in login or placeholder(login) is not None
    return logs_in and (url is None or url.kind != "sqlite")


def password_in(url: str, major: int) -> tuple[int, int] | None:
    """Return where the password of a URL starts and ends; None where it has none.

    An `@` that is left in the host is taken for a part of the password that was not escaped.

    >>> password_in("mysql://nova:word@db/nova?file=my@x", 34)
    (13, 17)
    """
    scheme, sign, rest = url.partition("://")
    before, stop = len(scheme) + len(sign), _behind_user(rest)
    end = _login_end(rest, stop, major)
    if rest[stop : stop + 1] != ":" or end < stop:
        return None
    host = _HOST.match(rest, end)
    last = rest.rfind("@", end, host.end() if host else None)
    return before + stop + 1, before + last


def _behind_user(rest: str) -> int:
    """Return where the user ends, or the host of a URL without one."""
    return min((rest.find(sign) for sign in ":/" if sign in rest), default=len(rest))


def _login_end(rest: str, stop: int, major: int) -> int:
    """Return where the `@` behind user and password is, with the user up to `stop`; else -1."""
    end = -1
    if rest[stop : stop + 1] == ":":
        end = rest.find("@", stop) if major >= SQLALCHEMY_1_4 else rest.rfind("@")
    return end if end >= stop else rest.rfind("@", 0, stop)


def _address(rest: str, major: int) -> tuple[str, str]:
    """Return what stands behind the user and password, without and with what follows the `?`."""
    end = _login_end(rest, _behind_user(rest), major)
    address, _, query = rest[end + 1 :].partition("?")
    return address, query


def _host(address: str) -> tuple[str, str]:
    """Return the host, without brackets, and what follows it."""
    close = address.partition("/")[0].rfind("]")
    if address.startswith("[") and close > 1:
        return address[1:close], address[close + 1 :]
    stop = min((address.find(sign) for sign in ":/" if sign in address), default=len(address))
    return address[:stop], address[stop:]


def _is_bare(address: str) -> bool:
    """Return whether the host is an IPv6 address without the brackets that keep its colons."""
    host = address.partition("/")[0]
    return host.count(":") > 1 and is_address(host)


def _is_number(text: str) -> bool:
    """Return whether a port is a number to Python."""
    try:
        int(text)
    except ValueError:
        return False
    return True


def _names(query: str) -> frozenset[str]:
    """Return the names of parameters that have a value; others are passed over."""
    pairs = (part.partition("=") for part in query.split("&"))
    return frozenset(name.strip().lower() for name, _, value in pairs if name.strip() and value)
