"""Lines about volumes."""

from __future__ import annotations

from novalint.logs.signature import NUMBER, SECONDS, UUID, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "volume-not-ready",
        says="A new volume was not ready in time.",
        anchors=("did not finish being created even after we waited",),
        pattern=(
            rf"Volume {UUID} did not finish being created even after we waited "
            rf"{SECONDS} seconds or {NUMBER} attempts"
        ),
        level="",
        logger="nova.exception",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "block_device_allocate_retries",
                "how often it is looked",
                rules=("volume-wait-short-for-images",),
            ),
            OptionCause(
                "DEFAULT",
                "block_device_allocate_retries_interval",
                "seconds between two looks",
                rules=("volume-wait-short-for-images",),
            ),
        ),
        elsewhere=(
            "Cinder copies a large image slowly: `downloading` in the line says so.",
            "The volume went to error: cinder's log.",
        ),
        sources=(
            "34 nova/exception.py:362",
            "15 nova/exception.py:255",
        ),
        samples=(
            (
                "Volume 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 did not finish being "
                "created even after we waited 190 seconds or 61 attempts. And its "
                "status is downloading."
            ),
        ),
    ),
)
