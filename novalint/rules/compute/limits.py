"""How much nova-compute does at the same time: builds, snapshots, disk work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Severity
from novalint.nova.drivers import package
from novalint.nova.native_threads import BACKEND, compute_threading
from novalint.rules.common.absence import known_first
from novalint.rules.common.places import at_option, finding, unset_all_fix, unset_fix
from novalint.rules.common.thresholds import Way, way_out
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

BUILDS = "max_concurrent_builds"
SNAPSHOTS = "max_concurrent_snapshots"
READ = (f"DEFAULT.{BUILDS}", f"DEFAULT.{SNAPSHOTS}", f"DEFAULT.{BACKEND}")
DEFAULTS = {BUILDS: 10, SNAPSHOTS: 5}
SHARE = "share the host's disks, image downloads and network agent that each takes longer"
"""What many builds do, with snapshots or without."""
SNAPSHOTS_SHARE = "share the host's disks and uploads of images that each takes longer"
DEPRECATED = 33
"""The first major version that logs that 0 is deprecated."""


def shared_limits(config: Config, names: Iterable[str] = tuple(DEFAULTS)) -> dict[str, int]:
    """Return both limits, or one, as native threads take them, where 0 stands for the default.

    Empty where nova-compute does not run on native threads, or where Nova cannot read one.
    """
    if not compute_threading(config):
        return {}
    limits = {name: config.integer("DEFAULT", name) for name in names}
    return {name: limit or DEFAULTS[name] for name, limit in limits.items() if limit is not None}


def _differ(config: Config) -> bool:
    """Return whether two limits, at least one of them written, are to share one pool."""
    limits = shared_limits(config)
    written = any(not config.setting("DEFAULT", name).is_default for name in limits)
    return written and len(set(limits.values())) == 2


@rule(
    "concurrency-limit-zero",
    theme="compute",
    severity=Severity.WARNING,
    options=(*READ, "DEFAULT.compute_driver"),
    roles=("compute",),
)
def concurrency_limit_zero(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The number of builds or snapshots at once on a host is not limited.

    ## What it checks

    `max_concurrent_builds = 0` and, from 22 on, `max_concurrent_snapshots = 0`. Until 32 the latter
    is info only, and nothing is reported with ironic: one nova-compute serves many nodes there.
    From 33 on it is info with ironic on eventlet, where it still means many.

    ## Why it matters

    A burst of builds then downloads images, converts them and plugs ports all at the same time, and
    none is finished in time. From 33 on the value is deprecated, as Nova logs: on eventlet it means
    1000, on native threads it is the default (10 builds, 5 snapshots).

    ## Example

        [DEFAULT]
        max_concurrent_builds = 0

    ## Fix safety

    Unsafe: the assignment is commented out. Where no other file sets one, the default applies.

    ## Sources

    Nova 34.0.0: nova/thread_pool_factory.py (`get_max_concurrent_builds`,
    `get_max_concurrent_snapshots`); Nova 33.0.2, 32.2.1 and 15.1.5: nova/compute/manager.py.
    """
    newer = config.release.major >= DEPRECATED
    usual = newer and is_left_open(config, "DEFAULT", "compute_driver")  # it is deprecated with any
    ironic = not usual and package(config) == "ironic"
    if not newer and ironic:
        return
    for _, name in known_first(config, (("DEFAULT", name) for name in DEFAULTS)):
        if config.integer("DEFAULT", name) != 0:
            continue
        hanging = is_left_open(config, "DEFAULT", BACKEND)
        native = not hanging and compute_threading(config)
        means = f"the default of {DEFAULTS[name]}" if native else "1000"
        means += " unless native threads are used" if newer and hanging else ""
        effect = f"is deprecated and means {means}" if newer else "sets no limit"
        aside = "" if newer and native else f" (the default is {DEFAULTS[name]})"
        mild = (ironic and not native) or (not newer and name != BUILDS)
        yield finding(
            config,
            "DEFAULT",
            name,
            f"`{name}` 0 {effect}; remove it, or set it to a number{aside}",
            unset_fix(config, "DEFAULT", name),
            override=Severity.INFO if mild else None,
        )


@rule(
    "builds-and-snapshots-share-slots",
    theme="compute",
    severity=Severity.INFO,
    options=READ,
    releases=(34, None),
    since="nova-compute runs on native threads by default (nova/cmd/compute.py)",
    roles=("compute",),
)
def builds_and_snapshots_share_slots(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """On native threads, only the larger of the limits for builds and snapshots applies.

    ## What it checks

    Different values of `max_concurrent_builds` and `max_concurrent_snapshots`, at least one of them
    written in the file, where nova-compute runs on native threads: from 34 on, unless
    `concurrency_backend` says otherwise. 0 means the default. The environment variable
    OS_NOVA_DISABLE_EVENTLET_PATCHING overrides the file.

    ## Why it matters

    Builds and snapshots share one pool of threads, as large as the larger number. The smaller limit
    is not kept: snapshots can take all the slots, and builds then wait. Nova logs a warning.

    ## Example

        [DEFAULT]
        max_concurrent_builds = 20
        max_concurrent_snapshots = 5

    ## Fix safety

    There is no fix: only you know which of the two numbers is meant.

    ## Sources

    Nova 34.0.0: nova/thread_pool_factory.py (`_long_task_pool_size`), nova/monkey_patch.py,
    nova/cmd/compute.py; in 33.0.2 (nova/compute/manager.py) the variable alone asks for threads.
    """
    if not _differ(config):
        return
    limits = shared_limits(config)
    smaller, larger = sorted(limits, key=lambda name: limits[name])
    yield Finding(
        f"`{smaller}` {limits[smaller]}{_aside(config, smaller)} is not enforced: on native threads"
        f" it shares the {limits[larger]} slots of `{larger}`{_aside(config, larger)}; set both to"
        " the same number",
        at_option(config, "DEFAULT", _written_of(config, smaller, larger)),
        "DEFAULT",
        smaller,
    )


def _aside(config: Config, name: str) -> str:
    """Say where a limit comes from that its line does not show."""
    if config.setting("DEFAULT", name).is_default:
        return " (the default)"
    return "" if config.integer("DEFAULT", name) else " (0 stands for the default)"


def _written_of(config: Config, first: str, other: str) -> str:
    """Return the first of two options, or the other one where only that is written."""
    return other if config.setting("DEFAULT", first).is_default else first


@rule(
    "many-tasks-at-once",
    theme="compute",
    severity=Severity.INFO,
    options=READ,
    roles=("compute",),
    drivers=("libvirt", "hyperv", "xenapi", "powervm", "zvm"),
    thresholds={"builds": 20, "snapshots": 5},
)
def many_tasks_at_once(
    config: Config, deployment: Deployment, builds: float, snapshots: float
) -> Iterator[Finding]:
    """A host builds or snapshots so many servers at once that each takes longer.

    ## What it checks

    `max_concurrent_builds` above 20 and `max_concurrent_snapshots` above 5; both numbers are
    thresholds. On native threads both share one pool, as large as the larger of the two numbers,
    and only that size is compared, with the threshold for builds. With ironic and VMware nothing is
    reported, as one nova-compute serves many nodes or a whole cluster there.

    ## Why it matters

    The builds of a host share its disks, its image download and its network agent. With more at
    once the plug events come later, up to the timeout; with fewer, all are often done earlier.

    ## Example

        [DEFAULT]
        max_concurrent_builds = 50

    ## Fix safety

    Unsafe: the assignment is commented out, on native threads those of both options. If no other
    file sets it, the default applies.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/conf/compute.py, nova/compute/manager.py. The numbers are
    experience, not a limit of the code; hence a note only.
    """
    hanging = is_left_open(config, "DEFAULT", BACKEND)
    if not hanging and compute_threading(config):
        yield from _too_many_together(config, builds)
        return
    most = {BUILDS: builds, SNAPSHOTS: max(builds, snapshots) if hanging else snapshots}
    for _, name in known_first(config, (("DEFAULT", name) for name in most)):
        value, limit = config.integer("DEFAULT", name) or 0, most[name]
        if value > limit:
            back = Way("", (unset_fix(config, "DEFAULT", name),))
            way = way_out(config, ("DEFAULT", name), back, most=limit)
            share = SNAPSHOTS_SHARE if name == SNAPSHOTS else SHARE
            yield finding(
                config,
                "DEFAULT",
                name,
                f"`{name}` {value} lets so many tasks {share}; set it to {limit:g} or less",
                *way.fixes,
            )


def _too_many_together(config: Config, limit: float) -> Iterator[Finding]:
    """Find that the pool that builds and snapshots share on native threads is too large."""
    both = [("DEFAULT", name) for name in DEFAULTS]
    known = [name for group, name in both if not is_left_open(config, group, name)]
    limits = shared_limits(config, known)
    larger = max(limits, key=lambda name: limits[name], default="")
    if larger and limits[larger] > limit:
        written = [name for name in DEFAULTS if not config.setting("DEFAULT", name).is_default]
        fix = unset_all_fix(config, both, f"Comment out {' and '.join(written)}")
        settable = max(DEFAULTS.values()) <= limit and len(known) == len(both)
        yield finding(
            config,
            "DEFAULT",
            larger,
            f"`{larger}` {limits[larger]} lets so many builds and snapshots {SHARE}; set"
            f" `{BUILDS}` and `{SNAPSHOTS}` to {limit:g} or less",
            *((fix,) if settable else ()),
        )
