"""Which broker notifications go to, and what they do to Nova while it is down."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.findings import Finding, Severity
from novalint.rules.common.empties import is_empty
from novalint.rules.common.hosts import machine
from novalint.rules.common.places import finding
from novalint.rules.common.transport import NOTIFICATIONS, RPC, Transport, known_parts, read
from novalint.rules.declaration import rule
from novalint.rules.messaging.notifications import DRIVER, GROUP, SENDERS, is_kafka, on_bus

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

URLS = ("DEFAULT.transport_url", f"{GROUP}.transport_url")


def _own_broker(config: Config) -> bool:
    """Return whether notifications go to other hosts than RPC."""
    own, rpc = _taken_apart(config, NOTIFICATIONS), _taken_apart(config, RPC)
    if own is None or rpc is None:
        return own is not None
    return _brokers(own) != _brokers(rpc)


def _on_broker_of_rpc(config: Config) -> bool:
    """Return whether notifications go to a host of RPC: one is enough, as it is of its cluster.

    A URL that cannot be read names none.
    """
    own = _taken_apart(config, NOTIFICATIONS)
    if own is None:
        return not config.setting(*NOTIFICATIONS).partial
    rpc = _taken_apart(config, RPC)
    if rpc is None:
        return False
    theirs, its = _brokers(own), _brokers(rpc)
    return theirs == its or not theirs.isdisjoint(its)


def _taken_apart(config: Config, name: tuple[str, str]) -> Transport | None:
    """Return a URL of which a template may have yet to write all but the hosts."""
    transport = known_parts(config, name)
    hosts_known = transport and not any(placeholder(host.name) for host in transport.hosts)
    return transport if hosts_known else read(config, name)


def _places(transport: Transport) -> set[tuple[str, int]]:
    """Return the names and ports of the brokers; the driver's own port is 5672."""
    return {(machine(host.name), host.port or 5672) for host in transport.hosts}


def _brokers(transport: Transport) -> set[tuple[str, int]]:
    """Return the brokers: 5671, the port for TLS, and 5672 of a host are those of one."""
    return {(name, 5672 if port == 5671 else port) for name, port in _places(transport)}


@rule(
    "notification-retried-for-ever",
    theme="messaging",
    severity=Severity.INFO,
    options=(f"{GROUP}.retry", DRIVER, *URLS),
    releases=(16, None),
    since="the option came in pike (oslo.messaging 5.30.8, oslo_messaging/notify/notifier.py)",
    roles=SENDERS,
)
def notification_retried_for_ever(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A notification that cannot be sent blocks the service until the broker is back.

    ## What it checks

    `[oslo_messaging_notifications] retry` below 0 (the default is -1) or empty, which means the
    same, while a driver that uses the bus is set and notifications have a broker of their own:
    `transport_url` of that group names other hosts than that of `[DEFAULT]`. On the broker of RPC
    there is nothing to gain: RPC waits for it as well. Not reported for Kafka, whose driver leaves
    a message to its library's own queue and does not look at the option. Proxies and the metadata
    API send no notifications.

    ## Why it matters

    Notifications are sent within the work that they tell about. With an endless retry a build waits
    for the broker of the notifications, although nothing else needs it: a broker of telemetry that
    is down brings Nova to a halt.

    ## Example

        [oslo_messaging_notifications]
        driver = messagingv2
        transport_url = rabbit://nova:secret@telemetry.example.org:5672/

    ## Fix safety

    There is no fix: 3 to 10 are usual, and what cannot be sent then is lost. Keep it endless where
    bills depend on the notifications. Up to victoria (oslo.messaging 12.5) a service that has no
    connection yet waits for the broker all the same.

    ## Sources

    oslo.messaging 5.30.8 to 18.3.1: oslo_messaging/notify/notifier.py, notify/messaging.py,
    _drivers/impl_kafka.py (`notify_send`); Launchpad bug 1917645.
    """
    retry = config.integer(GROUP, "retry")
    empty = is_empty(config, GROUP, "retry")
    endless = (empty or (retry is not None and retry < 0)) and not is_kafka(config)
    if endless and on_bus(config) and _own_broker(config):
        by_default = " by default" if config.setting(GROUP, "retry").is_default else ""
        value = "empty, which means no limit" if empty else f"{retry}{by_default}"
        yield finding(
            config,
            GROUP,
            "retry",
            f"`[{GROUP}] retry` is {value}, so builds wait forever while the broker "
            "of the notifications is down; set it to 3, unless every notification counts",
        )


@rule(
    "notifications-on-rpc-broker",
    theme="messaging",
    severity=Severity.INFO,
    options=(DRIVER, *URLS),
    roles=SENDERS,
    needs=("compute_hosts", "telemetry"),
    thresholds={"compute_hosts": 200},
)
def notifications_on_rpc_broker(
    config: Config, deployment: Deployment, compute_hosts: float
) -> Iterator[Finding]:
    """In a large cloud, notifications share the message broker with RPC.

    ## What it checks

    No `[oslo_messaging_notifications] transport_url`, or one with a host of `[DEFAULT]
    transport_url` and its port (5671 and 5672 are taken for one broker's), in a cloud of 200
    compute hosts or more (a threshold) whose notifications are taken by a consumer.

    ## Why it matters

    When the consumer falls behind, the notifications that wait take memory and disk of the broker,
    and an alarm stops RPC too. A broker of their own keeps the two apart. Neutron on a cluster of
    its own is the next step of that kind.

    ## Example

        [oslo_messaging_notifications]
        driver = messagingv2

    ## Fix safety

    There is no fix: it takes another broker, and the consumer must be told.

    ## Sources

    Advice of OpenStack's large-scale group, seen second-hand; hence a note only. oslo.messaging
    18.3.1: oslo_messaging/notify/notifier.py (`get_notification_transport`).
    """
    hosts = deployment.compute_hosts or 0
    large = deployment.telemetry and hosts >= compute_hosts
    if large and on_bus(config) and _on_broker_of_rpc(config):
        own = config.setting(GROUP, "transport_url")
        if own.fault:
            return
        what = "names a broker of RPC" if own.partial else "is empty"
        what = "is not set" if own.is_default else what
        yield finding(
            config,
            GROUP,
            "transport_url",
            f"`[{GROUP}] transport_url` {what}, so the notifications of {hosts} compute hosts share"
            " the broker with RPC; set it to a broker of their own",
        )
