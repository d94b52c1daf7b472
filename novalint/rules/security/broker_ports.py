"""Ports of RabbitMQ, and whether what goes there is encrypted."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.own_addresses import MY_IP, is_own
from novalint.rules.common.places import as_set, finding
from novalint.rules.common.rabbit import severity_unless_said
from novalint.rules.common.transport import RABBIT, is_set
from novalint.rules.declaration import rule
from novalint.rules.security.broker_options import CA, FILES, NAME, TLS, names, names_file, present
from novalint.rules.security.broker_places import (
    OPTIONS,
    brokers,
    encrypted,
    encryption_fix,
    speaks_tls,
)

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.rules.security.broker_places import Brokers


@rule(
    "broker-tls-port-disagrees",
    theme="security",
    severity=Severity.WARNING,
    options=(*OPTIONS, *names(TLS, CA), *names(NAME)),
)
def broker_tls_port_disagrees(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The port of RabbitMQ and `ssl` do not match.

    ## What it checks

    Port 5671, the one for TLS, with `[oslo_messaging_rabbit] ssl` false; and, as a note, port 5672
    or none, which means 5672, with `ssl` true. From pike on `ssl` in the query of a URL overrides
    the group. The URL of `[oslo_messaging_notifications]` is checked too if a driver sends
    notifications to it, and up to rocky `rabbit_hosts`, `rabbit_host` and `rabbit_port` if
    `transport_url` names no host. It is a note if a single file does not set `ssl` and does not
    look like a whole configuration.

    ## Why it matters

    A TLS port resets the connection of a client without TLS, again and again. The opposite case
    fails too, unless the broker offers TLS on 5672, as TripleO sets it up.

    ## Example

        [DEFAULT]
        transport_url = rabbit://nova:secret@rabbit1:5671/

    ## Fix safety

    Unsafe: sets `ssl` to true where the port is 5671, `ssl_ca_file` is set and the broker's name
    will be checked. There is no fix for 5672, nor if brokers, be they of one URL or of two, have
    ports of both kinds: `ssl` applies to all of them.

    ## Sources

    oslo.messaging 5.17.4 (ocata), 8.1.4 (rocky) and 18.3.1: _drivers/impl_rabbit.py
    (`_transform_transport_url`, before `Connection.__init__`: 5672 where the URL has no port, with
    TLS too), _drivers/common.py (`ConfigOptsProxy`).
    """
    tls = present(config, TLS)
    for target in brokers(config):
        ports, by_tls = {place.port for place in target.places}, encrypted(config, target, tls)
        if by_tls is False and 5671 in ports:
            yield _in_clear(config, target, tls)
        elif by_tls is True and 5672 in ports:
            yield finding(
                config,
                target.group,
                target.port_option,
                f"{as_set(config.setting(target.group, target.port_option))} leads to port 5672,"
                " which RabbitMQ uses without TLS unless it is configured otherwise, but"
                f" {_switch(target, tls)} is true; use port 5671 unless the broker offers TLS on"
                " 5672",
                override=Severity.INFO,
            )


def _switch(target: Brokers, tls: str) -> str:
    """Name what says whether TLS is used: the option, or what the URL says in its place."""
    return f"`{tls}` after its `?`" if target.sets(tls) else f"`[{RABBIT}] {tls}`"


def _in_clear(config: Config, target: Brokers, tls: str) -> Finding:
    """Say that a port for TLS is spoken to without it."""
    option, sets = (target.group, target.port_option), target.sets(tls)
    port = f"{as_set(config.setting(*option))} names port 5671, where RabbitMQ expects TLS"
    fact = f"{port}, but {_switch(target, tls)} is false"
    if target.of_rpc and is_set(config, tls) and not sets:
        option = (RABBIT, tls)
        fact = f"`[{RABBIT}] {tls}` is false, but {port}"
    way, fixes = f"set `{tls}` to true", encryption_fix(config) if target.of_rpc else ()
    if any(place.port != 5671 for place in target.places):
        way, fixes = f"use ports with TLS for all brokers or for none, as `{tls}` is for all", ()
    elif target.transport and not (target.of_rpc or sets):
        way = f"write `?{tls}=true` after it"
    return finding(
        config,
        *option,
        f"{fact}, so no connection is made there; {way}",
        *fixes,
        override=None if sets else severity_unless_said(config, tls),
    )


@rule(
    "broker-traffic-unencrypted",
    theme="security",
    severity=Severity.INFO,
    options=(*OPTIONS, *names(TLS, *FILES), MY_IP),
)
def broker_traffic_unencrypted(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Traffic to RabbitMQ on other machines is not encrypted.

    ## What it checks

    `[oslo_messaging_rabbit] ssl` false, its default, with a `transport_url` that names RabbitMQ on
    another machine, not just by `my_ip`, at a port other than 5671; likewise that of
    `[oslo_messaging_notifications]` where it names another broker, or says something else of `ssl`,
    and a driver sends notifications to it, and up to rocky `rabbit_hosts` and `rabbit_host` where
    `transport_url` names no host.

    Not reported where `ssl_ca_file`, `ssl_cert_file` or `ssl_key_file` is set and no URL of
    notifications turns TLS on for itself: TLS was meant there, see
    [broker-tls-off-by-omission](broker-tls-off-by-omission.md).

    ## Why it matters

    The password of RabbitMQ, the tokens of users, passwords that tenants give their servers and
    every order to a compute host pass in clear text. Anyone who can write to the bus commands all
    hosts.

    ## Example

        [DEFAULT]
        transport_url = rabbit://nova:secret@rabbit1:5672/

    ## Fix safety

    There is no fix: the broker must offer TLS first. Then set `ssl = true` and `ssl_ca_file`, and
    the port, mostly 5671.

    ## Sources

    oslo.messaging 5.17.4 (ocata), 8.1.4 (rocky) and 18.3.1: _drivers/impl_rabbit.py (`ssl`);
    OpenStack Security Guide, messaging transport security.
    """
    tls = present(config, TLS)
    certificates = [present(config, file) for file in FILES]
    files = any(names_file(config, name) or config.text(RABBIT, name) for name in certificates)
    meant = files and not speaks_tls(config)
    for target in brokers(config):
        away = [one for one in target.places if one.is_remote and not is_own(config, one.name)]
        plain = any(place.port != 5671 for place in away)
        if plain and not meant and encrypted(config, target, tls) is False:
            lost = "passwords, tokens and calls to compute hosts"
            if not target.of_rpc:
                lost = "its password and the notifications about servers"
            switch = _switch(target, tls)
            yield finding(
                config,
                target.group,
                target.option,
                f"{as_set(config.setting(target.group, target.option))} is used without TLS, so"
                f" {lost} can be read on the network; offer TLS in RabbitMQ and set {switch} to"
                " true",
            )
