"""Options that are each node's own, such as logs and caches: nobody expects them to be alike."""

from __future__ import annotations

import re
from functools import cache

NAMES = frozenset((
    "host", "my_ip", "my_block_storage_ip", "my_shared_fs_storage_ip", "state_path", "lock_path",
    "tempdir", "use_journal", "connection_uri", "server_listen", "server_proxyclient_address",
    "proxyclient_address", "web", "osapi_compute_listen", "cpu_shared_set", "cpu_dedicated_set",
    "vcpu_pin_set", "reserved_host_cpus", "reserved_host_memory_mb", "reserved_host_disk_mb",
    "reserved_huge_pages", "device_spec", "passthrough_whitelist", "enabled_mdev_types",
    "enabled_vgpu_types", "pmem_namespaces", "physnets", "numa_nodes", "provider_config_location",
    "hostname", "processname", "compute_driver", "debug", "syslog_log_facility", "workers",
    "metadata_workers", "peer_list", "shard", "bindir", "pybasedir", "iscsi_iface",
    "volume_group", "images_volume_group", "pci_slot", "config_file", "config_dir",
    "max_concurrent_builds", "max_concurrent_snapshots", "max_concurrent_live_migrations",
    "sysinfo_serial", "hw_machine_type", "cpu_mode", "cpu_models", "cpu_model",
    "cpu_model_extra_flags", "username", "password", "auth_type", "auth_section", "auth_url",
    "user_id", "application_credential_id", "application_credential_name", "trust_id",
    "system_scope", "domain_id", "domain_name", "default_domain_id", "default_domain_name",
))  # fmt: skip
"""Names in any group."""

_PATTERNS = re.compile(
    r"log_|.*_listen(_port)?$|.*_(host|port)$|.*_inbound_addr$|.*_workers$|.*_allocation_ratio$"
    r"|.*(cert|cafile|certfile|keyfile|key_file|_ca|_key)s?$|.*_(ca|cert|crt)_file$"
    r"|(project|tenant|user_domain)_(domain_)?(id|name)$|.*reconnect.*|.*(retry|heartbeat)_.*"
    r"|.*thread.*|.*pool.*"
    r"|logging_.*|.*logfile_.*|use_(stderr|syslog|json)$|rate_limit_.*|default_log_levels$"
    r"|publish_errors$|connection_(debug|trace|recycle_time)$|memcached?_servers$|redis_server$"
    r"|metrics_.*|(disable|enable)_by_file_.*|backdoor_.*|graceful_shutdown_timeout$"
)
_GROUPS = re.compile(
    r"mdev_|vgpu_|image_properties_default_weights|oslo_reports|profiler|remote_debug"
)


@cache
def is_own(option: str) -> bool:
    """Return whether `group.option` is a matter of the node: an address, a size, a file's place.

    >>> is_own("DEFAULT.my_ip"), is_own("DEFAULT.cpu_allocation_ratio"), is_own("quota.cores")
    (True, True, False)
    """
    group, _, name = option.rpartition(".")
    return name in NAMES or bool(_PATTERNS.match(name) or _GROUPS.match(group))
