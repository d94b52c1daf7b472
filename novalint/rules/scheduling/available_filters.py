"""Paths in available_filters: the filters that may be enabled at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Fix, Note, Severity
from novalint.nova.filters import (
    ALL,
    AVAILABLE,
    ENABLED,
    GROUP,
    READ,
    available,
    fault_of,
    in_tree,
    path_of,
)
from novalint.rules.common.filters import written
from novalint.rules.common.places import at, at_option
from novalint.rules.declaration import rule
from novalint.text.edits import Edit, Patch
from novalint.text.style import line_end
from novalint.text.writing import add_value, comment_out
from novalint.wording import listed, shown

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule(
    "available-filter-not-importable",
    theme="scheduling",
    severity=Severity.ERROR,
    options=(f"{GROUP}.{AVAILABLE}",),
    releases=(15, None),
    roles=("scheduler",),
)
def available_filter_not_importable(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The scheduler is given a path of filters that it cannot import, and does not start.

    ## What it checks

    Each value of `[filter_scheduler] available_filters` for what cannot be right whatever is
    installed: nothing at all, several paths joined by a comma, a name without its module, a filter
    that Nova no longer has, and names such as `nova.scheduler.filters.standard_filters` that its
    module does not hold.

    ## Why it matters

    nova-scheduler imports every value as one path at start, and ends where that fails. The option
    is given once for each path; its neighbour `enabled_filters` is the one that is a list.

    ## Example

        [filter_scheduler]
        available_filters = nova.scheduler.filters.all_filters,acme.filters.RackFilter

    ## Fix safety

    Unsafe: joined paths get a line each, an unknown name of Nova's own becomes
    `nova.scheduler.filters.all_filters`, an empty value and a filter that is gone are commented
    out. Without a fix: a class name whose module nobody told.

    ## Sources

    Nova 34.0.0: nova/loadables.py (`get_matching_classes`), nova/conf/scheduler.py
    (`available_filters`), run with each kind of value; the same code in 15.1.5.
    """
    setting = config.setting(GROUP, AVAILABLE)
    for place in setting.places if isinstance(setting.value, list) else ():
        path = place.assignment.value
        fault = "" if "$" in path else fault_of(path, config.release.major)
        if fault:
            yield Finding(
                f"nova-scheduler does not start, as it cannot import {shown(path)}: {fault}",
                at(place),
                GROUP,
                AVAILABLE,
                _importable(place),
            )


def _importable(place: Place) -> tuple[Fix, ...]:
    document, assignment = place
    path = assignment.value
    if not path or path == path_of(path.rpartition(".")[2]):
        return (Fix("Comment it out", comment_out(document, [assignment])),)
    if "," in path:
        return _one_line_each(place)
    if path.startswith(ALL.rpartition(".")[0]):
        patch = Patch.of(document.source, [Edit(*assignment.raw, ALL)])
        return (Fix("Make all filters of Nova available", patch),)
    return ()


def _one_line_each(place: Place) -> tuple[Fix, ...]:
    document, assignment = place
    text = document.text[slice(*assignment.raw)]
    paths = [one.strip() for one in text.split(",") if one.strip()]
    if not paths or set(text) & set("\"'\r\n"):
        return ()
    before = document.text[assignment.key.start : assignment.raw.start]
    edit = Edit(*assignment.raw, f"{line_end(document.text)}{before}".join(paths))
    return (Fix("Give each path a line of its own", Patch.of(document.source, [edit])),)


@rule(
    "scheduler-filter-not-available",
    theme="scheduling",
    severity=Severity.ERROR,
    options=READ,
    releases=(15, None),
    roles=("scheduler",),
)
def scheduler_filter_not_available(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The list of available filters leaves out filters that are enabled.

    ## What it checks

    Filters of Nova's own in `[filter_scheduler] enabled_filters` that `available_filters` does not
    load: it names classes, but not `nova.scheduler.filters.all_filters`.

    ## Why it matters

    `available_filters` in a file takes the place of the default, it does not add to it. A filter
    that is enabled but not loaded ends nova-scheduler at start with SchedulerHostFilterNotFound.

    ## Example

        [filter_scheduler]
        available_filters = nova.scheduler.filters.pci_passthrough_filter.PciPassthroughFilter
        enabled_filters = ComputeFilter,PciPassthroughFilter

    ## Fix safety

    Unsafe: adds a line `available_filters = nova.scheduler.filters.all_filters`. The option may be
    given several times, one path each; it is no list with commas.

    ## Sources

    Nova 34.0.0: nova/scheduler/host_manager.py (`__init__`, `_choose_host_filters`),
    nova/loadables.py (`get_matching_classes`), run with such a file; the same code in 15.1.5.
    """
    setting, offered = written(config), available(config)
    given = config.setting(GROUP, AVAILABLE)
    if setting is None or offered is None or offered.others or given.is_default:
        return
    paths = given.value if isinstance(given.value, list) else []
    if any(fault_of(str(path), config.release.major) for path in paths):
        return
    known = in_tree(config.release.major)
    items = setting.value if isinstance(setting.value, list) else []
    names = [str(name) for name in items if name in known - offered.names]
    if names:
        document, assignment = given.places[-1]
        patch = add_value(document, assignment.group, assignment.option, ALL)
        note = Note(f"{ENABLED} names them", at_option(config, GROUP, ENABLED))
        yield Finding(
            f"nothing here loads {listed(names)}, so nova-scheduler does not start; add a line "
            f"with `{ALL}`",
            at(given.places[-1]),
            GROUP,
            AVAILABLE,
            (Fix(f"Make all filters of Nova available beside {shown(assignment.value)}", patch),),
            (note,),
        )
