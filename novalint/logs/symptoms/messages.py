"""Lines about messages that were refused, or that nobody understands."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "rpc-version-not-known",
        says="A service received a call in a version that it does not support.",
        anchors=("Endpoint does not support RPC version",),
        pattern=r"Endpoint does not support RPC version (?P<release>[\d.]{1,12})",
        level="",
        logger="oslo_messaging.rpc.dispatcher",
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
                "upgrade_levels",
                "compute",
                (
                    "the version that computes are called with: `auto`, or that of the "
                    "older release while both run"
                ),
                rules=(
                    "upgrade-level-left-behind",
                    "pin-missing-in-mixed-fleet",
                    "pins-differ",
                ),
            ),
        ),
        elsewhere=(
            (
                "Services of different releases run at the same time: those that "
                "call must be restarted once the last old one is gone."
            ),
            "Services of two clouds share a virtual host of the broker.",
        ),
        sources=(
            "34 oslo_messaging/rpc/dispatcher.py:89",
            "15 oslo_messaging/rpc/dispatcher.py:73",
        ),
        samples=(
            (
                "oslo_messaging.rpc.dispatcher.UnsupportedVersion: Endpoint does "
                "not support RPC version 6.2. Attempted method: "
                "build_and_run_instance"
            ),
        ),
    ),
    Signature(
        "message-not-handled",
        says="An RPC call ended in an exception.",
        anchors=("Exception during message handling",),
        pattern=r"Exception during message handling",
        level="ERROR",
        logger="oslo_messaging.rpc.server",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(),
        elsewhere=(
            ("The exception in the next lines says which: its own kind counts, not this line."),
        ),
        sources=(
            "34 oslo_messaging/rpc/server.py:189",
            "15 oslo_messaging/rpc/server.py:164",
        ),
        samples=("Exception during message handling: MessagingTimeout",),
        outside=True,
    ),
    Signature(
        "loop-fails-again",
        says="A background loop fails again and again.",
        anchors=("Unexpected exception occurred",),
        pattern=r"Unexpected exception occurred (?P<number>\d{1,9}) time\(s\)",
        level="ERROR",
        logger="root",
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
                "the loops that receive messages fail so where the broker is gone",
                rules=("transport-url-unreadable",),
            ),
        ),
        elsewhere=(
            ("The exception that follows says what is wrong: broker, database or libvirt."),
        ),
        sources=(
            "34 oslo_utils/excutils.py:319",
            "15 oslo_utils/excutils.py:261",
        ),
        samples=("Unexpected exception occurred 61 time(s)... retrying.",),
        outside=True,
    ),
    Signature(
        "notification-not-sent",
        says="A notification could not be sent.",
        anchors=("Could not send notification to",),
        pattern=r"Could not send notification to (?P<name>[\w.-]{1,80})",
        level="ERROR",
        logger="oslo_messaging.notify.messaging",
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
                "transport_url",
                "the broker for notifications",
                rules=(
                    "transport-url-unreadable",
                    "notifications-on-rpc-broker",
                ),
            ),
            OptionCause("oslo_messaging_notifications", "driver", "`noop` sends none"),
        ),
        elsewhere=(
            ("The broker is down, or it has no room: no service consumes the notification queue."),
        ),
        sources=(
            "34 oslo_messaging/notify/messaging.py:82",
            "15 oslo_messaging/notify/messaging.py:72",
        ),
        samples=("Could not send notification to versioned_notifications. Payload=x",),
    ),
    Signature(
        "broker-access-refused",
        says="RabbitMQ refuses the login, or access to the virtual host.",
        anchors=(
            "ACCESS_REFUSED",
            "NOT_ALLOWED - access to vhost",
            "NOT_ALLOWED - vhost ",
        ),
        pattern=(
            r"ACCESS_REFUSED|NOT_ALLOWED - (?:access to )?vhost '?(?P<name>[\w/.-]{1,60})"
            r"(?:'| not found|$)"
        ),
        level="",
        logger="",
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
                "user, password and virtual host of the broker",
                rules=(
                    "transport-url-unreadable",
                    "broker-vhost-differs",
                ),
            ),
        ),
        elsewhere=(
            "The user `guest` may log in from the broker's own host alone.",
            (
                "The user was not made on this broker, or has no rights on the "
                "virtual host: `rabbitmqctl list_permissions`."
            ),
            (
                "For cells the address in the table of cells counts: `nova-manage "
                "cell_v2 list_cells --verbose`."
            ),
        ),
        sources=(
            "rabbitmq-server-4.3.5 deps/rabbit_common/src/rabbit_framing_amqp_0_9_1.erl:1228",
            "rabbitmq-server-4.3.5 deps/rabbit/src/rabbit_reader.erl:1592",
            "rabbitmq-server-4.3.5 deps/rabbit/src/rabbit_reader.erl:1426",
            "rabbitmq-server-4.3.5 deps/rabbit/src/rabbit_reader.erl:1457",
        ),
        samples=(
            (
                "amqp.exceptions.AccessRefused: (0, 0): (403) ACCESS_REFUSED - "
                "Login was refused using authentication mechanism AMQPLAIN. For "
                "details see the broker logfile."
            ),
            (
                "amqp.exceptions.NotAllowed: Connection.open: (530) NOT_ALLOWED - "
                "access to vhost '/nova' refused for user 'nova'"
            ),
            (
                "amqp.exceptions.NotAllowed: Connection.open: (530) NOT_ALLOWED - vhost"
                " nova not found"
            ),
        ),
    ),
    Signature(
        "broker-object-missing",
        says="A queue or an exchange no longer exists in the broker.",
        anchors=(
            "NOT_FOUND - no exchange",
            "NOT_FOUND - no queue",
        ),
        pattern=(
            r"NOT_FOUND - no (?:exchange '(?P<exchange>[\w.:-]{1,120})'|"
            r"queue '(?P<queue>[\w.:-]{1,120})')"
        ),
        level="",
        logger="",
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
                "amqp_durable_queues",
                "queues that are not durable end with their broker",
                rules=(
                    "queues-die-with-their-broker",
                    "queue-durability-differs",
                ),
            ),
            OptionCause(
                "oslo_messaging_rabbit",
                "rabbit_quorum_queue",
                "queues of the other kind live on several brokers",
                rules=(
                    "queues-die-with-their-broker",
                    "queue-kind-differs",
                ),
            ),
            OptionCause(
                "oslo_messaging_rabbit",
                "rabbit_transient_queues_ttl",
                "seconds until a queue without consumers is removed",
            ),
        ),
        elsewhere=(
            (
                "A broker of the cluster was restarted or is cut off, and its "
                "queues are gone: restart the service that should read them."
            ),
            "The caller has gone, and its reply queue with it.",
        ),
        sources=(
            "rabbitmq-server-4.3.5 deps/rabbit_common/src/rabbit_framing_amqp_0_9_1.erl:1229",
        ),
        samples=(
            (
                "amqp.exceptions.NotFound: Basic.publish: (404) NOT_FOUND - no "
                "exchange 'reply_7f0c' in vhost '/'"
            ),
        ),
        outside=True,
    ),
    Signature(
        "rpc-version-capped",
        says="A pin keeps a service from sending a call that newer code wants to send.",
        anchors=("as the specified version cap", "Specified RPC version cap"),
        pattern=(
            r"Requested message version, (?P<release>[\d.]{1,12}) is incompatible|"
            r"Specified RPC version cap"
        ),
        level="",
        logger="oslo_messaging.rpc.client",
        services=("nova-api", "nova-compute", "nova-conductor", "nova-scheduler"),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "upgrade_levels",
                "compute",
                "a pin from an upgrade that is over, or `auto` among hosts of different releases",
                rules=("upgrade-level-left-behind", "upgrade-level-unknown", "pins-differ"),
            ),
            OptionCause("upgrade_levels", "conductor", "the same for calls to the conductor"),
        ),
        elsewhere=(
            (
                "Some nova-compute is of an older release: `openstack compute service "
                "list`, and records of hosts that are gone."
            ),
            (
                "Services that were started before the last host was upgraded still hold "
                "the old limit: restart nova-api, -conductor and -scheduler, or send "
                "them SIGHUP."
            ),
        ),
        sources=("34 oslo_messaging/rpc/client.py:74", "15 oslo_messaging/_drivers/common.py:147"),
        samples=(
            (
                "oslo_messaging.rpc.client.RPCVersionCapError: Requested message "
                "version, 6.2 is incompatible.  It needs to be equal in major version "
                "and less than or equal in minor version as the specified version cap "
                "6.0."
            ),
        ),
    ),
)
