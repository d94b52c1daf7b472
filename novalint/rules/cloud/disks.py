"""Where the disks of servers lie, on the compute nodes between which servers move."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import as_path, divided, mildly, mismatch, on_nodes, phrase
from novalint.rules.fleet.model import NodeFinding, NodeNote

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node, Plain

PATH = "DEFAULT.instances_path"
STATE = "DEFAULT.state_path"
PACKAGED = "/var/lib/nova/instances"
"""The path that packages and containers have where no file of the operator says one."""
TYPE = "libvirt.images_type"
COW = "DEFAULT.use_cow_images"
POOL = "libvirt.images_rbd_pool"
USER = "libvirt.rbd_user"
CONF = "libvirt.images_rbd_ceph_conf"
SECRET = "libvirt.rbd_secret_uuid"
APART = "name hosts that are kept apart as pools"
"""What to do first where nobody says between which hosts servers move."""
EMPTY_FIRST = "move all servers off a host before you change it there"
_KINDS = (
    "a server that is migrated cold between them comes up with an empty disk, and a live migration"
    " fails or leaves the disk behind"
)
_FORMATS = (
    "a live migration from qcow2 to raw fails, and one from raw to qcow2 leaves a raw disk that the"
    " next hard reboot takes for qcow2"
)


@rule(
    "instances-path-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(PATH, STATE, TYPE),
    roles=("compute",),
    drivers=("libvirt",),
    scope="pool",
)
def instances_path_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Compute nodes that servers move between use different instances paths.

    ## What it checks

    `instances_path`, `$state_path` resolved on each node, on the compute nodes of a pool. A pool is
    what settings name so, else the compute nodes of a cell with libvirt: then it is a warning, as
    no one said that servers move between them. A slash at the end, or two in a row, make no other
    path. Where some nodes have one path and others set nothing, not `state_path` either, it is info
    unless that path is /var/lib/nova/instances, as packages have it.

    ## Why it matters

    The path of a server's files is computed on each host separately. A cold migration copies the
    disks to the source's path on the destination, which finds none at its own and makes a fresh
    disk: the server comes up empty. A live migration leaves the source's paths in the guest. With
    shared storage mounted under two paths the test whether storage is shared says no, and a host
    that comes back after an evacuation deletes the disks of the server that now runs elsewhere.
    Where all nodes keep disks in Ceph (`images_type = rbd`) no disk depends on it, but a guest that
    moves live still writes its console's log below the source's path, which the destination lacks:
    a warning. So it is where a tool has yet to write `images_type`.

    ## Example

    `cmp1` was set up by hand, the others have `state_path = /var/lib/nova`:

    ```ini
    [DEFAULT]
    instances_path = /srv/nova/instances
    ```

    ## Fix safety

    No fix: the servers of the odd host are where its path leads today. Nova would look for their
    disks elsewhere and make new ones, so they have to be moved away before the path is changed.

    ## Sources

    - nova/virt/libvirt/driver.py, `migrate_disk_and_power_off`, and
      nova/virt/libvirt/utils.py, `get_instance_path`, 34.0.0
    - nova/virt/libvirt/migration.py, `get_updated_guest_xml`, which leaves the path of the log,
      34.0.0 (read, not tried)
    - doc/source/admin/configuring-migrations.rst: the same value on all compute hosts
    """
    nodes = fleet.readers(PATH)
    consequence = (
        "a server that moves between them finds no disk and comes up with an empty one, or keeps"
        " a path that does not exist there"
    )
    override = mildly(fleet, Severity.WARNING)
    lost = "a server that moves between the two finds no disk"
    if all(node.value(TYPE) == "rbd" for node in nodes):
        consequence = lost = "no live migration finds the directory of the server's console log"
        override = Severity.WARNING
    elif all(node.value(TYPE) == "rbd" or not node.knows(TYPE) for node in nodes):
        consequence, override = f"unless disks are in Ceph, {consequence}", Severity.WARNING
    yield from _left_to_packages(nodes, lost)
    yield from mismatch(
        nodes,
        PATH,
        consequence,
        meaning=as_path,
        mend=False,
        override=override,
        advice=EMPTY_FIRST,
    )


def _left_to_packages(nodes: tuple[Node, ...], lost: str) -> Iterator[NodeFinding]:
    """Find that all nodes that say a path say another one than packages give the others."""
    saying = [node for node in nodes if node.value(PATH)]
    silent = [node for node in nodes if node.lacks(PATH, STATE)]
    paths = {as_path(node.value(PATH)) for node in saying}
    if silent and len(paths) == 1 and PACKAGED not in paths:
        few, many = sorted((saying, silent), key=len)
        (first, *more), other = few, many[0]
        here, there = phrase(first, PATH), f"{phrase(other, PATH)} {on_nodes(many)}"
        yield NodeFinding(
            first,
            PATH,
            f"`instances_path` is {here} here and {there}: without it packages have {PACKAGED}, and"
            f" {lost}; {EMPTY_FIRST}",
            tuple(more),
            (NodeNote(other, PATH, f"it is {phrase(other, PATH)} here"),),
            override=Severity.INFO,
        )


@rule(
    "image-backend-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(TYPE, COW),
    roles=("compute",),
    drivers=("libvirt",),
    scope="pool",
)
def image_backend_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Compute nodes that servers move between use different image backends.

    ## What it checks

    `[libvirt] images_type` on the compute nodes of a pool; `default` means qcow2, or flat files
    where `use_cow_images` is false. A pool is what settings name so. Where none is named, the
    compute nodes of a cell count as one, and the finding is info: they may be kept apart by
    aggregates.

    ## Why it matters

    Nova converts disks in one case alone: a cold migration from raw to qcow2. One to or from rbd or
    lvm makes a fresh disk from the image: the server comes up empty, and its old disk is left
    behind. A live migration is refused where the request rules out copies of disks. Else a local
    disk gets no place at the destination, or one where its backend does not look, and a disk in
    Ceph stays there, where the destination does not look for it at the next hard reboot. From qcow2
    to raw it makes a raw disk for a guest that takes it for qcow2, and fails; from raw to qcow2 it
    passes, and the next hard reboot takes the raw disk for qcow2.

    ## Example

    `cmp1` has no Ceph, and gets servers from hosts that do:

    ```ini
    [libvirt]
    images_type = qcow2
    ```

    ## Fix safety

    No fix: the servers of the odd host lie in its storage of today, and have to be moved away
    before that is changed. Name pools where hosts differ on purpose.

    ## Sources

    - nova/virt/libvirt/driver.py, `finish_migration`, `_create_images_and_backing` and
      `_is_shared_block_storage`, and nova/virt/libvirt/imagebackend.py, `Flat` and `Qcow2`, 15.1.5
      and 34.0.0; `check_can_live_migrate_source` and `_live_migration_copy_disk_paths` there (read,
      not tried)
    """
    advice = EMPTY_FIRST if fleet.named else APART
    told = (node for node in fleet.readers(TYPE) if node.knows(TYPE))
    known = [node for node in told if not _is_default(node) or node.knows(COW)]
    nodes = sorted(known, key=_is_default)  # a message shows the first of its side
    consequence = _FORMATS if {_backend(node) for node in nodes} <= {"raw", "qcow2"} else _KINDS
    override = mildly(fleet)
    if len({node.value(TYPE) for node in nodes}) > 1:
        option, by = TYPE, _backend
    else:
        option, by, nodes = COW, None, list(filter(_is_default, nodes))
    yield from mismatch(
        nodes, option, consequence, by=by, mend=False, override=override, advice=advice
    )


def _is_default(node: Node) -> bool:
    return node.value(TYPE) == "default"


def _backend(node: Node) -> object:
    kind = node.value(TYPE)
    if kind in ("raw", "flat"):
        return "raw"
    return kind if kind != "default" else "qcow2" if node.value(COW) is not False else "raw"


@rule(
    "rbd-pool-or-user-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(TYPE, POOL, USER, CONF),
    roles=("compute",),
    drivers=("libvirt",),
    scope="pool",
)
def rbd_pool_or_user_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Compute nodes that servers move between use different Ceph pools or users.

    ## What it checks

    `[libvirt] images_rbd_pool`, `rbd_user` and `images_rbd_ceph_conf` on those compute nodes of a
    pool whose `images_type` is `rbd`. No file is /etc/ceph/ceph.conf to Ceph; other files are a
    warning, as they may lead to the same cluster. A pool is what settings name so. Where none is
    named, the compute nodes of a cell count as one, and the finding is info: they may be kept apart
    by aggregates.

    ## Why it matters

    Before a live migration Nova compares the kind of storage alone, and takes rbd for shared. The
    guest still names the source's pool, user and cluster on the destination: it does not start
    there, or runs on disks that the destination does not look after.

    ## Example

    `cmp1` has another pool:

    ```ini
    [libvirt]
    images_type = rbd
    images_rbd_pool = vms-old
    ```

    ## Fix safety

    No fix: the servers of the odd host lie in its pool of today, and have to be moved away before
    that is changed.

    ## Sources

    - nova/virt/libvirt/driver.py, `_is_shared_block_storage`, and
      nova/virt/libvirt/imagebackend.py, `Rbd`, 34.0.0
    """
    nodes = [node for node in fleet.of("compute") if node.value(TYPE) == "rbd"]
    advice = EMPTY_FIRST if fleet.named else APART
    for option, end in ((POOL, ""), (USER, ""), (CONF, " if the files lead to two clusters")):
        consequence = f"a server that is live migrated between them does not find its disks{end}"
        by = _conf if end else None
        override = mildly(fleet) or (Severity.WARNING if end else None)
        yield from mismatch(
            nodes, option, consequence, by=by, mend=False, override=override, advice=advice
        )


def _conf(node: Node) -> object:
    """Take no file of Ceph for the one that Ceph looks for first."""
    return as_path(node.value(CONF) or "/etc/ceph/ceph.conf")


@rule(
    "rbd-secret-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(TYPE, SECRET),
    roles=("compute",),
    drivers=("libvirt",),
    scope="pool",
)
def rbd_secret_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Compute nodes that servers move between use different UUIDs for the Ceph secret.

    ## What it checks

    `[libvirt] rbd_secret_uuid` on those compute nodes of a pool that set one. A pool is what
    settings name so. It is an error if it differs among nodes with `images_type = rbd`, a warning
    where the secret is for volumes alone: Nova takes its own only where Cinder sends none with the
    connection. If no pool is named, the compute nodes of a cell count as one, and the finding is
    info: each site may have a Ceph cluster of its own, whose FSID the UUID often is. How a UUID is
    written does not matter.

    ## Why it matters

    A live migration leaves the UUID of the secret in the guest as it is, also where from 2026.2 on
    it writes the destination's monitors there. libvirt on the destination knows no secret of that
    UUID, and the guest does not start there.

    ## Example

    Each host was given a UUID of its own:

    ```ini
    [libvirt]
    rbd_secret_uuid = 457eb676-33da-42ec-9a8c-9293d545c337
    ```

    ## Fix safety

    No fix: until the secret is defined in libvirt of the odd host under that UUID too, no guest
    with such a disk would start there.

    ## Sources

    - nova/virt/libvirt/migration.py, `_update_rbd_xml`, and nova/virt/libvirt/imagebackend.py,
      `Rbd.libvirt_info`; nova/virt/libvirt/volume/net.py, `_set_auth_config_rbd`, 34.0.0
    """
    nodes = [node for node in fleet.of("compute") if node.value(SECRET)]
    in_ceph = [node for node in nodes if node.value(TYPE) == "rbd"]
    disks = divided(in_ceph, SECRET, _uuid) is not None
    override = mildly(fleet) or (None if disks else Severity.WARNING)
    consequence = (
        "libvirt on the destination does not know the secret of a guest that is live migrated"
    )
    if not disks:
        consequence += " if Cinder sends none with the connection"
    advice = "define the secret under one UUID on all hosts, then set it to that UUID"
    advice = advice if fleet.named else f"{APART}, or {advice}"
    yield from mismatch(
        nodes,
        SECRET,
        consequence,
        meaning=_uuid,
        mend=False,
        override=override,
        advice=advice,
    )


def _uuid(value: Plain) -> object:
    """Take a UUID as libvirt reads it: without its dashes, whatever its case."""
    return str(value).replace("-", "").lower()
