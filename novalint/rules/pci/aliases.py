"""The names under which flavors ask for PCI devices: `[pci] alias`."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING, Any
from novalint.findings import Finding, Note, Severity
from novalint.nova.drivers import PASSTHROUGH
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.pci import (
    PciEntry,
    aliases,
    as_written,
    devices,
    kind,
    truth,
)
from novalint.rules.common.places import as_set, at
from novalint.rules.declaration import rule
from novalint.rules.pci.repairs import repair, way_out, with_plain_ids, with_text_flags
from novalint.wording import listed, shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

KEYS = {
    "name": 15,
    "vendor_id": 15,
    "product_id": 15,
    "device_type": 15,
    "capability_type": 15,
    "numa_policy": 17,
    "resource_class": 27,
    "traits": 27,
    "live_migratable": 31,
}
"""What an alias may say, and the major version that began to take it."""
CHOICES = {
    "device_type": {"type-PCI": 15, "type-PF": 15, "type-VF": 15},
    "capability_type": {"pci": 15},
    "numa_policy": {"required": 17, "legacy": 17, "preferred": 17, "socket": 23},
}
HEX = frozenset("0123456789abcdefABCDEF")
READERS = ("api", "metadata", "compute")
"""The roles whose services read the aliases."""
CHECKED_AT_START = (31, 3, 1)
"""The first version of Nova whose services read all aliases when they start."""


def checked_at_start(config: Config) -> bool:
    """Return whether services read all aliases when they start, as far as the version is given."""
    return (config.version or (config.release.major,)) >= CHECKED_AT_START


def consequence(config: Config, which: str = "a PCI") -> str:
    """Return what a fault in one alias entails, as a phrase; `which` aliases flavors ask for."""
    if checked_at_start(config):
        return "nova-compute, nova-api and the metadata API do not start"
    return f"every server whose flavor has {which} alias is refused"


@rule(
    "pci-alias-invalid",
    theme="pci",
    severity=Severity.ERROR,
    options=("pci.alias",),
    roles=READERS,
)
def pci_alias_invalid(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A PCI alias is invalid, so Nova refuses all PCI aliases.

    ## What it checks

    Each `[pci] alias`, as Nova reads it: one JSON object (no list, straight double quotes, no comma
    after the last item) with a `name` of 1 to 256 characters and nothing but

    - `vendor_id` and `product_id`: just four hexadecimal digits;
    - `device_type`: `type-PCI`, `type-PF` or `type-VF`; `capability_type`: `pci`;
    - `numa_policy`, from queens on: `required`, `legacy` or `preferred`, from wallaby on `socket`;
    - `resource_class` and `traits`, from 2023.1 on, and `live_migratable`, from 2025.1 on: texts,
      the last one a kind of yes or no.

    ## Why it matters

    One wrong alias makes Nova refuse all of them. From flamingo on (and in 31.3.1)
    nova-compute, nova-api and the metadata API do not start; before, every request for a server
    whose flavor has an alias fails.

    ## Example

        [pci]
        alias = {"name": "a1", "vendor_id": "0x8086", "product_id": "443"}

    wants four digits each:

        [pci]
        alias = {"name": "a1", "vendor_id": "8086", "product_id": "0443"}

    ## Fix safety

    Unsafe: what is plainly meant is written as Nova takes it, where single quotes, quotes around
    the whole value, a comma too many, a list of objects (each gets a line of its own), ids such as
    `0x8086` and `443`, with or without quotes, or a `live_migratable` without them are all that is
    wrong. An empty line is commented out. One with a note behind it is mended after that, see
    [inline-comment](inline-comment.md).

    ## Sources

    Nova 34.0.0: nova/pci/request.py (`_ALIAS_SCHEMA`, `get_alias_from_config`),
    nova/compute/manager.py (`init_host`), nova/api/openstack/wsgi_app.py (`_setup_service`); the
    schemas of 15.1.5, 17.0.13, 21.2.4, 23.2.2, 26.3.0, 27.5.1, 30.3.0 and 31.3.1.
    """
    read, major = aliases(config), config.release.major
    faults = [
        *read.wrong,
        *((place, what) for place, fields in read.entries for what in _faults(fields, major)),
        *((place, what) for place, fields in read.partial for what in _of_fields(fields, major)),
    ]

    def mend(fields: dict[str, Any]) -> dict[str, Any] | None:
        plain = with_text_flags(with_plain_ids(fields))
        return None if any(_faults(plain, major)) else plain

    for place, what in faults:
        fixes = repair(place, "alias", mend, many=False)
        message = (
            f"{as_set(config.setting('pci', 'alias'))} {what}, so {consequence(config)};"
            f" {way_out(what)}"
        )
        yield Finding(message, at(place), "pci", "alias", fixes)


def _faults(fields: dict[str, Any], major: int) -> Iterator[str]:
    yield from _of_fields(fields, major)
    if "name" not in fields:
        yield "has no `name`"


def _of_fields(fields: dict[str, Any], major: int) -> Iterator[str]:
    """Yield what is wrong with the fields that an alias has, whatever others it may have."""
    known = [key for key, first in KEYS.items() if major >= first]
    for key, value in fields.items():
        if key not in known:
            yield f"has {shown(key)}, which this release does not know ({listed(known)})"
        elif not isinstance(value, str):
            yield f"has {kind(value)} as `{key}` where a string in double quotes is needed"
        else:
            yield from _text_faults(key, value, major)


def _text_faults(key: str, value: str, major: int) -> Iterator[str]:
    choices = [choice for choice, first in CHOICES.get(key, {}).items() if major >= first]
    if choices and value not in choices:
        yield f"has {shown(value)} as `{key}`, which is none of {listed(choices)}"
    elif key in ("vendor_id", "product_id") and (len(value) != 4 or not HEX.issuperset(value)):
        yield f"has {shown(value)} as `{key}` where four hexadecimal digits are needed"
    elif key == "name" and not 1 <= len(value) <= 256:
        yield f"has a `name` of {len(value)} characters where 1 to 256 are allowed"
    elif key == "live_migratable" and truth(value) is None:
        yield f"has {shown(value)} as `live_migratable`, which is neither true nor false"


@rule(
    "pci-alias-mismatch",
    theme="pci",
    severity=Severity.ERROR,
    options=("pci.alias",),
    roles=READERS,
)
def pci_alias_mismatch(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Entries of one PCI alias differ in type or NUMA policy, so Nova refuses all aliases.

    ## What it checks

    If several `[pci] alias` have the same name, as alternatives: all of them must have the same
    `device_type` and the same `numa_policy` (none means `legacy`).

    ## Why it matters

    One such name makes Nova refuse all aliases. From flamingo on (and in 31.3.1) nova-compute,
    nova-api and the metadata API do not start; before, every request for a server whose flavor has
    an alias fails. For a missing `device_type` the log says only "'dev_type'".

    ## Example

        [pci]
        alias = {"name": "qat", "vendor_id": "8086", "product_id": "0442"}
        alias = {"name": "qat", "vendor_id": "8086", "product_id": "0443"}

    becomes

        [pci]
        alias = {"name": "qat", "vendor_id": "8086", "product_id": "0442", "device_type": "type-PF"}
        alias = {"name": "qat", "vendor_id": "8086", "product_id": "0443", "device_type": "type-PF"}

    ## Fix safety

    There is no fix: only the operator can decide which type or policy is right.

    ## Sources

    Nova 34.0.0: nova/pci/request.py (`get_alias_from_config`); the same in 15.1.5 (which knows no
    `numa_policy`), 17.0.13, 21.2.4, 26.3.0 and 31.3.1.
    """
    for name, entries in _by_name(config).items():
        first = entries[0]
        for entry in entries[1:]:
            what, key = _mismatch(first.fields, entry.fields, config.release.major)
            if what:
                yield Finding(
                    f"{as_set(config.setting('pci', 'alias'))} {shown(name)} has alternatives that"
                    f" {what}, so"
                    f" {consequence(config)}; give all of that name the same `{key}`",
                    at(entry.place),
                    "pci",
                    "alias",
                    related=(Note("the first of that name", at(first.place)),),
                )


def _by_name(config: Config) -> dict[str, list[PciEntry]]:
    by_name: dict[str, list[PciEntry]] = {}
    for entry in aliases(config).entries:
        name = entry.fields.get("name")
        if isinstance(name, str):
            by_name.setdefault(name.strip(), []).append(entry)
    return by_name


def _mismatch(one: dict[str, Any], other: dict[str, Any], major: int) -> tuple[str, str]:
    """Return in what two alternatives differ, in words and as a key; both empty where in none."""
    policies = [fields.get("numa_policy") or "legacy" for fields in (one, other)]
    types = [fields.get("device_type") for fields in (one, other)]
    if not all(isinstance(value, str) or value is None for value in (*policies, *types)):
        return "", ""
    if policies[0] != policies[1] and major >= KEYS["numa_policy"]:
        key, values = "numa_policy", policies
    elif None in types:
        return "do not all have the `device_type` that Nova compares", "device_type"
    else:
        key, values = "device_type", types
    same = values[0] == values[1]
    return (
        ("", "") if same else (f"differ in `{key}`, {shown(values[0])} and {shown(values[1])}", key)
    )


@rule(
    "pci-devices-without-alias",
    theme="pci",
    severity=Severity.WARNING,
    options=("pci.alias", "pci.device_spec", "pci.passthrough_whitelist"),
    roles=("compute",),
    drivers=PASSTHROUGH,
    needs=("role",),
)
def pci_devices_without_alias(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A node has PCI devices for flavors but no alias, so servers cannot move with them.

    ## What it checks

    On a node whose role is given as compute, with a driver that passes PCI devices through
    (libvirt, and XenServer and Hyper-V while Nova had them): `[pci] device_spec` (up to yoga
    `passthrough_whitelist`) has an object with neither a `physical_network` (even `null`) nor
    `remote_managed`, that is a device for flavors and not for neutron's ports, and no `[pci] alias`
    is set. Where a single file does not look like a whole configuration, it is info: another file
    may hold the aliases.

    ## Why it matters

    nova-api translates the alias of a flavor when a server is made, and nova-compute does it again
    when the server is resized or migrated. Without the alias there, the move fails with
    PciRequestAliasNotDefined. The aliases must be the same for nova-api and on every compute node;
    files of several nodes cannot be compared here. Where nova-api reads the same files, no server
    can have such a device at all.

    ## Example

        [pci]
        device_spec = {"vendor_id": "10de", "product_id": "20b0"}
        alias = {"name": "a100", "vendor_id": "10de", "product_id": "20b0"}

    ## Fix safety

    There is no fix: the aliases are in the nova.conf of nova-api, copy them, or must be made up.

    ## Sources

    Nova 34.0.0: nova/compute/resource_tracker.py (`_move_claim`), nova/pci/request.py
    (`_translate_alias_to_requests`), nova/conf/pci.py (`alias`), nova/pci/stats.py
    (`_filter_pools_for_unrequested_remote_managed_devices`); the same call in 15.1.5, 17.0.13 and
    21.2.4.
    """
    if not config.setting("pci", "alias").is_default:
        return
    listed = devices(config)
    effect = " here, so servers with them cannot be resized or migrated"
    way = "copy the `alias` lines of nova-api"
    if deployment.plays("api"):
        effect, way = (
            ", so no flavor can ask for them",
            "add an `alias`",
        )
    entry = next(iter(listed.offered), None)
    if entry:
        yield Finding(
            f"{as_written(entry.place)} offers devices to flavors but no `[pci] alias` names them"
            f"{effect}; {way}",
            at(entry.place),
            "pci",
            listed.name,
            override=severity_unless_set(config, ("pci", "alias")),
        )
