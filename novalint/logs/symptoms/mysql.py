"""Lines of MySQL and its drivers."""

from __future__ import annotations

from novalint.logs.foreign import PROJECTS
from novalint.logs.signature import Harm, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "database-lock-waited",
        says="MySQL timed out waiting for a lock.",
        anchors=("Lock wait timeout exceeded",),
        pattern=r"Lock wait timeout exceeded",
        level="",
        logger="",
        services=(
            "nova-api",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=(
            (
                "A transaction hangs and keeps its locks: `SHOW ENGINE INNODB "
                "STATUS`; a backup or an archiving of deleted rows does it often."
            ),
            ("The disk of the database is slow, or a node of a Galera cluster is behind."),
        ),
        sources=("mariadb-10.11.18 sql/share/errmsg-utf8.txt:4781",),
        samples=(
            (
                "oslo_db.exception.DBError: (pymysql.err.InternalError) (1205, "
                "u'Lock wait timeout exceeded; try restarting transaction')"
            ),
        ),
        outside=True,
    ),
    Signature(
        "database-login-refused",
        says="The database refuses the user and password, or the client host.",
        anchors=("Access denied for user",),
        pattern=(
            rf"Access denied for user (?!'(?:{PROJECTS})[\w.-]{{0,40}}')"
            r"'(?P<name>[\w.-]{0,80})'@'(?P<host>[\w.:%-]{1,120})'"
        ),
        level="",
        logger="",
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
                "the database of the cell, or of cell0",
                rules=("database-url-unreadable",),
            ),
            OptionCause(
                "api_database", "connection", "the API database", rules=("database-url-unreadable",)
            ),
        ),
        elsewhere=(
            ("The rights were given for another host than the one that asks: `SHOW GRANTS`."),
            (
                "A sign in the password is not encoded in the address: `@`, `/`, "
                "`%` and `#` must be."
            ),
            (
                "For cells the address in the table of cells counts: `nova-manage "
                "cell_v2 list_cells --verbose`."
            ),
        ),
        sources=("mariadb-10.11.18 sql/share/errmsg-utf8.txt:1138",),
        samples=(
            (
                "oslo_db.exception.DBNonExistentDatabase: "
                '(pymysql.err.OperationalError) (1045, "Access denied for user '
                "'nova'@'10.0.0.7' (using password: YES)\")"
            ),
        ),
    ),
    Signature(
        "database-not-there",
        says="The database that the URL names does not exist.",
        anchors=("Unknown database '",),
        pattern=r"Unknown database '(?P<name>[\w.-]{1,80})'",
        level="",
        logger="",
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
                "the database of the cell, or of cell0",
                rules=("database-url-unreadable",),
            ),
            OptionCause(
                "api_database", "connection", "the API database", rules=("database-url-unreadable",)
            ),
        ),
        elsewhere=(
            "It was not created yet, or on another server.",
            (
                "For cells the address in the table of cells counts: `nova-manage "
                "cell_v2 list_cells --verbose`."
            ),
        ),
        sources=("mariadb-10.11.18 sql/share/errmsg-utf8.txt:1245",),
        samples=(
            (
                "oslo_db.exception.DBNonExistentDatabase: "
                "(pymysql.err.InternalError) (1049, \"Unknown database 'nova_api'\")"
            ),
        ),
    ),
    Signature(
        "database-schema-missing",
        says=("Tables or columns are missing: the schema is absent or older than the code."),
        anchors=(
            "DBNonExistentTable",
            "(pymysql.err.ProgrammingError) (1146",
            "Unknown column '",
        ),
        pattern=(
            r"DBNonExistentTable|\(pymysql\.err\.ProgrammingError\) "
            r"\(1146|Unknown column '(?P<name>[\w.]{1,80})'"
        ),
        level="",
        logger="",
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
                "the database of the cell, or of cell0",
                rules=("database-url-unreadable",),
            ),
            OptionCause(
                "api_database", "connection", "the API database", rules=("database-url-unreadable",)
            ),
        ),
        elsewhere=(
            (
                "`nova-manage api_db sync` or `nova-manage db sync` was not run, "
                "or failed, before the services started."
            ),
            ("Code of a newer release runs against the old schema, on this host or another."),
        ),
        sources=(
            "34 oslo_db/exception.py:144",
            "15 oslo_db/exception.py:146",
            "mariadb-10.11.18 sql/share/errmsg-utf8.txt:1380",
        ),
        samples=(
            (
                "Caught error: <class 'oslo_db.exception.DBNonExistentTable'> "
                '(pymysql.err.ProgrammingError) (1146, "Table '
                "'nova_api.cell_mappings' doesn't exist\")"
            ),
            (
                "oslo_db.exception.DBError: (pymysql.err.OperationalError) (1054, "
                "\"Unknown column 'services.uuid' in 'field list'\")"
            ),
        ),
        outside=True,
    ),
    Signature(
        "database-connection-lost",
        says="A database connection was closed, mostly one that had been idle for too long.",
        anchors=(
            "DBConnectionError: ",
            "Lost connection to MySQL server",
            "MySQL server has gone away",
            "disconnected by the server because of inactivity",
        ),
        pattern=(
            r"(?:DBConnectionError: \(pymysql\.err\.(?P<name>\w{1,40})\) )?"
            r"\((?P<code>2006|2013|4031|1047),"
            r"(?: ['\"](?:Lost connection to MySQL server(?: during query)?|"
            r"MySQL server has gone away|"
            r"The client was disconnected by the server because of inactivity))?|"
            r"MySQL server has gone away|disconnected by the server because of inactivity"
        ),
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
                "database",
                "connection_recycle_time",
                (
                    "connections older than this are replaced; must be below the "
                    "server's `wait_timeout` and the proxy's idle timeout"
                ),
                rules=("database-connections-recycled-late",),
                harm=Harm.RELATIVE,
            ),
            OptionCause(
                "api_database",
                "connection_recycle_time",
                "the same for connections to the API database",
                rules=("database-connections-recycled-late",),
                harm=Harm.RELATIVE,
            ),
        ),
        elsewhere=(
            (
                "2006, 2013 and 4031: the server, or a proxy before it (HAProxy's `timeout client` "
                "and `timeout server`), closed an idle connection, or MySQL was restarted."
            ),
            (
                "With `Packet too large` in MySQL's own log a statement was longer than "
                "`max_allowed_packet`."
            ),
            "1047: the Galera node is not in sync.",
        ),
        sources=(
            "34 oslo_db/exception.py:214",
            "15 oslo_db/exception.py:228",
            "pymysql-1.1.1 pymysql/connections.py:799",
            "pymysql-1.1.1 pymysql/connections.py:810",
            "pymysql-0.7.11 pymysql/connections.py:1033",
            "pymysql-0.7.11 pymysql/connections.py:1044",
        ),
        samples=(
            (
                "oslo_db.exception.DBConnectionError: "
                "(pymysql.err.OperationalError) (2013, 'Lost connection to MySQL "
                "server during query')"
            ),
            (
                "DBAPIError exception wrapped from (pymysql.err.OperationalError) (2013, "
                "'Lost connection to MySQL server during query')"
            ),
            (
                '(pymysql.err.OperationalError) (2006, "MySQL server has gone away '
                "(BrokenPipeError(32, 'Broken pipe'))\")"
            ),
            (
                "(pymysql.err.OperationalError) (4031, 'The client was disconnected by the server "
                "because of inactivity. See wait_timeout and interactive_timeout for configuring "
                "this behavior.')"
            ),
        ),
        outside=True,
    ),
    Signature(
        "database-not-connected",
        says="The database server cannot be reached.",
        anchors=("Can't connect to MySQL server on",),
        pattern=r"Can't connect to MySQL server on '(?P<host>[\w.:-]{1,120})'",
        level="",
        logger="",
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
                "the database of the cell, or of cell0",
                rules=("database-url-unreadable",),
            ),
            OptionCause(
                "api_database", "connection", "the API database", rules=("database-url-unreadable",)
            ),
            OptionCause("database", "max_retries", "how often the first connection is tried"),
        ),
        elsewhere=("The server is stopped, or fails over; HAProxy has no backend that is up.",),
        sources=(
            "pymysql-1.1.1 pymysql/connections.py:709",
            "pymysql-0.7.11 pymysql/connections.py:957",
        ),
        samples=(
            (
                "oslo_db.exception.DBConnectionError: "
                "(pymysql.err.OperationalError) (2003, \"Can't connect to MySQL "
                "server on 'ctl' ([Errno 111] ECONNREFUSED)\")"
            ),
        ),
        outside=True,
    ),
    Signature(
        "galera-not-ready",
        says="A node of the Galera cluster accepts no statements.",
        anchors=("WSREP has not yet prepared node",),
        pattern=r"WSREP has not yet prepared node",
        level="",
        logger="",
        services=(
            "nova-api",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=(
            ("The node has lost its cluster or is catching up: `SHOW STATUS LIKE 'wsrep%'`."),
            ("The proxy sends work to a node that is not in sync: its check must ask for that."),
        ),
        sources=("mariadb-10.11.18 sql/sql_parse.cc:1413",),
        samples=(
            (
                "oslo_db.exception.DBError: (pymysql.err.InternalError) (1047, "
                "'WSREP has not yet prepared node for application use')"
            ),
        ),
        outside=True,
    ),
)
