"""How Nova itself logs in to placement and neutron."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.logins import has_login, holds_logins
from novalint.rules.common.places import at_option
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

PLACEMENT_ROLES = ("compute", "scheduler", "conductor", "api")

NEUTRON_ROLES = ("compute", "api", "conductor", "metadata")


@rule(
    "placement-login-missing",
    theme="api",
    severity=Severity.ERROR,
    options=("placement.auth_type", "placement.auth_section"),
    releases=(17, None),
    roles=PLACEMENT_ROLES,
    needs=("role",),
)
def placement_login_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Nova has no way to log in to placement, so no server can be built.

    ## What it checks

    `auth_type` (or `auth_section`) in `[placement]`, for nova-compute, nova-scheduler,
    nova-conductor and, from rocky on, nova-api. It speaks only where the files are told to be
    those of such a node and hold another log-in, so that a part of a configuration is not taken
    for the whole.

    ## Why it matters

    From zed on nova-scheduler refuses to start without (MissingAuthPlugin), and nova-compute does
    so with a current openstacksdk. Before, both started and logged "No authentication information
    found for placement API": hosts report nothing, the scheduler finds none, and every build ends
    in "No valid host". In queens nova-compute wants `region_name` too.

    ## Example

        [keystone_authtoken]
        auth_type = password

        [placement]
        region_name = RegionOne

    ## Fix safety

    There is no fix: the log-in is yours to add (`auth_type`, `auth_url`, `username`, `password`,
    `project_name`, `user_domain_name`, `project_domain_name`).

    ## Sources

    Nova 34.0.0: nova/scheduler/manager.py (`SchedulerManager.__init__`),
    nova/scheduler/client/report.py, nova/compute/manager.py; run with no log-in in 26.3.0 and
    34.0.0; Nova 17.0.13: nova/compute/manager.py (`PlacementNotConfigured`).
    """
    played = [role for role in PLACEMENT_ROLES if deployment.plays(role)]
    if config.release.major < 18:
        played = [role for role in played if role != "api"]
    if played and _lacks_login(config, "placement"):
        yield Finding(
            f"`[placement]` has no log-in, so {listed(f'nova-{one}' for one in played)} cannot use"
            " placement; set `auth_type` and what belongs to it",
            at_option(config, "placement", "auth_type"),
            "placement",
            "auth_type",
        )


@rule(
    "neutron-login-missing",
    theme="api",
    severity=Severity.ERROR,
    options=("neutron.auth_type", "neutron.auth_section"),
    releases=(17, None),
    roles=NEUTRON_ROLES,
    needs=("role",),
)
def neutron_login_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Nova has no way to log in to neutron where it acts without a user's token.

    ## What it checks

    `auth_type` (or `auth_section`) in `[neutron]`, for nova-compute, nova-api, nova-conductor and
    the metadata service, unless nova-network is in use (`use_neutron = false`, until train). It
    speaks only where the files are told to be those of such a node and hold another log-in.

    ## Why it matters

    Binding a port to a host, looking up who asks for metadata and refreshing what is known of
    networks are done as an administrator. Without a log-in each of them ends in Unauthorized
    ("Unknown auth type: None"): servers fail to build, users get an answer of 500.

    ## Example

        [keystone_authtoken]
        auth_type = password

        [neutron]
        region_name = RegionOne

    ## Fix safety

    There is no fix: the log-in is yours to add (`auth_type`, `auth_url`, `username`, `password`,
    `project_name`, `user_domain_name`, `project_domain_name`).

    ## Sources

    Nova 34.0.0: nova/network/neutron.py (`_load_auth_plugin`, `_get_auth_plugin`); Nova 17.0.13:
    nova/network/neutronv2/api.py.
    """
    played = [role for role in NEUTRON_ROLES if deployment.plays(role)]
    if config.value("DEFAULT", "use_neutron") is False or not played:
        return
    if _lacks_login(config, "neutron"):
        yield Finding(
            f"`[neutron]` has no log-in, so {listed(f'nova-{one}' for one in played)} cannot bind"
            " or look up ports; set `auth_type` and what belongs to it",
            at_option(config, "neutron", "auth_type"),
            "neutron",
            "auth_type",
        )


def _lacks_login(config: Config, group: str) -> bool:
    elsewhere = config.value("DEFAULT", "config_source")
    return not elsewhere and not has_login(config, group) and holds_logins(config)
