"""Findings that were accepted: a file that is kept beside the configurations.

Findings are known again by their fingerprint, which says nothing about lines, and are counted: one
more of the same is new.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property

from novalint.annotations import Any
from novalint.arguments import check_fields, checked
from novalint.errors import BaselineError
from novalint.findings import FAILURE, Finding, plain_path, spellings
from novalint.tables import fault, read_table, shown_path

VERSION = 1
TEXTS = ("path", "rule", "group", "option", "fingerprint")


@dataclass(frozen=True, slots=True, order=True)
class Accepted:
    """Findings that nothing tells apart, and how many of them were accepted."""

    path: str
    rule: str
    group: str
    option: str
    fingerprint: str
    count: int


@checked
@dataclass(frozen=True)
class Baseline:
    """Accepted findings, sorted by path, rule, group, option."""

    entries: tuple[Accepted, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is no entries."""
        check_fields(self)

    @classmethod
    def of(cls, configurations: Iterable[Iterable[Finding]]) -> Baseline:
        """Accept what was found in each of several configurations.

        A file that is part of two of them is checked twice, so the larger count is the right one.
        """
        most: dict[Accepted, int] = {}
        for findings in configurations:
            counts = Counter(_entry(finding) for finding in findings if finding.rule != FAILURE)
            most.update({entry: max(count, most.get(entry, 0)) for entry, count in counts.items()})
        return cls(tuple(sorted(replace(entry, count=count) for entry, count in most.items())))

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Baseline:
        """Read a file; of entries with one fingerprint the one that accepts most counts.

        Raises FileError where it cannot be read, BaselineError where it is no baseline.
        """
        table = read_table(path, "JSON", BaselineError)
        if not {"version", "findings"} & table.keys():
            way = "write one with `novalint baseline`"
            raise BaselineError(f"{shown_path(path)} is not a baseline; {way}")
        wrong = None if _plainly_fits(table) else fault("baseline.json", table)
        if wrong:
            where = "".join(f" (entry {step + 1})" for step in wrong.at if isinstance(step, int))
            raise BaselineError(f"{shown_path(path)} is not a baseline: {wrong.message}{where}")
        rows = ({key: row[key] for key in (*TEXTS, "count")} for row in table["findings"])
        entries = sorted((Accepted(**row) for row in rows), key=lambda accepted: accepted.count)
        return cls(tuple(sorted({accepted.fingerprint: accepted for accepted in entries}.values())))

    @property
    def text(self) -> str:
        """The file, one line for each entry."""
        import json

        rows = ",".join(f"\n  {json.dumps(asdict(accepted))}" for accepted in self.entries)
        return f'{{\n "version": {VERSION},\n "findings": [{rows}\n ]\n}}\n'

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many findings of each fingerprint are accepted."""
        return {accepted.fingerprint: accepted.count for accepted in self.entries}

    def name_of(self, finding: Finding) -> str:
        """Return the fingerprint by which a finding is known here, or would be.

        It is accepted by whichever path its file is called: relative or absolute.
        """
        name = finding.fingerprint
        if not self.entries or name in self.counts:
            return name
        others = map(finding.fingerprint_in, spellings(finding.location.path)[1:])
        return next((other for other in others if other in self.counts), name)

    @property
    def size(self) -> int:
        """How many findings are accepted."""
        return sum(accepted.count for accepted in self.entries)


def _entry(finding: Finding) -> Accepted:
    path = plain_path(finding.location.path)
    return Accepted(path, finding.rule, finding.group, finding.option, finding.fingerprint, 0)


def _plainly_fits(table: Mapping[str, Any]) -> bool:
    """Tell without jsonschema, which takes its time over a long list, that a table fits."""
    from re import fullmatch

    rows, version = table.get("findings"), table.get("version")
    if type(version) is not int or version != VERSION or not isinstance(rows, list):
        return False
    return all(
        isinstance(row, dict)
        and all(isinstance(row.get(key), str) for key in TEXTS)
        and type(row.get("count")) is int
        and row["count"] > 0
        and row["path"]
        and fullmatch("[0-9a-f]{32,}", row["fingerprint"])
        and fullmatch("[a-z0-9]+(-[a-z0-9]+)*", row["rule"])
        for row in rows
    )
