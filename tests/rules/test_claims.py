"""What rules claim of brokers, caches, databases and metadata in the rarer configurations."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm

MANAGED = "[oslo_messaging_rabbit]\nuse_queue_manager = true\n"
MYSQL = "[database]\nconnection = mysql://u:p@h/nova\n"
CACHE = "[cache]\nenabled = true\nmemcache_servers = a:1\n"
REDIS = "[cache]\nenabled = true\nredis_server = redis1:6379\n"
RPC = "[DEFAULT]\ntransport_url = rabbit://u:p@h:5672/\n"
NOTIFYING = "[oslo_messaging_notifications]\ndriver = messagingv2\n"
NOTIFIED = f"{NOTIFYING}transport_url = rabbit://u:p@h:5671/"
VERSION = "[oslo_messaging_rabbit]\nssl_version = "
UNIFIED = "[quota]\ndriver = nova.quota.UnifiedLimitsDriver\n"
FAKE, LEFT_ON = "test-switch-left-on", "fake_rabbit = "
HIDDEN, BY_URL = "broker-option-hidden-by-url", f"{RPC.rstrip()}?heartbeat_rate=3\n"
GIVEN = "[oslo_messaging_rabbit]\nheartbeat_rate = 2\n"
AGENT = "metadata-secret-without-proxy"
AGENT_SECRET = "[neutron]\nmetadata_proxy_shared_secret = x\n"
PARSED = "[oslo_middleware]\nenable_proxy_headers_parsing = true\n"
TARGETS = "vendordata_dynamic_targets"
TEMPLATE = "[cinder]\nendpoint_template = https://gw/{}/%(project_id)s\n"
NOT_REPORTED = (
    "[filter_scheduler]\npci_in_placement = true\n"
    '[pci]\ndevice_spec = {"vendor_id": "10de"}\nreport_in_placement = false\n'
)
METADATA = {"role": "metadata"}
CORNERS = [
    # the overflow alone is more than the server takes, however small the pool is
    Corner(
        "database-pool-exceeds-server",
        "[database]\nmax_pool_size = 5\n",
        "; set `max_overflow` to 45 or less",
        facts={"db_max_connections": 50},
    ),
    # what Nova refuses was meant to say something
    Corner(
        "dedicated-set-without-pinned-guests",
        "[compute]\ncpu_dedicated_set = 2-31\ncpu_shared_set = $nosuch\n",
        facts={"role": "compute", "numa_guests": False},
    ),
    # a template that is filled in for each service gives each its own name
    Corner(
        "queue-names-shared-by-services",
        f"{MANAGED}processname = {{{{ service_name }}}}\n",
        facts={"role": ["api", "conductor", "scheduler"]},
    ),
    Corner(
        "queue-names-shared-by-services",
        f"{MANAGED}processname = $service_name\n",
        facts={"role": "all"},
    ),
    Corner(
        "queue-names-shared-by-services",
        "[DEFAULT]\ntransport_url = rabbit://u:p@h:5672/?processname={{ service_name }}\n"
        + MANAGED,
        facts={"role": "all"},
    ),
    Corner(
        "queue-names-shared-by-services",
        f"{MANAGED}processname = nova\n",
        "is the same for all services",
        facts={"role": "all"},
    ),
    # the metadata service makes no calls, and so has no reply queue
    Corner(
        "queue-names-shared-by-services",
        f"{MANAGED}processname = nova\n",
        facts={"role": ["conductor", "metadata"]},
    ),
    # what the URL says stands over the group (ConfigOptsProxy)
    Corner(
        "transient-queues-never-expire",
        "[DEFAULT]\ntransport_url = rabbit://u:p@h/?rabbit_transient_queues_ttl=0\n"
        "[oslo_messaging_rabbit]\nrabbit_transient_queues_ttl = 1800\n",
        "`rabbit_transient_queues_ttl` of `transport_url` 0 keeps unused queues",
    ),
    Corner(FAKE, "[DEFAULT]\ntransport_url = rabbit://h/?fake_rabbit=1\n", "`", release="queens"),
    Corner(FAKE, f"[oslo_messaging_rabbit]\n{LEFT_ON}1\n", "`[osl", release="queens"),
    Corner(
        FAKE,
        f"[DEFAULT]\nfatal_deprecations = {{{{ x }}}}\n[oslo_messaging_rabbit]\n{LEFT_ON}1\n",
        "`[osl",
        release="queens",
    ),
    Corner(
        FAKE,
        f"[DEFAULT]\ntransport_url = amqp://h/\n[oslo_messaging_rabbit]\n{LEFT_ON}1\n",
        release="queens",
    ),
    # cinderclient looks at the path alone
    Corner(
        "cinder-endpoint-not-v3",
        "[cinder]\nendpoint_template = http://c:8776?x=/v3\n",
        "names no version",
        fixed="[cinder]\nendpoint_template = http://c:8776?x=/v3\n",
    ),
    Corner("cinder-endpoint-not-v3", "[cinder]\nendpoint_template = http://c/v3?x=/v2\n"),
    # 0 became the number of a pool of threads: Python's own in rocky, then futurist's
    *(
        Corner("live-migrations-at-once", "[DEFAULT]\nmax_concurrent_live_migrations = 0\n", *one)
        for one in (
            ("lets any number of", "queens"),
            ("up to five live migrations for each processor", "rocky"),
            ("lets up to 1000 live", "stein"),
            ("up to 1000 live migrations (5 with native threads)", "2026.1"),
        )
    ),
    # the broker of RPC by its other port
    Corner(
        "notifications-on-rpc-broker",
        f"{RPC}{NOTIFIED}\n",
        "names a broker of RPC",
        facts={"compute_hosts": 300, "telemetry": True},
    ),
    Corner("notification-retried-for-ever", f"{RPC}{NOTIFIED}\n"),
    # a URL of notifications that leaves an option to the group has it read there
    Corner(HIDDEN, f"{BY_URL}{GIVEN}", "has no effect, since the query of `transport_url` sets it"),
    Corner(HIDDEN, f"{BY_URL}{NOTIFIED}\n{GIVEN}"),
    Corner(HIDDEN, f"{BY_URL}{NOTIFIED}?heartbeat_rate=4\n{GIVEN}", "has no effect"),
    Corner(HIDDEN, f"{BY_URL}{GIVEN}".replace("rate = 2", "rate = 3")),
    Corner(HIDDEN, f"{BY_URL}{GIVEN}".replace("= 2", "= {{ x }}")),
    Corner(HIDDEN, f"{BY_URL}{GIVEN}", release="ocata"),
    # QManager takes an empty name as it takes any other
    Corner(
        "queue-names-shared-by-services",
        f"{MANAGED}processname =\n",
        "is empty, and the same for all services",
        facts={"role": "all"},
    ),
    # Nova's handler turns the error of the schema into a 400, whatever the help says
    Corner(
        "api-answers-fail-validation",
        "[api]\nresponse_validation = error\n",
        "with 400 Bad Request",
        release="2024.2",
        facts={"role": "api"},
    ),
    # oslo.cache refuses options that the backend cannot heed, the null backend too
    Corner(
        "cache-without-backend",
        f"{CACHE}tls_enabled = true\n",
        "refuses `tls_enabled` with it, so whatever asks for the cache fails; set it to oslo_cache",
        fixed=f"{CACHE}tls_enabled = true\nbackend = oslo_cache.memcache_pool\n",
    ),
    Corner(
        "cache-without-backend",
        f"{CACHE}tls_enabled = true\n",
        "keeps nothing; set it to dogpile.cache.pymemcache",
        release="yoga",
    ),
    Corner(
        "cache-without-backend",
        f"{CACHE}tls_enabled = true\n",
        "keeps nothing; set it to one that speaks TLS",
        release="train",
        fixed=f"{CACHE}tls_enabled = true\n",
    ),
    Corner(
        "cache-without-backend",
        f"{CACHE}tls_enabled = true\nenable_retry_client = true\n",
        "refuses `enable_retry_client`",
        fixed=f"{CACHE}tls_enabled = true\nenable_retry_client = true\n"
        "backend = dogpile.cache.pymemcache\n",
    ),
    Corner(
        "cache-without-backend",
        f"{CACHE}enable_socket_keepalive = true\n",
        "set it to dogpile.cache.pymemcache",
        release="yoga",
    ),
    Corner(
        "cache-without-backend",
        REDIS,
        "keeps nothing; set it to dogpile.cache.redis",
    ),
    Corner(
        "cache-without-backend",
        f"{REDIS}enable_socket_keepalive = true\ntls_enabled = true\n",
        "so whatever asks for the cache fails; set it to dogpile.cache.redis",
        release="2024.2",
    ),
    Corner(
        "cache-without-backend",
        f"{REDIS}enable_socket_keepalive = true\n",
        "set it to dogpile.cache.redis, and remove `enable_socket_keepalive`, which that does not",
        release="2024.1",
    ),
    Corner(
        "cache-without-backend",
        f"{REDIS}enable_retry_client = true\n",
        "set it to dogpile.cache.redis, and remove `enable_retry_client`, which that does not take",
    ),
    Corner(
        "cache-without-backend",
        "[cache]\nenabled = true\nredis_sentinels = redis1:26379\n",
        "set it to dogpile.cache.redis_sentinel",
    ),
    Corner(
        "cache-without-backend",
        f"{CACHE}backend_expiration_time = 900\n",
        "refuses `backend_expiration_time` with it, so whatever asks for the cache fails; set it",
        fixed=f"{CACHE}backend_expiration_time = 900\nbackend = dogpile.cache.memcached\n",
    ),
    # the agent writes the server's address into the header that is then taken for the sender's
    Corner(AGENT, AGENT_SECRET, "metadata agent are not answered", facts=METADATA),
    Corner(AGENT, AGENT_SECRET + PARSED, "in a header that anyone can write", facts=METADATA),
    Corner(AGENT, AGENT_SECRET + PARSED, "are not answered", release="yoga", facts=METADATA),
    Corner(
        AGENT,
        f"{AGENT_SECRET}[api]\nuse_forwarded_for = true\n",
        "in a header that anyone can write",
        release="2023.2",
        facts=METADATA,
    ),
    # a URL for notifications may turn TLS on by itself
    Corner(
        "broker-tls-version-refused",
        f"{RPC}{NOTIFIED}?ssl=1\n{VERSION}TLSv1.2\n",
        "uses TLS with `ssl_version` `TLSv1.2`",
    ),
    Corner(
        "broker-tls-version-refused",
        f"{RPC}{NOTIFIED}?ssl=1&ssl_version=TLSv1.3\n",
        "uses TLS with an `ssl_version`, which is not a version that the driver accepts",
    ),
    Corner("broker-tls-version-refused", f"{RPC}{NOTIFIED}?ssl=1\n{VERSION}TLSv1_2\n"),
    Corner("broker-tls-version-refused", f"{RPC}{NOTIFIED}\n{VERSION}TLSv1.2\n"),
    Corner("broker-tls-version-refused", f"{RPC}{NOTIFIED}?ssl=1\n"),
    Corner(
        "broker-tls-version-old", f"{RPC}{NOTIFIED}?ssl=1\n{VERSION}tlsv1_1\n", "allows no newer"
    ),
    Corner("broker-tls-version-old", f"{RPC}{NOTIFIED}?ssl=1\n{VERSION}TLSv1_2\n"),
    # without a driver, and with the one that drops them, nothing connects there
    *(
        Corner(rule, f"{RPC}{NOTIFIED.replace(NOTIFYING, head)}?ssl=1\n{VERSION}TLSv1.2\n")
        for head in (NOTIFYING.replace("messagingv2", "noop"), NOTIFYING.partition("driver")[0])
        for rule in ("broker-tls-version-refused", "broker-certificate-unchecked")
    ),
    # where RPC has another driver, notifications alone read the group
    Corner(
        "broker-tls-version-refused",
        f"[DEFAULT]\ntransport_url = amqp://h/\n{NOTIFIED}\n{VERSION}TLSv1.2\nssl = true\n",
        "so no notification is sent",
        release="2024.1",
    ),
    Corner(
        "broker-certificate-unchecked",
        f"[DEFAULT]\ntransport_url = amqp://h/\n{NOTIFIED}\n{VERSION}TLSv1_2\nssl = true\n",
        "uses TLS without `ssl_ca_file`",
        release="2024.1",
    ),
    # nothing of it is a limit that could be taken over
    Corner(
        "quota-number-with-unified-limits",
        f"{UNIFIED}count_usage_from_placement = true\n",
        "while Nova takes its limits from Keystone; remove it",
        fixed=f"{UNIFIED}#count_usage_from_placement = true\n",
    ),
    # Nova asks no target then, nor skips one
    Corner("vendordata-target-without-name", f"[api]\n{TARGETS} = https://b\n"),
    Corner(
        "vendordata-target-without-name",
        f"[api]\nvendordata_providers = DynamicJSON\n{TARGETS} = a@https://a,,b@https://b\n",
        "has an empty item, which Nova skips; remove it",
    ),
    # oslo_db/sqlalchemy/engines.py: `if max_retries:`
    Corner("database-number-empty", f"{MYSQL}max_retries = 0\nretry_interval =\n"),
    Corner("database-number-empty", f"{MYSQL}max_retries =\nretry_interval =\n"),
    Corner("database-number-empty", f"{MYSQL}max_retries = -1\nretry_interval =\n", "again"),
    Corner("database-number-empty", f"{MYSQL}max_retries = {{{{ n }}}}\nretry_interval =\n", "s"),
    # console proxies have nothing to ask of the API database
    Corner(
        "database-number-empty",
        "[api_database]\nconnection_debug =\n",
        facts={"role": "novncproxy"},
    ),
    Corner(
        "database-number-empty",
        "[api_database]\nconnection_debug =\n",
        "no service can open the database",
        facts={"role": ["novncproxy", "scheduler"]},
    ),
    Corner(
        "database-number-empty",
        f"{MYSQL}idle_timeout =\n",
        "`[database] idle_timeout` is empty",
        release="ussuri",
        fixed=f"{MYSQL}#idle_timeout =\n",
    ),
    # the first that cinderclient knows of v1, v2 and v3, wherever in the path
    *(
        Corner("cinder-endpoint-not-v3", TEMPLATE.format(path), message, release)
        for path, release, message in (
            ("v2/v3", "wallaby", "has /v2 and /v3 in its path, which cinderclient treats"),
            ("v3/v1", "stein", "treats as version 1 of Cinder's API"),
        )
    ),
    *(
        Corner("cinder-endpoint-not-v3", TEMPLATE.format(path), release=release)
        for path, release in (
            ("v2/v3", "xena"),
            ("v1/v3", "train"),
            ("v2/v3", "pike"),
            ("api/v3", "queens"),
        )
    ),
    # 0 is a number of seconds, and not an option that is off
    Corner(
        "rbd-option-without-rbd",
        "[libvirt]\nimages_type = qcow2\nimages_rbd_glance_copy_timeout = 0\n",
        "images_rbd_glance_copy_timeout` has no effect",
    ),
    Corner(
        "rbd-option-without-rbd",
        "[libvirt]\nimages_type = qcow2\n"
        "[workarounds]\nensure_libvirt_rbd_instance_dir_cleanup = false\n",
    ),
    # nova-compute alone reports devices
    Corner("pci-scheduled-but-not-reported", NOT_REPORTED, facts={"role": ["api", "conductor"]}),
    Corner(
        "pci-scheduled-but-not-reported",
        NOT_REPORTED,
        "that this host does not report",
        facts={"role": ["api", "compute"]},
    ),
    # nova-compute opens no database
    Corner("database-driver-not-named", MYSQL, facts={"role": "compute"}),
    Corner(
        "database-driver-not-named", MYSQL, "names no database driver", facts={"role": "conductor"}
    ),
]


@pytest.mark.parametrize("corner", CORNERS)
def test_a_rule_claims_what_is_so(corner: Corner) -> None:
    confirm(corner)
