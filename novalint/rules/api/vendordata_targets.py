"""How the services that add to metadata are named and asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.api.vendordata_lists import (
    DYNAMIC,
    PROVIDERS,
    TARGETS,
    has_named_target,
    vendordata,
)
from novalint.rules.common.absence import severity_of_absence
from novalint.rules.common.logins import elsewhere, has_login
from novalint.rules.common.places import as_set, finding, lacking
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding


@rule(
    "vendordata-target-without-name",
    theme="api",
    severity=Severity.WARNING,
    options=(f"api.{PROVIDERS}", f"api.{TARGETS}"),
)
def vendordata_target_without_name(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A dynamic vendordata target has no name or a duplicate one, and is skipped.

    ## What it checks

    Items of `[api] vendordata_dynamic_targets` that `DynamicJSON` asks: those without an `@`, empty
    ones, and those with a name that an earlier one has. The name is the part before the first `@`;
    Nova takes nothing there for a name too, so `@https://host/path` is left alone.

    ## Why it matters

    Items are `name@url`; the name is the key under which a server finds the answer. Others are
    skipped with a warning at each request.

    ## Example

        [api]
        vendordata_providers = DynamicJSON
        vendordata_dynamic_targets = https://join.example.org/v1

    ## Fix safety

    There is no fix: only you know what the servers look for.

    ## Sources

    Nova 34.0.0, 17.0.13 and 15.1.5: nova/api/metadata/vendordata_dynamic.py (`get`).
    """
    providers, targets = vendordata(config)
    if DYNAMIC not in providers:
        return
    named = [target.partition("@")[0] for target in targets if "@" in target]
    nameless = [target for target in targets if target and "@" not in target]
    said = as_set(config.setting("api", TARGETS))
    if "" in targets:
        what = "has an empty item, which Nova skips; remove it"
        yield finding(config, "api", TARGETS, f"{said} {what}")
    if nameless:
        what = f"has {listed(nameless)} without a name, which Nova skips; write name@url"
        yield finding(config, "api", TARGETS, f"{said} {what}")
    if len(set(named)) < len(named):
        what = f"gives one name to {max(Counter(named).values())} targets, of which Nova asks"
        what += " only the first; use a name for each target"
        yield finding(config, "api", TARGETS, f"{said} {what}")


@rule(
    "vendordata-target-without-url",
    theme="api",
    severity=Severity.ERROR,
    options=(f"api.{PROVIDERS}", f"api.{TARGETS}"),
)
def vendordata_target_without_url(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A dynamic vendordata target has no usable URL, so no server gets dynamic vendordata.

    ## What it checks

    Items of `[api] vendordata_dynamic_targets` that `DynamicJSON` asks: what follows their first
    `@` needs a scheme with `//` and a host. Items without an `@` are left to
    [vendordata-target-without-name](vendordata-target-without-name.md).

    ## Why it matters

    keystoneauth takes an address without a host for a path, whose service it looks up in a
    catalogue that it does not have: *EndpointNotFound*. Nova catches every failure of a target but
    that one. No server gets its vendor_data2.json, and builds with a config drive fail.

    So it is with a URL that has credentials and no name in front: its scheme and the credentials
    become the name, its host the path.

    ## Example

        [api]
        vendordata_providers = DynamicJSON
        vendordata_dynamic_targets = join@join.example.org/v1

    ## Fix safety

    There is no fix: only you know the scheme and what the servers look for.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/api/metadata/vendordata_dynamic.py (`get`, `_do_request`),
    nova/api/metadata/base.py (`_vendor_data2`), tried with 15.1.5 and 34.0.0; keystoneauth:
    keystoneauth1/session.py (`request`).
    """
    providers, targets = vendordata(config)
    named = (target.partition("@") for target in reversed(targets) if "@" in target)
    asked = {name: url for name, _, url in named}  # of one name Nova asks the first alone
    if DYNAMIC in providers and not all(map(_has_host, asked.values())):
        yield finding(
            config,
            "api",
            TARGETS,
            f"{as_set(config.setting('api', TARGETS))} has a target without scheme and host after"
            " its first `@`, so no server gets its vendor_data2.json and builds with a config drive"
            " fail; write name@https://host/path",
        )


def _has_host(url: str) -> bool:
    """Return whether requests are sent to a URL, and not to a path in a catalogue."""
    from urllib.parse import urlsplit

    try:
        return bool(urlsplit(url).netloc)
    except ValueError:  # Nova catches that
        return True


@rule(
    "vendordata-without-login",
    theme="api",
    severity=Severity.WARNING,
    options=(
        f"api.{PROVIDERS}",
        f"api.{TARGETS}",
        "vendordata_dynamic_auth.auth_type",
        "vendordata_dynamic_auth.auth_section",
    ),
)
def vendordata_without_login(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Nova queries dynamic vendordata targets without a token.

    ## What it checks

    Targets that are asked (`DynamicJSON` among the providers) while `[vendordata_dynamic_auth]` has
    no `auth_type` or `auth_section`. Info where a single file does not look like a whole
    configuration, since it may be a part only.

    ## Why it matters

    Nova logs "Passing insecure dynamic vendordata requests". The service must then answer anyone
    who knows the ID of a server, and what it answers is often a one-time password to join a domain.
    A slow service delays metadata: `vendordata_dynamic_read_timeout` (5 seconds) is spent for each
    target at each boot, and with `vendordata_dynamic_failure_fatal` a failure fails the boot.

    ## Example

        [api]
        vendordata_providers = DynamicJSON
        vendordata_dynamic_targets = join@https://join.example.org/v1

    ## Fix safety

    There is no fix: add the credentials yourself (`auth_type`, `auth_url`, `username`, `password`,
    `project_name`, `user_domain_name`, `project_domain_name`).

    ## Sources

    Nova 34.0.0, 17.0.13 and 15.1.5: nova/api/metadata/vendordata_dynamic.py (`_load_ks_session`).
    """
    asked = DYNAMIC in vendordata(config).providers and has_named_target(config)
    if asked and not has_login(config, "vendordata_dynamic_auth") and not elsewhere(config):
        lacks = lacking(config, "vendordata_dynamic_auth", "auth_type")
        yield finding(
            config,
            "api",
            TARGETS,
            f"{as_set(config.setting('api', TARGETS))} names services that Nova calls without a"
            f" token, as `[vendordata_dynamic_auth] auth_type` {lacks}; set it and the rest of the"
            " credentials",
            override=severity_of_absence(config),
        )
