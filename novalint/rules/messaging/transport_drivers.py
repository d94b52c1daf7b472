"""Whether oslo.messaging has the driver that Nova asks for."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.findings import Finding, Severity
from novalint.nova.transports import LAST
from novalint.rules.common.bus_drivers import BACKEND, backend_missing, driver_missing
from novalint.rules.common.places import finding
from novalint.rules.common.transport import Transport, parsed_in_part, url_label
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

URLS = ("DEFAULT.transport_url", "oslo_messaging_notifications.transport_url")


@rule(
    "transport-driver-missing",
    theme="messaging",
    severity=Severity.ERROR,
    options=(*URLS, ".".join(BACKEND)),
)
def transport_driver_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The messaging driver does not exist in oslo.messaging or does not support RPC.

    ## What it checks

    The word before the first colon against the drivers of the release's library: `rabbit`,
    `kombu`, `kafka` and `fake`; `amqp` (AMQP 1.0) up to 2024.2, `zmq` up to rocky, `pika` up to
    queens. `kafka` carries notifications only, so it is refused in `[DEFAULT] transport_url`.
    Where no URL is set, `rpc_backend` names the driver up to rocky: by names such as
    `nova.openstack.common.rpc.impl_kombu` only in ocata.

    ## Why it matters

    The driver is loaded when a service starts; without it, it does not start. With `kafka` for RPC
    the first call fails.

    ## Example

        [DEFAULT]
        transport_url = amqp://nova:secret@broker.example.org:5672/

    ## Fix safety

    There is no fix: another driver needs another broker.

    ## Sources

    The entry points oslo.messaging.drivers of oslo.messaging 5.17.4 to 18.3.1, its
    _drivers/impl_kafka.py (`KafkaDriver.send`, `listen`) and, up to 8.1.4, transport.py
    (`TransportURL.transport`); Nova 15.1.5 and 16.1.8: nova/rpc.py.
    """
    if why := backend_missing(config):
        yield finding(config, *BACKEND, f"`rpc_backend` {why}")
    for setting, transport in parsed_in_part(config):
        named = placeholder(str(setting.partial).partition(":")[0]) is None
        why = _missing(config, setting, transport) if named else ""
        if why:
            message = f"{url_label(setting)} {why}; use rabbit:// and a RabbitMQ broker"
            yield finding(config, setting.group, setting.name, message)


def _missing(config: Config, setting: Setting, transport: Transport) -> str:
    """Return what is wrong with a driver; empty where it can be loaded and has RPC."""
    name = transport.driver
    stops = "so services do not start"
    if not transport.slashes and name not in LAST:
        return f"does not begin with a driver and ://, {stops}"
    return driver_missing(name, config.release.major, for_rpc=setting.group == "DEFAULT")
