"""How Nova itself logs in to placement and neutron."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.deployment import program
from novalint.findings import Severity
from novalint.rules.common.absence import severity_of_absence
from novalint.rules.common.filters import asks_placement
from novalint.rules.common.logins import elsewhere, has_login, holds_logins, is_missing
from novalint.rules.common.places import finding, lacking
from novalint.rules.declaration import rule
from novalint.wording import in_turn

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

PLACEMENT_ROLES = ("compute", "scheduler", "conductor", "api")

ENDING = 20
"""The major version since which services end that cannot log in to placement at their start."""

MOVING = 19
"""The major version since which nova-conductor moves no server where it cannot ask placement."""

AGGREGATES_APART = "aggregates are not mirrored there"
MOVES_NONE = "servers are not moved"

NEUTRON_ROLES = ("compute", "api", "conductor", "scheduler", "metadata")
ROUTED = "query_placement_for_routed_network_aggregates"


@rule(
    "placement-login-missing",
    theme="api",
    severity=Severity.ERROR,
    options=("placement.auth_type", "placement.auth_section", "scheduler.driver"),
    roles=PLACEMENT_ROLES,
    needs=("role",),
)
def placement_login_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Nova has no credentials for placement.

    ## What it checks

    `auth_type` (or `auth_section`) in `[placement]`, for nova-compute, nova-scheduler, from pike on
    nova-conductor and from rocky on nova-api; not for nova-scheduler with `[scheduler] driver` set
    to caching_scheduler or chance_scheduler, which existed until rocky and do not query placement.
    The rule runs only if the given role is that of such a node and the files contain other
    credentials, so that a part of a configuration is not taken for the whole. For a single file
    without such a group, and without a broker or a database, it is an info: another file may have
    the credentials.

    ## Why it matters

    From train on nova-compute, nova-scheduler and nova-conductor do not start without credentials
    (MissingAuthPlugin). Before, they started and logged "No authentication information found for
    placement API": hosts report nothing, the scheduler finds no host, and every build ends in "No
    valid host"; nova-conductor moves servers without updating their allocations, and from stein on
    it moves none. nova-api starts in all releases: from train on adding a host to an aggregate
    fails, before that aggregates are not mirrored in placement. It is a warning where only
    allocations or mirroring are affected.

    ## Example

        [keystone_authtoken]
        auth_type = password

        [placement]
        region_name = RegionOne

    ## Fix safety

    There is no fix: add the credentials yourself (`auth_type`, `auth_url`, `username`, `password`,
    `project_name`, `user_domain_name`, `project_domain_name`).

    ## Sources

    Nova 34.0.0 and 20.6.1: nova/scheduler/client/report.py (`_create_client`), which is called from
    `__init__` in nova/scheduler/manager.py, nova/conductor/manager.py and nova/compute/manager.py;
    run with no log-in in 18.3.0, 20.6.1, 25.3.0 and 34.0.0; Nova 15.1.5 and 17.0.13:
    nova/scheduler/client/report.py (`safe_connect`); 18.3.0, 19.3.2, 20.6.1 and 34.0.0:
    nova/compute/api.py (`add_host_to_aggregate`);
    17.0.13 to 19.3.2: nova/conductor/tasks/migrate.py (`replace_allocation_with_migration`).
    """
    alone = not asks_placement(config)
    first = {"conductor": 16, "api": 18, "scheduler": 19 if alone else 0}
    played = [
        role
        for role in PLACEMENT_ROLES
        if deployment.plays(role) and config.release.major >= first.get(role, 0)
    ]
    if played and _lacks_login(config, "placement"):
        lacks = lacking(config, "placement", "auth_type")
        yield finding(
            config,
            "placement",
            "auth_type",
            f"`[placement] auth_type` {lacks}, so {_programs(played)} cannot use placement and"
            f" {_without_placement(played, config.release.major)}; set it and the rest of the"
            " credentials",
            override=severity_of_absence(config, for_need=True)
            or (Severity.WARNING if _only_logs(played, config.release.major) else None),
        )


def _without_placement(roles: list[str], major: int) -> str:
    """Return what follows where services of these roles cannot log in to placement."""
    ends = major >= ENDING and "conductor" in roles
    if ends or not {"compute", "scheduler"}.isdisjoint(roles):
        return "no server is built"
    if "conductor" in roles:
        return "servers that it moves are not accounted for" if major < MOVING else MOVES_NONE
    return AGGREGATES_APART if major < ENDING else "adding hosts to aggregates fails"


def _only_logs(roles: list[str], major: int) -> bool:
    """Return whether services of these roles go on without placement, and no request fails."""
    first = MOVING if "conductor" in roles else ENDING
    return major < first and {"compute", "scheduler"}.isdisjoint(roles)


@rule(
    "placement-region-missing",
    theme="api",
    severity=Severity.ERROR,
    options=(
        "placement.region_name",
        "placement.os_region_name",
        "placement.auth_type",
        "placement.auth_section",
    ),
    releases=(None, 17),
    until="nova-compute starts without a region since rocky (nova/compute/manager.py)",
    roles=("compute",),
    needs=("role",),
)
def placement_region_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """nova-compute does not start, since the region of placement is not set.

    ## What it checks

    `[placement] region_name` in queens, its old name `os_region_name` in ocata and pike, on compute
    nodes whose files contain credentials for placement. It is a note if a single file does not look
    like a whole configuration.

    ## Why it matters

    Without a region nova-compute regards placement as not configured and exits with
    PlacementNotConfigured, even in a cloud with one region.

    ## Example

        [placement]
        auth_type = password
        auth_url = https://keystone.example.org:5000/v3

    ## Fix safety

    There is no fix: only you know the name of the region (`openstack region list`).

    ## Sources

    Nova 15.1.5, 16.1.8 and 17.0.13: nova/compute/manager.py (`init_host`). 18.3.0 does without.
    """
    early = config.schema.option("placement", "region_name") is None
    name = "os_region_name" if early else "region_name"
    unset = config.setting("placement", name).is_default  # nova-compute starts with an empty one
    if unset and is_missing(config, "placement", name) and has_login(config, "placement"):
        yield finding(
            config,
            "placement",
            name,
            f"`[placement] {name}` is not set, so nova-compute does not start; set it to the name"
            " of the region",
            override=severity_of_absence(config),
        )


@rule(
    "neutron-login-missing",
    theme="api",
    severity=Severity.ERROR,
    options=("neutron.auth_type", "neutron.auth_section", f"scheduler.{ROUTED}"),
    roles=NEUTRON_ROLES,
    needs=("role",),
    neutron=True,
)
def neutron_login_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Nova has no credentials for neutron where it acts without a user's token.

    ## What it checks

    `auth_type` (or `auth_section`) in `[neutron]`, for nova-compute, nova-api, nova-conductor and
    the metadata service, unless nova-network is in use (`use_neutron = false`, until train); for
    nova-scheduler with `[scheduler] query_placement_for_routed_network_aggregates = true`. The rule
    runs only if the given role is that of such a node and the files contain other credentials. For
    a single file without such a group, and without a broker or a database, it is an info: another
    file may have the credentials.

    ## Why it matters

    Nova binds a port to a host, identifies the server that requests metadata and refreshes the
    network information cache as an administrator. Without credentials each of these fails with
    Unauthorized ("Unknown auth type: None"): servers fail to build, and users get a response of
    500. The metadata service looks up security groups in this way and returns 500 to servers;
    nova-scheduler looks up the segments of routed networks, so servers with a requested network are
    not built; nova-conductor needs the credentials to move servers from rocky on, before that only
    to unbind ports after a failed build, which is a warning.

    ## Example

        [keystone_authtoken]
        auth_type = password

        [neutron]
        region_name = RegionOne

    ## Fix safety

    There is no fix: add the credentials yourself (`auth_type`, `auth_url`, `username`, `password`,
    `project_name`, `user_domain_name`, `project_domain_name`).

    ## Sources

    Nova 34.0.0: nova/network/neutron.py (`_load_auth_plugin`, `_get_auth_plugin`,
    `get_segment_ids_for_network`), nova/scheduler/request_filter.py (`routed_networks_filter`),
    nova/api/metadata/base.py, nova/conductor/tasks/live_migrate.py; Nova 15.1.5 and 17.0.13:
    nova/network/neutronv2/api.py, nova/conductor/manager.py (`_cleanup_allocated_networks`).
    """
    played = [role for role in NEUTRON_ROLES if deployment.plays(role)]
    others = [role for role in played if role not in _WITHOUT_NEUTRON]
    if "scheduler" in played and (others or not config.boolean("scheduler", ROUTED)):
        played.remove("scheduler")  # it asks neutron for segments of routed networks alone
    if "metadata" in played and config.release.major < _MOVING:
        played = [role for role in played if role != "conductor"]  # it only frees ports
    if played and _lacks_login(config, "neutron"):
        frees = played[0] == "conductor" and config.release.major < _MOVING
        effect = _BOUND if frees else _WITHOUT_NEUTRON.get(played[0], _UNBOUND)
        lacks = lacking(config, "neutron", "auth_type")
        concerned = played if effect == _UNBOUND else played[:1]
        yield finding(
            config,
            "neutron",
            "auth_type",
            f"`[neutron] auth_type` {lacks}, so {_programs(concerned)} {effect}; set it and the"
            " rest of the credentials",
            override=severity_of_absence(config, for_need=True)
            or (Severity.WARNING if frees else None),
        )


_MOVING = 18
"""The major version since which nova-conductor binds the ports of servers that it moves."""
_BOUND = "cannot unbind the ports of a failed build"
_UNBOUND = "cannot bind or look up ports and servers fail to build"
_WITHOUT_NEUTRON = {
    "conductor": "cannot bind ports and servers are not moved",
    "scheduler": "cannot ask for segments of routed networks and builds on them fail",
    "metadata": "cannot look up security groups and servers get no metadata",
}
"""What follows where no program binds ports that lacks the log-in."""


def _lacks_login(config: Config, group: str) -> bool:
    return not elsewhere(config) and not has_login(config, group) and holds_logins(config)


def _programs(roles: list[str]) -> str:
    """Return the programs of roles in words, such as nova-compute and nova-api."""
    return in_turn(map(program, roles))
