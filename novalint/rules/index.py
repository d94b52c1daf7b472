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
from novalint.rules.declaration import IN_MODULES, ListedRule, Need, Rule, Trace

FILE = os.path.join(os.path.dirname(__file__), "index.json")  # noqa: PTH118, PTH120
_APART = {"name", "plugin", "asked", *IN_MODULES}
"""The fields of a rule that are not written with what it declares."""
_TUPLES = frozenset(["releases", "roles", "drivers", "virt_types"])
"""The fields that are lists in the file."""


def listed() -> Iterator[Rule]:
    """Read the index: rules that import their modules when they are asked."""
    with open(FILE, encoding="utf-8") as stream:  # noqa: PTH123 (pathlib costs start-up time)
        rows: Mapping[str, Mapping[str, Any]] = json.loads(stream.read())
    severities = {severity.value: severity for severity in Severity}
    for name, row in rows.items():
        declared = row["declared"]
        declared |= {"name": name, "severity": severities[declared["severity"]]}
        for field in _TUPLES & declared.keys():
            declared[field] = tuple(declared[field])
        if "needs" in declared:
            declared["needs"] = tuple(map(_need, declared["needs"]))
        trace = Trace(*row["asks"]) if "asks" in row else None
        yield ListedRule.of(row["module"], trace, declared)


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
        row["asks"] = trace
    return json.dumps(row)


def _need(written: str | list[str]) -> Need:
    return written if isinstance(written, str) else tuple(written)
