"""Which overrides of kolla-ansible come together in one nova.conf, found in a folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

from novalint.hosts.paths import KollaLayer, kolla_layer, uncounted
from novalint.hosts.signs import whole
from novalint.records import NamedTuple

_COMPUTE = "nova-compute"
_CONTROL = frozenset({"api", "metadata", "conductor", "scheduler"})

Read = Callable[[str], str]
"""Returns the text of a file, by its path."""


class _Override(NamedTuple):
    path: str
    layer: KollaLayer


class Merged(NamedTuple):
    """The files that kolla-ansible merges into one nova.conf, in its order.

    `part` says that no nova-compute reads these alone: it has an override of its own over them, or
    each of several on a host has.
    """

    paths: tuple[str, ...]
    part: bool


def merged(paths: Iterable[str], read: Read) -> Iterator[Merged]:
    """Yield what kolla-ansible merges into each nova.conf.

    That is what all services get, then what a service gets, then what a service gets on a host. A
    host's file is for its nova-compute where it sets what only that reads: which services run on a
    host nobody says here.
    """
    for overrides in _trees(paths):
        has_compute = any(each.layer[1:] == (_COMPUTE, None) for each in overrides)
        services = {each.path: each.layer.service for each in overrides}
        several = {
            uncounted(name) for name in services.values() if name and uncounted(name) != name
        }
        for chain in dict.fromkeys(filter(None, _chains(overrides, read))):
            names = {services[path] for path in chain} - {None}
            yield Merged(chain, names <= several if names else has_compute)


def reads_more(path: str) -> bool:
    """Whether kolla-ansible puts a file of overrides over, or under, another one that is there.

    What such a file does not set by itself is not known to be unset.
    """
    layer = kolla_layer(path)
    if layer is None:
        return False
    top = _top(whole(path), layer)
    names = ["global.conf", "nova.conf"]
    programs = (layer.service or _COMPUTE, uncounted(layer.service or _COMPUTE))
    names += [f"nova/{each}.conf" for each in programs]
    of_host = ("nova", _COMPUTE, *programs)
    names += [f"nova/{layer.host}/{each}.conf" for each in of_host if layer.host]
    others = {f"{top}/{name}" for name in names} - {whole(path)}
    return any(map(os.path.isfile, others))


def _trees(paths: Iterable[str]) -> Iterator[list[_Override]]:
    """Yield the overrides of each `config` folder."""
    trees: dict[str, list[_Override]] = {}
    for path in paths:
        layer = kolla_layer(path)
        if layer is not None:
            trees.setdefault(_top(whole(path), layer), []).append(_Override(path, layer))
    yield from trees.values()


def _top(path: str, layer: KollaLayer) -> str:
    """Return the folder in which overrides of all services stand."""
    below = 1 if layer.order < 2 else 2 if layer.host is None else 3
    return "/".join(path.split("/")[:-below])


def _chains(overrides: list[_Override], read: Read) -> Iterator[tuple[str, ...]]:
    services = {each.layer.service for each in overrides if not each.layer.host}
    yield _chain(overrides, None, None)
    for service in sorted(filter(None, services)):
        yield _chain(overrides, service, None)
    of_hosts: dict[str, list[_Override]] = {}
    for each in overrides:
        if each.layer.host:
            of_hosts.setdefault(each.layer.host, []).append(each)
    of_all = [each for each in overrides if not each.layer.host]
    for host, own in sorted(of_hosts.items()):
        here = {each.layer.service for each in own if each.layer.service}
        if _COMPUTE in services and any(_is_for_compute(read(each.path)) for each in own):
            here.add(_COMPUTE)
        here |= {service for service in services if service and uncounted(service) in here}
        for program in sorted(here) or (None,):
            yield _chain([*of_all, *own], program, host)


def _chain(overrides: list[_Override], service: str | None, host: str | None) -> tuple[str, ...]:
    chosen = [each for each in overrides if each.layer.is_for(service, host)]
    return tuple(each.path for each in sorted(chosen, key=lambda each: each.layer.order))


def _is_for_compute(text: str) -> bool:
    """Return whether a text sets what nova-compute reads, and no service of controllers does."""
    from novalint.config.model import load
    from novalint.text.document import Document

    config = load(Document.parse(text))
    return any(
        "compute" in readers and not _CONTROL.intersection(readers)
        for readers in (setting.option.facts.get("read_by", ()) for setting in config.settings)
    )
