"""The broker that `rabbit_host` and its like name, as the `transport_url` that later releases need.

The reference is `Connection.__init__` of oslo_messaging/_drivers/impl_rabbit.py, 5.17.4 to 8.1.4
for the options and 9.5.2 to 18.3.1 for the URL. The driver quotes user and password; from the URL
it takes them unquoted and quotes them again, but for a slash.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from novalint.config.unknown import Reason
from novalint.nova.transports import is_rabbit, is_rabbit_backend
from novalint.text.edits import Edit, Patch
from novalint.text.style import line_end
from novalint.text.writing import new_line, next_line, set_option, template

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.schema.options import Name, Schema
    from novalint.text.document import Document

URL: Name = ("DEFAULT", "transport_url")
GROUP = "oslo_messaging_rabbit"
PARTS = (
    "rabbit_password",
    "rabbit_host",
    "rabbit_hosts",
    "rabbit_userid",
    "rabbit_port",
    "rabbit_virtual_host",
)
"""What goes into the URL; the file of the first that is set takes it, so that a password stays."""


WITHOUT_ANY = "guest:guest@localhost:5672"
"""The broker that is taken where nothing names one, by the options and by the URL alike."""


class BrokerFromOptions(NamedTuple):
    """The broker that options without a successor name.

    `url` is what to write into `transport_url`, empty where it cannot be composed: `fault` then
    says why. `settings` are the options, as the start release reads them. Its text holds a secret.
    """

    settings: tuple[Setting, ...]
    url: str
    fault: str = ""

    def __repr__(self) -> str:
        options = [setting.name for setting in self.settings]
        return f"BrokerFromOptions({options}, {self.fault or 'composed'})"

    @property
    def names(self) -> tuple[Name, ...]:
        """The options that say where the broker is, as the start release calls them."""
        return tuple((setting.group, setting.name) for setting in self.settings)

    @property
    def place(self) -> Place:
        """The line that names the broker, or as much of it as is said."""
        hosts = [setting for setting in self.settings if setting.name.startswith("rabbit_host")]
        return (hosts or list(self.settings))[0].places[-1]


def broker(config: Config, target: Schema) -> BrokerFromOptions | None:
    """Return the broker that goes with its options; None where the target loses nothing."""
    if target.option(GROUP, "rabbit_host") or not config.schema.option(GROUP, "rabbit_host"):
        return None
    settings = tuple(one for name in PARTS if (one := config.setting(GROUP, name)).places)
    if not settings:
        return None
    if config.hosted and (fault := _decided(config)):
        return BrokerFromOptions(settings, "", fault)
    driver, colon, rest = _written(config).partition("://")
    hosts, slash, path = rest.partition("/")
    if hosts:
        virtual = [setting for setting in settings if setting.name == "rabbit_virtual_host"]
        if slash or not virtual or virtual[0].value == "/" or not is_rabbit(driver):
            return None
        return _composed(tuple(virtual), f"{driver}{colon}{hosts}", _virtual_host(config))
    end = path if slash else _virtual_host(config)
    backend = driver or str(config.value("DEFAULT", "rpc_backend") or "rabbit")
    if not is_rabbit_backend(backend, config.release.major):
        return None
    addresses = _hosts(config)
    if (addresses, end) == (WITHOUT_ANY, ""):
        return None
    return _composed(settings, f"rabbit://{addresses}" if addresses else "", end)


def _decided(config: Config) -> str:
    """Return why a template does not let the URL be composed; empty where it decides nothing.

    The URL stands outside of all branches, so that what it says has to hold in all of them.
    """
    if config.arms:
        return "a branch of the template names the broker"
    names = [(GROUP, name) for name in PARTS]
    for name in (*names, URL, ("DEFAULT", "rpc_backend")):
        unknown = config.setting(*name).unknown if config.schema.option(*name) else None
        if unknown and unknown.reason is Reason.BRANCH:
            return f"it depends on {unknown.what} whether `{name[1]}` is set"
    return ""


def broker_patch(composed: BrokerFromOptions | None, config: Config, after: Config) -> Patch | None:
    """Return the patch that writes the URL into files under their new names; None for no URL."""
    if composed is None or not composed.url:
        return None
    written = config.setting(*URL).places
    path = (written or composed.settings[0].places)[-1].document.path
    document = after.by_path[path]
    spot = None if written or template(document, *URL) else _behind(composed, document)
    if spot is None:
        return set_option(document, *URL, composed.url)
    line = new_line(document, *URL, composed.url) + line_end(document.text, spot)
    return Patch.of(document.source, [Edit(spot, spot, line)])


def _behind(composed: BrokerFromOptions, document: Document) -> int | None:
    """Return where the commented-out options of the URL's own group end, None for other groups."""
    names = {
        place.assignment.option
        for setting in composed.settings
        for place in setting.places
        if place.document.path == document.path and place.assignment.group == URL[0]
    }
    ends = [
        next_line(document, line.span.start)
        for name in names
        for line in document.places.templates(URL[0], name)
    ]
    last = max(ends, default=0)
    return last if last and document.host is None and document.text[last - 1] == "\n" else None


def _written(config: Config) -> str:
    """Return the URL as written; one without hosts leaves the broker to the options."""
    places = config.setting(*URL).places if config.schema.option(*URL) else ()
    return places[-1].assignment.value if places else ""


def _composed(settings: tuple[Setting, ...], start: str, end: str) -> BrokerFromOptions:
    fault = next((why for setting in settings if (why := _unfit(setting))), "")
    if not start and not fault:
        fault = "it is not clear which hosts are meant"
    return BrokerFromOptions(settings, "" if fault else f"{start}/{end}", fault)


def _virtual_host(config: Config) -> str:
    virtual_host = str(config.value(GROUP, "rabbit_virtual_host") or "/")
    return "" if virtual_host == "/" else quote(virtual_host)


def _unfit(setting: Setting) -> str:
    """Return why the value of an option cannot stand in a URL; nothing of the value is said."""
    if setting.fault or setting.unknown:
        return f"the value of `{setting.name}` is not known here"
    is_login = setting.name in ("rabbit_userid", "rabbit_password")
    if is_login and "/" in str(setting.value):
        return f"a slash in `{setting.name}` is not supported, so choose one without"
    return ""


def _hosts(config: Config) -> str | None:
    """Return the hosts of a URL, each with the log-in; None where one cannot be told."""
    user, word = (
        quote(str(config.value(GROUP, name) or ""), "")
        for name in ("rabbit_userid", "rabbit_password")
    )
    addresses = list(_addresses(config))
    if not addresses or None in addresses:
        return None
    return ",".join(f"{user}:{word}@{address}" for address in addresses)


def _addresses(config: Config) -> Iterator[str | None]:
    """Yield each host with its port, IPv6 addresses in brackets."""
    port = config.value(GROUP, "rabbit_port")
    hosts = config.setting(GROUP, "rabbit_hosts")
    if not hosts.places:
        name = str(config.value(GROUP, "rabbit_host"))
        yield f"{name}:{port}" if is_plain_host(name) else None
        return
    for host in hosts.value if isinstance(hosts.value, list) else ():
        yield _address(str(host), port)


def _address(text: str, port: object) -> str | None:
    """Take a host apart as `parse_host_port` of oslo.utils does."""
    if text.startswith("["):
        name, _, rest = text[1:].partition("]")
        return f"[{name}]:{rest.removeprefix(':') or port}" if is_plain_host(name, ":") else None
    if text.count(":") > 1:
        return f"[{text}]:{port}" if is_plain_host(text, ":") else None
    name, _, own = text.partition(":")
    return f"{name}:{own or port}" if is_plain_host(name) and (not own or own.isdigit()) else None


def is_plain_host(name: str, also: str = "") -> bool:
    """Whether a name is a host's: in a URL every other sign would mean something."""
    return bool(name) and all(sign.isalnum() or sign in f"-._{also}" for sign in name)
