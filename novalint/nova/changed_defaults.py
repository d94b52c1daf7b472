"""What Nova does otherwise when a default changes, and how to keep what it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from novalint.annotations import TYPE_CHECKING, Any
from novalint.nova.drivers import package
from novalint.nova.policy_files import POLICY_FILE
from novalint.records import NamedTuple

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.options import Name

Said = str | Callable[[Any, Any], str]
"""A phrase, or what makes one of the old default and the new one."""


class ChangedDefault(NamedTuple):
    """What the change of a default brings, and the way back.

    `keep` says whether to offer the old default: True does, False does not, a phrase says what to
    do instead of it. `case` returns what it brings to a configuration in which other options make
    it something else, None where they do not; `came` is what it brings where the start release has
    no such option.
    """

    effect: Said
    keep: bool | Said = True
    case: Callable[[Config], tuple[Said, bool | Said] | None] | None = None
    came: tuple[str, bool | str] | None = None

    def of(self, config: Config, came: bool) -> ChangedDefault:
        """Return what the change brings to a configuration, as the target reads it."""
        told = self.came if came and self.came else self.case(config) if self.case else None
        return ChangedDefault(*told) if told else self

    def said(self, old: object, new: object) -> str:
        """Return what another default brings."""
        return _phrase(self.effect, old, new)

    def way(self, old: object, new: object) -> str:
        """Return what to do about it, where that is more than to write the old default down."""
        return "" if isinstance(self.keep, bool) else _phrase(self.keep, old, new)


def _phrase(said: Said, old: object, new: object) -> str:
    return said if isinstance(said, str) else said(old, new)


def _new_items(old: Any, new: Any) -> list[str]:
    return [str(item) for item in new or () if item not in (old or ())]


def _quieter(old: Any, new: Any) -> str:
    loggers = ", ".join(item.partition("=")[0] for item in _new_items(old, new))
    return f"the log no longer holds DEBUG lines of {loggers}, even with `debug` on"


_BY_PLACEMENT = "placement finds the hosts of a zone"
_WITHOUT_FILTER = {
    "RetryFilter": "a failed build is retried on the alternate hosts that nova-scheduler returned",
    "AvailabilityZoneFilter": _BY_PLACEMENT,
    "RamFilter": "placement counts the memory",
    "DiskFilter": "placement counts the disk space",
}


def _without_filters(old: Any, new: Any) -> str:
    return "; ".join(_WITHOUT_FILTER[item] for item in _new_items(new, old))


def _cinder(old: Any, new: Any) -> str:
    if str(old).startswith("volumev2:"):
        named = " that is named `cinderv3`" if ":cinderv3:" in str(new) else ""
        return f"Nova calls Cinder's API v3, so the catalog needs a service `volumev3`{named}"
    return "Nova finds Cinder by the type of its service, whatever its name in the catalog"


def _way_of_cinder(old: Any, new: Any) -> str:
    if str(old).startswith("volumev2:"):
        return ""
    return f"set it to `{old}` if the catalog has several services of that type"


def _heartbeats(old: Any, new: Any) -> str:
    if new:
        return "heartbeats to RabbitMQ run in a native thread, which can hang services on eventlet"
    return (
        "heartbeats to RabbitMQ run in a green thread of services on eventlet, no longer in a"
        " native one"
    )


def _way_of_heartbeats(old: Any, new: Any) -> str:
    if new:
        return "set it to `false` to keep the old behaviour"
    return "set it to `true` for nova-api under a web server, which may be idle for long"


_NEW_HOSTS = "the new ratio applies to hosts that are new to Nova; known hosts keep theirs"
_AS_THE_CLIENT = (
    "QEMU takes keys as the client sends them and no longer translates them for the layout `en-us`"
)
_SILENT_SERVER = "a memcached server that does not answer is given up after 1 second instead of 3"
_OLD_KEYS_STAY = 17
"""The major version since which Castellan serves the volumes that `fixed_key` encrypts, too."""


def _with_fixed_key(config: Config) -> tuple[str, bool | str] | None:
    if not config.setting("key_manager", "fixed_key").places:
        return None
    keys = "keys of encrypted volumes come from Barbican and no longer from `fixed_key`"
    if config.release.major >= _OLD_KEYS_STAY:
        keys = "keys of new encrypted volumes come from Barbican; `fixed_key` serves the others"
    return keys, "set it to `nova.keymgr.conf_key_mgr.ConfKeyManager` to keep the old behaviour"


_BARBICAN = ChangedDefault(
    "keys of encrypted volumes come from Barbican", keep=False, case=_with_fixed_key
)


_FIREWALLS = {
    "": "nova.virt.libvirt.firewall.IptablesFirewallDriver",
    "libvirt": "nova.virt.libvirt.firewall.IptablesFirewallDriver",
    "xenapi": "nova.virt.firewall.IptablesFirewallDriver",
}
"""What filtered by default, by the package of the compute driver; without one, as with libvirt."""


def _without_neutron(config: Config) -> tuple[str, bool | str] | None:
    name = ("DEFAULT", "use_neutron")
    if config.schema.option(*name) is None or config.boolean(*name) is not False:
        return None
    driver = _FIREWALLS.get(package(config))
    return (
        "nova-compute no longer filters the traffic of guests, and with nova-network nothing else"
        " does",
        f"set it to `{driver}`" if driver else False,
    )


def _not_fatal(config: Config) -> tuple[str, bool | str] | None:
    if config.boolean("DEFAULT", "vif_plugging_is_fatal") is not False:
        return None
    return (
        "a live migration waits up to `vif_plugging_timeout` seconds until Neutron has plugged the"
        " ports on the target host, then goes on all the same, as `vif_plugging_is_fatal` is false",
        True,
    )


_OF_ZONES = f"""{_BY_PLACEMENT} by its own aggregates, which must mirror Nova's \
(`nova-manage placement sync_aggregates`)"""


def _by_own_filters(config: Config) -> tuple[str, bool | str] | None:
    filters = config.setting("filter_scheduler", "enabled_filters")
    return None if filters.is_default or filters.unknown else (_OF_ZONES, True)


def _unasked(config: Config) -> tuple[Said, bool | Said] | None:
    asked = config.value("scheduler", "query_placement_for_availability_zone") is not False
    return None if asked else (_without_filters_or_placement, False)


def _without_filters_or_placement(old: Any, new: Any) -> str:
    nothing = "nothing looks at the zone of a request, as `query_placement_for_availability_zone`"
    return _without_filters(old, new).replace(_BY_PLACEMENT, f"{nothing} is false")


CHANGED_DEFAULTS: Mapping[Name, ChangedDefault] = {
    ("DEFAULT", "default_log_levels"): ChangedDefault(_quieter, keep=False),
    ("DEFAULT", "firewall_driver"): ChangedDefault(
        "nova-compute no longer filters the traffic of guests, which Neutron does",
        keep=False,
        case=_without_neutron,
    ),
    ("DEFAULT", "graceful_shutdown_timeout"): ChangedDefault(
        "a service that is stopped has 180 seconds to finish its work",
        "raise `TimeoutStopSec` of its systemd unit above that, or set it to `60`",
    ),
    ("DEFAULT", "heal_instance_info_cache_interval"): ChangedDefault(
        "nova-compute reads the ports of its servers from Neutron only when Neutron reports a"
        " change, which out-of-tree backends may not do"
    ),
    ("DEFAULT", "initial_cpu_allocation_ratio"): ChangedDefault(_NEW_HOSTS),
    ("DEFAULT", "initial_ram_allocation_ratio"): ChangedDefault(_NEW_HOSTS),
    ("DEFAULT", "logging_context_format_string"): ChangedDefault(
        "log lines show the global request ID before the request ID; make sure whatever parses the"
        " log copes with it",
        keep=False,
    ),
    ("DEFAULT", "logging_user_identity_format"): ChangedDefault(
        "the user in log lines has one more field; make sure whatever parses the log copes with it",
        keep=False,
    ),
    ("DEFAULT", "non_inheritable_image_properties"): ChangedDefault(
        "snapshots no longer inherit the signature of the image that a server was built from,"
        " which is not theirs",
        keep=False,
    ),
    ("DEFAULT", "sync_power_state_pool_size"): ChangedDefault(
        "nova-compute asks for the power states of 5 servers at a time",
        "raise it if that takes too long on hosts with many servers",
    ),
    ("api_database", "max_overflow"): ChangedDefault(
        "each process may open 40 connections more; up to wallaby SQLAlchemy's own limit applied"
    ),
    ("barbican", "auth_endpoint"): ChangedDefault(
        "tokens for Barbican are requested there", "set it to the address of Keystone"
    ),
    ("cache", "memcache_socket_timeout"): ChangedDefault(_SILENT_SERVER),
    ("cache", "socket_timeout"): ChangedDefault(_SILENT_SERVER),
    ("cinder", "catalog_info"): ChangedDefault(_cinder, _way_of_cinder),
    ("compute", "live_migration_wait_for_vif_plug"): ChangedDefault(
        "a live migration waits until Neutron has plugged the ports on the target host, and fails"
        " after `vif_plugging_timeout` if the network backend never reports it",
        case=_not_fatal,
    ),
    ("compute", "packing_host_numa_cells_allocation_strategy"): ChangedDefault(
        "guests with a NUMA topology go to the emptiest NUMA nodes of a host, no longer to the"
        " fullest",
        came=(
            "guests with a NUMA topology go to the emptiest NUMA nodes of a host instead of the"
            " first that have room",
            "set it to `true` to fill node after node, which is closest to the old behaviour",
        ),
    ),
    ("cors", "allow_headers"): ChangedDefault(
        "web pages from allowed origins can ask for a microversion", keep=False
    ),
    ("cors", "expose_headers"): ChangedDefault(
        "web pages from allowed origins can read the microversion of an answer", keep=False
    ),
    ("database", "connection"): ChangedDefault(
        "services that use the database need it, as there is no SQLite file by default any more",
        keep=False,
    ),
    ("filter_scheduler", "enabled_filters"): ChangedDefault(_without_filters, False, _unasked),
    ("glance", "num_retries"): ChangedDefault(
        "calls to Glance that fail to connect are retried up to 3 times"
    ),
    ("key_manager", "api_class"): _BARBICAN,
    ("key_manager", "backend"): _BARBICAN,
    ("keystone_authtoken", "interface"): ChangedDefault(
        "tokens are checked at Keystone's internal endpoint instead of the admin endpoint"
    ),
    ("keystone_authtoken", "memcache_use_advanced_pool"): ChangedDefault(
        "the requests of a process share up to 10 connections to memcached"
        " (`memcache_pool_maxsize`) instead of one for each request under way"
    ),
    ("keystone_authtoken", "service_token_roles_required"): ChangedDefault(
        "requests with a service token are refused (401) unless its user has one of the"
        " `service_token_roles`",
        "give the users of all services that role, or set it to `false` until they have it",
    ),
    ("libvirt", "rng_dev_path"): ChangedDefault(
        "random number generators of guests read /dev/urandom instead of libvirt's own default,"
        " /dev/random"
    ),
    ("libvirt", "sysinfo_serial"): ChangedDefault(
        "guests see their own UUID as serial number from their next start on, instead of one of the"
        " host"
    ),
    ("libvirt", "vzstorage_log_path"): ChangedDefault(
        "clients of Virtuozzo Storage write their log to that file"
    ),
    ("neutron", "region_name"): ChangedDefault(
        "Nova takes the first endpoint of Neutron in the catalog, whatever its region",
        "set it to the region of this cloud if the catalog has several",
    ),
    ("neutron", "url"): ChangedDefault("Nova finds Neutron in Keystone's catalog"),
    ("notifications", "default_publisher_id"): ChangedDefault(
        "notifications of functions in `monkey_patch_modules` name the host instead of its address"
    ),
    ("notifications", "notification_format"): ChangedDefault(
        "versioned notifications are no longer sent"
    ),
    ("os_vif_ovs", "ovsdb_interface"): ChangedDefault(
        "os-vif no longer runs ovs-vsctl to plug ports but connects to `ovsdb_connection`",
        "let ovsdb-server listen there (`tcp:127.0.0.1:6640` by default), or set it to `vsctl`,"
        " which is deprecated too",
    ),
    ("os_win", "cache_temporary_wmi_objects"): ChangedDefault(
        "switch ports of Hyper-V are looked up for each operation, which is slower and never stale"
    ),
    ("oslo_messaging_rabbit", "heartbeat_in_pthread"): ChangedDefault(
        _heartbeats, _way_of_heartbeats
    ),
    ("oslo_messaging_rabbit", "heartbeat_rate"): ChangedDefault(
        "connections are checked every sixth of `heartbeat_timeout_threshold` instead of every"
        " quarter"
    ),
    ("oslo_messaging_rabbit", "ssl_enforce_hostname_verification"): ChangedDefault(
        "with `ssl_ca_file` and one broker in `transport_url`, connections fail unless its"
        " certificate names the host there, whatever this option says",
        "issue a certificate that does before the upgrade",
    ),
    ("oslo_policy", "enforce_new_defaults"): ChangedDefault(
        "users need the role `member` in a project to change anything there and `reader` to look,"
        " and no longer just any role"
    ),
    ("oslo_policy", "enforce_scope"): ChangedDefault(
        "tokens of the system scope are refused, since all of Nova's API is for projects"
    ),
    ("placement", "valid_interfaces"): ChangedDefault(
        "the internal endpoint of Placement comes first"
    ),
    POLICY_FILE: ChangedDefault(
        "up to 2025.2 policy.json is read where there is no policy.yaml",
        "convert it with oslopolicy-convert-json-to-yaml before 2026.1",
    ),
    ("scheduler", "query_placement_for_availability_zone"): ChangedDefault(
        _OF_ZONES,
        "to keep the old behaviour, set it to `false` and add AvailabilityZoneFilter to"
        " `enabled_filters`",
        case=_by_own_filters,
    ),
    ("spice", "keymap"): ChangedDefault(_AS_THE_CLIENT),
    ("vault", "timeout"): ChangedDefault(
        "requests to Vault are given up after 60 seconds instead of never"
    ),
    ("vnc", "keymap"): ChangedDefault(_AS_THE_CLIENT),
    ("workarounds", "disable_libvirt_livesnapshot"): ChangedDefault(
        "servers go on running while they are snapshotted and are no longer suspended"
    ),
}
"""Every default that changes between two releases, but for those that mean the same; read in both.

nova/virt/libvirt/driver.py: `firewall.load_driver` (15.1.5, 16.1.8), `_add_rng_device` and keymaps
(17.0.13, 18.3.0; without a path libvirt takes /dev/random), `snapshot` (17.0.13),
`_get_guest_config_sysinfo` (19.3.2). nova/compute/manager.py: `_heal_instance_info_cache` (31.3.1),
`_sync_power_states` (33.0.2), `pre_live_migration` and `_do_live_migration` (19.3.2).
nova/compute/resource_tracker.py (34.0.0) takes the initial ratios for hosts that have no record.
nova/keymgr/__init__.py (16.1.8), `cinderclient` of nova/volume/cinder.py (16.1.8, 17.0.13, 19.3.2),
`get_client` of nova/network/neutronv2/api.py (16.1.8, 17.0.13), nova/notifications/base.py
(16.1.8), `init` of nova/rpc.py (20.6.1), `GlanceClientWrapper.call` of nova/image/glance.py
(20.6.1), `map_az_to_placement_aggregate` of nova/scheduler/request_filter.py (24.2.1),
`numa_fit_instance_to_host` of nova/virt/hardware.py (25.3.0), nova/policies/ (27.5.1, all of scope
`project`), `initialize_connection` of vzstorage.py (16.1.8). Of libraries: `stop` in service.py of
oslo.service, which ends a service after `graceful_shutdown_timeout` (4.2.0); the opts and
`process_request` of keystonemiddleware's auth_token, which answers 401, and its _cache.py;
impl_rabbit.py of oslo.messaging (its heartbeat waits for the timeout over twice the rate; that of
2026.2 checks the name of one broker without a look at the option);
ovsdb/api.py of os-vif; networkutils.py of os-win (4.2.0); _options.py of oslo.log;
vault_key_manager.py of Castellan.
"""
