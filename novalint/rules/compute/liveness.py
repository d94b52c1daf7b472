"""Heartbeats: how Nova knows that a service is up."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Severity
from novalint.records import NamedTuple
from novalint.rules.common.absence import severity_unless_set, sure_fixes
from novalint.rules.common.empties import EmptyNumber, empties
from novalint.rules.common.places import each, finding, set_fix, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

REPORT = "report_interval"
DOWN = "service_down_time"
READ = (f"DEFAULT.{REPORT}", f"DEFAULT.{DOWN}")
COMPARED = 21
"""The first major version on Python 3 alone, which does not compare None with numbers."""
EMPTY = tuple(
    EmptyNumber("DEFAULT", name, "the service does not start", first=COMPARED)
    for name in (REPORT, DOWN)
)
JUDGING = ("api", "conductor", "scheduler")
"""The roles that ask whether a service of another host is up (nova/compute/api.py,
nova/conductor/tasks, nova/scheduler/filters/compute_filter.py).

nova-compute asks with Ironic's driver alone (nova/virt/ironic/driver.py). With `mc` it is the same:
memcached keeps a heartbeat, and the one that asks decides how old it may be (dogpile/cache/
region.py, `CacheRegion.get`).
"""
REPORTING = ("compute", "conductor", "scheduler")
"""The roles with a record of their own that a heartbeat keeps fresh."""


class Beat(NamedTuple):
    """Seconds between two reports, and seconds without one after which a service counts as down."""

    report: int
    down: int


def _beat(config: Config) -> Beat | None:
    report, down = config.integer("DEFAULT", REPORT), config.integer("DEFAULT", DOWN)
    return None if report is None or down is None else Beat(report, down)


def _leaves_time(config: Config) -> bool:
    """Return whether `service_down_time` is known to be above the default of `report_interval`."""
    down = None if is_left_open(config, "DEFAULT", DOWN) else config.integer("DEFAULT", DOWN)
    return down is not None and down > 10


def _judges(config: Config, deployment: Deployment) -> bool:
    """Return whether `service_down_time` of these files decides about any service."""
    if any(deployment.plays(role) is not False for role in JUDGING):
        return True
    driver = str(config.setting("DEFAULT", "compute_driver").partial or "")
    return driver.startswith("ironic.")


def _way(seconds: int, *, here: bool) -> str:
    """Return what to set `service_down_time` to, and where."""
    where = "" if here else " on the nodes of nova-api, nova-conductor and nova-scheduler"
    return f"set it to {seconds}{where}"


@rule(
    "report-interval-not-positive",
    theme="compute",
    severity=Severity.ERROR,
    options=READ,
    whoever_reads=True,
    roles=(*REPORTING, "api"),
)
def report_interval_not_positive(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The service sends no heartbeat, or sends them without a pause, or does not start.

    ## What it checks

    `report_interval` of 0 or below; from ussuri on an empty value of it or of `service_down_time`,
    with which nova-api does not start either.

    ## Why it matters

    With 0 no timer is started: the service runs, but after `service_down_time` seconds it counts as
    down everywhere, and the scheduler selects its host for no server. With a negative number the
    next report starts as soon as the last one ends, without a pause. An empty value is not a
    number: each service compares the two when it starts, and exits with a TypeError.

    ## Example

        [DEFAULT]
        report_interval = 0

    ## Fix safety

    Unsafe: the assignment is commented out. If no other file sets it, the default of 10 seconds
    applies. There is no fix if `service_down_time` is 10 or less: correct that first.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/servicegroup/drivers/db.py and mc.py (`join`),
    nova/servicegroup/api.py (`API.__init__`); oslo.service of both releases: loopingcall.py
    (`FixedIntervalLoopingCall`).
    """
    yield from each((_not_positive, _empty), lambda find: find(config, deployment))


def _empty(config: Config, deployment: Deployment) -> Iterator[Finding]:
    yield from empties(config, deployment, EMPTY)


def _not_positive(config: Config, deployment: Deployment) -> Iterator[Finding]:
    report = config.integer("DEFAULT", REPORT)
    silent = bool(deployment.roles) and not deployment.roles.intersection((*REPORTING, "all"))
    if report is None or report > 0 or silent:
        return
    idle = report == 0
    effect = "send no heartbeat and count as down" if idle else "send heartbeats without a pause"
    drop = unset_fix(config, "DEFAULT", REPORT)
    yield finding(
        config,
        "DEFAULT",
        REPORT,
        f"`{REPORT}` {report} makes the service {effect}; remove it",
        *((drop,) if _leaves_time(config) else ()),
    )


@rule(
    "service-down-time-below-report-interval",
    theme="compute",
    severity=Severity.WARNING,
    options=(*READ, "DEFAULT.compute_driver"),
    roles=(*REPORTING, "api"),
)
def service_down_time_below_report_interval(
    config: Config, deployment: Deployment
) -> Iterator[Finding]:
    """`service_down_time` is not above `report_interval`, so Nova overrides it.

    ## What it checks

    `service_down_time` not above `report_interval`. Where a file sets only one of the two, and
    another one may set the other, it is info; so it is on nodes that run nova-compute alone, where
    no one goes by that wait, except for Ironic's driver.

    ## Why it matters

    Nova then takes 2.5 times the `report_interval` and logs a warning: the value in the file is not
    the one in force. Each service decides for itself, so nodes with other values judge otherwise.

    Keep both options the same in the files of every node: all services report, the API and the
    scheduler judge. A difference between files is not seen here.

    ## Example

        [DEFAULT]
        report_interval = 60

    becomes

        [DEFAULT]
        report_interval = 60
        service_down_time = 360

    ## Fix safety

    Unsafe: sets six times the `report_interval`, the ratio of the defaults (60 and 10 seconds).
    There is no fix where another file may set one of the two, or it belongs on other nodes.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/servicegroup/api.py (`API.__init__`), and its callers.
    """
    beat = _beat(config)
    if beat and beat.report > 0 and beat.down <= beat.report:
        elsewhere = severity_unless_set(config, ("DEFAULT", DOWN), ("DEFAULT", REPORT))
        here, enough = _judges(config, deployment), 6 * beat.report
        fix = set_fix(config, "DEFAULT", DOWN, str(enough))
        yield finding(
            config,
            "DEFAULT",
            DOWN,
            f"`{DOWN}` {beat.down} is not above `{REPORT}` {beat.report}, so Nova uses"
            f" {beat.report * 5 // 2} instead; {_way(enough, here=here)}",
            *((fix,) if here and not elsewhere else ()),
            override=elsewhere or (None if here else Severity.INFO),
        )


@rule(
    "service-down-time-tight",
    theme="compute",
    severity=Severity.INFO,
    options=(*READ, "DEFAULT.compute_driver"),
    roles=(*REPORTING, "api"),
    needs=("compute_hosts",),
    thresholds={"compute_hosts": 100, "reports": 3},
)
def service_down_time_tight(
    config: Config, deployment: Deployment, compute_hosts: float, reports: float
) -> Iterator[Finding]:
    """One or two late heartbeats are enough to make a host of a large cloud count as down.

    ## What it checks

    `service_down_time` below three times the `report_interval` in a cloud of 100 compute hosts or
    more; both numbers are thresholds.

    ## Why it matters

    Heartbeats of nova-compute go through RabbitMQ and the conductor, or to memcached with
    `servicegroup_driver = mc`. In a large cloud some of them are late. The host then counts as
    down, and the scheduler finds "no valid host", or tools evacuate servers that are running. The
    defaults (60 and 10 seconds) tolerate five late reports.

    ## Example

        [DEFAULT]
        report_interval = 30
        service_down_time = 60

    ## Fix safety

    Unsafe: sets six times the `report_interval`, or more where the threshold requires it. There is
    no fix if another file may set one of the two, nor on nodes that run only nova-compute, as the
    services that decide read their own files. A host that is really down is noticed later.

    ## Sources

    Nova 34.0.0: nova/servicegroup/drivers/db.py (`is_up`), nova/conf/service.py. The numbers are
    experience, not a limit of the code; hence a note only.
    """
    beat = _beat(config)
    hosts = deployment.compute_hosts or 0
    if beat and hosts >= compute_hosts and 0 < beat.report < beat.down < reports * beat.report:
        borne = beat.down // beat.report
        late = "one late heartbeat makes" if borne == 1 else f"{borne} late heartbeats make"
        enough = max(6, ceil(reports)) * beat.report
        here, fix = _judges(config, deployment), set_fix(config, "DEFAULT", DOWN, str(enough))
        sure = sure_fixes(config, [("DEFAULT", REPORT), ("DEFAULT", DOWN)], fix)
        yield finding(
            config,
            "DEFAULT",
            DOWN,
            f"`{DOWN}` {beat.down} is less than {reports:g} x `{REPORT}` {beat.report}, so {late}"
            f" one of {hosts} hosts count as down; {_way(enough, here=here)}",
            *(sure if here else ()),
        )


@rule(
    "report-interval-for-many-hosts",
    theme="compute",
    severity=Severity.INFO,
    options=(f"DEFAULT.{REPORT}", "DEFAULT.servicegroup_driver"),
    roles=("compute",),
    needs=("compute_hosts",),
    thresholds={"compute_hosts": 500, "seconds": 10},
)
def report_interval_for_many_hosts(
    config: Config, deployment: Deployment, compute_hosts: float, seconds: float
) -> Iterator[Finding]:
    """In a very large cloud, frequent heartbeats keep conductors and the database busy.

    ## What it checks

    `report_interval` of 10 seconds or less in a cloud of 500 compute hosts or more; both numbers
    are thresholds. With the fact `cells` the hosts of one cell count, on average. Not reported with
    `servicegroup_driver = mc`, which keeps heartbeats in memcached.

    ## Why it matters

    Each report is a call to a conductor of the cell and a write to the database of the cell: 1000
    hosts with 10 seconds are 100 a second.

    ## Example

        [DEFAULT]
        #report_interval = 10

    ## Fix safety

    There is no fix, as one file is not enough: choose 30 to 60 seconds with a `service_down_time`
    of six times as much, and set both on every node together.

    ## Sources

    Nova 34.0.0: nova/servicegroup/drivers/db.py and mc.py (`_report_state`), nova/conf/service.py.
    The numbers are experience, not a limit of the code; hence a note only.
    """
    interval, cells = config.integer("DEFAULT", REPORT) or 0, deployment.cells or 1
    hosts = (deployment.compute_hosts or 0) // cells
    if config.text("DEFAULT", "servicegroup_driver") == "mc":
        return
    if hosts >= compute_hosts and 0 < interval <= seconds:
        yield finding(
            config,
            "DEFAULT",
            REPORT,
            f"`{REPORT}` {interval} makes {hosts} hosts{' of each cell' if cells > 1 else ''}"
            f" write {hosts / interval:.0f} heartbeats a second to"
            f" {'its' if cells > 1 else 'the'} database; raise it and `{DOWN}` together, on"
            " every node",
        )
