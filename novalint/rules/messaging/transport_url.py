"""Whether Nova can read its transport_url and find a broker in it."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.findings import Finding, Severity
from novalint.nearest import nearest
from novalint.nova.transports import RABBIT_DRIVERS
from novalint.rules.common.absence import severity_unless_set, signs_of_whole
from novalint.rules.common.bus_drivers import BACKEND, backend_is_rabbit, is_empty_url
from novalint.rules.common.consoles import PROXIES
from novalint.rules.common.logins import is_missing
from novalint.rules.common.places import at_option, finding
from novalint.rules.common.transport import (
    RABBIT,
    RPC,
    Misread,
    Transport,
    Unreadable,
    connects,
    parse,
    read,
    url_label,
    urls_in_files,
)
from novalint.rules.common.transport_parts import filled_in, parsed_in_part
from novalint.rules.declaration import rule
from novalint.rules.messaging.bare_addresses import READ_SINCE, bare_address, misuses_brackets
from novalint.rules.messaging.further_brokers import ill_listed
from novalint.schema.types import ValueFault, decode

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

URLS = ("DEFAULT.transport_url", "oslo_messaging_notifications.transport_url")
HOST_OPTIONS = ("rabbit_host", "rabbit_hosts")
"""What named the brokers beside a URL without hosts up to rocky."""
OPTION_GROUPS = {
    **dict.fromkeys(RABBIT_DRIVERS, RABBIT),
    "kafka": "oslo_messaging_kafka",
    "amqp": "oslo_messaging_amqp",
}
"""The groups whose options a URL of each driver may set behind its `?`."""


def _at(config: Config, setting: Setting, message: str) -> Finding:
    return finding(config, setting.group, setting.name, message)


@rule(
    "transport-url-unreadable",
    theme="messaging",
    severity=Severity.ERROR,
    options=(*URLS, "oslo_messaging_notifications.driver"),
)
def transport_url_unreadable(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """`transport_url` is malformed, or part of its password is taken for the broker.

    ## What it checks

    `[DEFAULT] transport_url` and `[oslo_messaging_notifications] transport_url`: a driver before
    the first colon, ports that are numbers, brackets in pairs, from 2023.2 on around IPv6 addresses
    alone (those of a password may pass before such an address), and no `/`, `?` or `#` before the
    `@`; of RabbitMQ also no `%2F` there, and an IPv6 address in brackets, which from 2025.1 on only
    one with a port needs. A path in which `@HOST:PORT` stands is a password's rest, as in
    `rabbit://nova:p@ss/word@rabbit1:5672/`. All brokers stand between one driver and one path, with
    commas between them; of a URL that a template has yet to fill in only that is checked. Where no
    notifications are sent, their URL must be one that can be read, and nothing more. From stein on
    `[DEFAULT] transport_url` may not be empty: up to rocky that means as much as unset, and for
    notifications it always does.

    ## Why it matters

    Nova opens its message transport before anything else. Most often a password is to blame: in a
    URL the signs `? # @ , [ ] %` end a part or separate hosts, so they must be written as `%3F`,
    `%23`, `%40`, `%2C`, `%5B`, `%5D` and `%25`. What Nova then complains about is a port, as it
    takes the start of the password for one. Quotes around the whole are no fault: oslo.config takes
    them off.

    With an `@` before the `/`, `?` or `#` the URL is read, but otherwise than meant: the host ends
    at the latter and begins after the former, so in the example Nova looks for a broker `ss` and
    never finds it. An `@` alone does no harm, as the last one before the path ends the credentials.

    A `/` cannot be in a user or password for RabbitMQ at all: written as `%2F` the URL is read, but
    the driver writes a URL of its own from it, with a plain `/`, which kombu cannot read.

    Brokers separated by `;`, `|` or a blank are one broker to Nova: all but the last become part of
    its password.

    ## Example

        [DEFAULT]
        transport_url = controller

    ## Fix safety

    There is no fix: the right spelling depends on what was meant.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: oslo_messaging/transport.py (`TransportURL.parse`),
    _drivers/impl_rabbit.py (`_transform_transport_url`, before 9.5.2 `Connection.__init__`:
    `parse.quote` leaves a `/`); kombu 4.0.2 to 5.7: kombu/utils/url.py; tried with 18.3.1 and 5.7.
    oslo.utils: oslo_utils/netutils.py (`escape_ipv6`). Python 3.11.4 and its kin, for which 2023.2
    is the first: urllib/parse.py (`_check_bracketed_host`), tried with 3.11.7 to 3.13.0. Nova
    15.1.5 and 34.0.0: nova/rpc.py (`init`).
    """
    if is_empty_url(config):
        yield finding(
            config,
            *RPC,
            "`transport_url` is empty, so Nova finds no driver in it and does not start; set it to"
            " rabbit://USER:PASSWORD@HOST:5672/ with your brokers",
        )
    for setting, url in urls_in_files(config):
        if ill_listed(url) and connects(config, setting):
            continue
        if fault_of_host := bare_address(url, config.release.major):
            yield from _bare(config, setting, fault_of_host)
            continue
        try:
            transport = parse(url, config.release.major)
            if misuses_brackets(url, config.release.major):
                raise Unreadable("has brackets around something other than an IPv6 address")
        except Misread as fault:
            message = (
                f"{url_label(setting)} {fault}, so Nova treats what is between them as the"
                " broker and does not connect; use a password of letters and digits, or write"
                " its special"
                " characters as %NN"
            )
            yield from (_at(config, setting, message),) if connects(config, setting) else ()
            continue
        except Unreadable as fault:
            yield _at(
                config,
                setting,
                f"{url_label(setting)} {fault}, so Nova cannot read it and does not start; write"
                " rabbit://USER:PASSWORD@HOST:5672/ with special characters of the password as %NN",
            )
            continue
        slash = transport.is_rabbit and any(host.slash for host in transport.hosts)
        if slash and connects(config, setting):
            yield _at(
                config,
                setting,
                f"{url_label(setting)} has a slash (%2F) in a user or password, which the RabbitMQ"
                " driver cannot pass on, so Nova does not connect; use a password without a slash",
            )
    for setting, url in filled_in(config):  # whatever a template gives for user, password or host
        if (several := ill_listed(url)) and connects(config, setting):
            yield _at(config, setting, f"{url_label(setting)} {several}")


def _bare(config: Config, setting: Setting, fault: str) -> Iterator[Finding]:
    """Tell of an address without brackets; one that is read matters only where Nova connects."""
    read = config.release.major >= READ_SINCE
    effect = "does not find the broker" if read else "cannot read it and does not start"
    message = f"{url_label(setting)} {fault}, so Nova {effect}; write [ADDRESS]:5672"
    yield from (_at(config, setting, message),) if not read or connects(config, setting) else ()


@rule(
    "transport-url-without-host",
    theme="messaging",
    severity=Severity.ERROR,
    options=(
        "DEFAULT.transport_url",
        ".".join(BACKEND),
        *(f"{RABBIT}.{name}" for name in HOST_OPTIONS),
    ),
    roles=("api", "compute", "conductor", "scheduler", *PROXIES),
    needs=("role",),
)
def transport_url_without_host(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """No broker is set, so Nova connects to RabbitMQ on its own machine.

    ## What it checks

    A `transport_url` that is unset (or, up to rocky, empty), or of RabbitMQ and without a host, as
    in `rabbit://`, `rabbit://nova:secret@/` or where the `//` is missing, on a node with a role
    that uses RPC. An unset one counts only together with Keystone credentials or a database, and is
    info where only one of the two is there, so that a part of a configuration is not taken for the
    whole. It is a warning where nothing says that there are several hosts or controllers, and
    nothing is said of a cloud of one host. Up to rocky `rabbit_host` and `rabbit_hosts` name
    brokers as well, and `rpc_backend` may ask for another driver.

    ## Why it matters

    Services of several machines never meet if each uses the broker on its own one; mostly there
    is none, and the service tries to connect forever. A console proxy needs the broker for every
    token: it asks nova-compute for the port, up to queens nova-consoleauth for all.

    ## Example

        [DEFAULT]
        #transport_url = rabbit://

    ## Fix safety

    There is no fix: the broker must be known. A URL may also come from the environment
    (`OS_DEFAULT__TRANSPORT_URL`) or from another file; then check that file too.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: oslo_messaging/transport.py (default `rabbit://` from 9.5.2
    on), _drivers/impl_rabbit.py (`Connection.__init__`, the branches with and without hosts). Nova
    15.1.5 to 34.0.0: nova/console/websocketproxy.py (`_get_connect_info`, up to queens
    `new_websocket_client`).
    """
    alone = deployment.compute_hosts == 1 and deployment.controllers in (None, 1)
    if alone or not _nameless(config) or _named_apart(config):
        return
    part = severity_unless_set(config, RPC, for_need=True)
    several = (deployment.compute_hosts or 1) > 1 or (deployment.controllers or 1) > 1
    yield finding(
        config,
        *RPC,
        f"`transport_url` {_nobody(config)}; set it to rabbit://USER:PASSWORD@HOST:5672/ with your"
        " brokers",
        override=part or (None if several else Severity.WARNING),
    )


def _nobody(config: Config) -> str:
    """Say what a URL lacks, and what comes of it."""
    transport = read(config)
    if transport and any(host.name.strip() for host in transport.hosts):
        return "has a broker without a host, which Nova looks for on its own machine"
    fact = "has no `//`" if transport and not transport.slashes else "names no broker"
    return f"{fact}, so Nova connects to RabbitMQ on its own machine"


def _nameless(config: Config) -> bool:
    """Return whether the URL is RabbitMQ's and a host is missing, or is itself."""
    transport = read(config)
    if is_missing(config, *RPC):
        if is_empty_url(config) or not backend_is_rabbit(config):
            return False
        return not config.setting(*RPC).is_default or signs_of_whole(config) > 0
    if transport is None or not transport.is_rabbit:
        return False
    return not all(host.name.strip() for host in transport.hosts) or not transport.hosts


def _named_apart(config: Config) -> bool:
    """Return whether options of their own name the brokers, as they did up to rocky."""
    known = [name for name in HOST_OPTIONS if config.schema.option(RABBIT, name)]
    return any(not config.setting(RABBIT, name).is_default for name in known)


@rule(
    "transport-url-option-refused",
    theme="messaging",
    severity=Severity.ERROR,
    options=URLS,
    releases=(16, None),
    since="ocata passes unknown names over (oslo.messaging 5.17.4, _drivers/common.py)",
)
def transport_url_option_refused(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """`transport_url` sets an unknown option or an invalid value.

    ## What it checks

    The names and values after the `?` of a `rabbit://`, `kafka://` or `amqp://` URL, against the
    options of `[oslo_messaging_rabbit]`, `[oslo_messaging_kafka]` or `[oslo_messaging_amqp]` in the
    release; in a template those that stand there literally.

    ## Why it matters

    What is there overrides the group for this URL. An unknown name is not ignored as in a file: the
    driver refuses to load and the service does not start.

    ## Example

        [DEFAULT]
        transport_url = rabbit://nova:secret@broker.example.org:5671/?use_ssl=1

    ## Fix safety

    There is no fix: take it out, or write the right name or value.

    ## Sources

    oslo.messaging 5.30.8 to 18.3.1: _drivers/common.py (`ConfigOptsProxy._validate_query`), which
    each of the drivers makes; tried with 14.7.3 and 18.3.1. 5.17.4 (ocata) does not look.
    """
    for setting, transport in parsed_in_part(config):
        group = OPTION_GROUPS.get(transport.driver)
        names = config.schema.options(group) if group else None
        written = _written(transport, str(setting.partial))
        for name, value in written.items() if group and names else ():
            why = _refused(config, group or "", name, value)
            if why:
                where = at_option(config, setting.group, setting.name)
                message = f"{url_label(setting)} {why}"
                yield Finding(message, where, setting.group, setting.name)


def _written(transport: Transport, url: str) -> dict[str, str]:
    """Return the options of a URL of which no part has yet to be filled in."""
    if placeholder(url) is None:
        return dict(transport.query)
    pairs = (pair for pair in url.partition("?")[2].split("&") if placeholder(pair) is None)
    literal = {pair.partition("=")[0] for pair in pairs}
    return {name: value for name, value in transport.query.items() if name in literal}


def _refused(config: Config, group: str, name: str, value: str) -> str:
    """Return why the driver refuses an option of the URL, and the way out; empty where it does not.

    A name is shown with its group, and only where some group has or had it: all else that stands in
    a secret line is masked.
    """
    option = config.schema.option(group, name)
    if option is None:
        from novalint.schema.history import groups_ever

        meant = _meant(config, group, name)
        what = f"an option that `[{group}]` does not have"
        if groups_ever(name):
            what = f"`[{group}] {name}`, which does not exist"
        way = f"rename it to `[{group}] {meant}`" if meant else "remove it"
        return f"sets {what}, so Nova does not start; {way}"
    try:
        decode(option.entry, value)
    except ValueFault:
        shown = f"`[{group}] {name}`"
        return f"gives {shown} an invalid value, so Nova does not start; correct it"
    return ""


def _meant(config: Config, group: str, name: str) -> str:
    """Return the option of a group that a name was, or was probably meant to be; else nothing."""
    from novalint.schema.history import life

    known = life(group, name) or life("DEFAULT", name)
    if known:
        current = [option for home, option in known.current_names(config.release) if home == group]
        return current[0] if len(current) == 1 else ""
    names = config.schema.options(group) or ()
    tails = (option for option in names if name.endswith(f"_{option}"))
    return next(iter((*nearest(name, names, 1), *tails)), "")
