"""How long Nova's clients may wait, and how long a load balancer lets them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from operator import itemgetter

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.cloud.consoles import DRIVER, can_have
from novalint.rules.common.consoles import GUESTS
from novalint.rules.common.hosts import url_host
from novalint.rules.common.rabbit import rabbit_options
from novalint.rules.declaration import rule
from novalint.rules.fleet.grouping import URL, callers
from novalint.rules.fleet.model import Broker, NodeFinding, NodeNote
from novalint.rules.fleet.proxies import PROXY, Limit, frontages
from novalint.rules.fleet.queries import label

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

API = 8774
TIMEOUT = "DEFAULT.rpc_response_timeout"
HEARTBEAT = "oslo_messaging_rabbit.heartbeat_timeout_threshold"
KINDS = (
    ("vnc.enabled", "vnc.novncproxy_base_url", 6080),
    ("spice.enabled", "spice.html5proxy_base_url", 6082),
    ("serial_console.enabled", "serial_console.base_url", 6083),
)
PORTS = tuple(port for _, _, port in KINDS)
SHARED = (80, 443)
"""Ports that consoles share with other services, whose timeouts are shorter for good reason."""
_AGREED = 60
"""RabbitMQ's own `heartbeat` by default: of both sides' seconds the fewer ones hold."""
_PATIENT = 19
"""The release whose every version attaches volumes with `long_rpc_timeout` (stein; 18.2.3 not)."""


@rule(
    "balancer-gives-up-before-api",
    theme="cloud",
    severity=Severity.WARNING,
    options=(TIMEOUT,),
    companions=PROXY,
    roles=("api",),
    scope="cloud",
)
def balancer_gives_up_before_api(fleet: Fleet) -> Iterator[NodeFinding]:
    """A load balancer times out requests that nova-api is still processing.

    ## What it checks

    `timeout server` of the section of the haproxy.cfg that `[companions] haproxy` names which
    listens on port 8774 (else that of the `defaults` before it, or of those that it names with
    `from`), against `rpc_response_timeout` of the api nodes. The same number is no finding. Of the
    backends that `default_backend` and `use_backend` name, the most patient one counts.

    ## Why it matters

    nova-api waits for compute nodes up to `rpc_response_timeout`, such as when a console is asked
    for. The client gets *504 Gateway Time-out* before (with `mode tcp` its connection ends), tries
    again, and Nova does it twice.

    To attach a volume takes seconds as a rule. From stein on, and in 18.3.0, nova-api waits up to
    `long_rpc_timeout` (1800 seconds) for the name of the device, which the host gives as soon as no
    other operation on that server has it locked. This rule does not ask for a timeout that long:
    where one is shorter, clients may get 504 for an attachment that goes on.

    ## Example

    `rpc_response_timeout = 180` on the api nodes, and haproxy.cfg:

        listen nova_api
            bind 10.0.0.1:8774
            timeout server 1m

    ## Fix safety

    No fix: raise the one or lower the other.

    ## Sources

    - nova/rpc.py and oslo_messaging/rpc/client.py, `rpc_response_timeout`, 18.3.1;
      nova/compute/rpcapi.py, `reserve_block_device_name`, 18.2.3, 18.3.0, 19.3.2 and 34.0.0
    - HAProxy 2.6, configuration manual, `timeout server`, `defaults`
    """
    waits = [(node.integer(TIMEOUT) or 0, node) for node in fleet.readers(TIMEOUT, "api")]
    seconds, slowest = max(waits, key=itemgetter(0), default=(0, None))
    for proxy in fleet.companions_of("haproxy") if slowest else ():
        for frontage in frontages(proxy, API):
            limit = frontage.server
            if slowest and limit and 0 < limit.number < seconds:
                longer = slowest.release.major >= _PATIENT
                volumes = ", or longer for a server that is busy" if longer else ""
                yield NodeFinding(
                    proxy,
                    limit.option,
                    f"`timeout server` in front of nova-api is {limit.number:g} seconds, but"
                    f" nova-api waits up to {seconds} for other services{volumes}: clients get 504"
                    " (in TCP mode nothing) while Nova carries on; raise it above"
                    f" {seconds} s",
                    others=(NodeNote(slowest, TIMEOUT, f"{seconds} seconds here"),),
                )


@rule(
    "balancer-cuts-consoles",
    theme="cloud",
    severity=Severity.WARNING,
    options=(*(option for kind in KINDS for option in kind[:2]), DRIVER, GUESTS),
    companions=PROXY,
    roles=("compute",),
    scope="cloud",
    thresholds={"seconds": 300},
)
def balancer_cuts_consoles(fleet: Fleet, seconds: float) -> Iterator[NodeFinding]:
    """A load balancer closes consoles that are idle for a short time.

    ## What it checks

    `timeout tunnel` of the section of the haproxy.cfg that `[companions] haproxy` names which
    listens on the port of a console that compute nodes offer (6080 for noVNC, 6082 for SPICE, 6083
    for serial consoles, and the one that its base URL names, but for 80 and 443, where other
    services are too): less than 300 seconds (the threshold `seconds`). Without `timeout tunnel`
    the shorter of `timeout client` and `timeout server` holds for consoles too; 0 is no limit
    there, and `timeout tunnel 0` as good as none. Of the backends that `default_backend` and
    `use_backend` name, the longest `timeout tunnel` counts.
    A time that a tool or the environment has yet to fill in is not known, and there is no finding;
    of a base URL the scheme is enough. A console that the driver does not have, such as VNC of
    Ironic before 2026.1, is not offered.

    ## Why it matters

    A console is a WebSocket, through which nothing passes while no one types and nothing changes on
    the screen. It freezes after that time, and the user has to open another one.

    ## Example

    ```
    defaults
        timeout client 1m
        timeout server 1m
    listen nova_novncproxy
        bind 10.0.0.1:6080
    ```

    ## Fix safety

    No fix: only you know how long consoles may be idle; an hour is common.

    ## Sources

    - HAProxy 2.6, configuration manual, `timeout tunnel`
    - nova/console/websocketproxy.py, `do_proxy`, 34.0.0: nothing is sent to keep a session alive
    """
    for on, url, port in KINDS:
        computes = (node for node in fleet.of("compute") if node.value(on) and _leads(node, url))
        offering = [node for node in computes if can_have(node, url)]
        ports = dict.fromkeys((port, *filter(None, (_named(node, url) for node in offering))))
        for at, proxy, limit in _short(fleet, ports, seconds) if offering else ():
            name = limit.option.rpartition(".")[2]
            way = "set a tunnel timeout of an hour in the `listen` or `backend` for that port"
            yield NodeFinding(
                proxy,
                limit.option,
                f"`{name}` closes consoles on port {at} after {limit.number:g} seconds without"
                f" activity; {'set it to an hour' if name == 'timeout tunnel' else way}",
                others=(NodeNote(offering[0], url, "offers this console"),),
            )


def _leads(node: Node, url: str) -> bool:
    """Return whether a console has a URL, a part of which a tool may have yet to fill in."""
    reading = node.reading(url)
    return reading is not None and bool(reading.value or reading.scheme)


def _named(node: Node, url: str) -> int | None:
    """Return the port that a console's base URL names, where nothing else is likely to be."""
    port = url_host(str(node.value(url)))[2].rpartition(":")[2]
    return int(port) if port.isdecimal() and int(port) not in SHARED else None


def _short(fleet: Fleet, ports: Iterable[int], least: float) -> Iterator[tuple[int, Node, Limit]]:
    """Yield what ends a console too early, on which of some ports, each once."""
    for proxy in fleet.companions_of("haproxy"):
        seen: set[str] = set()
        for port in ports:
            for limit in (frontage.tunnelled for frontage in frontages(proxy, port)):
                if limit and 0 < limit.number < least and limit.option not in seen:
                    seen.add(limit.option)
                    yield port, proxy, limit


@rule(
    "balancer-cuts-brokers",
    theme="cloud",
    severity=Severity.WARNING,
    options=rabbit_options("heartbeat_timeout_threshold"),
    companions=PROXY,
    scope="cloud",
)
def balancer_cuts_brokers(fleet: Fleet) -> Iterator[NodeFinding]:
    """A load balancer closes connections to RabbitMQ between two heartbeats.

    ## What it checks

    `timeout tunnel`, which in TCP mode stands over the other two, else the shorter of `timeout
    client` and `timeout server`, of the section of the haproxy.cfg that `[companions] haproxy`
    names which listens on the port in `transport_url`, where that names one host, against half of
    `[oslo_messaging_rabbit] heartbeat_timeout_threshold`, or of 60 seconds where that is more:
    RabbitMQ says something at least that often, as its own `heartbeat` is 60 by default, and the
    smaller of the two holds. With 0 there are no heartbeats, and every idle connection is ended.
    Only RabbitMQ's driver reads the option, and nodes that run nova-metadata alone, under a web
    server, do not connect.

    ## Why it matters

    nova-compute is silent for long at night. Its connection is ended, the message that comes next
    is lost, and the log fills with *Connection reset by peer*.

    ## Example

    `heartbeat_timeout_threshold = 0` on a node, and haproxy.cfg:

        listen rabbitmq
            bind 10.0.0.1:5672
            timeout client 1m
            timeout server 1m

    ## Fix safety

    No fix: services of OpenStack are best given the members of the cluster themselves.

    ## Sources

    - oslo_messaging/_drivers/impl_rabbit.py, `_heartbeat_thread_job`, 18.3.1
    - py-amqp 5.4.2, amqp/connection.py, `_on_tune`
    - HAProxy 2.6, configuration manual, `timeout client`, `timeout tunnel`; RabbitMQ: a heartbeat
      each half of the time agreed upon
    """
    proxies = fleet.companions_of("haproxy")
    odd: dict[tuple[str, int, Node, Limit], list[Node]] = {}
    for node in callers(fleet, fleet.nodes):
        for pause, proxy, limit in islice(_cutting(proxies, node), 1):
            odd.setdefault((label(node, HEARTBEAT), pause, proxy, limit), []).append(node)
    for (_, pause, proxy, limit), nodes in odd.items():
        yield _cut(nodes, pause, proxy, limit)


def _cutting(proxies: Iterable[Node], node: Node) -> Iterator[tuple[int, Node, Limit]]:
    """Yield the load balancers that close a node's connection between two heartbeats."""
    pause = node.integer(HEARTBEAT)
    for proxy in proxies if pause is not None else ():
        for limit in _before(proxy, node):
            if limit.number and _cuts(limit, pause or 0):
                yield pause or 0, proxy, limit


def _before(proxy: Node, node: Node) -> Iterator[Limit]:
    """Yield how long a load balancer waits for a node that names it, rather than the members."""
    broker = node.value(URL)
    if isinstance(broker, Broker) and broker.rabbit and len(broker.hosts) == 1:
        ((_, port),) = broker.hosts
        for frontage in frontages(proxy, port):
            if frontage.tunnelled:
                yield frontage.tunnelled


def _cuts(limit: Limit, pause: int) -> bool:
    return pause <= 0 or limit.number <= min(pause, _AGREED) / 2


def _cut(nodes: list[Node], pause: int, proxy: Node, limit: Limit) -> NodeFinding:
    node, *more = nodes
    every = f"sends a heartbeat every {pause / 2:g} seconds" if pause > 0 else "sends no heartbeat"
    if pause > _AGREED:
        every = f"yields to RabbitMQ's own {_AGREED}, a heartbeat every {_AGREED / 2:g} seconds"
    goal = min(60, max(int(limit.number), 1))
    return NodeFinding(
        node,
        HEARTBEAT,
        f"{label(node, HEARTBEAT)} {pause} {every}, and the load"
        f" balancer in front of RabbitMQ closes connections that are idle for {limit.number:g}"
        f" seconds; set it to {goal}, or raise that timeout",
        tuple(more),
        (NodeNote(proxy, limit.option, "the load balancer's time"),),
    )
