"""Lines about the ports of servers that move from host to host."""

from __future__ import annotations

from novalint.logs.signature import Signature, Stage
from novalint.logs.symptoms.vif_events import (
    LIVE_MIGRATION_IS_GIVEN_UP,
    LIVE_MIGRATION_WAITS,
    WAITED_FOR,
)
from novalint.records import replace

_WAITED_FOR = replace(WAITED_FOR, told_in="", waited_in="")

SIGNATURES = (
    Signature(
        "vif-migration-events-missing",
        says="A live migration timed out waiting for its ports on the target host.",
        anchors=("If these timeouts are a persistent issue",),
        pattern=(
            r"Timed out waiting for events: (?P<event>.{1,300}?)\. If these "
            r"timeouts are a persistent issue"
        ),
        level="WARNING",
        logger="nova.compute.manager",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(19, None),
        causes=(LIVE_MIGRATION_WAITS, LIVE_MIGRATION_IS_GIVEN_UP, _WAITED_FOR),
        elsewhere=(
            "The network backend sends no such event before the migration ends.",
            "The L2 agent of the target host is down or behind.",
        ),
        sources=("34 nova/compute/manager.py:9372", "19 nova/compute/manager.py:6802"),
        samples=(
            (
                "Timed out waiting for events: [('network-vif-plugged', "
                "'0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11')]. If these timeouts are a "
                "persistent issue it could mean the networking backend on host "
                "cmp2 does not support sending these events unless there are port "
                "binding host changes which does not happen at this point in the "
                "live migration process. You may need to disable the "
                "live_migration_wait_for_vif_plug option on host cmp2."
            ),
        ),
    ),
    Signature(
        "vif-revert-timeout",
        says="A server that was to be resized back timed out waiting for its ports.",
        anchors=("Timeout waiting for Neutron events: ",),
        pattern=r"Timeout waiting for Neutron events: (?P<event>.{1,300})",
        level="ERROR",
        logger="nova.compute.manager",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(18, 23),
        causes=(_WAITED_FOR,),
        elsewhere=(
            "The L2 agent of the host to which the server returns is down or behind. Ports with "
            "hybrid plugging (`ovs_hybrid_plug`) alone are waited for here, and the server goes "
            "to ERROR whatever `vif_plugging_is_fatal` is.",
            "RabbitMQ or neutron is behind: the event travels from neutron through nova-api and "
            "RabbitMQ to nova-compute.",
        ),
        sources=("23 nova/compute/manager.py:4916", "18 nova/compute/manager.py:4313"),
        samples=(
            "[instance: 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10] Timeout waiting for Neutron events: "
            "[('network-vif-plugged', '0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11')]",
        ),
        outside=True,
        follows=("amqp-unreachable",),
    ),
)
