"""Lines about power states."""

from __future__ import annotations

from novalint.logs.signature import LIMIT, NUMBER, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "power-states-differ",
        says="The database and the hypervisor have different numbers of servers.",
        anchors=("While synchronizing instance power states",),
        pattern=(
            rf"While synchronizing instance power states, found {NUMBER} instances"
            rf"(?: in the database and {LIMIT} instances on the hypervisor)?"
        ),
        level="WARNING",
        logger="nova.compute.manager",
        services=("nova-compute",),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "sync_power_state_interval",
                "so often it is compared",
            ),
        ),
        elsewhere=(
            ("Servers are being built or deleted just then: a short difference is normal."),
            ("Guests were made or removed by hand with virsh, or a migration failed half-way."),
        ),
        sources=(
            "34 nova/compute/manager.py:10804",
            "15 nova/compute/manager.py:6360",
        ),
        samples=(
            (
                "While synchronizing instance power states, found 120 instances in "
                "the database and 118 instances on the hypervisor."
            ),
        ),
        outside=True,
    ),
)
