"""Lines about the events that say that a port is ready."""

from __future__ import annotations

from novalint.logs.signature import (
    INSTANCE,
    SECONDS,
    UUID,
    Harm,
    OptionCause,
    Remedy,
    Signature,
    Stage,
)
from novalint.nova.vif_plugging import BUILDS, MIGRATIONS, PRICE, REBOOTS
from novalint.records import replace

_VIF_PLUGGING_TIMEOUT = OptionCause(
    "DEFAULT",
    "vif_plugging_timeout",
    "how many seconds nova-compute waits for the event",
    rules=("vif-timeout-lowered", "vif-timeout-for-many-hosts", "vif-fatal-without-waiting"),
    harm=Harm.LOW,
)
WAITED_FOR = replace(
    _VIF_PLUGGING_TIMEOUT,
    rules=("vif-timeout-lowered", "vif-timeout-for-many-hosts"),
    never_with=(0, None),
    never_for=("network-", "vif plugging"),
    told_in="seconds",
    waited_in="waited",
)
"""The same where a line says that the time is over: with 0, or nothing behind the `=`, none of its
kind is written. Up to pike, and for some drivers until today, it names no event but a callback."""
_VIF_PLUGGING_IS_FATAL = OptionCause(
    "DEFAULT",
    "vif_plugging_is_fatal",
    "if true, a server whose port is not ready in time goes to ERROR",
    rules=("fatal-vif-plugging",),
    ruled_out_by=(False,),
    remedy=Remedy(
        "false",
        PRICE,
        (True,),
        void_with=("DEFAULT", "vif_plugging_timeout", 0),
    ),
)
LIVE_MIGRATION_WAITS = OptionCause(
    "compute",
    "live_migration_wait_for_vif_plug",
    "the target host's value: whether the source waits at all",
    rules=("vif-live-migration-vendor-events", "vif-live-migration-without-waiting"),
    ruled_out_by=(False,),
)
LIVE_MIGRATION_IS_GIVEN_UP = OptionCause(
    "DEFAULT",
    "vif_plugging_is_fatal",
    "true gives up a live migration whose ports are not ready in time, and the server goes on "
    "where it was; with false it would move to a host that has not wired them",
    ruled_out_by=(False,),
)
_WITHOUT_A_BUILD = (
    replace(LIVE_MIGRATION_WAITS, part="task", part_is=MIGRATIONS, part_needed=True),
    replace(LIVE_MIGRATION_IS_GIVEN_UP, part="task", part_is=MIGRATIONS, part_needed=True),
    OptionCause(
        "workarounds",
        "wait_for_vif_plugged_event_during_hard_reboot",
        "hard reboots and starts wait for ports of the types that it lists or, where a server has "
        "none of these, for each port that is down",
        ruled_out_by=(None,),
        never_with=(None,),
        part="task",
        part_is=REBOOTS,
        part_needed=True,
    ),
    OptionCause(
        "DEFAULT",
        "vif_plugging_is_fatal",
        "true powers a server off again whose port is not ready in time, and sends it to ERROR "
        "after a hard reboot",
        ruled_out_by=(False,),
        part="task",
        part_is=REBOOTS,
        part_needed=True,
    ),
)
"""What waits where no server is built: false of `vif_plugging_is_fatal` would let a live migration
go on to a host without the network, and a server start without one because a workaround asks for
what its network does not tell."""
_LATE = (
    "amqp-unreachable",
    "amqp-connection-failed",
    "vif-plug-timeout",
    "vif-creation-failed",
    "rpc-reply-timeout",
)
"""What lets an event come too late; without it one that nobody waits for is no failure."""
_PLUGGED = ("network-vif-plugged",)
"""What the options wait for: no other event of a port."""

SIGNATURES = (
    Signature(
        "vif-event-unexpected",
        says="An event about a port came when nova-compute did not wait for it.",
        anchors=("Received unexpected event ",),
        pattern=(
            r"Received unexpected event (?P<event>network-vif-(?:un)?plugged|network-changed|"
            rf"[\w-]{{1,40}}?)(?:-(?:{UUID}|[0-9a-f-]{{1,36}}$)?)? ?(?:$|for instance"
            r"(?: with vm_state (?P<state>\w{1,30}) and task_state (?P<task>[\w-]{1,40}))?)"
        ),
        level="WARNING",
        logger="nova.compute.manager",
        services=("nova-compute",),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "vif_plugging_is_fatal",
                (
                    "if true, a server whose port is not ready in time goes to ERROR; the "
                    "event that comes later is not waited for"
                ),
                rules=("fatal-vif-plugging",),
                ruled_out_by=(False,),
                remedy=Remedy(
                    "false",
                    PRICE,
                    (True,),
                    beside=_LATE,
                    void_with=("DEFAULT", "vif_plugging_timeout", 0),
                ),
                part="event",
                part_is=_PLUGGED,
            ),
            OptionCause(
                "DEFAULT",
                "vif_plugging_is_fatal",
                (
                    "false starts a guest before its port is ready, and the event that "
                    "comes later is not waited for"
                ),
                ruled_out_by=(True,),
                part="event",
                part_is=_PLUGGED,
            ),
            replace(_VIF_PLUGGING_TIMEOUT, beside=_LATE, part="event", part_is=_PLUGGED),
        ),
        elsewhere=(
            (
                "With `vm_state active` the event came too late, or the L2 agent "
                "plugged its ports again, as it does after a restart: one such line "
                "alone is no failure."
            ),
            (
                "RabbitMQ or neutron is behind: the event travels from neutron "
                "through nova-api and RabbitMQ to nova-compute."
            ),
            (
                "With `vm_state building` nova-compute had not registered for it: "
                "the driver does not wait, or the timeout is 0."
            ),
            (
                "With `vm_state error` the build was given up before the event came: the error "
                "before it says why, most often vif-plug-timeout."
            ),
        ),
        sources=("34 nova/compute/manager.py:11444", "15 nova/compute/manager.py:6850"),
        samples=(
            (
                "[instance: 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10] Received "
                "unexpected event "
                "network-vif-plugged-0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11 for "
                "instance with vm_state active and task_state None."
            ),
        ),
        outside=True,
        follows=("amqp-unreachable", "vif-plug-timeout"),
    ),
    Signature(
        "vif-plug-timeout",
        says="neutron did not say in time that a port is ready.",
        anchors=("Timeout waiting for ",),
        pattern=(
            r"Timeout waiting for (?!\[['u]{0,2}(?:volume|accelerator)-)"
            r"(?P<event>\[[('u]{0,3}network-.{0,300}?(?:\]|$)|"
            r"\[.{0,300}?\](?= for instance)|.{1,120}?(?= for instance)|"
            r"vif plugging callback|"
            r"network-vif-(?:un)?plugged(?:-[0-9a-f-]{1,36})?(?=[\s.,;!?]|$))"
            r"(?: for instance(?: with vm_state (?P<state>\w{1,30})"
            r" and task_state (?P<task>[\w-]{1,40}))?)?"
            rf"(?:(?=.{{0,900}}?Timeout: {SECONDS} seconds)|)"
            r"(?:(?=.{0,900}?network-vif-plugged-[0-9a-f-]{36}: "
            r"timed out after (?P<waited>\d{1,9}(?:\.\d{1,9})?) seconds)|)"
        ),
        level="WARNING",
        logger="nova.virt.libvirt.driver, nova.compute.manager",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            replace(_VIF_PLUGGING_IS_FATAL, part="task", part_is=BUILDS),
            *_WITHOUT_A_BUILD,
            WAITED_FOR,
            OptionCause(
                "DEFAULT",
                "max_concurrent_builds",
                "how many builds ask neutron for ports at once",
                part="task",
                part_is=BUILDS,
            ),
        ),
        elsewhere=(
            (
                "The L2 or DHCP agent of the host is down or behind: `openstack "
                "network agent list`, then its log. With OVN that is ovn-controller."
            ),
            (
                "The event was lost on its way: neutron's `[nova]` credentials, "
                "`notify_nova_on_port_status_changes`, RabbitMQ."
            ),
            (
                "neutron-server has too few `rpc_workers`, or its agents start a "
                "root helper for each command."
            ),
        ),
        sources=("34 nova/compute/manager.py:588", "15 nova/virt/libvirt/driver.py:5279"),
        samples=(
            (
                "[instance: 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10] Timeout waiting "
                "for ['network-vif-plugged-0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11'] "
                "for instance with vm_state building and task_state spawning. "
                "Event states are: "
                "network-vif-plugged-0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11: timed "
                "out after 300.01 seconds"
            ),
        ),
        outside=True,
        follows=("amqp-unreachable",),
    ),
    Signature(
        "vif-creation-failed",
        says="A build was abandoned because the network of the server was not ready.",
        anchors=("Virtual Interface creation failed",),
        pattern=r"Virtual Interface creation failed",
        level="",
        logger="nova.exception",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            replace(
                _VIF_PLUGGING_IS_FATAL,
                never_with=(False,),
                never_beside=("vif-plug-timeout", "vif-port-failed"),
            ),
            replace(_VIF_PLUGGING_TIMEOUT, ruled_out_by=(0, None)),
        ),
        elsewhere=("neutron or its agents failed to wire the port: their logs say why.",),
        sources=("34 nova/exception.py:117", "15 nova/exception.py:119"),
        samples=(
            ("nova.exception.VirtualInterfaceCreateException: Virtual Interface creation failed"),
        ),
        outside=True,
        follows=("vif-plug-timeout", "vif-port-failed", "amqp-unreachable"),
        translations=(
            "Falha na criação da Interface Virtual",
            "La création de l'Interface Virtuelle a échoué",
            "Sanal arayüz oluşturma hatası",
            "Vytvoření virtuálního rozhraní selhalo",
            "Ошибка создания виртуального интерфейса",
            "仮想インターフェースの作成に失敗しました",
            "虚拟接口创建失败",
            "가상 인터페이스 생성 실패하였습니다",
        ),
    ),
    Signature(
        "vif-port-failed",
        says="neutron reported that a port could not be wired.",
        anchors=("Neutron Reported failure on event",),
        pattern=(
            r"Neutron Reported failure on event (?P<event>[\w-]{1,100})"
            rf"(?: for instance {INSTANCE})?"
        ),
        level="ERROR",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "vif_plugging_is_fatal",
                "false goes on all the same, true gives the build up",
            ),
        ),
        elsewhere=(
            (
                "The L2 agent failed: its log on this host, then the mechanism "
                "driver's on the server."
            ),
            "A bridge or a physical network is missing on the host.",
        ),
        sources=("34 nova/virt/libvirt/driver.py:8542", "15 nova/virt/libvirt/driver.py:5192"),
        samples=(
            (
                "Neutron Reported failure on event "
                "network-vif-plugged-0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11 for "
                "instance 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10"
            ),
        ),
        outside=True,
    ),
)
