"""Whom the metadata service believes."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Severity
from novalint.rules.api.metadata_readers import READS_APIS, serves_metadata
from novalint.rules.common.absence import absent_finding, severity_unless_set
from novalint.rules.common.logins import is_missing, partial
from novalint.rules.common.places import finding, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

PROXY = "service_metadata_proxy"
SECRET = "metadata_proxy_shared_secret"
PARSED = ("oslo_middleware", "enable_proxy_headers_parsing")
FORWARDED = ("api", "use_forwarded_for")
"""Options by which the address of a request is the one in a header that the agent sends too."""
_PARSED_SINCE = 26
"""The first major version whose pipeline of metadata heeds the first of them (api-paste.ini)."""


@rule(
    "metadata-proxy-without-secret",
    theme="api",
    severity=Severity.ERROR,
    options=(f"neutron.{PROXY}", f"neutron.{SECRET}", READS_APIS),
    roles=("metadata", "api"),
)
def metadata_proxy_without_secret(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Anyone who reaches the metadata API can read the metadata of any server.

    ## What it checks

    `[neutron] service_metadata_proxy = true` with an empty `metadata_proxy_shared_secret`, on nodes
    that serve metadata: those with the metadata service, and up to 2025.1 those with nova-api,
    unless `enabled_apis` leaves `metadata` out or the fact wsgi says that a web server runs it.
    Info where the role is not given, since all other services ignore both options. Info where a
    single file does not set the secret and does not look like a whole configuration.

    ## Why it matters

    neutron's metadata agent says in a header for which server it asks, and signs that with the
    shared secret. With an empty one anyone can sign, so anyone who reaches the service reads user
    data, keys and passwords of other tenants. Nova only logs that the answers cannot be trusted.

    ## Example

        [neutron]
        service_metadata_proxy = true

    ## Fix safety

    There is no fix: make up a secret (`openssl rand -hex 32`) and set the same in the
    configuration of neutron's metadata agent or OVN's.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/api/metadata/handler.py (`__init__`,
    `_handle_instance_id_request`); 31.3.1 and 32.3.0: nova/cmd.
    """
    serves = serves_metadata(config, deployment)
    if serves is False or config.boolean("neutron", PROXY) is not True:
        return
    if is_missing(config, "neutron", SECRET):
        state = "not set" if config.setting("neutron", SECRET).is_default else "empty"
        yield absent_finding(
            config,
            ("neutron", SECRET),
            ("neutron", PROXY),
            f"`[neutron] {SECRET}` is {state} although `{PROXY}` is true, so anyone who reaches"
            " the metadata service can read the metadata of any server; set it to the secret of"
            " neutron's metadata agent",
            override=None if serves else Severity.INFO,
        )


@rule(
    "metadata-secret-without-proxy",
    theme="api",
    severity=Severity.WARNING,
    options=(
        f"neutron.{PROXY}",
        f"neutron.{SECRET}",
        READS_APIS,
        ".".join(PARSED),
        ".".join(FORWARDED),
    ),
    roles=("metadata", "api"),
    neutron=True,
)
def metadata_secret_without_proxy(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A secret for neutron's metadata agent is set, but `service_metadata_proxy` is off.

    ## What it checks

    `[neutron] metadata_proxy_shared_secret` while `service_metadata_proxy` is false, as it is by
    default, on nodes that serve metadata. Info where the role is not given, since all other
    services ignore both options. Info where a single file does not set the switch and does not look
    like a whole configuration. Not reported with nova-network (up to train), which has no such
    agent: the switch would have every request refused there.

    ## Why it matters

    The metadata service then uses the address that a request comes from, which is that of the
    agent, and logs "X-Instance-ID present in request headers". Servers get no metadata, and with it
    no keys.

    With `[oslo_middleware] enable_proxy_headers_parsing` (from zed on) or `[api] use_forwarded_for`
    (up to 2023.2) it uses the header `X-Forwarded-For`, in which the agent writes the server's
    address. Servers then get their metadata, where no other network has a server of that address;
    but anyone who reaches the service can write that header and read the metadata of any server.

    ## Example

        [neutron]
        metadata_proxy_shared_secret = secret

    ## Fix safety

    Unsafe: `service_metadata_proxy` is set to true. There is no fix where another file may set it.

    ## Sources

    Nova 34.0.0, 28.3.1 and 15.1.5: nova/api/metadata/handler.py (`__call__`,
    `_handle_remote_ip_request`, `_handle_instance_id_request`); oslo.middleware of 2026.2:
    oslo_middleware/http_proxy_to_wsgi.py; etc/nova/api-paste.ini of 25, 26 and 34.
    """
    serves = serves_metadata(config, deployment)
    if serves is False or config.boolean("neutron", PROXY) is not False:
        return
    elsewhere = severity_unless_set(config, ("neutron", PROXY))
    if partial(config, "neutron", SECRET):
        yield finding(
            config,
            "neutron",
            SECRET,
            f"`[neutron] {SECRET}` has no effect while `{PROXY}` is false, and requests of"
            f" neutron's metadata agent are {_answered(config)}; set `{PROXY}` to true",
            *(() if elsewhere else (set_fix(config, "neutron", PROXY, "true"),)),
            override=elsewhere if serves else Severity.INFO,
        )


def _answered(config: Config) -> str:
    """Return how requests of the agent end, which by themselves come from its own address."""
    if any(is_left_open(config, *name) for name in (PARSED, FORWARDED)):
        return "not answered, or by the address in a header that anyone can write"
    parsed = config.release.major >= _PARSED_SINCE and config.boolean(*PARSED)
    if parsed or config.boolean(*FORWARDED):
        return "answered by the address in a header that anyone can write"
    return "not answered"
