"""Settings of novalint itself: novalint.toml, or the table [tool.novalint] of a pyproject.toml."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from novalint.deployment import Deployment
from novalint.errors import DeploymentError, ReleaseError, SettingsError
from novalint.tables import fault, read_table, shown_path, unknown

V = TypeVar("V")


class Table(Mapping[str, V]):
    """A mapping that never changes; unlike Python's own ones it can be hashed and pickled."""

    __slots__ = ("_entries",)
    _entries: dict[str, V]

    def __init__(self, entries: Mapping[str, V] | None = None) -> None:
        """Copy the entries of a mapping."""
        object.__setattr__(self, "_entries", dict(entries or {}))

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a file sets; schemas/settings.json describes each of its keys.

    `select` and `ignore` hold names of rules or themes (an empty `select` is every rule);
    `fail_on` is error, warning, info or never. Names of rules and thresholds are not checked.
    """

    release: str | None = None
    deployment: Deployment = field(default_factory=Deployment)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "warning"
    thresholds: Thresholds = field(default_factory=Table)

    def __post_init__(self) -> None:
        """Let nothing that the caller holds change the thresholds later."""
        frozen = Table({rule: Table(numbers) for rule, numbers in self.thresholds.items()})
        object.__setattr__(self, "thresholds", frozen)

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Settings:
        """Take settings as a file holds them; raises SettingsError."""
        _check_names(table)
        rest = {key: value for key, value in table.items() if key != "deployment"}
        wrong = fault("settings.json", rest)
        if wrong:
            raise SettingsError(wrong)
        _check_release(rest.get("release"))
        return cls(
            release=rest.get("release"),
            deployment=_deployment(table.get("deployment", {})),
            select=tuple(rest.get("select", ())),
            ignore=tuple(rest.get("ignore", ())),
            fail_on=rest.get("fail-on", "warning"),
            thresholds=rest.get("thresholds", {}),
        )

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Settings:
        """Read a TOML file; of one named pyproject.toml, the table [tool.novalint].

        Raises FileError where it cannot be read, SettingsError that names it otherwise.
        """
        table = read_table(path, "TOML", SettingsError)
        try:
            is_project = os.path.basename(path) == "pyproject.toml"  # noqa: PTH119
            return cls.of(_of_project(table) if is_project else table)
        except SettingsError as error:
            raise SettingsError(f"{shown_path(path)}: {error}") from None


def _of_project(table: Mapping[str, Any]) -> Mapping[str, Any]:
    tool = table.get("tool")
    found = tool.get("novalint") if isinstance(tool, dict) else None
    if not isinstance(found, dict):
        raise SettingsError("there is no table [tool.novalint]; add one or name another file")
    return found


def _check_names(table: Mapping[str, Any]) -> None:
    from novalint.schema.store import read_json

    known = tuple(read_json("settings.json")["properties"])
    for name in table:
        if name not in known:
            raise SettingsError(unknown("setting", name, known))


def _check_release(name: str | None) -> None:
    from novalint.schema.releases import find_release

    try:
        find_release(name) if name is not None else None
    except ReleaseError as error:
        raise SettingsError(str(error)) from None


def _deployment(facts: object) -> Deployment:
    if not isinstance(facts, dict):
        raise SettingsError("`deployment` is not a table; write the facts under [deployment]")
    try:
        return Deployment.of(facts)
    except DeploymentError as error:
        raise SettingsError(f"in `deployment`, {error}") from None
