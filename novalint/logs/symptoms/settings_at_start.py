"""Lines of services that end at start because of what they are told to load, or are not told."""

from __future__ import annotations

from novalint.logs.signature import Harm, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "disk-devices-not-allowed",
        says="nova-compute does not start: it may attach no disk to a server.",
        anchors=("max_disk_devices_to_attach has been set to 0",),
        pattern=r"max_disk_devices_to_attach has been set to 0",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(20, None),
        causes=(
            OptionCause(
                "compute",
                "max_disk_devices_to_attach",
                "0 allows no disk at all; -1 is no limit",
                rules=("no-disk-devices-allowed",),
                harm=Harm.RELATIVE,
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/compute/manager.py:1586",
            "20 nova/compute/manager.py:1334",
        ),
        samples=(
            "nova.exception.InvalidConfiguration: [compute]max_disk_devices_to_attach has "
            "been set to 0, which will prevent instances from being able to boot.",
        ),
    ),
    Signature(
        "driver-module-missing",
        says="A driver is named that this release does not have.",
        anchors=("No module named 'nova.virt.",),
        pattern=r"No module named 'nova\.virt\.(?P<name>[\w.-]{1,120})'",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "compute_driver",
                "what stands before the last dot is looked for in nova.virt",
                rules=("compute-driver-unknown",),
            ),
        ),
        elsewhere=("The package of a driver from elsewhere is not installed.",),
        sources=(
            "34 nova/virt/driver.py:2102",
            "15 nova/virt/driver.py:1616",
        ),
        samples=("ModuleNotFoundError: No module named 'nova.virt.xenapi'",),
    ),
    Signature(
        "class-not-found",
        says="A class that the configuration names is not in its module.",
        anchors=(" cannot be found (",),
        pattern=r"Class (?P<name>[\w.-]{1,120}) cannot be found \(\['Traceback",
        level="",
        logger="",
        services=(
            "nova-compute",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "compute_driver",
                "a driver is named by module and class",
                rules=("compute-driver-unknown",),
            ),
            OptionCause(
                "filter_scheduler",
                "available_filters",
                "each line is the path of a class or of a function",
                rules=("available-filter-not-importable",),
            ),
        ),
        elsewhere=(
            "A package from elsewhere has another version than the configuration was written for.",
        ),
        sources=(
            "34 oslo_utils/importutils.py:36",
            "15 oslo_utils/importutils.py:34",
        ),
        samples=("ImportError: Class kvm cannot be found (['Traceback (most recent call last):",),
    ),
    Signature(
        "filter-module-missing",
        says="The scheduler is given filters of a module that is not there.",
        anchors=("No module named 'nova.scheduler.",),
        pattern=r"No module named 'nova\.scheduler\.(?P<name>[\w.-]{1,120})",
        level="",
        logger="",
        services=("nova-scheduler",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "filter_scheduler",
                "available_filters",
                "each line holds one path, of a module that there is",
                rules=("available-filter-not-importable",),
            ),
        ),
        elsewhere=("The release no longer has the module.",),
        sources=(
            "34 nova/conf/scheduler.py:303",
            "15 nova/conf/scheduler.py:242",
        ),
        samples=("ModuleNotFoundError: No module named 'nova.scheduler.filters.all_filters,nova'",),
    ),
    Signature(
        "scheduler-driver-not-found",
        says="The scheduler is given a driver that there is none of.",
        anchors=("nova.scheduler.driver",),
        pattern=r"No 'nova\.scheduler\.driver' driver found, looking for '(?P<name>[\w.-]{1,120})'",
        level="",
        logger="",
        services=("nova-scheduler",),
        stage=Stage.CAUSE,
        releases=(15, 22),
        causes=(
            OptionCause(
                "scheduler",
                "driver",
                "the name of an entry point: filter_scheduler, or one of another package",
                rules=("scheduler-driver-missing",),
            ),
        ),
        elsewhere=("The package that brings the driver is not installed.",),
        sources=(
            "22 nova/scheduler/manager.py:61",
            "15 nova/scheduler/manager.py:55",
        ),
        samples=(
            "stevedore.exception.NoMatches: No 'nova.scheduler.driver' driver found, looking "
            "for 'caching_scheduler'",
        ),
    ),
    Signature(
        "placement-not-configured",
        says="nova-compute does not start: the region of placement is not set.",
        anchors=("is not configured to talk to the placement service",),
        pattern=r"This compute is not configured to talk to the placement service",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, 17),
        causes=(
            OptionCause(
                "placement",
                "os_region_name",
                "without a region nova-compute does not start",
                rules=("placement-region-missing",),
            ),
        ),
        elsewhere=(),
        sources=(
            "17 nova/exception.py:2281",
            "15 nova/exception.py:2192",
        ),
        samples=(
            "nova.exception.PlacementNotConfigured: This compute is not configured to talk "
            "to the placement service. Configure the [placement] section of nova.conf and "
            "restart the service.",
        ),
    ),
    Signature(
        "vmware-login-absent",
        says="The VMware driver has no address or credentials of vCenter.",
        anchors=("Must specify host_ip, host_username",),
        pattern=r"Must specify host_ip, host_username and host_password",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "vmware",
                "host_ip",
                "the driver does not start without it",
                rules=("vmware-login-incomplete",),
            ),
            OptionCause(
                "vmware",
                "host_username",
                "the driver does not start without it",
                rules=("vmware-login-incomplete",),
            ),
            OptionCause(
                "vmware",
                "host_password",
                "the driver does not start without it",
                rules=("vmware-login-incomplete",),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/vmwareapi/driver.py:109",
            "15 nova/virt/vmwareapi/driver.py:83",
        ),
        samples=(
            "Exception: Must specify host_ip, host_username and host_password to use "
            "vmwareapi.VMwareVCDriver",
        ),
    ),
    Signature(
        "zvm-connector-absent",
        says="The z/VM driver has no URL of its cloud connector.",
        anchors=("Must specify cloud_connector_url",),
        pattern=r"Must specify cloud_connector_url in zvm config",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(18, None),
        causes=(
            OptionCause(
                "zvm",
                "cloud_connector_url",
                "the driver does not start without it",
                rules=("zvm-connector-missing",),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/zvm/driver.py:82",
            "18 nova/virt/zvm/driver.py:62",
        ),
        samples=(
            "nova.exception.ZVMDriverException: ZVM Driver has error: Must specify "
            "cloud_connector_url in zvm config group to use "
            "compute_driver=zvm.driver.ZVMDriver",
        ),
    ),
    Signature(
        "token-cache-key-absent",
        says="The API does not start: its token cache is encrypted but has no key.",
        anchors=("memcache_secret_key must be defined",),
        pattern=r"memcache_secret_key must be defined when a memcache_security_strategy is defined",
        level="",
        logger="",
        services=("nova-api",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "keystone_authtoken",
                "memcache_secret_key",
                "with a strategy there must be a key",
                rules=("token-cache-key-missing",),
            ),
            OptionCause(
                "keystone_authtoken",
                "memcache_security_strategy",
                "None needs no key",
                rules=("token-cache-key-missing",),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 keystonemiddleware/auth_token/_cache.py:301",
            "15 keystonemiddleware/auth_token/_cache.py:253",
        ),
        samples=(
            "keystonemiddleware.exceptions.ConfigurationError: memcache_secret_key must be "
            "defined when a memcache_security_strategy is defined",
        ),
    ),
    Signature(
        "console-certificate-not-found",
        says="A console proxy ends at start: its certificate is not there.",
        anchors=("SSL only and ",),
        pattern=r"SSL only and (?P<path>[\w/.-]{1,160}) not found",
        level="",
        logger="",
        services=(
            "nova-novncproxy",
            "nova-serialproxy",
            "nova-spicehtml5proxy",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "cert",
                "the path of a PEM file; by default self.pem in the working directory",
                rules=("console-tls-without-certificate",),
            ),
            OptionCause(
                "DEFAULT",
                "ssl_only",
                "true asks for a certificate",
                rules=("console-tls-without-certificate",),
            ),
        ),
        elsewhere=("The file is there, but the service's user or its container does not see it.",),
        sources=(
            "34 nova/cmd/baseproxy.py:63",
            "15 nova/cmd/baseproxy.py:44",
        ),
        samples=("SSL only and self.pem not found",),
    ),
)
