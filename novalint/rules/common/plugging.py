"""What the rules about plugging VIFs ask of a configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from novalint.config.model import Config

FATAL = "vif_plugging_is_fatal"
TIMEOUT = "vif_plugging_timeout"
LIVE_WAIT = "live_migration_wait_for_vif_plug"
REBOOT_WAIT = "wait_for_vif_plugged_event_during_hard_reboot"

OPTIONS = (
    ("DEFAULT", FATAL),
    ("DEFAULT", TIMEOUT),
    ("compute", LIVE_WAIT),
    ("workarounds", REBOOT_WAIT),
)
"""All options about waiting for plug events; only nova-compute reads them."""

READ = (f"DEFAULT.{FATAL}", f"DEFAULT.{TIMEOUT}", "DEFAULT.compute_driver", "libvirt.virt_type")
"""What decides whether and how a new server waits."""


class Waiting(NamedTuple):
    """How nova-compute waits for plug events: fails on time-out or not, seconds (0: no wait)."""

    fatal: bool
    seconds: int


def waiting(config: Config) -> Waiting | None:
    """Return how the configuration waits, None where Nova could not read one of the two options."""
    fatal = config.value("DEFAULT", FATAL)
    seconds = config.value("DEFAULT", TIMEOUT)
    if isinstance(fatal, bool) and isinstance(seconds, int):
        return Waiting(fatal, seconds)
    return None


def driver_waits(config: Config) -> bool:
    """Return whether the hypervisor driver is libvirt with KVM or QEMU, or not named at all."""
    driver = config.value("DEFAULT", "compute_driver")
    libvirt = driver is None or str(driver).startswith("libvirt.")
    return libvirt and config.value("libvirt", "virt_type") in ("kvm", "qemu")
