"""Lines about log-ins to Keystone."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

_AUTH_TYPE = OptionCause(
    "neutron",
    "auth_type",
    "how to log in",
    rules=(
        "login-type-unknown",
        "neutron-login-missing",
        "login-incomplete",
    ),
)
_AUTH_URL = OptionCause("neutron", "auth_url", "where Keystone is")
_USERNAME = OptionCause("neutron", "username", "the user of Nova in Keystone")

SIGNATURES = (
    Signature(
        "neutron-login-absent",
        says="Nova has no credentials for neutron.",
        anchors=(
            "must be configured for authentication with the networking service endpoint",
            "Unknown auth type: ",
        ),
        pattern=(
            r"must be configured for authentication with the networking service endpoint|"
            r"Unknown auth type: (?P<kind>[\w.-]{1,40})"
        ),
        level="ERROR",
        logger="nova.network.neutron",
        services=(
            "nova-api",
            "nova-compute",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _AUTH_TYPE,
            _AUTH_URL,
            _USERNAME,
            OptionCause(
                "cinder",
                "auth_type",
                "of an `Unknown auth type` after a line that names [cinder]",
            ),
        ),
        elsewhere=(),
        sources=("34 nova/network/neutron.py:77", "15 nova/network/neutronv2/api.py:73"),
        samples=(
            "Unexpected exception in API method: Unauthorized: Unknown auth type: None",
            (
                "The [neutron] section of your nova configuration file must be "
                "configured for authentication with the networking service "
                "endpoint. See the networking service install guide for details: "
                "https://docs.openstack.org/neutron/latest/install/"
            ),
        ),
    ),
    Signature(
        "neutron-login-refused",
        says="Nova's credentials for neutron are refused.",
        anchors=("Neutron client was not able to generate a valid admin token",),
        pattern=r"Neutron client was not able to generate a valid admin token",
        level="ERROR",
        logger="nova.network.neutron",
        services=(
            "nova-api",
            "nova-compute",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _AUTH_TYPE,
            OptionCause("neutron", "password", "the password of that user"),
            _USERNAME,
            _AUTH_URL,
        ),
        elsewhere=("The user or its password in Keystone was changed.",),
        sources=(
            "34 nova/network/neutron.py:201",
            "15 nova/network/neutronv2/api.py:125",
        ),
        samples=(
            (
                "Neutron client was not able to generate a valid admin token, "
                "please verify Neutron admin credential located in nova.conf"
            ),
        ),
    ),
    Signature(
        "login-parameters-missing",
        says="Credentials for Keystone are incomplete.",
        anchors=("Auth plugin requires parameters which were not given",),
        pattern=(
            r"Auth plugin requires parameters which were not given: "
            r"(?P<name>[\w, -]{1,160})"
        ),
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
        causes=(
            OptionCause(
                "placement",
                "auth_type",
                "its kind says which options it needs",
                rules=(
                    "login-incomplete",
                    "login-type-unknown",
                ),
            ),
            OptionCause(
                "neutron",
                "auth_type",
                "its kind says which options it needs",
                rules=(
                    "login-incomplete",
                    "login-type-unknown",
                ),
            ),
            OptionCause(
                "cinder",
                "auth_type",
                "its kind says which options it needs",
                rules=(
                    "login-incomplete",
                    "login-type-unknown",
                ),
            ),
            OptionCause(
                "keystone_authtoken",
                "auth_type",
                "its kind says which options it needs",
                rules=(
                    "login-incomplete",
                    "login-type-unknown",
                ),
            ),
            OptionCause(
                "service_user",
                "auth_type",
                "its kind says which options it needs",
                rules=(
                    "login-incomplete",
                    "login-type-unknown",
                ),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 keystoneauth1/exceptions/auth_plugins.py:99",
            "15 keystoneauth1/exceptions/auth_plugins.py:92",
        ),
        samples=(
            (
                "keystoneauth1.exceptions.auth_plugins.MissingRequiredOptions: "
                "Auth plugin requires parameters which were not given: auth_url"
            ),
        ),
    ),
    Signature(
        "login-kind-unknown",
        says="`auth_type` names an authentication plugin that does not exist.",
        anchors=("could not be found",),
        pattern=r"The plugin (?P<name>[\w.-]{1,80}) could not be found",
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
        causes=(
            OptionCause(
                "placement", "auth_type", "the authentication plugin", rules=("login-type-unknown",)
            ),
            OptionCause(
                "neutron", "auth_type", "the authentication plugin", rules=("login-type-unknown",)
            ),
            OptionCause(
                "keystone_authtoken",
                "auth_type",
                "the authentication plugin",
                rules=("login-type-unknown",),
            ),
        ),
        elsewhere=("The package that has this kind is not installed.",),
        sources=(
            "34 keystoneauth1/exceptions/auth_plugins.py:51",
            "15 keystoneauth1/exceptions/auth_plugins.py:44",
        ),
        samples=(
            (
                "keystoneauth1.exceptions.auth_plugins.NoMatchingPlugin: The "
                "plugin pasword could not be found"
            ),
        ),
    ),
    Signature(
        "keystone-versions-not-found",
        says="There is no Keystone at the given address.",
        anchors=(
            "Could not find versioned identity endpoints when attempting to authenticate",
            "Could not determine a suitable URL for the plugin",
        ),
        pattern=(
            r"Could not find versioned identity endpoints when attempting to "
            r"authenticate|Could not determine a suitable URL for the plugin"
        ),
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
        causes=(
            OptionCause("keystone_authtoken", "auth_url", "where Keystone is"),
            OptionCause("placement", "auth_url", "where Keystone is"),
            OptionCause("neutron", "auth_url", "where Keystone is"),
        ),
        elsewhere=(
            "Keystone is down, or a proxy answers in its place.",
            "The certificate of Keystone is not trusted: `cafile`.",
        ),
        sources=(
            "34 keystoneauth1/identity/generic/base.py:163",
            "18 keystoneauth1/identity/generic/base.py:159",
            "15 keystoneauth1/identity/generic/base.py:191",
        ),
        samples=(
            (
                "keystoneauth1.exceptions.discovery.DiscoveryFailure: Could not "
                "find versioned identity endpoints when attempting to "
                "authenticate. Please check that your auth_url is correct."
            ),
        ),
        follows=("keystone-versions-not-read",),
    ),
    Signature(
        "service-user-not-loaded",
        says="Nova has no service credentials to send with a user's token.",
        anchors=("Unable to load auth from [service_user] configuration",),
        pattern=r"Unable to load auth from \[service_user\] configuration",
        level="WARNING",
        logger="nova.service_auth",
        services=(
            "nova-api",
            "nova-compute",
        ),
        stage=Stage.CAUSE,
        releases=(16, None),
        causes=(
            OptionCause(
                "service_user",
                "auth_type",
                "how to log in",
                rules=(
                    "service-token-without-login",
                    "login-type-unknown",
                ),
            ),
            OptionCause(
                "service_user",
                "send_service_user_token",
                "whether it is sent",
                rules=("service-token-not-sent",),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/service_auth.py:98",
            "16 nova/service_auth.py:46",
        ),
        samples=(
            ('Unable to load auth from [service_user] configuration. Ensure "auth_type" is set.'),
        ),
    ),
    Signature(
        "token-refused",
        says="A token could not be validated.",
        anchors=("Authorization failed for token",),
        pattern=r"Authorization failed for token",
        level="",
        logger="keystonemiddleware.auth_token",
        services=("nova-api",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "keystone_authtoken",
                "auth_type",
                "how the service itself logs in",
                rules=(
                    "login-incomplete",
                    "login-type-unknown",
                ),
            ),
            OptionCause(
                "keystone_authtoken",
                "memcached_servers",
                ("a cache that all workers share keeps Keystone from being asked each time"),
                rules=("token-cache-not-shared",),
            ),
        ),
        elsewhere=(
            (
                "The token is expired or of another Keystone: one such line alone "
                "is the fault of a client."
            ),
            "The service's user has no role, or its password was changed.",
        ),
        sources=(
            "34 keystonemiddleware/auth_token/__init__.py:768",
            "15 keystonemiddleware/auth_token/__init__.py:777",
        ),
        samples=("Authorization failed for token",),
        outside=True,
    ),
)
