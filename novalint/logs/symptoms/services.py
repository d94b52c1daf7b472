"""Lines about services as such."""

from __future__ import annotations

from novalint.logs.signature import HOST, NAME, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "computes-too-old",
        says="A service does not start: a compute is too old for it.",
        anchors=("does not support computes older than",),
        pattern=(
            r"Current Nova version does not support computes older than "
            r"(?P<release>[\w .]{1,30}?) but the minimum compute service "
            r"level in your"
        ),
        level="",
        logger="nova",
        services=(
            "nova-api",
            "nova-api-metadata",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(21, None),
        causes=(
            OptionCause(
                "workarounds",
                "disable_compute_service_check_for_ffu",
                "skips the check, for upgrades over several releases",
            ),
        ),
        elsewhere=(
            (
                "A service record of a compute that is long gone: `openstack "
                "compute service list`, then delete it."
            ),
            "A compute that was not upgraded yet.",
        ),
        sources=(
            "34 nova/exception.py:637",
            "21 nova/exception.py:557",
        ),
        samples=(
            (
                "Current Nova version does not support computes older than Yoga "
                "but the minimum compute service level in your system is 57 and "
                "the oldest supported service level is 61."
            ),
        ),
        outside=True,
    ),
    Signature(
        "cache-backend-absent",
        says="A cache is switched on that keeps nothing.",
        anchors=("Cache enabled with backend dogpile.cache.null",),
        pattern=r"Cache enabled with backend dogpile\.cache\.null",
        level="WARNING",
        logger="nova.cache_utils",
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
                "cache", "backend", "what keeps the values", rules=("cache-without-backend",)
            ),
            OptionCause(
                "cache",
                "enabled",
                "whether there is a cache",
                rules=("cache-without-backend",),
                ruled_out_by=(False,),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/cache_utils.py:34",
            "15 nova/cache_utils.py:34",
        ),
        samples=("Cache enabled with backend dogpile.cache.null.",),
    ),
    Signature(
        "key-manager-insecure",
        says="All encryption keys are one fixed key in the file.",
        anchors=("This key manager is insecure",),
        pattern=r"This key manager is insecure",
        level="WARNING",
        logger="nova.keymgr.conf_key_mgr",
        services=(
            "nova-compute",
            "nova-api",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "key_manager", "backend", "who keeps the keys", rules=("fixed-key-manager",)
            ),
            OptionCause(
                "key_manager",
                "fixed_key",
                "the one key",
                rules=("fixed-key-manager",),
                ruled_out_by=(None,),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/keymgr/conf_key_mgr.py:58",
            "15 nova/keymgr/conf_key_mgr.py:58",
        ),
        samples=(
            ("This key manager is insecure and is not recommended for production deployments"),
        ),
    ),
    Signature(
        "service-record-gone",
        says="A service reports that it is up, but its record no longer exists.",
        anchors=("table record for the",),
        pattern=(
            rf"The services table record for the {NAME} service on host {HOST} "
            rf"is gone"
        ),
        level="ERROR",
        logger="nova.servicegroup.drivers.db",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(21, None),
        causes=(),
        elsewhere=(
            (
                "Somebody deleted it while it ran: stop the service, or restart it "
                "so that it makes a new record."
            ),
        ),
        sources=(
            "34 nova/servicegroup/drivers/db.py:111",
            "21 nova/servicegroup/drivers/db.py:111",
        ),
        samples=(
            (
                "The services table record for the nova-compute service on host "
                "cmp1 is gone. You either need to stop this service if it should "
                "be deleted or restart it to recreate the record in the database."
            ),
        ),
        outside=True,
    ),
    Signature(
        "memcached-report-failed",
        says="A service could not report through memcached that it is alive.",
        anchors=("Lost connection to memcache server for reporting service status",),
        pattern=r"Lost connection to memcache server for reporting service status",
        level="WARNING",
        logger="nova.servicegroup.drivers.mc",
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
                "servicegroup_driver",
                "`mc` reports through memcached, `db` through the database",
                rules=("service-heartbeats-without-cache",),
                ruled_out_by=("db",),
            ),
            OptionCause("cache", "memcache_servers", "where memcached is"),
        ),
        elsewhere=("memcached is down.",),
        sources=(
            "34 nova/servicegroup/drivers/mc.py:115",
            "15 nova/servicegroup/drivers/mc.py:91",
        ),
        samples=("Lost connection to memcache server for reporting service status.",),
    ),
    Signature(
        "database-refused-to-compute",
        says="nova-compute tried to use the database, which it must not.",
        anchors=(
            "No db access allowed in",
            "No DB access allowed in",
            "attempted direct database access",
        ),
        pattern=(
            r"No (?:db|DB) access allowed in (?P<name>[\w.-]{1,120})|attempted direct "
            r"database access"
        ),
        level="ERROR",
        logger="nova",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "database",
                "connection",
                "belongs to the controllers only",
                rules=("database-credentials-on-compute",),
                ruled_out_by=(None,),
            ),
            OptionCause(
                "api_database",
                "connection",
                "belongs to the controllers only",
                rules=("database-credentials-on-compute",),
                ruled_out_by=(None,),
            ),
        ),
        elsewhere=("A plugin or a driver reads the database directly.",),
        sources=("34 nova/db/main/api.py:190", "15 nova/cmd/common.py:47"),
        samples=(
            (
                "nova.exception.DBNotAllowed: nova-compute attempted direct database "
                "access which is not allowed by policy"
            ),
            "No DB access allowed in nova-compute: x",
        ),
        outside=True,
    ),
)
