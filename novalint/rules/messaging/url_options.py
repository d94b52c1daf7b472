"""Options of RabbitMQ that the URL of the broker sets as well as their group."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.findings import Note, Severity
from novalint.rules.common.places import as_set, at_option, finding
from novalint.rules.common.transport import (
    NOTIFICATIONS,
    RABBIT,
    RPC,
    known_parts,
    over,
    read_known,
    sends_notifications,
)
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding
    from novalint.schema.types import Value

DRIVER = (NOTIFICATIONS[0], "driver")
OPTIONS = (
    "amqp_auto_delete",
    "amqp_durable_queues",
    "channel_max",
    "conn_pool_min_size",
    "conn_pool_ttl",
    "connection_factory",
    "default_notification_exchange",
    "default_notification_retry_attempts",
    "default_rpc_exchange",
    "default_rpc_retry_attempts",
    "default_serializer_type",
    "direct_mandatory_flag",
    "enable_cancel_on_failover",
    "fake_rabbit",
    "frame_max",
    "heartbeat_in_pthread",
    "heartbeat_interval",
    "heartbeat_rate",
    "heartbeat_timeout_threshold",
    "host_connection_reconnect_delay",
    "hostname",
    "kombu_compression",
    "kombu_failover_strategy",
    "kombu_missing_consumer_retry_timeout",
    "kombu_reconnect_delay",
    "kombu_reconnect_splay",
    "notification_listener_prefetch_count",
    "notification_persistence",
    "notification_retry_delay",
    "pool_max_overflow",
    "pool_max_size",
    "pool_recycle",
    "pool_stale",
    "pool_timeout",
    "processname",
    "rabbit_ha_queues",
    "rabbit_host",
    "rabbit_hosts",
    "rabbit_interval_max",
    "rabbit_login_method",
    "rabbit_max_retries",
    "rabbit_password",
    "rabbit_port",
    "rabbit_qos_prefetch_count",
    "rabbit_quorum_delivery_limit",
    "rabbit_quorum_max_memory_bytes",
    "rabbit_quorum_max_memory_length",
    "rabbit_quorum_queue",
    "rabbit_quroum_max_memory_bytes",
    "rabbit_quroum_max_memory_length",
    "rabbit_retry_backoff",
    "rabbit_retry_interval",
    "rabbit_stream_fanout",
    "rabbit_transient_queues_ttl",
    "rabbit_transient_quorum_queue",
    "rabbit_userid",
    "rabbit_virtual_host",
    "rpc_conn_pool_size",
    "rpc_listener_prefetch_count",
    "rpc_queue_expiration",
    "rpc_reply_exchange",
    "rpc_reply_listener_prefetch_count",
    "rpc_reply_retry_attempts",
    "rpc_reply_retry_delay",
    "rpc_retry_delay",
    "socket_timeout",
    "ssl",
    "ssl_ca_file",
    "ssl_cert_file",
    "ssl_enforce_fips_mode",
    "ssl_enforce_hostname_verification",
    "ssl_key_file",
    "ssl_options",
    "ssl_version",
    "tcp_user_timeout",
    "use_queue_manager",
)
"""All options of the group that oslo.messaging 5.30.8 to 18.3.1 read."""


@rule(
    "broker-option-hidden-by-url",
    theme="messaging",
    severity=Severity.WARNING,
    options=(
        ".".join(RPC),
        *(f"{NOTIFICATIONS[0]}.{name}" for name in (NOTIFICATIONS[1], "driver")),
        *(f"{RABBIT}.{name}" for name in OPTIONS),
    ),
    releases=(16, None),
    since="the driver of ocata does not look behind the `?` (oslo.messaging 5.17.4,"
    " _drivers/impl_rabbit.py)",
)
def broker_option_hidden_by_url(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A RabbitMQ option has no effect, since `transport_url` sets another value.

    ## What it checks

    Options of `[oslo_messaging_rabbit]` that a file sets and that `[DEFAULT] transport_url` sets to
    another value after its `?`. Not reported where notifications are sent to RabbitMQ by a URL of
    their own that does not set the option: then the group counts for these. A value of the URL that
    a template has yet to give is left alone, and one that the driver refuses.

    ## Why it matters

    What follows the `?` of a URL is taken in place of the group's option, and nothing is logged.
    Anyone who changes the option in its group, to turn TLS on for example, changes nothing. It
    counts only for the broker of a cell whose own URL, in the API database, does not set it.

    ## Example

        [DEFAULT]
        transport_url = rabbit://nova:secret@rabbit1:5671/?ssl=0
        [oslo_messaging_rabbit]
        ssl = true

    ## Fix safety

    There is no fix: only you know which of the two values is meant.

    ## Sources

    oslo.messaging 5.30.8 to 18.3.1: oslo_messaging/_drivers/common.py (`ConfigOptsProxy`), which
    _drivers/impl_rabbit.py (`RabbitDriver.__init__`) makes of the URL. Nova 16.1.8 and 34.0.0:
    nova/context.py (`set_target_cell`).
    """
    transport = read_known(config)
    if transport is None or not transport.is_rabbit:
        return
    for name in OPTIONS:
        if config.schema.option(RABBIT, name) is None:
            continue
        setting = config.setting(RABBIT, name)
        known = setting.places and setting.unknown is None and setting.fault is None
        if not known or name not in transport.query or _counts_elsewhere(config, name):
            continue
        if _is_another(over(config, transport, name), transport.query[name], setting.value):
            yield finding(
                config,
                RABBIT,
                name,
                f"{as_set(setting)} has no effect, since the query of `transport_url`"
                " sets it to another value; remove it, or change the URL",
                related=(Note("this counts", at_option(config, *RPC)),),
            )


def _is_another(counts: Value, text: str, value: Value) -> bool:
    """Whether a URL gives another value: neither one that a tool will, nor one that is refused."""
    return placeholder(text) is None and counts is not None and counts != value


def _counts_elsewhere(config: Config, option: str) -> bool:
    """Return whether notifications are sent by a URL of their own that leaves it to the group.

    So it may be where a template has yet to give that URL, or the driver.
    """
    own = known_parts(config, NOTIFICATIONS)
    unread = own is None and config.setting(*NOTIFICATIONS).unknown is not None
    uses = unread or (own is not None and own.is_rabbit and option not in own.query)
    sends = sends_notifications(config) or config.setting(*DRIVER).unknown is not None
    return uses and sends
