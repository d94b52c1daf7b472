"""Lines about volumes."""

from __future__ import annotations

from novalint.logs.signature import NUMBER, SECONDS, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "volume-not-ready",
        says="A new volume was not ready in time.",
        anchors=("did not finish being created even after we waited",),
        pattern=(
            rf"Volume (?P<uuid>[\w-]{{1,40}}) did not finish being created even after we waited "
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
        translations=(
            "acabou não sendo criado mesmo depois de esperarmos",
            "kere denemeye rağmen bitmedi. Ve durumu",
            "nedokončil proces vytváření i po vyčkávání po dobu",
            "no se ha completado incluso después de esperar",
            "non terminée après attente de",
            "non è stata completata anche dopo un'attesa di",
            "не завершается долгое время",
            "を作成することができませんでした",
            "也未完成建立磁區",
            "仍然没有创建成功",
            "볼륨이 생성되지 않았습니다. 지금 상태는",
        ),
    ),
)
