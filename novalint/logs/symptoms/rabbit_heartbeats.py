"""Lines about heartbeats, and connections to RabbitMQ that end."""

from __future__ import annotations

from novalint.logs.signature import ERROR, Harm, OptionCause, Signature, Stage

_HEARTBEAT_TIMEOUT_THRESHOLD = OptionCause(
    "oslo_messaging_rabbit",
    "heartbeat_timeout_threshold",
    "after how many seconds of silence the connection counts as dead",
    rules=("heartbeat-timeout-unusual",),
    ruled_out_by=(0,),
    harm=Harm.RELATIVE,
)
_HEARTBEAT_IN_PTHREAD = OptionCause(
    "oslo_messaging_rabbit",
    "heartbeat_in_pthread",
    (
        "whether heartbeats have a native thread of their own, which "
        "breaks services that run green threads"
    ),
    rules=("heartbeat-in-native-thread",),
)

SIGNATURES = (
    Signature(
        "amqp-reconnecting-after-heartbeat",
        says="The heartbeat found the connection to RabbitMQ dead.",
        anchors=("A recoverable connection/channel error occurred",),
        pattern=(
            rf"A recoverable connection/channel error occurred, trying to "
            rf"reconnect: {ERROR}"
        ),
        level="INFO",
        logger="oslo.messaging._drivers.impl_rabbit",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _HEARTBEAT_TIMEOUT_THRESHOLD,
            _HEARTBEAT_IN_PTHREAD,
        ),
        elsewhere=(
            (
                "A load balancer before RabbitMQ closes connections that are idle "
                "for less time than the heartbeat takes."
            ),
            (
                "nova-api under uWSGI or mod_wsgi was asleep, so that its "
                "heartbeat did not run: harmless where only the API says so."
            ),
        ),
        sources=(
            "34 oslo_messaging/_drivers/impl_rabbit.py:1323",
            "15 oslo_messaging/_drivers/impl_rabbit.py:1008",
        ),
        samples=(
            (
                "A recoverable connection/channel error occurred, trying to "
                "reconnect: [Errno 104] Connection reset by peer"
            ),
        ),
        outside=True,
    ),
    Signature(
        "amqp-heartbeat-thread-failed",
        says="The heartbeat thread of RabbitMQ had an error and continues.",
        anchors=(
            "Unexpected error during heartbeat thread processing",
            "Unexpected error during heartbeart thread processing",
        ),
        pattern=r"Unexpected error during heartbea(?:r|)t thread processing",
        level="WARNING",
        logger="oslo.messaging._drivers.impl_rabbit",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _HEARTBEAT_IN_PTHREAD,
            _HEARTBEAT_TIMEOUT_THRESHOLD,
        ),
        elsewhere=(
            ("The process was starved of processor time, or forked after it had connected."),
        ),
        sources=(
            "34 oslo_messaging/_drivers/impl_rabbit.py:1327",
            "15 oslo_messaging/_drivers/impl_rabbit.py:1012",
        ),
        samples=(
            "Unexpected error during heartbeat thread processing, retrying...",
            "Unexpected error during heartbeart thread processing, retrying...",
        ),
    ),
    Signature(
        "amqp-heartbeats-missed",
        says="Too many heartbeats of RabbitMQ were missed, the connection is cut.",
        anchors=("Too many heartbeats missed",),
        pattern=r"Too many heartbeats missed",
        level="",
        logger="amqp",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _HEARTBEAT_TIMEOUT_THRESHOLD,
            OptionCause(
                "oslo_messaging_rabbit",
                "heartbeat_rate",
                "how often the connection is checked within that time",
                rules=("heartbeat-rate-low",),
                harm=Harm.LOW,
            ),
        ),
        elsewhere=(
            (
                "The host or the virtual machine stood still: processor "
                "starvation, a snapshot, a paused controller."
            ),
            "The network between the two was cut.",
        ),
        sources=(
            "amqp-5.3.1 amqp/connection.py:776",
            "amqp-1.4.9 amqp/connection.py:915",
        ),
        samples=("amqp.exceptions.ConnectionForced: Too many heartbeats missed",),
        outside=True,
    ),
    Signature(
        "amqp-server-closed",
        says="RabbitMQ or a proxy before it closed the connection.",
        anchors=("Server unexpectedly closed connection",),
        pattern=r"Server unexpectedly closed connection",
        level="",
        logger="amqp",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "oslo_messaging_rabbit",
                "ssl",
                "TLS on one side only",
                rules=(
                    "broker-tls-port-disagrees",
                    "broker-tls-off-by-omission",
                ),
            ),
            _HEARTBEAT_TIMEOUT_THRESHOLD,
        ),
        elsewhere=("RabbitMQ was restarted, or a proxy closed a connection that was idle.",),
        sources=(
            "amqp-5.3.1 amqp/transport.py:587",
            "amqp-2.6.1 amqp/transport.py:417",
        ),
        samples=("OSError: Server unexpectedly closed connection",),
        outside=True,
    ),
    Signature(
        "amqp-forked-after-connecting",
        says="A process was forked after it had connected to RabbitMQ.",
        anchors=("Process forked after connection established",),
        pattern=r"Process forked after connection established",
        level="WARNING",
        logger="oslo.messaging._drivers.impl_rabbit",
        services=(
            "nova-api",
            "nova-api-metadata",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=(
            (
                "The WSGI server loads the application before it forks: `lazy-apps "
                "= true` for uWSGI."
            ),
        ),
        sources=(
            "34 oslo_messaging/_drivers/impl_rabbit.py:1018",
            "15 oslo_messaging/_drivers/impl_rabbit.py:727",
        ),
        samples=(
            (
                "Process forked after connection established! This can result in "
                "unpredictable behavior. See: "
                "https://docs.openstack.org/oslo.messaging/latest/reference/transpo"
                "rt.html"
            ),
        ),
        outside=True,
    ),
)
