"""Which overrides of kolla-ansible come together in one nova.conf, found in a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from novalint.hosts.paths import Layer, kolla_layer
from novalint.hosts.signs import whole
from novalint.records import NamedTuple

_COMPUTE = "nova-compute"
_CONTROL = frozenset({"api", "metadata", "conductor", "scheduler"})

Read = Callable[[str], str]
"""Returns the text of a file, by its path."""


class _Override(NamedTuple):
    path: str
    layer: Layer


def merged(paths: Iterable[str], read: Read) -> Iterator[tuple[str, ...]]:
    """Yield the files that kolla-ansible merges into one nova.conf, in its order.

    That is what all services get, then what a service gets, then what a service gets on a host. A
    host's file is for its nova-compute where it sets what only that reads: which services run on a
    host nobody says here.
    """
    for overrides in _trees(paths):
        yield from dict.fromkeys(filter(None, _chains(overrides, read)))


def _trees(paths: Iterable[str]) -> Iterator[list[_Override]]:
    """Yield the overrides of each `config` folder."""
    trees: dict[str, list[_Override]] = {}
    for path in paths:
        layer = kolla_layer(path)
        if layer is not None:
            trees.setdefault(_top(whole(path), layer), []).append(_Override(path, layer))
    yield from trees.values()


def _top(path: str, layer: Layer) -> str:
    """Return the folder in which overrides of all services stand."""
    below = 1 if layer.order < 2 else 2 if layer.host is None else 3
    return "/".join(path.split("/")[:-below])


def _chains(overrides: list[_Override], read: Read) -> Iterator[tuple[str, ...]]:
    services = {each.layer.service for each in overrides if not each.layer.host}
    yield _chain(overrides, None, None)
    for service in sorted(filter(None, services)):
        yield _chain(overrides, service, None)
    for host in sorted({each.layer.host for each in overrides if each.layer.host}):
        own = [each for each in overrides if each.layer.host == host]
        here = {each.layer.service for each in own if each.layer.service}
        if _COMPUTE in services and any(_is_for_compute(read(each.path)) for each in own):
            here.add(_COMPUTE)
        for program in sorted(here) or (None,):
            yield _chain(overrides, program, host)


def _chain(overrides: list[_Override], service: str | None, host: str | None) -> tuple[str, ...]:
    chosen = [
        each
        for each in overrides
        if each.layer.service in (None, service) and each.layer.host in (None, host)
    ]
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
