"""Limits that Keystone keeps."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.common.absence import severity_of_absence
from novalint.rules.common.logins import elsewhere, has_login, may_have, partial
from novalint.rules.common.places import finding, lacking, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

UNIFIED = "nova.quota.UnifiedLimitsDriver"

GROUP = "oslo_limit"

ENDPOINT = ("endpoint_id", "endpoint_service_type", "endpoint_service_name")

PLACEMENT = "count_usage_from_placement"
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
    PLACEMENT,
)
"""What UnifiedLimitsDriver takes from Keystone and placement instead."""


@rule(
    "unified-limits-without-oslo-limit",
    theme="api",
    severity=Severity.ERROR,
    options=(
        "quota.driver",
        "oslo_limit.auth_type",
        "oslo_limit.auth_section",
        *(f"oslo_limit.{name}" for name in ENDPOINT),
    ),
    releases=(25, None),
    since="the driver came in yoga (nova/quota.py)",
    roles=("api", "conductor"),
)
def unified_limits_without_oslo_limit(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Limits come from Keystone, but Nova lacks the credentials or endpoint to read them.

    ## What it checks

    With `[quota] driver = nova.quota.UnifiedLimitsDriver` on nodes with nova-api or nova-conductor:
    credentials in `[oslo_limit]` (`auth_type` or `auth_section`), and what names Nova's endpoint:
    `endpoint_id`, or from 2025.1 on `endpoint_service_type` or `endpoint_service_name`, which an
    empty `endpoint_id` hides. Info where a single file does not look like a whole configuration,
    since it may be a part only.

    ## Why it matters

    Every request that is checked against a limit fails, the building of servers among them: with a
    ValueError where the endpoint is not named, else because Nova cannot log in to Keystone.

    ## Example

        [quota]
        driver = nova.quota.UnifiedLimitsDriver

        [oslo_limit]
        auth_type = password

    ## Fix safety

    There is no fix: `openstack endpoint list --service nova` gives the endpoint's ID, add the
    credentials yourself.

    ## Sources

    Nova 34.0.0: nova/limit/utils.py (`_identity_client`), nova/compute/api.py and
    nova/conductor/manager.py (`enforce_num_instances_and_resources`),
    doc/source/admin/unified-limits.rst; oslo.limit of 2023.1, 2024.2 and 2025.1:
    oslo_limit/limit.py, oslo_limit/opts.py.
    """
    if config.text("quota", "driver") != UNIFIED or elsewhere(config):
        return
    lacks = [] if has_login(config, GROUP) else ["auth_type"]
    by_id = partial(config, GROUP, ENDPOINT[0])
    if by_id == "" or not any(may_have(config, GROUP, name) for name in ENDPOINT):
        later = config.schema.option(GROUP, ENDPOINT[1]) is not None
        lacks.append(ENDPOINT[1] if later and by_id is None else ENDPOINT[0])
    if lacks:
        names = " and ".join(f"`{name}`" for name in lacks)
        them = "it" if len(lacks) == 1 else "them"
        yield finding(
            config,
            "quota",
            "driver",
            f"`[quota] driver` {UNIFIED} takes limits from Keystone, but {names} of `[{GROUP}]`"
            f" {lacking(config, GROUP, *lacks)}, so requests fail when their limits are checked;"
            f" set {them}",
            override=severity_of_absence(config),
        )


@rule(
    "quota-number-with-unified-limits",
    theme="api",
    severity=Severity.INFO,
    options=("quota.driver", *(f"quota.{number}" for number in NUMBERS)),
    releases=(25, None),
    since="the driver came in yoga (nova/quota.py)",
)
def quota_number_with_unified_limits(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A number of the old quotas is set although limits come from Keystone.

    ## What it checks

    Any of the numbers of `[quota]`, or `count_usage_from_placement`, set together with `driver =
    nova.quota.UnifiedLimitsDriver`.

    ## Why it matters

    They have no effect; the registered limits in Keystone apply. A resource without a registered
    limit has a limit of 0 (from 2025.1 on `unified_limits_resource_strategy` decides for which
    resources this is so).

    ## Example

        [quota]
        driver = nova.quota.UnifiedLimitsDriver
        cores = 200

    ## Fix safety

    Unsafe: the line is commented out. First make sure that the limits are migrated: `nova-manage
    limits migrate_to_unified_limits`, from 2023.2 on, reads these numbers; before, register them in
    Keystone by hand. For `count_usage_from_placement` there is nothing to migrate.

    ## Sources

    Nova 34.0.0: nova/conf/quota.py, nova/quota.py, nova/limit/utils.py.
    """
    if config.text("quota", "driver") != UNIFIED:
        return
    for name in NUMBERS:
        if not config.setting("quota", name).is_default:
            yield finding(
                config,
                "quota",
                name,
                f"`[quota] {name}` has no effect while Nova takes its limits from Keystone;"
                f" remove it{'' if name == PLACEMENT else ' once they have been migrated'}",
                unset_fix(config, "quota", name, f"Comment out {name}"),
            )
