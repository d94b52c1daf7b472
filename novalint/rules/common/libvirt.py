"""What rules ask of a configuration for libvirt's driver: whether it is chosen, and its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.nova.drivers import package

if TYPE_CHECKING:
    from novalint.config.model import Config


def libvirt(config: Config) -> bool:
    """Return whether the driver is libvirt's; a file that names none is taken to be for it."""
    return package(config) in ("", "libvirt")


def qemu(config: Config) -> bool:
    """Return whether libvirt runs the guests by KVM or QEMU."""
    return libvirt(config) and config.value("libvirt", "virt_type") in ("kvm", "qemu")
