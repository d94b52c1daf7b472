"""How the services that add to metadata are named and asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.logins import has_login
from novalint.rules.common.places import at_option
from novalint.rules.common.vendordata import DYNAMIC, PROVIDERS, TARGETS, vendordata
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule(
    "vendordata-target-without-name",
    theme="api",
    severity=Severity.WARNING,
    options=(f"api.{TARGETS}",),
    releases=(15, None),
)
def vendordata_target_without_name(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A target for metadata has no name, or another one's, and is skipped.

    ## What it checks

    Items of `[api] vendordata_dynamic_targets` without an `@`, or with a name that an earlier one
    has.

    ## Why it matters

    Items are `name@url`; the name is the key under which a server finds the answer. Others are
    skipped with a warning at each request.

    ## Example

        [api]
        vendordata_providers = DynamicJSON
        vendordata_dynamic_targets = https://join.example.org/v1

    ## Fix safety

    There is no fix: what the servers look for is yours to know.

    ## Sources

    Nova 34.0.0 and 17.0.13: nova/api/metadata/vendordata_dynamic.py (`get`).
    """
    _, targets = vendordata(config)
    names = Counter(one.partition("@")[0] for one in targets)
    wrong = {
        "without a name": [one for one in targets if "@" not in one],
        "more than once": sorted(one for one, count in names.items() if count > 1),
    }
    for how, items in wrong.items():
        if items:
            yield Finding(
                f"{listed(items)} stands here {how} and is skipped; write `name@url` with a name of"
                " its own",
                at_option(config, "api", TARGETS),
                "api",
                TARGETS,
            )


@rule(
    "vendordata-without-login",
    theme="api",
    severity=Severity.WARNING,
    options=(f"api.{PROVIDERS}", f"api.{TARGETS}", "vendordata_dynamic_auth.auth_type"),
    releases=(15, None),
)
def vendordata_without_login(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The service that adds to metadata is asked without a token.

    ## What it checks

    Targets that are asked (`DynamicJSON` among the providers) while `[vendordata_dynamic_auth]`
    has no `auth_type` or `auth_section`.

    ## Why it matters

    Nova logs "Passing insecure dynamic vendordata requests". The service must then answer anybody
    who knows the ID of a server, and what it answers is often a one-time password to join a
    domain. A slow service holds up metadata: `vendordata_dynamic_read_timeout` (5 seconds) is
    spent for each target at each boot, and with `vendordata_dynamic_failure_fatal` a failure fails
    the boot.

    ## Example

        [api]
        vendordata_providers = DynamicJSON
        vendordata_dynamic_targets = join@https://join.example.org/v1

    ## Fix safety

    There is no fix: the log-in is yours to add (`auth_type`, `auth_url`, `username`, `password`,
    `project_name`, `user_domain_name`, `project_domain_name`).

    ## Sources

    Nova 34.0.0 and 17.0.13: nova/api/metadata/vendordata_dynamic.py (`_load_ks_session`).
    """
    providers, targets = vendordata(config)
    asked = DYNAMIC in providers and any("@" in one for one in targets)
    if asked and not has_login(config, "vendordata_dynamic_auth"):
        yield Finding(
            "the targets are asked without a token, as `[vendordata_dynamic_auth]` has no log-in;"
            " set `auth_type` and what belongs to it",
            at_option(config, "api", TARGETS),
            "api",
            TARGETS,
        )
