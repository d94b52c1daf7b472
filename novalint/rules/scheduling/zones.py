"""Where a server may go: availability zones, and back to its own host."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.nova.filters import AVAILABLE, ENABLED, FILTERS, GROUP, READ
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.filters import (
    append_fix,
    asks_placement,
    beside,
    of_ironic,
    picks_at_random,
)
from novalint.rules.common.places import as_set, finding, removal, set_fix, unset_fix
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

PLACEMENT_ZONES = "query_placement_for_availability_zone"
ZONE_FILTER = "AvailabilityZoneFilter"
DEFAULT_ZONE = ("DEFAULT", "default_schedule_zone")
ASKED_AT_CREATION = 21
"""The major version from which on nova-api compares the zone of a request with those of volumes."""
EFFECT = "so servers may land outside the availability zone that a user asks for"


@rule(
    "zone-not-enforced",
    theme="scheduling",
    severity=Severity.WARNING,
    options=(*READ, f"{GROUP}.{AVAILABLE}", f"scheduler.{PLACEMENT_ZONES}"),
    releases=(None, 27),
    until="placement is always asked since 2023.2 (nova/scheduler/request_filter.py)",
    roles=("scheduler",),
)
def zone_not_enforced(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Servers may land outside the requested availability zone.

    ## What it checks

    `[filter_scheduler] enabled_filters` without AvailabilityZoneFilter while `[scheduler]
    query_placement_for_availability_zone` is false: its default up to wallaby; queens and older
    have only the filter, as has caching_scheduler in rocky. From xena on placement is asked by
    default, from 2023.2 always. Info where a single file does not set both options, as far as the
    release has them, and does not look like a whole configuration. Not reported where
    `use_baremetal_filters` (up to queens) has another list read, which only `[scheduler]
    host_manager = ironic_host_manager` does.

    ## Why it matters

    Nothing else reads the zone of a request. Servers that were spread over zones to survive the
    loss of one may all be in the same, and nothing is logged.

    ## Example

        [filter_scheduler]
        enabled_filters = ComputeFilter,ImagePropertiesFilter

    ## Fix safety

    Unsafe: asks placement for the zone, or, where there is only the filter, adds it; no fix where
    another file may set either option. Placement must know the host aggregates; nova-api has
    mirrored them there since rocky, those from before need `nova-manage placement sync_aggregates`
    first. A zone without an aggregate, such as `nova` by default, it does not know: who asks for
    that one gets a host of any zone.

    ## Sources

    Nova 18.3.0 and 24.2.1: nova/scheduler/request_filter.py; nova/scheduler/filters/
    availability_zone_filter.py of 15.1.5 and 26.3.0; defaults of 15.1.5 to 27.5.1.
    """
    filters = config.value(GROUP, ENABLED)
    if not isinstance(filters, list) or any(name not in FILTERS for name in filters):
        return
    if ZONE_FILTER in filters or of_ironic(config) or picks_at_random(config):
        return
    where, fixes = (GROUP, ENABLED), append_fix(config, [ZONE_FILTER])
    way = f"add {ZONE_FILTER}{beside(config, [ZONE_FILTER])}"
    if _may_ask(config):
        if config.boolean("scheduler", PLACEMENT_ZONES) is not False:
            return
        way = f"set `[scheduler] {PLACEMENT_ZONES}` to true"
        fixes = (set_fix(config, "scheduler", PLACEMENT_ZONES, "true"),)
        if not config.setting("scheduler", PLACEMENT_ZONES).is_default:
            where, way = ("scheduler", PLACEMENT_ZONES), "set it to true"
    if config.setting(*where).is_default:
        return
    fact = f"{as_set(config.setting(GROUP, ENABLED))} lacks {ZONE_FILTER}"
    if where[0] != GROUP:
        fact = f"{as_set(config.setting(*where))} is false and {fact}"
    message = f"{fact}, {EFFECT}; {way}"
    elsewhere = _unless_asked(config)
    yield finding(config, *where, message, *(() if elsewhere else fixes), override=elsewhere)


def _unless_asked(config: Config) -> Severity | None:
    """Return the override where another file may have placement or the filter look at the zone."""
    names = ((GROUP, ENABLED), ("scheduler", PLACEMENT_ZONES))
    return severity_unless_set(config, *names) if _may_ask(config) else None


def _may_ask(config: Config) -> bool:
    """Return whether the scheduler asks placement for the zone once it is told to."""
    known = config.schema.option("scheduler", PLACEMENT_ZONES) is not None
    return known and asks_placement(config)


@rule(
    "default-zone-binds-volumes",
    theme="scheduling",
    severity=Severity.INFO,
    options=("cinder.cross_az_attach", "DEFAULT.default_schedule_zone"),
    roles=("api",),
)
def default_zone_binds_volumes(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Servers go to one availability zone by default, and volumes in other zones are refused.

    ## What it checks

    `[cinder] cross_az_attach = false` together with a `[DEFAULT] default_schedule_zone`. An empty
    one is an error from ussuri on.

    ## Why it matters

    A request without an availability zone gets the default one, and from then on only volumes in a
    zone of the same name can be attached. Cinder must have a zone of exactly that name. From ussuri
    on the create request itself is refused if a volume is in another zone; without a default zone
    Nova would choose the volume's zone instead. An empty default zone counts as a zone there, and
    no volume is in one without a name: every request with volumes that names no zone is refused.

    In clouds with several cells see zones-compared-within-cell.

    ## Example

        [DEFAULT]
        default_schedule_zone = az1
        [cinder]
        cross_az_attach = false

    ## Fix safety

    Unsafe: an empty default zone is commented out, so that Nova chooses the volume's. Else there is
    no fix: the setting is correct where Cinder has the same zones.

    ## Sources

    Nova 34.0.0: nova/compute/api.py (`parse_availability_zone`, `_validate_vol_az_for_create`; the
    latter is in 21.2.4 and not in 20.6.1), nova/volume/cinder.py (`check_availability_zone`, also
    in 15.1.5 and 17.0.13).
    """
    zone = config.text(*DEFAULT_ZONE)
    if zone is None or config.boolean("cinder", "cross_az_attach") is not False:
        return
    if not zone and config.release.major >= ASKED_AT_CREATION:
        way = removal(config.setting(*DEFAULT_ZONE), "so that Nova chooses the zone of the volumes")
        yield finding(
            config,
            *DEFAULT_ZONE,
            "`default_schedule_zone` is empty, and with `[cinder] cross_az_attach` false no volume"
            " is in that zone, so requests for servers with volumes fail unless they name a zone;"
            f" {way}",
            unset_fix(config, *DEFAULT_ZONE),
            override=Severity.ERROR,
        )
    elif zone:
        yield finding(
            config,
            "cinder",
            "cross_az_attach",
            "`[cinder] cross_az_attach` false lets servers use only volumes of their own"
            f" availability zone ({shown(zone)} by `default_schedule_zone`); make sure that"
            " Cinder has a zone with this name",
        )


@rule(
    "resize-needs-another-host",
    theme="scheduling",
    severity=Severity.WARNING,
    options=("DEFAULT.allow_resize_to_same_host",),
    roles=("api",),
    drivers=("libvirt", "vmwareapi", "hyperv", "xenapi"),
    needs=("role", "compute_hosts"),
)
def resize_needs_another_host(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Servers cannot be resized, since the only compute host is excluded.

    ## What it checks

    `[DEFAULT] allow_resize_to_same_host` false, as it is by default, in a cloud of one compute
    host: that is given as a fact, so the default is a warning in any file of nova-api. Not reported
    with a compute driver that has no resize, such as Ironic's.

    ## Why it matters

    nova-api tells the scheduler to leave out the host that the server is on, so that every resize
    ends in NoValidHost. In larger clouds the same happens to servers of a group with the policy
    affinity, which may not leave their host. The option is read by nova-api.

    Up to train it decides about cold migrations too, which on libvirt then fail on the host itself:
    *UnableToMigrateToSelf*. From ussuri on those go by what the host says of its driver: VMware's
    alone can migrate a server to the host it is on.

    ## Example

        [DEFAULT]
        #allow_resize_to_same_host = false

    ## Fix safety

    Unsafe: set to true.

    ## Sources

    Nova 34.0.0 and 21.2.4: nova/compute/api.py (`resize`, `_allow_resize_to_same_host`); 15.1.5,
    17.0.13 and 20.6.1: `resize`, nova/compute/manager.py (`_prep_resize`); the drivers with
    `finish_migration` in 15.1.5 to 34.0.0.
    """
    name = "allow_resize_to_same_host"
    if deployment.compute_hosts == 1 and config.boolean("DEFAULT", name) is False:
        yield finding(
            config,
            "DEFAULT",
            name,
            f"`{name}` is false, so every resize fails in a cloud of one compute host; set it to"
            " true",
            set_fix(config, "DEFAULT", name, "true"),
        )
