"""Lines of services that refuse how they are to reach databases and brokers."""

from __future__ import annotations

from novalint.logs.signature import Harm, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "database-url-not-read",
        says="SQLAlchemy cannot read the address of a database.",
        anchors=(
            "Could not parse rfc1738 URL",
            "Could not parse SQLAlchemy URL",
        ),
        pattern=r"Could not parse (?:rfc1738|SQLAlchemy) URL",
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
                "database",
                "connection",
                "the address of the cell's database",
                rules=("database-url-unreadable",),
            ),
            OptionCause(
                "api_database",
                "connection",
                "the address of the API database",
                rules=("database-url-unreadable",),
            ),
        ),
        elsewhere=(
            "The address of a cell in the API database is wrong: `nova-manage cell_v2 "
            "list_cells` shows it.",
        ),
        sources=(
            "sqlalchemy-2.0.36 sqlalchemy/engine/url.py:909",
            "sqlalchemy-1.0.19 lib/sqlalchemy/engine/url.py:235",
        ),
        samples=(
            "sqlalchemy.exc.ArgumentError: Could not parse SQLAlchemy URL from given URL string",
            "sqlalchemy.exc.ArgumentError: Could not parse rfc1738 URL from string",
        ),
    ),
    Signature(
        "transport-url-not-read",
        says="oslo.messaging cannot read a transport URL.",
        anchors=(
            "InvalidTransportURL: ",
            "Invalid transport URL ",
        ),
        pattern=r"InvalidTransportURL: |Invalid transport URL ",
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
                "it begins with `rabbit://`, and special characters of a password are "
                "written as %NN",
                rules=("transport-url-unreadable",),
            ),
        ),
        elsewhere=(
            "The URL of a cell in the API database is wrong: `nova-manage cell_v2 "
            "list_cells` shows it.",
        ),
        sources=(
            "34 oslo_messaging/transport.py:461",
            "15 oslo_messaging/transport.py:410",
        ),
        samples=("oslo_messaging.transport.InvalidTransportURL: No scheme specified",),
    ),
    Signature(
        "rpc-pool-too-small",
        says="The pool of connections to RabbitMQ may hold fewer than it must.",
        anchors=("must be greater than or equal to conn_pool_min_size",),
        pattern=(
            r"rpc_conn_pool_size: (?P<size>-?\d{1,20}) must be greater than or equal to "
            r"conn_pool_min_size: (?P<limit>-?\d{1,20})"
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
        releases=(20, None),
        causes=(
            OptionCause(
                "oslo_messaging_rabbit",
                "rpc_conn_pool_size",
                "at least conn_pool_min_size",
                told_in="size",
                rules=("rpc-pool-below-minimum",),
                harm=Harm.LOW,
            ),
            OptionCause(
                "oslo_messaging_rabbit",
                "conn_pool_min_size",
                "2 by default",
                told_in="limit",
                rules=("rpc-pool-below-minimum",),
                harm=Harm.RELATIVE,
            ),
        ),
        elsewhere=(),
        sources=(
            "34 oslo_messaging/_drivers/impl_rabbit.py:1740",
            "20 oslo_messaging/_drivers/impl_rabbit.py:1402",
        ),
        samples=(
            "RuntimeError: rpc_conn_pool_size: 1 must be greater than or equal to "
            "conn_pool_min_size: 2",
        ),
    ),
    Signature(
        "thread-pool-empty",
        says="A service is to have a pool without threads.",
        anchors=(
            "Max workers must be greater than zero",
            "max_workers must be greater than zero",
        ),
        pattern=r"[Mm]ax[ _]workers must be greater than zero",
        level="",
        logger="",
        services=(
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "executor_thread_pool_size",
                "at least 1; 64 by default",
                rules=("rpc-threads-not-positive",),
                harm=Harm.LOW,
            ),
        ),
        elsewhere=("Another pool of threads is set to 0: the traceback names it.",),
        sources=(
            "34 futurist/_futures.py:142",
            "15 futurist/_futures.py:133",
        ),
        samples=(
            "ValueError: Max workers must be greater than zero",
            "ValueError: max_workers must be greater than zero",
        ),
    ),
    Signature(
        "stream-fanout-not-prepared",
        says="Streams are asked for without what they need.",
        anchors=("rabbit_stream_fanout need",),
        pattern=r"rabbit_stream_fanout need (?P<option>[a-z_]{1,60}) to be set",
        level="",
        logger="",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(29, None),
        causes=(
            OptionCause(
                "oslo_messaging_rabbit",
                "rabbit_stream_fanout",
                "it needs rabbit_qos_prefetch_count and rabbit_transient_quorum_queue",
                rules=("stream-fanout-incomplete",),
            ),
            OptionCause(
                "oslo_messaging_rabbit",
                "rabbit_qos_prefetch_count",
                "above 0 for streams",
                rules=("stream-fanout-incomplete",),
                harm=Harm.LOW,
            ),
        ),
        elsewhere=(),
        sources=(
            "34 oslo_messaging/_drivers/impl_rabbit.py:740",
            "29 oslo_messaging/_drivers/impl_rabbit.py:724",
        ),
        samples=(
            "RuntimeError: Configuration Error: rabbit_stream_fanout need "
            "rabbit_qos_prefetch_count to be set to a value greater than 0.",
        ),
    ),
    Signature(
        "broker-tls-version-unknown",
        says="A version of TLS is named for RabbitMQ that the driver does not know.",
        anchors=("Invalid SSL version :",),
        pattern=r"Invalid SSL version : (?P<name>[\w.-]{1,60})",
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
                "oslo_messaging_rabbit",
                "ssl_version",
                "TLSv1, TLSv1_1, TLSv1_2 or SSLv23; unset, both ends agree on the newest",
                rules=("broker-tls-version-refused",),
            ),
        ),
        elsewhere=("Python was built without that version.",),
        sources=(
            "34 oslo_messaging/_drivers/impl_rabbit.py:925",
            "15 oslo_messaging/_drivers/impl_rabbit.py:667",
        ),
        samples=("RuntimeError: Invalid SSL version : TLSv1.2",),
    ),
)
