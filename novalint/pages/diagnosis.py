"""What `novalint diagnose` reports: text, and the JSON of schemas/diagnosis.json."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from novalint.logs.symptom import Verdict
from novalint.wording import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from novalint.findings import Fix
    from novalint.logs.diagnosis import Diagnosis
    from novalint.logs.symptom import Cause, PlainValue, Symptom

    Diff = Callable[[Fix], str]

_VERDICTS = {
    Verdict.SHOWN: "shown here",
    Verdict.POSSIBLE: "possible",
    Verdict.RULED_OUT: "ruled out",
}
WIDTH = 100
"""Columns of a line of the text, but for what a log or a file says."""
MOST_READERS = 4
"""Services that are told one by one."""


def as_text(diagnosis: Diagnosis, diff: Diff) -> str:
    """Write a diagnosis for people; `diff` gives the diff of a fix, secrets masked."""
    shown: set[Fix] = set()
    blocks = ["\n".join(_lines(symptom, diff, shown)) + "\n" for symptom in diagnosis.symptoms]
    return "\n".join([*blocks, _summary(diagnosis)])


def as_json(diagnosis: Diagnosis, diff: Diff) -> str:
    """Write a diagnosis for programs."""
    symptoms = [_symptom_table(symptom, diff) for symptom in diagnosis.symptoms]
    table = {
        "version": 1,
        "release": diagnosis.release,
        "lines": diagnosis.lines,
        "symptoms": symptoms,
    }
    return json.dumps(table, indent=1) + "\n"


def _summary(diagnosis: Diagnosis) -> str:
    kinds, lines = len(diagnosis.symptoms), diagnosis.lines
    if not kinds:
        return f"no known symptom in {lines} {'line' if lines == 1 else 'lines'}\n"
    read = f"{lines} {'line' if lines == 1 else 'lines'}"
    return f"{kinds} {'symptom' if kinds == 1 else 'symptoms'} in {read}\n"


def _lines(symptom: Symptom, diff: Diff, shown: set[Fix]) -> Iterator[str]:
    yield f"{symptom.says} [{symptom.name}]"
    yield f"  {_when(symptom)}"
    yield f"  | {visible(symptom.example)}"
    if symptom.follows:
        yield f"  caused by: {', '.join(symptom.follows)}, in this log too"
    elsewhere = list(_elsewhere(symptom))
    causes = [line for cause in symptom.causes for line in _cause(cause, diff, shown)]
    is_shown = any(cause.verdict is Verdict.SHOWN for cause in symptom.causes)
    yield from (*elsewhere, *causes) if symptom.outside and not is_shown else (*causes, *elsewhere)
    yield f"  = novalint explain {symptom.name}"


def _when(symptom: Symptom) -> str:
    parts = ["once" if symptom.count == 1 else f"{symptom.count} times"]
    if symptom.first and symptom.first == symptom.last:
        parts.append(symptom.first)
    elif symptom.first:
        parts.append(f"{symptom.first} to {symptom.last}")
    for kind, told in symptom.told:
        if isinstance(told, int):
            parts.append(f"{told} {kind if told != 1 else kind.removesuffix('s')}")
        else:
            parts.append(f"{kind} {', '.join(told)}")
    return visible("; ".join(parts))


def _elsewhere(symptom: Symptom) -> Iterator[str]:
    if symptom.elsewhere:
        first = symptom.outside or not symptom.causes
        yield "  most likely, outside nova.conf:" if first else "  or, outside nova.conf:"
        for cause in symptom.elsewhere:
            yield from _wrapped(cause, "    - ")


def _cause(cause: Cause, diff: Diff, shown: set[Fix]) -> Iterator[str]:
    name = f"[{cause.group}] {cause.option}"
    rule = f" [{cause.rule}]" if cause.rule else ""
    said = f"{_VERDICTS[cause.verdict]}: {name}{_value(cause)}: {cause.message}{rule}"
    yield from _wrapped(visible(said), "  ")
    if not cause.fixes:
        return
    fix = cause.fixes[0]
    if fix in shown:
        yield "    the patch above"
        return
    shown.add(fix)
    if cause.costs:
        yield from _wrapped(f"what it costs: {cause.costs}", "    ")
    yield f"    {visible(fix.title)}{_where(cause)}:"
    yield from (f"      {visible(line)}" for line in diff(fix).splitlines())


def _wrapped(text: str, indent: str) -> list[str]:
    deeper = " " * (len(indent) + 2 * (not indent.endswith("- ")))
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=deeper,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _where(cause: Cause) -> str:
    if not cause.readers:
        return ""
    few = len(cause.readers) <= MOST_READERS
    readers = ", ".join(cause.readers) if few else "every service"
    how = "a reload is enough" if cause.on_reload else "restart it"
    return f" (read by {readers}; {how})"


def _value(cause: Cause) -> str:
    if cause.origin is None and cause.value is None:
        return ""
    where = str(cause.origin) if cause.origin else "the default"
    return f" = {_worded(cause.value)} ({where})"


def _worded(value: PlainValue) -> str:
    if value is None:
        return "not readable"
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _symptom_table(symptom: Symptom, diff: Diff) -> dict[str, Any]:
    return {
        "name": symptom.name,
        "says": symptom.says,
        "level": symptom.level or None,
        "count": symptom.count,
        "first": symptom.first,
        "last": symptom.last,
        "example": symptom.example,
        "page": symptom.page,
        "told": dict(symptom.told),
        "follows": list(symptom.follows),
        "causes": [_cause_table(cause, diff) for cause in symptom.causes],
        "elsewhere": list(symptom.elsewhere),
        "elsewhere_first": symptom.outside,
    }


def _cause_table(cause: Cause, diff: Diff) -> dict[str, Any]:
    return {
        "group": cause.group,
        "option": cause.option,
        "verdict": str(cause.verdict),
        "message": cause.message,
        "value": cause.value,
        "path": cause.origin.path if cause.origin else None,
        "line": cause.origin.line if cause.origin else None,
        "rule": cause.rule,
        "readers": list(cause.readers),
        "costs": cause.costs,
        "fixes": [
            {"title": fix.title, "safety": str(fix.safety), "diff": diff(fix)}
            for fix in cause.fixes
        ],
    }
