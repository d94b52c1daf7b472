"""Secrets, log-ins and names that Nova and neutron have to share."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.cloud.neutron import EVENTS, NO, TIMEOUT, of_server, waits
from novalint.rules.declaration import METADATA_IN_API, rule
from novalint.rules.fleet.grouping import DRIVER, VIRT_TYPE, driver_of
from novalint.rules.fleet.model import NodeFinding, NodeNote

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

SECRET = "neutron.metadata_proxy_shared_secret"
PROXY = "neutron.service_metadata_proxy"
APIS = "DEFAULT.enabled_apis"
AGENTS = ("metadata_agent", "ovn_metadata_agent")
AGENT_SECRETS = tuple(f"{kind}:DEFAULT.metadata_proxy_shared_secret" for kind in AGENTS)
HOST = "DEFAULT.host"
LOGIN = tuple(f"neutron:nova.{name}" for name in ("auth_type", "auth_plugin", "auth_section"))
PLUGIN = "neutron:DEFAULT.core_plugin"
NEUTRON_HOST = "neutron:DEFAULT.host"
WITH_AGENTS = ("ovs", "linuxbridge", "sriov")
"""The network backends whose agents are found by `host` in neutron.conf; OVN's are not."""
BESIDE_AGENTS = ("libvirt", "hyperv", "xenapi")
"""The compute drivers that have an agent of neutron on their machine."""


@rule(
    "metadata-agent-secret-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(SECRET, PROXY, APIS),
    companions=AGENT_SECRETS,
    roles=("metadata", "api"),
    neutron=True,
    scope="cloud",
)
def metadata_agent_secret_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """neutron's metadata agents and Nova use different shared secrets.

    ## What it checks

    `[neutron] metadata_proxy_shared_secret` of the nodes that are known to run nova-metadata (up to
    2025.1, where there is none, those whose nova-api serves metadata by `enabled_apis`, unless the
    fact `wsgi` says that a web server runs it) with `service_metadata_proxy` on, against
    `metadata_proxy_shared_secret` of the files that `[companions] metadata_agent` and
    `ovn_metadata_agent` name, where both sides set one. Secrets are compared and never shown.

    ## Why it matters

    The agent signs each request of a guest. Nova answers *Invalid proxy request signature* where
    its secret is another one: no guest gets its keys or its user data, and cloud-init hangs.

    ## Example

    metadata_agent.ini of `ctl1` still has the secret of before:

    ```ini
    [DEFAULT]
    metadata_proxy_shared_secret = ***
    ```

    ## Fix safety

    No fix: a secret is not copied from one file to another.

    ## Sources

    - nova/api/metadata/handler.py, `_validate_shared_secret`, 34.0.0; nova/cmd/api.py, 31.3.1
    - neutron/conf/agent/metadata/config.py: it has to match Nova's
    """
    behind = [node for node in _answering(fleet) if node.value(PROXY) is not False]
    known = [node for node in behind if node.value(SECRET) is not None]
    for agent in fleet.companions_of(*AGENTS):
        option = f"{agent.kind}:DEFAULT.metadata_proxy_shared_secret"
        if known and agent.value(option) is not None:
            odd = [node for node in known if node.value(SECRET) != agent.value(option)]
            if len(odd) == len(known):
                yield NodeFinding(
                    agent,
                    option,
                    "`metadata_proxy_shared_secret` differs from that of Nova's metadata"
                    " service, which refuses every request of a guest: Invalid proxy request"
                    " signature; set it to the same secret on both sides",
                    others=(NodeNote(odd[0], SECRET, "another one here"),),
                )


def _answering(fleet: Fleet) -> tuple[Node, ...]:
    """Return the nodes that answer guests, with nova-metadata or else by their nova-api.

    What nova-api starts is what `enabled_apis` lists (nova/cmd/api.py of 15.1.5 to 31.3.1).
    """
    own = fleet.of("metadata")
    if own or fleet.facts.wsgi:
        return own
    return tuple(node for node in fleet.of("api") if _starts_metadata(node))


def _starts_metadata(node: Node) -> bool:
    started = node.value(APIS) if node.release.major <= METADATA_IN_API else None
    return isinstance(started, tuple) and "metadata" in started


@rule(
    "neutron-cannot-reach-nova",
    theme="cloud",
    severity=Severity.ERROR,
    options=(TIMEOUT, DRIVER, VIRT_TYPE),
    companions=(*LOGIN, PLUGIN, EVENTS[0]),
    roles=("compute",),
    neutron=True,
    scope="cloud",
)
def neutron_cannot_reach_nova(fleet: Fleet) -> Iterator[NodeFinding]:
    """neutron has no credentials to tell Nova that a port is ready.

    ## What it checks

    The group `[nova]` of the files that `[companions] neutron` names, where a compute node waits
    for the network of a new server (see [neutron-events-off](neutron-events-off.md)): neither
    `auth_type` nor `auth_section` is set there, or set to nothing (`auth_plugin` is an old name of
    the first). Without one keystoneauth reads none of the rest. Files that have no `core_plugin`,
    and those of machines that run nova-compute and nothing else of Nova, are taken for those of an
    agent, or a part of the configuration, and not reported; so are those that tell Nova of no port
    with credentials either (neutron-events-off), and templates that include another file.

    ## Why it matters

    neutron's server sends each event to nova-api, with the credentials of this group. Without one
    no event ever comes: each build waits for the whole timeout, and fails where
    `vif_plugging_is_fatal` is true.

    ## Example

    neutron.conf ends before the group:

    ```ini
    [DEFAULT]
    core_plugin = ml2
    ```

    ## Fix safety

    No fix: it takes a password.

    ## Sources

    - neutron/conf/common.py, `register_nova_opts`, and neutron/notifiers/nova.py, 24.0.0
    - keystoneauth1/loading/conf.py, `load_from_conf_options`, 5.13.1
    """
    waiting = [node for node in fleet.readers(TIMEOUT, "compute") if waits(node)]
    for companion in of_server(fleet) if waiting else ():
        if (
            companion.is_written(PLUGIN)
            and not companion.partial
            and companion.knows(*LOGIN)
            and _tells(companion)
            and not any(map(companion.value, LOGIN))
        ):
            yield NodeFinding(
                companion,
                LOGIN[0],
                "`[nova]` has no `auth_type`, so neutron cannot log in to notify Nova that a port"
                " is ready: each build waits for the whole `vif_plugging_timeout`; set it and the"
                " rest of the credentials",
                others=(NodeNote(waiting[0], TIMEOUT, "waits for events from neutron"),),
            )


def _tells(companion: Node) -> bool:
    """Return whether neutron would tell Nova of ports, if it could log in."""
    return str(companion.value(EVENTS[0])).lower() not in NO


@rule(
    "host-not-that-of-neutron",
    theme="cloud",
    severity=Severity.ERROR,
    options=(HOST, DRIVER),
    companions=(NEUTRON_HOST,),
    roles=("compute",),
    neutron=True,
    scope="cloud",
)
def host_not_that_of_neutron(fleet: Fleet) -> Iterator[NodeFinding]:
    """Nova and the neutron agent use different names for the same host.

    ## What it checks

    `host` of a compute node against `host` in the neutron.conf of the same machine, `{node}` in
    `[companions] neutron`, where both files set it. Capital letters count. Only compute services
    with libvirt, Hyper-V or XenServer: a port of ironic is bound to the name of a node of Ironic,
    and vCenter has no agent on the machine. Not reported where the fact `network_backend` is ovn,
    though an SR-IOV agent next to OVN uses this name too. Where the fact is not given, or is
    vendor, or a template has yet to give `compute_driver`, it is a warning.

    ## Why it matters

    nova-compute binds ports to its own name, and neutron looks for an agent of that name: *Binding
    failed for port*, and the build fails. OVN's agents have the name that Open vSwitch has in
    `external_ids:hostname`, whatever is in neutron.conf.

    ## Example

    Nova has the short name, and neutron.conf of `cmp1`:

    ```ini
    [DEFAULT]
    host = cmp1.example.org
    ```

    ## Fix safety

    No fix: a host with servers must not get another name.

    ## Sources

    - nova/conf/netconf.py, `host`: the same value as neutron's
    - neutron/conf/common.py, `host`, and neutron/plugins/ml2/drivers/ovn/agent/neutron_agent.py,
      `as_dict`, 24.0.0
    """
    backend = fleet.facts.network_backend
    if backend == "ovn":
        return
    for node in fleet.of("compute"):
        if driver_of(node) not in BESIDE_AGENTS:
            continue
        unless = _unless(node, backend)
        for companion in fleet.companions_of("neutron", node=node.name):
            theirs = companion.value(NEUTRON_HOST)
            if node.is_written(HOST) and node.value(HOST) and theirs and theirs != node.value(HOST):
                yield NodeFinding(
                    node,
                    HOST,
                    "`host` differs from `host` in neutron.conf on this machine: neutron finds"
                    f" no agent of this name and binds no ports{unless}; set it to the same name"
                    " on both sides",
                    override=Severity.WARNING if unless else None,
                    others=(NodeNote(companion, NEUTRON_HOST, "another one here"),),
                )


def _unless(node: Node, backend: str | None) -> str:
    """Return what may make another name right; empty where nothing known does."""
    if node.is_written(DRIVER) and not node.knows(DRIVER):
        return " unless its driver is one without an agent, such as Ironic's"
    return "" if backend in WITH_AGENTS else " unless OVN binds them"
