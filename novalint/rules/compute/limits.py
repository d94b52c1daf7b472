"""How much nova-compute does at the same time: builds, snapshots, disk work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.nova.native_threads import compute_threading
from novalint.rules.common.places import at_option, set_fix, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

BUILDS = "max_concurrent_builds"
SNAPSHOTS = "max_concurrent_snapshots"
DISK = "max_concurrent_disk_ops"
BACKEND = "DEFAULT.concurrency_backend"
DEFAULTS = {BUILDS: 10, SNAPSHOTS: 5}


@rule(
    "concurrency-limit-zero",
    theme="compute",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{BUILDS}", f"DEFAULT.{SNAPSHOTS}", BACKEND),
    releases=(15, None),
    roles=("compute",),
)
def concurrency_limit_zero(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Nothing limits how many servers a host builds or snapshots at once.

    ## What it checks

    `max_concurrent_builds = 0` and, from 22 on, `max_concurrent_snapshots = 0`. Until 32 the latter
    is a note only.

    ## Why it matters

    A burst of builds then downloads images, converts them and plugs ports all at the same time, and
    none is finished in time. From 33 on the value is deprecated: on eventlet it means 1000, on
    native threads it silently is the default (10 builds, 5 snapshots).

    ## Example

        [DEFAULT]
        max_concurrent_builds = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the default applies.

    ## Sources

    Nova 34.0.0: nova/thread_pool_factory.py (`get_max_concurrent_builds`,
    `get_max_concurrent_snapshots`); Nova 33.0.2, 32.2.1 and 15.1.5: nova/compute/manager.py.
    """
    newer = config.release.major >= 33
    for name, default in DEFAULTS.items():
        if config.value("DEFAULT", name) != 0:
            continue
        means = "is deprecated" if newer else "sets no limit"
        if compute_threading(config):
            means += f" and means {default} on native threads"
        yield Finding(
            f"`{name}` 0 {means}; drop the option (the default is {default}), or choose a number",
            at_option(config, "DEFAULT", name),
            "DEFAULT",
            name,
            (unset_fix(config, "DEFAULT", name, f"Let the default of {default} apply"),),
            override=None if newer or name == BUILDS else Severity.INFO,
        )


@rule(
    "builds-and-snapshots-share-slots",
    theme="compute",
    severity=Severity.INFO,
    options=(f"DEFAULT.{BUILDS}", f"DEFAULT.{SNAPSHOTS}", BACKEND),
    releases=(34, None),
    roles=("compute",),
)
def builds_and_snapshots_share_slots(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Two limits are set, but on native threads only the larger one counts, for both together.

    ## What it checks

    Different values of `max_concurrent_builds` and `max_concurrent_snapshots`, at least one of them
    written in the file, where nova-compute runs on native threads: from 34 on, unless
    `concurrency_backend` says otherwise. The environment variable OS_NOVA_DISABLE_EVENTLET_PATCHING
    stands over the file.

    ## Why it matters

    Builds and snapshots share one pool of threads, as large as the larger number. The smaller limit
    is not kept: snapshots can take all the slots, and builds then wait. Nova logs a warning.

    ## Example

        [DEFAULT]
        max_concurrent_builds = 20
        max_concurrent_snapshots = 5

    ## Fix safety

    Unsafe, though the pool stays as large as it is: the smaller number is set to the larger one.
    Lower both where fewer are meant.

    ## Sources

    Nova 34.0.0: nova/thread_pool_factory.py (`_long_task_pool_size`), nova/monkey_patch.py,
    nova/cmd/compute.py; in 33.0.2 (nova/compute/manager.py) the variable alone asks for threads.
    """
    found = {name: config.value("DEFAULT", name) for name in DEFAULTS}
    builds, snapshots = found[BUILDS], found[SNAPSHOTS]
    written = [name for name in DEFAULTS if not config.setting("DEFAULT", name).is_default]
    if not written or not isinstance(builds, int) or not isinstance(snapshots, int):
        return
    if builds and snapshots and builds != snapshots and compute_threading(config):
        smaller = BUILDS if builds < snapshots else SNAPSHOTS
        larger = max(builds, snapshots)
        yield Finding(
            f"on native threads builds ({builds}) and snapshots ({snapshots}) share {larger} slots"
            " and the smaller limit is not kept; give both the same number",
            at_option(config, "DEFAULT", written[-1] if smaller not in written else smaller),
            "DEFAULT",
            smaller,
            (set_fix(config, "DEFAULT", smaller, str(larger)),),
        )


@rule(
    "many-tasks-at-once",
    theme="compute",
    severity=Severity.INFO,
    options=(f"DEFAULT.{BUILDS}", f"DEFAULT.{SNAPSHOTS}", BACKEND),
    releases=(15, None),
    roles=("compute",),
    thresholds={"builds": 20, "snapshots": 5},
)
def many_tasks_at_once(
    config: Config, deployment: Deployment, builds: float, snapshots: float
) -> Iterator[Finding]:
    """A host builds or snapshots so many servers at once that each takes longer.

    ## What it checks

    `max_concurrent_builds` above 20 and `max_concurrent_snapshots` above 5; both numbers are
    thresholds. On native threads the limit for snapshots is not looked at, as both share one pool
    (see builds-and-snapshots-share-slots).

    ## Why it matters

    Builds of one host share its disks, its image download and its network agent. More at once means
    later plug events, up to the time-out; fewer at once are often done earlier.

    ## Example

        [DEFAULT]
        max_concurrent_builds = 50

    ## Fix safety

    Unsafe: the option is commented out, so that the default applies.

    ## Sources

    Nova 34.0.0: nova/conf/compute.py, nova/compute/manager.py. The numbers are experience, not a
    limit of the code; hence a note only.
    """
    limits = (
        {BUILDS: builds} if compute_threading(config) else {BUILDS: builds, SNAPSHOTS: snapshots}
    )
    for name, limit in limits.items():
        value = config.value("DEFAULT", name)
        if isinstance(value, int) and value > limit:
            yield Finding(
                f"`{name}` {value} lets so many share the host's disks, downloads and network agent"
                f" that each takes longer; {limit:g} or less are often done earlier",
                at_option(config, "DEFAULT", name),
                "DEFAULT",
                name,
                (unset_fix(config, "DEFAULT", name, f"Let the default of {DEFAULTS[name]} apply"),),
            )


@rule(
    "disk-work-on-slow-disks",
    theme="compute",
    severity=Severity.INFO,
    options=(f"DEFAULT.{BUILDS}", f"compute.{DISK}"),
    releases=(15, None),
    roles=("compute",),
    needs=("disk_kind",),
    thresholds={"builds": 10},
)
def disk_work_on_slow_disks(
    config: Config, deployment: Deployment, builds: float
) -> Iterator[Finding]:
    """Rotating disks are to serve many downloads and conversions of images at once.

    ## What it checks

    With `disk_kind = hdd`: `max_concurrent_builds` of 10 or more (a threshold; 10 is the default),
    and, from 19 on, `[compute] max_concurrent_disk_ops` of 0, the default, which means no limit.

    ## Why it matters

    Each build downloads, copies or converts an image. On rotating disks ten of them make the heads
    jump, all ten take longer, and running servers feel it.

    ## Example

        [DEFAULT]
        #max_concurrent_builds = 10

    ## Fix safety

    Unsafe: sets 4 builds, and 2 disk operations.

    ## Sources

    Nova 34.0.0: nova/conf/compute.py, nova/compute/manager.py (`disk_ops_semaphore`),
    nova/virt/images.py. The numbers are experience and a vendor's advice; hence a note only.
    """
    if deployment.disk_kind != "hdd":
        return
    at_once = config.value("DEFAULT", BUILDS)
    if isinstance(at_once, int) and at_once >= builds:
        yield Finding(
            f"{at_once} builds at once share rotating disks and slow each other down; 2 to 5 are"
            " enough",
            at_option(config, "DEFAULT", BUILDS),
            "DEFAULT",
            BUILDS,
            (set_fix(config, "DEFAULT", BUILDS, "4"),),
        )
    if config.value("compute", DISK) == 0:
        yield Finding(
            "nothing limits how many images are copied and converted on rotating disks at once; set"
            f" `{DISK}` to 1 to 4",
            at_option(config, "compute", DISK),
            "compute",
            DISK,
            (set_fix(config, "compute", DISK, "2"),),
        )
