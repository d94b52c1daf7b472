"""Options that nothing reads in this very configuration, whatever their default is."""

from __future__ import annotations

from collections.abc import Callable

from novalint.annotations import TYPE_CHECKING
from novalint.rules.common import overruled
from novalint.rules.common.transport import rabbit

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.options import Name

_BACKENDS = ("backend", "api_class")
"""What a release calls the option that chooses the key manager, the present name first."""
_DATABASES = ("database", "api_database")
_REMOVED_FROM_CEPH = ("rbd_destroy_volume_retries", "rbd_destroy_volume_retry_interval")

_READ_BY_GROUP = {
    "os_vif_ovs": ("libvirt", "hyperv"),
    "os_vif_linux_bridge": ("libvirt",),
    "os_win": ("hyperv",),
}
_WITH_SIZES = ("libvirt", "vmwareapi", "hyperv", "xenapi", "powervm", "zvm")
_READ_BY = {
    ("DEFAULT", "initial_cpu_allocation_ratio"): _WITH_SIZES,
    ("DEFAULT", "initial_ram_allocation_ratio"): _WITH_SIZES,
    ("DEFAULT", "max_concurrent_snapshots"): _WITH_SIZES,
    ("workarounds", "disable_libvirt_livesnapshot"): ("libvirt",),
    ("compute", "packing_host_numa_cells_allocation_strategy"): ("libvirt",),
    ("compute", "live_migration_wait_for_vif_plug"): ("libvirt", "xenapi", "hyperv", "vmwareapi"),
    ("DEFAULT", "firewall_driver"): ("libvirt", "xenapi"),
    ("spice", "keymap"): ("libvirt",),
    ("vnc", "keymap"): ("libvirt", "vmwareapi"),
}
"""Compute drivers that alone reach what reads an option which no group of theirs has.

nova/virt/libvirt/vif.py and nova/virt/hyperv/vif.py (15.1.5 to 28.3.1) call os-vif, and os-vif's
plugin for Linux bridges serves the former; on `disable_libvirt_livesnapshot` see
nova/virt/libvirt/driver.py of all releases. Cells of a host are packed by nova/virt/hardware.py
(34.0.0), for hosts with a NUMA topology, which libvirt reports. A keymap is given to consoles by
nova/virt/libvirt/driver.py and nova/virt/vmwareapi/vm_util.py (15.1.5, 18.3.0); a driver of the
firewall is loaded by nova/virt/libvirt/driver.py and nova/virt/xenapi/vmops.py (15.1.5, 16.1.8);
servers migrate live with the drivers that have a `live_migration` (19.3.2 and later). Bare metal
has an allocation ratio of 1.0 whatever is set, and no snapshots (nova/virt/ironic/driver.py, 20.6.1
and 34.0.0).
"""


def unused(name: Name, config: Config) -> str:
    """Return which setting makes sure that nothing reads an option; empty where something may.

    A phrase such as "`compute_driver` is of `ironic`".
    """
    return next((why for ask in _ASKED if (why := ask(name, config))), "")


def _of_another_driver(name: Name, config: Config) -> str:
    from novalint.nova.drivers import GROUPS, IN_TREE, package

    driver, known = package(config), {path.partition(".")[0] for path in IN_TREE}
    readers = _READ_BY.get(name, _READ_BY_GROUP.get(name[0], (GROUPS.get(name[0], driver),)))
    other = driver in known and driver not in readers
    return f"`compute_driver` is of `{driver}`" if other else ""


def _of_guests_without_display(name: Name, config: Config) -> str:
    """Containers have no console that a keymap is for (`OFFERED` says where that was read)."""
    from novalint.nova.drivers import package
    from novalint.rules.common.consoles import OFFERED

    virt_type = config.setting("libvirt", "virt_type")
    if name[1] != "keymap" or name[0] not in OFFERED or package(config) != "libvirt":
        return ""
    without = not virt_type.unknown and virt_type.value not in OFFERED[name[0]]
    return (
        f"guests of `[libvirt] virt_type` {virt_type.value} have no such console" if without else ""
    )


def _of_one_driver(name: Name, config: Config) -> str:
    """What one driver alone does otherwise is nobody's concern where no line names that driver."""
    from novalint.nova.drivers import package
    from novalint.nova.new_defaults import ONE_DRIVER

    driver = ONE_DRIVER.get(name, "")
    if driver and package(config) != driver:
        return f"`compute_driver` is not of `{driver}`"
    if name[1] in _REMOVED_FROM_CEPH and config.text("libvirt", "images_type") != "rbd":
        return "`[libvirt] images_type` is not `rbd`"
    return ""


def _of_another_weigher(name: Name, config: Config) -> str:
    """Only weighers that `weight_classes` has are asked (nova/scheduler/host_manager.py)."""
    from novalint.nova.weighers import WEIGHERS, path_of
    from novalint.rules.common.filters import weighs

    chosen = config.schema.option("filter_scheduler", "weight_classes")
    unknown = chosen is None or config.setting(chosen.group, chosen.name).unknown
    if name not in WEIGHERS or unknown or weighs(config, path_of(*name)):
        return ""
    return f"`weight_classes` has no `{WEIGHERS[name].rpartition('.')[2]}`"


def _with_another_scheduler(name: Name, config: Config) -> str:
    """Only the filter scheduler runs several processes where nobody asks for them.

    Read in nova/cmd/scheduler.py of 18.3.0 to 23.2.2.
    """
    chosen = config.value("scheduler", "driver")
    another = name == ("scheduler", "workers") and chosen not in (None, "filter_scheduler")
    return "`[scheduler] driver` is not `filter_scheduler`" if another else ""


def _of_another_key_manager(name: Name, config: Config) -> str:
    option = next((one for one in _BACKENDS if config.schema.option("key_manager", one)), "")
    backend = str(config.value("key_manager", option)) if option else "vault"
    if name[0] == "vault" and "vault" not in backend:
        return f"`[key_manager] {option}` is not `vault`"
    if name[0] == "barbican" and ("vault" in backend or "conf_key_mgr" in backend):
        return f"`[key_manager] {option}` is not `barbican`"
    return ""


def _of_no_database(name: Name, config: Config) -> str:
    """A pool or a log of queries is nobody's where these files lead to no database."""
    group, option = name
    if group not in _DATABASES or option == "connection":
        return ""
    connection = config.setting(group, "connection")
    unset = connection.is_default and connection.value is None
    return f"`[{group}] connection` is not set" if unset else ""


def _initial_ratio(name: Name, config: Config) -> str:
    """A ratio that is set counts from the first moment on, and no initial one."""
    ratio = name[1].removeprefix("initial_")
    if ratio == name[1] or not ratio.endswith("_allocation_ratio"):
        return ""
    return f"`{ratio}` is set" if config.value("DEFAULT", ratio) else ""


def _without_its_switch(name: Name, config: Config) -> str:
    group, option = name
    if group == "cache" and config.boolean("cache", "enabled") is False:
        return "`[cache] enabled` is false"
    if option.startswith("memcache_pool_") and "memcache_pool" not in _backend(config):
        return "`[cache] backend` is not `oslo_cache.memcache_pool`"
    if (
        group in ("spice", "vnc")
        and option == "keymap"
        and config.boolean(group, "enabled") is False
    ):
        return f"`[{group}] enabled` is false"
    if group == "cors" and not config.value("cors", "allowed_origin"):
        return "`[cors] allowed_origin` is not set"
    if option.startswith("unified_limits_") and not _has_unified_limits(config):
        return "`[quota] driver` does not use unified limits"
    cached = group == "keystone_authtoken" and option.startswith("memcache_")
    if cached and not config.value(group, "memcached_servers"):
        return "`[keystone_authtoken] memcached_servers` is not set"
    return ""


def _backend(config: Config) -> str:
    """Return the store of the cache; where it is not known here, it may be any."""
    backend = config.setting("cache", "backend")
    return "memcache_pool" if backend.unknown else str(backend.value)


def _has_unified_limits(config: Config) -> bool:
    driver = config.setting("quota", "driver")
    return bool(driver.unknown) or "UnifiedLimits" in str(driver.value)


def _without_tls(name: Name, config: Config) -> str:
    group, option = name
    if group != "oslo_messaging_rabbit" or not option.startswith("ssl_"):
        return ""
    return "the connection to the broker has no TLS" if rabbit(config, "ssl") is False else ""


def _without_notifications(name: Name, config: Config) -> str:
    if name == ("notifications", "default_publisher_id"):
        # nova/notifications/base.py of 16.1.8 and 17.0.13: only what monkey_patch wraps reads it
        return "" if config.boolean("DEFAULT", "monkey_patch") else "`monkey_patch` is false"
    if name != ("notifications", "notification_format"):
        return ""
    driver = config.setting("oslo_messaging_notifications", "driver")
    drivers = driver.value if isinstance(driver.value, list) else ["?"]
    silent = not set(map(str, drivers)) - {"", "noop"}
    return "`[oslo_messaging_notifications] driver` names none that sends" if silent else ""


_ASKED: tuple[Callable[[Name, Config], str], ...] = (
    _of_another_driver,
    _of_guests_without_display,
    _of_one_driver,
    _of_another_weigher,
    _with_another_scheduler,
    _of_another_key_manager,
    _of_no_database,
    _initial_ratio,
    _without_its_switch,
    _without_tls,
    _without_notifications,
    *overruled.ASKED,
)
