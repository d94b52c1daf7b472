"""Whether queues outlive a broker: quorum, durable and transient queues."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.logins import is_missing, is_set_in_some_branches
from novalint.rules.common.rabbit import (
    comment_out,
    is_off,
    is_on,
    label,
    rabbit_finding,
    rabbit_options,
    set_to,
    severity_unless_said,
    surely_on,
    taken_out,
    whole,
)
from novalint.rules.common.transport import at_rabbit, is_set
from novalint.rules.common.versions import upper_bound
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

QUORUM = "rabbit_quorum_queue"
DURABLE = "amqp_durable_queues"
MIRRORED = "rabbit_ha_queues"
QUORUM_BROKER = (3, 8)
"""The first RabbitMQ with quorum queues."""
TRANSIENT = "rabbit_transient_quorum_queue"
MANAGER = "use_queue_manager"
PROCESS = "processname"
TTL = "rabbit_transient_queues_ttl"
STREAM = "rabbit_stream_fanout"
LOCKS = ("oslo_concurrency", "lock_path")
"""The folder of the lock without which the queue manager gives out no name."""
SERVICES = ("api", "compute", "conductor", "scheduler")


@rule(
    "queues-die-with-their-broker",
    theme="messaging",
    severity=Severity.WARNING,
    options=rabbit_options(QUORUM, DURABLE, MIRRORED),
    releases=(25, None),
    since="quorum queues came in yoga (oslo.messaging 12.13.3, _drivers/impl_rabbit.py)",
    roles=SERVICES,
    needs=("role", "rabbit_nodes"),
    thresholds={"rabbit_nodes": 3},
)
def queues_die_with_their_broker(
    config: Config, deployment: Deployment, rabbit_nodes: float
) -> Iterator[Finding]:
    """In a RabbitMQ cluster, each queue is on one node only and is lost with it.

    ## What it checks

    Neither `rabbit_quorum_queue` nor `amqp_durable_queues` in a cluster of three RabbitMQ nodes or
    more (a threshold). Unless the version of RabbitMQ is given as 4 or newer it is only info, as a
    policy of the broker may mirror classic queues before that; so it is where the first option is
    not written and a single file does not look like a whole configuration, as it may be a part. Not
    reported before RabbitMQ 3.8, which has no quorum queues.

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
    type (PRECONDITION_FAILED). Where `rabbit_ha_queues` is on, turn it off with the same change:
    oslo.messaging refuses both together.

    ## Sources

    oslo.messaging 12.13.3 (yoga) to 18.3.1: _drivers/impl_rabbit.py (`durable`,
    `_get_queue_arguments`), _drivers/amqp.py; Kolla sets quorum queues, 2026.
    """
    nodes = deployment.rabbit_nodes or 0
    alone = is_off(config, QUORUM) and is_off(config, DURABLE)
    version = None if deployment.rabbit_version is None else upper_bound(deployment.rabbit_version)
    if version is not None and version < QUORUM_BROKER:
        return
    if nodes >= rabbit_nodes and alone:
        too = (
            f" and remove `{MIRRORED}`, which cannot be combined with it,"
            if surely_on(config, MIRRORED)
            else ""
        )
        unmirrored = version is not None and version >= (4,)
        yield rabbit_finding(
            config,
            QUORUM,
            f"{label(config, QUORUM)} is false, so each queue is on one of {nodes} RabbitMQ nodes"
            f" and is lost with it; set it to true{too} for all services together",
            override=severity_unless_said(config, QUORUM) if unmirrored else Severity.INFO,
        )


@rule(
    "transient-queues-not-replicated",
    theme="messaging",
    severity=Severity.INFO,
    options=(*rabbit_options(QUORUM, TRANSIENT, MANAGER, STREAM), ".".join(LOCKS)),
    releases=(29, None),
    since="the option came in 2024.1 (oslo.messaging 14.7.3, _drivers/impl_rabbit.py)",
    needs=("rabbit_nodes",),
    thresholds={"rabbit_nodes": 3},
)
def transient_queues_not_replicated(
    config: Config, deployment: Deployment, rabbit_nodes: float
) -> Iterator[Finding]:
    """Quorum queues are on, but reply and fanout queues are still lost with their broker.

    ## What it checks

    `rabbit_quorum_queue = true` without `rabbit_transient_quorum_queue` in a cluster of three nodes
    or more (a threshold). On brokers older than RabbitMQ 4 a policy may mirror classic queues all
    the same, which no file shows. With `rabbit_stream_fanout`, which cannot connect without the
    option, stream-fanout-incomplete reports it instead.

    ## Why it matters

    Replies to calls and fanout messages use queues of their own, which remain classic queues. When
    the node that hosts them fails, the calls in progress time out after `rpc_response_timeout`.

    ## Example

        [oslo_messaging_rabbit]
        rabbit_quorum_queue = true

    ## Fix safety

    There is no fix: turn it on together with `use_queue_manager`, which needs `[oslo_concurrency]
    lock_path`, for all services at once.

    ## Sources

    oslo.messaging 14.7.3 (2024.1) to 18.3.1: _drivers/impl_rabbit.py
    (`rabbit_transient_quorum_queue`, `Connection.declare_direct_consumer`).
    """
    nodes = deployment.rabbit_nodes or 0
    classic = is_off(config, TRANSIENT) and not is_on(config, STREAM)
    if nodes >= rabbit_nodes and is_on(config, QUORUM) and classic:
        folder = _folder_too(config)
        manager = "" if surely_on(config, MANAGER) else f" and `{MANAGER}`"
        where, group, name = at_rabbit(config, TRANSIENT)
        if not is_set(config, TRANSIENT):
            where = at_rabbit(config, QUORUM)[0]
        yield Finding(
            f"{label(config, TRANSIENT)} is false, so each reply and fanout queue is on one of"
            f" {nodes} RabbitMQ nodes and is lost with it{_unless_mirrored(deployment)}; set it"
            f"{manager} to true{folder}",
            where,
            group,
            name,
        )


@rule(
    "transient-quorum-queues-of-random-name",
    theme="messaging",
    severity=Severity.WARNING,
    options=(*rabbit_options(TRANSIENT, MANAGER), ".".join(LOCKS)),
    releases=(29, None),
    since="the options came in 2024.1 (oslo.messaging 14.7.3, _drivers/impl_rabbit.py)",
)
def transient_quorum_queues_of_random_name(
    config: Config, deployment: Deployment
) -> Iterator[Finding]:
    """Each restart leaves queue names in RabbitMQ that it never frees.

    ## What it checks

    `rabbit_transient_quorum_queue = true` with `use_queue_manager` false, its default. It is info
    where the second is not written and a single file does not look like a whole configuration: it
    may be a part.

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
    which must differ between containers on one host, and the services share a file in /dev/shm,
    guarded by a lock in `[oslo_concurrency] lock_path`. There is no fix where no file sets that
    one, or some branches of a template alone, as without it no service could listen, nor where
    another file may set the option itself.

    ## Sources

    oslo.messaging 14.7.3 (2024.1) to 18.3.1: _drivers/amqpdriver.py (`QManager`),
    _drivers/impl_rabbit.py; RabbitMQ's guide to quorum queues on the use of atoms.
    """
    if is_on(config, TRANSIENT) and is_off(config, MANAGER):
        locked = _has_locks(config)
        elsewhere = severity_unless_said(config, MANAGER)
        yield rabbit_finding(
            config,
            TRANSIENT,
            f"{label(config, TRANSIENT)} is true without `{MANAGER}`, so each start of a service"
            f" creates quorum queues with new names, which RabbitMQ never frees; set `{MANAGER}` to"
            f" true{_folder_too(config)}",
            *(set_to(config, MANAGER, "true") if locked and not elsewhere else ()),
            override=elsewhere,
        )


def _unless_mirrored(deployment: Deployment) -> str:
    """Return the reserve of a message where a policy of the broker may mirror classic queues."""
    version = deployment.rabbit_version
    unmirrored = version is not None and upper_bound(version) >= (4,)
    return "" if unmirrored else " unless a policy mirrors it"


def _has_locks(config: Config) -> bool:
    """Return whether the queue manager finds its folder, in all branches of a template."""
    return not is_missing(config, *LOCKS) and not is_set_in_some_branches(config, *LOCKS)


def _folder_too(config: Config) -> str:
    """Return what a message adds to the advice to turn the queue manager on."""
    too = " and `[oslo_concurrency] lock_path`, which it needs, to a directory"
    return "" if _has_locks(config) else too


@rule(
    "transient-queues-never-expire",
    theme="messaging",
    severity=Severity.WARNING,
    options=rabbit_options(TTL, STREAM),
    releases=(29, None),
    since="before, the least value was 1 (oslo.messaging 14.4.2, _drivers/impl_rabbit.py)",
)
def transient_queues_never_expire(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Reply and fanout queues that nothing uses any more stay in the broker forever.

    ## What it checks

    `[oslo_messaging_rabbit] rabbit_transient_queues_ttl = 0`.

    ## Why it matters

    Each restart leaves queues behind, and fanout queues continue to receive messages that nothing
    reads. With `use_queue_manager` a service finds its queues again, but those of removed hosts and
    workers stay. With `rabbit_stream_fanout` nothing is deleted from the streams, until the disk is
    full. The value is correct only if a policy of the broker removes such queues and limits
    streams.

    ## Example

        [oslo_messaging_rabbit]
        rabbit_transient_queues_ttl = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or the default of 1800
    seconds applies. RabbitMQ refuses to declare an existing queue with another time to live: delete
    the old queues.

    ## Sources

    oslo.messaging 14.7.3 (2024.1) to 18.3.1: _drivers/impl_rabbit.py (`_get_queue_arguments`).
    """
    if whole(config, TTL) == 0:
        grows = surely_on(config, STREAM)
        what = (
            "lets streams grow until the disk is full" if grows else "keeps unused queues forever"
        )
        way = taken_out(config, TTL, "(the default is 1800 seconds)")
        does = "limits" if grows else "removes"
        yield rabbit_finding(
            config,
            TTL,
            f"{label(config, TTL)} 0 {what}; {way} unless a policy of RabbitMQ {does} them",
            *comment_out(config, TTL),
        )
