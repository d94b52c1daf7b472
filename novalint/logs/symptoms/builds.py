"""Lines about servers that are built."""

from __future__ import annotations

from novalint.logs.signature import ERROR, HOST, INSTANCE, Harm, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "build-aborted",
        says="A build was aborted and is not retried.",
        anchors=("aborted: ",),
        pattern=rf"Build of instance {INSTANCE} aborted: {ERROR}",
        level="",
        logger="nova.compute.manager",
        services=(
            "nova-compute",
            "nova-conductor",
        ),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(),
        elsewhere=(
            (
                "The reason follows `aborted:`: network, volume, image or "
                "quota; the lines before it say more."
            ),
        ),
        sources=(
            "34 nova/exception.py:1614",
            "15 nova/exception.py:1600",
        ),
        samples=(
            (
                "Build of instance 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 aborted: "
                "Failed to allocate the network(s), not rescheduling."
            ),
        ),
        outside=True,
        follows=(
            "vif-plug-timeout",
            "vif-creation-failed",
            "volume-not-ready",
            "network-allocation-failed",
        ),
        translations=(
            "Construção da instância",
            "sunucusunun inşası iptal edildi",
            "è stata interrotta",
            "の作成は打ち切られました",
            "的构建已中止",
            "의 빌드가 중단됨",
        ),
    ),
    Signature(
        "build-rescheduled",
        says="A host refused a build, and another host is tried.",
        anchors=("was re-scheduled: ",),
        pattern=rf"Build of instance {INSTANCE} was re-scheduled: {ERROR}",
        level="",
        logger="nova.compute.manager",
        services=(
            "nova-compute",
            "nova-conductor",
        ),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(
            OptionCause(
                "scheduler",
                "max_attempts",
                "how many hosts are tried",
                rules=("no-second-host-tried",),
                harm=Harm.LOW,
            ),
            OptionCause(
                "filter_scheduler",
                "host_subset_size",
                "1 sends all schedulers to the same best host",
                rules=("schedulers-pick-same-host",),
                harm=Harm.LOW,
            ),
        ),
        elsewhere=(
            ("The reason follows it; resources that another build took first are the usual one."),
        ),
        sources=(
            "34 nova/exception.py:1618",
            "15 nova/exception.py:1604",
        ),
        samples=(
            (
                "Build of instance 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 was "
                "re-scheduled: Insufficient compute resources: Free memory 100.00 "
                "MB < requested 512 MB."
            ),
        ),
        outside=True,
        translations=(
            "A construção da instância",
            "a été reprogrammée",
            "bylo znovu naplánováno",
            "sunucusunun inşası yeniden zamanlandı",
            "è stata ripianificata",
            "повторно запланирована",
            "の作成は再スケジュールされました",
            "的构建已被重新安排",
            "의 빌드가 다시 예정됨",
        ),
    ),
    Signature(
        "build-timed-out",
        says="A build exceeded its timeout and was set to ERROR.",
        anchors=("Instance build timed out. Set to error state",),
        pattern=r"Instance build timed out\. Set to error state",
        level="WARNING",
        logger="nova.compute.manager",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "instance_build_timeout",
                "how many seconds a build may take; 0 is no limit",
                rules=("build-timeout-below-network-wait",),
                harm=Harm.RELATIVE,
                never_with=(0,),
            ),
            OptionCause(
                "DEFAULT",
                "vif_plugging_timeout",
                "how many seconds a build waits for the event",
                harm=Harm.HIGH,
            ),
            OptionCause(
                "DEFAULT",
                "block_device_allocate_retries",
                "how often Nova checks whether a new volume is ready",
            ),
        ),
        elsewhere=("The image download or the volume is slow.",),
        sources=(
            "34 nova/compute/manager.py:1985",
            "15 nova/compute/manager.py:1368",
        ),
        samples=(
            (
                "[instance: 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10] Instance build "
                "timed out. Set to error state."
            ),
        ),
    ),
    Signature(
        "spawn-failed",
        says="The driver could not start a new server.",
        anchors=("Instance failed to spawn",),
        pattern=r"Instance failed to spawn",
        level="ERROR",
        logger="nova.compute.manager",
        services=("nova-compute",),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(),
        elsewhere=(("The traceback below says what libvirt, the image or the network refused."),),
        sources=(
            "34 nova/compute/manager.py:1060",
            "15 nova/compute/manager.py:799",
        ),
        samples=(("[instance: 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10] Instance failed to spawn"),),
        outside=True,
        follows=("vif-creation-failed",),
    ),
    Signature(
        "last-host-failed",
        says="A build failed on a host, and another one is tried.",
        anchors=("Error from last host: ",),
        pattern=(rf"Error from last host: {HOST} \(node"),
        level="ERROR",
        logger="nova.scheduler.utils",
        services=("nova-conductor",),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(),
        elsewhere=(
            (
                "The reason is the last line of the traceback that it quotes, and stands "
                "in the log of nova-compute on that host."
            ),
        ),
        sources=("34 nova/scheduler/utils.py:1096", "15 nova/scheduler/utils.py:200"),
        samples=(
            (
                "Error from last host: cmp1 (node cmp1): ['Traceback (most recent call "
                "last):\\n', 'x']"
            ),
        ),
        outside=True,
    ),
    Signature(
        "server-not-rebooted",
        says="A server could not be rebooted.",
        anchors=("Cannot reboot instance: ",),
        pattern=(r"Cannot reboot instance: "),
        level="ERROR",
        logger="nova.compute.manager",
        services=("nova-compute",),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(),
        elsewhere=(
            (
                "What follows it is the reason, mostly of libvirt. A hard reboot "
                "creates the guest again."
            ),
        ),
        sources=("34 nova/compute/manager.py:4521", "15 nova/compute/manager.py:3072"),
        samples=(
            (
                "Cannot reboot instance: Unable to create tap device tap0b6f9f9a-53: "
                "Device or resource busy"
            ),
        ),
        outside=True,
    ),
)
