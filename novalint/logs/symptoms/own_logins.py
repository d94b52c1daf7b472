"""Lines about log-ins and keys that a service needs for itself."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "api-certificate-not-there",
        says="An API should use TLS, but has no certificate or no key.",
        anchors=(
            "Unable to find cert_file : ",
            "Unable to find ca_file : ",
            "Unable to find key_file : ",
            "you must specify both a cert_file and key_file",
        ),
        pattern=(
            r"Unable to find (?P<option>cert_file|ca_file|key_file) : "
            r"(?P<path>[\w./-]{1,200})|you must specify both a cert_file and key_file"
        ),
        level="",
        logger="",
        services=("nova-api",),
        stage=Stage.CAUSE,
        releases=(15, 31),
        causes=(
            OptionCause("wsgi", "ssl_cert_file", "a file that nova-api may read"),
            OptionCause("wsgi", "ssl_key_file", "a file that nova-api may read"),
            OptionCause("wsgi", "ssl_ca_file", "a file that nova-api may read"),
            OptionCause(
                "DEFAULT",
                "enabled_ssl_apis",
                "only APIs in it need a certificate here; a proxy may speak TLS for them",
            ),
        ),
        elsewhere=("The file is there, and the user of nova-api may not enter its directory.",),
        sources=(
            "31 nova/service.py:423",
            "15 nova/wsgi.py:142",
        ),
        samples=("RuntimeError: Unable to find cert_file : /etc/nova/ssl/cert.pem",),
    ),
    Signature(
        "cinder-login-absent",
        says="Nova has no service credentials for cinder.",
        anchors=("must be configured for authentication with the block-storage service endpoint",),
        pattern=r"must be configured for authentication with the block-storage service endpoint",
        level="ERROR",
        logger="nova.volume.cinder",
        services=(
            "nova-api",
            "nova-compute",
        ),
        stage=Stage.CAUSE,
        releases=(18, None),
        causes=(
            OptionCause(
                "cinder",
                "auth_type",
                "needed wherever Nova asks cinder without a user: a deferred delete, a clean-up",
                rules=(
                    "reclaim-without-cinder-login",
                    "login-incomplete",
                ),
            ),
            OptionCause("cinder", "auth_url", "where keystone is", rules=("login-incomplete",)),
        ),
        elsewhere=(),
        sources=(
            "34 nova/volume/cinder.py:58",
            "18 nova/volume/cinder.py:75",
        ),
        samples=(
            (
                "The [cinder] section of your nova configuration file must be configured for "
                "authentication with the block-storage service endpoint."
            ),
        ),
    ),
    Signature(
        "fixed-key-not-set",
        says="Encrypted disks have no key, since the ConfKeyManager has no `fixed_key`.",
        anchors=("keymgr.fixed_key not defined",),
        pattern=r"keymgr\.fixed_key not defined",
        level="",
        logger="",
        services=(
            "nova-compute",
            "nova-api",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "key_manager", "fixed_key", "a key for all disks of the cloud; for tests only"
            ),
            OptionCause("key_manager", "backend", "barbican or vault keep a key for each disk"),
        ),
        elsewhere=(),
        sources=(
            "34 nova/keymgr/conf_key_mgr.py:67",
            "15 nova/keymgr/conf_key_mgr.py:67",
        ),
        samples=("ValueError: keymgr.fixed_key not defined",),
    ),
    Signature(
        "limits-endpoint-not-named",
        says="Quota limits come from Keystone, but Nova's endpoint is not set.",
        anchors=(
            "endpoint_id is not configured",
            "Either endpoint_service_type or endpoint_service_name must be set",
        ),
        pattern=(
            r"endpoint_id is not configured|Either endpoint_service_type or "
            r"endpoint_service_name must be set"
        ),
        level="",
        logger="",
        services=(
            "nova-api",
            "nova-conductor",
        ),
        stage=Stage.CAUSE,
        releases=(29, None),
        causes=(
            OptionCause(
                "oslo_limit",
                "endpoint_id",
                "the endpoint of Nova in keystone's catalogue",
                rules=("unified-limits-without-oslo-limit",),
            ),
            OptionCause(
                "oslo_limit",
                "endpoint_service_type",
                "or the type of the service, compute",
                rules=("unified-limits-without-oslo-limit",),
            ),
            OptionCause(
                "quota",
                "driver",
                "limits of keystone are used with the driver for them alone",
                rules=("unified-limits-without-oslo-limit",),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/limit/utils.py:70",
            "29 oslo_limit/limit.py:268",
        ),
        samples=(
            "ValueError: Either endpoint_service_type or endpoint_service_name must be set",
            "ValueError: endpoint_id is not configured",
        ),
    ),
    Signature(
        "manila-login-absent",
        says="Nova has no service credentials for manila.",
        anchors=(
            (
                "section is not configured with credentials on this compute; skipping stale "
                "share access"
            ),
        ),
        pattern=(
            r"section is not configured with credentials on this compute; skipping stale "
            r"share access"
        ),
        level="WARNING",
        logger="nova.compute.share_management",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(34, None),
        causes=(
            OptionCause(
                "manila",
                "auth_type",
                "without it access that a dead server left behind is not taken back",
                rules=("login-incomplete",),
            ),
        ),
        elsewhere=(),
        sources=("34 nova/compute/share_management.py:631",),
        samples=(
            (
                "The [manila] section is not configured with credentials on this compute; "
                "skipping stale share access reconcile"
            ),
        ),
    ),
    Signature(
        "project-not-verified",
        says="Nova could not verify with Keystone that a project exists.",
        anchors=(
            "Unable to contact keystone to verify project_id",
            "to verify existence of project_id",
        ),
        pattern=(
            r"Unable to contact keystone to verify project_id|Insufficient permissions for "
            r"user (?P<name>[\w-]{1,64}) to verify existence of project_id"
        ),
        level="INFO",
        logger="nova.api.openstack.identity",
        services=("nova-api",),
        stage=Stage.CAUSE,
        releases=(16, None),
        causes=(
            OptionCause(
                "keystone", "valid_interfaces", "the interface on which nova-api reaches keystone"
            ),
            OptionCause("keystone", "region_name", "the region of that endpoint"),
        ),
        elsewhere=(
            (
                "With `Insufficient permissions` the policy of keystone lets the user not "
                "read projects; Nova takes any ID then."
            ),
        ),
        sources=(
            "34 nova/api/openstack/identity.py:55",
            "16 nova/api/openstack/identity.py:58",
        ),
        samples=("Unable to contact keystone to verify project_id",),
    ),
    Signature(
        "service-user-not-configured",
        says="Nova cannot authenticate as its service user, which it needs to act without a user.",
        anchors=("Failed to load auth plugin or session from configuration",),
        pattern=r"Failed to load auth plugin or session from configuration",
        level="",
        logger="",
        services=(
            "nova-api",
            "nova-compute",
        ),
        stage=Stage.CAUSE,
        releases=(33, None),
        causes=(
            OptionCause(
                "service_user",
                "auth_type",
                "the authentication plugin, such as password",
                rules=(
                    "login-incomplete",
                    "login-type-unknown",
                ),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/context.py:332",
            "33 nova/context.py:308",
        ),
        samples=(
            (
                "nova.exception.InvalidConfiguration: Failed to load auth plugin or session "
                "from configuration. Ensure the [service_user] section of the Nova "
                "configuration file is correctly configured for the Nova service user."
            ),
        ),
    ),
)
