"""What to do without options that went, or are to go, without a successor in the schemas.

Upstream gave these options no alias: only release notes, help texts and code say what took their
place, or what applies now that they are ignored. Each entry was read in the source of the last
release with the option and of the first one without it.

A phrase is an imperative, true of an option that went; novalint/nova/successors.py has what holds
while it is there. "remove it, since" begins those where nothing is lost: it is done without the
option, or nobody can want it any more. `[group] option` names what a release is known to have.
"""

from __future__ import annotations

from collections.abc import Mapping

_PROXIED = "set `[oslo_middleware] enable_proxy_headers_parsing` to trust the proxy's headers"
_RABBIT = "write it into `[DEFAULT] transport_url`"
PIKA = "remove it, since the pika driver that read it is gone"
ZEROMQ = "remove it, since ZeroMQ is gone, and name another broker in `[DEFAULT] transport_url`"
AMQP1 = "remove it, since the AMQP 1.0 driver is gone"
_FIPS = "remove it, since it has no effect with OpenSSL 3"
_WSGI = "set it in the WSGI server that runs the API"
APIS = "remove it, since each API runs where a WSGI server loads it"
LOGIN = """set `auth_type`, `auth_url`, `username`, `password`, `project_name`, \
`user_domain_name`, `project_domain_name` in `[{}]` instead"""  # `{}` is the group
_PKI = "remove it, since there are no longer any PKI tokens"
_NDB = "do without MySQL Cluster, as support for it is removed too"
_DBAPI = "remove it, since nothing uses the wrapper of oslo.db that read it"
_COUNTED = "remove it, since quotas are counted and not reserved"
BAREMETAL = "remove it, since bare metal is chosen by its resource class"
_PREFIX = (
    "remove it, and isolate hosts by traits with `[scheduler] enable_isolated_aggregate_filtering`"
)
_CHECKSUM = "do without it: nothing checks cached images now"
_CINDER = "move its volumes elsewhere, since Cinder no longer supports that storage"
_MENDED = "remove it, since the bug that it worked around is fixed"
_KEYMAP = "remove it, since clients send the keys themselves"
_NO_SERVICE = "remove it, since the service that it is about is gone"
_LINUX_BRIDGE = "remove it, since os-vif no longer has a plugin for Linux bridges"
XEN = "remove it, since the XenAPI driver is gone"
HYPERV = "remove it, since the Hyper-V driver is gone"
_POWERVM = "remove it, since the PowerVM driver is gone"
CELLS = "remove it, since cells v1 is gone, and map cells with `nova-manage cell_v2`"
_PLACEMENT = "move it to placement.conf, since placement is a service of its own"
QUOTAS = "remove it, since Neutron's own quotas apply"
NOVA_NETWORK = "remove it, since nova-network is gone and Neutron does not read it"
DRIVER_GONE = "remove it, since the driver that read it is gone"
EXTENSIONS = "remove it, since every extension of the API is loaded"
TOPIC = "remove it, since every service has a fixed topic"
PATCHED = "remove it, since Nova no longer patches modules of your choice"
CLOUDPIPE = "remove it, since cloudpipe is gone"
FROM_FILES = "remove it, since images are no longer copied from Glance's file systems"
PING = "remove it, since the API os-fping is gone"
TORRENT = "remove it, since images always come from Glance and no longer by BitTorrent"
_NOT_READ = "remove it, since nothing read it"

HARMLESS = (_WSGI, _PLACEMENT)
"""Further phrases about options without which nothing is lost: those of a program that is no more,
or that has a file of its own."""

ADVICE: Mapping[str, Mapping[str, str]] = {
    "DEFAULT": {
        "compute_topic console_topic consoleauth_topic network_topic scheduler_topic": TOPIC,
        "translation_lazy_load": _POWERVM,
        "console_driver": "remove it, since nova-console has one driver alone",
        "db_driver": "remove it, since Nova's own database module is always used",
        "default_flavor": "remove it, since every request names a flavor",
        "monkey_patch monkey_patch_modules": PATCHED,
        "null_kernel": "remove it, since only `nokernel` stands for no kernel",
        "rpc_backend": "name the driver by the scheme of `[DEFAULT] transport_url`",
        "rpc_ack_timeout_base rpc_ack_timeout_multiplier rpc_message_ttl rpc_poll_timeout "
        "rpc_retry_attempts rpc_use_acks rpc_zmq_bind_address rpc_zmq_bind_port_retries "
        "rpc_zmq_contexts rpc_zmq_host rpc_zmq_ipc_dir rpc_zmq_matchmaker rpc_zmq_max_port "
        "rpc_zmq_min_port rpc_zmq_serialization rpc_zmq_topic_backlog subscribe_on "
        "use_dynamic_connections use_pub_sub use_router_proxy zmq_failover_connections "
        "zmq_immediate zmq_linger zmq_target_expire zmq_target_update zmq_tcp_keepalive "
        "zmq_tcp_keepalive_cnt zmq_tcp_keepalive_idle zmq_tcp_keepalive_intvl": ZEROMQ,
        "osapi_compute_listen osapi_compute_listen_port osapi_compute_workers "
        "metadata_listen metadata_listen_port metadata_workers": _WSGI,
        "enabled_apis enabled_ssl_apis": APIS,
        "vendordata_driver": "choose providers with `[api] vendordata_providers`",
        "multi_instance_display_name_template": "do without it: servers of one request are "
        "called NAME-1, NAME-2 and so on",
        "vcpu_pin_set": "set `[compute] cpu_shared_set` for unpinned guests and "
        "`[compute] cpu_dedicated_set` for pinned ones",
        "config_drive_format": "do without it: migrations now copy ISO 9660 config drives too",
        "default_green_pool_size": "remove it together with eventlet, as nothing else reads it",
        "bandwidth_poll_interval": "remove it, since only XenAPI counted traffic",
        "pypowervm_job_request_timeout pypowervm_update_collision_retries": _POWERVM,
        "verbose": "set `[DEFAULT] debug` for more than INFO, `default_log_levels` for less",
        "watch_log_file": "set `[DEFAULT] log_rotation_type` to rotate the file",
        "bindir": "remove it, since nothing refers to it",
        "use_eventlog": "remove it, since Nova no longer runs on Windows",
        "use_neutron": "remove it, as Nova has always used Neutron since",
        "firewall_driver": "remove it, since Neutron enforces security groups",
        "quota_networks": QUOTAS,
        "allow_same_net_traffic auto_assign_floating_ip cnt_vpn_clients "
        "create_unique_mac_address_attempts defer_iptables_apply dhcp_lease_time dhcpbridge "
        "dhcpbridge_flagfile dmz_cidr dns_server dns_update_periodic_interval dnsmasq_config_file "
        "ebtables_exec_attempts ebtables_retry_interval enable_network_quota fake_network "
        "fixed_ip_disassociate_timeout fixed_range_v6 flat_interface flat_network_bridge "
        "flat_network_dns floating_ip_dns_manager force_dhcp_release force_snat_range "
        "forward_bridge_interface gateway gateway_v6 instance_dns_domain instance_dns_manager "
        "iptables_bottom_regex iptables_drop_action iptables_top_regex ipv6_backend l3_lib "
        "ldap_dns_base_dn ldap_dns_password ldap_dns_servers ldap_dns_soa_expiry "
        "ldap_dns_soa_hostmaster ldap_dns_soa_minimum ldap_dns_soa_refresh ldap_dns_soa_retry "
        "ldap_dns_url ldap_dns_user linuxnet_interface_driver linuxnet_ovs_integration_bridge "
        "metadata_host metadata_port multi_host network_driver network_manager network_size "
        "networks_path num_networks public_interface routing_source_ip send_arp_for_ha "
        "send_arp_for_ha_count share_dhcp_address teardown_unused_network_gateway "
        "update_dns_entries use_ipv6 use_network_dns_servers use_single_default_gateway "
        "vlan_interface vlan_start vpn_ip vpn_start": NOVA_NETWORK,
    },
    "amqp1": {"*": AMQP1},
    "api": {
        "allow_instance_snapshots": "forbid the action by a policy rule instead",
        "auth_strategy": "remove it, since Keystone is always used",
        "fping_path": PING,
        "hide_server_address_states": "do without it: nothing hides addresses now",
        "use_forwarded_for": _PROXIED,
    },
    "api_database": {"mysql_enable_ndb": _NDB},
    "cache": {"enforce_fips_mode": _FIPS},
    "cells": {"topic": TOPIC, "*": CELLS},
    "cloudpipe": {"*": CLOUDPIPE},
    "conductor": {"topic": TOPIC},
    "cors.*": {"*": "list every origin in `[cors] allowed_origin`"},
    "crypto": {"*": "remove it, since nova-cert is gone"},
    "database": {
        "min_pool_size": "remove it, since SQLAlchemy never used it",
        "mysql_enable_ndb": _NDB,
        "sqlite_db": "write the file into `[database] connection`",
        "use_db_reconnect use_tpool": _DBAPI,
    },
    "filter_scheduler": {
        "baremetal_enabled_filters use_baremetal_filters": BAREMETAL,
        "aggregate_image_properties_isolation_namespace": _PREFIX,
        "aggregate_image_properties_isolation_separator": _PREFIX,
    },
    "glance": {
        "allowed_direct_url_schemes": "set `[glance] enable_rbd_download` to read from Ceph",
        "api_servers": "set `[glance] endpoint_override` to the load balancer in front of Glance",
        "enable_certificate_validation": "list in `[glance] default_trusted_certificate_ids` whom "
        "to trust, as certificates will always be validated",
    },
    "healthcheck": {"path": "remove it, since api-paste.ini has the path"},
    "hyperv": {
        "force_volumeutils_v1": "remove it, since os-win always uses the WMI of Windows for iSCSI",
        "*": HYPERV,
    },
    "image_file_url": {"*": FROM_FILES},
    "ironic": {"peer_list": "set `[ironic] shard` for each nova-compute"},
    "keystone_authtoken": {
        "admin_user admin_password admin_tenant_name admin_token": LOGIN,
        "auth_admin_prefix auth_host auth_port auth_protocol identity_uri": LOGIN,
        "check_revocations_for_cached hash_algorithms revocation_cache_time signing_dir": _PKI,
    },
    "libvirt": {
        "use_usb_tablet": "choose the tablet with `[DEFAULT] pointer_model`",
        "live_migration_progress_timeout": "limit migrations with "
        "`[libvirt] live_migration_completion_timeout`",
        "live_migration_tunnelled": "use `[libvirt] live_migration_with_native_tls`",
        "live_migration_uri": "use `[libvirt] live_migration_scheme` and "
        "`[libvirt] live_migration_inbound_addr`",
        "sparse_logical_volumes": "use thin volumes of Cinder instead",
        "quobyte_client_cfg quobyte_mount_point_base smbfs_mount_options smbfs_mount_point_base "
        "vzstorage_mount_point_base vzstorage_mount_user glusterfs_mount_point_base "
        "qemu_allowed_storage_drivers scality_sofs_config scality_sofs_mount_point": _CINDER,
        "num_memory_encrypted_guests": "remove it, since libvirt reports how many there can be",
        "checksum_base_images checksum_interval_seconds image_info_filename_pattern": _CHECKSUM,
        "xen_hvmloader_path": "remove it, since Nova's libvirt driver no longer supports Xen",
    },
    "matchmaker_redis": {"*": ZEROMQ},
    "notifications": {
        "default_publisher_id": PATCHED,
        "notify_on_api_faults": "do without it: faults of the API no longer send notifications",
    },
    "osapi_v21": {
        "extensions_blacklist extensions_whitelist": EXTENSIONS,
        "project_id_regex": "do without it: project IDs match `[0-9a-f-]+`",
    },
    "os_vif_linux_bridge": {"*": _LINUX_BRIDGE},
    "os_vif_ovs": {"ovsdb_interface": "remove it, since the default `native` replaces it"},
    "os_win": {"*": HYPERV},
    "oslo_messaging_amqp": {
        "username password": _RABBIT,
        "allow_insecure_clients": "remove it, since it is meant for servers",
        "*": AMQP1,
    },
    "oslo_messaging_kafka": {
        "kafka_default_host kafka_default_port": _RABBIT,
        "conn_pool_min_size conn_pool_ttl pool_size": "remove it, since the driver keeps no pool "
        "of connections",
    },
    "oslo_messaging_rabbit": {
        "rabbit_host rabbit_hosts rabbit_port": _RABBIT,
        "rabbit_userid rabbit_password rabbit_virtual_host": _RABBIT,
        "fake_rabbit": "set `[DEFAULT] transport_url` to `fake://` where a test needs it",
        "rabbit_max_retries": "do without it: the connection is retried without limit",
        "heartbeat_in_pthread": "remove it, since it can hang services on eventlet; only nova-api "
        "in a WSGI server may keep it up to 2025.2",
        "direct_mandatory_flag": "remove it, since it will always be on",
        "ssl_enforce_fips_mode": _FIPS,
        "ssl_enforce_hostname_verification": "remove it, and see that the broker's certificate has "
        "its host name, which is always verified",
        "channel_max connection_factory frame_max heartbeat_interval default_notification_exchange "
        "default_notification_retry_attempts default_rpc_exchange default_rpc_retry_attempts "
        "default_serializer_type host_connection_reconnect_delay "
        "notification_listener_prefetch_count notification_persistence notification_retry_delay "
        "pool_max_overflow pool_max_size pool_recycle pool_stale pool_timeout "
        "rpc_listener_prefetch_count rpc_queue_expiration rpc_reply_exchange "
        "rpc_reply_listener_prefetch_count rpc_reply_retry_attempts rpc_reply_retry_delay "
        "rpc_retry_delay socket_timeout ssl_options tcp_user_timeout": PIKA,
    },
    "oslo_messaging_zmq": {"*": ZEROMQ},
    "oslo_middleware": {"secure_proxy_ssl_header": _PROXIED},
    "oslo_policy": {"enforce_scope": "grant the missing roles: scope is always enforced"},
    "placement": {
        "incomplete_consumer_project_id incomplete_consumer_user_id policy_file "
        "randomize_allocation_candidates": _PLACEMENT,
    },
    "placement_database": {"*": _PLACEMENT},
    "powervm": {"*": _POWERVM},
    "profiler_jaeger": {"process_tags service_name_prefix": DRIVER_GONE},
    "quota": {
        "reservation_expire until_refresh max_age": _COUNTED,
        "fixed_ips floating_ips security_groups security_group_rules": QUOTAS,
    },
    "rdp": {"*": HYPERV},
    "remote_debug": {"*": "remove it, since Nova no longer supports a remote debugger"},
    "scheduler": {
        "driver host_manager": "remove it, since the filter scheduler replaces the others",
        "periodic_task_interval": "remove it, since no task uses it, and set "
        "`[scheduler] discover_hosts_in_cells_interval` for new hosts",
        "query_placement_for_availability_zone": "run `nova-manage placement sync_aggregates` "
        "before: placement is always asked, which knows zones by its own aggregates",
    },
    "spice": {"keymap": _KEYMAP},
    "ssl": {"ciphers version": _NOT_READ},
    "trusted_computing": {"*": "remove it, since the TrustedFilter that read it is gone"},
    "upgrade_levels": {"cert consoleauth console network cells intercell": _NO_SERVICE},
    "vault": {
        "use_ssl": "remove it, since it has no effect",
        "cafile": "set `[vault] ssl_ca_crt_file`, which alone names the CA",
        "certfile collect_timing insecure keyfile split_loggers": _NOT_READ,
    },
    "vif_plug_linux_bridge_privileged": {"*": _LINUX_BRIDGE},
    "vmware": {"vlan_interface": NOVA_NETWORK, "wsdl_location": _NOT_READ},
    "vnc": {
        "keymap": _KEYMAP,
        "xvpvncproxy_base_url xvpvncproxy_host xvpvncproxy_port": "remove it, since "
        "nova-xvpvncproxy is gone, which only XenAPI needed",
    },
    "workarounds": {
        "disable_native_luksv1 rbd_volume_local_attach disable_libvirt_livesnapshot": _MENDED,
        "enable_numa_live_migration": _MENDED,
        "disable_fallback_pcpu_query": "remove it when all hosts of pinned guests have a "
        "`[compute] cpu_dedicated_set`",
        "enable_consoleauth": "remove it, since the database authorizes consoles",
        "report_ironic_standard_resource_class_inventory": BAREMETAL,
    },
    "wsgi": {
        "client_socket_timeout default_pool_size keep_alive max_header_line tcp_keepidle "
        "ssl_ca_file ssl_cert_file ssl_key_file wsgi_log_format": _WSGI,
        "secure_proxy_ssl_header": _PROXIED,
    },
    "xenserver": {
        "remap_vbd_dev remap_vbd_dev_prefix": "remove it, since it worked around an issue of "
        "Ubuntu 10.10 alone",
        "torrent_base_url torrent_download_stall_cutoff torrent_images torrent_listen_port_end "
        "torrent_listen_port_start torrent_max_last_accessed torrent_max_seeder_processes_per_host "
        "torrent_seed_chance torrent_seed_duration": TORRENT,
        "vif_driver": "remove it, since ports are always plugged into Open vSwitch",
        "*": XEN,
    },
    "xvp": {"*": XEN},
}
"""By group, a phrase for the options of these names; `*` is for a group that is gone as a whole.
A group whose name anyone may end is named with a star, as in old names.
"""
