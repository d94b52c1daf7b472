"""Lines about live migrations."""

from __future__ import annotations

from novalint.logs.signature import ERROR, HOST, SECONDS, Harm, OptionCause, Signature, Stage
from novalint.records import replace

_LIVE_MIGRATION_WITH_NATIVE_TLS = OptionCause(
    "libvirt",
    "live_migration_with_native_tls",
    "QEMU's own encryption",
    rules=("tunnel-and-native-tls",),
)
_LIVE_MIGRATION_COMPLETION_TIMEOUT = OptionCause(
    "libvirt",
    "live_migration_completion_timeout",
    "how many seconds are allowed for each GiB",
    rules=("migration-ends-before-full-downtime",),
    harm=Harm.RELATIVE,
)
_LIVE_MIGRATION_TIMEOUT_ACTION = OptionCause(
    "libvirt",
    "live_migration_timeout_action",
    "what happens when that time is over",
    rules=("migration-never-forced",),
)
_LIVE_MIGRATION_PERMIT_POST_COPY = OptionCause(
    "libvirt",
    "live_migration_permit_post_copy",
    "true lets the guest run on the target before all of its memory is there",
    rules=("post-copy-replaces-auto-converge",),
)

SIGNATURES = (
    Signature(
        "migration-failed",
        says="libvirt aborted a live migration.",
        anchors=("Live Migration failure: ",),
        pattern=rf"Live Migration failure: {ERROR}",
        level="ERROR",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(),
        elsewhere=(
            (
                "The text after it says why: a port that is closed between the hosts, a "
                "certificate, a name that is not resolved, a processor that lacks "
                "features. What novalint knows of it stands as a symptom of its own."
            ),
        ),
        sources=(
            "34 nova/virt/libvirt/driver.py:11581",
            "15 nova/virt/libvirt/driver.py:6344",
        ),
        samples=(
            (
                "Live Migration failure: unable to connect to server at "
                "cmp2:16514: Connection refused"
            ),
        ),
        outside=True,
    ),
    Signature(
        "migration-too-slow",
        says="A live migration exceeded its timeout.",
        anchors=("Live migration not completed after",),
        pattern=rf"Live migration not completed after {SECONDS} sec",
        level="WARNING",
        logger="nova.virt.libvirt.migration",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _LIVE_MIGRATION_COMPLETION_TIMEOUT,
            _LIVE_MIGRATION_TIMEOUT_ACTION,
            OptionCause(
                "libvirt",
                "live_migration_permit_auto_converge",
                "true slows the guest down until it can move",
            ),
            _LIVE_MIGRATION_PERMIT_POST_COPY,
        ),
        elsewhere=(
            (
                "The guest writes memory faster than the network carries it; at a "
                "time when it is quieter it goes through."
            ),
        ),
        sources=(
            "34 nova/virt/libvirt/migration.py:688",
            "15 nova/virt/libvirt/migration.py:285",
        ),
        samples=("Live migration not completed after 1600 sec",),
    ),
    Signature(
        "migration-aborted",
        says="A live migration was aborted.",
        anchors=("Migration operation has aborted",),
        pattern=r"Migration operation has aborted",
        level="ERROR",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(
            _LIVE_MIGRATION_COMPLETION_TIMEOUT,
            _LIVE_MIGRATION_TIMEOUT_ACTION,
        ),
        elsewhere=(
            ("The lines before it say why; `virsh domjobabort` or the API may have asked for it."),
        ),
        sources=(
            "34 nova/virt/libvirt/driver.py:11860",
            "15 nova/virt/libvirt/driver.py:6620",
        ),
        samples=("Migration operation has aborted",),
        outside=True,
        follows=(
            "migration-failed",
            "migration-too-slow",
        ),
    ),
    Signature(
        "migration-cancelled",
        says="A live migration was cancelled; the server stays on its host.",
        anchors=("Migration operation was cancelled",),
        pattern=r"Migration operation was cancelled",
        level="WARNING",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(
            _LIVE_MIGRATION_COMPLETION_TIMEOUT,
            _LIVE_MIGRATION_TIMEOUT_ACTION,
        ),
        elsewhere=(
            "Somebody aborted it: `openstack server migration abort`, or `virsh domjobabort`.",
        ),
        sources=(
            "34 nova/virt/libvirt/driver.py:11867",
            "15 nova/virt/libvirt/driver.py:6628",
        ),
        samples=("Migration operation was cancelled",),
        outside=True,
        follows=("migration-too-slow",),
    ),
    Signature(
        "pre-migration-failed",
        says="The target host could not prepare a live migration.",
        anchors=("Pre live migration failed at",),
        pattern=rf"Pre live migration failed at {HOST}",
        level="ERROR",
        logger="nova.compute.manager",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(),
        elsewhere=(
            (
                "The log of nova-compute on the target host, at that moment: "
                "volumes, network, files."
            ),
        ),
        sources=(
            "34 nova/compute/manager.py:9388",
            "15 nova/compute/manager.py:5443",
        ),
        samples=("Pre live migration failed at cmp2",),
        outside=True,
    ),
    Signature(
        "migration-ports-not-plugged",
        says=("A live migration ended because its ports were not ready on the target host."),
        anchors=(
            ("Failed waiting for network virtual interfaces to be plugged on the destination host"),
        ),
        pattern=(
            rf"Failed waiting for network virtual interfaces to be plugged on "
            rf"the destination host {HOST}"
        ),
        level="ERROR",
        logger="nova.compute.manager",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(17, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "vif_plugging_timeout",
                "so long is waited, by the source host's value",
                rules=("vif-timeout-lowered", "vif-timeout-for-many-hosts"),
                harm=Harm.LOW,
            ),
            OptionCause(
                "compute",
                "live_migration_wait_for_vif_plug",
                "whether is waited, by the target host's value",
                rules=("vif-live-migration-vendor-events",),
                ruled_out_by=(False,),
            ),
            OptionCause(
                "DEFAULT",
                "vif_plugging_is_fatal",
                (
                    "true ends the migration and the server stays; with false on the source "
                    "host it moves, and has no network until the port is wired"
                ),
                ruled_out_by=(False,),
            ),
        ),
        elsewhere=("The L2 agent of the target host is down or behind.",),
        sources=(
            "34 nova/compute/manager.py:9362",
            "17 nova/compute/manager.py:6260",
        ),
        samples=(
            (
                "Failed waiting for network virtual interfaces to be plugged on "
                "the destination host cmp2."
            ),
        ),
    ),
    Signature(
        "migration-tls-and-tunnel",
        says="Two ways to encrypt a migration are enabled at once.",
        anchors=("at the same time is invalid",),
        pattern=(
            r"Setting both 'live_migration_tunnelled' and "
            r"'live_migration_with_native_tls' at the same time is invalid"
        ),
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(19, None),
        causes=(
            OptionCause(
                "libvirt",
                "live_migration_tunnelled",
                "through libvirt, the old way",
                rules=("tunnel-and-native-tls",),
                ruled_out_by=(False,),
            ),
            _LIVE_MIGRATION_WITH_NATIVE_TLS,
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:878",
            "19 nova/virt/libvirt/driver.py:586",
        ),
        samples=(
            (
                "Setting both 'live_migration_tunnelled' and "
                "'live_migration_with_native_tls' at the same time is invalid. If "
                "you have the relevant libvirt and QEMU versions, and TLS "
                "configured in your environment, pick "
                "'live_migration_with_native_tls'."
            ),
        ),
    ),
    Signature(
        "migration-post-copy-failed",
        says="A live migration could not continue in post-copy mode.",
        anchors=("Failed to switch to post-copy live migration",),
        pattern=rf"Failed to switch to post-copy live migration: {ERROR}",
        level="WARNING",
        logger="nova.virt.libvirt.migration",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            replace(_LIVE_MIGRATION_PERMIT_POST_COPY, rules=("post-copy-with-mediated-devices",)),
        ),
        elsewhere=("The kernel does not let QEMU do it: `vm.unprivileged_userfaultfd`.",),
        sources=(
            "34 nova/virt/libvirt/migration.py:780",
            "15 nova/virt/libvirt/migration.py:411",
        ),
        samples=("Failed to switch to post-copy live migration: x",),
        outside=True,
    ),
)
