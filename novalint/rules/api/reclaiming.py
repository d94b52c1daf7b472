"""Servers that are kept for a while after their deletion."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.common.absence import severity_of_absence
from novalint.rules.common.logins import elsewhere, has_login
from novalint.rules.common.places import finding, lacking, set_fix
from novalint.rules.compute.periodic import ENABLE, is_idle
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

RECLAIM = "reclaim_instance_interval"


@rule(
    "reclaim-interval-negative",
    theme="api",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{RECLAIM}",),
    roles=("api",),
)
def reclaim_interval_negative(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A negative `reclaim_instance_interval` keeps deleted servers forever.

    ## What it checks

    A negative `reclaim_instance_interval` that nova-api reads. On a node with nova-compute alone it
    means the same as 0: this host removes none.

    ## Why it matters

    The API takes anything but 0 as "keep deleted servers for a while", whereas nova-compute takes
    only numbers above 0 as the time after which to remove them. Servers stay in SOFT_DELETED and
    keep their disks and addresses. With 0 those that are there already stay so until they are
    deleted once more; with a number above 0 nova-compute removes them. For the same reason give the
    API and all computes one value.

    ## Example

        [DEFAULT]
        reclaim_instance_interval = -1

    ## Fix safety

    Unsafe: set to 0, which means off to both.

    ## Sources

    Nova 34.0.0: nova/api/openstack/compute/servers.py (`_delete`), nova/compute/manager.py
    (`_reclaim_queued_deletes`); the same in 15.1.5 and 17.0.13.
    """
    value = config.integer("DEFAULT", RECLAIM) or 0
    if value < 0:
        yield finding(
            config,
            "DEFAULT",
            RECLAIM,
            f"`{RECLAIM}` {value} makes nova-api keep deleted servers that no nova-compute ever"
            " removes; set it to 0",
            set_fix(config, "DEFAULT", RECLAIM, "0"),
        )


@rule(
    "reclaim-without-cinder-login",
    theme="api",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{RECLAIM}", f"DEFAULT.{ENABLE}", "cinder.auth_type", "cinder.auth_section"),
    releases=(16, None),
    since="[cinder] takes a log-in since pike (nova/volume/cinder.py, `_load_auth_plugin`)",
    roles=("compute",),
)
def reclaim_without_cinder_login(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Servers that are reclaimed after a delay leave their volumes attached.

    ## What it checks

    `reclaim_instance_interval` above 0 on a compute node while `[cinder]` is configured but has no
    `auth_type` or `auth_section`, unless `periodic_enable` is false. It is a note if a single file
    does not look like a whole configuration.

    ## Why it matters

    nova-compute itself deletes the servers, long after the user's token has expired, so it needs
    credentials of its own to detach the volumes. Without them they stay attached to a server that
    no longer exists ("The [cinder] section of your nova configuration file must be configured"; in
    pike and queens only "Unknown auth type: None").

    ## Example

        [DEFAULT]
        reclaim_instance_interval = 3600

        [cinder]
        os_region_name = RegionOne

    ## Fix safety

    There is no fix: add the credentials yourself (`auth_type`, `auth_url`, `username`, `password`,
    `project_name`, `user_domain_name`, `project_domain_name`).

    ## Sources

    Nova 34.0.0: nova/volume/cinder.py (`_load_auth_plugin`, `_get_auth`), nova/compute/manager.py
    (`_reclaim_queued_deletes`), nova/conf/compute.py; 16.1.8 and 17.0.13:
    nova/volume/cinder.py.
    """
    value = config.integer("DEFAULT", RECLAIM) or 0
    with_cinder = any(setting.group == "cinder" for setting in config.settings)
    if value <= 0 or not with_cinder or is_idle(config):
        return
    if not has_login(config, "cinder") and not elsewhere(config):
        lacks = lacking(config, "cinder", "auth_type")
        yield finding(
            config,
            "DEFAULT",
            RECLAIM,
            f"`{RECLAIM}` {value} makes nova-compute remove deleted servers without a user's token,"
            f" but `[cinder] auth_type` {lacks}, so their volumes stay attached; set it and the"
            " rest of the credentials",
            override=severity_of_absence(config),
        )
