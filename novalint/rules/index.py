"""The index of rules: what they declare, and what they look at, without their modules.

It is a file beside this one, `index.json`, which `make docs` writes from the declarations, so that
a run imports only the modules of those rules that can have something to say of its files.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any

from novalint.findings import Severity
from novalint.records import names_of
from novalint.rules.declaration import Rule, Trace

FILE = os.path.join(os.path.dirname(__file__), "index.json")  # noqa: PTH118, PTH120
_APART = ("name", "check", "plugin", "asked")
"""The fields of a rule that are not written with what it declares."""


def listed() -> Iterator[Rule]:
    """Read the index: rules that import their modules when they are asked."""
    with open(FILE, encoding="utf-8") as stream:  # noqa: PTH123 (pathlib costs start-up time)
        rows: Mapping[str, Mapping[str, Any]] = json.load(stream)
    for name, row in rows.items():
        declared = {field: _frozen(value) for field, value in row["declared"].items()}
        declared |= {"name": name, "severity": Severity(declared["severity"])}
        yield Rule.listed(row["module"], _trace(row.get("asks")), declared)


def written(rules: tuple[Rule, ...], traces: Mapping[str, Trace]) -> str:
    """Write the index of rules, a line for each, with the traces that there are by name."""
    lines = (f"{json.dumps(rule.name)}: {_row(rule, traces.get(rule.name))}" for rule in rules)
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _row(rule: Rule, trace: Trace | None) -> str:
    fields = [name for name in names_of(Rule) if name not in _APART]
    declared = {name: getattr(rule, name) for name in fields}
    usual = {name: getattr(Rule, name, None) for name in fields}
    row: dict[str, Any] = {
        "module": rule.check.__module__.removeprefix("novalint.rules."),
        "declared": {name: value for name, value in declared.items() if value != usual[name]},
    }
    if trace:
        options = sorted(" ".join(option) for option in trace.options)
        row["asks"] = [options, sorted(trace.facts)]
    return json.dumps(row)


def _trace(written: list[list[str]] | None) -> Trace | None:
    if written is None:
        return None
    options, facts = written
    pairs = (option.split(" ") for option in options)
    return Trace(frozenset((group, name) for group, name in pairs), frozenset(facts))


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
