"""Lines about limits of a process: threads, files, connections, time."""

from __future__ import annotations

from novalint.logs.signature import HOST, LIMIT, NAME, NUMBER, Harm, OptionCause, Signature, Stage

_GRACE = r"(?P<grace>\d{1,20})"

SIGNATURES = (
    Signature(
        "concurrency-limit-zero-deprecated",
        says="A limit of 0, for no limit, is deprecated.",
        anchors=("Nova compute deprecated the support of unlimited parallel",),
        pattern=r"Nova compute deprecated the support of unlimited parallel",
        level="WARNING",
        logger="nova.thread_pool_factory",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(33, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "max_concurrent_builds",
                "0 is no limit",
                rules=("concurrency-limit-zero",),
                harm=Harm.LOW,
            ),
            OptionCause(
                "DEFAULT",
                "max_concurrent_snapshots",
                "0 is no limit",
                rules=("concurrency-limit-zero",),
                harm=Harm.LOW,
            ),
            OptionCause("DEFAULT", "max_concurrent_live_migrations", "0 is no limit"),
        ),
        elsewhere=(),
        sources=(
            "34 nova/thread_pool_factory.py:48",
            "33 nova/compute/manager.py:746",
        ),
        samples=(
            (
                "Nova compute deprecated the support of unlimited parallel "
                "instance builds so [DEFAULT]max_concurrent_builds configured with "
                "value 0 is deprecated and will not be supported in future "
                "releases. Please set an explicit positive value to this config "
                "option instead."
            ),
        ),
    ),
    Signature(
        "thread-pool-full",
        says="A pool of native threads is full, and work waits.",
        anchors=("pool does not have free threads so the task",),
        pattern=rf"The {NAME} pool does not have free threads so the task",
        level="WARNING",
        logger="nova.thread_pool_factory",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(32, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "default_thread_pool_size",
                "threads for work that has no pool of its own",
                harm=Harm.LOW,
            ),
            OptionCause(
                "DEFAULT",
                "cell_worker_thread_pool_size",
                "threads for asking cells",
                rules=("cell-threads-fewer-than-cells",),
                harm=Harm.RELATIVE,
            ),
            OptionCause("DEFAULT", "max_concurrent_builds", "threads for builds"),
            OptionCause(
                "DEFAULT",
                "sync_power_state_pool_size",
                "threads for comparing power states",
                harm=Harm.LOW,
            ),
        ),
        elsewhere=("The work itself is slow: database, neutron, libvirt.",),
        sources=(
            "34 nova/thread_pool_factory.py:401",
            "32 nova/utils.py:621",
        ),
        samples=(
            (
                "The nova.compute.build pool does not have free threads so the "
                "task x will be queued. If this happens repeatedly then the size "
                "of the pool is too small for the load or there are stuck threads "
                "filling the pool."
            ),
        ),
    ),
    Signature(
        "shutdown-timeouts-contradict",
        says="A service may be killed before it has finished its work.",
        anchors=("is higher than graceful_shutdown_timeout",),
        pattern=(
            rf"manager_shutdown_timeout \({LIMIT}\) is higher than "
            rf"graceful_shutdown_timeout \({_GRACE}\)"
        ),
        level="WARNING",
        logger="nova.service",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(33, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "manager_shutdown_timeout",
                "seconds for the work",
                told_in="limit",
                rules=("manager-shutdown-timeout-cut",),
                harm=Harm.RELATIVE,
            ),
            OptionCause(
                "DEFAULT",
                "graceful_shutdown_timeout",
                "seconds for all",
                told_in="grace",
                rules=("manager-shutdown-timeout-cut",),
                harm=Harm.RELATIVE,
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/service.py:403",
            "33 nova/compute/manager.py:1901",
        ),
        samples=(
            (
                "manager_shutdown_timeout (200) is higher than "
                "graceful_shutdown_timeout (180); the service may be killed before "
                "the manager finishes waiting."
            ),
        ),
    ),
    Signature(
        "open-files-exhausted",
        says="A process has too many open files.",
        anchors=("[Errno 24]",),
        pattern=r"\[Errno 24\] (?:Too many open files|EMFILE)",
        level="",
        logger="nova",
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
                "rpc_conn_pool_size",
                "connections to RabbitMQ of each process",
            ),
            OptionCause("database", "max_overflow", "connections to the database of each process"),
            OptionCause(
                "DEFAULT", "executor_thread_pool_size", "calls at a time, each with connections"
            ),
        ),
        elsewhere=("The service's `LimitNOFILE` is too small for what it does.",),
        sources=("glibc-2.41 sysdeps/gnu/errlist.h:157",),
        samples=("OSError: [Errno 24] Too many open files",),
        outside=True,
    ),
    Signature(
        "http-pool-full",
        says="More requests to one server run at once than its connection pool has.",
        anchors=("Connection pool is full, discarding connection",),
        pattern=rf"Connection pool is full, discarding connection: {HOST}",
        level="WARNING",
        logger="urllib3.connectionpool",
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
            (
                "No error: each further request makes a connection of its own. It "
                "tells of many requests at a time, to glance or neutron for "
                "instance."
            ),
        ),
        sources=(
            "urllib3-2.2.3 urllib3/connectionpool.py:330",
            "urllib3-1.20 urllib3/connectionpool.py:275",
        ),
        samples=(
            ("Connection pool is full, discarding connection: 10.0.0.10. Connection pool size: 10"),
        ),
        outside=True,
    ),
    Signature(
        "shutdown-cut-short",
        says="A service was stopped while tasks were in progress.",
        anchors=("Graceful shutdown timed out with ",),
        pattern=rf"Graceful shutdown timed out with {NUMBER} tasks still in progress",
        level="WARNING",
        logger="nova.manager",
        services=(
            "nova-compute",
            "nova-conductor",
        ),
        stage=Stage.CAUSE,
        releases=(34, None),
        causes=(
            OptionCause("DEFAULT", "manager_shutdown_timeout", "how many seconds they may take"),
            OptionCause(
                "DEFAULT", "graceful_shutdown_timeout", "how many seconds all of the end may take"
            ),
        ),
        elsewhere=(
            (
                "The service was stopped in the midst of builds or live migrations: disable "
                "it and wait before you stop it."
            ),
        ),
        sources=("34 nova/manager.py:308",),
        samples=(
            (
                "Graceful shutdown timed out with 3 tasks still in progress: live_migration "
                "(completed tasks: 1, failed tasks: 0)"
            ),
        ),
    ),
)
