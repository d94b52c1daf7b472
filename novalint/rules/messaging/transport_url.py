"""Whether Nova can read its transport_url, load the driver and find a broker in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.logins import holds_logins, is_missing
from novalint.rules.common.places import at_option
from novalint.rules.common.transport import (
    RABBIT,
    RPC,
    Transport,
    Unreadable,
    at_url,
    parse,
    read,
    written,
)
from novalint.rules.declaration import rule
from novalint.schema.types import ValueFault, decode

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

URLS = ("DEFAULT.transport_url", "oslo_messaging_notifications.transport_url")
LAST = {"rabbit": 0, "kombu": 0, "kafka": 0, "fake": 0, "amqp": 30, "zmq": 18, "pika": 17}
"""The drivers of oslo.messaging: the last major version of Nova whose library has each, 0: all."""


def _urls(config: Config) -> Iterator[tuple[Setting, Transport]]:
    """Give the URLs that the files set and that can be taken apart."""
    for setting, url in written(config):
        try:
            yield setting, parse(url, config.release.major)
        except Unreadable:
            continue


def _finding(setting: Setting, message: str) -> Finding:
    return Finding(message, at_url(setting), setting.group, setting.name)


@rule(
    "transport-url-unreadable",
    theme="messaging",
    severity=Severity.ERROR,
    options=URLS,
    releases=(15, None),
)
def transport_url_unreadable(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A transport_url cannot be read, so the service does not start.

    ## What it checks

    `[DEFAULT] transport_url` and `[oslo_messaging_notifications] transport_url`: a driver before
    the first colon, ports that are numbers, brackets in pairs, and no `/`, `?` or `#` before the
    `@`. Values that a template has yet to fill in are passed over.

    ## Why it matters

    Nova opens its message transport before anything else. Most often a password is to blame: in a
    URL the signs `/ ? # @ , [ ] %` end a part or separate hosts, so they must be written as `%2F`,
    `%3F`, `%23`, `%40`, `%2C`, `%5B`, `%5D` and `%25`. What Nova then complains about is a port,
    as it takes the start of the password for one. Quotes around the whole are no fault:
    oslo.config takes them off.

    ## Example

        [DEFAULT]
        transport_url = controller

    ## Fix safety

    There is no fix: the right spelling depends on what was meant.

    ## Sources

    oslo.messaging 5.35.6 to 18.3.1: oslo_messaging/transport.py (`TransportURL.parse`); tried with
    18.3.1. Nova 34.0.0: nova/rpc.py (`init`).
    """
    for setting, url in written(config):
        try:
            parse(url, config.release.major)
        except Unreadable as fault:
            yield _finding(
                setting,
                f"`{setting.name}` {fault}, so Nova cannot read it and does not start; write"
                " `rabbit://USER:PASSWORD@HOST:5672/`, special characters of a password as `%NN`",
            )


@rule(
    "transport-driver-missing",
    theme="messaging",
    severity=Severity.ERROR,
    options=URLS,
    releases=(15, None),
)
def transport_driver_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A transport_url asks for a driver that oslo.messaging does not have, or that has no RPC.

    ## What it checks

    The word before the first colon against the drivers of the release's library: `rabbit`,
    `kombu`, `kafka` and `fake`; `amqp` (AMQP 1.0) up to 2024.2, `zmq` up to rocky, `pika` up to
    queens. `kafka` carries notifications only, so it is refused in `[DEFAULT] transport_url`.

    ## Why it matters

    The driver is loaded when a service starts; without it, it does not start. With `kafka` for RPC
    the first call fails.

    ## Example

        [DEFAULT]
        transport_url = amqp://nova:secret@broker.example.org:5672/

    ## Fix safety

    There is no fix: another driver needs another broker.

    ## Sources

    The entry points oslo.messaging.drivers of oslo.messaging 5.17.4 to 18.3.1 and its
    _drivers/impl_kafka.py (`KafkaDriver.send`).
    """
    for setting, transport in _urls(config):
        name = transport.driver
        if not transport.slashes and name not in LAST:
            why = "does not begin with a driver and `://`"
        elif name not in LAST:
            why = "asks for a driver that oslo.messaging does not have"
        elif config.release.major > (LAST[name] or config.release.major):
            why = "asks for a driver that is gone from oslo.messaging"
        elif name == "kafka" and setting.group == "DEFAULT":
            why = "asks for Kafka, whose driver carries notifications but no RPC"
        else:
            continue
        yield _finding(setting, f"`{setting.name}` {why}; use `rabbit://` and a RabbitMQ broker")


@rule(
    "transport-url-without-host",
    theme="messaging",
    severity=Severity.ERROR,
    options=("DEFAULT.transport_url",),
    releases=(19, None),
    roles=("api", "compute", "conductor", "scheduler"),
    needs=("role",),
)
def transport_url_without_host(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """No broker is named, so Nova logs in as guest to RabbitMQ on its own machine.

    ## What it checks

    A `transport_url` that is unset, or of RabbitMQ and without a host, as in `rabbit://` or where
    the `//` is missing, on a node with a role that uses RPC. An unset one counts only beside a
    log-in to Keystone, so that a part of a configuration is not taken for the whole. It is a
    warning where nothing says that there are several hosts or controllers, and nothing is said of a
    cloud of one host.

    ## Why it matters

    Services of several machines never meet if each uses the broker on its own one; mostly there
    is none, and the service tries to connect for ever.

    ## Example

        [DEFAULT]
        #transport_url = rabbit://

    ## Fix safety

    There is no fix: the broker must be known. A URL may also come from the environment
    (`OS_DEFAULT__TRANSPORT_URL`) or from another file; then check that file too.

    ## Sources

    oslo.messaging 9.5.2 to 18.3.1: oslo_messaging/transport.py (default `rabbit://`),
    _drivers/impl_rabbit.py (`Connection.__init__`, the branch without hosts). Up to rocky the
    options rabbit_host and rabbit_hosts stood in for it.
    """
    setting = config.setting(*RPC)
    transport = read(config)
    unset = is_missing(config, *RPC)
    if unset and setting.is_default and not holds_logins(config):
        return
    named = transport is None or transport.hosts or transport.scheme not in ("rabbit", "kombu")
    alone = deployment.compute_hosts == 1 and deployment.controllers in (None, 1)
    if alone or (named and not unset):
        return
    several = (deployment.compute_hosts or 1) > 1 or (deployment.controllers or 1) > 1
    yield Finding(
        "`transport_url` names no broker, so Nova logs in as guest on the machine itself; name the"
        " brokers: `rabbit://USER:PASSWORD@HOST:5672/`",
        at_option(config, *RPC),
        *RPC,
        override=None if several else Severity.WARNING,
    )


@rule(
    "transport-url-option-refused",
    theme="messaging",
    severity=Severity.ERROR,
    options=URLS,
    releases=(17, None),
)
def transport_url_option_refused(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A transport_url sets an option of RabbitMQ that does not exist, or a value that is refused.

    ## What it checks

    The names and values behind the `?` of a `rabbit://` URL, against the options of
    `[oslo_messaging_rabbit]` in the release.

    ## Why it matters

    What stands there overrides `[oslo_messaging_rabbit]` for this URL. An unknown name is not
    passed over as in a file: the driver refuses to load and the service does not start.

    ## Example

        [DEFAULT]
        transport_url = rabbit://nova:secret@broker.example.org:5671/?use_ssl=1

    ## Fix safety

    There is no fix: take it out, or write the right name or value.

    ## Sources

    oslo.messaging 5.35.6 to 18.3.1: _drivers/common.py (`ConfigOptsProxy._validate_query`); tried
    with 14.7.3 and 18.3.1. 5.17.4 (ocata) does not look.
    """
    for setting, transport in _urls(config):
        if transport.driver not in ("rabbit", "kombu"):
            continue
        reasons = [_refused(config, name, value) for name, value in transport.query.items()]
        for why in filter(None, reasons):
            yield _finding(
                setting,
                f"`{setting.name}` sets behind its `?` {why}, so Nova does not start; take it out"
                " or correct it",
            )


def _refused(config: Config, name: str, value: str) -> str:
    """Say why the driver refuses an option of the URL; empty where it does not."""
    option = config.schema.option(RABBIT, name)
    if option is None:
        return f"what is no option of `[{RABBIT}]`"
    try:
        decode(option.entry, value)
    except ValueFault:
        return f"a value that its option of `[{RABBIT}]` cannot have"
    return ""
