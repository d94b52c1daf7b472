"""The devices that a compute node hands to servers: what Nova refuses in `[pci] device_spec`."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING, Any
from novalint.findings import Finding, Severity
from novalint.rules.common.pci import DEVICES, as_written, devices, kind, truth
from novalint.rules.common.places import at
from novalint.rules.declaration import rule
from novalint.rules.pci.repairs import IDS, repair, way_out, with_text_flags
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

CALLING = ("api", "conductor")
"""The roles whose services read the devices as they start, to call Neutron."""
READERS = (*CALLING, "compute", "scheduler")
"""Those and nova-compute, and nova-scheduler, which reads them with what it knows of a host."""
LARGEST_ID = 0xFFFF
PARTS = {"domain": 0xFFFF, "bus": 0xFF, "slot": 0x1F, "function": 0x7}
"""The largest number of each part of an address."""
TRUTHS = {"managed": 31, "live_migratable": 31, "one_time_use": 32}
"""The tags that Nova reads strictly as a yes or a no, and the major version that began to."""


@rule(
    "pci-device-spec-invalid",
    theme="pci",
    severity=Severity.ERROR,
    options=DEVICES,
    roles=READERS,
)
def pci_device_spec_invalid(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A PCI device specification is invalid, so nova-compute does not start.

    ## What it checks

    Each `[pci] device_spec` (up to yoga `passthrough_whitelist`), as Nova reads it:

    - it is JSON: one object, or a list of objects, in straight double quotes and without a comma
      after the last item;
    - `vendor_id` and `product_id` are `*` or hexadecimal numbers up to FFFF, written as texts;
    - `address` is a text `domain:bus:slot.function` with `*` for any, each part a hexadecimal
      number in range (domain FFFF, bus FF, slot 1F, function 7), or an object of regular
      expressions that Python can compile;
    - from epoxy on the tags `managed` and `live_migratable`, from flamingo on also `one_time_use`,
      are a kind of yes or no.

    ## Why it matters

    nova-compute reads the whole list before anything else and stops at the first entry that it
    cannot take. nova-api reads it too, as soon as it talks to neutron, and nova-scheduler with each
    host that it looks at, so that no server can be scheduled. The log says little more than
    "Invalid entry".

    What depends on the host cannot be seen in the file: whether a physical function and its
    virtual functions are both matched, or functions of one card with different resource classes or
    traits, which reporting to placement refuses; and whether a device tagged `remote_managed` is
    there.

    ## Example

        [pci]
        device_spec = {'vendor_id': '8086', 'product_id': '1520'}

    wants double quotes:

        [pci]
        device_spec = {"vendor_id": "8086", "product_id": "1520"}

    ## Fix safety

    Unsafe: what is plainly meant is written as Nova takes it, where single quotes, quotes around
    the whole value, a comma too many or ids without quotes are all that is wrong. An empty line is
    commented out. One with a note behind it is mended after that, see
    [inline-comment](inline-comment.md).

    ## Sources

    Nova 34.0.0: nova/pci/whitelist.py (`_parse_white_list_from_config`), nova/pci/devspec.py
    (`_init_dev_details`, `_set_pci_dev_info`, `PciAddressGlobSpec`, `PciAddressRegexSpec`),
    nova/compute/manager.py (`init_host`), nova/network/neutron.py (`API.__init__`),
    nova/scheduler/host_manager.py (`_update_from_compute_node`) by nova/pci/stats.py; the same in
    15.1.5, 17.0.13, 21.2.4 and 26.3.0 but for the tags, which came with 31 and 32.
    """
    listed, major = devices(config), config.release.major
    entries = listed.told
    faults = list(listed.wrong) + [
        (place, what) for place, fields in entries for what in _faults(fields, major)
    ]

    def mend(fields: dict[str, Any]) -> dict[str, Any] | None:
        texts = {name: _text(fields[name]) for name in IDS if name in fields}
        return None if any(_faults(fields | texts, major)) else with_text_flags(fields | texts)

    for place, what in faults:
        fixes = repair(place, listed.name, mend, many=True)
        message = f"{as_written(place)} {what}, so {ends(deployment)}; {way_out(what)}"
        yield Finding(message, at(place), "pci", listed.name, fixes)


def ends(deployment: Deployment) -> str:
    """Return what does not start, or that nova-scheduler does, and then finds no host."""
    if deployment.plays("compute") is not False:
        return "nova-compute does not start"
    calling = any(deployment.plays(role) for role in CALLING)
    return "services that call Neutron do not start" if calling else "no server can be scheduled"


def _text(value: Any) -> Any:
    """Return an id that was written as a number, without quotes, as a text."""
    return str(value) if type(value) is int else value


def _faults(fields: dict[str, Any], major: int) -> Iterator[str]:
    for name in IDS:
        yield from _number(name, fields.get(name, "*"), LARGEST_ID)
    address = fields.get("address")
    if isinstance(address, str):
        yield from _address(address)
    elif isinstance(address, dict):
        yield from _patterns(address)
    elif address:
        yield f"has {kind(address)} as `address` where a string or an object is needed"
    for name, first in TRUTHS.items():
        value = fields.get(name)
        if major >= first and value is not None and truth(value) is None:
            yield f"has {_shown(value)} as `{name}`, which is neither true nor false"


def _number(name: str, value: object, most: int) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"has {kind(value)} as `{name}` where a string in double quotes is needed"
        return
    text = value.strip() if name == "vendor_id" else value
    if text == "*":
        return
    try:
        number = int(text, 16)
    except ValueError:
        yield f"has {_shown(value)} as `{name}`, which is not a hexadecimal number"
        return
    if number > most:
        yield f"has {_shown(value)} as `{name}`, above the maximum of {most:X}"


def _address(text: str) -> Iterator[str]:
    """Check a text such as `0000:81:00.*`; what is left out at its start or end may be anything."""
    before, _, function = text.partition(".")
    fields = before.split(":") if before else []
    if len(fields) > 3:
        yield f"has {_shown(text)} as `address`, with more than `domain:bus:slot` before the dot"
        return
    names = ("domain", "bus", "slot")[3 - len(fields) :]
    parts = {name: part.strip() or "*" for name, part in zip(names, fields, strict=True)}
    if function:
        parts["function"] = function.strip()
    for name, part in parts.items():
        for what in _number(name, part, PARTS[name]):
            yield f"{what} (`address` {_shown(text)})"


def _patterns(address: dict[str, Any]) -> Iterator[str]:
    for name in PARTS:
        pattern = address.get(name, ".*")
        if not isinstance(pattern, str):
            yield f"has {kind(pattern)} as `{name}` of its `address` where a string is needed"
        elif not _compiles(pattern):
            what = f"has {_shown(pattern)} as `{name}` of its `address`"
            yield f"{what}, which is not a regular expression"


def _compiles(pattern: str) -> bool:
    import re
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            re.compile(pattern)
        except (re.error, RecursionError, OverflowError):
            return False
    return True


def _shown(value: object) -> str:
    return shown(value) if isinstance(value, (str, int)) else kind(value)


@rule(
    "pci-device-by-name-and-address",
    theme="pci",
    severity=Severity.ERROR,
    options=DEVICES,
    roles=READERS,
)
def pci_device_by_name_and_address(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A PCI device is specified by both its name and its address, which Nova refuses.

    ## What it checks

    No object of `[pci] device_spec` (up to yoga `passthrough_whitelist`) has both `devname` and
    `address`.

    ## Why it matters

    nova-compute does not start: the two could mean different devices. nova-api fails as well where
    it reads such a file, and nova-scheduler can then schedule no server.

    ## Example

        [pci]
        device_spec = {"devname": "eth2", "address": "0000:81:00.0", "physical_network": "physnet2"}

    becomes

        [pci]
        device_spec = {"address": "0000:81:00.0", "physical_network": "physnet2"}

    ## Fix safety

    There is no fix: only the operator can decide which of the two is right. Prefer the address;
    interface names change, and reporting to placement takes no `devname`.

    ## Sources

    Nova 34.0.0: nova/pci/devspec.py (`_init_dev_details`), nova/compute/manager.py (`init_host`),
    nova/network/neutron.py (`API.__init__`); the same in 15.1.5, 17.0.13, 21.2.4 and 26.3.0.
    """
    listed = devices(config)
    for place, fields in listed.told:
        if fields.get("devname") and fields.get("address"):
            yield Finding(
                f"{as_written(place)} has both `devname` {_shown(fields['devname'])} and "
                f"`address` for one device, so {ends(deployment)}; remove the `devname`",
                at(place),
                "pci",
                listed.name,
            )
