"""Options outside the groups of drivers that only some drivers' packages in nova/virt read.

Found by their names in every file of nova/ in each release from 15.1.5 to 34.0.0 that has them.
"""

from __future__ import annotations

from novalint.nova.drivers import GROUPS
from novalint.schema.options import Name

_READ = {
    "libvirt": """
        DEFAULT.live_migration_retry_count DEFAULT.pointer_model DEFAULT.preallocate_images
        devices.enabled_mdev_types ephemeral_storage_encryption.default_format
        image_cache.remove_unused_resized_minimum_age_seconds
        spice.image_compression spice.jpeg_compression spice.playback_compression
        spice.require_secure spice.streaming_mode spice.zlib_compression
        workarounds.disable_libvirt_livesnapshot workarounds.disable_native_luksv1
        workarounds.enable_qemu_monitor_announce_self
        workarounds.ensure_libvirt_rbd_instance_dir_cleanup workarounds.libvirt_disable_apic
        workarounds.never_download_image_if_on_rbd workarounds.qemu_monitor_announce_self_count
        workarounds.qemu_monitor_announce_self_interval workarounds.rbd_volume_local_attach
        workarounds.reserve_disk_resource_for_image_cache workarounds.skip_cpu_compare_at_startup
        workarounds.skip_cpu_compare_on_dest
        workarounds.wait_for_vif_plugged_event_during_hard_reboot
        """,
    "libvirt hyperv": "serial_console.proxyclient_address",
    "libvirt hyperv xenapi": "DEFAULT.use_cow_images",
    "libvirt xenapi": "devices.enabled_vgpu_types spice.agent_enabled",
    "libvirt xenapi powervm": """
        spice.server_proxyclient_address vnc.server_proxyclient_address
        vnc.vncserver_proxyclient_address
        """,
    "libvirt hyperv vmwareapi": """
        DEFAULT.remove_unused_original_minimum_age_seconds
        image_cache.remove_unused_original_minimum_age_seconds
        """,
    "libvirt vmwareapi": """
        DEFAULT.image_cache_subdirectory_name image_cache.subdirectory_name
        """,
    "ironic": "workarounds.skip_reserve_in_use_ironic_nodes",
}

READ_BY: dict[Name, frozenset[str]] = {
    (group, option): frozenset(packages.split())
    for packages, options in _READ.items()
    for group, _, option in (name.partition(".") for name in options.split())
}


def packages_reading(group: str, option: str) -> frozenset[str] | None:
    """Give the packages of the drivers that alone read an option; None where others do too."""
    if group in GROUPS:
        return frozenset([GROUPS[group]])
    if group.startswith(("mdev_", "vgpu_")):
        return frozenset(["libvirt"])
    return READ_BY.get((group, option))
