"""What to do without options that were gone before ocata, read in the tags of these series.

The form is that of novalint/nova/advice.py. A phrase is true of every release from ocata on: of
those with nova-network, cells v1 and ZeroMQ too.
"""

from __future__ import annotations

from collections.abc import Mapping

from novalint.nova.advice import DRIVER_GONE, EXTENSIONS, LOGIN, PIKA

_QPID = "write the broker into `[DEFAULT] transport_url`, since the Qpid driver is gone"
_EC2 = "remove it, since the EC2 API is a project of its own"
_CLASS = "remove it, since that class can no longer be chosen"
_VOLUMES = "remove it, since Cinder manages volumes"
_USERS = "remove it, since Keystone manages users"
_ALWAYS = "remove it, since that is always the case"
_SCHEDULER = "remove it, since the scheduler that read it is gone"
_CHOICE = "remove it, since the driver no longer has that choice"
_NETWORKS = "remove it, since neither nova-network nor Neutron reads it"
_NEUTRON = "remove it, since `use_neutron` replaced it, and from ussuri on Neutron is always used"
_ZEROMQ = "remove it, since ZeroMQ no longer reads it, and is gone from stein on"
_NOTHING = "remove it, since nothing replaces it"
_ENDPOINT = "name Glance by one URL in `[glance]`: `endpoint_override`, up to pike `api_servers`"

BEFORE_OCATA: Mapping[str, Mapping[str, str]] = {
    "DEFAULT": {
        "ec2_dmz_host ec2_host ec2_listen ec2_listen_port ec2_path ec2_port "
        "ec2_private_dns_show_ip ec2_scheme ec2_strict_validation ec2_timestamp_expiry "
        "ec2_workers keystone_ec2_insecure keystone_ec2_url lockout_attempts lockout_minutes "
        "lockout_window region_list s3_access_key s3_affix_tenant s3_dmz s3_host s3_listen "
        "s3_listen_port s3_port s3_secret_key s3_use_ssl buckets_path image_decryption_dir": _EC2,
        "cert_manager compute_manager console_manager consoleauth_manager "
        "metadata_manager scheduler_manager compute_stats_class image_handlers": _CLASS,
        "network_api_class security_group_api security_group_handler": _NEUTRON,
        "volume_api_class compute_api_class": _CLASS,
        "qpid_reconnect qpid_reconnect_interval qpid_reconnect_interval_max "
        "qpid_reconnect_interval_min qpid_reconnect_limit qpid_reconnect_timeout": _QPID,
        "iscsi_helper iscsi_ip_address iscsi_num_targets iscsi_port iscsi_target_prefix "
        "netapp_login netapp_password netapp_server_hostname netapp_server_port "
        "netapp_storage_service netapp_storage_service_prefix netapp_vfiler netapp_wsdl_url "
        "nexenta_blocksize nexenta_host nexenta_iscsi_target_portal_port nexenta_password "
        "nexenta_rest_port nexenta_rest_protocol nexenta_sparse nexenta_target_group_prefix "
        "nexenta_target_prefix nexenta_user nexenta_volume nfs_disk_util nfs_shares_config "
        "nfs_sparsed_volumes num_shell_tries osapi_volume_ext_list osapi_volume_extension "
        "osapi_volume_listen osapi_volume_listen_port osapi_volume_workers rbd_pool "
        "san_clustername san_ip san_is_local san_login san_password san_private_key san_ssh_port "
        "san_thin_provision san_zfs_volume_base sf_allow_tenant_qos sf_emulate_512 sf_login "
        "sf_mvip sf_password storwize_svc_flashcopy_timeout storwize_svc_vol_autoexpand "
        "storwize_svc_vol_compression storwize_svc_vol_grainsize storwize_svc_vol_rsize "
        "storwize_svc_vol_vtype storwize_svc_vol_warning storwize_svc_volpool_name "
        "snapshot_name_template snapshot_same_host storage_availability_zone use_local_volumes "
        "volume_driver volume_force_update_capabilities volume_group volume_manager "
        "volume_name_template volume_scheduler_driver volume_tmp_dir volume_topic volumes_dir "
        "max_gigabytes quota_gigabytes quota_volumes": _VOLUMES,
        "osapi_compute_ext_list osapi_compute_extension": EXTENSIONS,
        "api_rate_limit": "limit requests in the load balancer in front of the API",
        "memcached_servers": "set `[cache] memcache_servers`, with `[cache] enabled` and "
        "`[cache] backend`",
        "compute_fill_first_cost_fn_weight": "set `[filter_scheduler] ram_weight_multiplier`, "
        "whose sign is the opposite: a positive one spreads servers",
        "least_cost_functions": "choose weighers with `[filter_scheduler] weight_classes`",
        "compute_scheduler_driver default_scheduler_driver skip_isolated_core_check": _SCHEDULER,
        "connection_type": "choose the driver with `[DEFAULT] compute_driver`",
        "libvirt_nonblocking use_syslog_rfc_format": _ALWAYS,
        "libvirt_ovs_bridge": "set `[neutron] ovs_bridge`",
        "log_format": "set `[DEFAULT] logging_context_format_string`",
        "allow_migrate_to_same_host": "set `[DEFAULT] allow_resize_to_same_host`",
        "aws_access_key_id aws_secret_access_key": "remove it, since nothing read it",
        "allowed_roles auth_driver auth_token_ttl "
        "credential_cert_file credential_key_file credential_rc_file credential_vpn_file "
        "credentials_template default_project global_roles ldap_cloudadmin ldap_developer "
        "ldap_itsec ldap_netadmin ldap_password ldap_project_subtree ldap_schema_version "
        "ldap_sysadmin ldap_url ldap_user_dn ldap_user_id_attribute ldap_user_modify_only "
        "ldap_user_name_attribute ldap_user_subtree ldap_user_unit role_project_subtree "
        "superuser_roles vpn_client_template": _USERS,
        "baremetal_allow_project_net_traffic baremetal_driver baremetal_injected_network_template "
        "baremetal_type baremetal_uri tile_monitor docker_registry_default_port "
        "powervm_img_local_path powervm_img_remote_path powervm_mgr powervm_mgr_passwd "
        "powervm_mgr_type powervm_mgr_user": DRIVER_GONE,
        "console_vmrc_error_retries console_vmrc_port": "remove it, since VMRC consoles are gone",
        "melange_host melange_num_retries melange_port quantum_connection_host "
        "quantum_connection_port quantum_default_tenant_id quantum_ipam_lib "
        "quantum_port_security_include_link_local quantum_use_dhcp quantum_use_port_security "
        "use_melange_mac_generation use_quantum_default_nets dhcp_options_enabled fixed_range "
        "floating_range network_host fake_call stub_network": _NETWORKS,
        "matchmaker_heartbeat_freq matchmaker_heartbeat_ttl matchmaker_ringfile "
        "rpc_zmq_concurrency rpc_zmq_port": _ZEROMQ,
        "glance_host glance_port glance_protocol": _ENDPOINT,
        "root_helper": "remove it, since commands run by privsep and rootwrap",
        "sqlite_clean_db fake_tests stub_compute": "remove it, since only tests read it",
        "compute_available_monitors": "set `[DEFAULT] compute_monitors`",
        "notify_on_any_change": "set `[notifications] notify_on_state_change`",
        "start_guests_on_host_boot": "set `[DEFAULT] resume_guests_state_on_host_boot`",
        "image_service default_image": "remove it, since images always come from Glance",
        "libvirt_vif_type libvirt_xml_template cpuinfo_xml_template libvirt_lvm_snapshot_size "
        "max_nbd_devices img_handlers vmware_vif_driver xenapi_generate_swap": _CHOICE,
        "periodic_interval": "remove it, since each periodic task has an interval of its own",
        "scheduler_json_config_location config_drive_tempdir noop_cost_fn_weight "
        "host_state_interval cert_topic": _NOTHING,
    },
    "barbican": {
        "catalog_info endpoint_template os_region_name": "set `[barbican] barbican_endpoint`",
    },
    "baremetal": {"*": "remove it, since Ironic replaced the bare metal driver"},
    "cells": {"driver manager": _CLASS, "mute_weight_value": _NOTHING},
    "conductor": {"manager use_local": "remove it, since nova-conductor is always a service"},
    "glance": {
        "host port protocol": _ENDPOINT,
        "use_glance_v1": "remove it, since only version 2 of Glance's API is used",
    },
    "hyperv": {"force_hyperv_utils_v1": "remove it, since the first version is gone"},
    "ironic": {
        "admin_auth_token admin_password admin_tenant_name admin_url admin_username": LOGIN,
        "api_version": "remove it, since the driver chooses it",
        "client_log_level": "set the level of ironicclient in `[DEFAULT] default_log_levels`",
    },
    "keystone_ec2_token": {"*": _EC2},
    "libvirt": {
        "block_migration_flag live_migration_flag": "replace its flags by options such as "
        "`[libvirt] live_migration_permit_post_copy`",
        "remove_unused_kernels": _ALWAYS,
        "vif_driver": _CLASS,
        "volume_drivers": "remove it, since the list is fixed",
    },
    "matchmaker_ring": {"*": _ZEROMQ},
    "neutron": {
        "admin_auth_url admin_password admin_tenant_id admin_tenant_name admin_user_id "
        "admin_username": LOGIN,
        "allow_duplicate_networks": _ALWAYS,
        "auth_strategy": "remove it, since Keystone is always used",
    },
    "osapi_v21": {"enabled": _ALWAYS},
    "osapi_v3": {"*": EXTENSIONS},
    "oslo_messaging_pika": {"*": f"{PIKA} from rocky on"},
    "oslo_messaging_qpid": {"*": _QPID},
    "secure_messages": {"*": "remove it, since messages are no longer signed"},
    "serial_console": {"listen": "set `[serial_console] proxyclient_address`"},
    "workarounds": {"destroy_after_evacuate": _ALWAYS},
    "zookeeper": {"*": "remove it, since that driver of service groups is gone"},
}
"""The same for names that were gone before ocata: see novalint.schema.earlier."""
