"""The second token by which Nova proves to other services that it is no user."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.logins import has_login, holds_logins
from novalint.rules.common.places import at_option, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule(
    "service-token-not-sent",
    theme="api",
    severity=Severity.ERROR,
    options=("service_user.send_service_user_token", "service_user.auth_type"),
    releases=(25, None),
    roles=("compute", "api", "conductor"),
    needs=("role",),
)
def service_token_not_sent(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Cinder cannot tell Nova from a user, so volumes could be given to the wrong server.

    ## What it checks

    `[service_user] send_service_user_token`, which must be true. Where it is not written at all,
    the rule speaks only if the files are told to be those of a compute, API or conductor node and
    hold another log-in, so that a part of a configuration is not taken for the whole. In yoga, zed
    and 2023.1, whose first versions did without, it is info.

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

    Unsafe: set to true, offered only where `[service_user]` has a log-in; it is yours to add
    otherwise.

    ## Sources

    Nova 34.0.0: nova/cmd/status.py (`_check_service_user_token`), nova/service_auth.py,
    nova/conf/service_token.py; the check is in 25.3.0, 26.3.0, 27.5.1 and 28.3.1, not in 24.2.1.
    OSSA-2023-003; OSSN-0092.
    """
    setting = config.setting("service_user", "send_service_user_token")
    if setting.value is not False or config.value("DEFAULT", "config_source"):
        return
    if setting.is_default and not holds_logins(config):
        return
    ready = has_login(config, "service_user")
    way = "set it to true" if ready else "set it to true and add a log-in to `[service_user]`"
    fix = set_fix(config, "service_user", "send_service_user_token", "true")
    yield Finding(
        f"`send_service_user_token` is false, so Cinder refuses Nova or trusts any user; {way}",
        at_option(config, "service_user", "send_service_user_token"),
        "service_user",
        "send_service_user_token",
        (fix,) if ready else (),
        override=Severity.INFO if config.release.major < 28 else None,
    )


@rule(
    "service-token-without-login",
    theme="api",
    severity=Severity.WARNING,
    options=("service_user.send_service_user_token", "service_user.auth_type"),
    releases=(17, None),
)
def service_token_without_login(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A service token is to be sent, but there is no log-in to get one with.

    ## What it checks

    `[service_user] send_service_user_token = true` without `auth_type` or `auth_section` in the
    group.

    ## Why it matters

    Nova logs "Unable to load auth from [service_user] configuration" at each use and sends the
    user's token alone: long actions fail once that has run out, and Cinder refuses to detach
    volumes.

    ## Example

        [service_user]
        send_service_user_token = true

    ## Fix safety

    There is no fix: the log-in is yours to add (`auth_type`, `auth_url`, `username`, `password`,
    `project_name`, `user_domain_name`, `project_domain_name`).

    ## Sources

    Nova 34.0.0 and 17.0.13: nova/service_auth.py.
    """
    told = config.value("service_user", "send_service_user_token") is True
    if told and not has_login(config, "service_user"):
        yield Finding(
            "`[service_user]` has no log-in, so no service token is sent; set `auth_type` and what"
            " belongs to it",
            at_option(config, "service_user", "send_service_user_token"),
            "service_user",
            "send_service_user_token",
        )
