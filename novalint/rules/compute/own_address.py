"""The address that nova-compute gives of its host: my_ip."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.hosts import is_address, is_any, is_loopback
from novalint.rules.common.places import finding
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

OWN = "my_ip"
STRICT = 31
"""The release from which on netaddr takes no address as C does: `10.1`, `010.0.0.1` (8.0.0.1)."""
MIGRATION = ("libvirt", "migration_inbound_addr")
"""What stands in the record of a migration from 2024.1 on; `$my_ip` by default."""
IMAGES = ("libvirt", "images_type")


@rule(
    "my-ip-not-an-address",
    theme="compute",
    severity=Severity.ERROR,
    options=(f"DEFAULT.{OWN}",),
    roles=("compute",),
)
def my_ip_not_an_address(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """`my_ip` is not an IP address, so nova-compute cannot record its host.

    ## What it checks

    A `my_ip` that is no IPv4 or IPv6 address: a host name, a number above 255, brackets around an
    IPv6 address, nothing at all; from 2025.1 on also fewer than four numbers, ones with a 0 in
    front, and words after a blank, which netaddr took as C does before (`10.1` is 10.0.0.1). It is
    a warning where the role is not given, since a controller has little use for the option.

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
    nova/objects/compute_node.py (`host_ip`, an IPAddressField); the same in 15.1.5. The field was
    tried with netaddr 0.7.18, 0.10.1 (which 2024.1 and 2024.2 pin) and 1.3.0 (2025.1).
    """
    setting = config.setting("DEFAULT", OWN)
    value = config.text("DEFAULT", OWN)
    if not setting.places or value is None or _is_taken(value, config.release.major):
        return
    what = f"{shown(value)} is not an IP address" if value else "is empty"
    yield finding(
        config,
        "DEFAULT",
        OWN,
        f"`{OWN}` {what}, so nova-compute cannot record its host, and a new host gets no servers;"
        " set it to the address of this host",
        override=None if deployment.plays("compute") else Severity.WARNING,
    )


def _is_taken(value: str, major: int) -> bool:
    """Return whether the field for addresses takes a value in a release."""
    if is_address(value):
        return "%" not in value
    if major >= STRICT or not value or "/" in value:
        return False
    from socket import inet_aton

    try:
        inet_aton(value.split()[0])  # C takes no notice of what follows a blank
    except (OSError, UnicodeError):  # bytes that no encoding has are no address either
        return False
    return True


@rule(
    "my-ip-loopback",
    theme="compute",
    severity=Severity.ERROR,
    options=(f"DEFAULT.{OWN}", *(f"{group}.{name}" for group, name in (IMAGES, MIGRATION))),
    roles=("compute",),
    drivers=("libvirt",),
)
def my_ip_loopback(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """`my_ip` is an address that every host has, so Nova takes the disks of all for shared.

    ## What it checks

    A `my_ip` of 127.0.0.1, ::1 and the like, or 0.0.0.0, on a node that may run nova-compute with
    libvirt. With one compute host there is nobody to migrate to, and nothing is reported; where the
    number of hosts or the role is not given, this is info. Disks in Ceph (`images_type = rbd`) are
    shared indeed. From 2024.1 on `[libvirt] migration_inbound_addr` takes the place of `my_ip`
    where it is set.

    ## Why it matters

    When a server is resized or cold migrated, the source compares the address of the destination
    with its own. If they are equal, it takes the disks for shared and does not copy them: the
    destination makes a fresh root disk from the image, and what the user had stored is gone from
    the server. Cinder gets the address too, as that of the host that attaches a volume.

    ## Example

        [DEFAULT]
        my_ip = 127.0.0.1

    ## Fix safety

    There is no fix: write the address of this host, or remove the option, and Nova takes the one
    that the default route leaves from.

    ## Sources

    Nova 15.1.5, 25.3.0, 28.3.1 and 34.0.0: nova/virt/libvirt/driver.py (`get_host_ip_addr`,
    `_is_path_shared_with`), nova/compute/resource_tracker.py (`dest_host`), nova/conf/netconf.py
    (`my_block_storage_ip`).
    """
    setting, value = config.setting("DEFAULT", OWN), config.text("DEFAULT", OWN)
    if not setting.places or not value or not _is_everywhere(value):
        return
    if deployment.compute_hosts == 1 or _is_shared_or_replaced(config):
        return
    sure = deployment.compute_hosts and deployment.plays("compute")
    yield finding(
        config,
        "DEFAULT",
        OWN,
        f"`{OWN}` {shown(value)} is an address that every host has, so a resize or cold migration"
        " takes the disks for shared and leaves them behind; set it to the address of this host",
        override=None if sure else Severity.INFO,
    )


def _is_shared_or_replaced(config: Config) -> bool:
    """Return whether disks are in Ceph, or another address stands in the record of a migration."""
    if config.value(*IMAGES) == "rbd":
        return True
    if config.schema.option(*MIGRATION) is None:
        return False
    written = config.setting(*MIGRATION)
    return not written.is_default and not _is_everywhere(str(written.value or ""))


def _is_everywhere(address: str) -> bool:
    """Return whether every machine has an address, or means all of its own by it."""
    return is_loopback(address) or is_any(address)
