"""How many live migrations leave a host at the same time."""

from __future__ import annotations

_UNLIMITED = {
    17: "any number of live migrations",
    18: "up to five live migrations for each processor",
    32: "up to 1000 live migrations",
    99: "up to 1000 live migrations (5 with native threads)",
}
"""What 0 means, by the last major version: from rocky on the size of a pool, of Python's own in
rocky and then of futurist's (nova/compute/manager.py, nova/thread_pool_factory.py).
"""


def unlimited(major: int) -> str:
    """Return what `max_concurrent_live_migrations = 0` allows."""
    return next(number for last, number in _UNLIMITED.items() if major <= last)
