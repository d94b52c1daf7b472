"""Lines about ports and networks of servers."""

from __future__ import annotations

from novalint.logs.signature import LIMIT, NUMBER, UUID, Harm, OptionCause, Remedy, Signature, Stage
from novalint.nova.vif_plugging import PRICE
from novalint.records import replace

_VIF_PLUGGING_IS_FATAL = OptionCause(
    "DEFAULT",
    "vif_plugging_is_fatal",
    "if true, a server whose port is not ready in time goes to ERROR",
    rules=("fatal-vif-plugging",),
    ruled_out_by=(False,),
    raised=("VirtualInterfaceCreateException",),
    remedy=Remedy(
        "false",
        PRICE,
        (True,),
        beside=("vif-plug-timeout", "vif-creation-failed", "vif-port-failed"),
        void_with=("DEFAULT", "vif_plugging_timeout", 0),
    ),
)
_NETWORK_ALLOCATE_RETRIES = OptionCause(
    "DEFAULT",
    "network_allocate_retries",
    "how often the set-up is tried again",
    rules=("network-allocation-not-retried",),
    harm=Harm.LOW,
)
HTTP_RETRIES = OptionCause(
    "neutron",
    "http_retries",
    "how often a request that neutron did not take is tried again",
    rules=("neutron-not-asked-again",),
    harm=Harm.LOW,
    raised=("ConnectFailure", "ConnectTimeout", "ConnectionError", "ConnectionFailed"),
)
"""Tried again is what gets no connection: keystoneauth1/session.py (`_send_request`) and
neutronclient/v2_0/client.py (`retry_request`) of 34."""

SIGNATURES = (
    Signature(
        "network-allocation-failed",
        says="The network of a new server could not be set up.",
        anchors=("Failed to allocate network(s)",),
        pattern=r"Failed to allocate network\(s\)",
        level="ERROR",
        logger="nova.compute.manager",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            _VIF_PLUGGING_IS_FATAL,
            _NETWORK_ALLOCATE_RETRIES,
            HTTP_RETRIES,
            OptionCause(
                "neutron",
                "timeout",
                "how long a request to neutron may take",
                rules=("client-timeout-not-positive",),
                harm=Harm.LOW,
            ),
        ),
        elsewhere=(
            (
                "neutron answered with an error: the traceback below has it. A port that it "
                "cannot bind fails before Nova waits for any port."
            ),
            "The port's event did not come: look for a timeout shortly before.",
        ),
        sources=(
            "34 nova/compute/manager.py:2770",
            "15 nova/compute/manager.py:1989",
        ),
        samples=(
            ("[instance: 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10] Failed to allocate network(s)"),
        ),
        outside=True,
        follows=(
            "vif-plug-timeout",
            "vif-creation-failed",
            "port-binding-failed",
        ),
    ),
    Signature(
        "network-not-rescheduled",
        says="A build failed because of its network, and no other host is tried.",
        anchors=("Failed to allocate the network(s), not rescheduling",),
        pattern=r"Failed to allocate the network\(s\), not rescheduling",
        level="",
        logger="nova.compute.manager",
        services=(
            "nova-compute",
            "nova-conductor",
        ),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(
            _VIF_PLUGGING_IS_FATAL,
            OptionCause(
                "DEFAULT",
                "vif_plugging_timeout",
                "how many seconds a build waits for the event",
                rules=("vif-timeout-lowered", "vif-timeout-for-many-hosts"),
                harm=Harm.LOW,
            ),
            replace(_NETWORK_ALLOCATE_RETRIES, rules=()),
        ),
        elsewhere=("What neutron or its agents say of the port.",),
        sources=(
            "34 nova/compute/manager.py:2778",
            "15 nova/compute/manager.py:1997",
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
            "network-allocation-failed",
            "vif-creation-failed",
        ),
    ),
    Signature(
        "port-binding-failed",
        says="neutron could not bind a port to this host.",
        anchors=("please check neutron logs for more information",),
        pattern=(
            rf"Binding failed for port {UUID}, please check neutron logs for "
            rf"more information"
        ),
        level="",
        logger="nova.exception",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "host",
                "must be the name under which the host's agent reports to neutron",
                rules=("host-named-localhost",),
            ),
        ),
        elsewhere=(
            (
                "The L2 agent of the host is dead or has another name: `openstack "
                "network agent list --host` with `[DEFAULT] host`. With OVN that is "
                "ovn-controller, whose chassis must have this name."
            ),
            (
                "No mechanism driver serves the network on this host: bridge "
                "mappings, physical network, VNIC type. The log of neutron-server has "
                "`Failed to bind port` with the host and the drivers that it asked."
            ),
        ),
        sources=(
            "34 nova/exception.py:970",
            "15 nova/exception.py:806",
        ),
        samples=(
            (
                "nova.exception.PortBindingFailed: Binding failed for port "
                "0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11, please check neutron logs "
                "for more information."
            ),
        ),
        outside=True,
        translations=(
            "bitte überprüfen Sie die Neutron Logs für mehr Informationen",
            "compruebe los registros de neutron para más información",
            "selhalo, pro další informace zkontrolujte prosím záznamy neutron",
            "verifique os logs do neutron para obter informações adicionais",
            "Échec de l'attachement du port",
            "Дополнительные сведения можно найти в протоколах neutron",
            "更多细节请查看日志",
            "詳細情報については neutron のログを確認してください",
            "請檢查 Neutron 日誌",
            "에 대해 바인딩에 실패했습니다. 자세한 정보는 neutron 로그를확인하십시오",
        ),
    ),
    Signature(
        "network-setup-retried",
        says="The network of a new server failed and is tried again.",
        anchors=("Instance failed network setup",),
        pattern=(
            rf"Instance failed network setup (?:after {NUMBER} "
            rf"attempt|\(attempt (?P<attempt>\d{{1,9}}) of {LIMIT}\))"
        ),
        level="",
        logger="nova.compute.manager",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "network_allocate_retries",
                "how often that is done",
                told_in="limit",
                told_more=1,
                rules=("network-allocation-not-retried",),
                harm=Harm.LOW,
            ),
            HTTP_RETRIES,
        ),
        elsewhere=("neutron is slow or answers with errors.",),
        sources=(
            "34 nova/compute/manager.py:2034",
            "15 nova/compute/manager.py:1417",
        ),
        samples=(
            (
                "[instance: 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10] Instance failed "
                "network setup (attempt 1 of 3)"
            ),
        ),
        outside=True,
    ),
)
