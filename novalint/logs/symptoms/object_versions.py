"""Lines about objects in messages that a service of an older release does not know."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "object-version-not-known",
        says="A service received an object in a version that it does not support.",
        anchors=("IncompatibleObjectVersion",),
        pattern=(
            r"IncompatibleObjectVersion(?:_Remote)?: Version (?P<release>[\d.]{1,12}) of "
            r"(?P<name>\w{1,60}) is not supported"
        ),
        level="",
        logger="oslo_messaging.rpc.server",
        services=("nova-compute", "nova-conductor", "nova-scheduler", "nova-api"),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "upgrade_levels",
                "compute",
                "`auto`, or the older release, for as long as computes of both are there",
                rules=("upgrade-level-left-behind", "pin-missing-in-mixed-fleet", "pins-differ"),
            ),
        ),
        elsewhere=(
            (
                "nova-conductor is older than nova-compute: it is upgraded first, since it "
                "translates objects for computes that are behind."
            ),
            "Services of two clouds share a virtual host of the broker.",
        ),
        sources=(
            "34 oslo_versionedobjects/exception.py:171",
            "15 oslo_versionedobjects/exception.py:158",
        ),
        samples=(
            (
                "oslo_versionedobjects.exception.IncompatibleObjectVersion: Version 2.8 of "
                "Instance is not supported, supported version is 2.7"
            ),
        ),
    ),
)
