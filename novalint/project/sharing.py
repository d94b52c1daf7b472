"""Which files of the configurations that settings name are read by several of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from novalint.config.sharing import Sharing
from novalint.errors import FileError
from novalint.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from novalint.project.discovery import InputSpec

Roles = frozenset[str]
"""The services that a configuration is for; none where nobody tells."""


@dataclass(frozen=True)
class Readers:
    """The files of each configuration and its services, by name.

    `others` gives, for some of the names, what fixes in their files are tried on.
    """

    files: Mapping[str, Sequence[str]]
    roles: Mapping[str, Roles]
    others: Callable[[Sequence[str]], Any]
    _others: dict[Roles, Any] = field(
        default_factory=dict, init=False, repr=False, compare=False, hash=False
    )
    _beside: dict[tuple[str, Roles], frozenset[str]] = field(
        default_factory=dict, init=False, repr=False, compare=False, hash=False
    )

    def sharing(self, name: str, node: str) -> Sharing:
        """Return what a configuration shares; `node` is what it is called in messages.

        Who runs none of its services is not asked: what it has to say is about these.
        """
        roles = self._roles_of(name)
        if roles not in self._others:
            asked = [each for each in self.files if _overlap(roles, self._roles_of(each))]
            self._others[roles] = self.others(asked)
        paths = self.files[name]
        beside = {path: self._read_beside(path, roles) for path in paths}
        varied = self._varied.intersection(paths)
        return Sharing(node, beside, varied, self._others[roles])

    def _roles_of(self, name: str) -> Roles:
        return self.roles.get(name, frozenset())

    def _read_beside(self, path: str, roles: Roles) -> frozenset[str]:
        """Return the paths that all who read a path, and run one of some services, read."""
        if (path, roles) not in self._beside:
            readers = (
                self.files[name]
                for name in self._readers[path]
                if _overlap(roles, self._roles_of(name))
            )
            self._beside[path, roles] = frozenset.intersection(*map(frozenset, readers))
        return self._beside[path, roles]

    @cached_property
    def _varied(self) -> frozenset[str]:
        """The paths whose readers differ."""
        each = {name: (frozenset(p), self._roles_of(name)) for name, p in self.files.items()}
        readers = self._readers.items()
        return frozenset(path for path, names in readers if len({each[name] for name in names}) > 1)

    @cached_property
    def _readers(self) -> Mapping[str, Sequence[str]]:
        readers: dict[str, list[str]] = {}
        for name, paths in self.files.items():
            for path in dict.fromkeys(paths):
                readers.setdefault(path, []).append(name)
        return readers


def files_of(spec: InputSpec) -> tuple[str, ...]:
    """Return the files of a configuration; none where a folder cannot be read, which it is told."""
    try:
        return tuple(spec.files)
    except FileError:
        return ()


def _overlap(some: Roles, others: Roles) -> bool:
    """Whether two may run the same service: `all` is every one, and so may be who tells none."""
    return not some or not others or "all" in some | others or bool(some & others)
