"""Lines about the resources of a host."""

from __future__ import annotations

from novalint.logs.signature import Harm, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "resource-update-failed",
        says="The resources of a host could not be reported.",
        anchors=("Error updating resources for node",),
        pattern=r"Error updating resources for node (?P<name>[\w.-]{0,119}[\w-])\.",
        level="ERROR",
        logger="nova.compute.manager",
        services=("nova-compute",),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(
            OptionCause(
                "compute",
                "cpu_dedicated_set",
                "processors for pinned guests",
                rules=(
                    "cpu-mask-invalid",
                    "cpu-mask-beyond-host",
                    "cpu-sets-overlap",
                ),
            ),
            OptionCause(
                "compute",
                "cpu_shared_set",
                "processors for the others",
                rules=(
                    "cpu-mask-invalid",
                    "cpu-mask-beyond-host",
                    "cpu-sets-overlap",
                ),
            ),
            OptionCause(
                "pci", "device_spec", "devices for guests", rules=("pci-device-spec-invalid",)
            ),
            OptionCause("placement", "auth_url", "where to report"),
        ),
        elsewhere=(
            ("The traceback below says whether placement, the database or libvirt refused."),
        ),
        sources=(
            "34 nova/compute/manager.py:11132",
            "15 nova/compute/manager.py:6639",
        ),
        samples=(
            ("Error updating resources for node cmp1.: nova.exception.PlacementAPIConnectFailure"),
        ),
        outside=True,
        follows=(
            "placement-not-answering",
            "placement-login-refused",
            "rpc-reply-timeout",
        ),
    ),
    Signature(
        "lock-waited-long",
        says="A task waited for a lock for ten seconds or more.",
        anchors=(":: waited ",),
        pattern=(
            r"""[Ll]ock '?\"?(?P<name>[\w.:/-]{1,120})'?\"? acquired by """
            r"""'?\"?(?P<function>[\w.<>-]{1,160})'?\"? :: waited """
            r"""(?P<seconds>\d{2,9}\.\d{1,3})s"""
        ),
        level="DEBUG",
        logger="oslo_concurrency.lockutils",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "update_resources_interval",
                ("so often the host's resources are counted, under the lock that builds need"),
            ),
            OptionCause(
                "DEFAULT",
                "max_concurrent_builds",
                "how many builds wait for each other",
                rules=("many-tasks-at-once",),
                harm=Harm.HIGH,
            ),
        ),
        elsewhere=("Placement or nova-conductor answers slowly while the lock is held.",),
        sources=(
            "34 oslo_concurrency/lockutils.py:526",
            "15 oslo_concurrency/lockutils.py:266",
        ),
        samples=(
            (
                'Lock "compute_resources" acquired by '
                '"nova.compute.resource_tracker.ResourceTracker.instance_claim" :: '
                "waited 45.120s"
            ),
        ),
    ),
)
