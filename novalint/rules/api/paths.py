"""Folders in which Nova keeps its locks and its state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Severity
from novalint.rules.common.logins import elsewhere, holds_logins, is_missing
from novalint.rules.common.places import finding
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment
    from novalint.findings import Finding

_BASE = re.compile(r"\$(\{pybasedir\}|pybasedir\b)")


@rule(
    "lock-path-missing",
    theme="api",
    severity=Severity.INFO,
    options=("oslo_concurrency.lock_path",),
    roles=("compute",),
    needs=("role",),
    drivers=("libvirt", "vmwareapi", "hyperv", "xenapi", "powervm"),
)
def lock_path_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """There is no folder for the locks that processes share.

    ## What it checks

    `[oslo_concurrency] lock_path` on compute nodes, other than those of Ironic and z/VM, which take
    no such locks. It speaks only where the files are told to be
    those of such a node and hold a log-in. A note, as the path may stand in a file of the
    distribution that is not checked here (`/usr/share/nova/nova-dist.conf`) or in
    `OSLO_LOCK_PATH`.

    ## Why it matters

    os-brick takes such locks when volumes are attached, the VMware driver for its image cache,
    nova-compute when it sets up VLANs, and nova-network (to train) when it writes iptables rules.
    Without a folder each of them fails (RequiredOptError).

    ## Example

        [oslo_concurrency]
        #lock_path = <None>

    ## Fix safety

    There is no fix: `/var/lib/nova/tmp` is usual, but it must be there and Nova must be able to
    write.

    ## Sources

    oslo.concurrency 7.6.1: oslo_concurrency/lockutils.py (`_get_lock_path`); Nova 34.0.0:
    nova/virt/libvirt/vif.py, nova/virt/vmwareapi/imagecache.py, nova/cmd/compute.py; 15.1.5:
    nova/network/linux_net.py.
    """
    whole = deployment.plays("compute") and holds_logins(config)
    if whole and is_missing(config, "oslo_concurrency", "lock_path"):
        yield finding(
            config,
            "oslo_concurrency",
            "lock_path",
            "`[oslo_concurrency] lock_path` is not set, without which volumes cannot be attached;"
            " set it to /var/lib/nova/tmp unless a file of the distribution sets it",
        )


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
    """nova-compute keeps its identity in the folder that Python packages are installed in.

    ## What it checks

    `state_path` unset, or at `$pybasedir` or below, on compute nodes (other than those of Ironic),
    where `pybasedir` is not set either. It speaks only where the files are told to be those of such
    a node and hold a log-in. A note, as the path may stand in a file of the distribution that is
    not checked here (`/usr/share/nova/nova-dist.conf`).

    ## Why it matters

    From 2023.1 on nova-compute writes a file `compute_id` there at its first start. Where it
    cannot, it ends; where the file is lost, as with a new container or virtual environment, it
    refuses to start next to its own record. The disks of servers stand below this path too.

    ## Example

        [DEFAULT]
        #state_path = $pybasedir

    ## Fix safety

    There is no fix: `/var/lib/nova` is usual. On a host that has run already, move `compute_id` and
    `instances` with it. The name that such a host has in `[DEFAULT] host` must not change either:
    nova-compute compares it with its record, and neutron's agent must go by the same name.

    ## Sources

    Nova 34.0.0: nova/conf/paths.py, nova/virt/node.py (`write_local_node_uuid`),
    nova/compute/manager.py (`_ensure_existing_node_identity`, `_check_for_host_rename`); Nova
    27.5.1.
    """
    ironic = (config.text("DEFAULT", "compute_driver") or "").startswith("ironic")
    if not deployment.plays("compute") or ironic or not holds_logins(config):
        return
    state, base = (config.setting("DEFAULT", name) for name in ("state_path", "pybasedir"))
    unset = state.is_default and not elsewhere(config)
    if base.is_default and (unset or _is_base(state)):
        fact = "is not set" if unset else "leads to $pybasedir"
        unless = " unless a file of the distribution sets it" if unset else ""
        yield finding(
            config,
            "DEFAULT",
            "state_path",
            f"`state_path` {fact}, so nova-compute keeps its identity in the folder of Python"
            f" packages; set it to /var/lib/nova{unless}, and move `compute_id` and `instances` of"
            " a host that has already run there first",
        )


def _is_base(setting: Setting) -> bool:
    """Return whether a path is below the folder of Python packages, as its text says."""
    text = "" if setting.is_default else setting.places[-1].assignment.value
    return _BASE.match(text) is not None
