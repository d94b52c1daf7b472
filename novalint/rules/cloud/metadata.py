"""What guests are told by the metadata service and the config drive."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import mismatch, spread
from novalint.rules.fleet.grouping import URL

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node, NodeFinding

SECRET = "neutron.metadata_proxy_shared_secret"
PROXY = "neutron.service_metadata_proxy"
LOCAL = "api.local_metadata_per_cell"
DOMAINS = ("api.dhcp_domain", "DEFAULT.dhcp_domain")
"""The domain of guests, and as it is named up to stein."""


@rule(
    "metadata-secret-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(SECRET, PROXY, LOCAL, URL),
    roles=("metadata",),
    scope="cloud",
)
def metadata_secret_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Metadata nodes use different shared secrets for neutron's metadata proxies.

    ## What it checks

    `[neutron] metadata_proxy_shared_secret` and `service_metadata_proxy` on the nodes that are
    known to run nova-metadata, the secret where the proxy is on. With `[api]
    local_metadata_per_cell` those of each cell that is given, by themselves, else of each broker.
    Secrets are compared and never shown; none and an empty one are the same.

    ## Why it matters

    neutron's proxies sign each request with one secret. A node with another one answers *Invalid
    proxy request signature*, so that every n-th request of a guest fails, and cloud-init hangs.

    ## Example

    The secret was changed everywhere but on `met2`, or the proxy was turned off there:

    ```ini
    [neutron]
    service_metadata_proxy = false
    ```

    ## Fix safety

    Unsafe for the flag, which is never switched off, and only where there is one secret, known and
    the same. There is no fix for the secret.

    ## Sources

    - nova/api/metadata/handler.py, `_validate_shared_secret`, and nova/conf/api.py, 34.0.0
    """
    consequence = "requests of guests fail on some of the nodes"
    parts: dict[object, list[Node]] = {}
    for node in fleet.of("metadata"):
        cell = (node.cell or node.value(URL)) if node.value(LOCAL) is True else ""
        parts.setdefault(cell, []).append(node)
    for nodes in parts.values():
        behind = [node for node in nodes if node.value(PROXY) is not False]
        yield from mismatch(behind, SECRET, consequence, mend=False)
        secrets = {node.value(SECRET) or None for node in nodes if node.knows(SECRET)}
        known = all(node.knows(SECRET) for node in nodes)
        shared = known and len(secrets) == 1 and None not in secrets
        how = "" if shared else " once they have the same secret"
        yield from spread(nodes, PROXY, consequence, how=how, mend=shared)


@rule(
    "guests-told-different-domains",
    theme="cloud",
    severity=Severity.WARNING,
    options=DOMAINS,
    roles=("metadata", "compute"),
    scope="cloud",
)
def guests_told_different_domains(fleet: Fleet) -> Iterator[NodeFinding]:
    """The metadata service and the config drive give a guest different domain names.

    ## What it checks

    `[api] dhcp_domain`, up to stein `dhcp_domain`, on the metadata and compute nodes.

    ## Why it matters

    The metadata service answers with the domain of its own file, and the config drive is made on
    the compute node with that one's. The name of a guest depends on which of them it asks, and may
    change when it is rebuilt.

    ## Example

    `met1` has a domain, and `cmp1` the default, `novalocal`:

    ```ini
    [api]
    dhcp_domain = cloud.example.org
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes do.

    ## Sources

    - nova/api/metadata/base.py, `_get_hostname`, and nova/virt/libvirt/driver.py, 34.0.0
      and 15.1.5
    """
    consequence = "the name that a guest gets depends on the node"
    for option in DOMAINS:
        yield from mismatch(fleet.of("metadata", "compute"), option, consequence)
