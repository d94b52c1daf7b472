"""Image downloads and conversions on rotating disks."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Severity
from novalint.nova.native_threads import BACKEND, compute_threading
from novalint.rules.common.places import each, finding, set_fix
from novalint.rules.compute.limits import BUILDS, READ, SNAPSHOTS, shared_limits
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

DISK = "max_concurrent_disk_ops"
IMAGES = ("libvirt", "images_type")
FEW, MOST = 4, 5
"""Builds at once that rotating disks bear well, and at most."""


@rule(
    "disk-work-on-slow-disks",
    theme="compute",
    severity=Severity.INFO,
    options=(*READ, f"compute.{DISK}", ".".join(IMAGES)),
    roles=("compute",),
    drivers=("libvirt",),
    needs=("disk_kind",),
    thresholds={"builds": 10},
)
def disk_work_on_slow_disks(
    config: Config, deployment: Deployment, builds: float
) -> Iterator[Finding]:
    """Rotating disks have to serve many image downloads and conversions at once.

    ## What it checks

    With `disk_kind = hdd` and libvirt's driver: `max_concurrent_builds` of 10 or more (a threshold;
    10 is the default), and, from 19 on, `[compute] max_concurrent_disk_ops` of 0, the default,
    which means no limit. Nothing is reported where `[libvirt] images_type` is rbd, as the disks of
    servers are in Ceph then, whatever the fact says of other hosts.

    ## Why it matters

    Each build downloads, copies or converts an image. On rotating disks ten of them make the heads
    jump, all ten take longer, and running servers feel it.

    ## Example

        [DEFAULT]
        #max_concurrent_builds = 10

    ## Fix safety

    Unsafe: sets 4 builds, and 2 disk operations. On native threads, where builds and snapshots
    share one pool, builds get the limit of snapshots instead, if that is 5 or less.

    ## Sources

    Nova 34.0.0 and 19.3.2: nova/conf/compute.py, nova/compute/manager.py and nova/virt/images.py
    (`disk_ops_semaphore`); Nova 15.1.5: nova/compute/manager.py. The numbers are experience and a
    vendor's advice; hence a note only.
    """
    if deployment.disk_kind != "hdd" or config.text(*IMAGES) == "rbd":
        return
    yield from each(
        (BUILDS, DISK),
        lambda name: _many_builds(config, builds) if name == BUILDS else _any_images(config),
    )


def _many_builds(config: Config, builds: float) -> Iterator[Finding]:
    at_once = config.integer("DEFAULT", BUILDS) or 0
    few = _few(config)
    most = min(MOST, max(ceil(builds) - 1, 1))
    if at_once >= builds:
        yield finding(
            config,
            "DEFAULT",
            BUILDS,
            f"`{BUILDS}` {at_once} lets that many builds share rotating disks and slow each"
            f" other down; set it to {f'2 to {most}' if most > 2 else most}",
            *((set_fix(config, "DEFAULT", BUILDS, str(few)),) if few and few <= most else ()),
        )


def _few(config: Config) -> int:
    """Return how many builds to set; 0 where that hangs on what a line leaves open."""
    if is_left_open(config, "DEFAULT", BACKEND):
        return 0
    if compute_threading(config) and is_left_open(config, "DEFAULT", SNAPSHOTS):
        return 0
    return shared_limits(config).get(SNAPSHOTS, FEW)


def _any_images(config: Config) -> Iterator[Finding]:
    if config.integer("compute", DISK) == 0:
        yield finding(
            config,
            "compute",
            DISK,
            f"`[compute] {DISK}` 0 lets any number of images be copied and converted on rotating"
            " disks at once; set it to 1 to 4",
            set_fix(config, "compute", DISK, "2"),
        )
