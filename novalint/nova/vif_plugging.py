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
    "resized back becomes ACTIVE instead of ERROR (instead of staying shelved, if unshelved): "
    "without network and DHCP, and perhaps without the rules of its security groups, until the "
    "agent has wired the port. From Nova 18 to 23, with hybrid plugging, one that is resized back "
    "goes to ERROR with either value. Nova does not look "
    "again, so where the agent is dead that lasts until somebody notices; a failure that neutron "
    "reports is only logged. Watch for ACTIVE servers with ports that are DOWN. Builds are not "
    "faster: each still waits `vif_plugging_timeout` seconds and holds its slot. Start, hard "
    "reboot, resume and the end of a resize within a cell do not wait and stay as they are "
    "(`[workarounds] wait_for_vif_plugged_event_during_hard_reboot` excepted). Only nova-compute "
    "reads the option, in a live migration that of the source host: change it on every compute "
    "node and restart nova-compute there, a reload is not enough. RabbitMQ and neutron come "
    "first."
)
"""What `vif_plugging_is_fatal = false` costs with libvirt: 17, 25 and 34
nova/virt/libvirt/driver.py (`_create_guest_with_network`, up to 21
`_create_domain_and_network`, and who calls it with `vifs_already_plugged`),
nova/compute/manager.py (`_finish_revert_resize_network_migrate_finish` of 18 to 23,
`_unshelve_instance`, `_do_pre_live_migration_from_source`, up to 20 `_do_live_migration`;
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
    "resize_finish",
)
"""Tasks (nova/objects/fields.py) of servers that `vif_plugging_is_fatal` gives up: new, rebuilt,
evacuated, unshelved, resized back or, from Nova 21 on, resized into another cell (34
nova/compute/manager.py, `_finish_snapshot_based_resize_at_dest_spawn`)."""
MIGRATIONS = ("migrating",)
REBOOTS = ("reboot_started", "reboot_started_hard", "powering-on", "restoring", "None")
"""Tasks in which nova-compute makes a hard reboot, which waits where `[workarounds]` tells it to
(34 nova/virt/libvirt/driver.py, `_hard_reboot`): also a soft one that failed, the start of a
server, its return from soft deletion, and that of those which ran when the host went down."""
