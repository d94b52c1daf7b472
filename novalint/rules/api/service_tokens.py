"""The second token by which Nova proves to other services that it is no user."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.common.absence import (
    ALL_SIGNS,
    is_complete,
    severity_of_absence,
    severity_unless_set,
    signs_of_whole,
)
from novalint.rules.common.database_urls import CONNECTIONS, GROUPS
from novalint.rules.common.logins import (
    FORMER,
    LOGINS,
    elsewhere,
    has_login,
    holds_logins,
    is_set_in_some_branches,
    partial,
)
from novalint.rules.common.places import finding, lacking, set_fix
from novalint.rules.declaration import FactNeeded, rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

GROUP = "service_user"
SEND = "send_service_user_token"
READ = (f"{GROUP}.{SEND}", f"{GROUP}.auth_type", f"{GROUP}.auth_section")
SHOWN = (
    *CONNECTIONS,
    "keystone_authtoken.admin_user",
    "neutron.auth_section",
    "neutron.auth_type",
)
"""What shows whose file it is, where no role is told."""

OCATA = 15
UPDATES = {25: (25, 2, 0), 26: (26, 2, 0), 27: (27, 1, 0)}
"""The stable updates that were the first to ask for service tokens; later releases always did."""


@rule(
    "service-token-not-sent",
    theme="api",
    severity=Severity.ERROR,
    options=(*READ, *SHOWN),
    releases=(25, None),
    since="the updates 25.2.0 and later ask for it (nova/cmd/status.py)",
    roles=("compute", "api", "conductor"),
)
def service_token_not_sent(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Nova sends no service token, so Cinder cannot tell its requests from a user's.

    ## What it checks

    `[service_user] send_service_user_token`, which must be true. Where it is not written at all,
    the rule reports only if the files hold other credentials and the given role is compute, api or
    conductor, so that a part of a configuration is not taken for the whole. Without a role, it is a
    warning where a broker, a database and `[keystone_authtoken]` show the file of a controller, or
    a broker and the credentials to Neutron and placement, without a database, that of a compute
    node. In yoga, zed and 2023.1 it is info, since their first versions did without the token; a
    full version that needs it makes it an error again. It is also info where the option is not
    written and a single file has only one of credentials, a broker and a database.

    ## Why it matters

    Since CVE-2023-2088 Cinder lets only services delete an attachment that is in use, and a
    service proves itself by a second token. Without it detaching a volume fails, and a Cinder that
    does not ask for it lets any user free a volume behind Nova's back, so that another tenant's
    data can appear on a host. `nova-status upgrade check` fails, in the updates 25.2.0, 26.2.0 and
    27.1.0 as in all releases since.

    ## Example

        [service_user]
        send_service_user_token = false
        auth_type = password

    ## Fix safety

    Unsafe: set to true, offered only where `[service_user]` has credentials, in all branches of a
    template; add them yourself otherwise.

    ## Sources

    Nova 34.0.0: nova/cmd/status.py (`_check_service_user_token`), nova/service_auth.py,
    nova/conf/service_token.py; the check is in 25.3.0, 26.3.0, 27.5.1 and 28.3.1, not in 24.2.1.
    OSSA-2023-003; OSSN-0092.
    """
    setting = config.setting(GROUP, SEND)
    if config.boolean(GROUP, SEND) is not False or elsewhere(config):
        return
    if setting.is_default and not holds_logins(config):
        return
    untold = setting.is_default and not deployment.roles
    if untold and not (_is_of_controller(config) or _is_of_compute(config)):
        raise FactNeeded("role")
    ready = has_login(config, GROUP) and not is_set_in_some_branches(config, GROUP, *LOGINS)
    way = "set it to true" if ready else f"set it to true and add credentials to `[{GROUP}]`"
    yield finding(
        config,
        GROUP,
        SEND,
        f"`[{GROUP}] {SEND}` is false{' by default' * setting.is_default}, so Cinder refuses to"
        f" detach volumes, or lets any user do so; {way}",
        *([set_fix(config, GROUP, SEND, "true")] if ready else []),
        override=_severity(config, untold),
    )


def _severity(config: Config, untold: bool) -> Severity | None:
    if not _is_asked(config):
        return Severity.INFO
    if untold:
        return Severity.WARNING
    return severity_unless_set(config, (GROUP, SEND), for_need=True)


def _is_asked(config: Config) -> bool:
    """Return whether the release asks for service tokens, or the version of it that is told."""
    first, version = UPDATES.get(config.release.major), config.schema.version
    return first is None or (version is not None and version >= first)


def _is_of_controller(config: Config) -> bool:
    """Return whether files hold what services of controllers share, nova-api among them."""
    former = partial(config, *FORMER)
    return signs_of_whole(config) == ALL_SIGNS and bool(former or has_login(config, FORMER[0]))


def _is_of_compute(config: Config) -> bool:
    """Return whether files hold what nova-compute has: a broker, whom it asks, and no database."""
    apart = all(config.setting(group, "connection").is_default for group in GROUPS)
    alone = apart and is_complete(config, for_need=True)
    return alone and all(has_login(config, group) for group in ("neutron", "placement"))


@rule(
    "service-token-without-login",
    theme="api",
    severity=Severity.WARNING,
    options=READ,
    roles=("compute", "api", "conductor"),
)
def service_token_without_login(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Service tokens are enabled, but there are no credentials to get one with.

    ## What it checks

    `[service_user] send_service_user_token = true` without `auth_type` or `auth_section` in the
    group. Info where a single file does not look like a whole configuration, since it may be a part
    only.

    ## Why it matters

    Nova logs "Unable to load auth from [service_user] configuration" at each use and sends the
    user's token alone: long actions fail once that has run out, and Cinder refuses to detach
    volumes. In ocata, where this is an error, each request to neutron and Cinder fails.

    ## Example

        [service_user]
        send_service_user_token = true

    ## Fix safety

    There is no fix: add the credentials yourself (`auth_type`, `auth_url`, `username`, `password`,
    `project_name`, `user_domain_name`, `project_domain_name`).

    ## Sources

    Nova 34.0.0, 16.1.8 and 15.1.5: nova/service_auth.py; keystoneauth: keystoneauth1/
    service_token.py (`get_headers`).
    """
    if config.boolean(GROUP, SEND) is not True or has_login(config, GROUP) or elsewhere(config):
        return
    lacks = lacking(config, GROUP, "auth_type")
    effect = "no service token is sent"
    if config.release.major == OCATA:
        effect = "every request to neutron and Cinder fails"
    yield finding(
        config,
        GROUP,
        "auth_type",
        f"`[{GROUP}] auth_type` {lacks} although `{SEND}` is true, so {effect}; set it and the"
        " rest of the credentials",
        override=severity_of_absence(config)
        or (Severity.ERROR if config.release.major == OCATA else None),
    )
