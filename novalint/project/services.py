"""What the name of a service, as deployment tools write it, says of its role and its cell."""

from __future__ import annotations

import re

from novalint.patterns import lazy_pattern

ROLES = (
    "api",
    "metadata",
    "conductor",
    "scheduler",
    "compute",
    "novncproxy",
    "serialproxy",
    "spicehtml5proxy",
)
_CELL = lazy_pattern(r"cell[0-9]+")


def roles_of(service: str) -> tuple[str, ...]:
    """Return the role that a service has; empty for one that is not Nova's.

    That is the last word of its name that is one: kolla has `nova-super-conductor`,
    `nova-compute-ironic`, `nova-api-metadata`; RHOSO `nova-cell1-conductor-config-data`.

    >>> roles_of("nova-super-conductor")
    ('conductor',)
    """
    words = _words(service)
    if "nova" not in words[:2]:
        return ()
    return tuple([word for word in words if word in ROLES][-1:])


def cell_of(service: str) -> str:
    """Return the cell that stands in the name of a service of RHOSO; empty where none does.

    >>> cell_of("nova-cell1-conductor-config-data")
    'cell1'
    """
    return next((word for word in _words(service) if _CELL.fullmatch(word)), "")


def _words(service: str) -> list[str]:
    return re.split(r"[-_.]", service.lower())
