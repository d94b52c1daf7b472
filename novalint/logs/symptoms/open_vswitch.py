"""Lines about Open vSwitch of the host, and os-vif."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "ovsdb-not-answering",
        says="Open vSwitch of the host does not answer.",
        anchors=(
            "exceeded timeout",
            "db.sock: database connection failed",
        ),
        pattern=(
            r"exceeded timeout (?P<seconds>\d{1,6}) seconds|db\.sock: database "
            r"connection failed"
        ),
        level="",
        logger="ovsdbapp",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause("os_vif_ovs", "ovsdb_connection", "where Open vSwitch is asked"),
            OptionCause(
                "os_vif_ovs", "ovs_vsctl_timeout", "seconds until it gives up", told_in="seconds"
            ),
            OptionCause(
                "vif_plug_ovs_privileged",
                "helper_command",
                "`Permission denied`: the helper that has the rights",
            ),
        ),
        elsewhere=(
            "openvswitch-switch does not run, or its host is overloaded.",
            "A container does not have the socket of the host.",
        ),
        sources=(
            "34 ovsdbapp/exceptions.py:47",
            "19 ovsdbapp/exceptions.py:54",
            "openvswitch-4.0.0 utilities/ovs-vsctl.c:201",
        ),
        samples=(
            (
                "ovsdbapp.exceptions.TimeoutException: Commands [x] exceeded "
                "timeout 120 seconds, cause: Result queue is empty"
            ),
            (
                "ovs-vsctl: unix:/var/run/openvswitch/db.sock: database connection "
                "failed (Permission denied)"
            ),
        ),
        outside=True,
    ),
    Signature(
        "vif-not-plugged-by-os-vif",
        says="os-vif could not plug a port.",
        anchors=("Failed to plug vif ", "Failed to plug VIF "),
        pattern=r"Failed to plug (?:vif|VIF) ",
        level="ERROR",
        logger="os_vif",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause("os_vif_ovs", "ovsdb_connection", "where Open vSwitch is asked"),
            OptionCause(
                "vif_plug_ovs_privileged", "helper_command", "the helper that has the rights"
            ),
        ),
        elsewhere=(
            ("The traceback says which: Open vSwitch, the helper, or a bridge that is not there."),
        ),
        sources=(
            "34 os_vif/__init__.py:97",
            "15 os_vif/__init__.py:83",
        ),
        samples=("Failed to plug vif VIFOpenVSwitch(active=False)",),
        outside=True,
        follows=(
            "ovsdb-not-answering",
            "privsep-helper-failed",
        ),
    ),
)
