"""Encryption and credentials between Nova and RabbitMQ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Fix, Severity
from novalint.rules.common.places import at_option, set_fix
from novalint.rules.common.transport import (
    RABBIT,
    RPC,
    Unreadable,
    at_rabbit,
    at_url,
    in_url,
    is_set,
    parse,
    rabbit,
    read,
    written,
)
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

TLS = "ssl"
NAME = "ssl_enforce_hostname_verification"
FILES = ("ssl_ca_file", "ssl_cert_file", "ssl_key_file")
OPTION = f"{RABBIT}.{TLS}"


def _encrypt(config: Config) -> tuple[Fix, ...]:
    """Offer to turn encryption on where all that belongs to it is there: CA and check of names."""
    ready = rabbit(config, "ssl_ca_file") and rabbit(config, NAME) is not False
    if not ready or in_url(config, TLS):
        return ()
    return (set_fix(config, RABBIT, TLS, "true"),)


@rule(
    "broker-guest-user",
    theme="security",
    severity=Severity.ERROR,
    options=("DEFAULT.transport_url", "oslo_messaging_notifications.transport_url"),
    releases=(15, None),
)
def broker_guest_user(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Nova logs in to RabbitMQ as guest, the account that every RabbitMQ is delivered with.

    ## What it checks

    The user of each host of `[DEFAULT] transport_url` and `[oslo_messaging_notifications]
    transport_url`. It is an error with guest's well-known password on another machine, and info
    with another password, as TripleO sets it up, or where all brokers are on the machine itself.

    ## Why it matters

    RabbitMQ lets guest in from its own machine alone, so the login is refused; where that is opened
    up and the password left as it is, everybody who reaches the port gets in as administrator and
    can give orders to every compute host. With a password of its own that is not so, but whoever
    gets it from a nova.conf rules the broker.

    ## Example

        [DEFAULT]
        transport_url = rabbit://guest:guest@controller:5672/

    ## Fix safety

    There is no fix: make a user for Nova in RabbitMQ, with a virtual host of its own, and delete
    guest.

    ## Sources

    OpenStack Security Guide, messaging; RabbitMQ's guide to access control (loopback_users);
    oslo.messaging 18.3.1: oslo_messaging/transport.py.
    """
    for setting, url in written(config):
        try:
            hosts = [one for one in parse(url, config.release.major).hosts if one.guest]
        except Unreadable:
            continue
        if not hosts:
            continue
        remote = [one for one in hosts if not one.local]
        known = any(one.known for one in remote)
        why = "RabbitMQ's default user"
        if known:
            why += ", which RabbitMQ refuses from other machines unless it is open to everybody"
        elif remote:
            why += " and administrator"
        yield Finding(
            f"`{setting.name}` logs in as guest, {why}; give Nova a user of its own",
            at_url(setting),
            setting.group,
            setting.name,
            override=None if known else Severity.INFO,
        )


@rule(
    "broker-tls-off-by-omission",
    theme="security",
    severity=Severity.WARNING,
    options=(OPTION, *(f"{RABBIT}.{one}" for one in FILES)),
    releases=(17, None),
)
def broker_tls_off_by_omission(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Certificates for RabbitMQ are configured, but encryption is not turned on.

    ## What it checks

    `ssl_ca_file`, `ssl_cert_file` or `ssl_key_file` of `[oslo_messaging_rabbit]` set while `ssl` is
    false, its default.

    ## Why it matters

    The files have no effect without `ssl`: everything on the bus goes in clear, the password of
    RabbitMQ too, and nothing says so.

    ## Example

        [oslo_messaging_rabbit]
        ssl_ca_file = /etc/nova/ca.pem

    ## Fix safety

    Unsafe: sets `ssl` to true where `ssl_ca_file` is set and the broker's name will be checked. The
    broker must offer TLS at the port that `transport_url` names.

    ## Sources

    oslo.messaging 8.1.4 (rocky) and 18.3.1: _drivers/impl_rabbit.py (`_fetch_ssl_params`).
    """
    files = [one for one in FILES if rabbit(config, one)]
    if files and rabbit(config, TLS) is False:
        where, group, name = at_rabbit(config, TLS if is_set(config, TLS) else files[0])
        yield Finding(
            f"`{files[0]}` has no effect while `{TLS}` is false, and the connection to RabbitMQ is"
            f" not encrypted; set `{TLS}` to true",
            where,
            group,
            name,
            fixes=_encrypt(config),
        )


@rule(
    "broker-tls-port-disagrees",
    theme="security",
    severity=Severity.WARNING,
    options=(OPTION, "DEFAULT.transport_url"),
    releases=(17, None),
)
def broker_tls_port_disagrees(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The port of RabbitMQ and the use of encryption do not fit together.

    ## What it checks

    Port 5671, the one for TLS, with `[oslo_messaging_rabbit] ssl` false; and, as a note, port 5672
    or none, which means 5672, with `ssl` true.

    ## Why it matters

    A port that waits for TLS does not understand a plain client: the connection is reset, again and
    again. The other way round fails likewise, unless the broker offers TLS at 5672, as TripleO sets
    it up.

    ## Example

        [DEFAULT]
        transport_url = rabbit://nova:secret@rabbit1:5671/

    ## Fix safety

    Unsafe: sets `ssl` to true where the port is 5671, `ssl_ca_file` is set and the broker's name
    will be checked. For 5672 there is no fix.

    ## Sources

    oslo.messaging 8.1.4 (rocky) and 18.3.1: _drivers/impl_rabbit.py (`_transform_transport_url`:
    5672 where the URL has no port, with TLS too).
    """
    transport, tls = read(config), rabbit(config, TLS)
    ports = [one.port for one in transport.hosts] if transport else []
    if tls is False and 5671 in ports:
        name = (RABBIT, TLS) if is_set(config, TLS) and not in_url(config, TLS) else RPC
        yield Finding(
            f"`transport_url` names port 5671, where RabbitMQ expects TLS, but `{TLS}` is false;"
            " set it to true",
            at_option(config, *name),
            *name,
            fixes=_encrypt(config),
        )
    elif tls is True and any(one in (None, 5672) for one in ports):
        yield Finding(
            "port 5672 of `transport_url`, also meant where none is written, is mostly the one"
            f" without TLS, but `{TLS}` is true; write 5671 unless the broker offers TLS there",
            at_option(config, *RPC),
            *RPC,
            override=Severity.INFO,
        )


@rule(
    "broker-traffic-unencrypted",
    theme="security",
    severity=Severity.INFO,
    options=(OPTION, "DEFAULT.transport_url"),
    releases=(17, None),
)
def broker_traffic_unencrypted(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """What Nova says to RabbitMQ on other machines can be read and changed on the way.

    ## What it checks

    `[oslo_messaging_rabbit] ssl` false, its default, with a `transport_url` that names RabbitMQ on
    another machine at a port other than 5671.

    ## Why it matters

    The password of RabbitMQ, the tokens of users, passwords that tenants give their servers and
    every order to a compute host pass in clear. Whoever can write to the bus commands all hosts.

    ## Example

        [DEFAULT]
        transport_url = rabbit://nova:secret@rabbit1:5672/

    ## Fix safety

    There is no fix: the broker must offer TLS first. Then set `ssl = true` and `ssl_ca_file`, and
    the port, mostly 5671.

    ## Sources

    oslo.messaging 8.1.4 (rocky) and 18.3.1: _drivers/impl_rabbit.py (`ssl`); OpenStack Security
    Guide, messaging transport security.
    """
    transport = read(config)
    hosts = transport.hosts if transport else ()
    plain = [one for one in hosts if not one.local and one.port != 5671]
    if plain and rabbit(config, TLS) is False and not any(rabbit(config, one) for one in FILES):
        yield Finding(
            "passwords, tokens and orders to compute hosts pass to RabbitMQ unencrypted; offer TLS"
            f" there and set `[{RABBIT}] {TLS}` to true",
            at_option(config, *RPC),
            *RPC,
        )
