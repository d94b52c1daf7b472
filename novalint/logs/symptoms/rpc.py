"""Lines about calls from service to service."""

from __future__ import annotations

from novalint.logs.signature import LIMIT, NUMBER, SECONDS, Harm, OptionCause, Signature, Stage
from novalint.records import replace

_RPC_RESPONSE_TIMEOUT = OptionCause(
    "DEFAULT",
    "rpc_response_timeout",
    "how many seconds a caller waits for the answer",
    rules=("rpc-timeout-lowered",),
    harm=Harm.LOW,
)
_CALLS_WAIT_LONG = replace(_RPC_RESPONSE_TIMEOUT, rules=("rpc-timeout-raised",), harm=Harm.HIGH)
_WORKERS = OptionCause(
    "conductor",
    "workers",
    "too few processes answer too slowly",
    rules=("single-conductor-worker", "workers-zero"),
    harm=Harm.LOW,
)
_EXECUTOR_THREAD_POOL_SIZE = OptionCause(
    "DEFAULT",
    "executor_thread_pool_size",
    "how many calls one process works on at a time",
    rules=("rpc-threads-not-positive", "conductor-threads-few"),
    harm=Harm.LOW,
)

SIGNATURES = (
    Signature(
        "rpc-reply-timeout",
        says="A call to another service got no answer in time.",
        anchors=("Timed out waiting for a reply to message ID",),
        pattern=(
            r"Timed out waiting for a reply to message ID "
            r"(?P<message>[0-9a-f]{1,40})"
        ),
        level="",
        logger="oslo_messaging",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            _RPC_RESPONSE_TIMEOUT,
            OptionCause(
                "DEFAULT",
                "long_rpc_timeout",
                "for the few calls that are known to take long",
                rules=("long-rpc-timeout-shorter",),
                harm=Harm.RELATIVE,
            ),
            _WORKERS,
            _EXECUTOR_THREAD_POOL_SIZE,
        ),
        elsewhere=(
            ("The service that was called is down or stuck: its name is in the traceback below."),
            ("RabbitMQ lost the queue of the answer, for instance as one of its nodes went away."),
            "The database behind the called service is slow.",
        ),
        sources=(
            "34 oslo_messaging/_drivers/amqpdriver.py:551",
            "15 oslo_messaging/_drivers/amqpdriver.py:334",
        ),
        samples=(
            (
                "oslo_messaging.exceptions.MessagingTimeout: Timed out waiting for "
                "a reply to message ID 4b0e1f0cbd6d4f80a1a1c8a6cfb9e1b2"
            ),
        ),
        outside=True,
        follows=(
            "amqp-unreachable",
            "amqp-connection-blocked",
            "amqp-login-refused",
        ),
    ),
    Signature(
        "rpc-reply-too-late",
        says="An answer came after its caller had given up.",
        anchors=("No calling threads waiting for msg_id",),
        pattern=r"No calling threads waiting for msg_id : (?P<name>[0-9a-f]{1,40})",
        level="INFO",
        logger="oslo_messaging._drivers.amqpdriver",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            _RPC_RESPONSE_TIMEOUT,
            _WORKERS,
            _EXECUTOR_THREAD_POOL_SIZE,
        ),
        elsewhere=("The service that was called, or the database behind it, is slow.",),
        sources=(
            "34 oslo_messaging/_drivers/amqpdriver.py:558",
            "15 oslo_messaging/_drivers/amqpdriver.py:340",
        ),
        samples=(("No calling threads waiting for msg_id : 4b0e1f0cbd6d4f80a1a1c8a6cfb9e1b2"),),
        outside=True,
    ),
    Signature(
        "rpc-many-calls-waiting",
        says="Many calls of one process wait for their answers.",
        anchors=("greater than warning threshold",),
        pattern=(
            rf"Number of call queues is (?:{NUMBER}, )?greater than warning "
            rf"threshold: {LIMIT}"
        ),
        level="WARNING",
        logger="oslo_messaging._drivers.amqpdriver",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            _EXECUTOR_THREAD_POOL_SIZE,
            _CALLS_WAIT_LONG,
            _WORKERS,
        ),
        elsewhere=("The called service is slower than calls come in.",),
        sources=(
            "34 oslo_messaging/_drivers/amqpdriver.py:568",
            "15 oslo_messaging/_drivers/amqpdriver.py:351",
        ),
        samples=(
            (
                "Number of call queues is 11, greater than warning threshold: 10. "
                "There could be a leak. Increasing threshold to: 20"
            ),
        ),
        outside=True,
    ),
    Signature(
        "rpc-reply-queue-gone",
        says="A reply was dropped: the queue of its caller no longer exists.",
        anchors=("drop reply to ",),
        pattern=(
            r"(?P<name>[\w.-]{1,80}) doesn't exist, drop reply to "
            r"(?P<id>[\w-]{1,60})"
        ),
        level="WARNING",
        logger="oslo_messaging._drivers.amqpdriver",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "oslo_messaging_rabbit",
                "rabbit_transient_queues_ttl",
                "so long a reply queue without a consumer lives",
                ruled_out_by=(0,),
                harm=Harm.LOW,
            ),
            OptionCause(
                "oslo_messaging_rabbit",
                "rabbit_transient_quorum_queue",
                "replicated reply queues outlive a node of RabbitMQ",
                rules=("transient-queues-not-replicated",),
                ruled_out_by=(True,),
            ),
        ),
        elsewhere=(
            "The caller was restarted or died.",
            "A node of RabbitMQ left and took its queues along.",
        ),
        sources=(
            "34 oslo_messaging/_drivers/amqpdriver.py:397",
            "15 oslo_messaging/_drivers/amqpdriver.py:229",
        ),
        samples=("reply_4b0e1f0cbd6d4f80 doesn't exist, drop reply to 77aa",),
        outside=True,
    ),
    Signature(
        "rpc-reply-not-sent",
        says="An answer could not be sent for so long that it was given up.",
        anchors=("failed to send after ",),
        pattern=(
            rf"The reply (?P<name>[\w-]{{1,60}}) failed to send after "
            rf"{SECONDS} seconds due to (?P<error>a missing queue|a broker "
            rf"issue)"
        ),
        level="ERROR",
        logger="oslo_messaging._drivers.amqpdriver",
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
                "oslo_messaging_rabbit",
                "kombu_missing_consumer_retry_timeout",
                "so long it is tried; longer than the caller waits makes no sense",
                harm=Harm.LOW,
                told_in="seconds",
            ),
        ),
        elsewhere=("The caller died, or RabbitMQ lost its queue.",),
        sources=(
            "34 oslo_messaging/_drivers/amqpdriver.py:265",
            "20 oslo_messaging/_drivers/amqpdriver.py:156",
        ),
        samples=(
            (
                "The reply 77aa failed to send after 60 seconds due to a missing "
                "queue (reply_1). Abandoning..."
            ),
        ),
        outside=True,
    ),
    Signature(
        "rpc-pool-exceeded",
        says="A process needs more connections to RabbitMQ than its pool has.",
        anchors=("Connection pool limit exceeded",),
        pattern=(
            rf"Connection pool limit exceeded: current size {NUMBER}"
            rf"(?: surpasses max configured rpc_conn_pool_size {LIMIT})?"
        ),
        level="WARNING",
        logger="oslo.messaging._drivers.pool",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(19, None),
        causes=(
            OptionCause(
                "oslo_messaging_rabbit",
                "rpc_conn_pool_size",
                "the size of that pool",
                told_in="limit",
                rules=("rpc-pool-small", "rpc-pool-below-minimum"),
                harm=Harm.LOW,
            ),
        ),
        elsewhere=(
            ("Sending is slow, so that connections are held for long: the broker is loaded."),
        ),
        sources=(
            "34 oslo_messaging/_drivers/pool.py:90",
            "19 oslo_messaging/_drivers/pool.py:103",
        ),
        samples=(
            (
                "Connection pool limit exceeded: current size 30 surpasses max "
                "configured rpc_conn_pool_size 30"
            ),
        ),
    ),
    Signature(
        "rpc-server-hangs",
        says="An RPC server waits for something that does not come.",
        anchors=("Possible hang: ",),
        pattern=r"Possible hang: (?P<error>[\w ]{1,120})",
        level="WARNING",
        logger="oslo_messaging.server",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "transport_url",
                "it names the brokers: is each one right, and is there a second to turn to?",
                rules=(
                    "brokers-not-all-named",
                    "transport-url-without-host",
                    "transport-url-unreadable",
                    "blank-in-transport-url",
                ),
            ),
        ),
        elsewhere=("RabbitMQ does not answer while the service starts or stops.",),
        sources=(
            "34 oslo_messaging/server.py:128",
            "15 oslo_messaging/server.py:127",
        ),
        samples=("Possible hang: stop is waiting for start to complete",),
        outside=True,
        follows=("amqp-unreachable",),
    ),
)
