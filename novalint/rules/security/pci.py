"""PCI devices that servers should not get at."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING, Any
from novalint.findings import Finding, Severity
from novalint.nova.drivers import PASSTHROUGH
from novalint.rules.common.pci import DEVICES, as_written, devices
from novalint.rules.common.places import at
from novalint.rules.declaration import FactNeeded, rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

_ANY = ("", "*", ".*")
"""What leaves a part of an address open, in an address as a text and in one of expressions."""


@rule(
    "pci-device-spec-too-wide",
    theme="security",
    severity=Severity.INFO,
    options=DEVICES,
    roles=("compute",),
    drivers=PASSTHROUGH,
)
def pci_device_spec_too_wide(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Servers of several tenants may get any PCI device of the host, or any of a vendor.

    ## What it checks

    In a cloud of more than one tenant: an object of `[pci] device_spec` (up to yoga
    `passthrough_whitelist`) that names no interface, no product and no address, or an address such
    as `*:*:*.*` that leaves everything open, be it in PCI domain 0000 alone.

    ## Why it matters

    Whatever matches is taken from the host and may be handed to a server, with direct access to the
    device: a controller that was plugged in later, or the card that the host itself works with.
    Give the product with the vendor, or the addresses. For virtual functions the tag
    `"trusted": "true"` lets servers change their hardware address and see others' traffic; leave it
    out where tenants are not trusted.

    ## Example

        [pci]
        device_spec = {"vendor_id": "8086"}

    becomes

        [pci]
        device_spec = {"vendor_id": "8086", "product_id": "10ed"}

    ## Fix safety

    There is no fix: only the operator can decide which devices are meant.

    ## Sources

    Nova 34.0.0: nova/pci/devspec.py (`PciDeviceSpec.match`), nova/conf/pci.py; the same in 15.1.5
    and 26.3.0. That wide entries are a risk is judged from what they match, hence a note only.
    """
    listed = devices(config)
    wide = [entry for entry in listed.entries if _is_wide(entry.fields)]
    if wide and deployment.tenants is None:
        raise FactNeeded("tenants")
    for place, fields in wide if (deployment.tenants or 0) > 1 else ():
        what = "of one vendor" if fields.get("vendor_id", "*") != "*" else "of the host"
        yield Finding(
            f"{as_written(place)} gives {deployment.tenants} tenants any PCI device {what}; add"
            " the product or the address",
            at(place),
            "pci",
            listed.name,
        )


def _is_wide(fields: dict[str, Any]) -> bool:
    if fields.get("devname") or fields.get("product_id", "*") != "*":
        return False
    address = fields.get("address") or "*"
    if isinstance(address, dict):
        parts = [address.get(name, ".*") for name in ("bus", "slot", "function")]
        return all(part in _ANY for part in (*parts, _domain(address.get("domain", ".*"))))
    return isinstance(address, str) and _parts_open(address)


def _parts_open(address: str) -> bool:
    before, _, function = address.partition(".")
    domain, bus, slot = ["", "", *before.split(":")][-3:]
    parts = (_domain(domain), bus, slot, function)
    return all(part.strip() in _ANY for part in parts)


def _domain(written: object) -> str:
    """Return the domain that an address is about; empty for 0000, all that most hosts have."""
    return str(written).strip().strip("0")
