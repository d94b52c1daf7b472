"""Lines of services that do not start, and of what they are given."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "driver-not-loaded",
        says="nova-compute cannot load its driver.",
        anchors=("Unable to load the virtualization driver",),
        pattern=r"Unable to load the virtualization driver",
        level="ERROR",
        logger="nova.virt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "compute_driver",
                ("the driver: drivers of Xen, Hyper-V and others are gone from newer releases"),
            ),
        ),
        elsewhere=(
            (
                "A Python library of the driver is missing: `libvirt` for libvirt; "
                "the traceback names it."
            ),
        ),
        sources=(
            "34 nova/virt/driver.py:2112",
            "15 nova/virt/driver.py:1626",
        ),
        samples=("Unable to load the virtualization driver: ModuleNotFoundError",),
    ),
    Signature(
        "hypervisor-too-old",
        says="libvirt or QEMU is older than this release of Nova needs.",
        anchors=(
            "Nova requires libvirt version",
            "Nova requires QEMU version",
        ),
        pattern=r"Nova requires (?P<kind>libvirt|QEMU) version (?P<release>[\d.]{1,12})",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=(
            ("The host's distribution is too old for this release: upgrade the host first."),
            "libvirtd runs in a container with an older image than nova-compute's.",
        ),
        sources=(
            "34 nova/virt/libvirt/driver.py:829",
            "15 nova/virt/libvirt/driver.py:519",
        ),
        samples=(
            ("nova.exception.InternalError: Nova requires libvirt version 6.0.0 or greater."),
            ("nova.exception.InternalError: Nova requires QEMU version 4.2.0 or greater."),
        ),
        outside=True,
    ),
    Signature(
        "config-file-not-opened",
        says="A file of the configuration is missing or cannot be read.",
        anchors=(
            "Failed to find some config files",
            "Failed to open some config files",
        ),
        pattern=r"Failed to (?:find|open) some config files: (?P<path>[\w/., -]{1,160})",
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
        causes=(),
        elsewhere=(
            ("The unit or the container names it with `--config-file`, and it is not there."),
            "The file belongs to root alone, and the service runs as nova.",
        ),
        sources=(
            "34 oslo_config/cfg.py:191",
            "15 oslo_config/cfg.py:555",
        ),
        samples=(
            (
                "oslo_config.cfg.ConfigFilesNotFoundError: Failed to find some "
                "config files: /etc/nova/nova-compute.conf"
            ),
            (
                "oslo_config.cfg.ConfigFilesPermissionDeniedError: Failed to open "
                "some config files: /etc/nova/nova.conf"
            ),
        ),
        outside=True,
    ),
    Signature(
        "transport-not-loaded",
        says="The driver of a transport URL cannot be loaded.",
        anchors=("Failed to load transport driver",),
        pattern=r"Failed to load transport driver",
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
                "DEFAULT",
                "transport_url",
                "what stands before `://` is the driver: `rabbit`",
                rules=(
                    "transport-driver-missing",
                    "transport-url-unreadable",
                ),
            ),
        ),
        elsewhere=("The driver is of another library, which is not installed.",),
        sources=(
            "34 oslo_messaging/transport.py:187",
            "15 oslo_messaging/transport.py:142",
        ),
        samples=(
            (
                "oslo_messaging._drivers.common.DriverLoadFailure: Failed to load "
                'transport driver "rabit": No'
            ),
        ),
    ),
    Signature(
        "database-driver-missing",
        says="The address of a database names a driver that is not installed.",
        anchors=(
            "No module named 'MySQLdb'",
            "Can't load plugin: sqlalchemy.dialects",
            "No module named MySQLdb",
        ),
        pattern=(
            r"No module named '?MySQLdb|Can't load plugin: "
            r"sqlalchemy\.dialects:(?P<name>[\w.]{1,60})"
        ),
        level="",
        logger="",
        services=(
            "nova-api",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "database",
                "connection",
                "`mysql://` alone means MySQLdb; Nova is tested with `mysql+pymysql://`",
                rules=("database-driver-not-named",),
            ),
            OptionCause(
                "api_database",
                "connection",
                "the same for the API database",
                rules=("database-driver-not-named",),
            ),
        ),
        elsewhere=(
            (
                "For cells the address in the table of cells counts: `nova-manage "
                "cell_v2 list_cells --verbose`."
            ),
        ),
        sources=(
            "sqlalchemy-2.0.36 sqlalchemy/util/langhelpers.py:376",
            "sqlalchemy-1.0.19 lib/sqlalchemy/util/langhelpers.py:211",
        ),
        samples=(
            "ModuleNotFoundError: No module named 'MySQLdb'",
            (
                "sqlalchemy.exc.NoSuchModuleError: Can't load plugin: "
                "sqlalchemy.dialects:mysql.pymysq"
            ),
        ),
    ),
    Signature(
        "login-not-configured",
        says="A section has no login, and its service needs one.",
        anchors=("An auth plugin is required to",),
        pattern=r"An auth plugin is required to (?P<action>[\w -]{1,60})",
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
            OptionCause("neutron", "auth_type", "the kind of login for neutron"),
            OptionCause("placement", "auth_type", "the kind of login for placement"),
            OptionCause("cinder", "auth_type", "the kind of login for cinder"),
            OptionCause("service_user", "auth_type", "the kind of login of the service"),
        ),
        elsewhere=(),
        sources=(
            "34 keystoneauth1/session.py:1395",
            "15 keystoneauth1/session.py:797",
        ),
        samples=(
            (
                "keystoneauth1.exceptions.auth_plugins.MissingAuthPlugin: An auth "
                "plugin is required to determine endpoint URL"
            ),
        ),
    ),
    Signature(
        "keystone-address-not-public",
        says=("keystonemiddleware tells clients an address of keystone that may be an inner one."),
        anchors=(
            "Configuring www_authenticate_uri to point to the public identity endpoint",
            "Configuring auth_uri to point to the public identity endpoint",
        ),
        pattern=(
            r"Configuring (?:www_authenticate_uri|auth_uri) to point to the public identity "
            r"endpoint"
        ),
        level="WARNING",
        logger="keystonemiddleware.auth_token",
        services=(
            "nova-api",
            "nova-api-metadata",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "keystone_authtoken",
                "www_authenticate_uri",
                "the public address of keystone",
                rules=("service-url-invalid",),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 keystonemiddleware/auth_token/__init__.py:635",
            "17 keystonemiddleware/auth_token/__init__.py:596",
            "15 keystonemiddleware/auth_token/__init__.py:587",
        ),
        samples=(
            (
                "Configuring www_authenticate_uri to point to the public identity "
                "endpoint is required; clients may not be able to authenticate "
                "against an admin endpoint"
            ),
        ),
    ),
    Signature(
        "token-cache-in-process",
        says="Each process of the API keeps its own cache of tokens.",
        anchors=("Using the in-process token cache is deprecated",),
        pattern=r"Using the in-process token cache is deprecated",
        level="WARNING",
        logger="keystonemiddleware.auth_token",
        services=(
            "nova-api",
            "nova-api-metadata",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "keystone_authtoken", "memcached_servers", "the memcached that tokens are kept in"
            ),
        ),
        elsewhere=(),
        sources=(
            "34 keystonemiddleware/auth_token/_cache.py:62",
            "15 keystonemiddleware/auth_token/_cache.py:61",
        ),
        samples=("Using the in-process token cache is deprecated as of the 4.2.0 release",),
    ),
    Signature(
        "tls-on-one-side",
        says="One side speaks TLS and the other does not.",
        anchors=(
            "WRONG_VERSION_NUMBER",
            "UNKNOWN_PROTOCOL",
        ),
        pattern=r"WRONG_VERSION_NUMBER|UNKNOWN_PROTOCOL",
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
                "oslo_messaging_rabbit",
                "ssl",
                "whether the broker is spoken to in TLS; its port is 5671 then",
            ),
            OptionCause(
                "DEFAULT", "transport_url", "the broker's port", rules=("transport-url-unreadable",)
            ),
            OptionCause(
                "keystone_authtoken", "auth_url", "http or https", rules=("service-url-invalid",)
            ),
            OptionCause("placement", "auth_url", "http or https", rules=("service-url-invalid",)),
        ),
        elsewhere=("The catalogue of keystone says https where the service speaks plain HTTP.",),
        sources=(
            "openssl-1.1.1w crypto/err/openssl.txt:2904",
            "openssl-1.1.1w crypto/err/openssl.txt:2883",
        ),
        samples=(("ssl.SSLError: [SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1129)"),),
    ),
)
