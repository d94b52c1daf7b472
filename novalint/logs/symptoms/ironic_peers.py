"""Lines of nova-compute, which shares nodes of Ironic with its peers."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "ironic-host-not-a-peer",
        says="This compute service is not in its own `peer_list`.",
        anchors=("FATAL: Peer list does not contain this compute service",),
        pattern=(
            r"FATAL: Peer list does not contain this compute service hostname "
            r"\((?P<host>[\w.:-]{1,120})\)"
        ),
        level="ERROR",
        logger="nova.virt.ironic.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(19, None),
        causes=(
            OptionCause(
                "ironic",
                "peer_list",
                "it must name the host of this service",
                rules=("ironic-peer-list-incomplete",),
            ),
            OptionCause(
                "DEFAULT",
                "host",
                "the name that is in the list",
                rules=("ironic-peer-list-incomplete",),
            ),
        ),
        elsewhere=("The host was renamed, and `[DEFAULT] host` is not set.",),
        sources=(
            "34 nova/virt/ironic/driver.py:143",
            "19 nova/virt/ironic/driver.py:143",
        ),
        samples=(
            (
                "FATAL: Peer list does not contain this compute service hostname (bm2); add "
                "it to the [ironic]/peer_list option."
            ),
        ),
    ),
    Signature(
        "ironic-peers-deprecated",
        says="Several compute services share the nodes of a group, which is deprecated.",
        anchors=("Having multiple compute services in your peer_list is now deprecated",),
        pattern=r"Having multiple compute services in your peer_list is now deprecated",
        level="WARNING",
        logger="nova.virt.ironic.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(28, None),
        causes=(
            OptionCause(
                "ironic",
                "peer_list",
                "one service a conductor group or shard, kept alive by a cluster manager",
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/ironic/driver.py:148",
            "28 nova/virt/ironic/driver.py:149",
        ),
        samples=(
            (
                "Having multiple compute services in your peer_list is now deprecated. We "
                "recommend moving to just a single node in your peer list."
            ),
        ),
    ),
    Signature(
        "ironic-peers-not-named",
        says="Nodes are shared among compute services, but no peer is set.",
        anchors=("FATAL: Peer list is not configured in the",),
        pattern=r"FATAL: Peer list is not configured in the",
        level="ERROR",
        logger="nova.virt.ironic.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(19, None),
        causes=(
            OptionCause(
                "ironic",
                "peer_list",
                "all services of the group, this one too",
                rules=("ironic-peer-list-incomplete",),
            ),
            OptionCause(
                "ironic",
                "conductor_group",
                "without it no list of peers is needed",
                rules=("ironic-peer-list-incomplete",),
            ),
            OptionCause(
                "ironic",
                "partition_key",
                "without it no list of peers is needed",
                rules=("ironic-peer-list-incomplete",),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/ironic/driver.py:138",
            "19 nova/virt/ironic/driver.py:138",
        ),
        samples=(
            (
                "FATAL: Peer list is not configured in the [ironic]/peer_list option; cannot "
                "map ironic nodes to compute services."
            ),
        ),
    ),
    Signature(
        "ironic-only-peer",
        says="This compute service is the only one in its list of peers.",
        anchors=("is the only service present in the [ironic]/peer_list option",),
        pattern=(
            r"This compute service \((?P<host>[\w.:-]{1,120})\) is the only service "
            r"present in the \[ironic\]/peer_list option"
        ),
        level="WARNING",
        logger="nova.virt.ironic.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(19, 27),
        causes=(
            OptionCause(
                "ironic",
                "peer_list",
                "all services that share the nodes of the group",
                rules=("ironic-peer-list-incomplete",),
            ),
            OptionCause("ironic", "partition_key", "without it no list of peers is needed"),
        ),
        elsewhere=("One service alone has the nodes of the group: then the line is harmless.",),
        sources=(
            "27 nova/virt/ironic/driver.py:149",
            "19 nova/virt/ironic/driver.py:148",
        ),
        samples=(
            (
                "This compute service (bm1) is the only service present in the "
                "[ironic]/peer_list option. Are you sure this should not include more hosts?"
            ),
        ),
    ),
    Signature(
        "ironic-nodes-not-filtered",
        says="Ironic is too old to filter nodes, so this service takes those of all groups.",
        anchors=(
            "Required Ironic API version 1.46 is not available to filter nodes",
            "Required Ironic API version is not available to filter nodes",
        ),
        pattern=(
            r"Required Ironic API version (?:1\.46 )?is not available to filter nodes by "
            r"conductor group"
        ),
        level="ERROR",
        logger="nova.virt.ironic.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(19, None),
        causes=(
            OptionCause(
                "ironic", "conductor_group", "the group whose nodes this service has to itself"
            ),
            OptionCause("ironic", "shard", "the shard whose nodes it has to itself"),
            OptionCause("ironic", "endpoint_override", "which Ironic is asked"),
        ),
        elsewhere=(
            (
                "Ironic is older than Stein, for shards older than 2023.1, or its "
                "`pin_release_version` holds the API back."
            ),
        ),
        sources=(
            "34 nova/virt/ironic/driver.py:801",
            "19 nova/virt/ironic/driver.py:761",
        ),
        samples=(
            (
                "Required Ironic API version 1.46 is not available to filter nodes by "
                "conductor group. All nodes will be eligible to be managed by this compute "
                "service."
            ),
            (
                "Required Ironic API version is not available to filter nodes by conductor "
                "group and shard."
            ),
        ),
    ),
)
