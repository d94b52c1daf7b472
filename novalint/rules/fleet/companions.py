"""Files of other programs beside nova.conf: the few options of them that relations need.

A companion is a Node whose `kind` says which program it is of. Its options are named
`kind:SECTION.option`, and without a section `kind:option`. What is not set has no reading: its
default is the other program's, and the rule's to know. What a tool has yet to fill in has a reading
that is not known: rules that want such an option are not asked about that companion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from novalint.config.unknown import placeholder
from novalint.deployment import Deployment
from novalint.rules.common.database_urls import place_of
from novalint.rules.fleet.companion_files import Written, written_in
from novalint.rules.fleet.gathering import Gatherer, broker_of
from novalint.rules.fleet.model import Node
from novalint.rules.fleet.proxies import PROXY, idle_before_database
from novalint.rules.fleet.values import Plain, Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novalint.schema.releases import Release
    from novalint.text.document import Document

FACTS = ("mysql:mysqld.max_connections", "mysql:mysqld.wait_timeout", "ml2:ml2.mechanism_drivers")
"""Options from which facts follow."""
PATTERNS = (*FACTS, *PROXY)
"""The same, and those of a load balancer, as patterns."""

_LOGIN = re.compile(r"//[^/]*@")
IN_PARTS = ("haproxy", "policy", "definitions")
"""Files of whose options a part is worth reading where a tool has yet to fill in another one."""

_SECRET = re.compile(r"password|secret|_key\b|hmac|^contents$")


def companion(
    kind: str,
    name: str,
    documents: Sequence[Document],
    wanted: Iterable[str],
    release: Release,
    key: bytes,
) -> Node:
    """Return files of another program as a node; `wanted` are patterns of the names to keep.

    `name` is the machine that they are on, or the kind where they are the cloud's.
    """
    patterns = [pattern for pattern in wanted if pattern.startswith(f"{kind}:")]
    readings: dict[str, Reading] = {}
    for number, option in written_in(kind, documents):
        full = f"{kind}:{option.name}"
        if any(fnmatchcase(full, pattern) for pattern in patterns):
            known = kind in IN_PARTS or _is_known(option.text)
            readings[full] = _reading(option, documents[number], number, known, release, key)
    paths = tuple(document.path for document in documents)
    return Node(name, kind, release, paths=paths, readings=readings, kind=kind)


def _reading(
    option: Written, document: Document, number: int, known: bool, release: Release, key: bytes
) -> Reading:
    value = _value(option, release, key) if known else None
    secret = value is not None and not isinstance(value, str)
    start, end = document.position(option.span.start), document.position(option.span.end)
    text = None if secret or not known else option.text
    return Reading(value, known, True, text, number, start, end)


def _is_known(text: str) -> bool:
    """Whether nothing is left for a tool to fill in, but for who logs in."""
    return placeholder(_LOGIN.sub("//", text)) is None


def _value(option: Written, release: Release, key: bytes) -> Plain:
    last = option.name.rpartition(".")[2]
    if last == "transport_url":
        return broker_of(option.text, release.major)
    if last == "connection":
        return place_of(option.text, release.major)
    if _SECRET.search(last):
        return Gatherer(frozenset(), key).digest(option.text)
    return option.text


BACKENDS = {"ovn": "ovn", "openvswitch": "ovs", "linuxbridge": "linuxbridge"}
"""Mechanism drivers of neutron, and the network backend that they are."""


def facts_of(companions: Iterable[Node]) -> Deployment:
    """Return the facts that companions give: the same on all of their files, or none."""
    gathered: dict[str, set[object]] = {}
    for node in companions:
        for fact, value in _facts(node):
            gathered.setdefault(fact, set()).add(value)
    return Deployment.of({fact: min(v, key=str) for fact, v in gathered.items() if len(v) == 1})


def _facts(node: Node) -> Iterator[tuple[str, object]]:
    readings = node.readings
    for fact, option in (("db_max_connections", FACTS[0]), ("db_wait_timeout", FACTS[1])):
        text = str(readings[option].value) if option in readings else ""
        if re.fullmatch("[1-9][0-9]{0,8}", text):
            yield fact, int(text)
    if FACTS[2] in readings:
        drivers = [name.strip() for name in str(readings[FACTS[2]].value).split(",")]
        backends = {BACKENDS[name] for name in drivers if name in BACKENDS}
        if len(backends) == 1:
            yield "network_backend", backends.pop()
    idle = idle_before_database(node) if node.kind == "haproxy" else None
    if idle:
        yield "proxy_idle_timeout", idle
