"""Lines about keystone: logins, its catalogue, and services that cannot be reached."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

_VOLUME = ("volumev3", "volumev2", "volume", "block-storage", "block-store")
"""Types of cinder in a catalogue."""


def _endpoint(
    group: str, option: str, why: str, services: tuple[str, ...], *rules: str
) -> OptionCause:
    """Return an option that says which endpoint of some types of services is looked for."""
    return OptionCause(group, option, why, rules, part="service", part_is=services)


_ENDPOINTS = (
    _endpoint(
        "placement",
        "region_name",
        "the region of placement; upper and lower case count",
        ("placement",),
        "placement-region-missing",
        "regions-differ",
    ),
    _endpoint(
        "placement",
        "os_region_name",
        "the region of placement",
        ("placement",),
        "placement-region-missing",
    ),
    _endpoint(
        "placement",
        "valid_interfaces",
        "which endpoints are looked for, in order of preference",
        ("placement",),
    ),
    _endpoint("placement", "os_interface", "which endpoint is looked for", ("placement",)),
    _endpoint(
        "cinder",
        "catalog_info",
        "kind of service, name and interface: volumev2 is gone from newer clouds",
        _VOLUME,
        "cinder-endpoint-not-v3",
    ),
    _endpoint("cinder", "os_region_name", "the region of cinder", _VOLUME, "regions-differ"),
    _endpoint("neutron", "region_name", "the region of neutron", ("network",), "regions-differ"),
    _endpoint("neutron", "valid_interfaces", "which endpoints are looked for", ("network",)),
    _endpoint("glance", "region_name", "the region of glance", ("image",)),
)

SIGNATURES = (
    Signature(
        "login-refused",
        says="keystone refuses a user and password, or a token.",
        anchors=("The request you have made requires authentication",),
        pattern=r"The request you have made requires authentication",
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
            OptionCause(
                "keystone_authtoken", "password", "the password that tokens are checked with"
            ),
            OptionCause("keystone_authtoken", "username", "the user that tokens are checked with"),
            OptionCause("placement", "password", "the password for placement"),
            OptionCause("neutron", "password", "the password for neutron"),
            OptionCause("cinder", "password", "the password for cinder"),
            OptionCause("service_user", "password", "the password that goes with users' tokens"),
            OptionCause(
                "placement",
                "auth_url",
                "the keystone that is asked",
                rules=(
                    "service-url-invalid",
                    "login-incomplete",
                ),
            ),
        ),
        elsewhere=(
            (
                "The password of the service user was changed in keystone and not "
                "here, or on some hosts only."
            ),
            "The user, its project or its domain does not exist or is disabled.",
            ("An unencoded sign such as `$` in the password: it must be `$$` in the file."),
            "The user's token has expired: then it is no fault of the service.",
        ),
        sources=(
            "keystone-27.0.0 keystone/exception.py:315",
            "keystone-22.0.2 keystone/exception.py:284",
        ),
        samples=(
            (
                "keystoneauth1.exceptions.http.Unauthorized: The request you have "
                "made requires authentication. (HTTP 401) (Request-ID: req-1)"
            ),
        ),
    ),
    Signature(
        "token-not-validated",
        says=("A token could not be checked: keystone refuses the service itself, or fails."),
        anchors=(
            "Unable to validate token: ",
            "Identity server rejected authorization necessary",
            "Bad response code while validating token: ",
        ),
        pattern=(
            r"Unable to validate token: |Identity server rejected authorization "
            r"necessary|Bad response code while validating token: (?P<code>\d{3})"
        ),
        level="CRITICAL",
        logger="keystonemiddleware.auth_token",
        services=(
            "nova-api",
            "nova-api-metadata",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "keystone_authtoken", "password", "the password that tokens are checked with"
            ),
            OptionCause("keystone_authtoken", "username", "the user that tokens are checked with"),
            OptionCause(
                "keystone_authtoken",
                "auth_url",
                "the keystone that is asked",
                rules=(
                    "service-url-invalid",
                    "login-incomplete",
                ),
            ),
            OptionCause(
                "keystone_authtoken",
                "project_name",
                "without a project the service has no role, and keystone says 403",
                part="code",
                part_is=("403",),
            ),
        ),
        elsewhere=(
            ("The user `nova` of keystone has another password, or no role in its project."),
            "keystone is down or answers with an error: its log.",
        ),
        sources=(
            "34 keystonemiddleware/auth_token/__init__.py:758",
            "15 keystonemiddleware/auth_token/__init__.py:770",
        ),
        samples=(
            (
                "Unable to validate token: Identity server rejected authorization "
                "necessary to fetch token data"
            ),
            "Unable to validate token: Failed to fetch token data from identity server",
            "Bad response code while validating token: 403 You are not authorized",
        ),
    ),
    Signature(
        "endpoint-not-in-catalogue",
        says="Keystone's catalog has no matching endpoint for a service.",
        anchors=("endpoint for ",),
        pattern=(
            r"endpoint for (?P<service>[\w-]{1,40}) service (?:named "
            r"(?P<name>[\w.-]{1,40}) )?(?:in (?P<region>[\w.-]{1,60}) region )?not "
            r"found"
        ),
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
        causes=_ENDPOINTS,
        elsewhere=(
            (
                "The service has no endpoint of this interface in this region: "
                "`openstack catalog list`."
            ),
        ),
        sources=(
            "34 keystoneauth1/access/service_catalog.py:116",
            "15 keystoneauth1/access/service_catalog.py:205",
        ),
        samples=(
            (
                "keystoneauth1.exceptions.catalog.EndpointNotFound: ['internal', "
                "'public'] endpoint for placement service in regionone region not "
                "found"
            ),
            (
                "cinderclient.exceptions.EndpointNotFound: publicURL endpoint for "
                "volumev2 service in RegionOne region not found"
            ),
        ),
    ),
    Signature(
        "service-not-connected",
        says="The address of another service cannot be reached.",
        anchors=(
            "Unable to establish connection to ",
            "Failed to establish a new connection: ",
        ),
        pattern=(
            r"Unable to establish connection to (?P<url>[\w:/.\[\]-]{0,119}[\w/\]])|"
            r"Failed to establish a new connection: "
        ),
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
            OptionCause(
                "keystone_authtoken",
                "auth_url",
                "where tokens are checked",
                rules=(
                    "service-url-invalid",
                    "login-incomplete",
                ),
                ruled_out_by=(None,),
            ),
            OptionCause(
                "placement",
                "auth_url",
                "where the login for placement is done",
                rules=(
                    "service-url-invalid",
                    "login-incomplete",
                ),
                ruled_out_by=(None,),
            ),
            OptionCause(
                "neutron",
                "auth_url",
                "where the login for neutron is done",
                rules=(
                    "service-url-invalid",
                    "login-incomplete",
                ),
                ruled_out_by=(None,),
            ),
            OptionCause(
                "service_user",
                "auth_url",
                "where the login of the service is done",
                ruled_out_by=(None,),
            ),
            OptionCause(
                "placement",
                "endpoint_override",
                "where placement is, instead of what the catalogue says",
                rules=("service-url-invalid",),
            ),
            OptionCause(
                "neutron",
                "endpoint_override",
                "where neutron is, instead of what the catalogue says",
                rules=("service-url-invalid",),
            ),
            OptionCause("neutron", "http_retries", "how often a failed connection is tried again"),
            OptionCause("cinder", "http_retries", "how often a failed connection is tried again"),
        ),
        elsewhere=(
            (
                "The service, or the proxy before it, is stopped or restarting; "
                "`Connection refused`, `timed out` and `No route to host` after the "
                "address say which."
            ),
            (
                "The catalogue of keystone names an address that cannot be reached "
                "from this host: an external one, say."
            ),
        ),
        sources=(
            "34 keystoneauth1/session.py:1207",
            "15 keystoneauth1/session.py:689",
            "urllib3-2.2.3 urllib3/connection.py:215",
            "urllib3-1.20 urllib3/connection.py:150",
        ),
        samples=(
            (
                "keystoneauth1.exceptions.connection.ConnectFailure: Unable to "
                "establish connection to http://ctl:5000/v3/auth/tokens: x"
            ),
        ),
        outside=True,
    ),
    Signature(
        "keystone-unavailable",
        says="nova-api answers 503, since it cannot check tokens.",
        anchors=("The Keystone service is temporarily unavailable",),
        pattern=(r"The Keystone service is temporarily unavailable"),
        level="",
        logger="",
        services=("nova-api", "nova-api-metadata"),
        stage=Stage.STEP,
        releases=(18, None),
        causes=(
            OptionCause(
                "keystone_authtoken",
                "auth_url",
                "where tokens are checked",
                rules=("login-incomplete", "service-url-invalid"),
            ),
            OptionCause(
                "keystone_authtoken",
                "password",
                "a password that keystone does not take looks the same",
            ),
            OptionCause("keystone_authtoken", "http_connect_timeout", "seconds until it gives up"),
            OptionCause(
                "keystone_authtoken",
                "memcached_servers",
                "without a cache each request asks keystone",
            ),
        ),
        elsewhere=(
            (
                "keystone is down, slow, or refuses the user of `[keystone_authtoken]`: "
                "the line `Unable to validate token` before it says which."
            ),
        ),
        sources=(
            "34 keystonemiddleware/auth_token/__init__.py:765",
            "18 keystonemiddleware/auth_token/__init__.py:771",
        ),
        samples=("The Keystone service is temporarily unavailable. (HTTP 503)",),
        follows=("token-not-validated",),
    ),
)
