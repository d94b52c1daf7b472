"""What nova-compute does about ports that neutron has not wired yet, and what going on costs."""

from __future__ import annotations

PRICE_IN_SHORT = (
    "live migrations go on without a network that is not ready, and new servers start without one"
)
PRICE = (
    "servers that run well can lose their network. A live migration that waits for its ports "
    "(`[compute] live_migration_wait_for_vif_plug`, true by default from Nova 19 on) is given up "
    "with true, and the server goes on where it was; with false it moves to a host that has not "
    "wired the port. A server that is new, rebuilt, evacuated, unshelved or, from Nova 18 on, "
    "resized back becomes ACTIVE instead of ERROR: without network and DHCP, and perhaps without "
    "the rules of its security groups, until the agent has wired the port. Nova does not look "
    "again, so where the agent is dead that lasts until somebody notices; a failure that neutron "
    "reports is only logged. Watch for ACTIVE servers with ports that are DOWN. Builds are not "
    "faster: each still waits `vif_plugging_timeout` seconds and holds its slot. Start, hard "
    "reboot, resume and the end of a resize do not wait and stay as they are (`[workarounds] "
    "wait_for_vif_plugged_event_during_hard_reboot` excepted). Only nova-compute reads the option, "
    "in a live migration that of the source host: change it on every compute node and restart "
    "nova-compute there, a reload is not enough. RabbitMQ and neutron come first."
)
"""What `vif_plugging_is_fatal = false` costs with libvirt: 17, 25 and 34
nova/virt/libvirt/driver.py (`_create_guest_with_network`, up to 21
`_create_domain_and_network`, and who calls it with `vifs_already_plugged`),
nova/compute/manager.py (`_do_pre_live_migration_from_source`, up to 20 `_do_live_migration`;
`_neutron_failed_live_migration_callback`)."""

BUILDS = (
    "scheduling",
    "block_device_mapping",
    "networking",
    "spawning",
    "rebuilding",
    "rebuild_block_device_mapping",
    "rebuild_spawning",
    "unshelving",
    "resize_reverting",
)
"""Tasks (nova/objects/fields.py) of servers that `vif_plugging_is_fatal` sends to ERROR: new,
rebuilt, evacuated, unshelved or resized back. What waits for a port else is a live migration, and a
hard reboot or a start that `[workarounds]` tells to (nova/virt/libvirt/driver.py, `_hard_reboot`).
"""
MIGRATIONS = ("migrating",)
REBOOTS = ("rebooting_hard", "reboot_pending_hard", "reboot_started_hard", "powering-on")
