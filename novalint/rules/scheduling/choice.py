"""How the scheduler chooses among hosts: tries, subset, number of candidates, weights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Note, Severity
from novalint.nova.filters import GROUP
from novalint.rules.common.places import at, at_option, set_fix, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

FAILURES = "build_failure_weight_multiplier"
THRESHOLD = "consecutive_build_service_disable_threshold"


@rule(
    "no-second-host-tried",
    theme="scheduling",
    severity=Severity.WARNING,
    options=("scheduler.max_attempts",),
    releases=(17, None),
    roles=("scheduler", "conductor"),
)
def no_second_host_tried(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A build that fails on its first host is not tried on another one.

    ## What it checks

    `[scheduler] max_attempts = 1` in a cloud of more than one compute host, or of an untold number.

    ## Why it matters

    Two requests that race for the last place on a host are normal; one of them loses and needs
    another host. So does a group whose affinity is only found broken on the host itself. With one
    try the server ends in ERROR. In pike and older, one try was advice for clouds of several cells.

    ## Example

        [scheduler]
        max_attempts = 1

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 3 applies; kolla-ansible takes 10.

    ## Sources

    Nova 34.0.0: nova/scheduler/utils.py (`populate_retry`), nova/scheduler/manager.py (the
    alternates); the same in 17.0.13.
    """
    if config.value("scheduler", "max_attempts") == 1 and deployment.compute_hosts != 1:
        yield Finding(
            "a build that loses the race for a host, or fails there, ends in ERROR at once; drop "
            "the option to allow three tries",
            at_option(config, "scheduler", "max_attempts"),
            "scheduler",
            "max_attempts",
            (unset_fix(config, "scheduler", "max_attempts", "Let the default of 3 apply"),),
        )


@rule(
    "schedulers-pick-same-host",
    theme="scheduling",
    severity=Severity.INFO,
    options=(f"{GROUP}.host_subset_size", f"{GROUP}.shuffle_best_same_weighed_hosts"),
    releases=(17, None),
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
    bare metal, `shuffle_best_same_weighed_hosts = true` does as much at no price.

    ## Example

        [filter_scheduler]
        #host_subset_size = 1

    ## Fix safety

    Unsafe: sets three tenths of the number of hosts, at most 10, as openstack-ansible does. Packing
    servers tightly is a reason to stay with 1.

    ## Sources

    Nova 34.0.0 and 17.0.13: `_get_sorted_hosts` in nova/scheduler/manager.py and
    filter_scheduler.py; openstack-ansible-os_nova of 2026, defaults/main.yml.
    """
    hosts, many = deployment.compute_hosts or 0, deployment.controllers or 0
    if config.value(GROUP, "host_subset_size") != 1 or hosts < compute_hosts or many < controllers:
        return
    if config.value(GROUP, "shuffle_best_same_weighed_hosts") is True:
        return
    size = max(2, min(10, round(0.3 * hosts)))
    yield Finding(
        f"{many} schedulers each send servers to the best of {hosts} hosts, the same for all; let "
        f"them choose among the best {size}",
        at_option(config, GROUP, "host_subset_size"),
        GROUP,
        "host_subset_size",
        (set_fix(config, GROUP, "host_subset_size", str(size)),),
    )


@rule(
    "candidates-fewer-than-hosts",
    theme="scheduling",
    severity=Severity.INFO,
    options=("scheduler.max_placement_results",),
    releases=(17, None),
    roles=("scheduler",),
    needs=("role", "compute_hosts"),
)
def candidates_fewer_than_hosts(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Placement hands the scheduler fewer hosts than there are.

    ## What it checks

    `[scheduler] max_placement_results`, 1000 by default, against the fact compute_hosts.

    ## Why it matters

    Filters and weighers only see the hosts that placement returns, and it does not know what they
    look for. That is the price of short answers, and a good one while most hosts fit most requests.
    Where filters are picky, requests may end in NoValidHost although a host that fits exists; and
    the best weight is only the best of these. `[placement] randomize_allocation_candidates` of the
    placement service decides whether the hosts left out are always the same.

    ## Example

        [scheduler]
        max_placement_results = 100

    ## Fix safety

    There is no fix: a low number may be meant.

    ## Sources

    Nova 34.0.0: nova/scheduler/utils.py (`ResourceRequest`), nova/conf/scheduler.py; the same in
    17.0.13.
    """
    most, hosts = config.value("scheduler", "max_placement_results"), deployment.compute_hosts or 0
    if isinstance(most, int) and most < hosts:
        yield Finding(
            f"filters and weighers see {most} of {hosts} hosts at most; right if most hosts fit "
            "most requests",
            at_option(config, "scheduler", "max_placement_results"),
            "scheduler",
            "max_placement_results",
        )


@rule(
    "build-failures-not-weighed",
    theme="scheduling",
    severity=Severity.INFO,
    options=(f"compute.{THRESHOLD}", f"{GROUP}.{FAILURES}"),
    releases=(18, None),
)
def build_failures_not_weighed(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """One half of the watch over failed builds is off, and the other half is set for nothing.

    ## What it checks

    `[compute] consecutive_build_service_disable_threshold = 0` with a
    `[filter_scheduler] build_failure_weight_multiplier` other than 0 written in the same files, or
    the other way round.

    ## Why it matters

    nova-compute counts failed builds where the threshold is not 0, and the scheduler puts hosts
    with failures last by the multiplier. Either 0 switches the whole off. Of the threshold only
    counts whether it is 0, whatever its name says: since rocky it takes no host out of service.

    ## Example

        [compute]
        consecutive_build_service_disable_threshold = 0
        [filter_scheduler]
        build_failure_weight_multiplier = 1000.0

    ## Fix safety

    Unsafe: the option without effect is commented out.

    ## Sources

    Nova 34.0.0: nova/compute/manager.py (`_build_failed`), nova/scheduler/weights/compute.py; the
    same in 18.3.0.
    """
    pair = (("compute", THRESHOLD), (GROUP, FAILURES))
    settings = [config.setting(*one) for one in pair if config.schema.option(*one)]
    if len(settings) != 2 or any(one.is_default or one.fault for one in settings):
        return
    off = [one for one in settings if one.value == 0]
    if len(off) == 1:
        other = next(one for one in settings if one is not off[0])
        yield Finding(
            f"`{other.name}` has no effect while `{off[0].name}` is 0; drop one of the two",
            at_option(config, other.group, other.name),
            other.group,
            other.name,
            (unset_fix(config, other.group, other.name, "Comment it out"),),
            (Note(f"`{off[0].name}` is 0 here", at(off[0].places[-1])),),
        )


@rule(
    "build-failures-steered-by-tenants",
    theme="scheduling",
    severity=Severity.INFO,
    options=(f"{GROUP}.{FAILURES}", f"compute.{THRESHOLD}"),
    releases=(18, None),
    roles=("scheduler",),
    needs=("role", "tenants"),
    thresholds={"tenants": 10},
)
def build_failures_steered_by_tenants(
    config: Config, deployment: Deployment, tenants: float
) -> Iterator[Finding]:
    """Failed builds of one tenant decide where the servers of all others go.

    ## What it checks

    `[filter_scheduler] build_failure_weight_multiplier` at its default of a million or above in a
    cloud of 10 tenants or more, a threshold.

    ## Why it matters

    A host where builds have failed is put behind all others until one succeeds there. That is right
    for a broken host. A broken image of one tenant, however, makes one host after the other look
    broken, and the rest take all the load. The charms keep the weight off for that reason.

    ## Example

        [filter_scheduler]
        #build_failure_weight_multiplier = 1000000.0

    ## Fix safety

    There is no fix: without the weight a broken host draws servers on and on.

    ## Sources

    Nova 34.0.0: nova/scheduler/weights/compute.py (`BuildFailureWeigher`), nova/compute/manager.py
    (`_build_failed`); charm-nova-cloud-controller of 2025, config.yaml.
    """
    weight = config.value(GROUP, FAILURES)
    off = not config.setting("compute", THRESHOLD).is_default and not config.value(
        "compute", THRESHOLD
    )
    many = deployment.tenants or 0
    if isinstance(weight, (int, float)) and weight >= 1_000_000 and many >= tenants and not off:
        yield Finding(
            f"builds that fail for one of {many} tenants put a host last for all; lower the weight "
            "if tenants bring images of their own",
            at_option(config, GROUP, FAILURES),
            GROUP,
            FAILURES,
        )
