"""The filters that run: what a configuration enables, and fixes of that list."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.nova.filters import (
    ALL,
    ALL_WEIGHERS,
    AVAILABLE,
    ENABLED,
    FILTERS,
    GROUP,
    path_of,
    unloaded,
)
from novalint.records import replace
from novalint.rules.common.absence import knows
from novalint.rules.common.lists import append_items_fix
from novalint.rules.common.places import set_fix, spelt
from novalint.rules.declaration import FactNeeded
from novalint.text.edits import Gathering
from novalint.text.writing import add_value
from novalint.wording import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment
    from novalint.findings import Fix

OF_AGGREGATES = frozenset({"AggregateCoreFilter", "AggregateDiskFilter", "AggregateRamFilter"})
"""Filters that go by an allocation ratio in the metadata of an aggregate."""

RATIOS_FIRST = "set the allocation ratios of aggregates per host or in placement"
"""What is to be done before they are taken out of a list, and no patch can do."""

WITHOUT_PLACEMENT = ("caching_scheduler", "chance_scheduler")
"""Schedulers that ask placement for nothing, up to rocky (16.1.8, 18.3.0: nova/scheduler/chance.py,
caching_scheduler.py: `USES_ALLOCATION_CANDIDATES`; in ocata `_get_all_host_states`)."""
LAST_WITHOUT = 18
"""The last major version of Nova that has them."""

_INSTEAD = {
    "AvailabilityZoneFilter": "placement handles the zones of aggregates",
    "RetryFilter": "failed builds go to other hosts without it",
    "TrustedFilter": "",
    "TypeAffinityFilter": "",
    "ExactCoreFilter": "flavors with custom resource classes do the same",
    "ExactDiskFilter": "flavors with custom resource classes do the same",
    "ExactRamFilter": "flavors with custom resource classes do the same",
}


def filters_in_files(config: Config) -> Setting | None:
    """Return enabled_filters where a file sets it and Nova reads it for its choice of filters.

    The ironic host manager of queens and older has a list of its own (`_load_filters` in
    nova/scheduler/ironic_host_manager.py, 17.0.13).
    """
    setting = written_in_part(config)
    return setting if setting and isinstance(setting.value, list) else None


def written_in_part(config: Config) -> Setting | None:
    """Return the same where items of the list are not known here, for rules that need some."""
    setting = config.setting(GROUP, ENABLED)
    unread = setting.is_default or not isinstance(setting.partial, list)
    return None if unread or of_ironic(config) else setting


def names_of(setting: Setting) -> list[str]:
    """Return the names of a list, each once, as far as they are known."""
    items = setting.partial if isinstance(setting.partial, list) else []
    return list(dict.fromkeys(map(str, items)))


def way_out(names: Sequence[str]) -> str:
    """Return what to do with filters that are gone or will be, and what does their work if short.

    Placement knows no ratios of aggregates (`_get_cpu_allocation_ratio`, 21.2.4): they come first.
    """
    way = f"remove {'them' if names[1:] else 'it'}"
    if not OF_AGGREGATES.isdisjoint(names):
        return f"{RATIOS_FIRST}, then {way}"
    work = {_INSTEAD.get(name, "placement counts processors, memory and disk") for name in names}
    reason = work.pop() if len(work) == 1 else ""
    return f"{way}, as {reason}" if reason else way


def of_ironic(config: Config) -> bool:
    """Return whether the filters are, or may be, those of `baremetal_enabled_filters`.

    Only the ironic host manager reads use_baremetal_filters. Which one it is another file may say.
    """
    manager = config.value("scheduler", "host_manager")
    if not config.value(GROUP, "use_baremetal_filters"):
        return False
    return manager != "host_manager" or not knows(config, ("scheduler", "host_manager"))


def enabled(config: Config, deployment: Deployment) -> list[str] | None:
    """Return the filters that run; None where Nova could not read them or others than its own do.

    The default counts only where the file is told to be a scheduler's: it may stand in another one.
    Raises FactNeeded where no role is told.
    """
    names = sure_to_run(config, deployment)
    value = config.value(GROUP, ENABLED)  # all of it, as rules ask what is not there
    return list(names) if names is not None and isinstance(value, list) else None


def sure_to_run(config: Config, deployment: Deployment) -> tuple[str, ...] | None:
    """Return the same, without what a template has yet to add to the list."""
    if of_ironic(config) or picks_at_random(config):
        return None
    if config.setting(GROUP, ENABLED).is_default and not deployment.roles:
        raise FactNeeded("role")
    return config.items(GROUP, ENABLED)


def picks_at_random(config: Config) -> bool:
    """Return whether the scheduler asks no filter (nova/scheduler/chance.py, until 18.3.0)."""
    return config.value("scheduler", "driver") == "chance_scheduler"


def asks_placement(config: Config) -> bool:
    """Return whether the scheduler asks placement for hosts (`USES_ALLOCATION_CANDIDATES`).

    From stein on there is none that does not: with the name of one nova-scheduler does not start.
    """
    driver = config.value("scheduler", "driver")
    return config.release.major > LAST_WITHOUT or driver not in WITHOUT_PLACEMENT


def missing(config: Config, deployment: Deployment, names: Sequence[str]) -> bool:
    """Return whether none of these filters run, nor any of other packages that may."""
    running = enabled(config, deployment)
    if running is None or not set(running).isdisjoint(names):
        return False
    return all(name in FILTERS for name in running)


def speaks_for_all(config: Config) -> bool:
    """Return whether the list of filters is in these files, or would be: another may set it."""
    return knows(config, (GROUP, ENABLED))


def append_fix(config: Config, names: Sequence[str]) -> tuple[Fix, ...]:
    """Offer to add filters at the end of enabled_filters, keeping the rest of the line.

    What available_filters does not load gets a line of its own there, as nova-scheduler would not
    start else. Nothing is offered where the value holds quotes or references, since commas need not
    separate, nor where another file may set the list.
    """
    setting = config.setting(GROUP, ENABLED)
    if not speaks_for_all(config):
        return ()
    title = f"Add {listed(names)} to {spelt(setting)}"
    if setting.is_default:
        default = setting.value if isinstance(setting.value, list) else []
        value = ",".join([*map(str, default), *names])
        fixes: tuple[Fix, ...] = (set_fix(config, GROUP, ENABLED, value, title),)
    else:
        fixes = append_items_fix(setting.places[-1], names, title)
    unloaded = _unloaded(config, names)
    return _loading(config, fixes, unloaded) if unloaded else fixes


def beside(config: Config, names: Sequence[str]) -> str:
    """Return what a message adds to the advice to enable filters that are not loaded as yet."""
    unloaded = _unloaded(config, names)
    return f", and a line `{AVAILABLE} = {_path(unloaded)}`" if unloaded else ""


def _unloaded(config: Config, names: Sequence[str]) -> list[str]:
    """Return the filters of Nova's own among these that available_filters surely does not load."""
    lacking = unloaded(config)
    return [name for name in names if name in lacking]


def _loading(config: Config, fixes: tuple[Fix, ...], names: Sequence[str]) -> tuple[Fix, ...]:
    """Return the fixes with lines that load filters; none where both are one place in the file."""
    places = config.setting(GROUP, AVAILABLE).places
    if not fixes or not places:
        return ()
    document, assignment = places[-1]
    line = add_value(document, assignment.group, assignment.option, _path(names))
    gathering = Gathering()
    if not all(gathering.take(patch) for patch in [*(fix.patch for fix in fixes), line]):
        return ()
    title = f"{fixes[0].title}, and to {AVAILABLE}"
    return (replace(fixes[0], title=title, patch=gathering.patch),)


def _path(names: Sequence[str]) -> str:
    """Return what loads a filter; of several, what loads all of Nova's own."""
    return path_of(names[0]) if len(names) == 1 else ALL


def weighs(config: Config, weigher: str) -> bool:
    """Return whether the scheduler weighs hosts by a weigher, given by its path.

    Raises UnknownValue where a template may yet add it to the list.
    """
    named = {weigher, ALL_WEIGHERS}
    if not named.isdisjoint(config.items(GROUP, "weight_classes") or ()):
        return True
    config.value(GROUP, "weight_classes")
    return False
