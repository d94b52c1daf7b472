"""Diagnoses of configurations that share files, as kolla-ansible's overrides for hosts do."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.records import replace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from novalint.config.model import Config
    from novalint.logs.diagnosis import Diagnosis
    from novalint.logs.symptom import Cause, Symptom

_CauseName = tuple[str, str, str]
"""A symptom, and the group and the option that may be behind it."""


def without_parts(diagnoses: Sequence[Diagnosis], configs: Sequence[Config]) -> list[Diagnosis]:
    """Say nothing of what files lack which are a part of others: a patch, or the value itself."""
    files = [frozenset(config.by_path) for config in configs]
    mended, known = ([names(each) for each in diagnoses] for names in (_mended, _known))
    settled = []
    for diagnosis, own in zip(diagnoses, files, strict=True):
        above = [number for number, whole in enumerate(files) if own < whole]
        wanting = frozenset().union(*(mended[number] for number in above))
        there = frozenset().union(*(known[number] for number in above))
        settled.append(_settled(diagnosis, wanting, there))
    return settled


def _mended(diagnosis: Diagnosis) -> frozenset[_CauseName]:
    """Return for which symptoms and options there are fixes."""
    return frozenset(name for name, cause in _causes(diagnosis) if cause.fixes)


def _known(diagnosis: Diagnosis) -> frozenset[_CauseName]:
    """Return for which symptoms and options the value is known."""
    return frozenset(name for name, cause in _causes(diagnosis) if cause.value is not None)


def _causes(diagnosis: Diagnosis) -> Iterator[tuple[_CauseName, Cause]]:
    for symptom in diagnosis.symptoms:
        for cause in symptom.causes:
            yield _name(symptom, cause), cause


def _name(symptom: Symptom, cause: Cause) -> _CauseName:
    return symptom.name, cause.group, cause.option


def _settled(
    diagnosis: Diagnosis, mended: Collection[_CauseName], known: Collection[_CauseName]
) -> Diagnosis:
    """Take out why there is no patch of what is mended elsewhere, and what has its value there."""

    def cleared(symptom: Symptom, cause: Cause) -> Cause:
        is_mended = cause.refused and _name(symptom, cause) in mended
        return replace(cause, refused="") if is_mended else cause

    def is_told(symptom: Symptom, cause: Cause) -> bool:
        is_open = cause.value is None and cause.origin is None
        return not (is_open and _name(symptom, cause) in known)

    symptoms = tuple(
        replace(
            symptom,
            causes=tuple(
                cleared(symptom, cause) for cause in symptom.causes if is_told(symptom, cause)
            ),
        )
        for symptom in diagnosis.symptoms
    )
    return replace(diagnosis, symptoms=symptoms)
