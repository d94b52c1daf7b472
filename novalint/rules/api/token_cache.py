"""Where keystonemiddleware keeps what Keystone said of a token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.places import at_option
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule(
    "token-cache-not-shared",
    theme="api",
    severity=Severity.INFO,
    options=(
        "keystone_authtoken.memcached_servers",
        "keystone_authtoken.cache",
        "keystone_authtoken.auth_type",
    ),
    releases=(15, None),
    roles=("api",),
    needs=("role",),
)
def token_cache_not_shared(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Each process of the API asks Keystone about each token anew.

    ## What it checks

    `[keystone_authtoken] memcached_servers` unset on a node with the API, where the group is
    filled in otherwise.

    ## Why it matters

    keystonemiddleware keeps what Keystone said of a token in the memory of the process, and calls
    that deprecated at each start: memory grows, and a token that was revoked may be good in one
    process and not in the next. With many processes Keystone gets the same question many times.

    ## Example

        [keystone_authtoken]
        auth_type = password
        #memcached_servers = <None>

    ## Fix safety

    There is no fix: the addresses of your memcached servers are yours to add.

    ## Sources

    keystonemiddleware 13.0.1: keystonemiddleware/auth_token/_cache.py, _opts.py.
    """
    group = "keystone_authtoken"
    used = any(config.value(group, name) for name in ("auth_type", "auth_section"))
    shared = config.value(group, "memcached_servers") or config.value(group, "cache")
    if used and not shared:
        yield Finding(
            "each process of the API keeps its own tokens, which keystonemiddleware calls"
            " deprecated; name `memcached_servers`",
            at_option(config, group, "memcached_servers"),
            group,
            "memcached_servers",
        )
