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
    Signature(
        "lifecycle-events-off",
        says="libvirt's events about guests are ignored, and power states are not compared either.",
        anchors=("Instance lifecycle events from the compute driver have been disabled",),
        pattern=(
            r"Instance lifecycle events from the compute driver have been disabled\. Note "
            r"that lifecycle changes to an instance outside of the compute service will "
            r"not"
        ),
        level="WARNING",
        logger="nova.compute.manager",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "workarounds",
                "handle_virt_lifecycle_events",
                "false ignores what libvirt reports of guests",
                never_with=(True,),
            ),
            OptionCause(
                "DEFAULT",
                "sync_power_state_interval",
                "a negative number compares the states of servers and guests never",
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/compute/manager.py:1428",
            "15 nova/compute/manager.py:1110",
        ),
        samples=(
            (
                "Instance lifecycle events from the compute driver have been disabled. Note "
                "that lifecycle changes to an instance outside of the compute service will "
                "not be synchronized automatically since the _sync_power_states periodic "
                "task is also disabled."
            ),
        ),
    ),
)
