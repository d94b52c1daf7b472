"""Lines about the metadata service."""

from __future__ import annotations

from novalint.logs.signature import ERROR, NAME, UUID, OptionCause, Signature, Stage

_METADATA_PROXY_SHARED_SECRET = OptionCause(
    "neutron",
    "metadata_proxy_shared_secret",
    "must be the same here and in the metadata agent",
    rules=(
        "metadata-proxy-without-secret",
        "metadata-secret-without-proxy",
    ),
)
_SERVICE_METADATA_PROXY = OptionCause(
    "neutron",
    "service_metadata_proxy",
    "whether requests come through neutron's metadata agent",
    rules=(
        "metadata-proxy-without-secret",
        "metadata-secret-without-proxy",
    ),
)

SIGNATURES = (
    Signature(
        "metadata-secret-absent",
        says="Anyone can pretend to be any server at the metadata service.",
        anchors=("metadata_proxy_shared_secret is not configured",),
        pattern=r"metadata_proxy_shared_secret is not configured",
        level="WARNING",
        logger="nova.api.metadata.handler",
        services=(
            "nova-api",
            "nova-api-metadata",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _METADATA_PROXY_SHARED_SECRET,
            _SERVICE_METADATA_PROXY,
        ),
        elsewhere=(),
        sources=(
            "34 nova/api/metadata/handler.py:55",
            "15 nova/api/metadata/handler.py:52",
        ),
        samples=(
            (
                "metadata_proxy_shared_secret is not configured, the metadata "
                "information returned by the proxy cannot be trusted"
            ),
        ),
    ),
    Signature(
        "metadata-proxy-off",
        says=(
            "A request came through neutron's metadata agent, which Nova is not "
            "configured to expect."
        ),
        anchors=("X-Instance-ID present in request headers",),
        pattern=r"X-Instance-ID present in request headers",
        level="WARNING",
        logger="nova.api.metadata.handler",
        services=(
            "nova-api",
            "nova-api-metadata",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(_SERVICE_METADATA_PROXY,),
        elsewhere=(),
        sources=(
            "34 nova/api/metadata/handler.py:119",
            "15 nova/api/metadata/handler.py:109",
        ),
        samples=(
            (
                "X-Instance-ID present in request headers. The "
                "'service_metadata_proxy' option must be enabled to process this "
                "header."
            ),
        ),
    ),
    Signature(
        "metadata-secret-differs",
        says="The metadata agent signs with another secret than Nova has.",
        anchors=(
            "does not match the expected signature for id",
            "does not match the expected value: ",
        ),
        pattern=(
            rf"X-Instance-ID-Signature: (?P<id>[0-9a-f]{{1,80}}) does not "
            rf"match the expected (?:value: |signature for id: {UUID})"
        ),
        level="WARNING",
        logger="nova.api.metadata.handler",
        services=(
            "nova-api",
            "nova-api-metadata",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(_METADATA_PROXY_SHARED_SECRET,),
        elsewhere=(
            "The agent of one network node was not changed with the others.",
            "Somebody tries to get another server's metadata.",
        ),
        sources=(
            "34 nova/api/metadata/handler.py:307",
            "15 nova/api/metadata/handler.py:271",
        ),
        samples=(
            (
                "X-Instance-ID-Signature: abc does not match the expected value: def for id: "
                "7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10. Request From: 10.0.0.1"
            ),
            (
                "X-Instance-ID-Signature: abc does not match the expected "
                "signature for id: 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10. Request "
                "From: 10.0.0.1"
            ),
        ),
    ),
    Signature(
        "metadata-not-built",
        says="The metadata of a server could not be built.",
        anchors=("Failed to get metadata for instance id",),
        pattern=rf"Failed to get metadata for instance id: {UUID}",
        level="ERROR",
        logger="nova.api.metadata.handler",
        services=(
            "nova-api",
            "nova-api-metadata",
        ),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "neutron",
                "auth_type",
                "the credentials for neutron",
                rules=(
                    "neutron-login-missing",
                    "login-incomplete",
                    "login-type-unknown",
                ),
            ),
        ),
        elsewhere=(
            "The traceback below: neutron, the database or a cell does not answer.",
            "The server is being deleted.",
        ),
        sources=(
            "34 nova/api/metadata/handler.py:322",
            "15 nova/api/metadata/handler.py:289",
        ),
        samples=(("Failed to get metadata for instance id: 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10"),),
        outside=True,
    ),
    Signature(
        "vendordata-login-absent",
        says="Vendordata is requested without credentials.",
        anchors=("Passing insecure dynamic vendordata requests",),
        pattern=r"Passing insecure dynamic vendordata requests",
        level="WARNING",
        logger="nova.api.metadata.vendordata_dynamic",
        services=(
            "nova-api",
            "nova-api-metadata",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "vendordata_dynamic_auth",
                "auth_type",
                "how to log in",
                rules=(
                    "vendordata-without-login",
                    "login-type-unknown",
                ),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/api/metadata/vendordata_dynamic.py:42",
            "15 nova/api/metadata/vendordata_dynamic.py:52",
        ),
        samples=(
            (
                "Passing insecure dynamic vendordata requests because of missing "
                "or incorrect service account configuration."
            ),
        ),
    ),
    Signature(
        "vendordata-target-nameless",
        says="A vendordata target has no name and is skipped.",
        anchors=("lacks a name. Skipping",),
        pattern=(
            r"Vendordata target (?P<url>[\w:/.@\[\]-]{1,160}) lacks a name\. "
            r"Skipping"
        ),
        level="WARNING",
        logger="nova.api.metadata.vendordata_dynamic",
        services=(
            "nova-api",
            "nova-api-metadata",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "api",
                "vendordata_dynamic_targets",
                "each is `name@url`",
                rules=("vendordata-target-without-name",),
                ruled_out_by=(None,),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/api/metadata/vendordata_dynamic.py:116",
            "15 nova/api/metadata/vendordata_dynamic.py:135",
        ),
        samples=("Vendordata target http://10.0.0.5 lacks a name. Skipping",),
    ),
    Signature(
        "vendordata-service-failed",
        says="A vendordata service did not answer as expected.",
        anchors=("Error from dynamic vendordata service",),
        pattern=(
            rf"Error from dynamic vendordata service {NAME} at "
            rf"(?P<url>[\w:/.@\[\]-]{{1,160}}): {ERROR}"
        ),
        level="WARNING",
        logger="nova.api.metadata.vendordata_dynamic",
        services=(
            "nova-api",
            "nova-api-metadata",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "api",
                "vendordata_dynamic_targets",
                "names and addresses of the services",
                rules=("vendordata-target-without-name",),
                ruled_out_by=(None,),
            ),
            OptionCause("api", "vendordata_dynamic_read_timeout", "seconds for an answer"),
            OptionCause("api", "vendordata_dynamic_connect_timeout", "seconds for a connection"),
        ),
        elsewhere=(
            ("That service is down or slow; servers boot all the same unless failures are fatal."),
        ),
        sources=(
            "34 nova/api/metadata/vendordata_dynamic.py:96",
            "15 nova/api/metadata/vendordata_dynamic.py:115",
        ),
        samples=("Error from dynamic vendordata service test at http://10.0.0.5: x",),
        outside=True,
    ),
)
