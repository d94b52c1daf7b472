"""What Nova's release notes say about configuration, each with the smallest file concerned.

A note is named as the file in releasenotes/notes of Nova's source, without the sign at its end.
"""

from __future__ import annotations

from typing import NamedTuple


class Item(NamedTuple):
    """One thing that a note says: for whom, and what the report must say of it.

    `about` is an option, a program or the rule of a finding; `effect` is None where there is
    nothing to say, as for who leaves an option alone that changes nothing by itself.
    """

    note: str
    old: str
    new: str
    text: str
    about: str
    effect: str | None
    role: str = "all"


_P, _R, _Q = "2026.1", "2026.2", "2025.2"
_UNIFIED = "[quota]\ndriver = nova.quota.UnifiedLimitsDriver\n"

ITEMS = (
    Item("concurrency-backend-config-option", _P, _R, "", "concurrency_backend", None),
    Item("threading-by-default-conductor-compute", _P, _R, "", "nova-compute", "changes"),
    Item("threading-by-default-conductor-compute", _P, _R, "", "nova-conductor", "changes"),
    Item("threading-by-default-conductor-compute", _P, _R,
         "[DEFAULT]\nconcurrency_backend = eventlet\n", "nova-compute", "nothing"),
    Item("libvirt-file-backed-memory-reject-reserved", _P, _R,
         "[DEFAULT]\nreserved_host_memory_mb = 512\n[libvirt]\nfile_backed_memory = 1024\n",
         "file-backed-memory-with-reserve", "breaks"),
    Item("libvirt-file-backed-memory-reject-reserved", _P, _R,
         "[DEFAULT]\nreserved_host_memory_mb = 0\nram_allocation_ratio = 1.0\n[libvirt]\n"
         "file_backed_memory = 1024\n", "file-backed-memory-with-reserve", None),
    Item("live-migration-monitor-interval", _P, _R, "", "live_migration_monitor_interval", None),
    Item("qemu-img-limits-config", _P, _R, "", "images_address_space_limit", "changes"),
    Item("qemu-img-limits-config", _P, _R, "", "images_cpu_time_limit", None),
    Item("remove-disabling-rbac-scope-enforcement", _P, _R,
         "[oslo_policy]\nenforce_scope = false\n", "enforce_scope", "ignored"),
    Item("remove-libvirt-num_memory_encrypted_guests", _P, _R,
         "[libvirt]\nnum_memory_encrypted_guests = 9\n", "num_memory_encrypted_guests", "ignored"),
    Item("remove-linux-bridge-vif-support", _P, _R,
         "[os_vif_linux_bridge]\nflat_interface = e\n", "flat_interface", "ignored"),
    Item("deprecate-unlimited-max_concurrent_live_migrations", _Q, _R,
         "[DEFAULT]\nmax_concurrent_live_migrations = 0\n", "max_concurrent_live_migrations",
         "changes"),
    Item("deprecate-unlimited-max_concurrent_live_migrations", _Q, _P, "",
         "sync_power_state_pool_size", "changes"),
    Item("deprecate-unlimited-max_concurrent_live_migrations", _Q, _P,
         "[DEFAULT]\nmax_concurrent_builds = 0\n", "concurrency-limit-zero", "changes"),
    Item("deprecate-unlimited-max_concurrent_live_migrations", _Q, _P,
         "[DEFAULT]\nmax_concurrent_snapshots = 0\n", "concurrency-limit-zero", "changes"),
    Item("deprecate-unlimited-max_concurrent_live_migrations", _Q, _R,
         "[DEFAULT]\nmax_concurrent_builds = 4\n", "builds-and-snapshots-share-slots", "nothing"),
    Item("deprecated-AggregateImagePropertiesIsolation-conf-opts", _Q, _P,
         "[filter_scheduler]\naggregate_image_properties_isolation_namespace = a\n",
         "aggregate_image_properties_isolation_namespace", "soon"),
    Item("config-default-aio-mode-for-volumes", _Q, _P, "", "use_default_aio_mode_for_volumes",
         None),
    Item("libvirt_parallel_migration_libvirt", _Q, _P, "", "live_migration_parallel_connections",
         None),
    Item("nova-services-graceful-shutdown", _Q, _P, "", "graceful_shutdown_timeout", "changes"),
    Item("remove-wsgi-scripts", _Q, _P, "", "nova-api-wsgi", "breaks"),
    Item("threading-by-default-sch-api-meta", _Q, _P, "", "nova-scheduler", "changes"),
    Item("threading-by-default-sch-api-meta", _Q, _P, "", "nova-api", "changes"),
    Item("remove-api-eventlet", "2025.1", _Q, "", "nova-api", "breaks"),
    Item("rename-neutron_default_tenant_id-opt", "2025.1", _Q,
         "[api]\nneutron_default_tenant_id = a\n", "neutron_default_tenant_id", "soon"),
    Item("rename-neutron_default_tenant_id-opt", "2025.1", _Q,
         "[DEFAULT]\nneutron_default_tenant_id = a\n", "neutron_default_tenant_id", "ignored"),
    Item("rename-neutron_default_tenant_id-opt", "2025.1", _Q,
         "[DEFAULT]\ndhcp_domain = a\n", "dhcp_domain", "ignored"),
    Item("libvirt-deprecate-num_memory_encrypted_guests", "2025.1", _Q,
         "[libvirt]\nnum_memory_encrypted_guests = 9\n", "num_memory_encrypted_guests", "soon"),
    Item("bp-image-metadata-props-weigher", "2024.2", "2025.1", "",
         "image_props_weight_multiplier", None),
    Item("deprecate-secure_proxy_ssl_header", "2024.2", "2025.1",
         "[wsgi]\nsecure_proxy_ssl_header = X\n", "secure_proxy_ssl_header", "soon"),
    Item("disable_heal_instance_info_cache_interval", "2024.2", "2025.1", "",
         "heal_instance_info_cache_interval", "changes"),
    Item("disable_heal_instance_info_cache_interval", "2024.2", "2025.1",
         "[DEFAULT]\nheal_instance_info_cache_interval = 60\n",
         "heal_instance_info_cache_interval", "nothing"),
    Item("make-virtio-the-default-spice-video-model", "2024.2", "2025.1",
         "[spice]\nenabled = true\n", "enabled", "changes"),
    Item("make-virtio-the-default-spice-video-model", "2024.2", "2025.1",
         "[spice]\nenabled = false\n", "enabled", None),
    Item("volume_enforce_multipath", "2024.2", "2025.1", "", "volume_enforce_multipath", None),
    Item("unified-limits-required-resources", "2024.2", "2025.1", _UNIFIED,
         "unified_limits_resource_list", "changes"),
    Item("unified-limits-required-resources", "2024.2", "2025.1", "",
         "unified_limits_resource_list", None),
    Item("az-filter-removal", "2023.1", "2023.2",
         "[filter_scheduler]\nenabled_filters = AvailabilityZoneFilter\n",
         "scheduler-filter-removed", "breaks"),
    Item("update-initial-allocation-defaults", "zed", "2023.1", "",
         "initial_cpu_allocation_ratio", "changes"),
    Item("update-initial-allocation-defaults", "zed", "2023.1",
         "[DEFAULT]\ncpu_allocation_ratio = 4\n", "initial_cpu_allocation_ratio", "nothing"),
    Item("unversioned-as-default-notification_format", "stein", "train",
         "[oslo_messaging_notifications]\ndriver = messagingv2\n", "notification_format",
         "changes"),
    Item("unversioned-as-default-notification_format", "stein", "train", "",
         "notification_format", "nothing"),
    Item("block_device_allocate_retries-min-0-uprade", "stein", "train",
         "[DEFAULT]\nblock_device_allocate_retries = -1\n", "invalid-value", "breaks"),
    Item("unsettable-keymap-settings", "queens", "rocky", "", "keymap", "changes"),
    Item("unsettable-keymap-settings", "queens", "rocky", "[vnc]\nkeymap = de\n", "keymap",
         "soon"),
    Item("urandom-as-default-for-rng_dev_path", "queens", "rocky", "", "rng_dev_path", "changes"),
    Item("add_initial_allocation_ratio", "rocky", "stein", "", "cpu_allocation_ratio", None),
    Item("api_servers_no_scheme", "pike", "queens", "[glance]\napi_servers = a:1\n",
         "api_servers", "breaks"),
)  # fmt: skip
