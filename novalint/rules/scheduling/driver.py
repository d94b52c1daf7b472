"""Which scheduler nova-scheduler runs: [scheduler] driver, up to victoria."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.nearest import is_slip
from novalint.rules.common.places import finding, removal, unset_fix
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

DEFAULT = "filter_scheduler"

LAST = {"caching_scheduler": 18, "chance_scheduler": 18, "fake_scheduler": 20}
"""The schedulers beside the default, and the last major version with each."""


@rule(
    "scheduler-driver-missing",
    theme="scheduling",
    severity=Severity.ERROR,
    options=("scheduler.driver",),
    releases=(None, 22),
    until="nothing reads the option since wallaby (nova/scheduler/manager.py)",
    roles=("scheduler",),
)
def scheduler_driver_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The scheduler driver does not exist in this release, or has another name.

    ## What it checks

    `[scheduler] driver` for `caching_scheduler` and `chance_scheduler`, which are gone since stein,
    and `fake_scheduler`, gone since ussuri; for the path of a class of Nova's, as releases before
    ocata took it, for an empty value, and for typos such as `filter_schedular`. Other names may be
    schedulers from elsewhere. Since wallaby nothing reads the option.

    ## Why it matters

    The value is looked up among the entry points `nova.scheduler.driver`. What is not found ends
    nova-scheduler at start (NoMatches).

    ## Example

        [scheduler]
        driver = caching_scheduler

    ## Fix safety

    Unsafe: the line is commented out, so that the default runs, `filter_scheduler`, the only
    scheduler that Nova itself has today. With placement it needs no cache of hosts; one that picks
    hosts at random can be had of it with `[filter_scheduler] host_subset_size`.

    ## Sources

    Nova 15.1.5 to 22.4.0: the entry points `nova.scheduler.driver`, nova/scheduler/manager.py
    (`SchedulerManager.__init__`).
    """
    name = config.text("scheduler", "driver")
    if name is None:
        return
    last = LAST.get(name)
    if last and config.release.major > last:
        why = f"{shown(name)}, which was removed"
    elif name.startswith("nova.scheduler."):
        why = f"the class {shown(name)}, but Nova looks up an entry point"
    elif not name:
        why = "empty"
    elif name not in (DEFAULT, *LAST) and any(is_slip(name, known) for known in (DEFAULT, *LAST)):
        why = f"{shown(name)}, which does not exist"
    else:
        return
    yield finding(
        config,
        "scheduler",
        "driver",
        f"`[scheduler] driver` is {why}, so nova-scheduler does not start;"
        f" {removal(config.setting('scheduler', 'driver'), f'for {DEFAULT}')}",
        unset_fix(config, "scheduler", "driver", "Comment out driver"),
    )
