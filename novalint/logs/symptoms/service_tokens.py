"""Lines of keystonemiddleware, keystoneauth and oslo.cache about tokens and where they are kept."""

from __future__ import annotations

from novalint.logs.signature import SECONDS, OptionCause, Signature, Stage

_ALL = ("nova-api", "nova-compute", "nova-conductor", "nova-scheduler")
_GROUPS = ("keystone_authtoken", "placement", "neutron", "cinder", "glance", "service_user")
_CA_FILE = "who signed the certificate of Keystone or of the service"

SIGNATURES = (
    Signature(
        "service-token-roles-ignored",
        says="Any valid token passes for the token of a service.",
        anchors=("AuthToken middleware is set with", "it was not a valid service token"),
        pattern=(
            r"AuthToken middleware is set with"
            r"(?: keystone_authtoken\.service_token_roles_required set to False)?"
            r"|it was not a valid service token"
        ),
        level="WARNING",
        logger="keystonemiddleware.auth_token",
        services=("nova-api",),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(
            OptionCause(
                "keystone_authtoken",
                "service_token_roles_required",
                "true asks for one of `service_token_roles`",
                rules=("service-token-roles-optional",),
                ruled_out_by=(True,),
            ),
            OptionCause(
                "keystone_authtoken",
                "service_token_roles",
                "the user of the service that calls must have one of these roles",
            ),
        ),
        elsewhere=("The line may come from the service that is called: its own file counts then.",),
        sources=(
            "34 keystonemiddleware/auth_token/__init__.py:608",
            "34 keystonemiddleware/auth_token/__init__.py:391",
            "15 keystonemiddleware/auth_token/__init__.py:561",
        ),
        samples=(
            (
                "AuthToken middleware is set with keystone_authtoken.service_token_roles_required"
                " set to False. This is backwards compatible but deprecated behaviour."
            ),
            (
                "A valid token was submitted as a service token, but it was not a valid service"
                " token. This is incorrect but backwards compatible behaviour."
            ),
        ),
    ),
    Signature(
        "login-domain-missing",
        says="Credentials for Keystone lack the domain of the user or of the project.",
        anchors=("Expecting to find domain in ",),
        pattern=r"Expecting to find domain in (?P<kind>\w{1,20})",
        level="",
        logger="keystoneauth",
        services=_ALL,
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=tuple(
            OptionCause(group, option, "`Default`, or where the user and the project are")
            for group in ("placement", "neutron", "cinder", "service_user", "keystone_authtoken")
            for option in ("project_domain_name", "user_domain_name")
        ),
        elsewhere=(
            "`project_domain_id` and `user_domain_id` do as well: one of each kind is enough.",
        ),
        sources=(
            "keystone-27.0.0 keystone/exception.py:100",
            "keystone-22.0.2 keystone/exception.py:99",
        ),
        samples=(
            (
                "keystoneauth1.exceptions.http.BadRequest: Expecting to find domain in project. The"
                " server could not comply with the request since it is either malformed or"
                " otherwise incorrect. The client is assumed to be in error. (HTTP 400)"
            ),
        ),
    ),
    Signature(
        "service-tls-failed",
        says="Another service could not be spoken to over TLS.",
        anchors=("SSL exception connecting to ",),
        pattern=r"SSL exception connecting to (?P<url>[\w:/.\[\]-]{1,160})",
        level="",
        logger="keystoneauth",
        services=_ALL,
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            *(OptionCause(group, "cafile", _CA_FILE) for group in _GROUPS),
            *(
                OptionCause(group, "auth_url", "Keystone by the name that its certificate has")
                for group in ("placement", "neutron", "cinder")
            ),
        ),
        elsewhere=(
            (
                "The certificate is for another name than that of the address, has expired, or"
                " lacks a certificate in between: `openssl s_client -connect HOST:PORT`."
            ),
            "The port speaks no TLS, or a proxy before it ended the connection.",
        ),
        sources=("34 keystoneauth1/session.py:1195", "15 keystoneauth1/session.py:676"),
        samples=(
            (
                "keystoneauth1.exceptions.connection.SSLFailure: SSL exception connecting to"
                " https://ctl:8778/placement: hostname '10.0.0.5' doesn't match 'api.example.org'"
            ),
        ),
        follows=("certificate-not-verified", "tls-on-one-side"),
    ),
    Signature(
        "url-without-scheme",
        says="The address of another service does not begin with http:// or https://.",
        anchors=(": No schema supplied", ": No scheme supplied"),
        pattern=r"Invalid URL '?(?P<url>[\w:/.\[\]-]{1,160})'?: No schem[ae] supplied",
        level="",
        logger="requests",
        services=_ALL,
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            *(
                OptionCause(
                    group,
                    "endpoint_override",
                    "the address of the service, whole",
                    rules=("service-url-invalid",),
                )
                for group in ("placement", "neutron", "glance")
            ),
            *(
                OptionCause(
                    group,
                    "auth_url",
                    "the address of Keystone, whole",
                    rules=("service-url-invalid",),
                )
                for group in ("placement", "neutron", "cinder", "keystone_authtoken")
            ),
        ),
        elsewhere=("The catalogue of Keystone has such an address: `openstack endpoint list`.",),
        sources=(
            "requests-2.32.3 requests/models.py:439",
            "requests-2.13.0 requests/models.py:379",
        ),
        samples=(
            (
                "keystoneauth1.exceptions.connection.UnknownConnectionError: Unexpected exception"
                " for ctl/placement: Invalid URL 'ctl/placement': No scheme supplied. Perhaps you"
                " meant https://ctl/placement?"
            ),
        ),
    ),
    Signature(
        "memcached-pool-exhausted",
        says="No connection to memcached got free in time.",
        anchors=("Unable to get a connection from pool id",),
        pattern=(
            r"Unable to get a connection from pool id"
            rf"(?: (?P<id>\d{{1,20}}) after {SECONDS} seconds)?"
        ),
        level="",
        logger="oslo_cache, keystonemiddleware.auth_token",
        services=("nova-api", "nova-compute"),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause("cache", "memcache_servers", "one that is down holds each connection up"),
            OptionCause("cache", "memcache_pool_maxsize", "how many connections to each server"),
            OptionCause(
                "cache",
                "memcache_pool_connection_get_timeout",
                "how long a request waits for one",
                told_in="seconds",
            ),
            OptionCause("keystone_authtoken", "memcached_servers", "the same, for checked tokens"),
            OptionCause("keystone_authtoken", "memcache_pool_maxsize", "the same, for tokens"),
            OptionCause(
                "keystone_authtoken",
                "memcache_pool_conn_get_timeout",
                "the same, for tokens",
                told_in="seconds",
            ),
        ),
        elsewhere=(
            "A memcached server is down or not to be reached, and each connection waits for it.",
            "More requests at once than the pool has connections.",
        ),
        sources=("34 oslo_cache/_memcache_pool.py:187", "15 oslo_cache/_memcache_pool.py:131"),
        samples=(
            (
                "oslo_cache.exception.QueueEmpty: Unable to get a connection from pool id"
                " 139847205 after 10 seconds."
            ),
        ),
        outside=True,
    ),
)
