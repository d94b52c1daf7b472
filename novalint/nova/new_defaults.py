"""New options with a default under which Nova does otherwise than before they came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from novalint.nova.native_threads import compute_threading
from novalint.schema.comparison import Difference, Kind
from novalint.schema.history import life
from novalint.schema.life import Default

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novalint.config.model import Config
    from novalint.schema.comparison import Comparison
    from novalint.schema.options import Name
    from novalint.schema.releases import Release


ZERO_IS_DEFAULT = ("max_concurrent_builds", "max_concurrent_snapshots")
"""Limits of which native threads know no end."""


class NewDefault(NamedTuple):
    """What the default of a new option brings, and the value under which all is as before.

    `before` is None where no value stands for that.
    """

    effect: str
    before: Any


NEW_DEFAULTS: Mapping[Name, NewDefault] = {
    ("filter_scheduler", "build_failure_weight_multiplier"): NewDefault(
        "hosts where builds failed of late come last", 0.0
    ),
    ("filter_scheduler", "pci_weight_multiplier"): NewDefault(
        "hosts with many free PCI devices are kept for servers that ask for some", 0.0
    ),
    ("scheduler", "max_placement_results"): NewDefault(
        "placement offers 1000 hosts for a request at most, where it offered all", None
    ),
    ("filter_scheduler", "cpu_weight_multiplier"): NewDefault(
        "hosts with more free processors come first", 0.0
    ),
    ("DEFAULT", "max_concurrent_snapshots"): NewDefault(
        "no more than 5 snapshots are taken at a time on a host", 0
    ),
    ("filter_scheduler", "hypervisor_version_weight_multiplier"): NewDefault(
        "hosts with a newer hypervisor come first", 0.0
    ),
    ("scheduler", "workers"): NewDefault(
        "as many processes of nova-scheduler run as the host has processors, where one ran", 1
    ),
    ("libvirt", "images_address_space_limit"): NewDefault(
        "qemu-img may take 2 GiB of memory to look into an image, where it could take 1 GiB", 1
    ),
    ("quota", "unified_limits_resource_list"): NewDefault(
        "resources without a registered limit are unlimited, but for `servers`, where all were "
        "refused",
        None,
    ),
}
"""Read in the first release with each option and in the one before: nova/scheduler/weights/
(16.1.8, 18.3.0, 28.3.1), nova/scheduler/client/report.py (17.0.13), nova/compute/manager.py
(22.4.0), nova/cmd/scheduler.py (17.0.13, 18.3.0), nova/limit/utils.py (30.3.0, 31.3.1) and
nova/privsep/qemu.py (33.0.2, 34.0.0).
"""


def as_before(name: Name, config: Config) -> Any:
    """Return the value of a new option under which a configuration does as before; None for none.

    On native threads the limits of nova-compute take 0 for their default
    (nova/thread_pool_factory.py, 34.0.0).
    """
    before = NEW_DEFAULTS[name].before
    in_vain = name[1] in ZERO_IS_DEFAULT and compute_threading(config)
    return None if in_vain and before == 0 else before


def new_defaults(comparison: Comparison) -> Iterator[Difference]:
    """Return new options that change something, each as a change of its default.

    A new option mostly comes with what Nova did without it; where its default is another one by
    now, that is a change like any other. `old` is what stands for the time before.
    """
    for difference in comparison.of(Kind.ADDED):
        name = (difference.group, difference.option)
        known = life(*name)
        held = [e for e in known.defaults if e.release <= comparison.new] if known else []
        if not held:
            continue
        old = Default(True, NEW_DEFAULTS[name].before) if name in NEW_DEFAULTS else held[0].value
        if old != held[-1].value:
            when = (
                difference.releases if name in NEW_DEFAULTS else _changed(held[1:], comparison.old)
            )
            yield Difference(Kind.DEFAULT, *name, when, old=old, new=held[-1].value)


def _changed(changes: list[Any], start: Release) -> tuple[Release, ...]:
    return tuple(change.release for change in changes if change.release > start)
