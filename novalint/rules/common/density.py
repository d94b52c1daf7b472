"""Whether a cloud is dense and of many tenants, as far as its facts tell."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from novalint.deployment import Deployment

LIMITS = {"tenants": 10, "instances_per_host": 40, "peak_concurrent_builds": 50}
"""From these numbers on a cloud is dense and multi-tenant: tenants, and one of the others."""

FACTS = ("tenants", ("instances_per_host", "peak_concurrent_builds"))
"""What must be told to decide: the tenants, and one of the others."""


def is_dense(
    deployment: Deployment, tenants: float, instances_per_host: float, peak_concurrent_builds: float
) -> bool | None:
    """Return whether many tenants share full hosts or boot at once; None where facts lack."""
    many = _reaches(deployment.tenants, tenants)
    full = _reaches(deployment.instances_per_host, instances_per_host)
    busy = _reaches(deployment.peak_concurrent_builds, peak_concurrent_builds)
    if many is False or (full is False and busy is False):
        return False
    return True if many and (full or busy) else None


def missing(deployment: Deployment) -> tuple[str, ...]:
    """Return the facts that a decision still lacks."""
    return tuple(name for name in LIMITS if not deployment.knows(name))


def described(deployment: Deployment) -> str:
    """Return in a few words what is told."""
    facts = (
        (deployment.tenants, "tenants"),
        (deployment.instances_per_host, "instances a host"),
        (deployment.peak_concurrent_builds, "builds at once"),
    )
    return ", ".join(f"{number} {what}" for number, what in facts if number is not None)


def _reaches(number: int | None, limit: float) -> bool | None:
    return None if number is None else number >= limit
