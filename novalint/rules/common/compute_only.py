"""Options of nova-compute alone, set on a node where it does not run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.rules.common.places import finding, named, unset_fix
from novalint.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment
    from novalint.findings import Finding


def set_off_compute(
    settings: Iterable[Setting], config: Config, deployment: Deployment
) -> Iterator[Finding]:
    """Yield a finding for each setting where the node is known not to run nova-compute."""
    if deployment.plays("compute") is not False:
        return
    for setting in settings:
        yield finding(
            config,
            setting.group,
            setting.name,
            f"{named(setting.group, setting.name)} has no effect on a node that is"
            f" {listed(sorted(deployment.roles))}, as only nova-compute reads it; set it on the"
            " compute nodes",
            unset_fix(config, setting.group, setting.name),
        )
