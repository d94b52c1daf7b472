"""How the scheduler chooses among hosts: tries, subset, number of candidates, weights."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Note, Severity
from novalint.nova.filters import GROUP
from novalint.rules.common.filters import asks_placement, picks_at_random, weighs
from novalint.rules.common.places import at, finding, removal, set_fix, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

FAILURES = "build_failure_weight_multiplier"
THRESHOLD = "consecutive_build_service_disable_threshold"
WEIGHER = "nova.scheduler.weights.compute.BuildFailureWeigher"

AGGREGATES = 19
"""The major version since which metadata of a host aggregate may hold a multiplier of its own."""
ALTERNATES = 17
"""The major version since which the scheduler gives other hosts along, which cells can retry on."""


@rule(
    "no-second-host-tried",
    theme="scheduling",
    severity=Severity.WARNING,
    options=("scheduler.max_attempts",),
    roles=("scheduler", "conductor"),
)
def no_second_host_tried(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A build that fails on its first host is not retried on another one.

    ## What it checks

    `[scheduler] max_attempts = 1` in a cloud of more than one compute host, or where their number
    is not given. In pike not in a cloud of several cells.

    ## Why it matters

    Two requests that race for the last place on a host are normal; one of them loses and needs
    another host. So does a group whose affinity is only found broken on the host itself. With one
    try the server ends in ERROR. In pike one try is right where there are several cells: the
    schedulers give no alternates yet, and a cell cannot ask for another host.

    ## Example

        [scheduler]
        max_attempts = 1

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 3 applies; kolla-ansible takes 10.

    ## Sources

    Nova 34.0.0: nova/scheduler/utils.py (`populate_retry`), nova/scheduler/manager.py (the
    alternates); the retry also in 15.1.5 and 17.0.13.
    """
    cells = config.release.major < ALTERNATES and (deployment.cells or 0) > 1
    if deployment.compute_hosts == 1 or cells:
        return
    if config.integer("scheduler", "max_attempts") == 1:
        way = removal(config.setting("scheduler", "max_attempts"), "for three attempts")
        yield finding(
            config,
            "scheduler",
            "max_attempts",
            "`[scheduler] max_attempts` 1 sends a server to ERROR as soon as its first host"
            f" fails or has filled up; {way}",
            unset_fix(config, "scheduler", "max_attempts", "Comment out max_attempts"),
        )


@rule(
    "schedulers-pick-same-host",
    theme="scheduling",
    severity=Severity.INFO,
    options=(
        f"{GROUP}.host_subset_size",
        f"{GROUP}.shuffle_best_same_weighed_hosts",
        "scheduler.driver",
    ),
    roles=("scheduler",),
    needs=("role", "compute_hosts", "controllers"),
    thresholds={"compute_hosts": 20, "controllers": 2},
)
def schedulers_pick_same_host(
    config: Config, deployment: Deployment, compute_hosts: float, controllers: float
) -> Iterator[Finding]:
    """Several schedulers choose the same best host at the same time.

    ## What it checks

    `[filter_scheduler] host_subset_size` of 1, as it is by default, in a cloud of 20 compute hosts
    or more with two controllers or more; both numbers are thresholds.

    ## Why it matters

    Each scheduler takes the host with the best weight. In a burst of requests they all send servers
    to the same one; those that come too late for its last place are tried again elsewhere. With a
    subset of N each takes one of the N best at random. Where all hosts weigh the same, as with
    bare metal, `shuffle_best_same_weighed_hosts = true` (from queens on) does as much at no
    price.

    ## Example

        [filter_scheduler]
        #host_subset_size = 1

    ## Fix safety

    Unsafe: sets three tenths of the number of hosts, at most 10, as openstack-ansible does. Packing
    servers tightly is a reason to stay with 1.

    ## Sources

    Nova 34.0.0, 17.0.13 and 15.1.5: `_get_sorted_hosts` in nova/scheduler/manager.py,
    nova/scheduler/filter_scheduler.py; openstack-ansible-os_nova of 2026, defaults/main.yml.
    """
    hosts, many = deployment.compute_hosts or 0, deployment.controllers or 0
    if hosts < compute_hosts or many < controllers or picks_at_random(config):
        return
    if config.boolean(GROUP, "shuffle_best_same_weighed_hosts") is True:
        return
    size = max(2, min(10, round(0.3 * hosts)))
    if config.integer(GROUP, "host_subset_size") == 1:
        yield finding(
            config,
            GROUP,
            "host_subset_size",
            f"`[{GROUP}] host_subset_size` 1 makes {many} schedulers send servers to the same best"
            f" host of {hosts} at the same time; set it to {size}",
            set_fix(config, GROUP, "host_subset_size", str(size)),
        )


@rule(
    "candidates-fewer-than-hosts",
    theme="scheduling",
    severity=Severity.INFO,
    options=("scheduler.max_placement_results", "scheduler.driver"),
    releases=(17, None),
    since="the option came in queens (nova/conf/scheduler.py)",
    roles=("scheduler",),
    needs=("role", "compute_hosts"),
)
def candidates_fewer_than_hosts(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Placement returns fewer hosts to the scheduler than the cloud has.

    ## What it checks

    `[scheduler] max_placement_results`, 1000 by default, against the fact compute_hosts. Not
    reported for caching_scheduler and chance_scheduler (until rocky), which do not ask placement.

    ## Why it matters

    Filters and weighers only see the hosts that placement returns, and it does not know what they
    look for. That is the price of short answers, and a good one while most hosts fit most requests.
    Where filters are picky, requests may end in NoValidHost although a host that fits exists; and
    the best weight is only the best of these. `[placement] randomize_allocation_candidates` of the
    placement service decides whether the hosts left out are always the same. What is counted are
    candidates: a host with virtual GPUs or PCI devices in placement may be several of them.

    ## Example

        [scheduler]
        max_placement_results = 100

    ## Fix safety

    There is no fix: a low number may be meant.

    ## Sources

    Nova 34.0.0: nova/scheduler/utils.py (`ResourceRequest`), nova/conf/scheduler.py; the same in
    17.0.13; nova/scheduler/manager.py (`USES_ALLOCATION_CANDIDATES`) 17.0.13 and 18.3.0.
    """
    most = config.integer("scheduler", "max_placement_results")
    hosts = deployment.compute_hosts or 0
    if most is not None and most < hosts and asks_placement(config):
        yield finding(
            config,
            "scheduler",
            "max_placement_results",
            f"`[scheduler] max_placement_results` {most} passes only that many of {hosts} hosts"
            " to the filters and weighers; raise it unless most hosts fit most requests",
        )


@rule(
    "build-failures-not-weighed",
    theme="scheduling",
    severity=Severity.INFO,
    options=(f"compute.{THRESHOLD}", f"{GROUP}.{FAILURES}", f"{GROUP}.weight_classes"),
    releases=(16, None),
    since="the weigher came in pike (nova/scheduler/weights/compute.py, 16.1.8)",
)
def build_failures_not_weighed(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Failed builds are counted but not weighed, or weighed but not counted.

    ## What it checks

    `[compute] consecutive_build_service_disable_threshold = 0`, or an empty one, with a
    `[filter_scheduler] build_failure_weight_multiplier` other than 0 written in the same files, or
    the other way round. Not reported where `weight_classes` leaves the weigher out, and nothing of
    a node that, by its roles, runs only one of nova-compute, which reads the threshold, and
    nova-scheduler, which reads the multiplier: the other one's file may say something else.

    ## Why it matters

    nova-compute counts failed builds where the threshold is not 0, and the scheduler puts hosts
    with failures last by the multiplier. Either 0 switches the whole off. Of the threshold only
    counts whether it is 0, whatever its name says: since rocky, and in the updates of pike and
    queens, it takes no host out of service.

    ## Example

        [compute]
        consecutive_build_service_disable_threshold = 0
        [filter_scheduler]
        build_failure_weight_multiplier = 1000.0

    ## Fix safety

    Unsafe: the option without effect is commented out. From stein on host aggregates may have a
    multiplier of their own; with one, leave the threshold.

    ## Sources

    Nova 34.0.0: nova/compute/manager.py (`_build_failed`), nova/scheduler/weights/compute.py; the
    same in 16.1.8, 17.0.13 and 18.3.0, where aggregates have no multiplier; 19.3.2:
    nova/scheduler/utils.py (`get_weight_multiplier`).
    """
    if any(deployment.plays(role) is False for role in ("compute", "scheduler")):
        return
    pair = (("compute", THRESHOLD), (GROUP, FAILURES))
    settings = [config.setting(*name) for name in pair if config.schema.option(*name)]
    if len(settings) != 2 or any(setting.is_default for setting in settings):
        return
    off = [setting for setting in settings if not setting.value]  # of both, lest one is unknown
    if any(setting.fault for setting in settings) or not weighs(config, WEIGHER):
        return
    if settings[1].value is None:  # weight-multiplier-empty tells of it
        return
    if len(off) == 1:
        (zero,) = off
        other = next(setting for setting in settings if setting is not zero)
        no = "empty" if zero.value is None else "0"
        yield finding(
            config,
            other.group,
            other.name,
            f"`[{other.group}] {other.name}` has no effect while `[{zero.group}] {zero.name}` is"
            f" {no}{_unless_aggregate(config, zero.name)}; remove one of the two",
            unset_fix(config, other.group, other.name, f"Comment out {other.name}"),
            related=(Note(f"`{zero.name}` is {no} here", at(zero.places[-1])),),
        )


def _unless_aggregate(config: Config, name: str) -> str:
    """Say that aggregates may have a multiplier of their own, where they may."""
    own = name == FAILURES and config.release.major >= AGGREGATES
    return " (unless host aggregates have a multiplier of their own)" if own else ""


@rule(
    "build-failures-steered-by-tenants",
    theme="scheduling",
    severity=Severity.INFO,
    options=(
        *(f"{GROUP}.{FAILURES}", f"compute.{THRESHOLD}", f"{GROUP}.weight_classes"),
        "scheduler.driver",
    ),
    releases=(16, None),
    since="the weigher came in pike (nova/scheduler/weights/compute.py, 16.1.8)",
    roles=("scheduler",),
    needs=("role", "tenants"),
    thresholds={"tenants": 10},
)
def build_failures_steered_by_tenants(
    config: Config, deployment: Deployment, tenants: float
) -> Iterator[Finding]:
    """Failed builds of one tenant decide where the servers of all tenants are placed.

    ## What it checks

    `[filter_scheduler] build_failure_weight_multiplier` at its default of a million or above in a
    cloud of 10 tenants or more, a threshold. Not reported where `weight_classes` leaves the weigher
    out, or the scheduler of pike to rocky picks hosts at random.

    ## Why it matters

    A host where builds have failed is moved to the end of the list until one succeeds there. That
    is right for a broken host. A broken image of one tenant, however, makes one host after the
    other look broken, and the rest take all the load. The charms keep the weight off for that
    reason.

    ## Example

        [filter_scheduler]
        #build_failure_weight_multiplier = 1000000.0

    ## Fix safety

    There is no fix: without the weight a broken host keeps drawing servers.

    ## Sources

    Nova 34.0.0: nova/scheduler/weights/compute.py (`BuildFailureWeigher`), nova/compute/manager.py
    (`_build_failed`); charm-nova-cloud-controller of 2025, config.yaml.
    """
    weight, many = config.number(GROUP, FAILURES) or 0, deployment.tenants or 0
    threshold = config.setting("compute", THRESHOLD)
    off = not threshold.is_default and not threshold.value
    weighed = weighs(config, WEIGHER) and not picks_at_random(config)
    if weight >= 1_000_000 and many >= tenants and not off and weighed:
        yield finding(
            config,
            GROUP,
            FAILURES,
            f"`[{GROUP}] {FAILURES}` {weight} lets the failed builds of one tenant move a host to"
            f" the end of the list for all {many}; set it to 0.0 if tenants bring their own images",
        )
