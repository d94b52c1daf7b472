"""Encryption and credentials between Nova and RabbitMQ."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.places import at_option, finding
from novalint.rules.common.rabbit import label, severity_unless_said
from novalint.rules.common.transport import (
    RABBIT,
    at_rabbit,
    connects,
    in_url,
    is_set,
    rabbit,
)
from novalint.rules.common.transport_parts import is_written_host, parsed_in_part
from novalint.rules.declaration import rule
from novalint.rules.security.broker_options import FILES, NAME, TLS, names, names_file, present
from novalint.rules.security.broker_places import (
    OLD,
    OPTIONS,
    PORT,
    by_old_names,
    encryption_fix,
    raise_if_open,
    speaks_tls,
    uses_plain_port,
)
from novalint.wording import option_name

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.rules.common.transport import BrokerHost, Transport

USER, PASSWORD = "rabbit_userid", "rabbit_password"
"""The log-in up to rocky where `transport_url` does not name the broker."""
URL = "DEFAULT.transport_url"


@rule(
    "broker-guest-user",
    theme="security",
    severity=Severity.ERROR,
    options=(
        URL,
        "oslo_messaging_notifications.transport_url",
        "oslo_messaging_notifications.driver",
        "DEFAULT.rpc_backend",
        *(f"{RABBIT}.{name}" for name in (USER, PASSWORD, *OLD)),
    ),
)
def broker_guest_user(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Nova logs in to RabbitMQ as guest, the default user of RabbitMQ.

    ## What it checks

    The user of each host of `transport_url` and of `[oslo_messaging_notifications] transport_url`,
    where these lead to RabbitMQ; of the latter where its `driver` sends notifications, as Nova does
    not connect there otherwise. Up to rocky, where `transport_url` names no host and `rabbit_host`
    or `rabbit_hosts` does, `rabbit_userid`, which is guest by default. It is an error with guest's
    well-known password on another machine, and info with another password, as TripleO sets it up,
    or where all brokers are on the machine itself, or where they are is not known here, as in
    `rabbit://guest:guest@{{ host }}`. A host without user and password is given guest's, and is
    left to [broker-without-credentials](broker-without-credentials.md) where others have a user of
    their own.

    ## Why it matters

    RabbitMQ lets guest in from its own machine alone, so the login is refused; where that is opened
    up and the password left as it is, everyone who reaches the port gets in as administrator and
    can give orders to every compute host. With a password of its own that is not so, but anyone who
    gets it from a nova.conf rules the broker.

    ## Example

        [DEFAULT]
        transport_url = rabbit://guest:guest@controller:5672/

    ## Fix safety

    There is no fix: make a user for Nova in RabbitMQ, with a virtual host of its own, and delete
    guest.

    ## Sources

    OpenStack Security Guide, messaging; RabbitMQ's guide to access control (loopback_users);
    oslo.messaging 18.3.1: oslo_messaging/transport.py; 5.17.4 (ocata) and 8.1.4 (rocky):
    _drivers/impl_rabbit.py (`Connection.__init__`).
    """
    yield from _old_guest(config)
    for setting, transport in parsed_in_part(config):
        if not connects(config, setting):
            continue
        if transport.is_rabbit and any(host.guest for host in transport.hosts):
            remote = [host for host in _guests(transport) if not host.local]
            open_to = [host for host in remote if host.known or not host.login]
            sure = any(setting.unknown is None or is_written_host(host.name) for host in open_to)
            yield finding(
                config,
                setting.group,
                setting.name,
                f"{option_name(setting.group, setting.name)} logs in as guest,"
                f" {_guest(bool(remote), bool(open_to))};"
                " use a dedicated account for Nova",
                override=None if sure else Severity.INFO,
            )


def _guests(transport: Transport) -> list[BrokerHost]:
    """Return the hosts that are given guest: written so, or left out where all others are.

    Where others have a user of their own, broker-without-credentials tells of those left out.
    """
    guests = [host for host in transport.hosts if host.guest]
    others = all(host.known for host in transport.hosts if host.login)
    return guests + [host for host in transport.hosts if others and not (host.login or host.guest)]


def _guest(remote: bool, known: bool) -> str:
    """Return what an account means, on other machines, or there with its known password."""
    if known:
        return "which RabbitMQ refuses from other machines unless its configuration allows that"
    return "RabbitMQ's default user" + (" and administrator" if remote else "")


def _old_guest(config: Config) -> Iterator[Finding]:
    """Tell of guest in the options that named the broker before `transport_url` had to."""
    named = by_old_names(config)
    if named is None or named.option == PORT or config.text(RABBIT, USER) != "guest":
        return
    remote = any(place.is_remote for place in named.places)
    password = config.setting(RABBIT, PASSWORD)
    known = remote and password.unknown is None and password.value == "guest"
    unsure = severity_unless_set(config, (RABBIT, USER), (RABBIT, PASSWORD))
    written = is_set(config, USER)
    fact = "logs in as guest" if written else "is guest by default"
    yield Finding(
        f"`[{RABBIT}] {USER}` {fact}, {_guest(remote, known)}; use a dedicated account for Nova",
        at_option(config, RABBIT, USER if written else named.option),
        RABBIT,
        USER,
        override=unsure if known else Severity.INFO,
    )


@rule(
    "broker-tls-off-by-omission",
    theme="security",
    severity=Severity.WARNING,
    options=(*OPTIONS, *names(TLS, *FILES), *names(NAME)),
)
def broker_tls_off_by_omission(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Certificates for RabbitMQ are set, but TLS is not enabled.

    ## What it checks

    `ssl_ca_file`, `ssl_cert_file` or `ssl_key_file` of `[oslo_messaging_rabbit]` set while `ssl` is
    false, its default. In ocata the options are called `kombu_ssl_ca_certs`, `kombu_ssl_certfile`,
    `kombu_ssl_keyfile` and `rabbit_use_ssl`. Not reported where notifications are sent by a URL
    that turns TLS on for itself, as the files are for it then. It is info where `ssl` is not
    written and a single file does not look like a whole configuration: it may be a part.

    ## Why it matters

    The files have no effect without `ssl`: everything on the bus goes in clear text, the password
    of RabbitMQ too, and nothing says so.

    ## Example

        [oslo_messaging_rabbit]
        ssl_ca_file = /etc/nova/ca.pem

    ## Fix safety

    Unsafe: sets `ssl` to true where `ssl_ca_file` is set, the broker's name will be checked and no
    other file may set it. There is none where a URL, or `rabbit_port` up to rocky, leads to port
    5672, also by naming none: RabbitMQ offers TLS at another port, mostly 5671.

    ## Sources

    oslo.messaging 5.17.4 (ocata), 8.1.4 (rocky) and 18.3.1: _drivers/impl_rabbit.py
    (`_fetch_ssl_params`).
    """
    tls = present(config, TLS)
    written = (present(config, file) for file in FILES)
    files = [name for name in written if names_file(config, name)]
    if files and rabbit(config, tls) is False and not speaks_tls(config):
        raise_if_open(config)
        said, unsaid = is_set(config, tls), severity_unless_said(config, tls)
        where, group, name = at_rabbit(config, tls if said else files[0])
        fact = f"{label(config, files[0])} has no effect while `{tls}` is false,"
        if said:
            fact = f"{label(config, tls)} is false, so {_short(config, files[0])} has no effect"
        port = " and use the broker's port for TLS, mostly 5671" if uses_plain_port(config) else ""
        yield Finding(
            f"{fact} and the connection to RabbitMQ is not encrypted; set `{tls}` to true{port}",
            where,
            group,
            name,
            fixes=() if unsaid else encryption_fix(config),
            override=unsaid,
        )


def _short(config: Config, option: str) -> str:
    """Return the name that an option has in a file, or in the URL, without its group."""
    via = None if in_url(config, option) else config.setting(RABBIT, option).via
    return f"`{via[1] if via else option}`"
