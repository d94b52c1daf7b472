"""Where keystonemiddleware keeps what Keystone said of a token."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.common.logins import FORMER, LOGINS, may_have, partial
from novalint.rules.common.places import finding
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

GROUP = "keystone_authtoken"
STRATEGY = ("api", "auth_strategy")


@rule(
    "token-cache-not-shared",
    theme="api",
    severity=Severity.INFO,
    options=(
        f"{GROUP}.memcached_servers",
        f"{GROUP}.cache",
        f"{GROUP}.token_cache_time",
        f"{GROUP}.auth_type",
        f"{GROUP}.auth_section",
        ".".join(FORMER),
        ".".join(STRATEGY),
    ),
    roles=("api",),
    needs=("role",),
)
def token_cache_not_shared(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Each API process validates every token with Keystone on its own.

    ## What it checks

    `[keystone_authtoken] memcached_servers` unset on a node with the API, where the group is filled
    in otherwise. Not reported with a negative `token_cache_time`, which keeps no token, nor with
    `[api] auth_strategy = noauth2` (until 2025.1), with which no one has one.

    ## Why it matters

    keystonemiddleware keeps what Keystone said of a token in the memory of the process, and calls
    that deprecated at each start: memory grows, and a token that was revoked may be good in one
    process and not in the next. With many processes Keystone gets the same question many times.

    ## Example

        [keystone_authtoken]
        auth_type = password
        #memcached_servers = <None>

    ## Fix safety

    There is no fix: only you know the addresses of your memcached servers.

    ## Sources

    keystonemiddleware 13.0.1: keystonemiddleware/auth_token/_cache.py, _opts.py.
    """
    shared = any(may_have(config, GROUP, name) for name in ("memcached_servers", "cache"))
    names = (*LOGINS, FORMER[1])
    filled_in = any(partial(config, GROUP, name) for name in names)  # here, by no tool
    kept = (config.integer(GROUP, "token_cache_time") or 0) >= 0
    empty = "not set" if config.setting(GROUP, "memcached_servers").is_default else "empty"
    if filled_in and kept and not shared and partial(config, *STRATEGY) != "noauth2":
        yield finding(
            config,
            GROUP,
            "memcached_servers",
            f"`[{GROUP}] memcached_servers` is {empty}, so each process of nova-api keeps its own"
            " cache of tokens, which is deprecated; set it to your memcached servers",
        )
