"""The UUID under which libvirt keeps the key of Ceph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Note, Severity
from novalint.rules.common.places import at_option, finding
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

KIND = ("libvirt", "images_type")
SECRET = ("libvirt", "rbd_secret_uuid")
DIGITS = 32
_UUID = re.compile(r"(?:[- ]*[0-9a-f]{2}){16}", re.ASCII | re.IGNORECASE)
"""What libvirt takes for a UUID: 32 digits, in pairs that hyphens and blanks may stand between."""
_HEX = re.compile(r"[0-9a-f -]*", re.ASCII | re.IGNORECASE)


@rule(
    "rbd-secret-not-uuid",
    theme="storage",
    severity=Severity.ERROR,
    options=("libvirt.images_type", "libvirt.rbd_secret_uuid"),
    roles=("compute",),
    drivers=("libvirt",),
)
def rbd_secret_not_uuid(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The UUID of the Ceph secret is not a valid UUID, so libvirt refuses the disk.

    ## What it checks

    `[libvirt] rbd_secret_uuid` that libvirt does not read as a UUID: 32 hexadecimal digits, between
    pairs of which hyphens may stand. An error with `[libvirt] images_type = rbd`. Otherwise a
    warning: the option then counts for volumes alone, and only where Cinder names no secret.

    ## Why it matters

    Nova reads the option as text and writes it into the definition of each disk in Ceph. libvirt
    refuses the whole guest with "invalid secret uuid", so no server can be built, started or moved
    there, although nova-compute runs.

    ## Example

    One digit is missing at the end:

        [libvirt]
        images_type = rbd
        rbd_user = nova
        rbd_secret_uuid = 457eb676-33da-42ec-9a8c-9293d545c33

    ## Fix safety

    There is no fix: `virsh secret-list` on the host shows the UUID.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/imagebackend.py (`Rbd.libvirt_info`),
    nova/virt/libvirt/volume/net.py (`_set_auth_config_rbd`), the option a plain string in
    nova/conf/libvirt.py; the same in 15.1.5, 20.6.1 and 28.3.0. libvirt 11.3.0:
    src/util/virsecret.c
    (`virSecretLookupParseSecret`), src/util/viruuid.c (`virUUIDParse`).
    """
    value = config.text(*SECRET)
    if not value or _UUID.fullmatch(value.strip()):
        return
    kind = config.setting(*KIND)
    is_disks = kind.unknown is None and kind.value == "rbd"
    refused = "disk of a server" if is_disks else "volume for which Cinder names no secret"
    yield finding(
        config,
        *SECRET,
        f"`[libvirt] rbd_secret_uuid` is not a UUID{_count(value)}, so libvirt refuses every"
        f" {refused}; set it to the UUID that `virsh secret-list` shows",
        related=(Note("disks in Ceph", at_option(config, *KIND)),) if is_disks else (),
        override=None if is_disks else Severity.WARNING,
    )


def _count(value: str) -> str:
    """Say how many digits there are, where that is all that keeps a value from being a UUID."""
    digits = len(re.sub("[- ]", "", value)) if _HEX.fullmatch(value) else 0
    if digits in (0, DIGITS):
        return ""
    return f" (it has {digits} hexadecimal digits, not {DIGITS})"
