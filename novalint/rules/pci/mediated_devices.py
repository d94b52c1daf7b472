"""Mediated devices, such as virtual GPUs: which address offers which type."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Note, Severity
from novalint.records import NamedTuple
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.lists import replace_items_fix, written_items
from novalint.rules.common.places import as_set, at_option, finding, surely
from novalint.rules.declaration import rule
from novalint.wording import listed, shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

ADDRESSES = "device_addresses"
OPTIONS = (
    "devices.enabled_mdev_types",
    "devices.enabled_vgpu_types",
    "mdev_*.device_addresses",
    "vgpu_*.device_addresses",
)


GROUPS_READ = (
    "the groups are read from victoria on; in ussuri the driver asks before they are registered"
    " (nova/virt/libvirt/driver.py, nova/compute/manager.py)"
)
FIRST_READ = 22
"""The first major version whose driver reads the groups."""
DEFAULT_TYPE = 29
"""The first major version where one type needs no addresses of its own."""


class Type(NamedTuple):
    """One enabled type, the group of its own, and the addresses that offer it.

    `written` is the group as the file has it, which may be the old name of that.
    """

    name: str
    group: str
    written: str
    addresses: tuple[str, ...]


@rule(
    "mdev-address-listed-twice",
    theme="pci",
    severity=Severity.ERROR,
    options=OPTIONS,
    releases=(22, None),
    since=GROUPS_READ,
    roles=("compute",),
    drivers=("libvirt",),
)
def mdev_address_listed_twice(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A device is listed for two mediated device types, or twice for one.

    ## What it checks

    `device_addresses` in the groups `[mdev_TYPE]` (up to wallaby `[vgpu_TYPE]`) of all types in
    `[devices] enabled_mdev_types` (`enabled_vgpu_types`). Up to 2023.2 only the types before the
    first one without addresses count, and a single type does not.

    ## Why it matters

    libvirt's driver cannot be loaded, so nova-compute does not start.

    ## Example

        [devices]
        enabled_mdev_types = nvidia-35, nvidia-36
        [mdev_nvidia-35]
        device_addresses = 0000:84:00.0
        [mdev_nvidia-36]
        device_addresses = 0000:84:00.0

    ## Fix safety

    There is no fix: only the operator can decide which type the device is for.

    ## Sources

    Nova 34.0.0, 28.3.1 and 22.4.0: nova/virt/libvirt/driver.py (`_get_supported_vgpu_types`).
    """
    first: dict[str, Type] = {}
    for section in _read(config):
        for address in section.addresses:
            if address not in first:
                first[address] = section
                continue
            other = first[address]
            note = Note("listed here first", at_option(config, other.group, ADDRESSES))
            yield finding(
                config,
                section.group,
                ADDRESSES,
                f"`[{section.written}] {ADDRESSES}` names {shown(address)}{_twice(section, other)}",
                related=() if other.group == section.group else (note,),
            )


def _twice(one: Type, other: Type) -> str:
    """Return where an address of one type stands already, what that entails, and the way out."""
    stops = "so nova-compute does not start"
    if other is one:
        return f" twice, {stops}; remove one of them"
    if other.group == one.group:
        return f" for a type that is enabled twice, {stops}; list {shown(one.name)} once"
    return f", which `[{other.written}]` names already, {stops}; remove it from one of them"


@rule(
    "mdev-address-invalid",
    theme="pci",
    severity=Severity.ERROR,
    options=OPTIONS,
    releases=(22, None),
    since=GROUPS_READ,
    roles=("compute",),
    drivers=("libvirt",),
)
def mdev_address_invalid(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The address of a device for mediated devices is not a PCI address.

    ## What it checks

    `device_addresses` of the enabled types, as mdev-address-listed-twice says, must be written with
    domain, bus, slot and function, such as `0000:84:00.0`. In 2026.2 an entry without a colon may
    name a virtual device of the host as well, and is not reported, unless it is libvirt's name of a
    PCI device.

    ## Why it matters

    libvirt's driver cannot be loaded, so nova-compute does not start.

    ## Example

        [mdev_nvidia-35]
        device_addresses = 84:00.0

    ## Fix safety

    Unsafe: writes the address that libvirt's name of a device holds, such as `pci_0000_84_00_0`.
    For others there is no fix: the domain is not in the file.

    ## Sources

    Nova 34.0.0, 28.3.1 and 22.4.0: nova/virt/libvirt/driver.py (`_get_supported_vgpu_types`),
    nova/pci/utils.py (`parse_address`); 34.0.0: `_validate_device_address`.
    """
    for section in _read(config):
        for address in dict.fromkeys(section.addresses):
            meant = _of_libvirt(address)
            virtual = config.release.major >= 34 and ":" not in address and not meant
            if not virtual and not _is_pci(address):
                setting = config.setting(section.group, ADDRESSES)
                title = f"Write {meant} for {address}"
                yield finding(
                    config,
                    section.group,
                    ADDRESSES,
                    f"`[{section.written}] {ADDRESSES}` {shown(address)} is not a PCI address, so"
                    f" nova-compute does not start; write it"
                    f" {f'as `{meant}`' if meant else 'like `0000:84:00.0`'}",
                    *(replace_items_fix(setting, {address: meant}, title) if meant else ()),
                )


@rule(
    "mdev-type-without-addresses",
    theme="pci",
    severity=Severity.WARNING,
    options=OPTIONS,
    releases=(17, None),
    since="the option came in queens (nova/conf/devices.py)",
    roles=("compute",),
    drivers=("libvirt",),
)
def mdev_type_without_addresses(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Mediated device types are never offered, since no device addresses are set for them.

    ## What it checks

    Several types in `[devices] enabled_mdev_types` (up to wallaby `enabled_vgpu_types`) of which
    two or more have no `device_addresses` in a group of their own; from victoria to 2023.2 one or
    more; up to ussuri any, as the groups are not read there. Where a single file without the groups
    does not look like a whole configuration, it is info: another file may hold them.

    ## Why it matters

    From 2024.1 on the first type without addresses is for all devices that no group names, and
    every further one is dropped. From victoria to 2023.2 a single type without addresses makes Nova
    offer the first type of the list alone, and up to ussuri it always does so. Only a warning in
    the log says it.

    ## Example

        [devices]
        enabled_mdev_types = nvidia-35, nvidia-36

    ## Fix safety

    There is no fix: the addresses are the host's.

    ## Sources

    Nova 34.0.0, 28.3.1, 22.4.0, 21.2.4 and 17.0.13: nova/virt/libvirt/driver.py
    (`_get_supported_vgpu_types`); 21.2.4: nova/compute/manager.py (`init_host`, which registers the
    groups after the driver has asked for them).
    """
    option, early = _option(config), config.release.major < FIRST_READ
    names = list(dict.fromkeys(config.items("devices", option) or ()))
    if early or len(names) < 2:  # a type that is not known here may be the first, or the second
        names = list(dict.fromkeys(_enabled(config)))
    if len(names) < 2:
        return
    written = as_set(config.setting("devices", option))
    if early:
        yield finding(
            config,
            "devices",
            option,
            f"{written} names {len(names)} types, of which this release offers only the"
            f" first, {shown(names[0])}; remove the others",
        )
        return
    bare = surely(names, lambda name: _addresses(config, name) == ())
    lost = bare[1:] if config.release.major >= DEFAULT_TYPE else names[1:]
    if bare and lost:
        yield finding(
            config,
            "devices",
            option,
            f"{written} names {listed(bare)} without `{ADDRESSES}`, so {listed(lost)}"
            f" {'is' if len(lost) == 1 else 'are'} never offered; set `{ADDRESSES}` in a group such"
            f" as `[{_group(config, bare[-1])}]` for each type",
            override=severity_unless_set(
                config, *((_group(config, one), ADDRESSES) for one in bare)
            ),
        )


def _read(config: Config) -> tuple[Type, ...]:
    """Return the types whose addresses Nova reads at start, in the order of the list.

    Types and addresses that a template has yet to give are left out. Up to 2023.2 so are types
    behind one of these, since Nova stops at a type without addresses.
    """
    names = list(config.items("devices", _option(config)) or ())
    if config.release.major < DEFAULT_TYPE:
        items = written_items(config.setting("devices", _option(config)))
        names = list(takewhile(names.__contains__, items))
        if len(names) < 2:
            return ()
    types: list[Type] = []
    for name in names:
        addresses = config.items(_group(config, name), ADDRESSES)
        if not addresses and config.release.major < DEFAULT_TYPE:
            break
        group = _group(config, name)
        written, _ = config.setting(group, ADDRESSES).via or (group, ADDRESSES)
        types.append(Type(name, group, written, addresses or ()))
    return tuple(types)


def _enabled(config: Config) -> list[str]:
    value = config.value("devices", _option(config))
    return [str(item) for item in value] if isinstance(value, list) else []


def _option(config: Config) -> str:
    return "enabled_mdev_types" if config.release.major >= 24 else "enabled_vgpu_types"


def _group(config: Config, name: str) -> str:
    return f"{'mdev' if config.release.major >= 24 else 'vgpu'}_{name}".lower()


def _addresses(config: Config, name: str) -> tuple[str, ...] | None:
    """Return the addresses of a type; None where Nova could not read them."""
    value = config.value(_group(config, name), ADDRESSES)
    return tuple(map(str, value)) if isinstance(value, list) else None


def _of_libvirt(name: str) -> str:
    """Return the address in libvirt's name of a device, `pci_0000_84_00_0`; empty in any other."""
    kind, _, rest = name.partition("_")
    parts = rest.split("_")
    address = "{}:{}:{}.{}".format(*parts) if kind == "pci" and len(parts) == 4 else ""
    return address if _is_pci(address) else ""


def _is_pci(address: str) -> bool:
    import re

    return bool(re.match(r"[\da-fA-F]{4}:[\da-fA-F]{2}:[\da-fA-F]{2}.[0-7]$", address))
