"""How long queues live and whether they outlive a broker: quorum, durable, transient queues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.places import set_fix, unset_fix
from novalint.rules.common.transport import RABBIT, at_rabbit, in_url, is_set, rabbit
from novalint.rules.declaration import FactNeeded, rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

QUORUM = "rabbit_quorum_queue"
DURABLE = "amqp_durable_queues"
TRANSIENT = "rabbit_transient_quorum_queue"
MANAGER = "use_queue_manager"
TTL = "rabbit_transient_queues_ttl"
SERVICES = ("api", "compute", "conductor", "scheduler")


@rule(
    "queues-die-with-their-broker",
    theme="messaging",
    severity=Severity.WARNING,
    options=(f"{RABBIT}.{QUORUM}", f"{RABBIT}.{DURABLE}"),
    releases=(26, None),
    roles=SERVICES,
    needs=("role", "rabbit_nodes"),
    thresholds={"rabbit_nodes": 3},
)
def queues_die_with_their_broker(
    config: Config, deployment: Deployment, rabbit_nodes: float
) -> Iterator[Finding]:
    """The brokers form a cluster, but each queue lives on one of them and dies with it.

    ## What it checks

    Neither `rabbit_quorum_queue` nor `amqp_durable_queues` in a cluster of three RabbitMQ nodes or
    more (a threshold). Unless the version of RabbitMQ is told to be 4 or newer it is only a note,
    as a policy of the broker may mirror classic queues before that.

    ## Why it matters

    Such queues are kept in the memory of one node. When it restarts, they are gone with all that
    was in them, until each service notices and declares them again. Quorum queues are on several
    nodes and on disk.

    ## Example

        [oslo_messaging_rabbit]
        #rabbit_quorum_queue = false

    ## Fix safety

    There is no fix: the change must be made for all services that share the virtual host, with the
    old queues deleted in between, as RabbitMQ refuses to declare an existing queue with another
    type (PRECONDITION_FAILED).

    ## Sources

    oslo.messaging 14.0.3 (zed) and 18.3.1: _drivers/impl_rabbit.py (`durable`,
    `_get_queue_arguments`), _drivers/amqp.py; Kolla sets quorum queues, 2026.
    """
    nodes = deployment.rabbit_nodes or 0
    alone = rabbit(config, QUORUM) is False and rabbit(config, DURABLE) is False
    version = deployment.rabbit_version
    mirrors = None if version is None else int(version.partition(".")[0]) < 4
    if nodes >= rabbit_nodes and alone:
        where, group, name = at_rabbit(config, QUORUM)
        yield Finding(
            f"a queue is on one of {nodes} RabbitMQ nodes and is lost with it; use"
            f" `{QUORUM} = true` for all services together",
            where,
            group,
            name,
            override=None if mirrors is False else Severity.INFO,
        )


@rule(
    "transient-queues-not-replicated",
    theme="messaging",
    severity=Severity.INFO,
    options=(f"{RABBIT}.{QUORUM}", f"{RABBIT}.{TRANSIENT}"),
    releases=(29, None),
    needs=("rabbit_nodes",),
    thresholds={"rabbit_nodes": 3},
)
def transient_queues_not_replicated(
    config: Config, deployment: Deployment, rabbit_nodes: float
) -> Iterator[Finding]:
    """Quorum queues are on, but reply and fanout queues still die with their broker.

    ## What it checks

    `rabbit_quorum_queue = true` without `rabbit_transient_quorum_queue` in a cluster of three
    nodes or more (a threshold).

    ## Why it matters

    Answers to calls and messages to all services use queues of their own, which stay classic ones.
    When their node goes, the calls under way run into `rpc_response_timeout`.

    ## Example

        [oslo_messaging_rabbit]
        rabbit_quorum_queue = true

    ## Fix safety

    There is no fix: turn it on together with `use_queue_manager`, for all services at once.

    ## Sources

    oslo.messaging 14.7.3 (2024.1) and 18.3.1: _drivers/impl_rabbit.py
    (`rabbit_transient_quorum_queue`, `Connection.declare_direct_consumer`).
    """
    nodes = deployment.rabbit_nodes or 0
    on, off = rabbit(config, QUORUM) is True, rabbit(config, TRANSIENT) is False
    if nodes >= rabbit_nodes and on and off:
        where, group, name = at_rabbit(config, TRANSIENT if is_set(config, TRANSIENT) else QUORUM)
        yield Finding(
            f"reply and fanout queues still live on one of {nodes} RabbitMQ nodes;"
            f" `{TRANSIENT} = true` with `{MANAGER} = true` replicates them",
            where,
            group,
            name,
        )


@rule(
    "transient-quorum-queues-of-random-name",
    theme="messaging",
    severity=Severity.WARNING,
    options=(f"{RABBIT}.{TRANSIENT}", f"{RABBIT}.{MANAGER}"),
    releases=(29, None),
)
def transient_quorum_queues_of_random_name(
    config: Config, deployment: Deployment
) -> Iterator[Finding]:
    """Each restart leaves names behind in the broker that it never forgets.

    ## What it checks

    `rabbit_transient_quorum_queue = true` with `use_queue_manager` false, its default.

    ## Why it matters

    Without the queue manager a service draws a new random name for its reply and fanout queues at
    every start. RabbitMQ keeps the name of a quorum queue as an Erlang atom; atoms are never freed,
    and the broker stops when their table is full (about one million by default in Erlang, five in
    RabbitMQ). Old queues also wait for their time to live with all their files.

    ## Example

        [oslo_messaging_rabbit]
        rabbit_quorum_queue = true
        rabbit_transient_quorum_queue = true

    ## Fix safety

    Unsafe: `use_queue_manager` is set to true. Names are then made of `hostname` and `processname`,
    which must differ between containers on one host, and the services share a file in /dev/shm.

    ## Sources

    oslo.messaging 14.7.3 (2024.1) and 18.3.1: _drivers/amqpdriver.py (`QManager`),
    _drivers/impl_rabbit.py; RabbitMQ's guide to quorum queues on the use of atoms.
    """
    if rabbit(config, TRANSIENT) is True and rabbit(config, MANAGER) is False:
        where, group, name = at_rabbit(config, TRANSIENT)
        fix = () if in_url(config, MANAGER) else (set_fix(config, RABBIT, MANAGER, "true"),)
        yield Finding(
            f"with `{TRANSIENT}` each start of a service draws new queue names, which RabbitMQ"
            f" never forgets; set `{MANAGER}` to true",
            where,
            group,
            name,
            fixes=fix,
        )


@rule(
    "queue-names-shared-by-services",
    theme="messaging",
    severity=Severity.ERROR,
    options=(f"{RABBIT}.{MANAGER}", f"{RABBIT}.processname"),
    releases=(29, None),
)
def queue_names_shared_by_services(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Several services of a node read one process name and take each other's answers.

    ## What it checks

    `[oslo_messaging_rabbit] processname` set with `use_queue_manager = true`, in a file that
    several services of the node read. The API and the metadata API count as one, as they may be.

    ## Why it matters

    The queue manager names a service's reply queue after host, process name and a counter that
    starts anew with each service. With one process name for two services both listen on the same
    reply queue: an answer reaches the wrong one, and the call times out. Left out, the option is
    the name of the program, which differs.

    The same happens with one `hostname` on two hosts, and in containers that share their host's
    name and run the same program: set `hostname` or `processname` to something of their own there.

    ## Example

        [oslo_messaging_rabbit]
        use_queue_manager = true
        processname = nova

    ## Fix safety

    Unsafe: `processname` is commented out, so that the program's name is taken.

    ## Sources

    oslo.messaging 14.7.3 (2024.1) and 18.3.1: _drivers/amqpdriver.py (`QManager`).
    """
    if rabbit(config, MANAGER) is not True or not is_set(config, "processname"):
        return
    if not deployment.roles:
        raise FactNeeded("role")
    services = {"api" if one == "metadata" else one for one in deployment.roles}
    if len(services) > 1 or "all" in services:
        where, group, name = at_rabbit(config, "processname")
        title = "Let each service use its program's name"
        own = not in_url(config, "processname")
        yield Finding(
            "all services that read this `processname` share one reply queue and take each other's"
            " answers; leave it out, or give each service its own file",
            where,
            group,
            name,
            fixes=(unset_fix(config, RABBIT, "processname", title),) if own else (),
        )


@rule(
    "transient-queues-never-expire",
    theme="messaging",
    severity=Severity.WARNING,
    options=(f"{RABBIT}.{TTL}", f"{RABBIT}.rabbit_stream_fanout"),
    releases=(29, None),
)
def transient_queues_never_expire(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Reply and fanout queues that nobody uses any more stay in the broker for ever.

    ## What it checks

    `[oslo_messaging_rabbit] rabbit_transient_queues_ttl = 0`.

    ## Why it matters

    Each restart leaves queues behind, and each of them goes on taking messages that nobody reads.
    With `rabbit_stream_fanout` nothing is taken out of the streams, until the disk is full. It is
    right only where a policy of the broker removes them.

    ## Example

        [oslo_messaging_rabbit]
        rabbit_transient_queues_ttl = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 1800 seconds applies. RabbitMQ
    refuses to declare an existing queue with another time to live: delete the old ones.

    ## Sources

    oslo.messaging 14.7.3 (2024.1) and 18.3.1: _drivers/impl_rabbit.py (`_get_queue_arguments`).
    Before 14.7 the least value was 1.
    """
    if rabbit(config, TTL) == 0:
        where, group, name = at_rabbit(config, TTL)
        grows = rabbit(config, "rabbit_stream_fanout") is True
        what = "streams grow until the disk is full" if grows else "unused queues stay for ever"
        title = "Let the default of 1800 seconds apply"
        own = not in_url(config, TTL)
        yield Finding(
            f"with `{TTL}` 0 {what}; drop the option unless a policy of the broker removes them",
            where,
            group,
            name,
            fixes=(unset_fix(config, RABBIT, TTL, title),) if own else (),
        )
