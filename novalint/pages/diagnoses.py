"""What `novalint diagnose` reports of several configurations: where they differ, and patches."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from novalint.pages.diagnosis import (
    MOST_IN_FULL,
    VERDICTS,
    around,
    compared,
    minor,
    remedy,
    summary,
    table,
    verdict,
)
from novalint.pages.overview import is_minor, overview, told, worth_telling
from novalint.records import replace
from novalint.wording import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novalint.findings import Fix
    from novalint.logs.diagnosis import Diagnosis
    from novalint.logs.symptom import Cause, Symptom
    from novalint.pages.diagnosis import Diff

MOST_NAMED = 8
"""Configurations that are named one by one where several have the same cause."""


class Diagnosed(NamedTuple):
    """What the same log lines come to with one of several configurations.

    `name` and `files` are those of the configuration; `diff` gives the diff of a fix, secrets
    masked.
    """

    name: str
    files: tuple[str, ...]
    diagnosis: Diagnosis
    diff: Diff


class _Host(NamedTuple):
    """One cause in one of the configurations."""

    diagnosed: Diagnosed
    cause: Cause


def as_text(each: Sequence[Diagnosed]) -> str:
    """Write diagnoses of the same lines for people: each cause once, and who has it."""
    symptoms: dict[str, list[tuple[Diagnosed, Symptom]]] = {}
    for host in each:
        for symptom in host.diagnosis.symptoms:
            symptoms.setdefault(symptom.name, []).append((host, symptom))
    first = {name: min(host.diagnosis.symptoms.index(symptom) for host, symptom in hosts)
             for name, hosts in symptoms.items()}  # fmt: skip
    of_all = (_joined(symptoms[name]) for name in sorted(symptoms, key=lambda name: first[name]))
    shown: set[object] = set()
    leading = told(of_all)
    is_brief = len(leading) > MOST_IN_FULL
    blocks = [
        "\n".join(around(one, list(_causes(symptoms[one.symptom.name], shown, is_brief)), is_brief))
        + "\n"
        for one in leading
    ]
    releases = compared(host.diagnosis for host in each)
    said = summary(each[0].diagnosis, len(leading))
    end = f"{said}; {len(each)} configurations compared{releases}\n"
    return "\n".join([*filter(None, [overview(leading)]), *blocks, end])


def _joined(hosts: Sequence[tuple[Diagnosed, Symptom]]) -> Symptom:
    """Return a symptom with its causes in all configurations."""
    causes = tuple(cause for _, symptom in hosts for cause in symptom.causes)
    return replace(hosts[0][1], causes=causes)


def as_json(each: Sequence[Diagnosed]) -> str:
    """Write diagnoses for programs."""
    rows = [
        {"name": host.name, "files": list(host.files), **table(host.diagnosis, host.diff)}
        for host in each
    ]
    return json.dumps({"version": 1, "configurations": rows}, indent=1) + "\n"


def _causes(
    hosts: Sequence[tuple[Diagnosed, Symptom]], shown: set[object], is_brief: bool
) -> Iterator[str]:
    """Yield the lines of each cause that is the same in some of the configurations."""
    alike: dict[tuple[object, ...], list[_Host]] = {}
    for host, symptom in hosts:
        for cause in worth_telling(symptom.causes):
            what = cause.group, cause.option, cause.verdict, cause.value, cause.message, cause.rule
            alike.setdefault(what, []).append(_Host(host, cause))
    order = list(VERDICTS)
    groups = sorted(alike.values(), key=lambda group: order.index(group[0].cause.verdict))
    small = [group for group in groups if is_brief and all(is_minor(host.cause) for host in group)]
    for group in groups:
        if group not in small:
            yield from verdict(group[0].cause, _who(group, len(hosts)))
            yield from _patches(group, shown)
    yield from minor(group[0].cause for group in small)


def _who(group: Sequence[_Host], every: int) -> str:
    if len(group) == every > 1:
        return f"in all {every}"
    places = [str(host.cause.origin) for host in group if host.cause.origin]
    unset = [host.diagnosed.name for host in group if not host.cause.origin]
    said = [_listed(places)] if places else []
    if len(unset) > 1 and any(len(host.diagnosed.files) > 1 for host in group):
        said.append(f"the default in {len(unset)} of {every} configurations")
    elif unset:
        said.append(f"the default in {_listed(unset)}")
    return "; ".join(said)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _patches(group: Sequence[_Host], shown: set[object]) -> Iterator[str]:
    """Yield the patch of each configuration, what it costs before the first of them."""
    fixable = [host for host in group if host.cause.fixes]
    alike = {_written(host.cause.fixes[0]): host for host in reversed(fixable)}
    written = dict.fromkeys(_written(host.cause.fixes[0]) for host in fixable)
    new = [alike[one] for one in written if one not in shown]
    if fixable and not new:
        yield "    the patches above"
    if new:
        yield from remedy(new[0].cause)
    for host in new:
        diff = host.diagnosed.diff(host.cause.fixes[0])
        yield from (f"      {visible(line)}" for line in diff.splitlines())
    shown.update(written)


def _written(fix: Fix) -> object:
    """Return what a fix writes: of files that configurations share they may offer the same."""
    return tuple((file.path, file.edits) for file in fix.patch.files)
