"""Lines about answers that find no queue."""

from __future__ import annotations

from novalint.logs.signature import Harm, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "message-undeliverable",
        says="An answer found no queue: the caller, or its queue, is gone.",
        anchors=("MessageUndeliverable",),
        pattern=r"\bMessageUndeliverable\b",
        level="ERROR",
        logger="oslo_messaging.rpc.server",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.STEP,
        releases=(20, None),
        causes=(
            OptionCause(
                "DEFAULT", "rpc_response_timeout", "how long a caller waits; the answer came later"
            ),
            OptionCause(
                "oslo_messaging_rabbit",
                "rabbit_transient_queues_ttl",
                "after so many seconds without a consumer RabbitMQ deletes a queue of answers",
                harm=Harm.LOW,
            ),
            OptionCause("oslo_messaging_rabbit", "direct_mandatory_flag", "true notices it at all"),
        ),
        elsewhere=(
            "The service that asked was restarted or died: then a few lines are normal.",
            (
                "A broker was restarted or its cluster was split, and queues of answers were "
                "lost: restart the services that asked. Queues that a policy of RabbitMQ mirrors, "
                "or `rabbit_transient_quorum_queue`, outlive their broker."
            ),
        ),
        sources=(
            "34 oslo_messaging/rpc/server.py:214",
            "20 oslo_messaging/rpc/server.py:183",
        ),
        samples=(
            (
                "MessageUndeliverable error, source exception: Basic.return: (312) NO_ROUTE, "
                "routing_key: reply_1, exchange: : "
            ),
        ),
        outside=True,
        follows=("amqp-unreachable",),
    ),
)
