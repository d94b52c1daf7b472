"""Whether oslo.messaging has the driver that Nova asks for."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.nova.transports import LAST
from novalint.rules.common.bus_drivers import BACKEND, backend_missing, driver_missing
from novalint.rules.common.places import finding
from novalint.rules.common.transport import Transport, connects, url_label
from novalint.rules.common.transport_parts import parsed_in_part
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

URLS = ("DEFAULT.transport_url", "oslo_messaging_notifications.transport_url")
BARE_SINCE = 19
"""The first release whose driver names a transport of kombu by a URL without brokers too."""


@rule(
    "transport-driver-missing",
    theme="messaging",
    severity=Severity.ERROR,
    options=(*URLS, ".".join(BACKEND), "oslo_messaging_notifications.driver"),
)
def transport_driver_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The messaging driver does not exist in oslo.messaging or does not support RPC.

    ## What it checks

    The word before the first colon against the drivers of the release's library: `rabbit`,
    `kombu`, `kafka` and `fake`; `amqp` (AMQP 1.0) up to 2024.2, `zmq` up to rocky, `pika` up to
    queens. `kafka` carries notifications only, so it is refused in `[DEFAULT] transport_url`.
    Where no URL is set, `rpc_backend` names the driver up to rocky: by names such as
    `nova.openstack.common.rpc.impl_kombu` only in ocata. In a template it is looked at where the
    word stands there. `kombu` must have a `+` behind it, as in `kombu+memory://`; alone it is
    refused where Nova connects by that URL, up to rocky only with a broker in it.

    ## Why it matters

    The driver is loaded when a service starts; without it, it does not start. With `kafka` for RPC
    the first call fails. With `kombu://` the first connection does, as the driver asks the library
    kombu for a transport named so.

    ## Example

        [DEFAULT]
        transport_url = amqp://nova:secret@broker.example.org:5672/

    ## Fix safety

    There is no fix: another driver needs another broker.

    ## Sources

    The entry points oslo.messaging.drivers of oslo.messaging 5.17.4 to 18.3.1, its
    _drivers/impl_kafka.py (`KafkaDriver.send`, `listen`), _drivers/impl_rabbit.py
    (`Connection.__init__`, `_transform_transport_url`; tried with 18.3.1 and kombu 5.7) and, up to
    8.1.4, transport.py (`TransportURL.transport`); Nova 15.1.5 and 16.1.8: nova/rpc.py.
    """
    if why := backend_missing(config):
        yield finding(config, *BACKEND, f"`rpc_backend` {why}")
    for setting, transport in parsed_in_part(config):
        why = _missing(config, setting, transport)
        if why:
            message = f"{url_label(setting)} {why}; use rabbit:// and a RabbitMQ broker"
            yield finding(config, setting.group, setting.name, message)


def _missing(config: Config, setting: Setting, transport: Transport) -> str:
    """Return what is wrong with a driver; empty where it can be loaded and has RPC."""
    name = transport.driver
    stops = "so services do not start"
    if not transport.slashes and name not in LAST:
        return f"does not begin with a driver and ://, {stops}"
    if _is_bare_kombu(config, transport) and connects(config, setting):
        return "begins with kombu://, a transport that kombu lacks, so Nova does not connect"
    return driver_missing(name, config.release.major, for_rpc=setting.group == "DEFAULT")


def _is_bare_kombu(config: Config, transport: Transport) -> bool:
    """Return whether a URL makes RabbitMQ's driver ask kombu for a transport named kombu.

    Without a broker the driver says amqp up to rocky (oslo.messaging 8.1.4, impl_rabbit.py).
    """
    asked = transport.hosts or config.release.major >= BARE_SINCE
    return transport.scheme == "kombu" and bool(asked)
