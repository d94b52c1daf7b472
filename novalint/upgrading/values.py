"""Values that a later release no longer takes, translated where that is a fact of the release."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from novalint.deployment import Deployment
from novalint.engine.report import Selection, examine
from novalint.engine.safety import patched
from novalint.text.edits import Edit, Gathering, Patch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from novalint.config.model import Config
    from novalint.findings import Finding
    from novalint.schema.options import Name

TRANSLATED = (
    "scheduler-filter-removed",
    "available-filter-not-importable",
    "scheduler-driver-missing",
)
"""Rules whose fix writes a value as the release needs it, whatever the cloud is like."""


class Least(NamedTuple):
    """The number for which releases up to a major version took each that is less."""

    number: int
    last: int


LEAST: Mapping[Name, Least] = {
    ("libvirt", "live_migration_downtime"): Least(100, 15),
    ("libvirt", "live_migration_downtime_steps"): Least(3, 15),
    ("libvirt", "live_migration_downtime_delay"): Least(10, 15),
    ("DEFAULT", "block_device_allocate_retries"): Least(0, 19),
    ("DEFAULT", "max_concurrent_live_migrations"): Least(0, 19),
    ("filter_scheduler", "max_io_ops_per_host"): Least(0, 22),
}
"""Options that refuse lower numbers now. Read in nova/virt/libvirt/migration.py (`downtime_steps`,
15.1.5), nova/compute/manager.py (`_await_block_device_map_created`, `__init__`; 19.3.2) and
nova/scheduler/filters/io_ops_filter.py (22.4.0), which lets no host pass for 0 or less.
"""


def translations(config: Config, before: Config | None = None) -> Iterator[Patch]:
    """Give the patches, each for what the one before leaves, that translate values.

    What the start release, which reads `before`, finds just as wrong is left alone.
    """
    for name in TRANSLATED:
        found = [one for one in _found(name, config) if one.fixes]
        known = {one.message for one in _found(name, before)} if found and before else set()
        fresh = [one.fixes[0].patch for one in found if one.message not in known]
        if fresh:
            patch = _at_once(fresh)
            yield patch
            config = patched(config, patch)
    raised = _raised(config, before) if before else None
    if raised:
        yield raised


def _found(rule: str, config: Config) -> tuple[Finding, ...]:
    return examine(config, Deployment(), Selection(select=(rule,))).findings


def _at_once(patches: Iterable[Patch]) -> Patch:
    """Make one patch of several whose edits lie apart, be they in the same file."""
    gathered = Gathering()
    for patch in patches:
        gathered.take(patch)
    return gathered.patch


def _raised(config: Config, before: Config) -> Patch:
    """Write the least number that is taken in the place of each for which it stood."""
    return _at_once(
        Patch.of(place.document.source, [Edit(*place.assignment.raw, str(least.number))])
        for name, least in LEAST.items()
        if before.release.major <= least.last and config.schema.option(*name)
        for place in config.setting(*name).places
        if config.setting(*name).fault and _is_less(place.assignment.value, least.number)
    )


def _is_less(text: str, number: int) -> bool:
    try:
        return int(text) < number
    except ValueError:
        return False
