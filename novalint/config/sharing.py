"""Which files of a configuration others read as well, and what they read beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from novalint.annotations import Any
from novalint.records import NamedTuple


class Sharing(NamedTuple):
    """What a configuration called `name` shares with others.

    `beside` gives, for the path of each file, the paths of those that all who read it read.
    `varied` has the paths of files whose readers differ, in what else they read or what they are.
    `others` are those, itself among them: engine/trials.py tries fixes on them. What keeps what
    they read only with more edits counts where they are mended in the same run, `together`.
    """

    name: str
    beside: Mapping[str, frozenset[str]]
    varied: frozenset[str] = frozenset()
    others: Any = None
    together: bool = True


NOTHING = Sharing("", {})
"""That of a configuration whose files nobody else reads, whatever their paths say."""


def sharing_in_kolla(paths: Collection[str]) -> Sharing | None:
    """Return what a host shares of kolla-ansible's overrides; None where it has none of its own."""
    if len(paths) < 2:
        return None
    from novalint.hosts.paths import kolla_layer

    layers = {path: kolla_layer(path) for path in paths}
    if not all(layers.values()):
        return None
    hosts = [layer.host for layer in layers.values() if layer and layer.host]
    of_all = frozenset(path for path, layer in layers.items() if layer and not layer.host)
    return Sharing(hosts[0], dict.fromkeys(of_all, of_all), of_all) if hosts else None
