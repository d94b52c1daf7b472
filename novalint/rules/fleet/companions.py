"""Files of other programs beside nova.conf: the few options of them that relations need.

A companion is a Node whose `kind` says which program it is of. Its options are named
`kind:SECTION.option`, and without a section `kind:option`. What is not set has no reading: its
default is the other program's, and the rule's to know. What a tool has yet to fill in has a reading
that is not known: rules that want such an option are not asked about that companion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

from novalint.annotations import TYPE_CHECKING
from novalint.config.substitution import SubstitutionFault, substitute
from novalint.config.unknown import placeholder
from novalint.deployment import Deployment
from novalint.rules.common.database_urls import place_of
from novalint.rules.common.transport import RABBIT
from novalint.rules.fleet.companion_branches import doubting_limits, is_in_branch, may_have_more
from novalint.rules.fleet.companion_files import Written, written_in
from novalint.rules.fleet.gathering import Gatherer, broker_of, parsed
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

_DEFAULTS = {
    "cinder": {"DEFAULT.state_path": "/var/lib/cinder"},
    "neutron": {"DEFAULT.state_path": "/var/lib/neutron"},
}
"""What other programs put into values where their files say nothing of it."""
WITHOUT_REFERENCES = ("haproxy", "policy", "definitions", "rabbitmq", "libvirtd", "qemu", "mysql")
"""Files in which `$name` is no reference to another option."""
_URLS = ("oslo_messaging_notifications.transport_url", "DEFAULT.transport_url")
_LOGIN = re.compile(r"//[^/]*@")
IN_PARTS = ("haproxy", "definitions")
"""Files of whose options a part is worth reading where a tool has yet to fill in another one."""

_DEEPEST = 5
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
    written = list(written_in(kind, documents))
    if kind == "haproxy":
        written = list(doubting_limits(written, documents))
    texts = {**_DEFAULTS.get(kind, {}), **{option.name: option.text for _, option in written}}
    for number, option in written:
        full = f"{kind}:{option.name}"
        if any(fnmatchcase(full, pattern) for pattern in patterns):
            meant = option if kind in WITHOUT_REFERENCES else _resolved(option, texts)
            document = documents[number]
            sure = meant is not None and _is_known(meant.text) and _counts(option, document)
            known = kind in IN_PARTS or sure
            readings[full] = _reading(meant or option, document, number, known, release, key)
    for name, reading in _in_url(written, documents, release):
        if any(fnmatchcase(f"{kind}:{name}", pattern) for pattern in patterns):
            readings[f"{kind}:{name}"] = reading
    paths = tuple(document.path for document in documents)
    partial = any(may_have_more(document.text) for document in documents)
    return Node(name, kind, release, paths=paths, readings=readings, kind=kind, partial=partial)


def _in_url(
    written: Sequence[tuple[int, Written]], documents: Sequence[Document], release: Release
) -> Iterator[tuple[str, Reading]]:
    """Yield the options of RabbitMQ that the URL for notifications sets, above those of the group.

    That is the URL for calls, where there is none of its own.
    """
    urls = {option.name: (number, option) for number, option in written if option.name in _URLS}
    for name in _URLS:
        if name in urls:
            number, option = urls[name]
            transport = parsed(option.text, release.major)
            document, span = documents[number], option.span
            start, end = document.position(span.start), document.position(span.end)
            for key, value in transport.query.items() if transport else ():
                known = _is_known(value) and _counts(option, document)
                place = Reading(value if known else None, known, True, None, number, start, end)
                yield f"{RABBIT}.{key}", place
            return


def _counts(option: Written, document: Document) -> bool:
    """Return whether a line counts whatever a template is given: it stands in no branch."""
    return not is_in_branch(document.text, option.span.start)


def _resolved(option: Written, texts: Mapping[str, str]) -> Written | None:
    """Return an option with what it refers to; None where that is secret or not known."""
    try:
        text = _filled(option.text, option.name.rpartition(".")[0], texts, _DEEPEST)
    except SubstitutionFault:
        return None
    return option._replace(text=text)


def _filled(text: str, group: str, texts: Mapping[str, str], depth: int) -> str:
    """Return a text as oslo.config reads it; raises SubstitutionFault where that is not known."""

    def look_up(name: str) -> str:
        value = _meant(name, group, texts)
        if value is None or not depth:
            raise SubstitutionFault(name, "is not known")
        return _filled(value, group, texts, depth - 1)

    return substitute(text, look_up)


def _meant(name: str, group: str, texts: Mapping[str, str]) -> str | None:
    """Return what `$name` stands for in a group: an option there, else one of [DEFAULT]."""
    value = texts.get(name) if "." in name else texts.get(f"{group}.{name}")
    value = texts.get(f"DEFAULT.{name}") if value is None else value
    return None if _SECRET.search(name) else value


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
    if last in ("transport_url", "messaging_urls"):
        return broker_of(option.text, release.major)
    if last == "connection":
        return place_of(option.text, release.major)
    if _SECRET.search(last):
        return Gatherer(frozenset(), key).digest(option.name, option.text)
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
