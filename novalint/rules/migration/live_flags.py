"""Live migration: flags that exclude each other or make one another void."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Note, Severity
from novalint.rules.common.libvirt import libvirt, qemu
from novalint.rules.common.places import at_option, unset_fix
from novalint.rules.declaration import FactNeeded, rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

TUNNEL = ("libvirt", "live_migration_tunnelled")
TLS = ("libvirt", "live_migration_with_native_tls")
POST_COPY = ("libvirt", "live_migration_permit_post_copy")
CONVERGE = ("libvirt", "live_migration_permit_auto_converge")
PARALLEL = ("libvirt", "live_migration_parallel_connections")
POST_COPY_IN_PARALLEL = (10, 1)
"""The first QEMU that does both (MIN_MULTIFD_WITH_POSTCOPY_QEMU_VERSION in 33.0.2 and 34.0.0)."""


@rule(
    "tunnel-and-native-tls",
    theme="migration",
    severity=Severity.ERROR,
    options=("libvirt.live_migration_tunnelled", "libvirt.live_migration_with_native_tls"),
    releases=(19, None),
    roles=("compute",),
)
def tunnel_and_native_tls(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Live migration is to go through libvirt's tunnel and by QEMU's own TLS at once.

    ## What it checks

    `[libvirt] live_migration_tunnelled` and `[libvirt] live_migration_with_native_tls` both true.

    ## Why it matters

    nova-compute does not start. QEMU's TLS encrypts disks too and is faster; the tunnel is
    deprecated since wallaby.

    ## Example

        [libvirt]
        live_migration_tunnelled = true
        live_migration_with_native_tls = true

    ## Fix safety

    Unsafe: the tunnel is commented out.

    ## Sources

    Nova 34.0.0 and 19.3.2: nova/virt/libvirt/driver.py (`init_host`).
    """
    if libvirt(config) and config.value(*TUNNEL) is True and config.value(*TLS) is True:
        yield Finding(
            "nova-compute does not start with both `live_migration_tunnelled` and"
            " `live_migration_with_native_tls`; drop the tunnel",
            at_option(config, *TUNNEL),
            *TUNNEL,
            (unset_fix(config, *TUNNEL, "Comment it out"),),
            (Note("the way that is to be kept", at_option(config, *TLS)),),
        )


@rule(
    "tunnel-without-shared-disks",
    theme="migration",
    severity=Severity.WARNING,
    options=("libvirt.live_migration_tunnelled", "libvirt.images_type"),
    releases=(15, None),
    roles=("compute",),
)
def tunnel_without_shared_disks(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """With the tunnel, servers with local disks and volumes cannot move to another host.

    ## What it checks

    `[libvirt] live_migration_tunnelled = true` where the hosts are told not to share the instances
    path, and `images_type` is not rbd. (With QEMU's own TLS beside it see tunnel-and-native-tls.)

    ## Why it matters

    Local disks must be copied with the server, but through the tunnel QEMU copies all disks or
    none. Nova therefore refuses to move a server that has volumes as well: "Selective block device
    migration is not supported with tunnelled block migrations".

    ## Example

        [libvirt]
        live_migration_tunnelled = true

    ## Fix safety

    Unsafe: the tunnel is commented out. Guests' memory then travels in clear, unless QEMU's own TLS
    is set up.

    ## Sources

    Nova 34.0.0 and 17.0.13: nova/virt/libvirt/driver.py (`check_can_live_migrate_source`).
    """
    if not qemu(config) or config.value(*TUNNEL) is not True or config.value(*TLS) is True:
        return
    if config.value("libvirt", "images_type") == "rbd":
        return
    if deployment.shared_storage is None:
        raise FactNeeded("shared_storage")
    if not deployment.shared_storage:
        yield Finding(
            "servers with local disks and volumes cannot be migrated through the tunnel; drop"
            " `live_migration_tunnelled`, and use QEMU's own TLS",
            at_option(config, *TUNNEL),
            *TUNNEL,
            (unset_fix(config, *TUNNEL, "Comment it out"),),
        )


@rule(
    "post-copy-in-parallel",
    theme="migration",
    severity=Severity.ERROR,
    options=(
        "libvirt.live_migration_parallel_connections",
        "libvirt.live_migration_permit_post_copy",
    ),
    releases=(33, None),
    roles=("compute",),
)
def post_copy_in_parallel(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Post-copy and several connections are more than the host's QEMU does at once.

    ## What it checks

    `[libvirt] live_migration_parallel_connections` above 1 with
    `[libvirt] live_migration_permit_post_copy = true` and a QEMU told to be older than 10.1.

    ## Why it matters

    nova-compute does not start.

    ## Example

        [libvirt]
        live_migration_parallel_connections = 4
        live_migration_permit_post_copy = true

    ## Fix safety

    There is no fix: several connections fill fast networks, post-copy gets busy guests across;
    which one to give up is the operator's to say.

    ## Sources

    Nova 34.0.0 and 33.0.2: nova/virt/libvirt/driver.py (`init_host`).
    """
    count = config.value(*PARALLEL)
    several = isinstance(count, int) and count > 1
    if not qemu(config) or not several or config.value(*POST_COPY) is not True:
        return
    if deployment.qemu_version is None:
        raise FactNeeded("qemu_version")
    if tuple(map(int, deployment.qemu_version.split("."))) < POST_COPY_IN_PARALLEL:
        yield Finding(
            f"nova-compute does not start: QEMU {deployment.qemu_version} cannot do post-copy over"
            f" {count} connections, which 10.1 can; give one of the two up",
            at_option(config, *PARALLEL),
            *PARALLEL,
            related=(Note("post-copy is permitted here", at_option(config, *POST_COPY)),),
        )


@rule(
    "post-copy-replaces-auto-converge",
    theme="migration",
    severity=Severity.INFO,
    options=(
        "libvirt.live_migration_permit_auto_converge",
        "libvirt.live_migration_permit_post_copy",
    ),
    releases=(18, None),
    roles=("compute",),
)
def post_copy_replaces_auto_converge(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Auto-converge is permitted but never used, as post-copy is permitted too.

    ## What it checks

    `[libvirt] live_migration_permit_auto_converge` and `[libvirt] live_migration_permit_post_copy`
    both true.

    ## Why it matters

    Nova takes post-copy where it may, and then does not slow busy guests down. The other line only
    looks as if it did something.

    ## Example

        [libvirt]
        live_migration_permit_auto_converge = true
        live_migration_permit_post_copy = true

    ## Fix safety

    Unsafe: auto-converge is commented out; Nova does the same without it.

    ## Sources

    Nova 34.0.0 and 18.3.0: nova/virt/libvirt/driver.py (`_handle_live_migration_auto_converge`). In
    queens it still depends on the host's libvirt and QEMU.
    """
    if qemu(config) and config.value(*POST_COPY) is True and config.value(*CONVERGE) is True:
        yield Finding(
            "auto-converge is never used while post-copy is permitted; drop it",
            at_option(config, *CONVERGE),
            *CONVERGE,
            (unset_fix(config, *CONVERGE, "Comment it out"),),
        )
