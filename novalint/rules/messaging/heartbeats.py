"""How Nova notices that its broker is gone: heartbeats."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.deployment import program
from novalint.findings import Finding, Severity
from novalint.nova.native_threads import DEFAULT_SINCE
from novalint.rules.common.absence import is_complete
from novalint.rules.common.rabbit import (
    comment_out,
    is_on,
    label,
    rabbit_finding,
    rabbit_options,
    set_to,
    taken_out,
    whole,
)
from novalint.rules.common.thresholds import Way, way_out
from novalint.rules.common.transport import is_set
from novalint.rules.declaration import METADATA_IN_API, FactNeeded, rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

THRESHOLD = "heartbeat_timeout_threshold"
RATE = "heartbeat_rate"
PTHREAD = "heartbeat_in_pthread"
_OFF_SINCE = 26
"""The major version from which on that is false by default, and later deprecated."""


def _beats(config: Config) -> bool:
    """Return whether there are heartbeats at all."""
    return (whole(config, THRESHOLD) or 0) > 0


@rule(
    "heartbeat-off",
    theme="messaging",
    severity=Severity.INFO,
    options=rabbit_options(THRESHOLD),
)
def heartbeat_off(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Without heartbeats, a dead connection is noticed late.

    ## What it checks

    `[oslo_messaging_rabbit] heartbeat_timeout_threshold = 0`. A number below 0 is an error.

    ## Why it matters

    A broker that loses power, or a firewall or load balancer that forgets an idle connection, sends
    no end of it. Without heartbeats Nova waits on such a connection until TCP gives up, and calls
    time out meanwhile: some minutes where the connection is idle, as TCP's own keepalive notices
    then, a quarter of an hour where something was sent over it. A number below 0 turns nothing off:
    it is offered to the broker, the AMQP library cannot write it, and no connection is made.

    ## Example

        [oslo_messaging_rabbit]
        heartbeat_timeout_threshold = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or the default of 60
    seconds applies.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: _drivers/impl_rabbit.py (`heartbeat_timeout_threshold`,
    `_heartbeat_supported_and_enabled`, which asks for more than 0); py-amqp 5.4.2:
    amqp/connection.py (`_on_tune`), amqp/transport.py (`SO_KEEPALIVE`) and amqp/serialization.py,
    tried with -1.
    """
    seconds = whole(config, THRESHOLD)
    if seconds is None or seconds > 0:
        return
    if seconds == 0:
        what = "turns heartbeats off, so a dead connection goes unnoticed until TCP gives up on it"
    else:
        what = "cannot be sent to RabbitMQ, so Nova does not connect"
    way = taken_out(config, THRESHOLD, "(the default is 60 seconds)")
    yield rabbit_finding(
        config,
        THRESHOLD,
        f"{label(config, THRESHOLD)} {seconds} {what}; {way}",
        *comment_out(config, THRESHOLD),
        override=Severity.ERROR if seconds < 0 else None,
    )


@rule(
    "heartbeat-timeout-unusual",
    theme="messaging",
    severity=Severity.INFO,
    options=rabbit_options(THRESHOLD),
    thresholds={"shortest": 5, "longest": 120},
)
def heartbeat_timeout_unusual(
    config: Config, deployment: Deployment, shortest: float, longest: float
) -> Iterator[Finding]:
    """The heartbeat timeout is so short that it causes false alarms, or so long that it is late.

    ## What it checks

    `heartbeat_timeout_threshold` above 0 and below 5 or above 120 seconds; both are thresholds.

    ## Why it matters

    On a busy host a heartbeat of a few seconds is missed although all is well, and the connection
    is torn down. Nova looks after its connections at intervals that grow with the option, so with a
    long one it notices a dead broker later: the heartbeat itself is the smaller of the option and
    RabbitMQ's own (60 seconds by default), and two of them have to be missed. Load balancers and
    firewalls must let a connection idle for longer than this.

    ## Example

        [oslo_messaging_rabbit]
        heartbeat_timeout_threshold = 300

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or the default of 60
    seconds applies.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: _drivers/impl_rabbit.py (`_heartbeat_wait_timeout`); py-amqp
    5.3.1: amqp/connection.py (`_on_tune`, `heartbeat_tick`). RabbitMQ's guide to heartbeats advises
    5 to 20 seconds and warns of fewer; deployment tools use 10 to 60. The upper bound is
    experience.
    """
    seconds = whole(config, THRESHOLD)
    if seconds is None or seconds <= 0 or shortest <= seconds <= longest:
        return
    if seconds < shortest:
        what, verb = "can drop the connections of a host that is merely busy", "raise"
    else:
        what = "makes Nova check its connections less often, so it notices a dead broker later"
        verb = "lower"
    back = Way(f"{verb} it to 60, the default", comment_out(config, THRESHOLD))
    name = ("oslo_messaging_rabbit", THRESHOLD)
    way = way_out(config, name, back, least=shortest, most=longest, settable=False)
    yield rabbit_finding(
        config,
        THRESHOLD,
        f"{label(config, THRESHOLD)} {seconds} {what}; {way.words}",
        *way.fixes,
    )


@rule(
    "heartbeat-rate-low",
    theme="messaging",
    severity=Severity.INFO,
    options=rabbit_options(RATE, THRESHOLD),
)
def heartbeat_rate_low(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Heartbeats are sent less often than RabbitMQ expects, or not at all.

    ## What it checks

    `[oslo_messaging_rabbit] heartbeat_rate` below 2. Below 1 it is an error.

    ## Why it matters

    The connection is looked after each `heartbeat_timeout_threshold` / `heartbeat_rate` / 2
    seconds. With 0 that is a division by zero, and no connection is made. With a number below 0 the
    interval is negative: the thread of the heartbeats spins, and the code that waits for messages
    gives Python a negative time-out, which it refuses. With 1 an idle connection sends a heartbeat
    each 60 to 90 seconds instead of each 30, where RabbitMQ gives up after two that are missed.

    ## Example

        [oslo_messaging_rabbit]
        heartbeat_rate = 1

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or the default
    applies: 3, and 2 before 2024.1.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: _drivers/impl_rabbit.py (`Connection.__init__`,
    `_heartbeat_thread_job`, `consume`), tried with 0; py-amqp 5.4.2: amqp/connection.py
    (`heartbeat_tick`), amqp/transport.py (`having_timeout`, tried with a negative number).
    """
    rate = whole(config, RATE)
    if rate is None or rate > 1 or (rate != 0 and not _beats(config)):
        return
    if rate == 0:
        what = "makes Nova divide by zero when it connects to RabbitMQ, so services do not start"
    elif rate < 0:
        what = "makes the wait for messages negative, so services receive none"
    else:
        what = "sends heartbeats half as often as RabbitMQ expects, so one that is late can end"
        what += " the connection"
    yield rabbit_finding(
        config,
        RATE,
        f"{label(config, RATE)} {rate} {what}; remove it",
        *comment_out(config, RATE),
        override=Severity.ERROR if rate < 1 else None,
    )


@rule(
    "heartbeat-in-native-thread",
    theme="messaging",
    severity=Severity.WARNING,
    options=rabbit_options(PTHREAD, THRESHOLD),
    releases=(20, 33),
    since="the option came in train (oslo.messaging 10.2.4, _drivers/impl_rabbit.py)",
    until="2026.2 does not have the option (oslo.messaging 18.3.1, _drivers/impl_rabbit.py)",
    roles=("compute", "conductor", "scheduler", "api", "metadata"),
)
def heartbeat_in_native_thread(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Heartbeats in a native thread can hang a service that runs on green threads.

    ## What it checks

    `[oslo_messaging_rabbit] heartbeat_in_pthread` true for nova-compute, nova-conductor, up to
    2025.2 nova-scheduler, and up to 2025.1 an API that does not run in a WSGI server, by the fact
    `wsgi`. If it is true by default (wallaby to yoga), it is an info, and reported only if the
    files look like a whole configuration.

    ## Why it matters

    The option is meant for the API in a WSGI server, which runs Nova only while it serves a
    request. The other services run on eventlet, where a native thread that takes their locks can
    block them: after a connection problem with the broker the service is up but does nothing.

    ## Example

        [oslo_messaging_rabbit]
        heartbeat_in_pthread = true

    ## Fix safety

    Unsafe: from zed on, where the default is false, the option is commented out; before, it is set
    to false. If the API in a WSGI server reads the same file, give it a file of its own.

    ## Sources

    oslo.messaging 10.2.4 to 17.3.2: _drivers/impl_rabbit.py (default true in 12.7.3 to 12.13.3,
    false before and after, deprecated in 14.9.3, gone in 18.3.1); Nova 33.0.2: nova/cmd/compute.py,
    nova/cmd/conductor.py, nova/cmd/scheduler.py; Launchpad bug 1934937.
    """
    written = is_set(config, PTHREAD)
    if (
        not is_on(config, PTHREAD)
        or not _beats(config)
        or not (written or is_complete(config, for_need=True))
    ):
        return
    if not deployment.roles:
        raise FactNeeded("role")
    services = [program(role) for role in _green(config, deployment) if deployment.plays(role)]
    if not services:
        return
    by_default = "" if written else " by default"
    kept = config.release.major < _OFF_SINCE
    yield rabbit_finding(
        config,
        PTHREAD,
        f"{label(config, PTHREAD)} is true{by_default}, which can hang services on eventlet"
        f" ({listed(services)}); {'set it to false' if kept else 'remove it'}",
        *(set_to(config, PTHREAD, "false") if kept else comment_out(config, PTHREAD)),
        override=None if written else Severity.INFO,
    )


def _green(config: Config, deployment: Deployment) -> Iterator[str]:
    """Yield the roles that run on green threads."""
    major = config.release.major
    yield from ("compute", "conductor")
    if major < DEFAULT_SINCE["scheduler"]:
        yield "scheduler"
    if major <= METADATA_IN_API and deployment.wsgi is False:
        yield from ("api", "metadata")
