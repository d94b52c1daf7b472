"""Defaults whose change concerns nothing in this very configuration."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.nova.drivers import GROUPS, package
from novalint.nova.nova_network import OF_NOVA_NETWORK, SWITCH
from novalint.rules.common.unused import unused
from novalint.text.document import normalize_group

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.options import Name
    from novalint.upgrading.defaults import Shift

PLACEMENT_ZONES = ("scheduler", "query_placement_for_availability_zone")
ZONE_FILTER = "AvailabilityZoneFilter"
_DATABASES = ("database", "api_database")
_HYPERV = ("hyperv", "os_win")


def idle(shift: Shift, before: Config, after: Config) -> str:
    """Return why the change of a default changes nothing here; empty where it may.

    That is where nothing reads the option in the target, or read it in the start release.
    """
    name = (shift.after.group, shift.after.name)
    if why := unused(name, after):
        return f"nothing reads it, as {why}"
    old = (shift.before.group, shift.before.name) if shift.before else None
    if old and (why := unused(old, before)):
        return f"nothing read it, as {why} in {before.release}"
    return beside_the_point(name, after)


def read_by_none(name: Name, config: Config) -> str:
    """Return which setting shows that a release reads no line of an option; empty where it may.

    A line shows that somebody wanted it, so that only what is said for certain counts.
    """
    if name[0] == "DEFAULT" and name[1] in OF_NOVA_NETWORK and SWITCH in config.touched:
        return with_neutron(config)
    return unused(name, config) if name[0] in GROUPS and package(config) else ""


def with_neutron(config: Config) -> str:
    """Return what shows that a cloud has Neutron and no nova-network; empty where it may have."""
    if not config.boolean(*SWITCH):
        return ""
    by_default = " by default" * config.setting(*SWITCH).is_default
    return f"`{SWITCH[1]}` is true{by_default}"


def beside_the_point(name: Name, config: Config) -> str:
    """Return whom alone a default concerns, where no line shows that it is about these files.

    Empty where it is about anybody. The log of Virtuozzo Storage is written for volumes of its own
    (`LibvirtVZStorageVolumeDriver`, nova/virt/libvirt/volume/vzstorage.py, 16.1.8); nova-compute
    asks nova-conductor for what is in the database. Without `[vnc] keymap` VMware's driver takes a
    keymap of its own (nova/virt/vmwareapi/vm_util.py, 18.3.0). `endpoint_override` says where
    Neutron is since queens, and `url` would beat it (`get_client`, 17.0.13).
    """
    if name == ("vnc", "keymap") and package(config) == "vmwareapi":
        return "VMware's driver takes `[vmware] vnc_keymap`, which is `en-us` by default"
    if name[1].startswith("vzstorage_") and not _has_virtuozzo(config):
        return "it is only about volumes of Virtuozzo Storage, and no line sets any of its options"
    if name[0] == "os_win" and not package(config) and not _names(config, *_HYPERV):
        return "it is only about Hyper-V, and no line sets any of its options"
    if name == ("neutron", "url") and _names(config, "neutron", option="endpoint_override"):
        return "`[neutron] endpoint_override` says where Neutron is"
    if name == ("database", "connection") and _sets_no_database(config):
        return "nova-compute needs none, and other services had to be told theirs before, too"
    return ""


def told_of_zones(shift: Shift, before: Config) -> str:
    """Return that a line has placement asked for zones, whose filter need not be default then."""
    name = (shift.after.group, shift.after.name)
    old, new = shift.difference.old.value, shift.difference.new.value
    if name != ("filter_scheduler", "enabled_filters") or [*old] != [ZONE_FILTER, *new]:
        return ""
    group, option = PLACEMENT_ZONES
    known = before.schema.option(*PLACEMENT_ZONES)
    asked = known and before.boolean(*PLACEMENT_ZONES)
    return f"`[{group}] {option}` is true and replaces that filter" if asked else ""


def _has_virtuozzo(config: Config) -> bool:
    own = any(setting.name.startswith("vzstorage_") for setting in config.known_settings)
    return own or config.value("libvirt", "virt_type") == "parallels"


def _names(config: Config, *groups: str, option: str = "") -> bool:
    """Whether a line stands in one of the groups, be it read or not; one of an option, if told."""
    lines = (usage.place.assignment for usage in config.usages)
    return any(
        normalize_group(line.group) in groups and option in ("", line.option) for line in lines
    )


def _sets_no_database(config: Config) -> bool:
    return not any(config.setting(group, "connection").places for group in _DATABASES)
