"""Lines about requests that ended in an error."""

from __future__ import annotations

from novalint.logs.signature import Harm, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "api-request-failed",
        says="A request to nova-api ended in an unexpected exception.",
        anchors=("Unexpected exception in API method",),
        pattern=r"Unexpected exception in API method",
        level="ERROR",
        logger="nova.api.openstack.wsgi",
        services=("nova-api",),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(),
        elsewhere=(
            ("The last line of the traceback says which: its own kind counts, not this line."),
        ),
        sources=(
            "34 nova/api/openstack/wsgi.py:808",
            "15 nova/api/openstack/extensions.py:366",
        ),
        samples=("Unexpected exception in API method: DBError",),
        outside=True,
        follows=(
            "rpc-reply-timeout",
            "login-refused",
            "database-not-connected",
            "database-schema-missing",
            "service-not-connected",
            "endpoint-not-in-catalogue",
            "service-catalog-empty",
        ),
    ),
    Signature(
        "service-request-timed-out",
        says="Another service did not answer in time.",
        anchors=("Request to ",),
        pattern=r"Request to (?P<url>https?://[\w:/.\[\]-]{1,120}) timed out",
        level="",
        logger="",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause("neutron", "timeout", "seconds that neutron is waited for"),
            OptionCause("cinder", "timeout", "seconds that cinder is waited for"),
            OptionCause("glance", "timeout", "seconds that glance is waited for"),
            OptionCause("placement", "timeout", "seconds that placement is waited for"),
        ),
        elsewhere=(
            (
                "The service is overloaded, or its own database or broker is; for "
                "neutron look at the number of its workers."
            ),
        ),
        sources=(
            "34 keystoneauth1/session.py:1198",
            "15 keystoneauth1/session.py:680",
        ),
        samples=(
            (
                "keystoneauth1.exceptions.connection.ConnectTimeout: Request to "
                "http://ctl:9696/v2.0/ports timed out"
            ),
        ),
        outside=True,
    ),
    Signature(
        "image-not-authorized",
        says="glance does not give the user access to an image.",
        anchors=("Not authorized for image",),
        pattern=r"Not authorized for image (?P<id>[\w-]{1,40})",
        level="",
        logger="nova.exception",
        services=(
            "nova-compute",
            "nova-api",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "service_user",
                "send_service_user_token",
                "with it a token that has just expired is good enough",
                rules=(
                    "service-token-not-sent",
                    "service-token-without-login",
                ),
            ),
        ),
        elsewhere=(
            "The user's token has expired during a long snapshot or build.",
            "The image belongs to another project and is not shared.",
        ),
        sources=(
            "34 nova/exception.py:219",
            "15 nova/exception.py:172",
        ),
        samples=(
            (
                "nova.exception.ImageNotAuthorized: Not authorized for image "
                "7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10."
            ),
        ),
        outside=True,
    ),
    Signature(
        "block-devices-refused",
        says="The disks that a new server asks for are not available.",
        anchors=("Block Device Mapping is Invalid",),
        pattern=r"Block Device Mapping is Invalid",
        level="",
        logger="nova.exception",
        services=(
            "nova-compute",
            "nova-api",
        ),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "block_device_allocate_retries",
                "how long a new volume is waited for",
                rules=("volume-wait-short-for-images",),
                harm=Harm.RELATIVE,
            ),
            OptionCause(
                "DEFAULT", "max_local_block_devices", "how many local disks a server may have"
            ),
        ),
        elsewhere=(
            (
                "A volume, snapshot or image that it names does not exist or is in "
                "error: cinder's log."
            ),
        ),
        sources=(
            "34 nova/exception.py:247",
            "15 nova/exception.py:181",
        ),
        samples=("nova.exception.InvalidBDM: Block Device Mapping is Invalid.",),
        outside=True,
        follows=(
            "block-devices-not-set-up",
            "volume-not-ready",
            "cinder-not-connected",
        ),
    ),
)
