"""Paths in available_filters: the filters that may be enabled at all."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.findings import Finding, Fix, Note, Severity
from novalint.nova.filters import (
    ALL,
    AVAILABLE,
    ENABLED,
    GROUP,
    READ_AVAILABLE,
    path_fault,
    unloaded,
)
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.filters import of_ironic
from novalint.rules.common.places import as_set, at
from novalint.rules.declaration import rule
from novalint.text.edits import Edit, Patch
from novalint.text.style import line_end
from novalint.text.writing import add_value, comment_out
from novalint.wording import listed, shown

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment
    from novalint.nova.filters import PathFault


@rule(
    "available-filter-not-importable",
    theme="scheduling",
    severity=Severity.ERROR,
    options=(f"{GROUP}.{AVAILABLE}",),
    roles=("scheduler",),
)
def available_filter_not_importable(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A path of filters cannot be imported, so nova-scheduler does not start.

    ## What it checks

    Each value of `[filter_scheduler] available_filters` for what cannot be right whatever is
    installed: nothing at all, several paths in one value, a name without its module, one in
    brackets or with other signs that no path has, a filter that Nova no longer has, names such as
    `nova.scheduler.filters.standard_filters` that Nova's own modules do not hold, and typos of
    `nova.scheduler.filters.all_filters`.

    ## Why it matters

    nova-scheduler imports every value as one path at start, and ends where that fails. The option
    is given once for each path; its neighbour `enabled_filters` is the one that is a list.

    ## Example

        [filter_scheduler]
        available_filters = nova.scheduler.filters.all_filters,acme.filters.RackFilter

    ## Fix safety

    Unsafe: joined paths that can be imported get a line each, an unknown name of Nova's own becomes
    the nearest or `nova.scheduler.filters.all_filters`, a filter of Nova's gets its module, an
    empty value and a filter that is gone are commented out. There is no fix for the name of another
    class without its module.

    ## Sources

    Nova 34.0.0: nova/loadables.py (`get_matching_classes`), nova/conf/scheduler.py
    (`available_filters`), run with each kind of value; the same code in 15.1.5.
    """
    setting = config.setting(GROUP, AVAILABLE)
    for place in setting.places if isinstance(setting.partial, list) else ():
        path = place.assignment.value
        is_open = "$" in path or placeholder(path)
        fault = None if is_open else path_fault(path, config.release.major)
        if fault:
            yield Finding(
                f"{as_set(setting)} has {fault.what}, so nova-scheduler does not start;"
                f" {fault.way}",
                at(place),
                GROUP,
                AVAILABLE,
                _importable(place, fault, config.release.major),
            )


def _importable(place: Place, fault: PathFault, major: int) -> tuple[Fix, ...]:
    document, assignment = place
    if fault.instead:
        patch = Patch.of(document.source, [Edit(*assignment.raw, fault.instead)])
        return (Fix(f"Use {fault.instead}", patch),)
    if fault.way == "remove the line":
        return (Fix("Comment out the line", comment_out(document, [assignment])),)
    return _one_line_each(place, major) if fault.joined else ()


def _one_line_each(place: Place, major: int) -> tuple[Fix, ...]:
    document, assignment = place
    text = document.text[slice(*assignment.raw)]
    paths = text.replace(",", " ").split()
    if not paths or set(text) & set("\"'\r\n") or any(path_fault(path, major) for path in paths):
        return ()
    before = document.text[assignment.key.start : assignment.raw.start]
    edit = Edit(*assignment.raw, f"{line_end(document.text)}{before}".join(paths))
    title = "Give each path a line of its own" if paths[1:] else "Remove the comma"
    return (Fix(title, Patch.of(document.source, [edit])),)


@rule(
    "scheduler-filter-not-available",
    theme="scheduling",
    severity=Severity.ERROR,
    options=READ_AVAILABLE,
    roles=("scheduler",),
)
def scheduler_filter_not_available(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Filters are enabled that `available_filters` does not load.

    ## What it checks

    Filters of Nova's own in `[filter_scheduler] enabled_filters`, written there or by default, that
    `available_filters` does not load: it names classes, but not
    `nova.scheduler.filters.all_filters`. Info where `enabled_filters` is not written and the files
    may be a part only.

    ## Why it matters

    `available_filters` in a file takes the place of the default, it does not add to it. A filter
    that is enabled but not loaded ends nova-scheduler at start with SchedulerHostFilterNotFound.

    ## Example

        [filter_scheduler]
        available_filters = acme.filters.RackFilter
        enabled_filters = ComputeFilter,RackFilter

    ## Fix safety

    Unsafe: adds a line `available_filters = nova.scheduler.filters.all_filters`. The option may be
    given several times, one path each; it is no list with commas. There is no fix where another
    file may set `enabled_filters`, nor for the old name, of which one line more would be another
    to rename: it is offered once deprecated-name has done so.

    ## Sources

    Nova 34.0.0: nova/scheduler/host_manager.py (`__init__`, `_choose_host_filters`),
    nova/loadables.py (`get_matching_classes`), run with such a file; the same code in 15.1.5.
    """
    setting, loading = config.setting(GROUP, ENABLED), config.setting(GROUP, AVAILABLE)
    if loading.is_default or not isinstance(setting.value, list):
        return
    lacking = unloaded(config)
    names = list(dict.fromkeys(str(name) for name in setting.value if name in lacking))
    if not names or of_ironic(config):
        return
    document, assignment = loading.places[-1]
    patch = add_value(document, assignment.group, assignment.option, ALL)
    by = " by default" if setting.is_default else ""
    elsewhere = severity_unless_set(config, (GROUP, ENABLED))
    fix = Fix(f"Make all filters of Nova available in addition to {shown(assignment.value)}", patch)
    yield Finding(
        f"{as_set(loading)} does not load {listed(names)}, which {_short(setting)} has{by}, so"
        f" nova-scheduler does not start; add a line `{assignment.option} = {ALL}`",
        at(loading.places[-1]),
        GROUP,
        AVAILABLE,
        () if elsewhere or loading.via else (fix,),
        tuple(Note(f"{_short(setting)} names them", at(place)) for place in setting.places[-1:]),
        override=elsewhere,
    )


def _short(setting: Setting) -> str:
    """Return the name that an option has in a file, without its group."""
    return f"`{setting.via[1] if setting.via else setting.name}`"
