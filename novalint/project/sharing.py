"""Which files of the configurations that settings name are read by several of them."""

from __future__ import annotations

from functools import cached_property

from novalint.annotations import TYPE_CHECKING, Any
from novalint.config.sharing import Sharing
from novalint.errors import FileError
from novalint.hosts.signs import real
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
        read = {path: self._read_beside(self._real[path], roles) for path in paths}
        beside = {
            path: frozenset(each for each in paths if self._real[each] in of_all)
            for path, of_all in read.items()
        }
        varied = frozenset(path for path in paths if self._real[path] in self._varied)
        return Sharing(node, beside, varied, self._others[roles])

    def _roles_of(self, name: str) -> Roles:
        return self.roles.get(name, frozenset())

    def _read_beside(self, path: str, roles: Roles) -> frozenset[str]:
        """Return what all who read a path, and run one of some services, read; by real paths."""
        if (path, roles) not in self._beside:
            readers = (
                self._sets[name]
                for name in self._readers[path]
                if _overlap(roles, self._roles_of(name))
            )
            self._beside[path, roles] = frozenset.intersection(*readers)
        return self._beside[path, roles]

    @cached_property
    def _varied(self) -> frozenset[str]:
        """The real paths whose readers differ."""
        each = {name: (paths, self._roles_of(name)) for name, paths in self._sets.items()}
        readers = self._readers.items()
        return frozenset(path for path, names in readers if len({each[name] for name in names}) > 1)

    @cached_property
    def _real(self) -> Mapping[str, str]:
        """Where the links of each path lead to."""
        return {path: real(path) for paths in self.files.values() for path in paths}

    @cached_property
    def _sets(self) -> Mapping[str, frozenset[str]]:
        """The real paths of each configuration."""
        return {name: frozenset(map(self._real.__getitem__, p)) for name, p in self.files.items()}

    @cached_property
    def _readers(self) -> Mapping[str, Sequence[str]]:
        readers: dict[str, list[str]] = {}
        for name, paths in self._sets.items():
            for path in paths:
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
