"""What `novalint diagnose` reports of one configuration: text, and JSON, see the schema."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator

from novalint.annotations import TYPE_CHECKING, Any
from novalint.logs.symptom import IDLE, Verdict
from novalint.pages.overview import WIDTH, is_minor, overview, times, told, worth_telling
from novalint.patterns import lazy_pattern
from novalint.wording import listed, visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from novalint.findings import Fix
    from novalint.logs.diagnosis import Diagnosis
    from novalint.logs.symptom import Cause, PlainValue, Symptom
    from novalint.pages.overview import Told

    Diff = Callable[[Fix], str]

VERDICTS = {
    Verdict.SHOWN: "shown here",
    Verdict.POSSIBLE: "possible",
    Verdict.RULED_OUT: "ruled out",
}
"""What verdicts are called, the most telling first."""
_EVENT = lazy_pattern(r"network-(?:vif-)?[a-z]+")
_SENTENCE_END = lazy_pattern(r"(?<=\.) (?=[A-Z`])")
MOST_IN_FULL = 4
"""Symptoms that are told in full, with each option's part in it and all that stands elsewhere."""
MOST_READERS = 4
"""Services that are told one by one."""


def as_text(diagnosis: Diagnosis, diff: Diff) -> str:
    """Write a diagnosis for people; `diff` gives the diff of a fix, secrets masked."""
    shown: set[Fix] = set()
    each = told(diagnosis.symptoms)
    is_brief = len(each) > MOST_IN_FULL
    blocks = ["\n".join(_lines(one, diff, shown, is_brief)) + "\n" for one in each]
    end = f"{summary(diagnosis, len(each))}{compared([diagnosis])}\n"
    return "\n".join([*filter(None, [overview(each)]), *blocks, end])


def as_json(diagnosis: Diagnosis, diff: Diff) -> str:
    """Write a diagnosis for programs."""
    return json.dumps(document(diagnosis, diff), indent=1) + "\n"


def document(diagnosis: Diagnosis, diff: Diff) -> dict[str, Any]:
    """Return what is written for programs; schemas/diagnosis.json describes it."""
    return {"version": 1, **table(diagnosis, diff)}


def table(diagnosis: Diagnosis, diff: Diff) -> dict[str, Any]:
    """Return a diagnosis as JSON has it."""
    return {
        "release": diagnosis.release,
        "lines": diagnosis.lines,
        "symptoms": [_symptom_table(symptom, diff) for symptom in diagnosis.symptoms],
    }


def summary(diagnosis: Diagnosis, leading: int | None = None) -> str:
    """Return how many kinds of lines there are, in one line.

    `leading` is how many of them are told by themselves; None where nothing is told of any.
    """
    kinds, lines = len(diagnosis.symptoms), diagnosis.lines
    read = f"{lines} {'line' if lines == 1 else 'lines'}"
    if not kinds:
        foreign = ", which other programs wrote; only Nova's are read" * diagnosis.is_foreign
        return f"no known symptom in {read}{foreign}{_near(diagnosis.near)}"
    along = kinds - leading if leading is not None else 0
    aside = f", {along} of them reported as part of another," if along else ""
    return f"{kinds} {'symptom' if kinds == 1 else 'symptoms'}{aside} in {read}"


def compared(diagnoses: Iterable[Diagnosis]) -> str:
    """Return by which releases the configurations were read, in brackets; empty without any."""
    configs = [diagnosis.config for diagnosis in diagnoses if diagnosis.config]
    releases = ", ".join(dict.fromkeys(config.release.series for config in configs))
    newest = any(not config.release_told for config in configs)
    more = ", the newest; set another with --release" if newest else ""
    return f" ({releases}{more})" if releases else ""


def _near(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    verb = "symptoms are" if len(names) > 1 else "symptom is"
    return f"; the nearest {verb} {listed(names)}: novalint explain {names[0]}"


def _lines(one: Told, diff: Diff, shown: set[Fix], is_brief: bool) -> Iterator[str]:
    causes = worth_telling(one.symptom.causes)
    in_full = [cause for cause in causes if not (is_brief and is_minor(cause))]
    lines = [line for cause in in_full for line in _cause(cause, diff, shown)]
    lines += minor(cause for cause in causes if is_brief and is_minor(cause))
    return around(one, lines, is_brief)


def around(one: Told, causes: list[str], is_brief: bool) -> Iterator[str]:
    """Yield the lines of a symptom around those of its causes in a configuration."""
    symptom = one.symptom
    yield f"{symptom.says} [{symptom.name}]"
    yield f"  {_when(symptom)}"
    yield f"  | {visible(symptom.example)}"
    if one.also:
        yield from _wrapped(f"the same lines show: {', '.join(one.also)}", "  ")
    if symptom.follows:
        yield f"  may follow from: {', '.join(symptom.follows)}, which these lines show too"
    elsewhere = list(_elsewhere(symptom, is_brief))
    is_shown = any(line.startswith(f"  {VERDICTS[Verdict.SHOWN]}: ") for line in causes)
    yield from (*elsewhere, *causes) if symptom.outside and not is_shown else (*causes, *elsewhere)
    yield f"  = novalint explain {symptom.name}"


def _when(symptom: Symptom) -> str:
    parts = [times(symptom.count)]
    if symptom.first and symptom.first == symptom.last:
        parts.append(symptom.first)
    elif symptom.first:
        parts.append(f"{symptom.first} to {symptom.last}")
    for kind, values in symptom.told:
        if isinstance(values, int):
            parts.append(f"{values} {kind if values != 1 else kind.removesuffix('s')}")
        else:
            said = _event_names(values) if kind == "event" else values
            parts.append(f"{kind} {', '.join(said)}")
    return visible("; ".join(parts))


def _event_names(values: Iterable[str]) -> Iterable[str]:
    """Return which events values name, without the ports, which differ from line to line."""
    names = [name for value in values for name in _EVENT.findall(value)]
    return dict.fromkeys(names) or values


def _elsewhere(symptom: Symptom, is_brief: bool) -> Iterator[str]:
    if not symptom.elsewhere:
        return
    first = symptom.outside or not symptom.causes
    head = "most likely, outside nova.conf:" if first else "or, outside nova.conf:"
    if is_brief:
        more = len(symptom.elsewhere) - 1
        yield from _wrapped(f"{head} {symptom.elsewhere[0]}{f' ({more} more)' * bool(more)}", "  ")
        return
    yield f"  {head}"
    for cause in symptom.elsewhere:
        yield from _wrapped(cause, "    - ")


def minor(causes: Iterable[Cause]) -> Iterator[str]:
    """Yield a line for all causes at their defaults, and one for all that are ruled out."""
    by_verdict: dict[Verdict, dict[str, None]] = {}
    for cause in causes:
        named = f"[{cause.group}] {cause.option}{_state(cause)}"
        by_verdict.setdefault(cause.verdict, {})[named] = None
    for verdict, names in by_verdict.items():
        where = ", not set" if verdict is Verdict.POSSIBLE else ""
        yield from _wrapped(visible(f"{VERDICTS[verdict]}{where}: {', '.join(names)}"), "  ")


def _state(cause: Cause) -> str:
    """Return the value of an option, or why it is ruled out without one."""
    if cause.value is not None:
        return f" = {_worded(cause.value)}"
    if cause.verdict is not Verdict.RULED_OUT:
        return ""
    _, known, why = cause.message.partition(f"{IDLE}: ")
    return f" ({why if known else 'not readable' if cause.origin else 'not set'})"


def _cause(cause: Cause, diff: Diff, shown: set[Fix]) -> Iterator[str]:
    where = str(cause.origin) if cause.origin else "the default"
    yield from verdict(cause, where)
    if not cause.fixes:
        return
    fix = cause.fixes[0]
    if fix in shown:
        yield "    the patch above"
        return
    shown.add(fix)
    yield from remedy(cause)
    yield from (f"      {visible(line)}" for line in diff(fix).splitlines())


def verdict(cause: Cause, where: str) -> Iterator[str]:
    """Yield the lines that say what a cause is; `where` says what sets the option."""
    name = f"[{cause.group}] {cause.option}"
    rule = f" [{cause.rule}]" if cause.rule else ""
    is_read = cause.origin is not None or cause.value is not None
    value = f" = {_worded(cause.value)} ({where})" if is_read else ""
    said = f"{VERDICTS[cause.verdict]}: {name}{value}: {cause.message}{rule}"
    yield from _wrapped(visible(said), "  ")
    if cause.refused:
        yield from _wrapped(visible(f"no patch: {cause.refused}"), "    ")


def remedy(cause: Cause) -> Iterator[str]:
    """Yield what the fix of a cause costs and does, to stand before its diff."""
    first, *more = _SENTENCE_END.split(cause.costs)
    if first:
        yield from _wrapped(f"trade-off: {first}", "    ")
    for sentence in more:
        yield from _wrapped(sentence, "      - ")
    yield f"    {visible(cause.fixes[0].title)}{_where(cause)}:"


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


def _worded(value: PlainValue) -> str:
    if value is None:
        return "not readable"
    if isinstance(value, bool):
        return str(value).lower()
    return (", ".join(value) if isinstance(value, tuple) else str(value)) or '""'


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
        "told": {kind: _listed(values) for kind, values in symptom.told},
        "follows": list(symptom.follows),
        "causes": [_cause_table(cause, diff) for cause in symptom.causes],
        "elsewhere": list(symptom.elsewhere),
        "elsewhere_first": symptom.outside,
    }


def _listed(value: PlainValue) -> PlainValue | list[str]:
    """Return a value as it is read from JSON, which has lists."""
    return list(value) if isinstance(value, tuple) else value


def _cause_table(cause: Cause, diff: Diff) -> dict[str, Any]:
    return {
        "group": cause.group,
        "option": cause.option,
        "verdict": str(cause.verdict),
        "message": cause.message,
        "value": _listed(cause.value),
        "path": cause.origin.path if cause.origin else None,
        "line": cause.origin.line if cause.origin else None,
        "rule": cause.rule,
        "readers": list(cause.readers),
        "costs": cause.costs,
        "no_patch": cause.refused or None,
        "fixes": [
            {"title": fix.title, "safety": str(fix.safety), "diff": diff(fix)}
            for fix in cause.fixes
        ],
    }
