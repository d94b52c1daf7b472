"""What kind of queues RabbitMQ keeps for Nova: conflicts that stop the driver."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Fix, Note, Severity
from novalint.rules.common.absence import known_first
from novalint.rules.common.places import each
from novalint.rules.common.rabbit import (
    comment_out,
    is_off,
    is_on,
    label,
    may_be_on,
    rabbit_finding,
    rabbit_options,
    set_to,
    severity_unless_said,
    surely_on,
    whole,
)
from novalint.rules.common.transport import RABBIT, at_rabbit, is_set
from novalint.rules.common.versions import upper_bound
from novalint.rules.declaration import FactNeeded, rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

QUORUM = "rabbit_quorum_queue"
MIRRORED = "rabbit_ha_queues"
TRANSIENT = "rabbit_transient_quorum_queue"
STREAM = "rabbit_stream_fanout"
PREFETCH = "rabbit_qos_prefetch_count"
MANAGER = "use_queue_manager"
QUORUM_SINCE = 25
"""The first release with quorum queues (yoga, oslo.messaging 12.13.3)."""


@rule(
    "quorum-queue-also-mirrored",
    theme="messaging",
    severity=Severity.ERROR,
    options=rabbit_options(QUORUM, TRANSIENT, MIRRORED),
    releases=(25, None),
    since="quorum queues came in yoga (oslo.messaging 12.13.3, _drivers/impl_rabbit.py)",
)
def quorum_queue_also_mirrored(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Quorum queues and mirrored queues are both enabled, which the driver refuses.

    ## What it checks

    `rabbit_ha_queues` of `[oslo_messaging_rabbit]` together with `rabbit_quorum_queue` or
    `rabbit_transient_quorum_queue`, both true, in the file or after the `?` of the URL.

    ## Why it matters

    Declaring a queue ends in a RuntimeError, so services that listen do not start. nova-api starts,
    but nothing answers its calls; with transient quorum queues it cannot even make them, as its own
    queue for replies is refused.

    ## Example

        [oslo_messaging_rabbit]
        rabbit_ha_queues = true
        rabbit_quorum_queue = true

    ## Fix safety

    Unsafe: `rabbit_ha_queues` is commented out, so that quorum queues remain. The kind of a queue
    cannot change while it exists: all services that share the virtual host need the same value,
    and the old queues must be deleted first, else RabbitMQ answers PRECONDITION_FAILED.

    ## Sources

    oslo.messaging 12.13.3 (yoga) to 18.3.1: _drivers/impl_rabbit.py (`_get_queue_arguments`,
    `declare_direct_consumer`); tried with 14.7.3 and 18.3.1.
    """
    kinds = known_first(config, ((RABBIT, QUORUM), (RABBIT, TRANSIENT)))
    quorum = next((name for _, name in kinds if is_on(config, name)), None)
    if quorum and is_on(config, MIRRORED):
        yield rabbit_finding(
            config,
            MIRRORED,
            f"{label(config, MIRRORED)} and `{quorum}` are both true, which the RabbitMQ driver"
            f" refuses, so services do not start; remove `{MIRRORED}`",
            *comment_out(config, MIRRORED),
            related=(Note("quorum queues are asked for here", at_rabbit(config, quorum)[0]),),
        )


@rule(
    "stream-fanout-incomplete",
    theme="messaging",
    severity=Severity.ERROR,
    options=rabbit_options(STREAM, PREFETCH, TRANSIENT, MANAGER),
    releases=(29, None),
    since="the option came in 2024.1 (oslo.messaging 14.7.3, _drivers/impl_rabbit.py)",
)
def stream_fanout_incomplete(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Streams for fanouts are enabled without one of the two options that they need.

    ## What it checks

    `rabbit_stream_fanout = true` without `rabbit_transient_quorum_queue = true`, or without a
    `rabbit_qos_prefetch_count` above 0 (its default is 0). It is info where the other option is not
    written and a single file does not look like a whole configuration: it may be a part.

    ## Why it matters

    Every connection ends in a RuntimeError: services that listen do not start, and nova-api fails
    at its first call. RabbitMQ gives no message of a stream to a consumer that sets no prefetch
    count.

    ## Example

        [oslo_messaging_rabbit]
        rabbit_stream_fanout = true

    ## Fix safety

    Unsafe: `rabbit_transient_quorum_queue` is set to true where `use_queue_manager` is on, which
    belongs to it, unless another file may set it. For the prefetch count there is no fix;
    deployment tools use 10 (OpenStack-Ansible) and 50 (Kolla).

    ## Sources

    oslo.messaging 14.7.3 (2024.1) to 18.3.1: _drivers/impl_rabbit.py (`Connection.__init__`);
    the defaults of the two deployment tools, 2026.
    """
    if is_on(config, STREAM):
        yield from each((_unreplicated, _unlimited), lambda find: find(config))


def _unreplicated(config: Config) -> Iterator[Finding]:
    if is_off(config, TRANSIENT):
        sure = surely_on(config, MANAGER) and not severity_unless_said(config, TRANSIENT)
        fixes = set_to(config, TRANSIENT, "true") if sure else ()
        yield _stream(config, TRANSIENT, f"`{TRANSIENT}`", "true", *fixes)


def _unlimited(config: Config) -> Iterator[Finding]:
    prefetch = whole(config, PREFETCH)
    if prefetch is not None and prefetch <= 0:
        yield _stream(config, PREFETCH, f"a `{PREFETCH}` above 0", "10")


def _stream(config: Config, option: str, need: str, value: str, *fixes: Fix) -> Finding:
    return rabbit_finding(
        config,
        STREAM,
        f"{label(config, STREAM)} is true without {need}, so Nova cannot connect to RabbitMQ; set"
        f" `{option}` to {value}",
        *fixes,
        override=severity_unless_said(config, option),
    )


@rule(
    "queue-kind-needs-newer-broker",
    theme="messaging",
    severity=Severity.WARNING,
    options=rabbit_options(QUORUM, TRANSIENT, STREAM),
    releases=(25, None),
    since="quorum queues came in yoga (oslo.messaging 12.13.3, _drivers/impl_rabbit.py)",
)
def queue_kind_needs_newer_broker(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The RabbitMQ version is too old for the queue type that Nova asks for.

    ## What it checks

    Quorum queues with a RabbitMQ before 3.8, and streams with one before 3.9. Streams with 3.8 are
    an error.

    ## Why it matters

    Up to 3.7 RabbitMQ takes no notice of the type and declares classic queues: they are on one node
    and lost with it, and a later upgrade of RabbitMQ finds queues of another type than Nova asks
    for. The one queue that stands for a stream then gives each message to a single service instead
    of all. RabbitMQ 3.8 knows the type and refuses streams, so services that listen do not start.

    ## Example

        [oslo_messaging_rabbit]
        rabbit_quorum_queue = true

    ## Fix safety

    There is no fix: upgrade RabbitMQ, or leave the option out.

    ## Sources

    oslo.messaging 18.3.1: _drivers/impl_rabbit.py (the help of the two options names 3.8.0 and
    3.9.0; `declare_fanout_consumer`); RabbitMQ 3.7 and 3.8: src/rabbit_amqqueue.erl
    (`declare_args`, `check_queue_type`).
    """
    yield from each(KINDS, partial(_too_new, config, deployment))


def _too_new(
    config: Config, deployment: Deployment, kind: tuple[str, str, tuple[int, int]]
) -> Iterator[Finding]:
    option, what, least = kind
    if not is_on(config, option):
        return
    if deployment.rabbit_version is None:
        raise FactNeeded("rabbit_version")
    version = upper_bound(deployment.rabbit_version)
    if version >= least:
        return
    refused = version >= TYPES_SINCE
    yield rabbit_finding(
        config,
        option,
        f"{label(config, option)} needs RabbitMQ {least[0]}.{least[1]} for {what}, but this is"
        f" {deployment.rabbit_version}, which"
        f" {'refuses them' if refused else 'declares classic queues instead'};"
        " upgrade RabbitMQ or remove the option",
        override=Severity.ERROR if refused else None,
    )


TYPES_SINCE = (3, 8)
"""The version of RabbitMQ that knows types of queues: it refuses those that came later."""
KINDS = (
    (QUORUM, "quorum queues", TYPES_SINCE),
    (TRANSIENT, "quorum queues", TYPES_SINCE),
    (STREAM, "streams", (3, 9)),
)
"""Options with what they ask for and the first version of RabbitMQ that has it."""


@rule(
    "mirrored-queues-without-effect",
    theme="messaging",
    severity=Severity.INFO,
    options=rabbit_options(MIRRORED, QUORUM, TRANSIENT),
)
def mirrored_queues_without_effect(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The option for mirrored queues has no effect since RabbitMQ 3.0.

    ## What it checks

    `[oslo_messaging_rabbit] rabbit_ha_queues = true` without quorum queues, also where a template
    has yet to say whether there are any: the driver refuses both together.

    ## Why it matters

    RabbitMQ takes no notice of the argument that the option sends. Queues are mirrored only by a
    policy of the broker, and RabbitMQ 4 has no mirrored queues at all: there, quorum queues
    (`rabbit_quorum_queue`, from yoga on) take their place.

    ## Example

        [oslo_messaging_rabbit]
        rabbit_ha_queues = true

    ## Fix safety

    Unsafe: the option is commented out.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: _drivers/impl_rabbit.py (help of `rabbit_ha_queues`,
    `_get_queue_arguments`).
    """
    if not is_on(config, MIRRORED) or any(surely_on(config, kind) for kind in (QUORUM, TRANSIENT)):
        return
    later = is_set(config, MIRRORED) and config.release.major >= QUORUM_SINCE
    way = f"use `{QUORUM}`" if later else "use a policy of RabbitMQ"
    what = "has had no effect since RabbitMQ 3.0, so queues are not mirrored"
    if may_be_on(config, QUORUM) or may_be_on(config, TRANSIENT):
        what = "has mirrored no queues since RabbitMQ 3.0, and is refused with quorum queues"
    yield rabbit_finding(
        config,
        MIRRORED,
        f"{label(config, MIRRORED)} true {what}; remove it, and {way} where they should be"
        " replicated",
        *comment_out(config, MIRRORED),
    )
