"""What to do instead of names that went, or are to go, without a successor in the schemas.

Upstream gave these options no alias: only release notes, help texts and code say what took their
place, or what applies now that they are ignored. Each entry was read in the source of the last
release with the option and of the first one without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from novalint.schema.options import Name, Schema

GROUPS = {"vif_plug_ovs": "os_vif_ovs", "vif_plug_linux_bridge": "os_vif_linux_bridge"}
"""Groups that never were one, and the one that is meant.

os-vif reads a plugin's options from `os_vif_` and the plugin's name (os_vif/plugin.py, `__init__`);
`vif_plug_ovs` is the name of the Python package, which some deployment tools wrote.
"""

MOVED: Mapping[Name, Name] = {
    ("neutron", "url"): ("neutron", "endpoint_override"),
    ("DEFAULT", "default_floating_pool"): ("neutron", "default_floating_pool"),
    ("DEFAULT", "rpc_conn_pool_size"): ("oslo_messaging_rabbit", "rpc_conn_pool_size"),
    ("DEFAULT", "conn_pool_min_size"): ("oslo_messaging_rabbit", "conn_pool_min_size"),
    ("DEFAULT", "conn_pool_ttl"): ("oslo_messaging_rabbit", "conn_pool_ttl"),
    ("placement", "os_region_name"): ("placement", "region_name"),
    ("ironic", "api_endpoint"): ("ironic", "endpoint_override"),
    ("keystone_authtoken", "auth_uri"): ("keystone_authtoken", "www_authenticate_uri"),
}
"""Options whose value another one takes as it is, though in some release no alias says so."""

_PROXIED = "set `[oslo_middleware] enable_proxy_headers_parsing` to trust the proxy's headers"
_RABBIT = "write it into `[DEFAULT] transport_url`"
_PIKA = "the pika driver that read it is gone, remove it"
_ZEROMQ = "leave ZeroMQ, name another broker in `[DEFAULT] transport_url`"
_AMQP1 = "the AMQP 1.0 driver is gone, write a `rabbit://` URL into `[DEFAULT] transport_url`"
_FIPS = "it has no effect since OpenSSL 3, remove it"
_WSGI = "a WSGI server that runs the API has settings of its own for it"
_APIS = "each API runs where a WSGI server loads its application, remove it"
_LOGIN = "log in with `auth_type = password`, `auth_url`, `username`, `password`, `project_name`"
_PKI = "there are no PKI tokens any more, remove it"
_NDB = "support for MySQL Cluster goes with it"
_DBAPI = "the wrapper of oslo.db that read it is no longer used, remove it"
_COUNTED = "quotas are counted and not reserved, remove it"
_BAREMETAL = "bare metal is chosen by its resource class, remove it"
_PREFIX = "no image property has a name with a prefix any more, plan to do without it"
_CHECKSUM = "nothing checks cached images in its place"
_CINDER = "Cinder does not support that storage any more, plan to move its volumes"
_MENDED = "the defect that it got round is mended, plan to do without it"
_KEYMAP = "clients send the keys themselves, remove it"
_NO_SERVICE = "it goes with the service that it is about"
_LINUX_BRIDGE = "os-vif has no plugin for Linux bridges any more, remove it"
_XEN = "the XenAPI driver is gone, remove it"
_HYPERV = "the Hyper-V driver is gone, remove it"
_POWERVM = "the PowerVM driver is gone, remove it"
_CELLS = "leave cells v1, map cells with `nova-manage cell_v2`"
_PLACEMENT = "placement is a service of its own, move it to its placement.conf"
_QUOTAS = "with Neutron its own quotas hold, remove it"
_NOVA_NETWORK = "Neutron, which takes the place of nova-network, does not read it"

_ADVICE: Mapping[str, Mapping[str, str]] = {
    "DEFAULT": {
        "rpc_backend": "name the broker by the scheme of `[DEFAULT] transport_url`",
        "rpc_ack_timeout_base rpc_ack_timeout_multiplier rpc_message_ttl rpc_poll_timeout "
        "rpc_retry_attempts rpc_use_acks rpc_zmq_bind_address rpc_zmq_bind_port_retries "
        "rpc_zmq_contexts rpc_zmq_host rpc_zmq_ipc_dir rpc_zmq_matchmaker rpc_zmq_max_port "
        "rpc_zmq_min_port rpc_zmq_serialization rpc_zmq_topic_backlog subscribe_on "
        "use_dynamic_connections use_pub_sub use_router_proxy zmq_failover_connections "
        "zmq_immediate zmq_linger zmq_target_expire zmq_target_update zmq_tcp_keepalive "
        "zmq_tcp_keepalive_cnt zmq_tcp_keepalive_idle zmq_tcp_keepalive_intvl": _ZEROMQ,
        "osapi_compute_listen osapi_compute_listen_port osapi_compute_workers "
        "metadata_listen metadata_listen_port metadata_workers": _WSGI,
        "enabled_apis enabled_ssl_apis": _APIS,
        "vendordata_driver": "choose providers with `[api] vendordata_providers`",
        "multi_instance_display_name_template": "without it servers of one request are called "
        "NAME-1, NAME-2 and so on",
        "vcpu_pin_set": "give unpinned guests `[compute] cpu_shared_set` and pinned ones "
        "`[compute] cpu_dedicated_set`",
        "config_drive_format": "migrations copy ISO 9660 as well by now, plan to do without it",
        "default_green_pool_size": "only services that run with eventlet read it, plan to do "
        "without it",
        "bandwidth_poll_interval": "only XenAPI counted traffic, remove it",
        "pypowervm_job_request_timeout pypowervm_update_collision_retries": _POWERVM,
        "verbose": "without it level INFO is logged, and DEBUG with `[DEFAULT] debug`",
        "watch_log_file": "let `[DEFAULT] log_rotation_type` rotate the file",
        "use_eventlog": "Nova does not run on Windows any more, remove it",
        "use_neutron": "without it Neutron is used",
        "firewall_driver": "with Neutron security groups are its own, remove it",
        "quota_networks": _QUOTAS,
        "allow_same_net_traffic auto_assign_floating_ip cnt_vpn_clients "
        "create_unique_mac_address_attempts defer_iptables_apply dhcp_lease_time dhcpbridge "
        "dhcpbridge_flagfile dmz_cidr dns_server dns_update_periodic_interval "
        "dnsmasq_config_file ebtables_exec_attempts ebtables_retry_interval "
        "enable_network_quota fake_network fixed_ip_disassociate_timeout fixed_range_v6 "
        "flat_interface flat_network_bridge flat_network_dns floating_ip_dns_manager "
        "force_dhcp_release force_snat_range forward_bridge_interface gateway gateway_v6 "
        "instance_dns_domain instance_dns_manager iptables_bottom_regex iptables_drop_action "
        "iptables_top_regex ipv6_backend l3_lib ldap_dns_base_dn ldap_dns_password "
        "ldap_dns_servers ldap_dns_soa_expiry ldap_dns_soa_hostmaster ldap_dns_soa_minimum "
        "ldap_dns_soa_refresh ldap_dns_soa_retry ldap_dns_url ldap_dns_user "
        "linuxnet_interface_driver linuxnet_ovs_integration_bridge metadata_host metadata_port "
        "multi_host network_driver network_manager network_size networks_path num_networks "
        "public_interface routing_source_ip send_arp_for_ha send_arp_for_ha_count "
        "share_dhcp_address teardown_unused_network_gateway update_dns_entries use_ipv6 "
        "use_network_dns_servers use_single_default_gateway vlan_interface vlan_start vpn_ip "
        "vpn_start": _NOVA_NETWORK,
    },
    "amqp1": {"*": _AMQP1},
    "api": {
        "allow_instance_snapshots": "forbid the action by a policy rule instead",
        "auth_strategy": "`keystone`, the default, is the one that stays, remove it",
        "hide_server_address_states": "nothing hides addresses in its place",
        "use_forwarded_for": _PROXIED,
    },
    "api_database": {"mysql_enable_ndb": _NDB},
    "cache": {"enforce_fips_mode": _FIPS},
    "cells": {"*": _CELLS},
    "cors.subdomain": {"*": "list every origin in `[cors] allowed_origin`"},
    "crypto": {"*": "nova-cert is gone, remove it"},
    "database": {
        "min_pool_size": "SQLAlchemy never heeded it, remove it",
        "mysql_enable_ndb": _NDB,
        "use_db_reconnect use_tpool": _DBAPI,
    },
    "filter_scheduler": {
        "baremetal_enabled_filters use_baremetal_filters": _BAREMETAL,
        "aggregate_image_properties_isolation_namespace": _PREFIX,
        "aggregate_image_properties_isolation_separator": _PREFIX,
    },
    "glance": {
        "allowed_direct_url_schemes": "set `[glance] enable_rbd_download` to read from Ceph",
        "api_servers": "name the load balancer before Glance in `[glance] endpoint_override`",
        "enable_certificate_validation": "set it to true, and list in "
        "`[glance] default_trusted_certificate_ids` whom to trust",
    },
    "healthcheck": {"path": "api-paste.ini has the path, remove it"},
    "hyperv": {"*": _HYPERV},
    "ironic": {"peer_list": "give each nova-compute a `[ironic] shard` of its own"},
    "keystone_authtoken": {
        "admin_user admin_password admin_tenant_name admin_token": _LOGIN,
        "auth_admin_prefix auth_host auth_port auth_protocol identity_uri": _LOGIN,
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
        "vzstorage_mount_point_base vzstorage_mount_user": _CINDER,
        "num_memory_encrypted_guests": "libvirt says how many there can be, remove it",
        "checksum_base_images checksum_interval_seconds image_info_filename_pattern": _CHECKSUM,
        "xen_hvmloader_path": "Nova's libvirt driver does not know Xen any more, remove it",
    },
    "matchmaker_redis": {"*": _ZEROMQ},
    "os_vif_linux_bridge": {"*": _LINUX_BRIDGE},
    "os_vif_ovs": {"ovsdb_interface": "`native`, the default, is the one that stays"},
    "os_win": {"*": _HYPERV},
    "oslo_messaging_amqp": {"username password": _RABBIT, "*": _AMQP1},
    "oslo_messaging_kafka": {
        "kafka_default_host kafka_default_port": _RABBIT,
        "conn_pool_min_size conn_pool_ttl pool_size": "the driver keeps no pool of connections, "
        "remove it",
    },
    "oslo_messaging_rabbit": {
        "rabbit_host rabbit_hosts rabbit_port": _RABBIT,
        "rabbit_userid rabbit_password rabbit_virtual_host": _RABBIT,
        "rabbit_max_retries": "without it connecting is tried again for ever",
        "heartbeat_in_pthread": "a native thread for heartbeats is what stays, remove it",
        "direct_mandatory_flag": "it is to be always on",
        "ssl_enforce_fips_mode": _FIPS,
        "ssl_enforce_hostname_verification": "the broker's host name is to be always verified",
        "channel_max connection_factory frame_max heartbeat_interval default_notification_exchange "
        "default_notification_retry_attempts default_rpc_exchange default_rpc_retry_attempts "
        "default_serializer_type host_connection_reconnect_delay "
        "notification_listener_prefetch_count notification_persistence notification_retry_delay "
        "pool_max_overflow pool_max_size pool_recycle pool_stale pool_timeout "
        "rpc_listener_prefetch_count rpc_queue_expiration rpc_reply_exchange "
        "rpc_reply_listener_prefetch_count rpc_reply_retry_attempts rpc_reply_retry_delay "
        "rpc_retry_delay socket_timeout ssl_options tcp_user_timeout": _PIKA,
    },
    "oslo_messaging_zmq": {"*": _ZEROMQ},
    "oslo_middleware": {"secure_proxy_ssl_header": _PROXIED},
    "oslo_policy": {
        "enforce_scope": "without it scope is always enforced, grant the roles that are lacking"
    },
    "placement": {
        "incomplete_consumer_project_id incomplete_consumer_user_id policy_file "
        "randomize_allocation_candidates": _PLACEMENT,
    },
    "placement_database": {"*": _PLACEMENT},
    "powervm": {"*": _POWERVM},
    "quota": {
        "reservation_expire until_refresh max_age": _COUNTED,
        "fixed_ips floating_ips security_groups security_group_rules": _QUOTAS,
    },
    "rdp": {"*": _HYPERV},
    "remote_debug": {"*": "Nova takes no remote debugger any more, remove it"},
    "scheduler": {
        "driver host_manager": "the filter scheduler is the one that stays, remove it",
        "periodic_task_interval": "no task has it, `[scheduler] discover_hosts_in_cells_interval` "
        "is for new hosts, remove it",
        "query_placement_for_availability_zone": "without it placement is always asked for zones",
    },
    "spice": {"keymap": _KEYMAP},
    "trusted_computing": {"*": "the TrustedFilter that read it is gone, remove it"},
    "upgrade_levels": {"cert consoleauth console network cells intercell": _NO_SERVICE},
    "vif_plug_linux_bridge_privileged": {"*": _LINUX_BRIDGE},
    "vnc": {
        "keymap": _KEYMAP,
        "xvpvncproxy_base_url xvpvncproxy_host xvpvncproxy_port": "it goes with nova-xvpvncproxy, "
        "which only XenAPI needed",
    },
    "workarounds": {
        "disable_native_luksv1 rbd_volume_local_attach disable_libvirt_livesnapshot": _MENDED,
        "enable_numa_live_migration": _MENDED,
        "disable_fallback_pcpu_query": "set `[compute] cpu_dedicated_set` on all hosts of pinned "
        "guests, then do without it",
        "enable_consoleauth": "the database authorizes consoles, remove it",
        "report_ironic_standard_resource_class_inventory": _BAREMETAL,
    },
    "wsgi": {
        "client_socket_timeout default_pool_size keep_alive max_header_line tcp_keepidle "
        "ssl_ca_file ssl_cert_file ssl_key_file wsgi_log_format": _WSGI,
        "secure_proxy_ssl_header": _PROXIED,
    },
    "xenserver": {"*": _XEN},
    "xvp": {"*": _XEN},
}
"""By group, a phrase for the options of these names; `*` is for a group that is gone as a whole.

A phrase is true of an option that went as well as of one that is to go.
"""


def moved_to(group: str, name: str, schema: Schema) -> Name | None:
    """Return the option that takes the value of another one as it is, where a release has it."""
    to = MOVED.get((group, name))
    return to if to and schema.option(*to) else None


def advice(group: str, name: str, schema: Schema) -> str:
    """Say what to do without an option in a release; empty where nobody knows.

    What is not there yet in that release is no advice.
    """
    option = schema.option(group, name)
    goes = schema.options(group) is None or (option is not None and option.deprecated)
    whole = advices().get((group, "*"), "") if goes else ""
    phrase = advices().get((group, name), whole)
    return phrase if all(schema.option(*one) for one in named(phrase)) else ""


def named(phrase: str) -> list[Name]:
    """Return the options that a phrase names, written `[group] option`."""
    import re

    return re.findall(r"\[(\S+)\] (\w+)", phrase)


@cache
def advices() -> Mapping[Name, str]:
    """Return all phrases by group and name."""
    return {
        (group, name): phrase
        for group, phrases in _ADVICE.items()
        for names, phrase in phrases.items()
        for name in names.split()
    }
