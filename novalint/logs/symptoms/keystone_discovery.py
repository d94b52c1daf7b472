"""Lines about asking Keystone for the versions of its API."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

_GROUPS = ("keystone_authtoken", "placement", "neutron", "cinder", "service_user")
_FAULTS = ("service-url-invalid", "login-incomplete")

SIGNATURES = (
    Signature(
        "keystone-versions-not-read",
        says="Keystone could not be asked for its versions, so the path of the URL decides.",
        anchors=(
            "Failed to discover available identity versions when contacting ",
            "Discovering versions from the identity service failed",
        ),
        pattern=(
            r"Failed to discover available identity versions when contacting "
            r"(?P<url>[\w:/.\[\]-]{0,119}[\w/\]])|"
            r"Discovering versions from the identity service failed"
        ),
        level="WARNING",
        logger="keystoneauth.identity.generic.base",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.STEP,
        releases=(15, None),
        causes=tuple(
            OptionCause(
                group,
                "auth_url",
                "where Keystone is: with `/v3` at its end the log-in is tried all the same",
                rules=_FAULTS,
                ruled_out_by=(None,),
            )
            for group in _GROUPS
        ),
        elsewhere=(
            "Keystone, or the proxy before it, is down or slow, or answers with 503.",
            "The certificate of Keystone is not trusted: `cafile`.",
        ),
        sources=(
            "34 keystoneauth1/identity/generic/base.py:145",
            "15 keystoneauth1/identity/generic/base.py:139",
        ),
        samples=(
            (
                "Failed to discover available identity versions when contacting "
                "http://ctl:5000/v3. Attempting to parse version from URL."
            ),
            (
                "Discovering versions from the identity service failed when creating the password "
                "plugin. Attempting to determine version from URL."
            ),
        ),
        outside=True,
        follows=("service-not-connected",),
    ),
)
