"""Finds the secrets of a configuration and what they are for; shows nothing of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import UnknownValue, placeholder, placeholder_of
from novalint.records import NamedTuple
from novalint.rules.common.hosts import unquoted

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting

_USERS = {
    "password": ("username", "user_id"),
    "admin_password": ("admin_user",),
    "rabbit_password": ("rabbit_userid",),
    "host_password": ("host_username",),
    "connection_password": ("connection_username",),
    "memcache_password": ("memcache_username",),
    "redis_password": ("redis_username",),
    "ldap_dns_password": ("ldap_dns_user",),
}
"""Passwords, and the options of their group that say whose they are; other secrets have no user."""
_CACHES = ("cache.password", "cache.memcache_password", "keystone_authtoken.memcache_password",
           "cache.redis_password", "cache.backend_argument")  # fmt: skip
"""Passwords of what is mostly one memcached, for Nova's own cache and that of tokens, or one Redis,
which a URL in a `backend_argument` names as well."""
_MESSAGES = ("transport_url", "rabbit_password")
_DATABASE = ("connection", "slave_connection", "asyncio_connection", "asyncio_slave_connection")
_LOGIN = (
    "password",
    "admin_password",
    "application_credential_secret",
    "client_secret",
    "consumer_secret",
    "oauth2_client_secret",
    *("token", "admin_token", "access_token", "passcode", "code"),
)
"""What a log-in to Keystone calls its secret; which one, `auth_type` decides."""
_OTHERS = ("cache", "matchmaker_redis", "oslo_messaging_amqp")
"""Groups with a `password` that is for no log-in to Keystone."""

_KEYS = "hmac_keys"
"""Holds several secrets, with commas between."""

_GUIDES = ("PASSWORD", "PASS", "SECRET", "CHANGEME", "CHANGE_ME", "REPLACE_ME", "REPLACEME")
_GUIDES_END = ("PASS", "PASSWORD", "SECRET", "TOKEN")
"""Words that guides print for the reader to replace, and what others end in: `NOVA_PASS`."""


class Secret(NamedTuple):
    """One secret that a file sets; `word` is never to be shown.

    `user` is whom it belongs to, empty where none is told; `in_url` says that it is a password
    within a URL; `purpose` is what it opens: `database`, `messages`, `identity`, `cache` or an
    option.
    """

    setting: Setting
    user: str
    word: str
    in_url: bool
    purpose: str

    def __repr__(self) -> str:
        return f"Secret({self.setting.group}.{self.setting.name})"


def secrets(config: Config) -> Iterable[Secret]:
    """Return every secret that the files set, but none that a tool has yet to fill in.

    Eight rules ask for them. Raises UnknownValue, on the way to one that is not known here.
    """
    if not config.settings:
        return ()
    found = config.derived(_by_guard)
    if config.guard not in found:
        try:
            found[config.guard] = tuple(_each(config))
        except UnknownValue:  # told to those who get that far
            return _each(config)
    return found[config.guard]


def _by_guard(config: Config) -> dict[object, tuple[Secret, ...]]:
    """Return where the secrets are kept that a configuration shows behind each guard."""
    return {}


def _each(config: Config) -> Iterator[Secret]:
    for setting in config.settings:
        for text in _texts(setting.partial):
            for user, word, in_url in _words(config, setting, text):
                if word and not _is_unfilled(word, text):
                    yield Secret(setting, user, word, in_url, _purpose(setting))


def is_guides(word: str) -> bool:
    """Return whether a secret is what a guide prints for the reader to replace."""
    if len(word) > 2 and (word[0], word[-1]) == ("<", ">"):
        return True
    capital = word.isascii() and word.isupper() and word.replace("_", "").isalnum()
    return capital and (word in _GUIDES or ("_" in word and word.endswith(_GUIDES_END)))


def refers_to_plain(config: Config, setting: Setting, name: str) -> bool:
    """Return whether `$name` in a value brings in what is no secret, as oslo.config looks it up."""
    group, dot, option = name.partition(".")
    names = [(group, option)] if dot else [(setting.group, name), ("DEFAULT", name)]
    known = [pair for pair in names if config.schema.option(*pair)]
    return bool(known) and not config.setting(*known[0]).secret


def _words(config: Config, setting: Setting, text: str) -> Iterator[tuple[str, str, bool]]:
    if "://" in text:
        for user, word in _logins(text):
            yield user, word, True
    elif setting.secret and placeholder_of(setting.name, text) == placeholder(text):
        for word in text.split(",") if setting.name == _KEYS else (text,):
            yield _user(config, setting), word.strip(), False


def _is_unfilled(word: str, text: str) -> bool:
    """Return whether a word is what templates have in place of a secret.

    CHANGEME is one where it is all that the option says, and a guide's within a URL.
    """
    return placeholder(word) is not None and not (placeholder(text) is None and is_guides(word))


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str)]


def _logins(url: str) -> Iterator[tuple[str, str]]:
    """Yield user and password of every host of a URL that has both."""
    rest = url.partition("://")[2]
    end = min((rest.find(sign) for sign in "/?#" if sign in rest), default=len(rest))
    for part in rest[:end].split(","):
        user, colon, word = part.rpartition("@")[0].partition(":")
        if colon and word:
            yield unquoted(user), unquoted(word)


def _user(config: Config, setting: Setting) -> str:
    known = config.schema.options(setting.group) or {}
    names = (name for name in _USERS.get(setting.name, ()) if name in known)
    settings = [config.setting(setting.group, name) for name in names]
    users = [user.partial for user in settings if user.places and user.unknown is None]
    return next((user for user in users if isinstance(user, str)), "")


def _purpose(setting: Setting) -> str:
    name = f"{setting.group}.{setting.name}"
    if setting.name in _MESSAGES or name == "oslo_messaging_amqp.password":
        return "messages"
    if setting.name in _DATABASE:
        return "database"
    if setting.name in _LOGIN and setting.group not in _OTHERS:
        return "identity"
    if setting.name == "memcache_secret_key":  # the same memcached, whoever puts tokens there
        return setting.name
    return "cache" if name in _CACHES else name
