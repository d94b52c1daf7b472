"""Lines about asking Keystone for the versions of its API, and for its catalogue."""

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
                "where Keystone is: with `/v3` at its end the login is tried anyway",
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
    Signature(
        "service-catalog-empty",
        says=(
            "Keystone issued a token without a catalog, since the credentials name no "
            "project: Nova finds no other service."
        ),
        anchors=("The service catalog is empty",),
        pattern=r"The service catalog is empty",
        level="",
        logger="keystoneauth",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=tuple(
            OptionCause(
                group, "project_name", f"the project of the credentials {use}, most often `service`"
            )
            for group, use in (
                ("placement", "for placement"),
                ("neutron", "for neutron"),
                ("cinder", "for cinder"),
                ("service_user", "of Nova itself"),
            )
        ),
        elsewhere=(
            (
                "`project_id` does as well, and so does a project that the user has in Keystone as "
                "`default_project_id`: it may have been there in the old cloud only."
            ),
            "Keystone has no endpoint for this project: `openstack catalog list` as that user.",
        ),
        sources=(
            "34 keystoneauth1/access/service_catalog.py:425",
            "15 keystoneauth1/access/service_catalog.py:190",
        ),
        samples=("keystoneauth1.exceptions.catalog.EmptyCatalog: The service catalog is empty.",),
    ),
    Signature(
        "keystone-v3-not-found",
        says="nova-api finds no Keystone to check a project with.",
        anchors=("Keystone identity service version 3.0 was not found",),
        pattern=r"Keystone identity service version 3\.0 was not found",
        level="ERROR",
        logger="nova.api.openstack.identity",
        services=("nova-api",),
        stage=Stage.CAUSE,
        releases=(16, None),
        causes=(
            OptionCause(
                "keystone",
                "endpoint_override",
                "the URL of Keystone, without the catalog",
                rules=("service-url-invalid",),
            ),
            OptionCause(
                "keystone",
                "valid_interfaces",
                "which endpoints of the catalog are taken: internal, public",
            ),
            OptionCause("keystone", "region_name", "the region whose endpoint is taken"),
        ),
        elsewhere=(
            (
                "The catalog has no endpoint of identity for that interface and region: "
                "`openstack catalog show identity`."
            ),
            "Its URL ends in `/v2.0`: end it in `/v3` or with the port.",
        ),
        sources=(
            "34 nova/api/openstack/identity.py:42",
            "16 nova/api/openstack/identity.py:50",
        ),
        samples=(
            (
                "Keystone identity service version 3.0 was not found. This might be caused "
                "by Nova misconfiguration or Keystone problems."
            ),
        ),
        outside=True,
    ),
)
