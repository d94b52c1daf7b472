"""Options that only some filters read: without them, or with values that refuse every host."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.nova.filters import (
    AVAILABLE,
    ENABLED,
    GROUP,
    INSTANCES,
    IO_OPS,
    ISOLATED,
    READ,
    READERS,
)
from novalint.rules.common.absence import known_first, severity_unless_set
from novalint.rules.common.empties import is_empty
from novalint.rules.common.filters import (
    append_fix,
    beside,
    missing,
    speaks_for_all,
    sure_to_run,
)
from novalint.rules.common.places import as_set, finding, lacking, set_fix, unset_fix
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment
    from novalint.findings import Finding, Fix

PYTHON_3 = 21
"""The first major version that no Python 2 runs, to which nothing is less than a number."""


@rule(
    "filter-option-without-filter",
    theme="scheduling",
    severity=Severity.WARNING,
    options=(*READ, f"{GROUP}.{AVAILABLE}", *(f"{GROUP}.{name}" for name in READERS)),
    roles=("scheduler",),
)
def filter_option_without_filter(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A scheduler option is set, but no filter that reads it is enabled.

    ## What it checks

    | option in `[filter_scheduler]` | read by |
    | --- | --- |
    | `max_io_ops_per_host` | IoOpsFilter, AggregateIoOpsFilter |
    | `max_instances_per_host` | NumInstancesFilter, AggregateNumInstancesFilter |
    | `isolated_hosts`, `isolated_images`, `restrict_isolated_hosts_...` | IsolatedHostsFilter |
    | `aggregate_image_properties_isolation_...` | AggregateImagePropertiesIsolation |
    | `image_properties_default_architecture` (from queens on) | ImagePropertiesFilter |

    An option that says no more than its default, or whose value is not known, is info, and so is
    one in files that may be a part only and do not set `enabled_filters`. Not reported where
    filters of other packages are enabled, since they may read it. Where the files do not set
    `enabled_filters` the node's role must be given.

    ## Why it matters

    None of these filters but ImagePropertiesFilter is enabled by default. The limit or the
    isolation looks configured, and servers go wherever there is room.

    ## Example

        [filter_scheduler]
        max_instances_per_host = 40
        enabled_filters = ComputeFilter,ImagePropertiesFilter

    ## Fix safety

    Unsafe: comments the option out, which changes nothing; or adds the filter to `enabled_filters`,
    so that the option counts from now on, unless no server could be built then. There is no fix
    where another file may set the list.

    ## Sources

    Nova 34.0.0: nova/scheduler/filters/io_ops_filter.py, num_instances_filter.py,
    isolated_hosts_filter.py, aggregate_image_properties_isolation.py, image_props_filter.py; the
    same in 15.1.5, but for the last one's option, which 17.0.13 has first.
    """
    for _, name in known_first(config, ((GROUP, name) for name in READERS)):
        setting, filters = config.setting(GROUP, name), READERS[name]
        if setting.is_default or _says_nothing(setting):
            continue
        if missing(config, deployment, filters):
            idle = setting.unknown or setting.value == setting.option.entry.get("default")
            readers = " or ".join(filters)
            yield finding(
                config,
                GROUP,
                name,
                f"`[{GROUP}] {name}` has no effect, as `{ENABLED}` lacks {readers};"
                f" {_advice(config, setting, filters)}",
                *(_fixes(config, deployment, setting, filters) if speaks_for_all(config) else ()),
                override=Severity.INFO if idle or not speaks_for_all(config) else None,
            )


def _says_nothing(setting: Setting) -> bool:
    """Return whether Nova refuses the value or it is empty; one that is not known may be either."""
    if setting.unknown:
        return False
    return bool(setting.fault) or setting.value in ([], None, "")


def _advice(config: Config, setting: Setting, filters: tuple[str, ...]) -> str:
    """Return what to do about an option that no filter reads."""
    if setting.name.startswith("max_") and not setting.unknown and setting.value == 0:
        return f"remove the option, as with 0 {' or '.join(filters)} would refuse every host"
    which = "one of these" if len(filters) > 1 else "it"
    hosts = config.setting(GROUP, "isolated_hosts")
    if setting.name == "isolated_images" and hosts.partial == []:  # they could be built nowhere
        which = "it and `isolated_hosts`"
    return f"add {which}{beside(config, filters[:1])}, or remove the option"


def _fixes(
    config: Config, deployment: Deployment, setting: Setting, filters: tuple[str, ...]
) -> Iterator[Fix]:
    yield unset_fix(config, GROUP, setting.name, f"Comment out {setting.name}")
    if not setting.unknown and _serves(config, deployment, setting):
        yield from append_fix(config, filters[:1])


def _serves(config: Config, deployment: Deployment, setting: Setting) -> bool:
    """Return whether requests can still be met once the filter that reads an option runs."""
    if setting.name == "isolated_images":
        return bool(config.items(GROUP, "isolated_hosts"))
    if not isinstance(setting.value, int):
        return True
    least = deployment.instances_per_host if setting.name == "max_instances_per_host" else None
    return setting.value >= max(1, least or 0)


@rule(
    "filter-limit-of-zero",
    theme="scheduling",
    severity=Severity.ERROR,
    options=(*READ, f"{GROUP}.max_io_ops_per_host", f"{GROUP}.max_instances_per_host"),
    roles=("scheduler",),
)
def filter_limit_of_zero(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A filter limit is 0 or empty, so the filter rejects every host.

    ## What it checks

    `[filter_scheduler] max_io_ops_per_host` of 0 (in older releases, which take it,
    `max_instances_per_host` too), or either of them without a value, while the filter that reads it
    is enabled. Where it is only the one that looks into host aggregates first, this is a warning:
    they may hold other numbers. It is an error from ussuri on where the limit is empty.

    ## Why it matters

    A host passes when it does *less* than the limit, so 0 does not mean unlimited: no host ever
    passes, and every request that asks these filters ends in NoValidHost; a rebuild does not. An
    empty limit is no number, and not the default: comparing with it is a TypeError on Python 3,
    with which the whole request ends, whatever other hosts have; on Python 2 each host has more
    than nothing.

    ## Example

        [filter_scheduler]
        max_io_ops_per_host = 0
        enabled_filters = ComputeFilter,IoOpsFilter

    ## Fix safety

    Unsafe: comments the option out, so that the default applies. To have no limit remove the filter
    from the list.

    ## Sources

    Nova 34.0.0: nova/scheduler/filters/io_ops_filter.py and num_instances_filter.py
    (`host_passes`); the same in 15.1.5.
    """
    limits = {"max_io_ops_per_host": IO_OPS, "max_instances_per_host": INSTANCES}
    for _, name in known_first(config, ((GROUP, name) for name in limits)):
        filters = limits[name]
        limit, empty = config.integer(GROUP, name), is_empty(config, GROUP, name)
        if not empty and (limit is None or limit > 0):
            continue
        running = [name for name in sure_to_run(config, deployment) or () if name in filters]
        if running:
            everywhere = filters[0] in running
            which = "" if everywhere else " whose aggregates set no number of their own"
            fails = limit is None and config.release.major >= PYTHON_3
            option = as_set(config.setting(GROUP, name))
            yield finding(
                config,
                GROUP,
                name,
                f"{option} {_refusal(limit, ' and '.join(running), which, fails)}",
                unset_fix(config, GROUP, name, f"Comment out {name}"),
                override=None if everywhere or fails else Severity.WARNING,
            )


def _refusal(limit: int | None, filters: str, which: str, fails: bool) -> str:
    """Return what a limit does to hosts, and what to do about it."""
    if limit is None:
        effect = f"no host passes {filters}{which}"
        if fails:
            effect = f"each request for which {filters} checks a host{which} fails"
        return (
            f"is empty, which is neither a number nor the default, so {effect}; set it to a"
            " number, or remove it"
        )
    hosts = f"{which}," if which else ""
    return (
        f"{limit} makes {filters} refuse every host{hosts} instead of lifting the limit; raise it,"
        " or remove the filter"
    )


@rule(
    "isolated-images-without-hosts",
    theme="scheduling",
    severity=Severity.ERROR,
    options=(*READ, f"{GROUP}.isolated_hosts", f"{GROUP}.isolated_images"),
    roles=("scheduler",),
)
def isolated_images_without_hosts(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Images are restricted to isolated hosts, but no host is isolated.

    ## What it checks

    `[filter_scheduler] isolated_images` with an empty `isolated_hosts` while IsolatedHostsFilter is
    enabled. Where a single file does not set the hosts and does not look like a whole
    configuration, it is info: another file may set them.

    ## Why it matters

    A listed image may only run on a listed host, whatever
    `restrict_isolated_hosts_to_isolated_images` says. Without hosts it runs nowhere: every server
    from it ends in NoValidHost.

    ## Example

        [filter_scheduler]
        enabled_filters = ComputeFilter,IsolatedHostsFilter
        isolated_images = 342b492c-128f-4a42-8d3a-c5088cf27d13

    ## Fix safety

    There is no fix: name the hosts, or drop the images.

    ## Sources

    Nova 34.0.0: nova/scheduler/filters/isolated_hosts_filter.py (`host_passes`); the same in
    15.1.5, 17.0.13 and 20.6.1.
    """
    images = config.items(GROUP, "isolated_images")
    if not images or config.value(GROUP, "isolated_hosts") != []:
        return
    if ISOLATED[0] in (sure_to_run(config, deployment) or ()):
        them, what = ("them", "the images") if images[1:] else ("it", "the image")
        yield finding(
            config,
            GROUP,
            "isolated_images",
            f"`[{GROUP}] isolated_images` keeps {_shown(images)} for isolated hosts, but"
            f" `isolated_hosts` {lacking(config, GROUP, 'isolated_hosts')}, so no server can be"
            f" built from {them}; set `isolated_hosts`, or remove {what}",
            override=severity_unless_set(config, (GROUP, "isolated_hosts")),
        )


def _shown(images: tuple[str, ...]) -> str:
    more = f" and {len(images) - 1} more" if images[1:] else ""
    return f"{shown(images[0])}{more}"


@rule(
    "server-limit-below-density",
    theme="scheduling",
    severity=Severity.WARNING,
    options=(*READ, f"{GROUP}.max_instances_per_host"),
    roles=("scheduler",),
    needs=("instances_per_host",),
)
def server_limit_below_density(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The scheduler stops filling hosts before they reach their intended number of servers.

    ## What it checks

    `[filter_scheduler] max_instances_per_host`, 50 by default, against the fact instances_per_host,
    while NumInstancesFilter is enabled. Where a single file does not set the limit and does not
    look like a whole configuration, it is info: another file may set it.

    ## Why it matters

    A host with that many servers is refused, however much memory it has left. The cloud is full
    long before it is, and new servers end in NoValidHost.

    ## Example

        [filter_scheduler]
        enabled_filters = ComputeFilter,NumInstancesFilter
        #max_instances_per_host = 50

    ## Fix safety

    Unsafe: raises the limit to the fact and a fifth more. There is no fix where another file may
    set it.

    ## Sources

    Nova 34.0.0: nova/scheduler/filters/num_instances_filter.py (`host_passes`); the same in 15.1.5.
    """
    limit = config.integer(GROUP, "max_instances_per_host")
    servers = deployment.instances_per_host or 0
    if limit is None or not 0 < limit < servers:
        return
    if INSTANCES[0] in (sure_to_run(config, deployment) or ()):
        wanted = servers + -(-servers // 5)
        elsewhere = severity_unless_set(config, (GROUP, "max_instances_per_host"))
        yield finding(
            config,
            GROUP,
            "max_instances_per_host",
            f"`[{GROUP}] max_instances_per_host` {limit} makes {INSTANCES[0]} refuse hosts before"
            f" they have the {servers} servers they are meant to carry; raise it to {wanted}",
            *(
                ()
                if elsewhere
                else (set_fix(config, GROUP, "max_instances_per_host", str(wanted)),)
            ),
            override=elsewhere,
        )
