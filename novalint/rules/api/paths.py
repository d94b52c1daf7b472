"""Directories in which Nova keeps its locks and its state."""

from __future__ import annotations

import re
from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.nova.drivers import package
from novalint.rules.common.logins import holds_logins, is_missing, partial
from novalint.rules.common.places import finding, lacking
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment
    from novalint.findings import Finding

_BASE = re.compile(r"\$(\{pybasedir\}|pybasedir\b)")


BETWEEN_PROCESSES = 21
"""The major version since which os-brick's locks hold between processes (os-brick 3.0)."""
BRIDGES = 33
"""The last major version whose os-vif has a plugin for Linux bridges."""


@rule(
    "lock-path-missing",
    theme="api",
    severity=Severity.INFO,
    options=("oslo_concurrency.lock_path", "os_brick.lock_path", "DEFAULT.compute_driver"),
    roles=("compute",),
    needs=("role",),
    drivers=("libvirt", "vmwareapi"),
)
def lock_path_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """No directory is set for the lock files that processes share.

    ## What it checks

    `[oslo_concurrency] lock_path` on compute nodes: with VMware's driver, with libvirt's where the
    fact network_backend is `linuxbridge` (up to 2026.1), and otherwise with libvirt's from ussuri
    on, unless `[os_brick] lock_path` (from zed on) is set. It is reported only if the given role is
    that of such a node and the files hold credentials. Info, as the path may be in a file of the
    distribution that is not checked here (`/usr/share/nova/nova-dist.conf`) or in `OSLO_LOCK_PATH`.

    ## Why it matters

    The VMware driver takes such a lock for each image that a server is built from, and os-vif for
    each bridge that a port of neutron's Linux bridge agent is plugged into. os-brick does when it
    attaches volumes by iSCSI, Fibre Channel or NVMe; in train its locks are still for one process
    alone and need no directory. Without one each of them fails (RequiredOptError).

    ## Example

        [oslo_concurrency]
        #lock_path = <None>

    ## Fix safety

    There is no fix: `/var/lib/nova/tmp` is usual, but it must be there and Nova must be able to
    write.

    ## Sources

    oslo.concurrency 7.6.1: oslo_concurrency/lockutils.py (`_get_lock_path`); os-brick 2.10.7, 3.0.8
    and 7.1.1: os_brick/initiator/connectors/ (`synchronized`), opts.py; Nova 34.0.0 and 15.1.5:
    nova/virt/vmwareapi/imagecache.py (`enlist_image`); os-vif 1.4.0 and of rocky to 2026.1:
    vif_plug_linux_bridge/linux_net.py (`ensure_bridge`).
    """
    lost = _lost(config, deployment)
    if not (lost and deployment.plays("compute") and holds_logins(config)):
        return
    if is_missing(config, "oslo_concurrency", "lock_path"):
        lacks = lacking(config, "oslo_concurrency", "lock_path")
        unset = config.setting("oslo_concurrency", "lock_path").is_default
        unless = " unless a file of the distribution sets it" if unset else ""
        yield finding(
            config,
            "oslo_concurrency",
            "lock_path",
            f"`[oslo_concurrency] lock_path` {lacks}, without which {lost}; set it to"
            f" /var/lib/nova/tmp{unless}",
        )


def _lost(config: Config, deployment: Deployment) -> str:
    """Return what fails without a folder for locks; empty where nothing does."""
    if package(config) == "vmwareapi":
        return "servers cannot be built from images"
    if deployment.network_backend == "linuxbridge" and config.release.major <= BRIDGES:
        return "ports cannot be plugged into Linux bridges and servers fail to build"
    if _os_brick_asks(config):
        return "volumes cannot be attached by iSCSI, Fibre Channel or NVMe"
    return ""


def _os_brick_asks(config: Config) -> bool:
    """Return whether os-brick needs the folder that the other locks have."""
    late = config.release.major >= BETWEEN_PROCESSES
    return late and not partial(config, "os_brick", "lock_path")


@rule(
    "state-path-in-python-folder",
    theme="api",
    severity=Severity.INFO,
    options=("DEFAULT.state_path", "DEFAULT.pybasedir", "DEFAULT.compute_driver"),
    releases=(27, None),
    since="nova-compute writes its identity there since 2023.1 (nova/virt/node.py)",
    roles=("compute",),
    needs=("role",),
)
def state_path_in_python_folder(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """nova-compute keeps its identity in the directory of the installed Python packages.

    ## What it checks

    `state_path` unset, or at `$pybasedir` or below, on compute nodes (other than those of Ironic),
    where `pybasedir` is not set either. The rule runs only if the given role is that of such a node
    and the files contain credentials. It is a note, as a file of the distribution that is not
    checked here may set the path (`/usr/share/nova/nova-dist.conf`). Whether there is a file
    `compute_id` next to nova.conf, where it is read as well, is not checked.

    ## Why it matters

    From 2023.1 on nova-compute writes a file `compute_id` there at its first start. If it cannot,
    it exits; if the file is lost, as with a new container or virtual environment, it refuses to
    start because of its own record in the database. The disks of servers are below this path too.

    ## Example

        [DEFAULT]
        #state_path = $pybasedir

    ## Fix safety

    There is no fix: `/var/lib/nova` is usual. On a host where nova-compute has already run, move
    `compute_id` and `instances` too. The name of such a host in `[DEFAULT] host` must not change
    either: nova-compute compares it with its record, and neutron's agent must use the same name.

    ## Sources

    Nova 34.0.0: nova/conf/paths.py, nova/virt/node.py (`write_local_node_uuid`),
    nova/compute/manager.py (`_ensure_existing_node_identity`, `_check_for_host_rename`); Nova
    27.5.1.
    """
    ironic = (config.text("DEFAULT", "compute_driver") or "").startswith("ironic")
    if not deployment.plays("compute") or ironic or not holds_logins(config):
        return
    state, base = (config.setting("DEFAULT", name) for name in ("state_path", "pybasedir"))
    unset = state.is_default and is_missing(config, "DEFAULT", "state_path")
    if base.is_default and (unset or _is_base(state)):
        fact = "is not set" if unset else "is `$pybasedir` or below it"
        unless = " unless a file of the distribution sets it" if unset else ""
        yield finding(
            config,
            "DEFAULT",
            "state_path",
            f"`state_path` {fact}, so nova-compute keeps its identity in the directory of Python"
            f" packages; set it to /var/lib/nova{unless}, and move `compute_id` and `instances` of"
            " a host that has already run there first",
        )


def _is_base(setting: Setting) -> bool:
    """Return whether a path is below the folder of Python packages, as its text says."""
    text = "" if setting.is_default else setting.places[-1].assignment.value
    return _BASE.match(text) is not None
