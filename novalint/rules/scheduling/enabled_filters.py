"""Names in enabled_filters that the scheduler does not find, or not for long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.findings import Severity
from novalint.nova.filters import (
    ALL,
    AVAILABLE,
    ENABLED,
    FILTERS,
    GROUP,
    READ_AVAILABLE,
    available,
    gone,
    in_tree,
    nearest_filter,
    path_fault,
    path_of,
)
from novalint.records import replace
from novalint.rules.common.filters import names_of, way_out, written_in_part
from novalint.rules.common.lists import drop_items_fix, has_note, replace_items_fix
from novalint.rules.common.places import as_set, finding
from novalint.rules.declaration import rule
from novalint.wording import listed, shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment
    from novalint.findings import Finding, Fix
    from novalint.nova.filters import Available

EFFECT = "so nova-scheduler does not start"


@rule(
    "scheduler-filter-removed",
    theme="scheduling",
    severity=Severity.ERROR,
    options=READ_AVAILABLE,
    releases=(17, None),
    since="queens is the first release to lack filters that ocata had (nova/scheduler/filters/)",
    roles=("scheduler",),
)
def scheduler_filter_removed(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A filter is enabled that this release no longer has, so nova-scheduler does not start.

    ## What it checks

    `[filter_scheduler] enabled_filters` for filters that Nova used to have:

    | filter | last release |
    | --- | --- |
    | TrustedFilter, TypeAffinityFilter | pike |
    | ExactCoreFilter, ExactDiskFilter, ExactRamFilter | queens |
    | CoreFilter, DiskFilter, RamFilter | stein |
    | AggregateCoreFilter, AggregateDiskFilter, AggregateRamFilter, RetryFilter | ussuri |
    | AvailabilityZoneFilter | 2023.1 |

    A filter that `available_filters` brings from a package of your own is not reported; where it
    names a function, which may bring any filter, or is not known here, this is a warning. So it is
    where a template computes a part of the list. What kolla-ansible, OpenStack-Ansible and RHOSO
    write below an override is Nova's filters and Blazar's: there it stays an error.

    ## Why it matters

    One name that the scheduler does not know ends nova-scheduler at start with
    SchedulerHostFilterNotFound. Lists written out years ago so break scheduling on upgrade. What
    the filters did is done elsewhere today: placement counts processors, memory and disk and knows
    the zones, and a failed build goes to another host without RetryFilter. TrustedFilter has no
    successor but traits of the hosts.

    Placement does not know the `cpu_allocation_ratio`, `ram_allocation_ratio` and
    `disk_allocation_ratio` in the metadata of aggregates, though, which AggregateCoreFilter and its
    like went by: without them the ratios of the hosts hold. Nor does it keep a server of the
    default zone (`nova`), which no aggregate has, from hosts of other zones.

    A list under its old name, `[DEFAULT] scheduler_default_filters`, is not read since xena: then
    the default applies, which is ComputeFilter, ComputeCapabilitiesFilter, ImagePropertiesFilter,
    ServerGroupAntiAffinityFilter and ServerGroupAffinityFilter, and whatever else the list had
    (PCI, NUMA, aggregates) is lost, and nothing is logged. Move it before you correct it.

    ## Example

        [filter_scheduler]
        enabled_filters = RetryFilter,ComputeFilter,ImagePropertiesFilter

    ## Fix safety

    Unsafe: the names are removed from the list, the rest of the line stays. Before you remove an
    Aggregate filter, set the ratios of its aggregates in nova.conf of their hosts or in placement.

    ## Sources

    nova/scheduler/filters/ of every release from 15.1.5 to 34.0.0; nova/scheduler/host_manager.py
    (`_choose_host_filters`) 17.0.13 and 34.0.0.
    """
    setting, offered = written_in_part(config), available(config)
    if setting is None or offered is None:
        return
    old = gone(config, offered)
    names = [name for name in names_of(setting) if name in old]
    if names:
        yield _finding(
            config,
            f"has {_when_gone(names)}, which {config.release} no longer has,"
            f" {_effect(offered, names)}; {way_out(names)}",
            *drop_items_fix(setting, names),
            override=Severity.WARNING if offered.may_hold_gone or setting.unknown else None,
        )


@rule(
    "scheduler-filter-unknown",
    theme="scheduling",
    severity=Severity.ERROR,
    options=READ_AVAILABLE,
    roles=("scheduler",),
)
def scheduler_filter_unknown(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A filter is enabled that does not exist, so nova-scheduler does not start.

    ## What it checks

    `[filter_scheduler] enabled_filters` for names that neither Nova has had since ocata nor
    `available_filters` brings: typos, names with their module in front, names in brackets or that a
    blank or a line end separates, and nothing between two commas. Where `available_filters` names a
    function of your own, which may bring any filter, only what cannot be a class name is reported.
    A name that is no typo for another one is a warning: a package of Nova may have been built with
    a filter more. Where `available_filters` is not known here, as in an override of a deployment
    tool, typos are warnings, and other names are not reported.

    ## Why it matters

    The list takes class names, and each must be one that `available_filters` loads. One that is not
    ends nova-scheduler at start with SchedulerHostFilterNotFound.

    ## Example

        [filter_scheduler]
        enabled_filters = ComputeFilter,ImagePropertiesFiter

    ## Fix safety

    Unsafe: a typo becomes the name that was meant, a path loses its module, an empty item goes.
    Where no filter has a name like it there is no fix: correct it, or add the path of the class to
    `available_filters`, one line for each.

    ## Sources

    Nova 34.0.0: nova/scheduler/host_manager.py (`_choose_host_filters`), nova/loadables.py; the
    same in 15.1.5 to 33.0.2.
    """
    setting, offered = written_in_part(config), available(config)
    if setting is None or offered is None:
        return
    joined = _of_joined_paths(config)
    for name in names_of(setting):
        if name in offered.names or name in FILTERS or name in joined or placeholder(name):
            continue
        known = sorted(in_tree(config.release.major))
        if offered.unsure and name.isidentifier():
            yield from _perhaps(config, setting, name)
        elif not (offered.others and name.isidentifier()):
            yield _unknown(config, setting, name, known)


def _of_joined_paths(config: Config) -> set[str]:
    """Return the classes of paths that a comma joins: available-filter-not-importable tells."""
    paths = config.setting(GROUP, AVAILABLE).partial
    joined = [str(path) for path in paths if "," in str(path)] if isinstance(paths, list) else []
    return {part.strip().rpartition(".")[2] for path in joined for part in path.split(",")} - {""}


def _perhaps(config: Config, setting: Setting, name: str) -> Iterator[Finding]:
    """Report a slip where it is not known what else is available."""
    near, slip = nearest_filter(name, config.release.major)
    if slip:
        yield _finding(
            config,
            f"has {shown(name)}, which {config.release} does not have, so nova-scheduler does not"
            f" start{_unless([name])}; use `{near}`",
            *_instead(setting, name, near),
            override=Severity.WARNING,
        )


def _unknown(config: Config, setting: Setting, name: str, known: list[str]) -> Finding:
    if not name:
        title = "Remove the empty item from the list"
        fixes = tuple(replace(fix, title=title) for fix in drop_items_fix(setting, [""]))
        return _finding(config, f"has an empty item, {EFFECT}; remove it", *fixes)
    last = name.rpartition(".")[2]
    if name == path_of(last) and last not in known:
        what = f"has {shown(name)}, which {config.release} no longer has, {EFFECT}"
        return _finding(config, f"{what}; {way_out([last])}", *drop_items_fix(setting, [name]))
    fault = path_fault(name, config.release.major)
    if name == ALL or (fault and fault.instead == ALL):  # a function or a module, if anything
        what = f"has {shown(name)}, which is not a filter, {EFFECT}"
        return _finding(config, f"{what}; name each filter that is to run")
    if not last.isidentifier():
        return _no_name(config, setting, name, known)
    if last == name:
        return _misspelt(config, setting, name)
    right = fault.instead.rpartition(".")[2] if fault and fault.instead else last
    what = f"has {shown(name)}, a path where a class name belongs, {EFFECT}; use `{right}`"
    if right in known:
        return _finding(config, what, *_instead(setting, name, right))
    return _finding(config, f"{what}, and the path in `{AVAILABLE}`")


def _no_name(config: Config, setting: Setting, name: str, known: list[str]) -> Finding:
    """Report what cannot be a class name, such as names that a blank separates."""
    parts = re.split(r"[\s;]+", name)
    fixes: tuple[Fix, ...] = ()
    if all(part in known for part in parts):
        fixes = replace_items_fix(setting, {name: ",".join(parts)}, "Separate with commas")
    inner, way = name.strip("[](){}\"'"), "separate class names with commas"
    if has_note(name) or name[:1] in "#;":
        way = "put the note on a line of its own, without blanks before it"
    elif name.startswith("\\\n"):
        way = "remove the backslash at the end of the line above"
    elif not parts[1:] and inner == name:
        way = "write the name of a filter's class"
    elif not parts[1:]:
        way = "write class names without brackets and quotes" if inner else "remove it"
    fact = f"has {shown(name)}, which is not a class name"
    return _finding(config, f"{fact}, {EFFECT}; {way}", *fixes)


def _misspelt(config: Config, setting: Setting, name: str) -> Finding:
    near, slip = nearest_filter(name, config.release.major)
    what = (
        f"has {shown(name)}, which {config.release} does not have and `{AVAILABLE}` does not load,"
        f" {EFFECT}"
    )
    if not near:
        way = f"correct it, or add its path to `{AVAILABLE}`"
        return _finding(config, f"{what}; {way}", override=Severity.WARNING)
    fixes = _instead(setting, name, near) if slip else ()
    way = f"use `{near}`" if fixes else f"check whether `{near}` is meant"
    override = None if fixes else Severity.WARNING
    return _finding(config, f"{what}; {way}", *fixes, override=override)


def _instead(setting: Setting, name: str, right: str) -> tuple[Fix, ...]:
    """Offer the right name, or to take the wrong one out where the right one is there already."""
    there = right in names_of(setting)
    return (
        drop_items_fix(setting, [name])
        if there
        else replace_items_fix(setting, {name: right}, f"Write {right}")
    )


def _when_gone(names: list[str]) -> str:
    """List filters that are gone, with the release of each where these are several."""
    from novalint.schema.releases import releases

    when = {name: (FILTERS[name].last or 0) + 1 for name in names}
    if len(set(when.values())) == 1:
        return listed(names)
    series = {release.major: release.series for release in releases()}
    return ", ".join(f"`{name}` (removed in {series[when[name]]})" for name in names)


def _effect(offered: Available, names: list[str]) -> str:
    return EFFECT + ("" if offered.others or not offered.may_hold_gone else _unless(names))


def _unless(names: list[str]) -> str:
    return f" unless `{AVAILABLE}` brings {'them' if names[1:] else 'it'}"


def _finding(
    config: Config, message: str, *fixes: Fix, override: Severity | None = None
) -> Finding:
    return finding(
        config,
        GROUP,
        ENABLED,
        f"{as_set(config.setting(GROUP, ENABLED))} {message}",
        *fixes,
        override=override,
    )
