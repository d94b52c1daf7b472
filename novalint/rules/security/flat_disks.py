"""Raw disks in files on releases whose resize of them is unsafe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.disks import READ, disks
from novalint.rules.common.places import at_option
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

MENDED = {30: (30, 3, 0), 31: (31, 3, 0), 32: (32, 2, 0)}
"""The first version that resizes by the right format, by major version; 33 always did."""


@rule(
    "flat-disks-unpatched",
    theme="security",
    severity=Severity.WARNING,
    options=(*READ, "DEFAULT.use_cow_images"),
    releases=(15, 32),
    roles=("compute",),
)
def flat_disks_unpatched(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """In this release a tenant can damage the host by resizing a raw disk.

    ## What it checks

    Disks are raw files (`[libvirt] images_type` is `raw` or `flat`, or `default` with
    `use_cow_images = false`) in a release up to flamingo. A version told in full, such as `31.2.0`,
    is compared with the first mended one: 30.3.0, 31.3.0, 32.2.0. Where a series alone is told that
    has a mended version, the finding is a note.

    ## Why it matters

    A tenant writes the header of a qcow2 image onto the disk and asks for a resize. These versions
    do not tell `qemu-img` that the disk is raw, so it follows what the header names and destroys
    files of the host (CVE-2026-24708). Up to caracal no version was published that is mended;
    packages of a distribution may have the change under an old number.

    ## Example

        [libvirt]
        images_type = raw

    ## Fix safety

    There is no fix: install a mended version. Changing the kind of disks on a host with servers is
    not supported.

    ## Sources

    Nova: nova/virt/disk/api.py (`extend`) of 30.2.0, 30.3.0, 31.2.0, 31.3.0, 32.1.0, 32.2.0, 33.0.0
    and of 25.3.0, 26.3.0, 27.5.1, 28.3.1, 29.4.0; OSSA-2026-002.
    """
    where = disks(config)
    flat = where == "default" and config.value("DEFAULT", "use_cow_images") is False
    if where not in ("raw", "flat") and not flat:
        return
    mended = MENDED.get(config.release.major)
    version = _version(deployment.release)
    if mended and version and version[0] == mended[0] and version >= mended:
        return
    option = ("DEFAULT", "use_cow_images") if flat else ("libvirt", "images_type")
    told = version and version[0] == config.release.major
    since = ".".join(map(str, mended or ()))
    way = f"run {since} or later" if mended else "run a release that is mended"
    yield Finding(
        "disks are raw files, and a tenant who resizes one can destroy files of the host in"
        f" {'versions before ' + since if mended else 'this release'} (CVE-2026-24708); {way}",
        at_option(config, *option),
        *option,
        override=Severity.INFO if mended and not told else None,
    )


def _version(release: str | None) -> tuple[int, ...] | None:
    """Give a version told in full, such as 31.2.0; a series such as 2025.1 is none."""
    parts = (release or "").split(".")
    if len(parts) < 3 or not all(part.isdecimal() for part in parts):
        return None
    return tuple(int(part) for part in parts)
