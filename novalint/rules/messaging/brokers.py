"""Which brokers a transport_url names, and whether Nova can use each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.findings import Finding, Severity
from novalint.nova.transports import RABBIT_DRIVERS
from novalint.rules.common.places import finding
from novalint.rules.common.transport import (
    RABBIT,
    RPC,
    connects,
    read,
    read_known,
    url_label,
)
from novalint.rules.common.transport_parts import is_written_host, parsed_in_part
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.rules.common.transport import BrokerHost, Transport

METHOD = "rabbit_login_method"
QUERY_READ_SINCE = 16
"""The first major version whose driver looks behind the `?` of a URL (oslo.messaging 5.30.8)."""
_PORT = 5672
"""The port of a broker that is named without one."""
URLS = ("DEFAULT.transport_url", "oslo_messaging_notifications.transport_url")
SENT = "oslo_messaging_notifications.driver"
ORDINALS = ("first", "second", "third", "fourth", "fifth")
EACH_LOGS_IN = (*RABBIT_DRIVERS, "pika")
"""The drivers that log in to each host with what stands before it, as guest where nothing does.

Kafka's takes what stands before the first for all, that of AMQP 1.0 needs no user at all.
"""


@rule(
    "broker-without-credentials",
    theme="messaging",
    severity=Severity.WARNING,
    options=(*URLS, SENT, f"{RABBIT}.{METHOD}"),
)
def broker_without_credentials(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A host in `transport_url` has no user or no password, so Nova uses guest.

    ## What it checks

    The hosts of a URL whose driver logs in to each of them by itself: all hosts on other machines
    need a user and a password. It is silent about a URL for notifications while none are sent;
    about `kafka://`, whose driver uses the user and the password of the first host for all; about
    `amqp://` (AMQP 1.0), which knows other ways to say who one is; with `rabbit_login_method =
    EXTERNAL`, where a certificate says who Nova is; and where the other hosts are given guest with
    its well-known password.

    ## Why it matters

    The credentials of one host do not count for the next: they stand before every host. For a user
    or a password that is missing or empty, Nova takes guest, which RabbitMQ accepts from its own
    machine alone unless it is configured otherwise. The order of the hosts is shuffled, so a
    service may meet that host at its start or months later. A comma within a password, not written
    as `%2C`, has the same look.

    ## Example

        [DEFAULT]
        transport_url = rabbit://nova:secret@rabbit1:5672,rabbit2:5672/

    ## Fix safety

    There is no fix: a patch would have to repeat a password.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: oslo_messaging/transport.py (`TransportURL.parse`, which only
    logs a warning), _drivers/impl_rabbit.py (`_transform_transport_url`, before 9.5.2
    `Connection.__init__`), _drivers/impl_kafka.py;
    kombu 5.7 takes guest for an empty user and password (tried).
    """
    for setting, transport in parsed_in_part(config):
        hosts = transport.hosts
        without = [host for host in hosts if not (host.login or host.local)]
        if setting.unknown:
            without = [host for host in without if is_written_host(host.name)]
        if not connects(config, setting):
            continue
        if transport.driver not in EACH_LOGS_IN or not without or _external(config, transport):
            continue
        if len(without) < len(hosts) and all(host.known for host in hosts if host.login):
            continue
        yield finding(
            config,
            setting.group,
            setting.name,
            f"{url_label(setting)} has no user or no password for {_which(without, hosts)}, so Nova"
            " uses guest for the missing part and is refused there; add USER:PASSWORD@ before every"
            " host",
        )


def _which(some: Sequence[BrokerHost], hosts: Sequence[BrokerHost]) -> str:
    """Say which hosts of a URL are meant without their names, which belong to the secret."""
    if len(hosts) == 1:
        return "its host"
    places = [number for number, host in enumerate(hosts) if any(host is one for one in some)]
    if len(places) == 1 and places[0] < len(ORDINALS):
        return f"the {ORDINALS[places[0]]} of its {len(hosts)} hosts"
    return f"{len(places)} of its {len(hosts)} hosts"


def _external(config: Config, transport: Transport) -> bool:
    """Return whether a certificate, and no password, says to RabbitMQ who Nova is."""
    in_query = METHOD in transport.query and config.release.major >= QUERY_READ_SINCE
    method = transport.query[METHOD] if in_query else config.text(RABBIT, METHOD)
    return transport.is_rabbit and method == "EXTERNAL"


@rule(
    "blank-in-transport-url",
    theme="messaging",
    severity=Severity.WARNING,
    options=(*URLS, SENT),
)
def blank_in_transport_url(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A blank in `transport_url` becomes part of a user or host name.

    ## What it checks

    Blanks before or after a user or a host name, mostly after the comma between two hosts. It is an
    error where all hosts of `[DEFAULT] transport_url` have one. The end of a line and a tab are
    none: Python 3 takes them out of a URL, so the hosts may be on lines of their own. A part that a
    tool has yet to fill in, such as `{{ password }}`, counts as a word. Not reported for a URL for
    notifications while none are sent, nor for `kafka://`, whose library ignores blanks before a
    host.

    ## Why it matters

    Blanks are not taken off: the second broker gets the user ` nova`, which it does not know, or
    is looked for under a name that does not exist. The cluster seems to be named in full, and the
    fault shows when the first broker goes down.

    ## Example

        [DEFAULT]
        transport_url = rabbit://nova:secret@rabbit1:5672, nova:secret@rabbit2:5672/

    ## Fix safety

    There is no fix: the line holds a password, so it is better fixed by hand.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: oslo_messaging/transport.py (`TransportURL.parse`); tried with
    18.3.1 on Python 3.11, whose `urlsplit` leaves out tabs and ends of lines, as Python 3.6 and
    later do since 2021. Kafka's library tried: confluent-kafka with librdkafka 2.
    """
    for setting, transport in parsed_in_part(config):
        lost = setting.group == "DEFAULT" and all(host.blank for host in transport.hosts)
        blank = transport.driver != "kafka" and any(host.blank for host in transport.hosts)
        if blank and connects(config, setting):
            yield finding(
                config,
                setting.group,
                setting.name,
                f"{url_label(setting)} has a blank next to a user or host name, which becomes"
                " part of that name, so Nova cannot log in to that broker; remove the blank",
                override=Severity.ERROR if lost else None,
            )


@rule(
    "brokers-not-all-named",
    theme="messaging",
    severity=Severity.INFO,
    options=("DEFAULT.transport_url",),
    needs=(("rabbit_nodes", "compute_hosts"),),
    thresholds={"compute_hosts": 10},
)
def brokers_not_all_named(
    config: Config, deployment: Deployment, compute_hosts: float
) -> Iterator[Finding]:
    """`transport_url` names fewer brokers than the cluster has.

    ## What it checks

    The hosts of `[DEFAULT] transport_url` against the number of RabbitMQ nodes; if that fact is not
    given, a single host in a cloud of 10 compute hosts or more (a threshold). A host that is named
    twice counts once; a password that a tool has yet to fill in does not matter.

    ## Why it matters

    Nova tries only the hosts that are named: if there is one and it fails, all RPC stops, whatever
    else the cluster has. The order of the hosts does not matter: the library shuffles them for each
    connection.

    One name is enough if it leads to all nodes, such as a Kubernetes service or a virtual IP
    address; a load balancer in between must allow connections to be idle for longer than
    `heartbeat_timeout_threshold`.

    ## Example

        [DEFAULT]
        transport_url = rabbit://nova:secret@rabbit1:5672/

    ## Fix safety

    There is no fix: only you know the names of the other brokers.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: _drivers/impl_rabbit.py (`Connection.__init__`, the shuffle of
    hosts).
    """
    transport = _known_hosts(config)
    if transport is None or not transport.is_rabbit or not transport.hosts:
        return
    named = len({(host.name.lower(), host.port or _PORT) for host in transport.hosts})
    nodes = deployment.rabbit_nodes
    hosts = deployment.compute_hosts or 0
    if nodes is not None and named < nodes:
        what = f"names {named} of {nodes} RabbitMQ nodes, and Nova connects to no other"
    elif nodes is None and named == 1 and hosts >= compute_hosts:
        what = f"names one broker for {hosts} compute hosts, so RPC stops when it fails"
    else:
        return
    message = f"`transport_url` {what}; add the others unless that name leads to the whole cluster"
    yield finding(config, *RPC, message)


def _known_hosts(config: Config) -> Transport | None:
    """Return the URL of RPC; raises UnknownValue where a tool has yet to write a host, or more."""
    transport = read_known(config)
    unknown = transport and any(placeholder(host.name) for host in transport.hosts)
    return read(config) if unknown else transport


@rule(
    "broker-cluster-even",
    theme="messaging",
    severity=Severity.INFO,
    options=("DEFAULT.transport_url",),
    needs=("rabbit_nodes",),
)
def broker_cluster_even(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A RabbitMQ cluster of an even number of nodes survives no more failures than one fewer.

    ## What it checks

    The number of RabbitMQ nodes that is given, where `[DEFAULT] transport_url` names a broker.

    ## Why it matters

    Quorum queues, and a cluster that pauses its smaller part when the network splits, need more
    than half of the nodes. With two nodes, or when four split in the middle, neither half has
    that and all RPC stops. Three, five or seven nodes are the usual sizes.

    ## Example

        [DEFAULT]
        transport_url = rabbit://nova:secret@rabbit1:5672,nova:secret@rabbit2:5672/

    ## Fix safety

    There is no fix: it takes another broker, or one less.

    ## Sources

    Advice of OpenStack's large-scale group and of RabbitMQ's clustering guide, seen second-hand;
    hence a note only.
    """
    nodes = deployment.rabbit_nodes or 0
    transport = read_known(config)
    if nodes and nodes % 2 == 0 and transport and transport.is_rabbit and transport.hosts:
        message = (
            f"`transport_url` leads to a cluster of {nodes} RabbitMQ nodes, which with quorum"
            " queues or `pause_minority` survives the loss of no more nodes than a cluster of"
            f" {nodes - 1} does; use an odd number of nodes"
        )
        yield finding(config, *RPC, message)
