"""Settings of novalint itself: novalint.toml, or the table [tool.novalint] of a pyproject.toml."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property, reduce
from math import isfinite

from novalint.annotations import TYPE_CHECKING, Any
from novalint.arguments import check_fields, checked
from novalint.deployment import Deployment
from novalint.errors import SettingsError
from novalint.records import dataclass, field, replace
from novalint.settings.embedding import EmbeddedSettings, declared_for
from novalint.settings.path_patterns import PathNames
from novalint.wording import relative

if TYPE_CHECKING:
    from typing import TypeVar

    from novalint.hosts.declared import Declared
    from novalint.schema.additions import Additions

    V = TypeVar("V")

Path = str | os.PathLike[str]


class Table(Mapping[str, "V"]):
    """A mapping that never changes; unlike Python's own ones it can be hashed and pickled."""

    __slots__ = ("_entries",)
    _entries: dict[str, V]

    def __init__(self, entries: Mapping[str, V] | None = None) -> None:
        """Copy the entries of a mapping."""
        shared = entries._entries if isinstance(entries, Table) else dict(entries or {})
        object.__setattr__(self, "_entries", shared)

    def __getitem__(self, key: str) -> V:
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __hash__(self) -> int:
        return hash(frozenset(self.items()))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Table cannot be changed")

    def __reduce__(self) -> tuple[type[Table[V]], tuple[dict[str, V]]]:
        return type(self), (dict(self),)

    def __repr__(self) -> str:
        return f"Table({dict(self)!r})"


Thresholds = Mapping[str, Mapping[str, float]]
"""Rule name -> threshold name -> number; the page of the rule says the unit."""


@dataclass(frozen=True, kw_only=True)
class FleetSettings:
    """What settings say of the nodes of a cloud as a whole.

    `complete`: no node is missing. `inventory` is the path of an Ansible inventory as written, and
    `groups` the roles that the hosts of its groups have.
    """

    complete: bool = False
    inventory: str = ""
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=Table)

    def __post_init__(self) -> None:
        """Let nothing that the caller holds change the table later."""
        object.__setattr__(self, "groups", Table(self.groups))


@dataclass(frozen=True, kw_only=True)
class Override:
    """What stands over settings: for some files, for a configuration, on a command line.

    `paths` are the patterns or the files that it is for, as written. None, and whatever is empty,
    says nothing, but an empty `select` is every rule. `merge` is `replace` where a later file of a
    configuration replaces all values of a key. `cell` and `pool` are what nodes of a cloud belong
    to; `node` and `service` are what the placeholders of a configuration stand for, and `template`
    the name of its table.
    """

    paths: tuple[str, ...] = ()
    release: str | None = None
    deployment: Deployment = field(default_factory=Deployment)
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=Table)
    thresholds: Thresholds = field(default_factory=Table)
    merge: str = ""
    min_severity: str | None = None
    cell: str | None = None
    pool: str | None = None
    node: str = ""
    service: str = ""
    template: str = ""

    def __post_init__(self) -> None:
        """Let nothing that the caller holds change the tables later."""
        check_fields(self, Table)
        _freeze(self)

    @property
    def said(self) -> tuple[object, ...]:
        """What it says, whatever it is for."""
        selected = self.select, self.ignore, self.severity, self.thresholds, self.min_severity
        return (self.release, self.deployment, *selected, self.cell, self.pool)


@checked
@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a file sets; schemas/settings.json describes each of its keys.

    `select` and `ignore` hold names of rules or themes (an empty `select` is every rule), `plugins`
    entry points of other packages that bring rules; `severity` has error, warning or info for a
    rule; `min_severity` is the mildest that is reported, `fail_on` is error, warning, info or
    never; `rule_pages` is the address of the rules' pages, with `{rule}` for a name (empty: as they
    lie in a checkout); `exclude` has patterns of files that nobody looks for in a directory.
    `overrides` are for files that match their patterns, `embedded` says where a
    nova.conf stands in other files, `configurations` files that are read as one, by name;
    `additions` are options that packages bring besides the release's; `path` is the settings file,
    from whose directory paths count. `fleet` is there where the configurations are said to be the
    nodes of a cloud, `companions` are the paths of other programs' files beside them; `cell` and
    `pool` are set in what `effective` returns for one of them. Names of rules, plugins and
    thresholds are not checked.
    """

    release: str | None = None
    deployment: Deployment = field(default_factory=Deployment)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    fail_on: str = "warning"
    rule_pages: str = ""
    exclude: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=Table)
    thresholds: Thresholds = field(default_factory=Table)
    overrides: tuple[Override, ...] = ()
    configurations: Mapping[str, Override] = field(default_factory=Table)
    additions: Additions | None = None
    embedded: tuple[EmbeddedSettings, ...] = ()
    path: str | None = None
    min_severity: str = "info"
    fleet: FleetSettings | None = None
    companions: Mapping[str, tuple[str, ...]] = field(default_factory=Table)
    cell: str | None = None
    pool: str | None = None

    def __post_init__(self) -> None:
        """Let nothing that the caller holds change the tables later."""
        check_fields(self, Table)
        _freeze(self)
        object.__setattr__(self, "configurations", Table(self.configurations))
        object.__setattr__(self, "companions", Table(self.companions))

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Settings:
        """Take settings as a file holds them; raises SettingsError."""
        from novalint.settings.file import fields_of

        return cls._of_fields(fields_of(table))

    @classmethod
    def read(cls, path: Path) -> Settings:
        """Read a TOML file; of one named pyproject.toml, the table [tool.novalint].

        Raises FileError where it cannot be read, SettingsError that names it otherwise.
        """
        from novalint.settings.file import read

        return cls._of_fields(read(path))

    @classmethod
    def _of_fields(cls, fields: Mapping[str, Any]) -> Settings:
        overrides = tuple(Override(**field) for field in fields["overrides"])
        named = {name: Override(**override) for name, override in fields["configurations"].items()}
        fleet = fields["fleet"] and FleetSettings(**fields["fleet"])
        more = {"overrides": overrides, "configurations": named, "fleet": fleet}
        return cls(**{**fields, **more})

    @classmethod
    def find(cls, path: Path = ".") -> Settings:
        """Read the settings file nearest to a file or directory, in it or above it.

        That is a novalint.toml, or a pyproject.toml with a table [tool.novalint]; where there is
        none, nothing is set. Raises what `read` raises.
        """
        near = cls.nearest_file(path)
        return cls() if near is None else cls.read(relative(near))

    @classmethod
    def nearest_file(cls, path: Path = ".") -> str | None:
        """Return the path of the file that `find` reads, as `path` has it; None without one."""
        from novalint.settings.file import nearest

        return nearest(path)

    @property
    def folder(self) -> str:
        """The directory from which paths and patterns count: the file's, else the current one."""
        return os.path.dirname(self.path) if self.path else os.getcwd()  # noqa: PTH109, PTH120

    def effective(
        self, *paths: str | os.PathLike[str], configuration: str | None = None
    ) -> Settings:
        """Return the settings for files that are read as one, with no overrides left.

        An override counts as soon as one of the files matches. What a named configuration has of
        its own stands over them. Raises SettingsError where there is none of that name.
        """
        layers = [layer for _, layer in self.layers(*paths, configuration=configuration)]
        said = tuple(layer.said for layer in layers)
        if said not in self._effective:
            result = reduce(Settings.over, layers, self.over(Override()))
            self._effective[said] = replace(result, overrides=(), configurations=Table())
        return self._effective[said]

    @cached_property
    def _effective(self) -> dict[tuple[object, ...], Settings]:
        """What holds where certain things are said over these, which is so for many files."""
        return {}

    def declared(self, path: str) -> tuple[Declared, ...]:
        """Return what is said about a host, of which `[[embedded]]` may name the keys."""
        return declared_for(path, self.embedded, self.folder) if self.embedded else ()

    def excludes(self, path: str) -> bool:
        """Return whether a file is left out where a directory is searched."""
        if not self.exclude:
            return False
        place = PathNames.of(path, self.folder)
        return any(map(place.matches, self.exclude))

    def layers(
        self, *paths: Path, configuration: str | None = None
    ) -> tuple[tuple[tuple[str | int, ...], Override], ...]:
        """Return what stands over these settings for files, the last one first of all.

        With each comes where the file has it: `("overrides", 0)`, `("configurations", "name")`.
        """
        folder = self.folder if self.overrides else ""
        places = [PathNames.of(os.fspath(path), folder) for path in paths if self.overrides]
        matching: list[tuple[tuple[str | int, ...], Override]] = [
            (("overrides", number), override)
            for number, override in enumerate(self.overrides)
            if any(place.matches(glob) for glob in override.paths for place in places)
        ]
        if configuration is not None:
            override = self.configuration(configuration)
            matching.append((("configurations", override.template or configuration), override))
        return tuple(matching)

    def configuration(self, name: str) -> Override:
        """Return a named configuration; raises SettingsError where there is none of that name."""
        if name not in self.configurations:
            from novalint.settings.file import no_configuration

            raise SettingsError(no_configuration(self.path, tuple(self.configurations), name))
        return self.configurations[name]

    def files(self, configuration: str) -> tuple[str, ...]:
        """Return the files and directories of a named configuration, from the current one."""

        paths = self.configuration(configuration).paths
        return tuple(relative(os.path.join(self.folder, path)) for path in paths)  # noqa: PTH118

    def over(self, override: Override) -> Settings:
        """Return these settings with others over them.

        Facts, severities and thresholds count one by one; a selection replaces the one before, and
        what is ignored is added to what was ignored before.
        """
        places = (
            override.release,
            override.deployment.release,
            self.release,
            self.deployment.release,
        )
        numbers = {
            rule: {**self.thresholds.get(rule, {}), **override.thresholds.get(rule, {})}
            for rule in (*self.thresholds, *override.thresholds)
        }
        return replace(
            self,
            release=next((place for place in places if place is not None), None),
            deployment=self.deployment.merged(override.deployment),
            select=self.select if override.select is None else override.select,
            ignore=tuple(dict.fromkeys((*self.ignore, *override.ignore))),
            severity={**self.severity, **override.severity},
            thresholds=numbers,
            min_severity=override.min_severity or self.min_severity,
            cell=self.cell if override.cell is None else override.cell,
            pool=self.pool if override.pool is None else override.pool,
        )


def refuse_endless(thresholds: Thresholds) -> None:
    """Raise SettingsError for a threshold with which nothing can be compared: nan, inf."""
    for rule, numbers in thresholds.items():
        for name, number in numbers.items():
            if isinstance(number, float) and not isfinite(number):
                raise SettingsError(f"`{name}` of the rule `{rule}` is {number}; give a number")


def _freeze(settings: Settings | Override) -> None:
    refuse_endless(settings.thresholds)
    frozen = Table({rule: Table(numbers) for rule, numbers in settings.thresholds.items()})
    object.__setattr__(settings, "thresholds", frozen)
    object.__setattr__(settings, "severity", Table(settings.severity))
