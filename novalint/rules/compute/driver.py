"""Which hypervisor driver nova-compute loads: compute_driver."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.nearest import is_slip, nearest
from novalint.nova.drivers import IN_TREE, in_tree, is_maintained, package
from novalint.records import NamedTuple
from novalint.rules.common.absence import is_complete
from novalint.rules.common.logins import is_missing
from novalint.rules.common.places import finding, set_fix
from novalint.rules.declaration import rule
from novalint.wording import listed, shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

DRIVER = "compute_driver"
PREFIXES = ("nova.virt.", "virt.")


@rule(
    "compute-driver-unset",
    theme="compute",
    severity=Severity.ERROR,
    options=(f"DEFAULT.{DRIVER}",),
    roles=("compute",),
    needs=("role",),
)
def compute_driver_unset(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """No file sets `compute_driver`, which has no default.

    ## What it checks

    On a node whose role is given as `compute`: that one of the files read sets
    `compute_driver`, where they look like a whole configuration, and that none sets it to nothing.
    Debian and Ubuntu ship it in /etc/nova/nova-compute.conf, RDO in /usr/share/nova/nova-dist.conf:
    check all files that the service reads together.

    ## Why it matters

    nova-compute logs that the option is required, and exits with status 1. Where a single file was
    read that does not name the option, this is info: another file, or the package, may set it.

    ## Example

        [DEFAULT]
        #compute_driver = <None>

    ## Fix safety

    There is no fix, as the driver is the operator's choice; `libvirt.LibvirtDriver` serves KVM and
    QEMU.

    ## Not seen here

    From 27 on nova-compute also refuses to start where `[DEFAULT] host` is not the name under which
    this node is recorded, so never change it on a node that has servers. In every release it must
    be the `host` of the neutron agent on the node, or ports are not bound.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/virt/driver.py (`load_compute_driver`). Nova 34.0.0:
    nova/compute/manager.py (`_check_for_host_rename`).
    """
    if not is_missing(config, "DEFAULT", DRIVER):
        return
    way = "set it (for KVM and QEMU to `libvirt.LibvirtDriver`)"
    if not config.setting("DEFAULT", DRIVER).is_default:
        what = f"`{DRIVER}` is empty, so nova-compute does not start; {way}"
        yield finding(config, "DEFAULT", DRIVER, what)
    elif is_complete(config, for_need=True):
        yield finding(
            config,
            "DEFAULT",
            DRIVER,
            f"`{DRIVER}` is not set in any file read here, and nova-compute does not start without"
            f" it; {way}, or check all files of the service together",
            override=None if len(config.documents) > 1 else Severity.INFO,
        )


class Judgement(NamedTuple):
    """Why a driver cannot be loaded, and the name that was meant, as far as it is plain."""

    why: str
    meant: str


@rule(
    "compute-driver-unknown",
    theme="compute",
    severity=Severity.ERROR,
    options=(f"DEFAULT.{DRIVER}",),
    roles=("compute",),
)
def compute_driver_unknown(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The hypervisor driver does not exist in this release, or its name is misspelt.

    ## What it checks

    `compute_driver` names with `nova.virt.` or `virt.` before them; drivers that this release no
    longer has (xenapi from 22 on, powervm from 26, hyperv from 29) or does not have yet (powervm
    before 16, zvm before 18); a class that its driver does not have; misspelt names of Nova's
    drivers, or names that lack a part of the path or package, such as `vmware.VMwareVCDriver`.
    Other names may be out-of-tree drivers and are not reported.

    ## Why it matters

    nova-compute appends the value to `nova.virt.` and imports the result. If it does not exist, the
    service exits with status 1 ("Unable to load the virtualization driver").

    ## Example

        [DEFAULT]
        compute_driver = nova.virt.libvirt.LibvirtDriver

    becomes

        [DEFAULT]
        compute_driver = libvirt.LibvirtDriver

    ## Fix safety

    Unsafe: the intended name is written if it is certain. There is no fix for a driver that the
    release does not have: stay on the last release that has it until its servers are moved.

    ## Sources

    Nova, every release from 15.1.5 to 34.0.0: nova/virt/driver.py (`load_compute_driver`),
    nova/virt/*/__init__.py.
    """
    value = config.text("DEFAULT", DRIVER)
    judged = _judged(value, config.release.major) if value else None
    if judged:
        way = f"`{judged.meant}`" if judged.meant else _one_of(in_tree(config.release.major))
        yield finding(
            config,
            "DEFAULT",
            DRIVER,
            f"`{DRIVER}` {judged.why}, so nova-compute does not start; set it to {way}",
            *((set_fix(config, "DEFAULT", DRIVER, judged.meant),) if judged.meant else ()),
        )


@rule(
    "compute-driver-not-maintained",
    theme="compute",
    severity=Severity.INFO,
    options=(f"DEFAULT.{DRIVER}",),
    releases=(20, None),
    since="XenServer's driver is the first that warns, in train (nova/virt/xenapi/driver.py)",
    roles=("compute",),
)
def compute_driver_not_maintained(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The compute driver logs that it is not tested and may be removed.

    ## What it checks

    `compute_driver` of VMware in 21 and from 28 on, of Hyper-V in 27 and 28, of PowerVM in 25, of
    XenServer in 20 and 21: the releases in which the driver logs such a warning at start.

    ## Why it matters

    All but VMware's were removed one or two releases later. Ask before each upgrade whether the
    next release still has it.

    ## Example

        [DEFAULT]
        compute_driver = vmwareapi.VMwareVCDriver

    ## Fix safety

    There is no fix: the driver is the operator's choice.

    ## Sources

    Nova, every release from 19.3.2 to 34.0.0: nova/virt/*/driver.py (`init_host`).
    """
    if not is_maintained(package(config), config.release.major):
        yield finding(
            config,
            "DEFAULT",
            DRIVER,
            f"`{DRIVER}` {shown(config.text('DEFAULT', DRIVER))} names a driver that is not tested"
            " and may be removed, as it logs at start; check before each upgrade that the next"
            " release still has it",
        )


def _one_of(drivers: list[str]) -> str:
    return f"one of {listed(drivers)}"


def _judged(value: str, major: int) -> Judgement | None:
    known = in_tree(major)
    by_package = {name.partition(".")[0]: name for name in known}
    prefix = next((one for one in PREFIXES if value.startswith(one)), "")
    if prefix:
        bare = value.removeprefix(prefix)
        inner = _judged(bare, major) if bare else None
        meant = inner.meant if inner else bare
        return Judgement(f"{shown(value)} begins with `{prefix}`, which Nova itself adds", meant)
    first, dot, _ = value.partition(".")
    if _loads(value, known) or (first == "fake" and dot):
        return None
    if first in by_package:
        return Judgement(f"{shown(value)} is not a driver class", by_package[first])
    former = [name for name in IN_TREE if name.partition(".")[0] == first]
    if former:
        return Judgement(f"{shown(value)} names a driver that {_when(former[0], major)}", "")
    return _misspelt(value, known)


def _loads(value: str, known: list[str]) -> bool:
    """Return whether a name is one of the drivers, also by way of the module that defines it."""
    return value.replace(".driver.", ".", 1) in known


def _when(driver: str, major: int) -> str:
    from novalint.schema.releases import find_release

    first, last = IN_TREE[driver]
    if major < first:
        return f"was not added until {find_release(str(first))}"
    assert last is not None
    return f"was removed in {find_release(str(last + 1))}"


def _misspelt(value: str, known: list[str]) -> Judgement | None:
    by_class = {name.partition(".")[2]: name for name in known}
    if value in by_class:
        return Judgement(f"{shown(value)} lacks the package name of the driver", by_class[value])
    near = nearest(value, known, 1)
    meant = near[0] if near and is_slip(value, near[0]) else _shortened(value, known)
    if meant:
        return Judgement(f"{shown(value)} is not a driver", meant)
    return None if "." in value else Judgement(f"{shown(value)} names no driver class", "")


def _shortened(value: str, known: list[str]) -> str:
    """Return the driver of which a name has a part of the path, or of the package, as `vmware`."""
    bare = value.removeprefix("nova.").removeprefix("virt.")
    package, _, name = bare.partition(".")
    return next((one for one in known if one.startswith(package) and one.endswith(f".{name}")), "")
