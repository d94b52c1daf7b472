"""Where the libvirt driver of a node keeps the disks of servers, as far as files and facts tell."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.rules.declaration import FactNeeded

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


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
