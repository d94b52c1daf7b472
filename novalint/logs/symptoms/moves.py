"""Lines about migrations and resizes that Nova refuses."""

from __future__ import annotations

from novalint.logs.signature import LIMIT, NUMBER, SECONDS, Harm, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "migration-disk-too-large",
        says="The other host has no room for the disks of a migration.",
        anchors=("Disk of instance is too large",),
        pattern=r"Disk of instance is too large",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "disk_allocation_ratio",
                "how much disk is promised",
                rules=("allocation-ratio-high",),
                harm=Harm.HIGH,
            ),
            OptionCause("DEFAULT", "reserved_host_disk_mb", "what is kept free"),
            OptionCause(
                "DEFAULT",
                "instances_path",
                "the file system that it is on",
                rules=("instances-path-differs",),
            ),
        ),
        elsewhere=(
            ("The other host is full, or its disks are on shared storage that both count."),
        ),
        sources=(
            "34 nova/virt/libvirt/driver.py:11248",
            "15 nova/virt/libvirt/driver.py:6049",
        ),
        samples=(
            (
                "nova.exception.MigrationPreCheckError: Migration pre-check error: "
                "Unable to migrate x: Disk of instance is too large(available on "
                "destination host:1 < need:2)"
            ),
        ),
    ),
    Signature(
        "storage-not-shared",
        says="A migration without copying disks needs storage that both hosts share.",
        anchors=(
            "is not on shared storage",
            "Shared storage live-migration requires",
        ),
        pattern=r"is not on shared storage|Shared storage live-migration requires",
        level="",
        logger="nova.exception",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "instances_path",
                "the directory that would be shared: the same on all hosts",
                rules=("instances-path-differs",),
            ),
            OptionCause(
                "libvirt",
                "images_type",
                "with `rbd` disks are shared; the same on all hosts",
                rules=("image-backend-differs",),
            ),
        ),
        elsewhere=(
            (
                "Ask for a block migration: `openstack server migrate "
                "--live-migration --block-migration`."
            ),
            "The share is not mounted on one of the hosts.",
        ),
        sources=(
            "34 nova/exception.py:1281",
            "15 nova/exception.py:1267",
        ),
        samples=(
            (
                "nova.exception.InvalidSharedStorage: cmp2 is not on shared "
                "storage: Shared storage live-migration requires either shared "
                "storage or boot-from-volume with no local disks."
            ),
        ),
    ),
    Signature(
        "migration-precheck-failed",
        says="A migration was refused by its pre-checks.",
        anchors=("Migration pre-check error: ",),
        pattern=r"Migration pre-check error: ",
        level="",
        logger="nova.exception",
        services=(
            "nova-compute",
            "nova-conductor",
        ),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "images_type",
                "where disks live; the same on all hosts",
                rules=("image-backend-differs",),
            ),
            OptionCause("libvirt", "cpu_mode", "what CPU guests get", rules=("cpu-model-differs",)),
        ),
        elsewhere=("The reason follows the colon.",),
        sources=(
            "34 nova/exception.py:1297",
            "15 nova/exception.py:1283",
        ),
        samples=(
            (
                "nova.exception.MigrationPreCheckError: Migration pre-check error: "
                "Failed to create remote tmp file"
            ),
        ),
        outside=True,
        follows=(
            "cpu-info-refused",
            "migration-disk-too-large",
            "numa-migration-refused",
        ),
    ),
    Signature(
        "resize-ssh-failed",
        says="A resize or cold migration cannot log in to the other host.",
        anchors=("not able to execute ssh command",),
        pattern=r"not able to execute ssh command",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt", "remote_filesystem_transport", "how disks are copied: ssh or rsync"
            ),
            OptionCause("DEFAULT", "my_ip", "the address of the other host that is logged in at"),
        ),
        elsewhere=(
            (
                "The user nova of this host has no key that the other host takes, "
                "its shell there is nologin, or the host's key is not known."
            ),
            ("On shared storage it is tried all the same, to find out whether it is shared."),
        ),
        sources=(
            "34 nova/virt/libvirt/driver.py:12865",
            "15 nova/virt/libvirt/driver.py:7454",
        ),
        samples=(
            (
                "nova.exception.ResizeError: Resize error: not able to execute ssh "
                "command: Unexpected error while running command."
            ),
        ),
        outside=True,
        follows=("ssh-login-refused",),
    ),
    Signature(
        "allocations-of-moved-server",
        says="A server has allocations on a host that does not run it.",
        anchors=("is not being actively managed by",),
        pattern=r"is not being actively managed by",
        level="WARNING",
        logger="nova.compute.resource_tracker",
        services=("nova-compute",),
        stage=Stage.EFFECT,
        releases=(16, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "host",
                "another name makes another host of it",
                rules=(
                    "host-named-localhost",
                    "host-repeated",
                ),
            ),
        ),
        elsewhere=(
            "A build or a move is on its way: then it passes by itself.",
            "A migration or evacuation failed half-way: `nova-manage placement audit`.",
        ),
        sources=(
            "34 nova/compute/resource_tracker.py:1822",
            "16 nova/compute/resource_tracker.py:1273",
        ),
        samples=(
            (
                "Instance 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 is not being "
                "actively managed by this compute host but has allocations "
                "referencing this compute host: x. Skipping heal of allocation "
                "because we do not know what to do."
            ),
        ),
        outside=True,
    ),
    Signature(
        "migration-plugging-retried",
        says="The target host cannot plug the ports of a server that is to move there.",
        anchors=("plug_vifs() failed ",),
        pattern=rf"plug_vifs\(\) failed {NUMBER}\. Retry up to {LIMIT}",
        level="WARNING",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "live_migration_retry_count",
                "how often it is tried, once a second",
                told_in="limit",
            ),
        ),
        elsewhere=(
            (
                "The command fails that plugs the port: the lines before it, or the privsep "
                "helper, say why."
            ),
            "Many live migrations to one host at once change iptables at the same time: it passes.",
        ),
        sources=(
            "34 nova/virt/libvirt/driver.py:12121",
            "15 nova/virt/libvirt/driver.py:6900",
        ),
        samples=("plug_vifs() failed 3. Retry up to 30.",),
        outside=True,
    ),
    Signature(
        "migration-without-progress",
        says="A live migration was aborted because it made no progress.",
        anchors=("Live migration stuck for ",),
        pattern=rf"Live migration stuck for {SECONDS} sec",
        level="WARNING",
        logger="nova.virt.libvirt.migration",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, 18),
        causes=(
            OptionCause(
                "libvirt",
                "live_migration_progress_timeout",
                "after so many seconds without progress it is aborted",
                never_with=(0,),
            ),
            OptionCause(
                "libvirt",
                "live_migration_permit_auto_converge",
                "slows a guest down that writes faster than it can be moved",
            ),
            OptionCause(
                "libvirt",
                "live_migration_permit_post_copy",
                "switches over before all memory is there",
            ),
            OptionCause("libvirt", "live_migration_bandwidth", "a limit in MiB/s; 0 is none"),
        ),
        elsewhere=(
            "The guest writes to its memory faster than the network between the hosts carries it.",
        ),
        sources=(
            "18 nova/virt/libvirt/migration.py:405",
            "15 nova/virt/libvirt/migration.py:278",
        ),
        samples=("Live migration stuck for 150 sec",),
    ),
)
