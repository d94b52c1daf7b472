"""Live migration: flags that exclude each other or make one another void."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Note, Severity
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.places import as_set, at_option, finding, set_fix, unset_fix
from novalint.rules.common.versions import upper_bound
from novalint.rules.declaration import FactNeeded, rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

TUNNEL = ("libvirt", "live_migration_tunnelled")
TLS = ("libvirt", "live_migration_with_native_tls")
POST_COPY = ("libvirt", "live_migration_permit_post_copy")
CONVERGE = ("libvirt", "live_migration_permit_auto_converge")
PARALLEL = ("libvirt", "live_migration_parallel_connections")
MDEVS = ("devices", "enabled_mdev_types")
NATIVE_TLS = 19
"""The first major version that knows QEMU's own TLS."""
POST_COPY_IN_PARALLEL = (10, 1)
"""The first QEMU that does both (MIN_MULTIFD_WITH_POSTCOPY_QEMU_VERSION in 33.0.2 and 34.0.0)."""

MDEVS_SINCE = 29
"""The first major version that moves servers with mediated devices."""
MDEVS_MIGRATE = (8, 1)
"""The first QEMU that does it (MIN_MDEV_LIVEMIG_QEMU_VERSION in 29.4.0 to 34.0.0)."""


@rule(
    "tunnel-and-native-tls",
    theme="migration",
    severity=Severity.ERROR,
    options=("libvirt.live_migration_tunnelled", "libvirt.live_migration_with_native_tls"),
    releases=(19, None),
    since="QEMU's own TLS came in stein (nova/conf/libvirt.py)",
    roles=("compute",),
    drivers=("libvirt",),
)
def tunnel_and_native_tls(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Tunnelled live migration and QEMU-native TLS are both enabled.

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

    Unsafe: the tunnel is commented out; the migration stays encrypted.

    ## Sources

    Nova 34.0.0 and 19.3.2: nova/virt/libvirt/driver.py (`init_host`).
    """
    if config.boolean(*TUNNEL) and config.boolean(*TLS):
        yield finding(
            config,
            *TUNNEL,
            "`[libvirt] live_migration_tunnelled` and `live_migration_with_native_tls` are both"
            " true, so nova-compute does not start; remove `live_migration_tunnelled`",
            unset_fix(config, *TUNNEL),
            related=(Note("QEMU's own TLS", at_option(config, *TLS)),),
        )


@rule(
    "tunnel-without-shared-disks",
    theme="migration",
    severity=Severity.WARNING,
    options=(
        "libvirt.live_migration_tunnelled",
        "libvirt.live_migration_with_native_tls",
        "libvirt.images_type",
    ),
    roles=("compute",),
    virt_types=("kvm", "qemu"),
)
def tunnel_without_shared_disks(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """With tunnelling, servers with local disks and volumes cannot be live migrated.

    ## What it checks

    `[libvirt] live_migration_tunnelled = true` where the hosts do not share the instances path, as
    a fact says, and `images_type` is not rbd; info where another file may set that. (For the
    combination with QEMU's own TLS see tunnel-and-native-tls.)

    ## Why it matters

    Local disks must be copied with the server, but through the tunnel QEMU copies all disks or
    none. Nova therefore refuses to move a server that has volumes as well: "Selective block device
    migration is not supported with tunnelled block migrations".

    ## Example

        [libvirt]
        live_migration_tunnelled = true

    ## Fix safety

    There is no fix: without the tunnel guests' memory travels in clear text, unless QEMU's own TLS,
    which Nova knows from stein on, is set up on every host first.

    ## Sources

    Nova 34.0.0, 17.0.13 and 15.1.5: nova/virt/libvirt/driver.py (`check_can_live_migrate_source`).
    """
    if not config.boolean(*TUNNEL):
        return
    if not is_left_open(config, *TLS) and config.boolean(*TLS):  # tunnel-and-native-tls tells that
        return
    if config.text("libvirt", "images_type") == "rbd":
        return
    if deployment.shared_storage is None:
        raise FactNeeded("shared_storage")
    if not deployment.shared_storage:
        known = config.release.major >= NATIVE_TLS
        own = "set up `live_migration_with_native_tls` and remove it"
        way = own if known else "share `instances_path` between the hosts"
        yield finding(
            config,
            *TUNNEL,
            "`[libvirt] live_migration_tunnelled` true refuses live migrations of servers that have"
            f" both local disks and volumes; {way}",
            override=severity_unless_set(config, ("libvirt", "images_type")),
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
    since="several connections came in 2026.1 (nova/conf/libvirt.py)",
    roles=("compute",),
    virt_types=("kvm", "qemu"),
)
def post_copy_in_parallel(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The host's QEMU does not support post-copy together with parallel connections.

    ## What it checks

    `[libvirt] live_migration_parallel_connections` above 1 with
    `[libvirt] live_migration_permit_post_copy = true` and a QEMU older than 10.1.

    ## Why it matters

    nova-compute does not start.

    ## Example

        [libvirt]
        live_migration_parallel_connections = 4
        live_migration_permit_post_copy = true

    ## Fix safety

    There is no fix: several connections fill fast networks, post-copy gets busy guests across;
    only the operator can decide which one to give up.

    ## Sources

    Nova 34.0.0 and 33.0.2: nova/virt/libvirt/driver.py (`init_host`).
    """
    count = config.integer(*PARALLEL) or 1
    if count <= 1 or not config.boolean(*POST_COPY):
        return
    if deployment.qemu_version is None:
        raise FactNeeded("qemu_version")
    if upper_bound(deployment.qemu_version) < POST_COPY_IN_PARALLEL:
        yield finding(
            config,
            *PARALLEL,
            f"`[libvirt] live_migration_parallel_connections` {count} and"
            " `live_migration_permit_post_copy` true need QEMU 10.1, so nova-compute does not start"
            f" with QEMU {deployment.qemu_version}; remove one of them",
            related=(Note("post-copy is permitted here", at_option(config, *POST_COPY)),),
        )


@rule(
    "post-copy-replaces-auto-converge",
    theme="migration",
    severity=Severity.INFO,
    options=(
        "libvirt.live_migration_permit_auto_converge",
        "libvirt.live_migration_permit_post_copy",
        "devices.enabled_mdev_types",
    ),
    releases=(18, None),
    since="before rocky it depends on the host's QEMU whether post-copy is used"
    " (nova/virt/libvirt/driver.py)",
    roles=("compute",),
    virt_types=("kvm", "qemu"),
)
def post_copy_replaces_auto_converge(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Auto-converge is permitted but never used, since post-copy is permitted as well.

    ## What it checks

    `[libvirt] live_migration_permit_auto_converge` and `[libvirt] live_migration_permit_post_copy`
    both true, unless post-copy has to be turned off for the host's mediated devices (see
    [post-copy-with-mediated-devices](post-copy-with-mediated-devices.md)).

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
    rocky libvirt must be 1.3.3 or later, where Nova's minimum is 1.3.1.
    """
    devices = config.release.major >= MDEVS_SINCE and not is_left_open(config, *MDEVS)
    if devices and _migrates_devices(config, deployment):
        return  # post-copy is to be turned off there, and auto-converge then works
    if config.boolean(*POST_COPY) and config.boolean(*CONVERGE):
        yield finding(
            config,
            *CONVERGE,
            "`[libvirt] live_migration_permit_auto_converge` has no effect while"
            " `live_migration_permit_post_copy` is true; remove it",
            unset_fix(config, *CONVERGE),
        )


@rule(
    "post-copy-with-mediated-devices",
    theme="migration",
    severity=Severity.WARNING,
    options=("devices.enabled_mdev_types", "libvirt.live_migration_permit_post_copy"),
    releases=(MDEVS_SINCE, None),
    since="servers with mediated devices can be live migrated from 2024.1 on"
    " (nova/virt/libvirt/driver.py)",
    roles=("compute",),
    virt_types=("kvm", "qemu"),
)
def post_copy_with_mediated_devices(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Servers with virtual GPUs cannot be live migrated while post-copy is permitted.

    ## What it checks

    `[libvirt] live_migration_permit_post_copy = true` together with types in `[devices]
    enabled_mdev_types`. Not reported with a QEMU older than 8.1 (`qemu_version`): Nova refuses to
    migrate such servers there, whatever the option says.

    ## Why it matters

    With the option Nova asks for post-copy in the live migration of every server that is not
    paused, and QEMU refuses that for one with a mediated device: its pages cannot be fetched after
    the switch. The migration fails as soon as it starts. Servers without such devices on the same
    host are not concerned.

    ## Example

        [devices]
        enabled_mdev_types = nvidia-35
        [libvirt]
        live_migration_permit_post_copy = true

    ## Fix safety

    Unsafe: sets `live_migration_permit_post_copy = false`; busy servers without such devices may
    then take longer to migrate.

    ## Sources

    Nova 34.0.0 and 29.4.0: nova/virt/libvirt/driver.py (`_handle_live_migration_post_copy`,
    `_host_can_support_mdev_live_migration`; 28.3.1 has no live migration of mediated devices).
    Nova's guide, "Attaching virtual GPU devices to guests" and "Live-migrate instances": post-copy
    must be off. Not tried with a device.
    """
    if config.boolean(*POST_COPY) and _migrates_devices(config, deployment):
        yield finding(
            config,
            *POST_COPY,
            "`[libvirt] live_migration_permit_post_copy` true lets live migrations of servers with"
            f" mediated devices ({as_set(config.setting(*MDEVS))}) fail; set it to false",
            set_fix(config, *POST_COPY, "false"),
            related=(Note("the mediated devices", at_option(config, *MDEVS)),),
        )


def _migrates_devices(config: Config, deployment: Deployment) -> bool:
    """Return whether servers with mediated devices are moved, as far as QEMU is told."""
    qemu = deployment.qemu_version
    if qemu is not None and upper_bound(qemu) < MDEVS_MIGRATE:
        return False
    return bool(config.items(*MDEVS) or config.setting(*MDEVS).value)
