"""Lines about services that count as up or down."""

from __future__ import annotations

from novalint.logs.signature import HOST, LIMIT, SECONDS, Harm, OptionCause, Signature, Stage

_SERVICE_DOWN_TIME = OptionCause(
    "DEFAULT",
    "service_down_time",
    "after how many seconds without a report a service counts as down",
    rules=("service-down-time-below-report-interval", "service-down-time-tight"),
    harm=Harm.RELATIVE,
    told_in="limit",
)
_REPORT_INTERVAL = OptionCause(
    "DEFAULT",
    "report_interval",
    "how many seconds lie between two reports of a service",
    rules=("report-interval-not-positive", "report-interval-for-many-hosts"),
    harm=Harm.RELATIVE,
    told_in="interval",
)
_INTERVAL = r"(?P<interval>\d{1,20})"
_WORKERS = OptionCause(
    "conductor",
    "workers",
    "too few processes answer too slowly",
    rules=("single-conductor-worker", "workers-zero"),
    harm=Harm.LOW,
)

SIGNATURES = (
    Signature(
        "compute-not-heard-from",
        says="A compute service has not reported for too long and counts as down.",
        anchors=("has not been heard from in a while",),
        pattern=r"has not been heard from in a while",
        level="WARNING",
        logger="nova.scheduler.filters.compute_filter",
        services=("nova-scheduler",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _SERVICE_DOWN_TIME,
            _REPORT_INTERVAL,
        ),
        elsewhere=(
            "nova-compute or its conductor is down, or RabbitMQ between them.",
            "The clocks of the nodes differ: check NTP.",
        ),
        sources=(
            "34 nova/scheduler/filters/compute_filter.py:45",
            "15 nova/scheduler/filters/compute_filter.py:46",
        ),
        samples=(
            (
                "(cmp1, cmp1) ram: 1MB disk: 1MB io_ops: 0 instances: 0 has not "
                "been heard from in a while"
            ),
        ),
        outside=True,
        follows=(
            "amqp-unreachable",
            "report-state-late",
        ),
    ),
    Signature(
        "report-interval-too-long",
        says=(
            "A service reports less often than it must to count as up, so Nova changed the limit."
        ),
        anchors=("Report interval must be less than service down time",),
        pattern=(
            r"Report interval must be less than service down time"
            rf"(?:\. Current config: <service_down_time: {LIMIT}, report_interval: {_INTERVAL}>)?"
        ),
        level="WARNING",
        logger="nova.servicegroup.api, nova.service",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _SERVICE_DOWN_TIME,
            _REPORT_INTERVAL,
        ),
        elsewhere=(),
        sources=(
            "34 nova/servicegroup/api.py:49",
            "15 nova/servicegroup/api.py:50",
        ),
        samples=(
            (
                "Report interval must be less than service down time. Current "
                "config: <service_down_time: 60, report_interval: 60>. Setting "
                "service_down_time to: 150"
            ),
        ),
    ),
    Signature(
        "report-state-failed",
        says="A service could not report its heartbeat in time.",
        anchors=("Lost connection to nova-conductor for reporting service status",),
        pattern=r"Lost connection to nova-conductor for reporting service status",
        level="",
        logger="nova.servicegroup.drivers.db",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            _WORKERS,
            OptionCause(
                "DEFAULT",
                "rpc_response_timeout",
                "how many seconds it waits for the conductor",
                rules=("rpc-timeout-lowered",),
                harm=Harm.LOW,
            ),
        ),
        elsewhere=("nova-conductor is down or overloaded, or RabbitMQ is.",),
        sources=(
            "34 nova/servicegroup/drivers/db.py:104",
            "15 nova/servicegroup/drivers/db.py:99",
        ),
        samples=("Lost connection to nova-conductor for reporting service status.",),
        outside=True,
        follows=(
            "amqp-unreachable",
            "rpc-reply-timeout",
        ),
    ),
    Signature(
        "conductor-not-answering",
        says="A service waits for nova-conductor to start.",
        anchors=("Timed out waiting for nova-conductor",),
        pattern=r"Timed out waiting for nova-conductor",
        level="WARNING",
        logger="nova.conductor.api",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "transport_url",
                "must be the broker of this node's cell, where its conductor listens",
                rules=(
                    "transport-url-without-host",
                    "transport-url-unreadable",
                ),
            ),
            _WORKERS,
        ),
        elsewhere=("nova-conductor is not running, or was started later: then it passes.",),
        sources=(
            "34 nova/conductor/api.py:75",
            "15 nova/conductor/api.py:75",
        ),
        samples=(
            (
                "Timed out waiting for nova-conductor.  Is it running? Or did this "
                "service start before nova-conductor?  Reattempting establishment "
                "of nova-conductor connection..."
            ),
        ),
        outside=True,
        follows=(
            "amqp-unreachable",
            "amqp-login-refused",
        ),
    ),
    Signature(
        "report-state-late",
        says="A periodic task took longer than its interval.",
        anchors=("run outlasted interval by",),
        pattern=(
            rf"Function '?(?P<name>[\w.<>-]{{1,160}})'? run outlasted interval "
            rf"by {SECONDS} sec"
        ),
        level="WARNING",
        logger="oslo.service.loopingcall",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            _REPORT_INTERVAL,
            _SERVICE_DOWN_TIME,
            _WORKERS,
        ),
        elsewhere=(
            (
                "The database, nova-conductor or RabbitMQ is slow, or the host is "
                "starved of processor time."
            ),
        ),
        sources=(
            "34 oslo_service/backend/_common/loopingcall.py:225",
            "15 oslo_service/loopingcall.py:176",
        ),
        samples=(
            (
                "Function 'nova.servicegroup.drivers.db.DbDriver._report_state' "
                "run outlasted interval by 12.30 sec"
            ),
        ),
        outside=True,
    ),
    Signature(
        "compute-unavailable",
        says="A compute service counts as down, so an operation is refused.",
        anchors=("is unavailable at this time",),
        pattern=rf"Compute service of {HOST} is unavailable at this time",
        level="",
        logger="nova.exception",
        services=(
            "nova-api",
            "nova-conductor",
        ),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(
            _SERVICE_DOWN_TIME,
            _REPORT_INTERVAL,
        ),
        elsewhere=("nova-compute on that host is down, or its reports are late.",),
        sources=(
            "34 nova/exception.py:571",
            "15 nova/exception.py:435",
        ),
        samples=("Compute service of cmp1 is unavailable at this time.",),
        outside=True,
        follows=("compute-not-heard-from",),
        translations=(
            "Compute 서비스를 지금 사용할 수 없습니다",
            "está indisponível no momento",
            "hesaplama servisi şu an kullanılabilir değil",
            "je v současnosti nedostupná",
            "no está disponible en este momento",
            "недоступна в данный момент",
            "のコンピュートサービスを使用できません",
            "的计算服务此时不可用",
        ),
    ),
)
