"""Files of other programs beside nova.conf: the few options of them that relations need.

A companion is a Node whose `kind` says which program it is of. Its options are named
`kind:SECTION.option`, and without a section `kind:option`. What is not set has no reading: its
default is the other program's, and the rule's to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from novalint.deployment import Deployment
from novalint.rules.common.database_urls import place_of
from novalint.rules.fleet.gathering import Gatherer, broker_of
from novalint.rules.fleet.model import Node
from novalint.rules.fleet.values import Plain, Reading
from novalint.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from novalint.schema.releases import Release
    from novalint.text.document import Document

FACTS = (
    "mysql:mysqld.max_connections",
    "mysql:mysqld.wait_timeout",
    "ml2:ml2.mechanism_drivers",
)
"""Options from which facts follow, as patterns."""

_SECRET = re.compile(r"password|secret|_key\b|hmac")
_SECTIONS = ("global", "defaults", "listen", "frontend", "backend")


class _Found(NamedTuple):
    """An option of a companion as it is written, and where."""

    name: str
    text: str
    span: Span


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
    for number, document in enumerate(documents):
        for option in _options(kind, document):
            full = f"{kind}:{option.name}"
            if any(fnmatchcase(full, pattern) for pattern in patterns):
                readings[full] = _reading(option, document, number, release, key)
    paths = tuple(document.path for document in documents)
    return Node(name, kind, release, paths=paths, readings=readings, kind=kind)


def _options(kind: str, document: Document) -> Iterator[_Found]:
    if kind == "haproxy":
        yield from _of_proxy(document.text)
    elif kind == "rabbitmq":
        yield from _of_broker(document.text)
    else:
        for assignment in document.assignments:
            option = assignment.option.replace("-", "_") if kind == "mysql" else assignment.option
            yield _Found(f"{assignment.group}.{option}", assignment.value, assignment.span)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Return the lines that say something, without comments, and where each starts."""
    start = 0
    for line in text.splitlines(keepends=True):
        content = line.partition("#")[0]
        blank = len(content) - len(content.lstrip())
        if content.strip():
            yield start + blank, content.strip()
        start += len(line)


def _of_broker(text: str) -> Iterator[_Found]:
    """Return the lines of a rabbitmq.conf: `default_queue_type = quorum`."""
    for start, line in _lines(text):
        name, sign, value = line.partition("=")
        if sign:
            yield _Found(name.strip(), value.strip(), Span(start, start + len(line)))


def _of_proxy(text: str) -> Iterator[_Found]:
    """Return the lines of an haproxy.cfg: `listen nova.timeout client` is `1m`."""
    section = ""
    for start, line in _lines(text):
        words, span = line.split(), Span(start, start + len(line))
        if words[0] in _SECTIONS:
            section = " ".join(words[:2])
        elif words[0] == "timeout" and len(words) > 2:
            yield _Found(f"{section}.timeout {words[1]}", words[2], span)
        else:
            yield _Found(f"{section}.{words[0]}", " ".join(words[1:]), span)


def _reading(
    option: _Found, document: Document, number: int, release: Release, key: bytes
) -> Reading:
    value = _value(option, release, key)
    secret = value is not None and not isinstance(value, str)
    start, end = document.position(option.span.start), document.position(option.span.end)
    return Reading(value, True, True, None if secret else option.text, number, start, end)


def _value(option: _Found, release: Release, key: bytes) -> Plain:
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
        for fact, value in _facts(node.readings):
            gathered.setdefault(fact, set()).add(value)
    return Deployment.of({fact: min(v, key=str) for fact, v in gathered.items() if len(v) == 1})


def _facts(readings: Mapping[str, Reading]) -> Iterator[tuple[str, object]]:
    for fact, option in (("db_max_connections", FACTS[0]), ("db_wait_timeout", FACTS[1])):
        text = str(readings[option].value) if option in readings else ""
        if re.fullmatch("[1-9][0-9]{0,8}", text):
            yield fact, int(text)
    if FACTS[2] in readings:
        drivers = [name.strip() for name in str(readings[FACTS[2]].value).split(",")]
        backends = {BACKENDS[name] for name in drivers if name in BACKENDS}
        if len(backends) == 1:
            yield "network_backend", backends.pop()
