"""Notifications: whether something consumes them, and what they cost."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.findings import Finding, Fix, Safety, Severity
from novalint.nearest import is_slip
from novalint.nova.transports import driver_of
from novalint.rules.common.absence import known_first
from novalint.rules.common.places import as_set, at, finding, unset_fix
from novalint.rules.common.transport import NOTIFICATIONS, ON_BUS
from novalint.rules.declaration import rule
from novalint.text.edits import merge
from novalint.text.writing import comment_out
from novalint.wording import listed, shown

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.deployment import Deployment

GROUP = "oslo_messaging_notifications"
DRIVER = f"{GROUP}.driver"
KNOWN = (*ON_BUS, "routing", "log", "noop", "test")
SENDERS = ("api", "compute", "conductor", "scheduler")
"""The roles whose services send notifications: console proxies and the metadata API do not."""
UNHEARD = ("noop", "test")
"""Drivers that take notifications nowhere."""
SINKS = (
    ("notifications", "notify_on_state_change", "builds a message at each change of a server", ""),
    (
        "DEFAULT",
        "instance_usage_audit",
        "makes each host report all of its servers every period",
        " unless somebody asks the API's `os-instance_usage_audit_log`",
    ),
)
"""Group and name of an option, what comes of it, and what else that serves."""


def _drivers(config: Config) -> list[tuple[str, Place]]:
    """Return the drivers that files set, each with its line."""
    setting = config.setting(GROUP, "driver")
    names = setting.partial if isinstance(setting.partial, list) else []
    pairs = zip(map(str, names), setting.places, strict=False)
    return [(name, place) for name, place in pairs if name and not placeholder(name)]


def is_kafka(config: Config) -> bool:
    """Return whether notifications go to Kafka, whose driver carries nothing else."""
    scheme, _, _ = (config.known_url(*NOTIFICATIONS) or "").partition("://")
    if placeholder(scheme):
        scheme = config.text(*NOTIFICATIONS) or ""
    return driver_of(scheme.strip()).lower() == "kafka"


def on_bus(config: Config) -> list[tuple[str, Place]]:
    """Return the drivers that files set and that put notifications on the bus."""
    return [(name, place) for name, place in _drivers(config) if name in ON_BUS]


@rule(
    "notification-driver-missing",
    theme="messaging",
    severity=Severity.WARNING,
    options=(DRIVER,),
    roles=SENDERS,
)
def notification_driver_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The notification driver does not exist, so no notifications are sent.

    ## What it checks

    Each `[oslo_messaging_notifications] driver` that oslo.messaging does not have and that is the
    path of a Python module, as drivers were named before Juno, several names with commas,
    semicolons or blanks between them, or nearly the name of one it has. Other names may belong to a
    driver that is installed as well.

    ## Why it matters

    A driver that is not found is only logged as a warning when a service starts. Billing and
    monitoring then get nothing from it. The option is given once for each driver: names with commas
    or blanks between them are one name.

    ## Example

        [oslo_messaging_notifications]
        driver = messagingv3

    ## Fix safety

    There is no fix: `messagingv2` puts notifications on the bus, `noop` sends none.

    ## Sources

    The entry points oslo.messaging.notify.drivers of oslo.messaging 5.17.4 to 18.3.1, and its
    oslo_messaging/notify/notifier.py (`driver`, a MultiStrOpt; `Notifier.__init__`).
    """
    drivers = _drivers(config)
    beside = any(name in KNOWN for name, _ in drivers)
    for name, place in drivers:
        if name not in KNOWN and (said := _unloadable(name, beside)):
            what, way = said
            label = as_set(config.setting(GROUP, "driver"))
            message = f"{label} {shown(name)} {what}, so it sends no notifications; {way}"
            yield Finding(message, at(place), GROUP, "driver")


def _unloadable(name: str, beside: bool) -> tuple[str, str] | None:
    """Return why no driver can have a name, and the way out; None where one may be installed.

    `beside` says that another line names a driver that there is.
    """
    if "," in name or ";" in name or all(part in KNOWN for part in name.split()):
        return "is read as one name", "use one line for each driver"
    slip = len(name) > 5 and any(is_slip(name, known) for known in KNOWN)
    if "." not in name and not slip:
        return None
    way = "remove this line" if beside else "set it to messagingv2, or to noop to send none"
    return "is not a driver of oslo.messaging", way


@rule(
    "notifications-without-consumer",
    theme="messaging",
    severity=Severity.WARNING,
    options=(DRIVER, f"{GROUP}.transport_url"),
    roles=SENDERS,
    needs=("telemetry",),
)
def notifications_without_consumer(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Notifications are sent to the message bus, but nothing consumes them.

    ## What it checks

    `[oslo_messaging_notifications] driver` being `messaging` or `messagingv2` in a cloud whose
    facts say that it has no consumer of notifications. Not reported for `routing`, whose own file
    says where notifications go, nor for Kafka (`transport_url = kafka://`), which deletes what is
    old by itself.

    ## Why it matters

    Each message stays in its queue. In the end RabbitMQ runs out of memory or disk and stops all
    who publish, RPC among them.

    ## Example

        [oslo_messaging_notifications]
        driver = messagingv2

    ## Fix safety

    Unsafe: the lines with these drivers are commented out, so that nothing is sent; `noop` says the
    same aloud. The queues `notifications.*` and `versioned_notifications.*` that are there stay:
    delete them.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: oslo_messaging/notify/notifier.py, notify/messaging.py; Kolla
    and OpenStack-Ansible write noop where no consumer is deployed, 2026.
    """
    sending = on_bus(config)
    them = "that line" if len(sending) == 1 else "those lines"
    way = "set it to noop" if len(sending) == len(_drivers(config)) else f"remove {them}"
    if deployment.telemetry is False and sending and not is_kafka(config):
        places = [place for _, place in sending]
        message = (
            f"{as_set(config.setting(GROUP, 'driver'))} {listed(name for name, _ in sending)} sends"
            " notifications that nothing consumes, so their queues grow until RabbitMQ blocks all"
            f" publishers; {way}"
        )
        yield Finding(message, at(places[-1]), GROUP, "driver", (_without(places),))


def _without(places: list[Place]) -> Fix:
    """Return the fix that comments lines out."""
    documents = {place.document.path: place.document for place in places}
    patch = merge(
        comment_out(document, [place.assignment for place in places if place.document is document])
        for document in documents.values()
    )
    return Fix("Comment out the driver", patch, Safety.UNSAFE)


@rule(
    "notification-work-without-consumer",
    theme="messaging",
    severity=Severity.INFO,
    options=(
        *(f"{group}.{name}" for group, name, *_ in SINKS),
        DRIVER,
        f"{GROUP}.transport_url",
    ),
    roles=SENDERS,
    needs=("telemetry",),
)
def notification_work_without_consumer(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Nova builds notifications about servers that nothing consumes.

    ## What it checks

    `[notifications] notify_on_state_change` or `[DEFAULT] instance_usage_audit` set in a cloud
    whose facts say that it has no consumer of notifications. Not reported where a driver takes them
    elsewhere than to the bus, such as `log` or `routing`, nor for Kafka (`transport_url =
    kafka://`).

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

    Nova 15.1.5 and 34.0.0: nova/notifications/base.py (`send_update`), nova/compute/manager.py
    (`_instance_usage_audit`), nova/conf/notifications.py, nova/conf/compute.py.
    """
    if deployment.telemetry is not False:
        return
    sinks = {(group, name): words for group, name, *words in SINKS}
    for (group, name), (what, unless) in ((one, sinks[one]) for one in known_first(config, sinks)):
        if config.value(group, name) and not _goes_elsewhere(config):
            option = as_set(config.setting(group, name))
            message = f"{option} {what}, which nothing consumes; remove it{unless}"
            yield finding(
                config, group, name, message, unset_fix(config, group, name, f"Comment out {name}")
            )


def _goes_elsewhere(config: Config) -> bool:
    """Return whether a driver takes notifications to what is no queue of the bus, such as a log."""
    names = config.value(GROUP, "driver")
    own = {*map(str, names)} - {"", *ON_BUS, *UNHEARD} if isinstance(names, list) else set()
    return bool(own) or is_kafka(config)


@rule(
    "notifications-sent-twice",
    theme="messaging",
    severity=Severity.INFO,
    options=("notifications.notification_format", DRIVER, f"{GROUP}.transport_url"),
    roles=SENDERS,
)
def notifications_sent_twice(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Every event is sent in two formats, of which consumers read only one.

    ## What it checks

    `[notifications] notification_format = both`, written so or by default (up to stein), while a
    driver that uses the bus is set.

    ## Why it matters

    It doubles the messages. Where nothing reads `versioned_notifications`, that queue of RabbitMQ
    only grows.
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
    name = ("notifications", "notification_format")
    if config.text(*name) == "both" and on_bus(config):
        by_default = " by default" if config.setting(*name).is_default else ""
        grows = " and the queue of the format that nothing reads only grows"
        grows = "" if is_kafka(config) else grows
        yield finding(
            config,
            *name,
            f"`[notifications] notification_format` is both{by_default}, so every event is sent"
            f" twice{grows}; set it to the format that your consumer reads, unversioned for"
            " Ceilometer",
        )
