"""How the API decides whom it believes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Fix, Severity
from novalint.rules.common.absence import known_first
from novalint.rules.common.networks import calls
from novalint.rules.common.places import as_set, finding, set_fix, unset_fix
from novalint.rules.declaration import rule
from novalint.wording import option_name, shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_NO_SCHEME = ("SSL", "HTTPS", "PORT", "HOST", "FOR", "FORWARDED", "SERVER", "PREFIX")
"""How headers end whose values are no scheme, such as `Front-End-Https: on`."""
_NO_NAME = re.compile(r"[^A-Za-z0-9_.-]")
"""What no variable has in its name: blanks, quotes, commas, as in the pair that Django takes."""
_PARSED = re.compile(r"\bHTTP_X_FORWARDED_PROTO\b")
EXAMPLE = "a variable with the scheme, such as HTTP_X_FORWARDED_PROTO"
AUTH = "keystone_authtoken"
ROLES_REQUIRED = "service_token_roles_required"
FORWARDED = (
    ("oslo_middleware", "enable_proxy_headers_parsing"),
    ("wsgi", "secure_proxy_ssl_header"),
)
_PARSED_FOR_METADATA = 26
"""The major version from which on the metadata API heeds the headers too (zed)."""


@rule(
    "api-without-authentication",
    theme="security",
    severity=Severity.ERROR,
    options=("api.auth_strategy",),
    releases=(None, 31),
    until="the option and the pipeline without authentication went in 2025.2 (nova/conf/api.py)",
    roles=("api",),
)
def api_without_authentication(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The API trusts any user and project that a request names.

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
    if setting.value == "noauth2":
        yield finding(
            config,
            "api",
            "auth_strategy",
            f"{as_set(setting)} `noauth2` lets anyone act as administrator, since no"
            " token is checked; remove it",
            unset_fix(config, "api", "auth_strategy"),
        )


@rule(
    "service-token-roles-optional",
    theme="security",
    severity=Severity.WARNING,
    options=(f"{AUTH}.{ROLES_REQUIRED}", f"{AUTH}.service_type", "api.auth_strategy"),
    releases=(20, None),
    since="keystonemiddleware 7.0.0 of train brought the access rules that are passed by"
    " (auth_token/__init__.py, validate_allowed_request)",
    roles=("api",),
)
def service_token_roles_optional(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Any valid token is accepted as a service token.

    ## What it checks

    `[keystone_authtoken] service_token_roles_required = false` together with a `service_type`. Up
    to 2026.1 false is the default too; where the role is api, that is reported as info. So is false
    written down without a `service_type`.

    ## Why it matters

    An application credential may have access rules, which allow some requests and no others. They
    are not looked at where a service token comes with the request, since it then is one of a chain
    that a service makes. With false every valid token counts as a service token: anyone who holds a
    restricted credential sends its token a second time and may do what it forbids.

    Without `service_type`, which has no default, Nova refuses every credential with access rules:
    nothing is passed by, until somebody sets it to let such credentials in.

    Expired tokens are another matter: they pass only together with a token with one of
    `service_token_roles`, whatever this option says.

    ## Example

        [keystone_authtoken]
        service_type = compute
        service_token_roles_required = false

    ## Fix safety

    Unsafe: sets true. Services whose users lack the role `service` (see `service_token_roles`) are
    then refused; give them that role first.

    ## Sources

    keystonemiddleware 13.0.1 (Nova 34): auth_token/_opts.py, where the default is true, and
    __init__.py (`process_request`, `validate_allowed_request`); the same in 7.0.1 (train), where it
    is false. 6.0.1 (stein) knows no access rules.
    """
    required = config.setting(AUTH, ROLES_REQUIRED)
    if required.value is not False or not calls(config, AUTH):
        return
    silent = required.is_default
    ruled = bool(config.value(AUTH, "service_type"))
    if silent and not (ruled and deployment.plays("api") is True):
        return
    once = "" if ruled else " once `service_type` is set to accept these"
    yield finding(
        config,
        AUTH,
        ROLES_REQUIRED,
        f"`[{AUTH}] {ROLES_REQUIRED}` {'is false by default, which' if silent else 'false'}"
        " accepts any valid token as a service token, so access rules of application"
        f" credentials can be bypassed{once}; set it to true once service users have the role"
        " service",
        set_fix(config, AUTH, ROLES_REQUIRED, "true"),
        override=None if ruled and not silent else Severity.INFO,
    )


@rule(
    "forwarded-headers-trusted",
    theme="security",
    severity=Severity.INFO,
    options=(
        *(".".join(name) for name in FORWARDED),
        "DEFAULT.enabled_ssl_apis",
        "DEFAULT.enabled_apis",
    ),
    releases=(None, 31),
    until="Nova ends TLS itself no more from 2025.2 on, when nova-api went (nova/conf/service.py)",
    roles=("api", "metadata"),
)
def forwarded_headers_trusted(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The API trusts proxy headers, although it terminates TLS itself.

    ## What it checks

    `[oslo_middleware] enable_proxy_headers_parsing = true`, or `[wsgi] secure_proxy_ssl_header`,
    together with `osapi_compute` in `enabled_ssl_apis`: an API that ends TLS itself has no load
    balancer in front of it that does so. On nodes that serve metadata alone, from zed on,
    `enable_proxy_headers_parsing` together with `metadata` there. Not reported where the fact wsgi
    says that a web server runs the API, as that does not look at `enabled_ssl_apis`.

    ## Why it matters

    The headers let a request say by which scheme, host and address it came. A load balancer that
    ends TLS sets or removes `X-Forwarded-*` and `Forwarded`; behind one both options are right, and
    there is no finding. Where clients reach the API directly, they choose the address that is in
    logs and the host that links in answers lead to.

    ## Example

        [DEFAULT]
        enabled_ssl_apis = osapi_compute
        [oslo_middleware]
        enable_proxy_headers_parsing = true

    ## Fix safety

    There is no fix: a load balancer that passes TLS on may be there all the same.

    ## Sources

    Nova 31.3.1: nova/wsgi.py (`Server`), nova/api/wsgi.py (`Request`), nova/conf/wsgi.py,
    etc/nova/api-paste.ini; oslo_middleware/http_proxy_to_wsgi.py; the same in 15.1.5 and 17.0.13
    (nova/wsgi.py). `enabled_ssl_apis` is read by nova/cmd/api.py, api_os_compute.py and
    api_metadata.py alone; `pipeline:meta` of api-paste.ini heeds the headers from 26.3.0 on.
    """
    for group, name in known_first(config, _heeded(config, deployment)):
        if config.value(group, name):
            yield finding(
                config,
                group,
                name,
                f"{option_name(group, name)} trusts headers that clients can send, since"
                " `enabled_ssl_apis` ends TLS in Nova and not in a load balancer; remove it unless"
                " a proxy sets them",
            )


def _heeded(config: Config, deployment: Deployment) -> tuple[tuple[str, str], ...]:
    """Return the options by which an API that ends TLS itself heeds headers of a proxy."""
    encrypted = config.items("DEFAULT", "enabled_ssl_apis") or ()
    if deployment.wsgi or not encrypted:
        return ()
    served = config.items("DEFAULT", "enabled_apis") or ()
    if deployment.plays("api") is not False and "osapi_compute" in served:
        return FORWARDED if "osapi_compute" in encrypted else ()
    parsed = "metadata" in encrypted and config.release.major >= _PARSED_FOR_METADATA
    return FORWARDED[:1] if parsed else ()


@rule(
    "forwarded-header-misspelt",
    theme="security",
    severity=Severity.WARNING,
    options=("wsgi.secure_proxy_ssl_header", "oslo_middleware.enable_proxy_headers_parsing"),
    roles=("api", "metadata"),
)
def forwarded_header_misspelt(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The header with the scheme of a request is not named as WSGI servers pass it on.

    ## What it checks

    `[wsgi] secure_proxy_ssl_header` written like a header, such as `X-Forwarded-Proto` or
    `Front-End-Https`, or in lower case, instead of like a variable: `HTTP_X_FORWARDED_PROTO`; or
    more than a name, such as the pair that Django takes: `('HTTP_X_FORWARDED_PROTO', 'https')`. A
    name without a hyphen, `X_` and `HTTP_` is not reported: a web server may set such a variable.
    The value of a correctly written variable is not checked. `X-Forwarded-Proto` is a note with
    `[oslo_middleware] enable_proxy_headers_parsing = true`, or where a tool decides that; up to
    yoga not on nodes that serve only metadata.

    ## Why it matters

    Nova looks up this very name among the variables of the request. There a header is in upper
    case, with underscores and the prefix `HTTP_`; under another name it is never found, and links
    in responses still begin with http. `enable_proxy_headers_parsing` takes the scheme from
    `X-Forwarded-Proto` and `Forwarded` without this option.

    ## Example

        [wsgi]
        secure_proxy_ssl_header = X-Forwarded-Proto

    ## Fix safety

    Unsafe: the name is written as a variable, so that the header takes effect. If
    `enable_proxy_headers_parsing` reads it, the line is commented out instead. There is no fix for
    more than a name, such as `X-Forwarded-Proto: https`, nor for a header whose value is not a
    scheme: with `Front-End-Https: on` links would begin with `on`.

    ## Sources

    Nova 34.0.0: nova/api/wsgi.py (`Request`); 17.0.13 and 15.1.5: nova/wsgi.py. PEP 3333.
    """
    value = config.text("wsgi", "secure_proxy_ssl_header") or ""
    plain = value.upper().replace("-", "_")
    variable = plain if plain.startswith("HTTP_") else f"HTTP_{plain}"
    is_header = "-" in value or variable.startswith("HTTP_X_") or plain.startswith("HTTP_")
    if not _NO_NAME.search(value) and (value == variable or not is_header):
        return
    is_name = bool(_HEADER.fullmatch(value)) and variable.rpartition("_")[2] not in _NO_SCHEME
    parsed = _is_parsed(config, deployment, variable)
    way, fixes = _way(config, variable if is_name else "", parsed)
    unsure = config.setting(*FORWARDED[0]).unknown is not None and _PARSED.search(variable)
    yield finding(
        config,
        *FORWARDED[1],
        f"`[wsgi] secure_proxy_ssl_header` {shown(value)} is not a variable that a WSGI server"
        f" passes on, so it has no effect; {way}",
        *fixes,
        override=Severity.INFO if parsed or unsure else None,
    )


def _is_parsed(config: Config, deployment: Deployment, variable: str) -> bool:
    """Whether a header is the one, beside `Forwarded`, that oslo.middleware reads on this node."""
    heeded = deployment.plays("api") is not False or config.release.major >= _PARSED_FOR_METADATA
    parsing = config.setting(*FORWARDED[0])
    on = parsing.unknown is None and parsing.value is True
    return heeded and on and bool(_PARSED.search(variable))


def _way(config: Config, variable: str, parsed: bool) -> tuple[str, tuple[Fix, ...]]:
    """Return what to do about a header's name, and the fix; `variable` is empty for no name."""
    if parsed:
        way = "remove it, as `enable_proxy_headers_parsing` already reads that header"
        return way, (unset_fix(config, *FORWARDED[1]),)
    fixes = (set_fix(config, *FORWARDED[1], variable),) if variable else ()
    return f"set it to {variable or EXAMPLE}", fixes
