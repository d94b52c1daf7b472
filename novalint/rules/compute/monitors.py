"""Which monitors of its host nova-compute loads: compute_monitors."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.nearest import is_slip
from novalint.rules.common.lists import drop_items_fix, written_items
from novalint.rules.common.places import finding, set_fix
from novalint.rules.declaration import rule
from novalint.wording import listed, shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

MONITORS = "compute_monitors"
NAMESPACE = "nova.compute.monitors."
CPU_MONITOR = "cpu.virt_driver"
OLD_MONITOR = "ComputeDriverCPUMonitor"
"""A name from before ocata that many guides still have."""


@rule(
    "compute-monitor-unknown",
    theme="compute",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{MONITORS}",),
    roles=("compute",),
)
def compute_monitor_unknown(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A compute monitor is set that Nova never loads.

    ## What it checks

    Names in `compute_monitors` other than `cpu.virt_driver`, which may be written `virt_driver` or
    with `nova.compute.monitors.` before it. Another name in the group `cpu` may be a monitor that
    something else installs, so it is info only.

    ## Why it matters

    Nova looks for monitors of the group `cpu` alone and holds one of them. A name that it does not
    find is skipped: no metrics are collected, and a scheduler that weighs by metrics lacks them.
    The log only says that `virt_driver` is excluded, not which name was meant.

    ## Example

        [DEFAULT]
        compute_monitors = ComputeDriverCPUMonitor

    ## Fix safety

    Unsafe: names that are never loaded are removed from the list; where nothing is left,
    `cpu.virt_driver` is written.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/compute/monitors/__init__.py (`MonitorHandler`), the entry points
    of the group nova.compute.monitors.cpu.
    """
    names = list(dict.fromkeys(config.items("DEFAULT", MONITORS) or ()))
    unknown = [name for name in names if name and _full(name) != CPU_MONITOR]
    lost = [name for name in unknown if _never_loaded(name)]
    if lost:
        replace = set_fix(config, "DEFAULT", MONITORS, CPU_MONITOR)
        dropped = drop_items_fix(config.setting("DEFAULT", MONITORS), lost)
        alone = len(lost) == len(set(written_items(config.setting("DEFAULT", MONITORS))))
        pronoun = "it" if len(lost) == 1 else "them"
        way = f"set it to `{CPU_MONITOR}`" if alone else f"remove {pronoun}"
        yield finding(
            config,
            "DEFAULT",
            MONITORS,
            f"`{MONITORS}` names {listed(lost)}, which Nova never loads; {way}",
            *((replace,) if alone else dropped),
        )
    for name in unknown:
        if name not in lost:
            yield finding(
                config,
                "DEFAULT",
                MONITORS,
                f"`{MONITORS}` names {shown(name)}, which Nova does not have and skips unless"
                f" another package provides it; set it to `{CPU_MONITOR}`, Nova's own monitor",
                override=Severity.INFO,
            )


def _never_loaded(name: str) -> bool:
    """Return whether a name is of another group, the one of old, or Nova's own mistyped."""
    group, _, last = _full(name).partition(".")
    return group != "cpu" or name == OLD_MONITOR or is_slip(last, CPU_MONITOR.partition(".")[2])


def _full(name: str) -> str:
    """Return a monitor's name with its group, as MonitorHandler completes it.

    Only a name without any dot gets the group `cpu`: `nova.compute.monitors.virt_driver` has none.
    """
    return name.replace(NAMESPACE, "", 1) if "." in name else f"cpu.{name}"
