"""Log-ins by version 2.0 of Keystone's API, which Keystone has no more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.nova.keystoneauth import ONLY_V3, WITHOUT_URL, lacking
from novalint.rules.api.service_logins import (
    LOGINS,
    OPTIONS,
    FiledLogin,
    filed_logins,
    programs,
    set_options,
)
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.logins import elsewhere, has_login, partial
from novalint.rules.common.places import finding
from novalint.rules.declaration import rule
from novalint.wording import in_turn

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

OF_VERSION_2 = {"v2password": "password", "v2token": "token"}
"""The plugins of keystoneauth that speak version 2.0 alone, each with the one in its place."""
ADMIN = "admin_user"
"""The user of a log-in without `auth_type`, always by version 2.0 (auth_token/_auth.py)."""
CHECKER, VERSION = "keystone_authtoken", "auth_version"
"""The group and option that tell keystonemiddleware by which version to check tokens, whichever
group its `auth_section` names for the log-in (auth_token/__init__.py, `_create_identity_server`).
"""
LAST_WITH_VERSION_2 = 20
"""The last major version whose keystonemiddleware checks tokens by version 2.0 where it is told to.

Later ones take version 3 whatever `auth_version` says (auth_token/_identity.py,
`_get_strategy_class`).
"""
_VERSIONED_URL = re.compile(r"/v2(\.0)?/*\Z")
_VERSION_2 = re.compile(r"[vV]?2(\.0)?\Z")
_GONE = "version 2.0 of Keystone's API, which Keystone removed in queens"


@rule(
    "login-by-keystone-v2",
    theme="api",
    severity=Severity.ERROR,
    options=(*OPTIONS, f"{CHECKER}.{VERSION}", f"{CHECKER}.{ADMIN}", f"{CHECKER}.admin_token"),
    releases=(17, None),
    since="Keystone has only version 3 from its queens release on (Keystone 13.0.0)",
    sign="v2",
)
def login_by_keystone_v2(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Credentials use version 2.0 of Keystone's API, which no supported Keystone has.

    ## What it checks

    Each group with credentials that the node uses: `auth_type = v2password` or `v2token`, and an
    `auth_url` that ends in `/v2.0`; up to train also `[keystone_authtoken] auth_version = v2.0`,
    and up to 2026.1 `admin_user` there without `auth_type`, which supports no other version (an
    info if a single file does not look like a whole configuration, as another may set `auth_type`).
    It is a warning in `[cinder]`, `[manila]`, `[vendordata_dynamic_auth]` and
    `[barbican_service_user]`, since Nova works without these for users that bring their own token.

    ## Why it matters

    Keystone queens removed version 2.0. keystoneauth still has its plugins, so the service tries to
    authenticate and gets 404 Not Found; with `password` and such an `auth_url` it finds no version
    that it can use. nova-api then cannot validate tokens, and Nova cannot reach the other services.

    ## Example

        [neutron]
        auth_type = v2password
        auth_url = http://controller:35357/v2.0
        username = neutron
        password = kR7vQ2mX9tLw4Zp
        tenant_name = service

    ## Fix safety

    There is no fix: credentials for version 3 also need domains, usually `Default`.

    ## Sources

    Keystone's documentation for contributors, "HTTP API" (v2.0 went in queens); keystoneauth1 of
    queens, rocky and 2026.2: identity/v2.py, identity/generic/base.py (`_do_create_plugin`), run
    against a server that has version 3 alone; keystonemiddleware of ocata to 2026.2:
    auth_token/_identity.py, auth_token/_auth.py.
    """
    if elsewhere(config):
        return
    told: dict[str, bool] = {}
    for login in filed_logins(config):
        if login.section not in told and login.login.concerns(deployment):
            found = tuple(_by_version_2(config, login, deployment))
            told[login.section] = bool(found)
            yield from found
    if _logs_in_as_admin(config, deployment):
        yield finding(
            config,
            CHECKER,
            ADMIN,
            f"`[{CHECKER}] {ADMIN}` without `auth_type` logs in with {_GONE}, so nova-api rejects"
            " every token; replace it by `auth_type` password and the rest of its credentials",
            override=severity_unless_set(config, (CHECKER, "auth_type"), for_need=True),
        )
        return
    section = str(partial(config, CHECKER, "auth_section") or CHECKER)
    if not told.get(section) and _checks_by_version_2(config, deployment):
        yield finding(
            config,
            CHECKER,
            VERSION,
            f"`[{CHECKER}] {VERSION}` asks for {_GONE}, so nova-api rejects every token; remove it",
        )


def _by_version_2(config: Config, login: FiledLogin, deployment: Deployment) -> Iterator[Finding]:
    """Tell of the first thing in a log-in that asks for version 2.0."""
    group = login.section
    url = str(partial(config, group, "auth_url") or "")
    versioned = login.plugin not in WITHOUT_URL and _VERSIONED_URL.search(url.strip())
    override = None if login.login.vital else Severity.WARNING
    effect = f"so {programs(deployment, login.login.roles)} cannot log in to Keystone"
    present = OF_VERSION_2.get(login.plugin, login.plugin)
    options = set_options(config, group)
    lacked = [f"`{name}`" for name in lacking(present, options, ONLY_V3) if "domain" in name]
    domains = [f"set {' and '.join(lacked)}"] if lacked else []
    if login.plugin in OF_VERSION_2:
        stripped = ["remove `/v2.0` from `auth_url`"] if versioned else []
        yield finding(
            config,
            group,
            "auth_type",
            f"`[{group}] auth_type` is {login.plugin}, which asks for {_GONE}, {effect};"
            f" {in_turn([f'set it to `{present}`', *stripped, *domains])}",
            override=override,
        )
    elif versioned:
        yield finding(
            config,
            group,
            "auth_url",
            f"`[{group}] auth_url` ends in `/v2.0`, {_GONE}, {effect};"
            f" {in_turn(['remove that', *domains])}",
            override=override,
        )


def _logs_in_as_admin(config: Config, deployment: Deployment) -> bool:
    """Return whether tokens are checked by the log-in that was there before `auth_type`."""
    checks = LOGINS[CHECKER]
    if not checks.concerns(deployment) or not checks.is_used(config) or has_login(config, CHECKER):
        return False
    return bool(partial(config, CHECKER, ADMIN)) and not partial(config, CHECKER, "admin_token")


def _checks_by_version_2(config: Config, deployment: Deployment) -> bool:
    """Return whether tokens are checked by version 2.0, by whatever log-in, in whatever group."""
    checks = LOGINS[CHECKER]
    if not checks.concerns(deployment) or not checks.is_used(config):
        return False
    version = str(partial(config, CHECKER, VERSION) or "")
    return config.release.major <= LAST_WITH_VERSION_2 and bool(_VERSION_2.match(version.strip()))
