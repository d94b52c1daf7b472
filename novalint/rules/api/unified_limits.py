"""Limits that Keystone keeps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.logins import has_login
from novalint.rules.common.places import at, at_option, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

UNIFIED = "nova.quota.UnifiedLimitsDriver"

ENDPOINT = ("endpoint_id", "endpoint_service_type", "endpoint_service_name")

NUMBERS = (
    "instances",
    "cores",
    "ram",
    "metadata_items",
    "injected_files",
    "injected_file_content_bytes",
    "injected_file_path_length",
    "key_pairs",
    "server_groups",
    "server_group_members",
    "count_usage_from_placement",
)
"""What UnifiedLimitsDriver takes from Keystone and placement instead."""


@rule(
    "unified-limits-without-oslo-limit",
    theme="api",
    severity=Severity.ERROR,
    options=("quota.driver", "oslo_limit.auth_type", *(f"oslo_limit.{one}" for one in ENDPOINT)),
    releases=(25, None),
)
def unified_limits_without_oslo_limit(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Limits are to come from Keystone, but Nova cannot ask for them.

    ## What it checks

    With `[quota] driver = nova.quota.UnifiedLimitsDriver`: a log-in in `[oslo_limit]` (`auth_type`
    or `auth_section`), and what names Nova's endpoint: `endpoint_id`, or from 2025.1 on
    `endpoint_service_type` or `endpoint_service_name`.

    ## Why it matters

    Every request that is checked against a limit fails, the building of servers among them: with a
    ValueError where the endpoint is not named, else because Keystone refuses the log-in.

    ## Example

        [quota]
        driver = nova.quota.UnifiedLimitsDriver

        [oslo_limit]
        auth_type = password

    ## Fix safety

    There is no fix: `openstack endpoint list --service nova` gives the endpoint's ID, the log-in is
    yours to add.

    ## Sources

    Nova 34.0.0: nova/limit/utils.py (`_identity_client`), doc/source/admin/unified-limits.rst;
    oslo.limit of 2023.1, 2024.2 and 2025.1: oslo_limit/limit.py, oslo_limit/opts.py.
    """
    if config.value("quota", "driver") != UNIFIED or config.value("DEFAULT", "config_source"):
        return
    names = [name for name in ENDPOINT if config.schema.option("oslo_limit", name)]
    lacks = [] if has_login(config, "oslo_limit") else ["no log-in (`auth_type`)"]
    if not any(config.value("oslo_limit", name) for name in names):
        lacks.append(f"no endpoint (`{'` or `'.join(names[:2])}`)")
    if lacks:
        yield Finding(
            f"limits come from Keystone, but `[oslo_limit]` has {' and '.join(lacks)}, so requests"
            " fail when their limits are checked; complete the group",
            at_option(config, "quota", "driver"),
            "quota",
            "driver",
        )


@rule(
    "quota-number-with-unified-limits",
    theme="api",
    severity=Severity.INFO,
    options=("quota.driver", *(f"quota.{one}" for one in NUMBERS)),
    releases=(25, None),
)
def quota_number_with_unified_limits(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A number of the old quota is set while limits come from Keystone.

    ## What it checks

    Any of the numbers of `[quota]`, or `count_usage_from_placement`, written beside
    `driver = nova.quota.UnifiedLimitsDriver`.

    ## Why it matters

    They are not the limits in force; registered limits in Keystone are. A resource without one
    there has a limit of 0 (from 2025.1 on `unified_limits_resource_strategy` says which those
    are).

    ## Example

        [quota]
        driver = nova.quota.UnifiedLimitsDriver
        cores = 200

    ## Fix safety

    Unsafe: the line is commented out. First see that the limits have been taken over (`nova-manage
    limits migrate_to_unified_limits`), which reads these numbers.

    ## Sources

    Nova 34.0.0: nova/conf/quota.py, nova/quota.py, nova/limit/utils.py.
    """
    if config.value("quota", "driver") != UNIFIED:
        return
    for name in NUMBERS:
        setting = config.setting("quota", name)
        if not setting.is_default:
            yield Finding(
                f"`{name}` counts for nothing while limits come from Keystone; drop it once they"
                " are there",
                at(setting.places[-1]),
                "quota",
                name,
                (unset_fix(config, "quota", name, "Comment it out"),),
            )
