"""Whom the metadata service believes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.logins import is_missing
from novalint.rules.common.places import at_option, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

PROXY = "service_metadata_proxy"

SECRET = "metadata_proxy_shared_secret"


@rule(
    "metadata-proxy-without-secret",
    theme="api",
    severity=Severity.ERROR,
    options=(f"neutron.{PROXY}", f"neutron.{SECRET}"),
    releases=(15, None),
    roles=("metadata", "api"),
)
def metadata_proxy_without_secret(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Anybody may ask for the metadata of any server.

    ## What it checks

    `[neutron] service_metadata_proxy = true` with an empty `metadata_proxy_shared_secret`.

    ## Why it matters

    neutron's metadata agent says in a header for which server it asks, and signs that with the
    shared secret. With an empty one everybody can sign, so whoever reaches the service reads user
    data, keys and passwords of other tenants. Nova only logs that the answers cannot be trusted.

    ## Example

        [neutron]
        service_metadata_proxy = true

    ## Fix safety

    There is no fix: make up a secret (`openssl rand -hex 32`) and set the same in the
    configuration of neutron's metadata agent or OVN's.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/api/metadata/handler.py (`__init__`,
    `_handle_instance_id_request`).
    """
    if config.value("neutron", PROXY) is True and is_missing(config, "neutron", SECRET):
        yield Finding(
            f"without `{SECRET}` anybody can ask for the metadata of any server; set one",
            at_option(config, "neutron", PROXY),
            "neutron",
            PROXY,
        )


@rule(
    "metadata-secret-without-proxy",
    theme="api",
    severity=Severity.WARNING,
    options=(f"neutron.{PROXY}", f"neutron.{SECRET}"),
    releases=(15, None),
    roles=("metadata", "api"),
)
def metadata_secret_without_proxy(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A secret for neutron's metadata agent is set, but the agent is not listened to.

    ## What it checks

    `[neutron] metadata_proxy_shared_secret` while `service_metadata_proxy` is false, as it is by
    default.

    ## Why it matters

    The metadata service then goes by the address that a request comes from, which is that of the
    agent, and logs "X-Instance-ID present in request headers". Servers get no metadata, and with
    it no keys.

    ## Example

        [neutron]
        metadata_proxy_shared_secret = secret

    ## Fix safety

    Unsafe: `service_metadata_proxy` is set to true.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/api/metadata/handler.py (`__call__`).
    """
    if config.value("neutron", SECRET) and config.value("neutron", PROXY) is False:
        yield Finding(
            f"`{SECRET}` has no effect while `{PROXY}` is false, and requests from neutron's"
            " metadata agent are not answered; set it to true",
            at_option(config, "neutron", SECRET),
            "neutron",
            SECRET,
            (set_fix(config, "neutron", PROXY, "true"),),
        )
