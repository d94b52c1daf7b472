"""Where Nova and Cinder on one machine keep each other from touching its disks at once."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.cloud.cinder import BACKENDS
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import as_path
from novalint.rules.fleet.model import NodeFinding, NodeNote
from novalint.rules.fleet.queries import label

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

APART = 26
"""The major version since which os-brick has a folder for locks of its own."""
LOCKS = ("os_brick.lock_path", "oslo_concurrency.lock_path")
CINDER_LOCKS = tuple(f"cinder:{name}" for name in LOCKS)
DRIVERS = "cinder:*.volume_driver"
PROTOCOLS = "cinder:*.netapp_storage_protocol"
COMMON = "backend_defaults"
"""The group of cinder.conf from which backends take what theirs does not set."""
WITHOUT_LOCKS = (
    "rbd", "nfs", "remotefs", "quobyte", "gluster", "vzstorage", "smbfs", "tintri", "storpool",
    "gpfs", "vmdk", "lightos", "linstordrbd",
)  # fmt: skip
"""Parts of the names of drivers whose connector of os-brick takes no lock that is a file."""


@rule(
    "lock-path-not-that-of-cinder",
    theme="cloud",
    severity=Severity.WARNING,
    options=LOCKS,
    companions=(*CINDER_LOCKS, BACKENDS, DRIVERS, PROTOCOLS),
    releases=(21, None),
    since="os-brick locks between processes since ussuri (os_brick/initiator/connectors)",
    drivers=("libvirt",),
    roles=("compute",),
    scope="cloud",
)
def lock_path_not_that_of_cinder(fleet: Fleet) -> Iterator[NodeFinding]:
    """nova-compute and cinder-volume on the same host do not share their locks.

    ## What it checks

    On compute nodes that have a cinder.conf with `enabled_backends` (`{node}` in `[companions]
    cinder`): the directory in which os-brick locks, where both files set one: `[os_brick]
    lock_path` from zed on, unless it is empty, else `[oslo_concurrency] lock_path`. Not reported
    where the `volume_driver` of every backend is of a kind for which os-brick locks nothing but
    threads of its own process: Ceph, NFS (with NetApp's driver by `netapp_storage_protocol`) and
    other shared files, GPFS, StorPool, VMware, LightOS, and LINSTOR by DRBD.

    ## Why it matters

    Both programs attach and detach disks of one machine through os-brick, which expects to be the
    only one at a time. With two directories they work at once: paths of a volume are missed, or a
    device is taken away that the other one has just found.

    ## Example

    Nova's lock_path is `/var/lib/nova/tmp`, and cinder.conf on `cmp1` has:

    ```ini
    [DEFAULT]
    enabled_backends = iscsi
    [oslo_concurrency]
    lock_path = /var/lib/cinder/tmp
    ```

    ## Fix safety

    No fix: set `[os_brick] lock_path` (up to yoga `[oslo_concurrency] lock_path`) on both sides to
    a directory that both may write to, in containers to one of the host's.

    ## Sources

    - os_brick/opts.py, `lock_path` and `set_defaults`, 7.1.1; os_brick/initiator/connectors/,
      `synchronized`, 2.10.7, 3.0.8 and 7.1.1; there are none in rbd.py, remotefs.py, gpfs.py,
      storpool.py and local.py, and none with `external` in lightos.py
    - cinder/volume/drivers/linstordrv.py, `_return_drbd_config`: LINSTOR's DRBD is `local`
    """
    odd = [place for node in fleet.of("compute") for place in _locked_apart(node, fleet)]
    if odd:
        (node, mine, companion, theirs), *more = odd
        group = "os_brick" if node.release.major >= APART else "oslo_concurrency"
        yield NodeFinding(
            node,
            mine,
            f"{label(node, mine)} is not the lock directory of cinder-volume on this"
            f" machine: both may change its disks at the same time; set `[{group}] lock_path` to"
            " the same directory for both",
            tuple(place[0] for place in more),
            (NodeNote(companion, theirs, "another directory here"),),
        )


def _locked_apart(node: Node, fleet: Fleet) -> Iterator[tuple[Node, str, Node, str]]:
    """Yield where a node and Cinder on its machine say that they lock, if that differs."""
    first = 0 if node.release.major >= APART else 1
    for companion in fleet.companions_of("cinder", node=node.name):
        mine, theirs = _folder(node, LOCKS[first:]), _folder(companion, CINDER_LOCKS[first:])
        if not (mine and theirs and _locks(companion)):
            continue
        if as_path(node.value(mine)) != as_path(companion.value(theirs)):
            yield node, mine, companion, theirs


def _folder(node: Node, names: tuple[str, ...]) -> str:
    """Return which option names the folder, an empty one being none; empty where none is known."""
    written = (name for name in names if node.is_written(name))
    first = next((name for name in written if node.value(name) or not node.knows(name)), "")
    return first if first and node.knows(first) else ""


def _locks(companion: Node) -> bool:
    """Return whether cinder-volume has a backend for which os-brick takes locks."""
    names = [name.strip() for name in str(companion.value(BACKENDS) or "").split(",")]
    return any(name and not _is_without_locks(companion, name) for name in names)


def _is_without_locks(companion: Node, backend: str) -> bool:
    names = ("volume_driver", "netapp_storage_protocol")
    said = " ".join(_of_backend(companion, backend, name) for name in names).lower()
    return any(part in said for part in WITHOUT_LOCKS)


def _of_backend(companion: Node, backend: str, name: str) -> str:
    readings = (companion.readings.get(f"cinder:{group}.{name}") for group in (backend, COMMON))
    return next((str(reading.value) for reading in readings if reading), "")
