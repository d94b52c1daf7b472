"""The hypervisor drivers that Nova itself holds, and which one a configuration chooses."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from novalint.config.model import Config

IN_TREE: dict[str, tuple[int, int | None]] = {
    "libvirt.LibvirtDriver": (15, None),
    "ironic.IronicDriver": (15, None),
    "vmwareapi.VMwareVCDriver": (15, None),
    "hyperv.HyperVDriver": (15, 28),
    "xenapi.XenAPIDriver": (15, 21),
    "powervm.PowerVMDriver": (16, 25),
    "zvm.ZVMDriver": (18, None),
}
"""Driver names with the first and the last major version that has them.

Read in nova/virt/*/__init__.py of every release from 15.1.5 to 34.0.0; 15 stands for 15 or before.
The drivers of `fake` are for tests and not listed.
"""

OWN = frozenset(name.partition(".")[0] for name in IN_TREE)
"""Their packages in nova/virt."""

NOT_MAINTAINED: dict[str, tuple[tuple[int, int | None], ...]] = {
    "xenapi": ((20, 21),),
    "vmwareapi": ((21, 21), (28, None)),
    "powervm": ((25, 25),),
    "hyperv": ((27, 28),),
}
"""Packages with the major versions in which they log at start that they are not tested.

Read in nova/virt/*/driver.py (`init_host`, `__init__`) of every release from 15.1.5 to 34.0.0.
"""


GROUPS = {
    "hyperv": "hyperv",
    "libvirt": "libvirt",
    "powervm": "powervm",
    "vmware": "vmwareapi",
    "xenserver": "xenapi",
    "zvm": "zvm",
}
"""Groups that only one hypervisor driver of Nova reads, with its package in nova/virt/."""


ELSEWHERE = {
    "compute_hyperv": ("hyperv", "os_win"),
    "nova_lxd": ("lxd",),
    "nova_powervm": ("powervm",),
    "novadocker": ("docker",),
}
"""Packages that bring a driver of their own, with the groups that they read whatever Nova reads."""

_TEST = "fake"
"""The package of drivers for tests."""
PREFIX = "nova"
"""What a name begins with that gives a driver of Nova its full path, which no release takes."""

WITH_GUESTS = ("libvirt", "vmwareapi", "hyperv", "xenapi", "powervm", "zvm")
"""Packages whose hosts run guests side by side, as ironic's nodes do not."""

EMITTING = ("libvirt", "hyperv")
"""Packages whose drivers report at once that a guest stopped or started.

Read in nova/virt/*/driver.py (`emit_event`) of 15.1.5, 18.3.0, 20.6.1, 28.3.1 and 34.0.0.
"""

RESUMING = ("libvirt", "vmwareapi", "hyperv", "xenapi")
"""Packages whose drivers start guests again after a reboot of the host.

Read in nova/virt/*/driver.py (`resume_state_on_host_boot`) of the same releases.
"""


PASSTHROUGH = ("libvirt", "hyperv", "xenapi")
"""Packages whose drivers pass PCI devices through to guests.

Read in nova/virt/ (`pci_passthrough_devices`) of the same releases.
"""


def in_tree(major: int) -> list[str]:
    """Return the drivers that a major version of Nova holds."""
    return [
        name
        for name, (first, last) in IN_TREE.items()
        if first <= major and (last is None or major <= last)
    ]


def package(config: Config) -> str:
    """Return the first part of compute_driver, such as `libvirt`; empty where none is set.

    In overrides of a service for which their tool chooses one, that is the one.
    """
    if config.hosted and (chosen := config.derived(below)):
        return chosen
    return str(config.value("DEFAULT", "compute_driver") or "").partition(".")[0]


def usual_package(config: Config) -> str:
    """Return the driver's package; where a template computes it, the usual one, libvirt."""
    return "libvirt" if config.is_computed("DEFAULT", "compute_driver") else package(config)


def below(config: Config) -> str:
    """Return the package of the driver that a tool chooses, where no override does."""
    if ("DEFAULT", "compute_driver") in config.touched:
        return ""
    from novalint.hosts.bases import driver_below

    return driver_below(config.documents)


def package_elsewhere(config: Config) -> str:
    """Return the package of a driver that no release of Nova holds; empty for Nova's own."""
    name, dot, _ = str(config.value("DEFAULT", "compute_driver") or "").partition(".")
    return name if dot and name not in OWN | {_TEST, PREFIX} else ""


def groups_elsewhere(config: Config) -> tuple[str, ...]:
    """Return the groups that a driver from elsewhere reads, where one is chosen and known."""
    return ELSEWHERE.get(package_elsewhere(config), ())


def is_maintained(name: str, major: int) -> bool:
    """Return whether a driver's package starts without a warning that it is not tested."""
    return not any(
        first <= major and (last is None or major <= last)
        for first, last in NOT_MAINTAINED.get(name, ())
    )
