"""Notifications: whether somebody takes them, and what they cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.nearest import is_slip
from novalint.rules.common.places import at, at_option, unset_fix
from novalint.rules.declaration import rule
from novalint.wording import listed, shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

GROUP = "oslo_messaging_notifications"
DRIVER = f"{GROUP}.driver"
BUS = ("messaging", "messagingv2", "routing")
"""The drivers that put notifications on the message bus."""
KNOWN = (*BUS, "log", "noop", "test")
SINKS = (("notifications", "notify_on_state_change"), ("DEFAULT", "instance_usage_audit"))


def _sends(config: Config) -> bool:
    """Tell whether a driver puts notifications on the bus."""
    drivers = config.value(GROUP, "driver")
    return isinstance(drivers, list) and any(one in BUS for one in drivers)


@rule(
    "notification-driver-missing",
    theme="messaging",
    severity=Severity.WARNING,
    options=(DRIVER,),
    releases=(15, None),
)
def notification_driver_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Notifications go to a driver that does not exist, so nobody hears of anything.

    ## What it checks

    Each `[oslo_messaging_notifications] driver` that oslo.messaging does not have and that is the
    path of a Python module, as drivers were named before Juno, or nearly the name of one it has.
    Other names may belong to a driver that is installed beside it.

    ## Why it matters

    A driver that is not found is only logged as a warning when a service starts. Billing and
    monitoring then get nothing from it.

    ## Example

        [oslo_messaging_notifications]
        driver = messagingv3

    ## Fix safety

    There is no fix: `messagingv2` puts notifications on the bus, `noop` sends none.

    ## Sources

    The entry points oslo.messaging.notify.drivers of oslo.messaging 5.17.4, 5.35.6 and 18.3.1, and
    its oslo_messaging/notify/notifier.py (`Notifier.__init__`).
    """
    drivers = config.value(GROUP, "driver")
    setting = config.setting(GROUP, "driver")
    names = [str(one) for one in drivers] if isinstance(drivers, list) else []
    for name, place in zip(names, setting.places, strict=False):
        near = "." in name or (len(name) > 5 and any(is_slip(name, one) for one in KNOWN))
        if name and name not in KNOWN and near:
            yield Finding(
                f"{shown(name)} is no driver for notifications, so it sends none; use"
                " `messagingv2`, or `noop` to send none",
                at(place),
                GROUP,
                "driver",
            )


@rule(
    "notifications-without-consumer",
    theme="messaging",
    severity=Severity.WARNING,
    options=(DRIVER,),
    releases=(15, None),
    needs=("telemetry",),
)
def notifications_without_consumer(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Notifications are put on the message bus, and nobody takes them.

    ## What it checks

    `[oslo_messaging_notifications] driver` being `messaging`, `messagingv2` or `routing` in a cloud
    that is told to have no consumer of notifications.

    ## Why it matters

    Each message stays in its queue. In the end RabbitMQ runs out of memory or disk and stops all
    who publish, RPC among them.

    ## Example

        [oslo_messaging_notifications]
        driver = messagingv2

    ## Fix safety

    Unsafe: the option is commented out, so that nothing is sent; `noop` says the same aloud. The
    queues `notifications.*` and `versioned_notifications.*` that are there stay: delete them.

    ## Sources

    oslo.messaging 5.17.4 and 18.3.1: oslo_messaging/notify/notifier.py, notify/messaging.py; Kolla
    and OpenStack-Ansible write noop where no consumer is deployed, 2026.
    """
    if deployment.telemetry is False and _sends(config):
        yield Finding(
            "notifications fill their queues in RabbitMQ, as nothing takes them; drop `driver` or"
            " set it to `noop`",
            at_option(config, GROUP, "driver"),
            GROUP,
            "driver",
            (unset_fix(config, GROUP, "driver", "Send no notifications"),),
        )


@rule(
    "notification-work-without-consumer",
    theme="messaging",
    severity=Severity.INFO,
    options=tuple(f"{group}.{name}" for group, name in SINKS),
    releases=(15, None),
    needs=("telemetry",),
)
def notification_work_without_consumer(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Nova gathers what to tell about servers, and nobody wants to know.

    ## What it checks

    `[notifications] notify_on_state_change` or `[DEFAULT] instance_usage_audit` set in a cloud that
    is told to have no consumer of notifications.

    ## Why it matters

    The first makes many messages of each build, the second goes over all servers of a host at the
    end of each period. On dense hosts that is work for nothing.

    ## Example

        [notifications]
        notify_on_state_change = vm_and_task_state

    ## Fix safety

    Unsafe: the option is commented out. `instance_usage_audit` also fills the table that
    os-instance_usage_audit_log reads; keep it if somebody asks that.

    ## Sources

    Nova 34.0.0: nova/notifications/base.py (`send_update`), nova/compute/manager.py
    (`_instance_usage_audit`), nova/conf/notifications.py, nova/conf/compute.py.
    """
    if deployment.telemetry is not False:
        return
    for group, name in SINKS:
        if config.value(group, name):
            yield Finding(
                f"`{name}` gathers notifications that nothing takes; drop it",
                at_option(config, group, name),
                group,
                name,
                (unset_fix(config, group, name, "Drop the option"),),
            )


@rule(
    "notification-retried-for-ever",
    theme="messaging",
    severity=Severity.INFO,
    options=(f"{GROUP}.retry", DRIVER),
    releases=(16, None),
)
def notification_retried_for_ever(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A service stops at a notification that cannot be sent, until the broker is back.

    ## What it checks

    `[oslo_messaging_notifications] retry` below 0 (the default is -1) while a driver that uses the
    bus is set.

    ## Why it matters

    Notifications are sent within the work that they tell about. With an endless retry a build waits
    for the broker of the notifications, although nothing else needs it: a broker of telemetry that
    is down brings Nova to a halt.

    ## Example

        [oslo_messaging_notifications]
        driver = messagingv2

    ## Fix safety

    There is no fix: 3 to 10 are usual, and what cannot be sent then is lost. Keep it endless where
    bills depend on the notifications.

    ## Sources

    oslo.messaging 5.30.8 and 18.3.1: oslo_messaging/notify/notifier.py, notify/messaging.py;
    Launchpad bug 1917645.
    """
    retry = config.value(GROUP, "retry")
    if isinstance(retry, int) and retry < 0 and _sends(config):
        written = not config.setting(GROUP, "retry").is_default
        name = "retry" if written else "driver"
        yield Finding(
            "a notification that cannot be sent is tried for ever and holds up the work that it"
            f" tells about; set `[{GROUP}] retry` to 3 for example",
            at_option(config, GROUP, name),
            GROUP,
            name,
        )


@rule(
    "notifications-on-rpc-broker",
    theme="messaging",
    severity=Severity.INFO,
    options=(f"{GROUP}.transport_url", DRIVER),
    releases=(15, None),
    needs=("compute_hosts", "telemetry"),
    thresholds={"compute_hosts": 200},
)
def notifications_on_rpc_broker(
    config: Config, deployment: Deployment, compute_hosts: float
) -> Iterator[Finding]:
    """In a large cloud notifications share the broker with RPC.

    ## What it checks

    No `[oslo_messaging_notifications] transport_url` of its own, in a cloud of 200 compute hosts or
    more (a threshold) whose notifications are taken by a consumer.

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
    own = bool(config.value(GROUP, "transport_url"))
    if deployment.telemetry and hosts >= compute_hosts and not own and _sends(config):
        yield Finding(
            f"notifications of {hosts} compute hosts share the broker with RPC; give them a"
            f" `[{GROUP}] transport_url` of their own",
            at_option(config, GROUP, "driver"),
            GROUP,
            "driver",
        )


@rule(
    "notifications-sent-twice",
    theme="messaging",
    severity=Severity.INFO,
    options=("notifications.notification_format", DRIVER),
    releases=(15, None),
)
def notifications_sent_twice(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Every event is told in two formats, of which a consumer reads one.

    ## What it checks

    `[notifications] notification_format = both`, written so or by default (up to stein), while a
    driver that uses the bus is set.

    ## Why it matters

    It doubles the messages. Where nobody reads `versioned_notifications`, that queue only grows.
    Ceilometer reads the unversioned ones.

    ## Example

        [oslo_messaging_notifications]
        driver = messagingv2

        [notifications]
        notification_format = both

    ## Fix safety

    There is no fix: it depends on the consumer, `unversioned` or `versioned`.

    ## Sources

    Nova 15.1.5 to 34.0.0: nova/conf/notifications.py (default both up to 19.3.2), nova/rpc.py
    (`init`).
    """
    if config.value("notifications", "notification_format") == "both" and _sends(config):
        name = ("notifications", "notification_format")
        drivers = config.value(GROUP, "driver")
        used = listed(drivers if isinstance(drivers, list) else ())
        yield Finding(
            f"every event is sent in two formats by {used}; set `notification_format` to the one"
            " that is read",
            at_option(config, *name),
            *name,
        )
