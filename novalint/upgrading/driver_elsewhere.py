"""A hypervisor driver that is not Nova's: nobody here can tell whether the target has it."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Location
from novalint.nearest import is_slip, nearest
from novalint.nova.drivers import IN_TREE, groups_elsewhere, package_elsewhere
from novalint.upgrading.changes import Change, Effect
from novalint.wording import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.schema.comparison import Comparison

DRIVER = ("DEFAULT", "compute_driver")


def driver_elsewhere_change(
    config: Config, comparison: Comparison, deployment: Deployment
) -> Iterator[Change]:
    """Yield that a driver from elsewhere must exist for the target, and which lines are its own.

    A name that is likely one of Nova's drivers mistyped is left to `check`.
    """
    is_run = deployment.plays("compute") is not False
    if comparison.old == comparison.new or not is_run or not package_elsewhere(config):
        return
    setting = config.setting(*DRIVER)
    near = nearest(str(setting.value), list(IN_TREE), 1)
    if setting.unknown or not setting.places or (near and is_slip(str(setting.value), near[0])):
        return
    groups = groups_elsewhere(config)
    named = " and ".join(f"`[{group}]`" for group in groups)
    left = f"; the options in {named} are not checked" if groups else ""
    document, assignment = setting.places[-1]
    yield Change(
        Effect.CHANGES,
        *DRIVER,
        f"`compute_driver` {shown(setting.value)} is not a driver of Nova's; make sure that it"
        f" exists for {comparison.new} before the upgrade{left}",
        Location.of(document, assignment.span),
        readers=setting.option.readers,
    )
