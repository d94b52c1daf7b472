"""What the scheduler asks placement for: tenants' aggregates, image types."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.nova.filters import ENABLED, GROUP, WRITTEN
from novalint.rules.common.absence import known_first, severity_unless_set
from novalint.rules.common.filters import (
    asks_placement,
    names_of,
    picks_at_random,
    written_in_part,
)
from novalint.rules.common.places import as_set, finding, set_fix
from novalint.rules.declaration import FactNeeded, rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

LIMIT = "limit_tenants_to_placement_aggregate"
REQUIRED = "placement_aggregate_required_for_tenants"
EXCLUDED = "image_type_exclude_list"
IMAGE_TYPES = "query_placement_for_image_type_support"


@rule(
    "tenant-aggregate-not-looked-up",
    theme="scheduling",
    severity=Severity.WARNING,
    options=(f"scheduler.{LIMIT}", f"scheduler.{REQUIRED}", "scheduler.driver"),
    releases=(18, None),
    since="the options came in rocky (nova/scheduler/request_filter.py)",
    roles=("scheduler",),
)
def tenant_aggregate_not_looked_up(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Every tenant is to have a host aggregate, but the scheduler does not look for one.

    ## What it checks

    `[scheduler] placement_aggregate_required_for_tenants = true` while
    `limit_tenants_to_placement_aggregate` is false, as it is by default. It is a note if a single
    file does not set the latter and does not look like a whole configuration. In rocky also if
    either of them is true with `[scheduler] driver` set to caching_scheduler or chance_scheduler.

    ## Why it matters

    The first option decides what happens to a tenant without an aggregate, and is read only if the
    second one makes the scheduler look for it. Alone it has no effect. The filter
    AggregateMultiTenancyIsolation keeps other tenants off an aggregate, with or without these
    options. The caching and the chance scheduler do not query placement, so neither option has an
    effect with them.

    ## Example

        [scheduler]
        placement_aggregate_required_for_tenants = true

    ## Fix safety

    There is no fix: before `limit_tenants_to_placement_aggregate = true` every tenant needs a host
    aggregate with its id as `filter_tenant_id`, mirrored in placement, else it gets no host at all.

    ## Sources

    Nova 34.0.0: nova/scheduler/request_filter.py (`require_tenant_aggregate`); options of 18.3.0,
    nova/scheduler/manager.py (`USES_ALLOCATION_CANDIDATES`).
    """
    if not asks_placement(config):
        yield from _not_asked(config)
        return
    required = config.boolean("scheduler", REQUIRED) is True
    if required and config.boolean("scheduler", LIMIT) is False:
        yield finding(
            config,
            "scheduler",
            REQUIRED,
            f"`[scheduler] {REQUIRED}` has no effect while `{LIMIT}` is false; set both to true"
            " once each tenant has an aggregate that placement knows, or remove it",
            override=severity_unless_set(config, ("scheduler", LIMIT)),
        )


def _not_asked(config: Config) -> Iterator[Finding]:
    """Report what is to keep tenants apart by way of placement, with a scheduler that asks none."""
    driver = shown(config.text("scheduler", "driver") or "")
    usual = "" if config.setting("scheduler", "driver").shadowed else " for filter_scheduler"
    for _, name in known_first(config, (("scheduler", name) for name in (LIMIT, REQUIRED))):
        if config.boolean("scheduler", name) is True:
            yield finding(
                config,
                "scheduler",
                name,
                f"`[scheduler] {name}` has no effect with `driver` {driver}, which does not ask"
                f" placement; remove it, or remove `driver`{usual}",
            )


@rule(
    "tenant-filter-keeps-others-out",
    theme="scheduling",
    severity=Severity.INFO,
    options=(*WRITTEN, f"scheduler.{LIMIT}", "scheduler.driver"),
    roles=("scheduler",),
)
def tenant_filter_keeps_others_out(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A filter keeps other tenants off a tenant's hosts, but not the tenant on these hosts.

    ## What it checks

    AggregateMultiTenancyIsolation in `[filter_scheduler] enabled_filters` while `[scheduler]
    limit_tenants_to_placement_aggregate` (from rocky on) is not true, or has no effect since
    caching_scheduler does not ask placement. Not reported for chance_scheduler (until rocky), which
    asks no filter.

    ## Why it matters

    The filter refuses a host of a tenant's aggregate to all other tenants. The tenant itself may
    still land, next to others, on any host that is in no aggregate with a `filter_tenant_id`. Where
    servers of a tenant must stay on its hosts, `limit_tenants_to_placement_aggregate` (from rocky
    on) does it before any filter runs; for hosts with a required trait see
    `enable_isolated_aggregate_filtering` (from train on).

    ## Example

        [filter_scheduler]
        enabled_filters = AggregateMultiTenancyIsolation,ComputeFilter

    ## Fix safety

    There is no fix: keeping others out may be all that is wanted.

    ## Sources

    Nova 34.0.0: nova/scheduler/filters/aggregate_multitenancy_isolation.py (`host_passes`; the
    same in 15.1.5), nova/scheduler/request_filter.py; doc/source/admin/scheduling.rst.
    """
    setting = written_in_part(config)
    running = names_of(setting) if setting else []
    if picks_at_random(config):
        return
    limited = config.value("scheduler", LIMIT) and asks_placement(config)
    if "AggregateMultiTenancyIsolation" in running and not limited:
        yield finding(
            config,
            GROUP,
            ENABLED,
            f"{as_set(config.setting(GROUP, ENABLED))} has AggregateMultiTenancyIsolation, which"
            " keeps other tenants off an aggregate but lets its own tenant use other hosts too;"
            " make sure that this is meant",
        )


@rule(
    "image-types-not-asked-for",
    theme="scheduling",
    severity=Severity.WARNING,
    options=(f"compute.{EXCLUDED}", f"scheduler.{IMAGE_TYPES}"),
    releases=(23, None),
    since="image_type_exclude_list came in wallaby (nova/conf/compute.py)",
)
def image_types_not_asked_for(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Hosts exclude image types, but the scheduler does not take that into account.

    ## What it checks

    A `[compute] image_type_exclude_list` while `[scheduler] query_placement_for_image_type_support`
    is false, as it is by default, on a node that is both a compute node and a scheduler. Where they
    are apart, the list is on the compute nodes and the other option on the schedulers. Info where a
    single file does not set the switch and does not look like a whole configuration.

    ## Why it matters

    The list only changes what the host reports to placement. Unless the scheduler asks for the type
    of an image, the host gets it all the same.

    ## Example

        [compute]
        image_type_exclude_list = vmdk,iso

    ## Fix safety

    Unsafe: set to true. There is no fix where another file may set it.

    ## Sources

    Nova 34.0.0: nova/scheduler/request_filter.py (`require_image_type_support`),
    nova/conf/compute.py; options of 23.2.2.
    """
    if not config.items("compute", EXCLUDED):
        return
    if config.boolean("scheduler", IMAGE_TYPES) is not False:  # nor what Nova refuses
        return
    if not deployment.roles and config.setting("scheduler", IMAGE_TYPES).is_default:
        raise FactNeeded("role")
    if deployment.plays("scheduler") is False or deployment.plays("compute") is False:
        return
    elsewhere = severity_unless_set(config, ("scheduler", IMAGE_TYPES))
    yield finding(
        config,
        "compute",
        EXCLUDED,
        f"`[compute] {EXCLUDED}` has no effect while `[scheduler] {IMAGE_TYPES}` is false, so hosts"
        f" get these images all the same; set `{IMAGE_TYPES}` to true",
        *(() if elsewhere else (set_fix(config, "scheduler", IMAGE_TYPES, "true"),)),
        override=elsewhere,
    )
