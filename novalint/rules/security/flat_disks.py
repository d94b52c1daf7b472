"""Raw disks in files on releases whose resize of them is unsafe."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.places import finding
from novalint.rules.common.stable_fixes import FLAT, before, is_unpatched, way_out
from novalint.rules.declaration import rule
from novalint.wording import option_name

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule(
    "flat-disks-unpatched",
    theme="security",
    severity=Severity.WARNING,
    options=("libvirt.images_type", "DEFAULT.use_cow_images"),
    releases=(None, 32),
    until="every version of 2026.1 names the format (nova/virt/disk/api.py, extend)",
    roles=("compute",),
    drivers=("libvirt",),
)
def flat_disks_unpatched(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """In this version, a tenant can damage the host by resizing a raw disk.

    ## What it checks

    Whether disks are raw files (`[libvirt] images_type` is `raw` or `flat`, or `default` with
    `use_cow_images = false`) in a version given in full, such as `31.2.0`, that is older than the
    fix: 30.3.0, 31.3.0, 32.2.0. Not reported where only a series is given. The finding is info
    where `images_type` is not set and another file may set it.

    ## Why it matters

    A tenant writes the header of a qcow2 image onto the disk and asks for a resize. These versions
    do not tell `qemu-img` that the disk is raw, so it follows what the header names and destroys
    files of the host (CVE-2026-24708). Up to caracal no version was published that is fixed;
    packages of a distribution may have the change under an old number.

    ## Example

        [libvirt]
        images_type = raw

    ## Fix safety

    There is no fix: install a fixed version. Changing the kind of disks on a host with servers is
    not supported.

    ## Sources

    Nova: nova/virt/disk/api.py (`extend`) of 30.2.0, 30.3.0, 31.2.0, 31.3.0, 32.1.0, 32.2.0, 33.0.0
    and of 25.3.0, 26.3.0, 27.5.1, 28.3.1, 29.4.0; OSSA-2026-002.
    """
    kind = config.text("libvirt", "images_type")
    raw = kind == "default" and config.boolean("DEFAULT", "use_cow_images") is False
    if (kind not in ("raw", "flat") and not raw) or not is_unpatched(config, FLAT):
        return
    option = ("DEFAULT", "use_cow_images") if raw else ("libvirt", "images_type")
    yield finding(
        config,
        *option,
        f"{option_name(*option)} {'false' if raw else kind} makes disks raw files, and"
        f" {before(config, FLAT)} a tenant who resizes one can destroy files of the host"
        f" (CVE-2026-24708); {way_out(config, FLAT)}",
        override=severity_unless_set(config, ("libvirt", "images_type")),
    )
