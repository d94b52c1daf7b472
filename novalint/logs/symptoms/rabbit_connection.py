"""Lines about the connection to RabbitMQ."""

from __future__ import annotations

from novalint.logs.signature import ERROR, HOST, SECONDS, Harm, OptionCause, Signature, Stage

_TRANSPORT_URL = OptionCause(
    "DEFAULT",
    "transport_url",
    "it names the brokers: is each one right, and is there a second to turn to?",
    rules=(
        "brokers-not-all-named",
        "transport-url-without-host",
        "transport-url-unreadable",
        "blank-in-transport-url",
    ),
)

SIGNATURES = (
    Signature(
        "amqp-unreachable",
        says="The service cannot reach RabbitMQ and tries again.",
        anchors=("AMQP server on ",),
        pattern=(
            rf"AMQP server on {HOST}:(?P<port>\d{{1,5}}) is unreachable"
            rf"(?::(?: (?P<error>.{{1,200}}?)(?:\. Trying again in {SECONDS} se(?:conds)?|$))?"
            r"|(?=[\s.,;!?]|$))"
        ),
        level="ERROR",
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
            _TRANSPORT_URL,
            OptionCause(
                "oslo_messaging_rabbit",
                "heartbeat_timeout_threshold",
                (
                    "after how many seconds of silence the connection counts as dead; 0 "
                    "means that a dead one is noticed late"
                ),
                rules=("heartbeat-off", "heartbeat-timeout-unusual"),
                harm=Harm.RELATIVE,
            ),
            OptionCause(
                "oslo_messaging_rabbit",
                "ssl",
                "client and port must both use TLS, or neither",
                rules=(
                    "broker-tls-port-disagrees",
                    "broker-tls-off-by-omission",
                ),
            ),
        ),
        elsewhere=(
            (
                "The broker is stopped, or a firewall on the controller drops the "
                "port: `timed out` means that nothing answered, `ECONNREFUSED` "
                "that nothing listens, `ECONNRESET` that the broker or a proxy cut "
                "the line."
            ),
            (
                "The broker is overloaded, blocked by its memory or disk alarm, or "
                "its cluster is split: look at `rabbitmqctl cluster_status`."
            ),
            (
                "All agents connect again at the same time after a restart of the "
                "broker; that passes by itself."
            ),
        ),
        sources=(
            "34 oslo_messaging/_drivers/impl_rabbit.py:837",
            "15 oslo_messaging/_drivers/impl_rabbit.py:592",
        ),
        samples=(
            (
                "[7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10] AMQP server on "
                "controller:5672 is unreachable: timed out. Trying again in 10 "
                "seconds.: timeout: timed out"
            ),
        ),
        outside=True,
    ),
    Signature(
        "amqp-login-refused",
        says="RabbitMQ closed the connection during the login.",
        anchors=("closed the connection. Check login",),
        pattern=(
            rf"AMQP server {HOST}:(?P<port>\d{{1,5}}) closed the connection\. "
            rf"Check login credentials"
        ),
        level="ERROR",
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
            OptionCause(
                "DEFAULT",
                "transport_url",
                "it has the user, password and virtual host",
                rules=(
                    "broker-without-credentials",
                    "broker-guest-user",
                    "transport-url-unreadable",
                    "placeholder-secret",
                ),
            ),
            OptionCause(
                "oslo_messaging_rabbit",
                "ssl",
                "TLS on one side only looks the same",
                rules=(
                    "broker-tls-port-disagrees",
                    "broker-tls-off-by-omission",
                ),
            ),
        ),
        elsewhere=(
            (
                "The user does not exist in RabbitMQ or has no permission on the "
                "virtual host: `rabbitmqctl list_permissions -p VHOST`."
            ),
            ("The password was changed in the broker and not in the file, or the reverse."),
        ),
        sources=(
            "34 oslo_messaging/_drivers/impl_rabbit.py:1058",
            "15 oslo_messaging/_drivers/impl_rabbit.py:754",
        ),
        samples=(
            (
                "[7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10] AMQP server rabbit1:5672 "
                "closed the connection. Check login credentials: Socket closed"
            ),
        ),
    ),
    Signature(
        "amqp-connection-blocked",
        says="RabbitMQ takes no more messages: it is short of memory or disk.",
        anchors=("The broker has blocked the connection",),
        pattern=rf"The broker has blocked the connection: {ERROR}",
        level="ERROR",
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
            OptionCause(
                "oslo_messaging_notifications",
                "driver",
                "notifications without a consumer fill the broker",
                rules=(
                    "notifications-without-consumer",
                    "notifications-on-rpc-broker",
                ),
            ),
        ),
        elsewhere=(
            (
                "A memory or disk alarm of RabbitMQ: `rabbitmqctl status` names "
                "it, the longest queues are its usual cause."
            ),
            "A consumer died and its queue keeps growing.",
        ),
        sources=(
            "34 oslo_messaging/_drivers/impl_rabbit.py:981",
            "15 oslo_messaging/_drivers/impl_rabbit.py:700",
        ),
        samples=("The broker has blocked the connection: low on memory",),
        outside=True,
    ),
    Signature(
        "amqp-connection-failed",
        says="A connection to RabbitMQ could not be set up; the next try follows.",
        anchors=("Connection failed: ",),
        pattern=(
            rf"Connection failed: (?P<error>.{{1,200}}?) \(retrying in "
            rf"{SECONDS} seconds\)"
        ),
        level="ERROR",
        logger="oslo.messaging._drivers.impl_rabbit",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(19, None),
        causes=(_TRANSPORT_URL,),
        elsewhere=("The broker is stopped or not to be reached from this node.",),
        sources=(
            "34 oslo_messaging/_drivers/impl_rabbit.py:991",
            "19 oslo_messaging/_drivers/impl_rabbit.py:663",
        ),
        samples=("Connection failed: [Errno 113] EHOSTUNREACH (retrying in 2.0 seconds)",),
        outside=True,
    ),
    Signature(
        "amqp-tries-used-up",
        says="A connection to RabbitMQ was abandoned.",
        anchors=("Unable to connect to AMQP server on ",),
        pattern=(
            rf"Unable to connect to AMQP server on {HOST}:(?P<port>\w{{1,5}}) "
            rf"after (?P<tries>\w{{1,10}}) tries: {ERROR}"
        ),
        level="ERROR",
        logger="oslo.messaging._drivers.impl_rabbit",
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
                (
                    "it has host, port, user, password and virtual host; "
                    "`ACCESS_REFUSED` means one of the last three"
                ),
                rules=(
                    "broker-without-credentials",
                    "broker-guest-user",
                    "transport-url-unreadable",
                    "placeholder-secret",
                ),
            ),
            OptionCause(
                "oslo_messaging_notifications",
                "retry",
                "how often a notification is tried",
                ruled_out_by=(-1,),
            ),
        ),
        elsewhere=(
            (
                "`after inf tries` is no matter of tries: the broker refused, and what "
                "follows it says why."
            ),
            "The broker is stopped, or its user is missing.",
        ),
        sources=(
            "34 oslo_messaging/_drivers/impl_rabbit.py:1131",
            "15 oslo_messaging/_drivers/impl_rabbit.py:829",
        ),
        samples=(
            (
                "Unable to connect to AMQP server on rabbit1:5672 after 3 tries: "
                "[Errno 111] ECONNREFUSED"
            ),
        ),
    ),
)
