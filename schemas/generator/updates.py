"""What came with a release's stable updates, not with the release itself.

The schemas are made from the newest point releases; who runs an earlier one does not have this yet.
"""

from __future__ import annotations

from typing import Any

from .releases import Release

# (group, option, keyword) -> Nova's major versions. oslo.messaging 12.13.0, 14.0.0 and 14.2.0 have
# no maximum (oslo_messaging/_drivers/impl_rabbit.py), 12.13.3, 14.0.3 and 14.2.5 have it.
LIMITS = {("oslo_messaging_rabbit", "kombu_reconnect_delay", "maximum"): (25, 26, 27)}

# (group, option) -> the first version of each series that has it, where that is not the very first:
# nova/conf and nova/virt of each tag, compared with the tag before.
OPTIONS = {
    ("compute", "live_migration_wait_for_vif_plug"): ("17.0.6",),
    ("compute", "resource_provider_association_refresh"): ("17.0.4",),
    ("compute", "sharing_providers_max_uuids_per_request"): ("28.3.1", "29.2.1"),
    ("compute", "vmdk_allowed_types"): ("24.2.0", "25.1.0", "26.1.0"),
    ("filter_scheduler", "build_failure_weight_multiplier"): ("16.1.5", "17.0.6"),
    ("filter_scheduler", "image_properties_default_architecture"): ("17.0.5",),
    ("libvirt", "cpu_model_extra_flags"): ("15.1.1", "16.1.2", "17.0.3"),
    ("libvirt", "device_detach_attempts"): ("23.0.2",),
    ("libvirt", "device_detach_timeout"): ("23.0.2",),
    ("libvirt", "max_queues"): ("20.5.0",),
    ("neutron", "http_retries"): ("19.2.0", "20.2.0"),
    ("workarounds", "disable_compute_service_check_for_ffu"): ("23.2.1", "24.1.1"),
    ("workarounds", "disable_deep_image_inspection"): ("27.4.0", "28.2.0", "29.1.0"),
    ("workarounds", "enable_numa_live_migration"): ("17.0.11", "18.2.0"),
    ("workarounds", "enable_qemu_monitor_announce_self"): ("23.2.1", "24.1.0"),
    ("workarounds", "ensure_libvirt_rbd_instance_dir_cleanup"): ("17.0.10", "18.2.0"),
    ("workarounds", "libvirt_disable_apic"): ("23.2.0",),
    ("workarounds", "report_ironic_standard_resource_class_inventory"): ("18.1.0",),
    ("workarounds", "reserve_disk_resource_for_image_cache"): ("19.3.0", "20.3.0", "21.1.0"),
    ("workarounds", "skip_cpu_compare_at_startup"): ("26.2.1",),
    ("workarounds", "skip_cpu_compare_on_dest"): ("25.1.0",),
    ("workarounds", "skip_hypervisor_version_check_on_lm"): ("25.1.1",),
    ("workarounds", "skip_reserve_in_use_ironic_nodes"): ("26.1.0",),
    ("workarounds", "wait_for_vif_plugged_event_during_hard_reboot"): (
        "22.4.0",
        "23.2.0",
        "24.1.0",
    ),
}


def mark(groups: dict[str, dict[str, Any]], release: Release) -> None:
    """Say in the entries of a release which of their limits, or themselves, came with an update."""
    for (group, option, keyword), majors in LIMITS.items():
        if release.major in majors:
            groups[group][option]["x-oslo"].setdefault("updated", []).append(keyword)
    for (group, option), versions in OPTIONS.items():
        for version in versions:
            if int(version.partition(".")[0]) == release.major:
                groups[group][option]["x-oslo"]["arrived"] = version
