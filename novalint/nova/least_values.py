"""Numbers that releases once took for a least value, and that Nova refuses now."""

from __future__ import annotations

from collections.abc import Mapping

from novalint.annotations import TYPE_CHECKING
from novalint.records import NamedTuple

if TYPE_CHECKING:
    from novalint.schema.options import Name


class LeastValue(NamedTuple):
    """The number for which releases up to a major version took each that is less."""

    number: int
    last: int


LEAST_VALUES: Mapping[Name, LeastValue] = {
    ("libvirt", "live_migration_downtime"): LeastValue(100, 15),
    ("libvirt", "live_migration_downtime_steps"): LeastValue(3, 15),
    ("libvirt", "live_migration_downtime_delay"): LeastValue(10, 15),
    ("DEFAULT", "block_device_allocate_retries"): LeastValue(0, 19),
    ("DEFAULT", "max_concurrent_live_migrations"): LeastValue(0, 19),
    ("filter_scheduler", "max_io_ops_per_host"): LeastValue(0, 22),
}
"""Options that refuse lower numbers now. Read in nova/virt/libvirt/migration.py (`downtime_steps`,
15.1.5), nova/compute/manager.py (`_await_block_device_map_created`, `__init__`; 19.3.2) and
nova/scheduler/filters/io_ops_filter.py (22.4.0), which lets no host pass for 0 or less.
"""
