"""The filter that leaves out compute hosts that are down or disabled."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.nova.filters import AVAILABLE, ENABLED, GROUP, READ
from novalint.rules.common.filters import append_fix, beside, filters_in_files, missing
from novalint.rules.common.places import as_set, finding
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

FILTER = "ComputeFilter"


@rule(
    "compute-filter-missing",
    theme="scheduling",
    severity=Severity.WARNING,
    options=(*READ, f"{GROUP}.{AVAILABLE}"),
    roles=("scheduler",),
)
def compute_filter_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Servers are sent to compute hosts that are down, since ComputeFilter is not enabled.

    ## What it checks

    `[filter_scheduler] enabled_filters`, where a file sets it, without ComputeFilter. Lists with a
    filter of another package are left alone, as that one may do the same.

    ## Why it matters

    A list in a file takes the place of the default one. Of Nova's filters this one alone asks
    whether a host's nova-compute is up: placement leaves out hosts that are disabled, from train
    on, but none that is down. A build that is sent to one waits in the queue of that host until its
    nova-compute is back. Nova's documentation says to enable the filter always.

    ## Example

        [filter_scheduler]
        enabled_filters = ImagePropertiesFilter,NUMATopologyFilter

    ## Fix safety

    Unsafe: adds the filter at the end of the list, the rest of the line stays. Where
    `available_filters` does not load it, it gets a line there too.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/scheduler/filters/compute_filter.py (`service_is_up`), the default
    of `enabled_filters` in nova/conf/scheduler.py; 20.6.1: nova/scheduler/request_filter.py
    (`compute_status_filter`); 34.0.0: doc/source/admin/scheduling.rst.
    """
    setting = filters_in_files(config)
    if setting is None or not missing(config, deployment, [FILTER]):
        return
    yield finding(
        config,
        GROUP,
        ENABLED,
        f"{as_set(setting)} lacks {FILTER}, so servers are sent to hosts whose nova-compute is"
        f" down; add it{beside(config, [FILTER])}",
        *append_fix(config, [FILTER]),
    )
