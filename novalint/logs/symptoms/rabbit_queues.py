"""Lines about queues of RabbitMQ, and work on them that fails."""

from __future__ import annotations

from novalint.logs.signature import Harm, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "queue-declared-otherwise",
        says=("A queue or exchange exists with other properties than this service asks for."),
        anchors=("probably because of conflicting configurations",),
        pattern=(
            r"Queue (?P<name>[\w.:-]{1,120}) could not be declared probably "
            r"because of conflicting configurations"
        ),
        level="WARNING",
        logger="oslo.messaging._drivers.impl_rabbit",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(30, None),
        causes=(
            OptionCause(
                "oslo_messaging_rabbit",
                "rabbit_quorum_queue",
                "the kind of the queues: the same on all nodes, and old queues deleted",
                rules=("quorum-queue-also-mirrored",),
            ),
            OptionCause(
                "oslo_messaging_rabbit",
                "amqp_durable_queues",
                "whether queues outlive a restart of the broker: the same on all nodes",
                rules=("queues-die-with-their-broker",),
            ),
            OptionCause(
                "oslo_messaging_rabbit",
                "amqp_auto_delete",
                "whether queues go with their last consumer: the same on all nodes",
                rules=("queues-deleted-when-idle",),
            ),
            OptionCause(
                "oslo_messaging_rabbit",
                "rabbit_transient_quorum_queue",
                "the kind of the reply queues: the same on all nodes",
            ),
        ),
        elsewhere=(
            (
                "The option was changed on some nodes, or the queues of before "
                "were not deleted; a new virtual host is the clean way."
            ),
        ),
        sources=(
            "34 oslo_messaging/_drivers/impl_rabbit.py:496",
            "30 oslo_messaging/_drivers/impl_rabbit.py:491",
        ),
        samples=(
            (
                "[7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10] Queue compute could not be "
                "declared probably because of conflicting configurations: "
                "Exchange.declare: (406) PRECONDITION_FAILED"
            ),
        ),
    ),
    Signature(
        "queue-properties-refused",
        says=("RabbitMQ refuses a queue or exchange that exists with other properties."),
        anchors=("PRECONDITION_FAILED - inequivalent arg",),
        pattern=(
            r"PRECONDITION_FAILED - inequivalent arg '(?P<argument>[\w-]{1,60})' "
            r"for (?:queue '(?P<queue>[\w.:-]{1,120})'|exchange '(?P<exchange>[\w.:-]{1,120})')"
        ),
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
                "rabbit_quorum_queue",
                "`x-queue-type` differs where this does",
                rules=("quorum-queue-also-mirrored",),
            ),
            OptionCause(
                "oslo_messaging_rabbit",
                "amqp_durable_queues",
                ("`durable` differs where this does, or where quorum queues are on at one side"),
                rules=("queues-die-with-their-broker",),
            ),
            OptionCause(
                "oslo_messaging_rabbit", "amqp_auto_delete", "`auto_delete` differs where this does"
            ),
        ),
        elsewhere=(
            ("Nova, neutron and the others share a virtual host and are not configured alike."),
            (
                "Queues declared before the change still exist: delete them, or use "
                "a new virtual host."
            ),
        ),
        sources=("rabbitmq-server-4.3.5 deps/rabbit_common/src/rabbit_misc.erl:341",),
        samples=(
            (
                "PRECONDITION_FAILED - inequivalent arg 'durable' for exchange "
                "'nova' in vhost '/': received 'true' but current is 'false'"
            ),
        ),
    ),
    Signature(
        "queue-stuck-on-node",
        says="A queue belongs to a node of RabbitMQ that does not answer.",
        anchors=("is stuck on unresponsive node",),
        pattern=r"Queue (?P<name>[\w.:-]{1,120}) is stuck on unresponsive node",
        level="WARNING",
        logger="oslo.messaging._drivers.impl_rabbit",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(27, None),
        causes=(
            OptionCause(
                "oslo_messaging_rabbit",
                "rabbit_quorum_queue",
                "quorum queues have copies on other nodes",
                rules=("queues-die-with-their-broker",),
                ruled_out_by=(True,),
            ),
            OptionCause(
                "oslo_messaging_rabbit",
                "rabbit_transient_quorum_queue",
                "the same for reply queues",
                rules=("transient-queues-not-replicated",),
                ruled_out_by=(True,),
            ),
        ),
        elsewhere=("A node of RabbitMQ is down or cut off: `rabbitmqctl cluster_status`.",),
        sources=(
            "34 oslo_messaging/_drivers/impl_rabbit.py:516",
            "27 oslo_messaging/_drivers/impl_rabbit.py:440",
        ),
        samples=(
            (
                "Queue reply_1 is stuck on unresponsive node. Trying to delete the "
                "queue and redeclare it again, Error info: x"
            ),
        ),
        outside=True,
    ),
    Signature(
        "amqp-operation-failed",
        says=("A message could not be published or fetched: RabbitMQ went away meanwhile."),
        anchors=(
            "Failed to publish message to topic",
            "Failed to consume message from queue",
            "Failed to declare consumer for topic",
        ),
        pattern=(
            r"Failed to (?P<action>publish message to topic|consume message "
            r"from queue|declare consumer for topic)"
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
                "it names the brokers: is each one right, and is there a second to turn to?",
                rules=(
                    "brokers-not-all-named",
                    "transport-url-without-host",
                    "transport-url-unreadable",
                    "blank-in-transport-url",
                ),
            ),
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
        ),
        elsewhere=("RabbitMQ was restarted, or a proxy before it cut the connection.",),
        sources=(
            "34 oslo_messaging/_drivers/impl_rabbit.py:1342",
            "15 oslo_messaging/_drivers/impl_rabbit.py:1163",
        ),
        samples=(
            ("Failed to publish message to topic 'nova': [Errno 104] Connection reset by peer"),
        ),
        outside=True,
        follows=("amqp-unreachable",),
    ),
    Signature(
        "quorum-and-mirrored",
        says="Quorum queues and mirrored queues are both asked for.",
        anchors=("rabbit_quorum_queue and rabbit_ha_queues both enabled",),
        pattern=r"rabbit_quorum_queue and rabbit_ha_queues both enabled",
        level="",
        logger="oslo_messaging",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(25, None),
        causes=(
            OptionCause(
                "oslo_messaging_rabbit",
                "rabbit_ha_queues",
                "mirrored queues; only one of the two may be on",
                rules=("quorum-queue-also-mirrored",),
                ruled_out_by=(False,),
            ),
            OptionCause(
                "oslo_messaging_rabbit",
                "rabbit_quorum_queue",
                "replicated queues of the newer kind",
                rules=("quorum-queue-also-mirrored",),
                ruled_out_by=(False,),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 oslo_messaging/_drivers/impl_rabbit.py:333",
            "25 oslo_messaging/_drivers/impl_rabbit.py:233",
        ),
        samples=(
            (
                "RuntimeError: Configuration Error: rabbit_quorum_queue and "
                "rabbit_ha_queues both enabled, queue type is quorum or HA "
                "(mirrored) not both"
            ),
        ),
    ),
    Signature(
        "queue-without-node",
        says="A queue is there, but the broker that has it does not answer.",
        anchors=("failed to perform operation on queue", "NOT_FOUND - home node "),
        pattern=(
            r"failed to perform operation on queue '(?P<queue>[\w.:-]{1,120})"
            r"|NOT_FOUND - home node '(?P<host>[\w.@-]{1,120})"
        ),
        level="",
        logger="",
        services=("nova-api", "nova-compute", "nova-conductor", "nova-scheduler"),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "oslo_messaging_rabbit",
                "rabbit_quorum_queue",
                "queues of this kind live on several brokers",
                rules=("queues-die-with-their-broker",),
            ),
            OptionCause(
                "oslo_messaging_rabbit",
                "rabbit_ha_queues",
                "mirrored queues live on several brokers; RabbitMQ 4 has none",
                rules=("queues-die-with-their-broker",),
            ),
        ),
        elsewhere=(
            (
                "A broker of the cluster is down, or the cluster was split: `rabbitmqctl"
                " cluster_status`. A queue that stays so is deleted with `rabbitmqctl"
                " delete_queue`, then its service is restarted."
            ),
        ),
        sources=(
            "rabbitmq-server-4.3.5 deps/rabbit/src/rabbit_amqqueue.erl:696",
            "rabbitmq-server-4.3.5 deps/rabbit/src/rabbit_amqqueue.erl:680",
        ),
        samples=(
            (
                "Queue.declare: (404) NOT_FOUND - failed to perform operation on queue 'conductor'"
                " in vhost '/' due to timeout"
            ),
            (
                "Queue.declare: (404) NOT_FOUND - home node 'rabbit@ctl1' of durable queue"
                " 'conductor' in vhost '/' is down or inaccessible"
            ),
        ),
        outside=True,
    ),
)
