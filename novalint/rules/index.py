"""The index of rules: what they declare, and what they look at, without their modules.

It is a module beside this one, `rows.py`, which `make docs` writes from the declarations, so that a
run imports only the modules of those rules that can have something to say of its files. It is one
constant, which Python keeps compiled and loads in half the time that JSON takes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from novalint.annotations import Any
from novalint.findings import Severity
from novalint.records import names_of
from novalint.rules.declaration import IN_MODULES, ListedRule, Rule, Trace

FILE = os.path.join(os.path.dirname(__file__), "rows.py")  # noqa: PTH118, PTH120
_APART = {"name", "plugin", "configured", *IN_MODULES}
"""The fields of a rule that are not written with what it declares."""
_HEAD = '''"""What rules declare and look at, a module to the line; `make docs` writes it."""

from __future__ import annotations

from novalint.annotations import Any

ROWS: tuple[tuple[str, tuple[Any, ...]], ...] = (
'''


def listed() -> Iterator[Rule]:
    """Read the index: rules that import their modules when they are asked."""
    from novalint.rules.rows import ROWS

    severities = {severity.value: severity for severity in Severity}
    for module, rules in ROWS:
        for name, fields, trace in rules:
            declared = dict(fields)
            declared["name"], declared["severity"] = name, severities[declared["severity"]]
            if "thresholds" in declared:
                declared["thresholds"] = dict(declared["thresholds"])
            yield ListedRule.of(module, Trace(*trace) if trace else None, declared)


def rows_text(rules: tuple[Rule, ...], traces: Mapping[str, Trace]) -> str:
    """Write the index of rules, with the traces that there are by name."""
    modules: dict[str, list[tuple[Any, ...]]] = {}
    for rule in rules:
        module = rule.check.__module__.removeprefix("novalint.rules.")
        modules.setdefault(module, []).append(_row(rule, traces.get(rule.name)))
    lines = (f"    {(module, tuple(rows))!r},\n" for module, rows in modules.items())
    return f"{_HEAD}{''.join(lines)})\n"


def _row(rule: Rule, trace: Trace | None) -> tuple[Any, ...]:
    """Return the name, what is declared otherwise than it is by itself, and the trace."""
    names = [name for name in names_of(Rule) if name not in _APART]
    values = {name: getattr(rule, name) for name in names}
    fields = {name: value for name, value in values.items() if value != getattr(Rule, name, None)}
    fields["severity"] = rule.severity.value
    if rule.thresholds:
        fields["thresholds"] = tuple(rule.thresholds.items())
    return rule.name, tuple(fields.items()), trace and tuple(map(tuple, trace))
