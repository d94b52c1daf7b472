"""How the API decides whom it believes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.places import at, at_option, set_fix, unset_fix
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

AUTH = "keystone_authtoken"
ROLES_REQUIRED = "service_token_roles_required"


@rule(
    "api-without-authentication",
    theme="security",
    severity=Severity.ERROR,
    options=("api.auth_strategy",),
    releases=(15, 31),
    roles=("api",),
)
def api_without_authentication(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The API believes whatever user and project a request names.

    ## What it checks

    `[api] auth_strategy = noauth2` (in older files `[DEFAULT] auth_strategy`).

    ## Why it matters

    The strategy is there for tests without an Identity service: no token is checked, and the user
    admin is an administrator. From 2025.2 on the option is gone and every API asks keystone.

    ## Example

        [api]
        auth_strategy = noauth2

    ## Fix safety

    Unsafe: the option is commented out, so that the default, keystone, applies;
    `[keystone_authtoken]` must be filled in then.

    ## Sources

    Nova 31.3.1: nova/conf/api.py, nova/api/auth.py (`_load_pipeline`), nova/api/openstack/auth.py
    (`NoAuthMiddlewareBase`); the same in 15.1.5. Security Guide, Check-Compute-03.
    """
    setting = config.setting("api", "auth_strategy")
    if setting.places and str(setting.value).startswith("noauth"):
        yield Finding(
            f"with `auth_strategy` {shown(setting.value)} the API checks no token and anybody may"
            " be an administrator; drop the option",
            at(setting.places[-1]),
            setting.group,
            setting.name,
            (unset_fix(config, "api", "auth_strategy", "Ask keystone again"),),
        )


@rule(
    "service-token-roles-optional",
    theme="security",
    severity=Severity.WARNING,
    options=(f"{AUTH}.{ROLES_REQUIRED}", f"{AUTH}.service_token_roles"),
    releases=(15, None),
    roles=("api",),
)
def service_token_roles_optional(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Any valid token passes for a service's token.

    ## What it checks

    `[keystone_authtoken] service_token_roles_required = false`. Up to 2026.1 false is the default
    too; where the file is told to be an API's, that is worth a note.

    ## Why it matters

    A service token beside a user's lets expired tokens of that user pass, and tells Nova that a
    request comes from another service (CVE-2023-2088 was closed with it). With false, the roles of
    the service token do not matter, so any user can send their own token as one.

    ## Example

        [keystone_authtoken]
        service_token_roles_required = false

    ## Fix safety

    Unsafe: sets true. Services whose users lack the role `service` (see `service_token_roles`) are
    then refused; give them that role first.

    ## Sources

    keystonemiddleware/auth_token/_opts.py and __init__.py as of Nova 34.0.0, where the default is
    true, 33.0.2 and 15.1.5, where it is false.
    """
    setting = config.setting(AUTH, ROLES_REQUIRED)
    if setting.value is not False:
        return
    silent = setting.is_default
    if silent and (deployment.plays("api") is not True or not config.value(AUTH, "auth_url")):
        return
    written = "`false` by default" if silent else "`false`"
    yield Finding(
        f"`{ROLES_REQUIRED}` is {written}, so any user's"
        " token passes for a service's; set it to true once service users have the role",
        at_option(config, AUTH, ROLES_REQUIRED),
        AUTH,
        ROLES_REQUIRED,
        (set_fix(config, AUTH, ROLES_REQUIRED, "true"),),
        override=Severity.INFO if silent else None,
    )


@rule(
    "forwarded-headers-trusted",
    theme="security",
    severity=Severity.INFO,
    options=("wsgi.secure_proxy_ssl_header", "oslo_middleware.enable_proxy_headers_parsing"),
    releases=(15, None),
    roles=("api", "metadata"),
)
def forwarded_headers_trusted(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The API believes headers that only a proxy in front of it should set.

    ## What it checks

    `[oslo_middleware] enable_proxy_headers_parsing = true`, or `[wsgi] secure_proxy_ssl_header`.

    ## Why it matters

    Both are right behind a load balancer that ends TLS, as deployment tools have it: without them
    links in answers begin with http. They let the request say by which scheme, host and address it
    came. So the load balancer must set or remove `X-Forwarded-*` and `Forwarded` itself, and no
    client may reach the API past it.

    ## Example

        [oslo_middleware]
        enable_proxy_headers_parsing = true

    ## Fix safety

    There is no fix: whether a load balancer stands there is not in this file. Of the two,
    `enable_proxy_headers_parsing` is the one to keep: the other is deprecated since 2025.1.

    ## Sources

    Nova 34.0.0: nova/api/wsgi.py (`Request`), nova/conf/wsgi.py, etc/nova/api-paste.ini;
    oslo_middleware/http_proxy_to_wsgi.py; the same in 15.1.5 and 17.0.13 (nova/wsgi.py).
    """
    for group, name in (
        ("oslo_middleware", "enable_proxy_headers_parsing"),
        ("wsgi", "secure_proxy_ssl_header"),
    ):
        setting = config.setting(group, name)
        if setting.places and setting.value:
            yield Finding(
                f"with `{name}` the API believes forwarded headers, which is right only behind a"
                " load balancer that sets or removes them itself",
                at(setting.places[-1]),
                group,
                name,
            )


@rule(
    "forwarded-header-misspelt",
    theme="security",
    severity=Severity.WARNING,
    options=("wsgi.secure_proxy_ssl_header",),
    releases=(15, None),
    roles=("api", "metadata"),
)
def forwarded_header_misspelt(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The header that is to tell the scheme is named as no WSGI server passes it on.

    ## What it checks

    `[wsgi] secure_proxy_ssl_header` written like a header, such as `X-Forwarded-Proto`, instead of
    like a variable: `HTTP_X_FORWARDED_PROTO`.

    ## Why it matters

    Nova looks the name up among the variables of the request as it is. A header is there in
    capitals, with underscores and `HTTP_` before it; under another name it is never found, and
    links in answers keep beginning with http.

    ## Example

        [wsgi]
        secure_proxy_ssl_header = X-Forwarded-Proto

    ## Fix safety

    Unsafe: the name is written as a variable, and from then on the header counts.

    ## Sources

    Nova 34.0.0: nova/api/wsgi.py (`Request`); 17.0.13 and 15.1.5: nova/wsgi.py. PEP 3333.
    """
    setting = config.setting("wsgi", "secure_proxy_ssl_header")
    value = str(setting.value or "")
    plain = value.upper().replace("-", "_")
    named = plain if plain.startswith("HTTP_") else f"HTTP_{plain}"
    if setting.places and value != named and named.startswith("HTTP_X_"):
        yield Finding(
            f"no request has a variable `{value}`, so `{setting.name}` has no effect; a header is"
            f" found as `{named}`",
            at(setting.places[-1]),
            setting.group,
            setting.name,
            (set_fix(config, setting.group, setting.name, named),),
        )


@rule(
    "api-answers-fail-validation",
    theme="security",
    severity=Severity.INFO,
    options=("api.response_validation",),
    releases=(30, None),
    roles=("api",),
)
def api_answers_fail_validation(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An answer that does not fit its schema becomes an error for the user.

    ## What it checks

    `[api] response_validation = error`.

    ## Why it matters

    The setting is for Nova's own tests. The schemas of answers are young; where one is too narrow,
    a request that has done its work ends in a 500 and is tried again. The default, warn, writes the
    same to the log and answers.

    ## Example

        [api]
        response_validation = error

    ## Fix safety

    Unsafe: the option is commented out, so that warn applies.

    ## Sources

    Nova 34.0.0: nova/conf/api.py, nova/api/validation/__init__.py (`response_body_schema` and what
    it builds); the option is in 30.3.0 and not in 29.4.0.
    """
    setting = config.setting("api", "response_validation")
    if setting.value == "error":
        yield Finding(
            "requests that have done their work end in a 500 where an answer does not fit its"
            " schema; `response_validation` `error` is for tests, drop it",
            at(setting.places[-1]),
            setting.group,
            setting.name,
            (unset_fix(config, "api", "response_validation", "Let the default, warn, apply"),),
        )
