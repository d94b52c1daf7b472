"""The address that nova-compute gives of its host: my_ip."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.hosts import is_address
from novalint.rules.common.places import finding
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

OWN = "my_ip"
PARTS = 4
"""Numbers of an IPv4 address; with fewer of them the netaddr of older releases fills in zeros."""


@rule(
    "my-ip-not-an-address",
    theme="compute",
    severity=Severity.ERROR,
    options=(f"DEFAULT.{OWN}",),
    roles=("compute",),
)
def my_ip_not_an_address(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """nova-compute cannot record its host, since its address is none.

    ## What it checks

    A `my_ip` that is no IPv4 or IPv6 address: a host name, a number above 255, brackets around an
    IPv6 address, nothing at all. It is a warning where the role is not told, since a controller has
    little use for the option.

    ## Why it matters

    oslo.config takes any text here. nova-compute puts it into a field of the compute node's record
    that holds addresses only, which ends in a ValueError at each audit: *Error updating resources
    for node*. A new host never becomes a hypervisor, and of an old one nothing is updated any more.

    ## Example

        [DEFAULT]
        my_ip = compute1.example.org

    ## Fix safety

    There is no fix: write the address of this host, or remove the option, and Nova takes the one
    that the default route leaves from.

    ## Sources

    Nova 34.0.0: nova/compute/resource_tracker.py (`update_available_resource`),
    nova/objects/compute_node.py (`host_ip`, an IPAddressField); the same in 15.1.5, where the field
    was tried too.
    """
    setting = config.setting("DEFAULT", OWN)
    value = config.text("DEFAULT", OWN)
    if not setting.places or value is None or _is_short(value):
        return
    if is_address(value) and "%" not in value:
        return
    what = f"{shown(value)} is no IP address" if value else "is empty"
    yield finding(
        config,
        "DEFAULT",
        OWN,
        f"`{OWN}` {what}, so nova-compute cannot record its host, and no server is built there; set"
        " it to the address of this host",
        override=None if "compute" in deployment.roles else Severity.WARNING,
    )


def _is_short(value: str) -> bool:
    """Return whether a value has fewer numbers than an address: `10.1` is one to old releases."""
    parts = value.split(".")
    return len(parts) < PARTS and all(part.isdecimal() for part in parts)
