"""What differs although nobody meant it to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from novalint.annotations import TYPE_CHECKING
from novalint.deployment import program
from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import MeaningOf, as_is, as_set, divided, mismatch
from novalint.rules.fleet.defaults import reading_roles
from novalint.rules.fleet.grouping import driver_of
from novalint.rules.fleet.own import is_own
from novalint.wording import in_turn

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node, NodeFinding, Plain

COMPUTE = ("libvirt.", "vnc.", "spice.", "serial_console.", "compute.", "devices.", "pci.")
"""Groups of compute nodes: what an API node has of them is for a compute service beside it."""
LOOKED_AT = frozenset((
    "glance.api_servers", "glance.endpoint_override", "neutron.endpoint_override", "neutron.url",
    "placement.endpoint_override", "cinder.endpoint_template",
    "filter_scheduler.available_filters", "libvirt.live_migration_tunnelled",
    "oslo_messaging_rabbit.rabbit_ha_queues", "oslo_messaging_rabbit.rabbit_qos_prefetch_count",
    "vnc.enabled", "vnc.novncproxy_base_url", "spice.enabled", "spice.html5proxy_base_url",
    "serial_console.base_url", "DEFAULT.ssl_only", "api.local_metadata_per_cell",
    "workarounds.disable_compute_service_check_for_ffu", "workarounds.disable_fallback_pcpu_query",
    "workarounds.disable_group_policy_check_upcall", "DEFAULT.periodic_enable",
))  # fmt: skip
"""Options that other rules of this theme look at, and do not compare."""
ENDPOINTS = ("endpoint_override", "api_servers", "authenticate_uri", "auth_uri")
ROLES = ("compute", "conductor", "scheduler", "metadata")


@rule(
    "api-nodes-differ",
    theme="cloud",
    severity=Severity.WARNING,
    options=("*",),
    roles=("api",),
    scope="cloud",
)
def api_nodes_differ(fleet: Fleet) -> Iterator[NodeFinding]:
    """API nodes have different settings, so equal requests get different answers.

    ## What it checks

    All options that nova-api reads and a file sets, on the nodes that are known to run it, and
    those of other services that run there too, except what only nova-compute reads. Not compared
    are options that belong to one node (addresses and ports, names, logs, caches, workers,
    credentials, certificates), secrets, the order of lists except that of interfaces, a slash at
    the end of a service's URL, and what other rules of this theme compare.

    ## Why it matters

    Users reach all API nodes through one address. If one of them has another limit, link or naming
    policy, some requests behave differently, and the problem is hard to reproduce.

    ## Example

    `ctl2` was left out:

    ```ini
    [api]
    max_limit = 500
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes do. There is no fix for options that rules about
    security look at, nor for whether certificates are verified: the value of most nodes may be the
    weaker one. Nor is there one that names a file which a node may lack.

    ## Sources

    - schemas: which options nova-api reads, for each release
    """
    nodes = fleet.of("api")
    for option in _compared(nodes):
        if option.startswith(COMPUTE):
            continue
        readers, consequence = _affected(nodes, option)
        meaning, place = _meaning(option), option.endswith(("_config", "_file", "_path", "_dir"))
        mend = not place and not _protects(option)
        advice = "deploy the same file to all nodes first" if place else ""
        yield from mismatch(readers, option, consequence, meaning=meaning, mend=mend, advice=advice)


def _affected(nodes: tuple[Node, ...], option: str) -> tuple[list[Node], str]:
    """Return the API nodes where an option matters beside nova-compute, and what depends on it."""
    reading = [(node, reading_roles(node.release, option) - {"compute"}) for node in nodes]
    if api := [node for node, roles in reading if "api" in roles]:
        return api, "how a request is handled depends on the node that takes it"
    others = [(node, roles & node.services) for node, roles in reading]
    services = sorted(frozenset[str]().union(*(roles for _, roles in others)))
    programs = in_turn(map(program, services)) if services else ""  # what nova-compute alone reads
    does = "does" if len(services) == 1 else "do"
    return [node for node, roles in others if roles], f"what {programs} {does} depends on the node"


@rule(
    "odd-one-out",
    theme="cloud",
    severity=Severity.INFO,
    options=("*",),
    thresholds={"share": 0.9, "nodes": 5},
    scope="cloud",
)
def odd_one_out(fleet: Fleet, share: float, nodes: float) -> Iterator[NodeFinding]:
    """A few nodes differ from all others in an option that no other rule compares.

    ## What it checks

    On `nodes` nodes or more of one role and one cell, the compute nodes of a pool or of a driver on
    their own: options that are the same on a `share` of them and more, and different on the rest.
    Left out is what [api-nodes-differ](api-nodes-differ.md) leaves out, the scheme of a console's
    base URL, and the API nodes, which it compares.

    ## Why it matters

    That is what forgotten hosts of a roll-out and repairs by hand look like. It may be meant.

    ## Example

    Of ten compute nodes nine have a timeout of 60 seconds, and `cmp1`:

    ```ini
    [DEFAULT]
    rpc_response_timeout = 180
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes do. There is no fix for what rules about security
    speak of, nor for whether certificates are checked: what most nodes have may be the weaker
    choice.

    ## Sources

    - schemas: which options each service reads, for each release
    """
    seen: set[tuple[str, tuple[Node, ...]]] = set()
    for role in ROLES:
        members = [node for node in fleet.of(role) if not node.plays("api")]
        for alike in sorted({_likeness(node) for node in members}):
            part = [node for node in members if _likeness(node) == alike]
            for option in _compared(tuple(part)) if len(part) >= nodes else ():
                readers = [node for node in part if node.reads(option)]
                meaning = _meaning(option)
                split = divided(readers, option, meaning)
                if not split or (option, split.odd) in seen or len(readers) < nodes:
                    continue
                if len(split.usual) >= share * len(readers):
                    seen.add((option, split.odd))
                    consequence, mend = "this node may have missed a change", not _protects(option)
                    yield from mismatch(readers, option, consequence, meaning=meaning, mend=mend)


def _meaning(option: str) -> MeaningOf:
    """Return what counts of an option: the first interface that a catalogue has is taken."""
    if option.endswith("base_url"):
        return _without_scheme
    if option.endswith(ENDPOINTS):
        return _without_slash
    return as_is if option.endswith(".valid_interfaces") else as_set


def _without_slash(value: Plain) -> object:
    """Take the URLs of a service without a slash at their end, which its clients cut off."""
    if isinstance(value, tuple):
        return frozenset(str(url).rstrip("/") for url in value)
    return value and str(value).rstrip("/")


def _without_scheme(value: Plain) -> object:
    """Take where a console's URL leads: its scheme is compared with TLS of the proxies."""
    return str(value).rpartition("://")[2]


def _likeness(node: Node) -> tuple[str, ...]:
    """Return what nodes of one role have to have in common to be compared."""
    return node.cell, node.pool, driver_of(node) if node.plays("compute") else ""


def _protects(option: str) -> bool:
    """Whether an option has to do with security, so that most nodes may have the weaker choice."""
    return option.endswith((".insecure", ".verify_ssl")) or option in _of_security()


@cache
def _of_security() -> frozenset[str]:
    from novalint.rules.catalogue import rules

    return frozenset(
        option for rule in rules() if rule.theme == "security" for option in rule.options
    )


def _compared(nodes: tuple[Node, ...]) -> list[str]:
    """Return the options that some node sets and that nobody else compares, in order."""
    from novalint.rules.catalogue import rules
    from novalint.rules.fleet.values import Digest

    comparing = (rule for rule in rules() if rule.scope and not rule.companions)
    elsewhere = {option for rule in comparing for option in rule.options} - LOOKED_AT
    names = {
        name
        for node in nodes
        for name, reading in node.readings.items()
        if reading.written and not isinstance(reading.value, Digest)
    }
    return sorted(name for name in names - elsewhere if not is_own(name))
