"""What rules ask about where the libvirt driver keeps the disks of servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.rules.declaration import FactNeeded

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

READ = ("DEFAULT.compute_driver", "libvirt.images_type")
"""What decides where disks are."""


def disks(config: Config) -> str:
    """Return `images_type`, the default included; empty where the driver is not libvirt.

    `default` stands for qcow2 files, or raw ones where `use_cow_images` is false. Empty too where
    Nova could not read one of the options.
    """
    driver = config.value("DEFAULT", "compute_driver")
    if not (driver is None or str(driver).startswith("libvirt")):
        return ""
    return str(config.value("libvirt", "images_type") or "")


def told_disks(config: Config, deployment: Deployment) -> str:
    """Return `images_type` where the file sets it, or its default where it is a compute node's.

    For rules about libvirt's driver. Empty where Nova cannot read it, and on other nodes. Raises
    FactNeeded where it is not set and no role is told: another file may set it.
    """
    if config.setting("libvirt", "images_type").is_default:
        if deployment.plays("compute") is None:
            raise FactNeeded("role")
        if not deployment.plays("compute"):
            return ""
    return config.text("libvirt", "images_type") or ""
