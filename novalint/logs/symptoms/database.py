"""Lines about the database."""

from __future__ import annotations

from novalint.logs.signature import LIMIT, NUMBER, SECONDS, Harm, OptionCause, Signature, Stage

_TOO_MANY = (
    "database-connections-exceed-server",
    "database-pool-exceeds-server",
    "database-pool-unlimited",
)

SIGNATURES = (
    Signature(
        "database-pool-exhausted",
        says="A process has no database connection left.",
        anchors=("QueuePool limit of size",),
        pattern=(
            rf"QueuePool limit of size {LIMIT}(?: overflow (?P<overflow>\d{{1,9}}))?"
            rf"(?: reached, connection timed out, timeout {SECONDS})?"
        ),
        level="",
        logger="sqlalchemy",
        services=(
            "nova-api",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "database",
                "max_pool_size",
                "connections that a process keeps",
                harm=Harm.LOW,
                told_in="limit",
            ),
            OptionCause(
                "database",
                "max_overflow",
                "connections that it may open beyond these",
                told_in="overflow",
            ),
            OptionCause(
                "database", "pool_timeout", "how long a thread waits for one", told_in="seconds"
            ),
            OptionCause(
                "api_database", "max_pool_size", "the same for the API database", told_in="limit"
            ),
            OptionCause(
                "api_database", "max_overflow", "the same for the API database", told_in="overflow"
            ),
            OptionCause(
                "DEFAULT",
                "executor_thread_pool_size",
                "how many calls work at a time; each may need one",
                rules=("conductor-threads-exceed-database-pool",),
                harm=Harm.RELATIVE,
            ),
        ),
        elsewhere=("Slow queries hold connections for long: MySQL's slow query log.",),
        sources=(
            "sqlalchemy-2.0.36 sqlalchemy/pool/impl.py:169",
            "sqlalchemy-1.0.19 lib/sqlalchemy/pool.py:1051",
        ),
        samples=(
            (
                "sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow "
                "50 reached, connection timed out, timeout 30.00"
            ),
        ),
    ),
    Signature(
        "database-connections-used-up",
        says="MySQL has no connection left.",
        anchors=("Too many connections",),
        pattern=r"""\(1040, ['\"]Too many connections['\"]\)""",
        level="",
        logger="pymysql",
        services=(
            "nova-api",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "database",
                "max_pool_size",
                "times all processes of all services",
                rules=_TOO_MANY,
                harm=Harm.RELATIVE,
            ),
            OptionCause(
                "database",
                "max_overflow",
                "comes on top of each pool",
                rules=_TOO_MANY,
                harm=Harm.RELATIVE,
            ),
            OptionCause(
                "api_database",
                "max_pool_size",
                "the pool for the API database, where the same server has it",
                rules=_TOO_MANY,
                harm=Harm.RELATIVE,
            ),
            OptionCause(
                "api_database",
                "max_overflow",
                "comes on top of that pool",
                rules=_TOO_MANY,
                harm=Harm.RELATIVE,
            ),
            OptionCause("conductor", "workers", "each process has its own pools"),
            OptionCause("DEFAULT", "osapi_compute_workers", "each process has its own pools"),
        ),
        elsewhere=(
            (
                "MySQL's `max_connections` is too small for all services together, "
                "or its limit of open files cuts it."
            ),
        ),
        sources=("mariadb-10.11.18 sql/share/errmsg-utf8.txt:1006",),
        samples=("(pymysql.err.OperationalError) (1040, 'Too many connections')",),
    ),
    Signature(
        "database-not-reached",
        says="The database could not be reached, and the service tries again.",
        anchors=("SQL connection failed. ",),
        pattern=rf"SQL connection failed\. {NUMBER} attempts left",
        level="WARNING",
        logger="oslo_db.sqlalchemy.engines",
        services=(
            "nova-api",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "database",
                "connection",
                "it has the host and port of the database",
                rules=(
                    "database-url-unreadable",
                    "cell-database-missing",
                ),
            ),
            OptionCause("database", "max_retries", "how often it is tried"),
            OptionCause("database", "retry_interval", "seconds between the tries"),
        ),
        elsewhere=("The database or the proxy before it is down, or a firewall is between.",),
        sources=(
            "34 oslo_db/sqlalchemy/engines.py:108",
            "15 oslo_db/sqlalchemy/engines.py:333",
        ),
        samples=("SQL connection failed. 9 attempts left.",),
        outside=True,
    ),
    Signature(
        "database-retries-exhausted",
        says="A database operation failed after several tries.",
        anchors=("DB exceeded retry limit",),
        pattern=r"DB exceeded retry limit",
        level="ERROR",
        logger="oslo_db.api",
        services=(
            "nova-api",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "database",
                "db_max_retries",
                "how often it is tried",
                rules=("database-retry-option-unread",),
                harm=Harm.RELATIVE,
            ),
            OptionCause(
                "database",
                "db_retry_interval",
                "the pause between the tries",
                rules=("database-retry-option-unread",),
                harm=Harm.RELATIVE,
            ),
        ),
        elsewhere=(
            ("Deadlocks: several Galera nodes are written to at once; let the proxy write to one."),
        ),
        sources=(
            "34 oslo_db/api.py:150",
            "15 oslo_db/api.py:147",
        ),
        samples=("DB exceeded retry limit.",),
        outside=True,
    ),
    Signature(
        "database-deadlock",
        says="MySQL found a deadlock.",
        anchors=("Deadlock found when trying to get lock",),
        pattern=r"Deadlock found when trying to get lock",
        level="",
        logger="oslo_db",
        services=(
            "nova-api",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=(
            ("Several Galera nodes are written to at once; let the proxy write to one."),
            (
                "Some rows are changed by many requests at once, quotas and services "
                "above all; one deadlock that was retried is no failure."
            ),
        ),
        sources=("mariadb-10.11.18 sql/share/errmsg-utf8.txt:4915",),
        samples=(
            (
                "oslo_db.exception.DBDeadlock: (pymysql.err.OperationalError) "
                "(1213, 'Deadlock found when trying to get lock; try restarting "
                "transaction')"
            ),
        ),
        outside=True,
    ),
    Signature(
        "database-options-on-compute",
        says="A service has database options that it must not have.",
        anchors=("is not allowed to directly access the database",),
        pattern=(
            r"This service is configured for access to the API database but "
            r"is not allowed to directly access the database"
        ),
        level="",
        logger="nova.compute.rpcapi",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(18, None),
        causes=(
            OptionCause(
                "api_database",
                "connection",
                "belongs to the controllers only",
                rules=("database-credentials-on-compute",),
                ruled_out_by=(None,),
            ),
            OptionCause(
                "database",
                "connection",
                "belongs to the controllers only",
                rules=("database-credentials-on-compute",),
                ruled_out_by=(None,),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/utils.py:912",
            "18 nova/compute/rpcapi.py:406",
        ),
        samples=(
            (
                "This service is configured for access to the API database but is "
                "not allowed to directly access the database. You should run this "
                "service without the [api_database]/connection config option. The "
                "service version check will only query the local cell."
            ),
        ),
    ),
    Signature(
        "database-connection-absent",
        says="A service needs a database for which no connection is set.",
        anchors=("No sql_connection parameter is established",),
        pattern=r"No sql_connection parameter is established",
        level="",
        logger="oslo_db",
        services=(
            "nova-api",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "api_database",
                "connection",
                "the database of the API and the cells",
                rules=("api-database-missing",),
            ),
            OptionCause(
                "database",
                "connection",
                "the database of this cell",
                rules=("cell-database-missing",),
            ),
        ),
        elsewhere=(("The service reads another file than you think: its command line names it."),),
        sources=(
            "34 oslo_db/sqlalchemy/enginefacade.py:633",
            "15 oslo_db/sqlalchemy/enginefacade.py:425",
        ),
        samples=(
            ("oslo_db.exception.CantStartEngineError: No sql_connection parameter is established"),
        ),
    ),
)
