"""How Nova notices that its broker is gone: heartbeats, and coming back to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Fix, Severity
from novalint.rules.common.logins import looks_whole
from novalint.rules.common.places import set_fix, unset_fix
from novalint.rules.common.transport import RABBIT, at_rabbit, in_url, is_set, rabbit
from novalint.rules.declaration import FactNeeded, rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

THRESHOLD = "heartbeat_timeout_threshold"
RATE = "heartbeat_rate"
PTHREAD = "heartbeat_in_pthread"
SPLAY = "kombu_reconnect_splay"
RETRY = ("rabbit_retry_interval", "rabbit_retry_backoff", "rabbit_interval_max")


def _default(config: Config, option: str, title: str) -> tuple[Fix, ...]:
    """Offer to let an option's default apply, unless the URL sets it."""
    return () if in_url(config, option) else (unset_fix(config, RABBIT, option, title),)


@rule(
    "heartbeat-off",
    theme="messaging",
    severity=Severity.INFO,
    options=(f"{RABBIT}.{THRESHOLD}",),
    releases=(15, None),
)
def heartbeat_off(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Without heartbeats nobody notices a connection that is dead.

    ## What it checks

    `[oslo_messaging_rabbit] heartbeat_timeout_threshold = 0`.

    ## Why it matters

    A broker that loses power, or a firewall or load balancer that forgets an idle connection, sends
    no end of it. Without heartbeats Nova waits on such a connection until TCP gives up, which can
    take a quarter of an hour, and calls time out meanwhile.

    ## Example

        [oslo_messaging_rabbit]
        heartbeat_timeout_threshold = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 60 seconds applies.

    ## Sources

    oslo.messaging 5.17.4 and 18.3.1: _drivers/impl_rabbit.py (`heartbeat_timeout_threshold`,
    `_heartbeat_supported_and_enabled`).
    """
    if rabbit(config, THRESHOLD) == 0:
        where, group, name = at_rabbit(config, THRESHOLD)
        yield Finding(
            f"`{THRESHOLD}` 0 turns heartbeats off, and a dead connection to RabbitMQ goes"
            " unnoticed; drop the option",
            where,
            group,
            name,
            fixes=_default(config, THRESHOLD, "Let the default of 60 seconds apply"),
        )


@rule(
    "heartbeat-timeout-unusual",
    theme="messaging",
    severity=Severity.INFO,
    options=(f"{RABBIT}.{THRESHOLD}",),
    releases=(15, None),
    thresholds={"shortest": 10, "longest": 120},
)
def heartbeat_timeout_unusual(
    config: Config, deployment: Deployment, shortest: float, longest: float
) -> Iterator[Finding]:
    """A very short heartbeat gives false alarms, a very long one finds a dead broker late.

    ## What it checks

    `heartbeat_timeout_threshold` above 0 and below 10 or above 120 seconds; both are thresholds.

    ## Why it matters

    On a busy host a heartbeat of a few seconds is missed although all is well, and the connection
    is torn down. A long one leaves messages with a dead broker for minutes. Load balancers and
    firewalls must let a connection idle for longer than this.

    ## Example

        [oslo_messaging_rabbit]
        heartbeat_timeout_threshold = 300

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 60 seconds applies.

    ## Sources

    oslo.messaging 5.17.4 and 18.3.1: _drivers/impl_rabbit.py. The bounds are experience; RabbitMQ
    itself advises 5 to 20 seconds, deployment tools use 10 to 60.
    """
    seconds = rabbit(config, THRESHOLD)
    if not isinstance(seconds, int) or seconds <= 0 or shortest <= seconds <= longest:
        return
    where, group, name = at_rabbit(config, THRESHOLD)
    short = "is missed on a busy host although all is well"
    what = short if seconds < shortest else "finds a dead broker late"
    yield Finding(
        f"a heartbeat of {seconds} seconds {what}; 60 is the default",
        where,
        group,
        name,
        fixes=_default(config, THRESHOLD, "Let the default of 60 seconds apply"),
    )


@rule(
    "heartbeat-rate-low",
    theme="messaging",
    severity=Severity.INFO,
    options=(f"{RABBIT}.{RATE}",),
    releases=(15, None),
)
def heartbeat_rate_low(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The heartbeat is looked at less often than AMQP expects, or not at all.

    ## What it checks

    `[oslo_messaging_rabbit] heartbeat_rate` below 2. With 0 no connection comes about:
    that is an error.

    ## Why it matters

    The time between two looks is the heartbeat's timeout divided by this number. With 1 a single
    late look is enough to lose the connection; by 0 nothing can be divided.

    ## Example

        [oslo_messaging_rabbit]
        heartbeat_rate = 1

    ## Fix safety

    Unsafe: the option is commented out, so that the default applies: 3, and 2 before 2024.1.

    ## Sources

    oslo.messaging 5.17.4 and 18.3.1: _drivers/impl_rabbit.py (`Connection.__init__`,
    `_heartbeat_wait_timeout`).
    """
    rate = rabbit(config, RATE)
    if isinstance(rate, int) and rate < 2:
        where, group, name = at_rabbit(config, RATE)
        stops = "0 divides by zero, so Nova cannot connect"
        what = stops if rate == 0 else f"{rate} is less often than AMQP expects"
        yield Finding(
            f"`{RATE}` {what}; drop the option",
            where,
            group,
            name,
            fixes=_default(config, RATE, "Let the default apply"),
            override=Severity.ERROR if rate == 0 else None,
        )


@rule(
    "heartbeat-in-native-thread",
    theme="messaging",
    severity=Severity.WARNING,
    options=(f"{RABBIT}.{PTHREAD}",),
    releases=(20, 33),
    roles=("compute", "conductor", "scheduler"),
)
def heartbeat_in_native_thread(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Heartbeats in a native thread can hang a service that runs on green threads.

    ## What it checks

    `[oslo_messaging_rabbit] heartbeat_in_pthread` true for nova-compute, nova-conductor and, up to
    2025.2, nova-scheduler. Where it is not written (it is the default of wallaby to yoga) it is
    info, and told only where the files are more than a part.

    ## Why it matters

    The option was made for the API under a web server, which runs Nova only while a request is
    served. The other services run on eventlet, and a native thread that takes their locks brings
    them to a halt: after some trouble with the broker the service stays up and does nothing.

    ## Example

        [oslo_messaging_rabbit]
        heartbeat_in_pthread = true

    ## Fix safety

    Unsafe: sets false. Where one file serves the API under a web server too, give the API its own.

    ## Sources

    oslo.messaging 10.2.4 to 17.3.2: _drivers/impl_rabbit.py (default true in 12.7.3 to 12.13.3,
    false before and after, deprecated in 14.9.3, gone in 18.3.1); Nova 33.0.2: nova/cmd/compute.py,
    nova/cmd/conductor.py, nova/cmd/scheduler.py; Launchpad bug 1934937.
    """
    written = is_set(config, PTHREAD)
    if rabbit(config, PTHREAD) is not True or not (written or looks_whole(config)):
        return
    if not deployment.roles:
        raise FactNeeded("role")
    green = ("compute", "conductor", "scheduler")[: 2 if config.release.major >= 33 else 3]
    if not any(deployment.plays(role) for role in green):
        return
    where, group, name = at_rabbit(config, PTHREAD)
    by_default = "" if written else ", the default here,"
    yield Finding(
        f"`{PTHREAD}` true{by_default} can hang services other than the API under a web server;"
        " set it to false",
        where,
        group,
        name,
        fixes=() if in_url(config, PTHREAD) else (set_fix(config, RABBIT, PTHREAD, "false"),),
        override=None if written else Severity.INFO,
    )


@rule(
    "reconnect-without-splay",
    theme="messaging",
    severity=Severity.INFO,
    options=(f"{RABBIT}.{SPLAY}",),
    releases=(31, None),
    roles=("compute",),
    needs=("role", "compute_hosts"),
    thresholds={"compute_hosts": 200},
)
def reconnect_without_splay(
    config: Config, deployment: Deployment, compute_hosts: float
) -> Iterator[Finding]:
    """After a restart of a broker all hosts come back to it in the same second.

    ## What it checks

    `[oslo_messaging_rabbit] kombu_reconnect_splay` 0, its default, in a cloud of 200 compute hosts
    or more (a threshold).

    ## Why it matters

    Each service waits `kombu_reconnect_delay` and then connects and declares its queues. Up to this
    many seconds, drawn at random, are added, which spreads the load on a broker that has just
    started. Do not raise the delay instead: more than 4.5 seconds are refused.

    ## Example

        [oslo_messaging_rabbit]
        #kombu_reconnect_splay = 0.0

    ## Fix safety

    Unsafe: sets 3 seconds. The library of a 2025.1 before its stable updates may lack the option;
    there it has no effect.

    ## Sources

    oslo.messaging 16.1.2 and 18.3.1: _drivers/impl_rabbit.py (`Connection.ensure`). The number of
    hosts is experience.
    """
    hosts = deployment.compute_hosts or 0
    if hosts >= compute_hosts and rabbit(config, SPLAY) == 0:
        where, group, name = at_rabbit(config, SPLAY)
        yield Finding(
            f"{hosts} compute hosts come back to a restarted broker at once; a `{SPLAY}` of 1 to 5"
            " seconds spreads them",
            where,
            group,
            name,
            fixes=() if in_url(config, SPLAY) else (set_fix(config, RABBIT, SPLAY, "3.0"),),
        )


@rule(
    "reconnect-intervals-for-many-hosts",
    theme="messaging",
    severity=Severity.INFO,
    options=tuple(f"{RABBIT}.{one}" for one in RETRY),
    releases=(15, None),
    roles=("compute",),
    needs=("role", "compute_hosts"),
    thresholds={"compute_hosts": 500},
)
def reconnect_intervals_for_many_hosts(
    config: Config, deployment: Deployment, compute_hosts: float
) -> Iterator[Finding]:
    """Hundreds of hosts try a lost broker again at the same short intervals.

    ## What it checks

    `rabbit_retry_interval`, `rabbit_retry_backoff` and `rabbit_interval_max` all left out in a
    cloud of 500 compute hosts or more (a threshold).

    ## Why it matters

    A broker that comes back meets all hosts at once and may fall again. One vendor's page for large
    clouds gives each host values of its own, drawn from 10 to 60, 30 to 60 and 60 to 180 seconds.

    ## Example

        [oslo_messaging_rabbit]
        #rabbit_retry_interval = 1

    ## Fix safety

    There is no fix: each host should get other values.

    ## Sources

    oslo.messaging 5.17.4 and 18.3.1: _drivers/impl_rabbit.py (`ensure_connection`); the vendor's
    page was seen second-hand, hence a note only.
    """
    hosts = deployment.compute_hosts or 0
    if hosts < compute_hosts or any(is_set(config, one) for one in RETRY):
        return
    if rabbit(config, RETRY[0]) is None:
        return
    where, group, name = at_rabbit(config, RETRY[0])
    yield Finding(
        f"{hosts} compute hosts try a lost broker again at the same short intervals; give each host"
        f" a longer `{RETRY[0]}` of its own",
        where,
        group,
        name,
    )
