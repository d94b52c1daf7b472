"""Which brokers a transport_url names, and whether Nova can use each of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.places import at_option
from novalint.rules.common.transport import RPC, Unreadable, at_url, parse, read, written
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

URLS = ("DEFAULT.transport_url", "oslo_messaging_notifications.transport_url")


@rule(
    "broker-without-credentials",
    theme="messaging",
    severity=Severity.WARNING,
    options=URLS,
    releases=(15, None),
)
def broker_without_credentials(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Some hosts of a transport_url have a user and a password, and others have none.

    ## What it checks

    A URL of several hosts in which at least one has user and password and at least one does not.

    ## Why it matters

    The credentials of one host do not count for the next: they stand before every host. On a host
    without any, Nova logs in as guest and is refused, so the first switch to that host fails. A
    comma within a password, not written as `%2C`, has the same look.

    ## Example

        [DEFAULT]
        transport_url = rabbit://nova:secret@rabbit1:5672,rabbit2:5672/

    ## Fix safety

    There is no fix: a patch would have to repeat a password.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: oslo_messaging/transport.py (`TransportURL.parse`, which only
    logs a warning), _drivers/impl_rabbit.py (`_transform_transport_url`).
    """
    for setting, url in written(config):
        try:
            hosts = parse(url, config.release.major).hosts
        except Unreadable:
            continue
        without = sum(not one.login for one in hosts)
        if 0 < without < len(hosts):
            yield Finding(
                f"{without} of {len(hosts)} hosts of `{setting.name}` {_has(without)} no user and"
                " password, so Nova cannot log in there; write them before every host",
                at_url(setting),
                setting.group,
                setting.name,
            )


def _has(number: int) -> str:
    return "has" if number == 1 else "have"


@rule(
    "blank-in-transport-url",
    theme="messaging",
    severity=Severity.WARNING,
    options=URLS,
    releases=(15, None),
)
def blank_in_transport_url(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A blank in a transport_url becomes part of a user or host name.

    ## What it checks

    Blanks before or behind a user or a host name, mostly behind the comma between two hosts.

    ## Why it matters

    Blanks are not taken off: the second broker gets the user ` nova`, which it does not know, or
    is looked for under a name that does not exist. The cluster seems to be named in full, and the
    fault shows when the first broker goes down.

    ## Example

        [DEFAULT]
        transport_url = rabbit://nova:secret@rabbit1:5672, nova:secret@rabbit2:5672/

    ## Fix safety

    There is no fix: the line holds a password, so it is better mended by hand.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: oslo_messaging/transport.py (`TransportURL.parse`); tried with
    18.3.1.
    """
    for setting, url in written(config):
        try:
            hosts = parse(url, config.release.major).hosts
        except Unreadable:
            continue
        if any(one.blank for one in hosts):
            yield Finding(
                f"a blank in `{setting.name}` becomes part of a user or host name, so Nova cannot"
                " log in to that broker; take it out",
                at_url(setting),
                setting.group,
                setting.name,
            )


@rule(
    "brokers-not-all-named",
    theme="messaging",
    severity=Severity.INFO,
    options=("DEFAULT.transport_url",),
    releases=(15, None),
    needs=(("rabbit_nodes", "compute_hosts"),),
    thresholds={"compute_hosts": 10},
)
def brokers_not_all_named(
    config: Config, deployment: Deployment, compute_hosts: float
) -> Iterator[Finding]:
    """The transport_url names fewer brokers than the cluster has.

    ## What it checks

    The hosts of `[DEFAULT] transport_url` against the number of RabbitMQ nodes; where that is not
    told, one single host in a cloud of 10 compute hosts or more (a threshold).

    ## Why it matters

    Nova only tries the hosts that are named: with one, its loss is the loss of all RPC, whatever
    the cluster has beside it. The order of the hosts does not matter: the library shuffles them
    for each connection, so there is no need to write another order on each node.

    One name is right where it stands for all nodes, as the name of a Kubernetes service or an
    address that moves between them; a load balancer in between must let connections idle for
    longer than `heartbeat_timeout_threshold`.

    ## Example

        [DEFAULT]
        transport_url = rabbit://nova:secret@rabbit1:5672/

    ## Fix safety

    There is no fix: the names of the other brokers must be known.

    ## Sources

    oslo.messaging 18.3.1: _drivers/impl_rabbit.py (`Connection.__init__`, the shuffle of hosts).
    """
    transport = read(config)
    if transport is None or transport.driver not in ("rabbit", "kombu") or not transport.hosts:
        return
    named, nodes = len(transport.hosts), deployment.rabbit_nodes
    if nodes is not None and named < nodes:
        why = f"names {named} of {nodes} RabbitMQ nodes"
    elif nodes is None and named == 1 and (deployment.compute_hosts or 0) >= compute_hosts:
        why = f"names one broker for {deployment.compute_hosts} compute hosts"
    else:
        return
    yield Finding(
        f"`transport_url` {why}, and Nova tries no other; name all of them unless one name stands"
        " for the whole cluster",
        at_option(config, *RPC),
        *RPC,
    )


@rule(
    "broker-cluster-even",
    theme="messaging",
    severity=Severity.INFO,
    options=("DEFAULT.transport_url",),
    releases=(15, None),
    needs=("rabbit_nodes",),
)
def broker_cluster_even(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A RabbitMQ cluster of an even number of nodes bears no more losses than one with a node less.

    ## What it checks

    The number of RabbitMQ nodes that is told, where `[DEFAULT] transport_url` is set.

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
    transport = read(config)
    if nodes and nodes % 2 == 0 and transport is not None and transport.hosts:
        yield Finding(
            f"half of {nodes} RabbitMQ nodes is no majority, so they bear no more losses than"
            f" {nodes - 1} would; run an odd number",
            at_option(config, *RPC),
            *RPC,
        )
