"""Schedulers and conductors that have to agree."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.nova.filters import ALL_WEIGHERS, GROUP, READERS
from novalint.nova.weighers import NEEDED, READ_BY_ONE
from novalint.rules.common.filters import WITHOUT_PLACEMENT
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import as_set, divided, mismatch
from novalint.rules.fleet.grouping import URL, conductors_of_api
from novalint.rules.fleet.model import Expected, NodeFinding, NodeNote
from novalint.rules.fleet.queries import label

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node, Plain

FILTERS = "filter_scheduler.enabled_filters"
AVAILABLE = "filter_scheduler.available_filters"
WEIGHERS = "filter_scheduler.weight_classes"
DRIVER = "scheduler.driver"
ATTEMPTS = "scheduler.max_attempts"
DISCOVERY = "scheduler.discover_hosts_in_cells_interval"
TASKS = "DEFAULT.periodic_enable"
EACH_MINUTE = 60
"""What an interval of 0 means (oslo.service, periodic_task.py, `DEFAULT_INTERVAL`)."""
FILTERED = {f"{GROUP}.{name}": filters for name, filters in READERS.items()}
"""The filters that alone read each of these options."""
ZONE_FILTER = "AvailabilityZoneFilter"
BY_ZONE = "scheduler.query_placement_for_availability_zone"
CHOICES = (
    "scheduler.limit_tenants_to_placement_aggregate",
    "scheduler.placement_aggregate_required_for_tenants",
    BY_ZONE,
    "scheduler.query_placement_for_image_type_support",
    "scheduler.query_placement_for_routed_network_aggregates",
    "scheduler.image_metadata_prefilter",
    "scheduler.enable_isolated_aggregate_filtering",
    "filter_scheduler.host_subset_size",
)
FOR_PLACEMENT = (
    "scheduler.limit_tenants_to_placement_aggregate",
    "scheduler.placement_aggregate_required_for_tenants",
    BY_ZONE,
)
AFFINITY = ("ServerGroupAffinityFilter", "ServerGroupAntiAffinityFilter")
DISTRIBUTED = 31
"""The first Nova whose schedulers choose one of them that discovers hosts."""


@rule(
    "schedulers-differ",
    theme="cloud",
    severity=Severity.ERROR,
    options=(DRIVER, FILTERS, AVAILABLE, WEIGHERS, *FILTERED, *CHOICES, *READ_BY_ONE),
    roles=("scheduler",),
    scope="cloud",
)
def schedulers_differ(fleet: Fleet) -> Iterator[NodeFinding]:
    """Where a server is placed depends on which scheduler handles the request.

    ## What it checks

    `[filter_scheduler] enabled_filters`, in any order, `weight_classes`, and the options that
    decide which hosts are asked for and how they are weighed, on the schedulers of one release, as
    defaults differ between releases; also `[scheduler] driver`. The weights are a warning,
    everything else is an error. What only a filter reads, such as `isolated_hosts`, counts where
    that is enabled, what only a weigher reads where that is. Schedulers with chance_scheduler
    (until rocky) ask and weigh nothing; with caching_scheduler what is asked of placement does not
    count. Where AvailabilityZoneFilter sees to the zone, it may or may not be asked for there.

    ## Why it matters

    All schedulers take turns at one queue. A filter that one of them lacks holds for two requests
    out of three, and isolated hosts are not isolated.

    ## Example

    `ctl3` was left out when a filter was added:

    ```ini
    [filter_scheduler]
    enabled_filters = ComputeFilter,ImagePropertiesFilter
    ```

    ## Fix safety

    Unsafe: it changes what the odd schedulers choose. There is no fix for filters where
    `available_filters` is not the same either: a filter that is not in there ends the service. Nor
    is there one to weighers that are not Nova's own, whose code a node may lack.

    ## Sources

    - nova/scheduler/host_manager.py, and nova/service.py for the queue that they share, 34.0.0
    - nova/scheduler/request_filter.py, 18.3.0 and 27.5.1; nova/scheduler/weights, 34.0.0
    """
    consequence = "where a server is placed depends on the scheduler that takes its request"
    releases: dict[int, list[Node]] = {}
    for node in fleet.of("scheduler"):
        releases.setdefault(node.release.major, []).append(node)
    for nodes in releases.values():
        yield from mismatch(nodes, DRIVER, consequence)
        nodes = [node for node in nodes if node.value(DRIVER) != "chance_scheduler"]
        for option in (FILTERS, WEIGHERS, *FILTERED, *CHOICES, *READ_BY_ONE):
            if option in FOR_PLACEMENT and not all(map(_asks_placement, nodes)):
                continue
            mild = Severity.WARNING if option in READ_BY_ONE or option.endswith("size") else None
            heeding = [node for node in nodes if _heeds(node, option)]
            mend = option != WEIGHERS or all(map(_is_nova, _usual(nodes, option)))
            if option == FILTERS:
                mend = len({node.value(AVAILABLE) for node in nodes}) == 1
            yield from mismatch(
                heeding, option, consequence, meaning=as_set, mend=mend, override=mild
            )


def _heeds(node: Node, option: str) -> bool:
    """Return whether the filter or the weigher that an option is for is used on a node."""
    if option in FILTERED:
        return _lists(node, FILTERS, *FILTERED[option])
    if option == BY_ZONE and node.value(option) is False and _lists(node, FILTERS, ZONE_FILTER):
        return False  # its hosts are those of the zone all the same
    needed = NEEDED.get(option)
    if needed and node.knows(needed) and not node.value(needed):
        return False
    weigher = READ_BY_ONE.get(option)
    return weigher is None or _lists(node, WEIGHERS, weigher, ALL_WEIGHERS)


def _lists(node: Node, option: str, *names: str) -> bool:
    """Return whether a list holds one of some names; one that is not known may do so."""
    reading = node.reading(option)
    if reading is None or not reading.known:
        return True
    value = reading.value
    return isinstance(value, tuple) and not set(names).isdisjoint(map(str, value))


def _usual(nodes: list[Node], option: str) -> tuple[Plain, ...]:
    """Return what most nodes have in a list, where not all have the same."""
    division = divided(nodes, option, as_set)
    value = division.usual[0].value(option) if division else ()
    return value if type(value) is tuple else ()


def _asks_placement(node: Node) -> bool:
    return node.value(DRIVER) not in WITHOUT_PLACEMENT


def _is_nova(path: Plain) -> bool:
    return str(path).startswith("nova.")


@rule(
    "conductor-does-not-know-filters",
    theme="cloud",
    severity=Severity.ERROR,
    options=(FILTERS, URL),
    roles=("api", "conductor", "scheduler"),
    scope="cloud",
)
def conductor_does_not_know_filters(fleet: Fleet) -> Iterator[NodeFinding]:
    """Conductors and schedulers disagree on whether server group filters are enabled.

    ## What it checks

    Whether ServerGroupAffinityFilter and ServerGroupAntiAffinityFilter are among
    `[filter_scheduler] enabled_filters`, on the conductors against the schedulers. Conductors on
    another broker than the api nodes serve a cell, and schedule nothing.

    ## Why it matters

    The conductor looks into its own file to see whether the policy of a group is supported. Where
    it has the filter and the scheduler does not, the policy is accepted and servers are placed
    without regard to it. At most the host that was chosen refuses a server that breaks the policy,
    if it can ask for the group (nova/compute/manager.py, `_validate_instance_group_policy`). The
    other way round each build of a member ends in *ServerGroupAffinityFilter not configured*.

    ## Example

    The schedulers have their own list, without the filter, and the conductors have the default:

    ```ini
    [filter_scheduler]
    enabled_filters = ComputeFilter,ImagePropertiesFilter
    ```

    ## Fix safety

    No fix: the lists of both may differ in other filters. Add the one that is missing where it is.

    ## Sources

    - nova/scheduler/utils.py, `validate_filter` and `_get_group_details`, called from
      nova/conductor, 34.0.0; the same from 15 on
    """
    conductors, schedulers = conductors_of_api(fleet), fleet.of("scheduler")
    for name in AFFINITY:
        having = [node for node in conductors if name in _names(node)]
        lacking = [node for node in conductors if _is_without(node, name)]
        chosen = [node for node in schedulers if name in _names(node)]
        without = [node for node in schedulers if _is_without(node, name)]
        if having and without:
            then = "is accepted by the conductor, and servers are placed without regard to it"
            yield _disagreement(without, having[0], name, then)
        if lacking and chosen:
            then = "is refused by the conductor as not configured"
            yield _disagreement(lacking, chosen[0], name, then)


def _disagreement(odd: list[Node], other: Node, name: str, then: str) -> NodeFinding:
    policy = "anti-affinity" if "Anti" in name else "affinity"
    return NodeFinding(
        odd[0],
        FILTERS,
        f"`[filter_scheduler] enabled_filters` lacks `{name}` here, but not on `{other.name}`: a"
        f" server group with the policy {policy} {then}; add it here",
        tuple(odd[1:]),
        (NodeNote(other, FILTERS, f"has {name}"),),
    )


def _is_without(node: Node, name: str) -> bool:
    return node.knows(FILTERS) and name not in _names(node)


def _names(node: Node) -> tuple[str, ...]:
    value = node.value(FILTERS)
    return tuple(map(str, value)) if type(value) is tuple else ()


@rule(
    "max-attempts-differs",
    theme="cloud",
    severity=Severity.WARNING,
    options=(ATTEMPTS,),
    releases=(17, None),
    since="from queens on it gives the conductor other hosts (nova/scheduler/manager.py)",
    roles=("conductor", "scheduler"),
    scope="cloud",
)
def max_attempts_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Conductors and schedulers disagree on how many hosts to try for a build.

    ## What it checks

    `[scheduler] max_attempts` on conductors and schedulers.

    ## Why it matters

    The scheduler gives as many other hosts as this option says, and the conductor gives up after as
    many attempts as its own says. Where the conductor has less, a build fails with *Exceeded max
    scheduling attempts* though hosts are left.

    ## Example

    The schedulers have 10, and `con1` has nothing, which means 3:

    ```ini
    [scheduler]
    max_attempts = 10
    ```

    ## Fix safety

    Unsafe: it changes how often the differing nodes try.

    ## Sources

    - nova/scheduler/manager.py, `_schedule`, and nova/scheduler/utils.py, `populate_retry`, 34.0.0
    """
    consequence = "builds fail after the smaller number of hosts, although others may be left"
    yield from mismatch(fleet.of("conductor", "scheduler"), ATTEMPTS, consequence)


@rule(
    "host-discovery-on-some",
    theme="cloud",
    severity=Severity.WARNING,
    options=(DISCOVERY, TASKS),
    releases=(DISTRIBUTED, None),
    since="from 2025.1 on one of the schedulers is the leader (nova/scheduler/manager.py)",
    roles=("scheduler",),
    scope="cloud",
)
def host_discovery_on_some(fleet: Fleet) -> Iterator[NodeFinding]:
    """Host discovery is on for some schedulers only, so new hosts may never be found.

    ## What it checks

    Whether `[scheduler] discover_hosts_in_cells_interval` is negative on all schedulers or on none.
    Where it is 0, a scheduler looks each minute. A scheduler with `periodic_enable = false` is
    left to [periodic-tasks-off](periodic-tasks-off.md).

    ## Why it matters

    Of all schedulers the first one by name that is up looks for new compute nodes, and no other.
    Where it is off on that one, no one looks, though it is set on the others.

    ## Example

    `ctl1` and `ctl2` run schedulers, and the option is set on `ctl2` alone, as was right up to
    2024.2:

    ```ini
    [scheduler]
    discover_hosts_in_cells_interval = 300
    ```

    ## Fix safety

    Unsafe: the schedulers that do not look get the interval of one that does. Where none is to
    look, since `nova-manage cell_v2 discover_hosts` is run, remove it on the others.

    ## Sources

    - nova/scheduler/manager.py, `_discover_hosts_in_cells`, 31.3.1 and 34.0.0, not in 30
    """
    schedulers = [node for node in fleet.of("scheduler") if _tells_of_discovery(node)]
    on = [node for node in schedulers if _looks(node)]
    off = [node for node in schedulers if not _looks(node)]
    if on and off:
        interval = on[0].value(DISCOVERY) or EACH_MINUTE
        yield NodeFinding(
            off[0],
            DISCOVERY,
            f"{label(off[0], DISCOVERY)} is off here and on at `{on[0].name}`: no scheduler looks"
            f" for new hosts while this one is the first by name; set it to {interval} here",
            tuple(off[1:]),
            (NodeNote(on[0], DISCOVERY, "it is on here"),),
            Expected(str(interval)),
        )


def _tells_of_discovery(node: Node) -> bool:
    """Whether it is known whether a scheduler looks for hosts, as far as one option decides it."""
    return isinstance(node.value(DISCOVERY), int) and node.value(TASKS) is not False


def _looks(node: Node) -> bool:
    return int(str(node.value(DISCOVERY))) >= 0
