"""Log-ins to Keystone whose group has no `auth_type`, which makes them none."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.findings import Finding, Severity
from novalint.rules.api.service_logins import (
    ServiceLogin,
    logins,
    programs,
    set_options,
    without,
)
from novalint.rules.common.absence import severity_of_absence
from novalint.rules.common.logins import FORMER, may_have, partial
from novalint.rules.common.places import at_option, finding, lacking
from novalint.wording import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novalint.config.model import Config
    from novalint.deployment import Deployment

TOLD = frozenset(("placement", "neutron", "service_user", "oslo_limit", "vendordata_dynamic_auth"))
"""Groups of whose missing `auth_type` rules of their own tell."""
FORMER_LOGIN = frozenset((FORMER[1], "admin_token", "identity_uri"))
"""Options of the log-in without `auth_type` that the API had up to 2026.1."""


def untyped(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Yield a finding for each log-in that a service of the node uses, and that has no type."""
    for group, login in logins(config):
        section = str(partial(config, group, "auth_section") or group)
        known = config.schema.option(section, "auth_type") is not None
        if not known or placeholder(section) or may_have(config, section, "auth_type"):
            continue
        if section != group and without(config, section, deployment, login):
            continue  # login-section-unknown says so
        if login.concerns(deployment):
            effect = f"so {programs(deployment, login.roles)} cannot log in to Keystone"
            severity = _severity(config, deployment, login)
            if section != group:
                yield _named(config, group, section, effect, severity)
            elif group not in TOLD:
                yield from _written(config, group, effect, severity)


def _severity(config: Config, deployment: Deployment, login: ServiceLogin) -> Severity | None:
    elsewhere = severity_of_absence(config, for_need=True) if deployment.roles else Severity.INFO
    return elsewhere or (None if login.vital else Severity.WARNING)


def _named(
    config: Config, group: str, section: str, effect: str, severity: Severity | None
) -> Finding:
    """Tell of a group that takes its log-in from one without a type."""
    return finding(
        config,
        group,
        "auth_section",
        f"`[{group}] auth_section` names {shown(section)}, but `[{section}] auth_type`"
        f" {lacking(config, section, 'auth_type')}, {effect}; set that",
        override=severity,
    )


def _written(
    config: Config, group: str, effect: str, severity: Severity | None
) -> Iterator[Finding]:
    """Tell of a log-in that is written out but for its type."""
    options = set_options(config, group)
    user = next((name for name in ("username", "user_id") if name in options), "")
    if user and "auth_url" in options and options.isdisjoint(FORMER_LOGIN):
        unset = config.setting(group, "auth_type").is_default
        yield Finding(
            f"`[{group}] auth_type` {lacking(config, group, 'auth_type')} although the group has"
            f" `auth_url` and `{user}`, {effect}; set it",
            at_option(config, group, "auth_url" if unset else "auth_type"),
            group,
            "auth_type",
            override=severity,
        )
