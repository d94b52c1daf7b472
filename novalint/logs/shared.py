"""Diagnoses of configurations that share files, as kolla-ansible's overrides for hosts do."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.records import replace

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from novalint.config.model import Config
    from novalint.logs.diagnosis import Diagnosis
    from novalint.logs.symptom import Cause, Symptom


def without_parts(diagnoses: Sequence[Diagnosis], configs: Sequence[Config]) -> list[Diagnosis]:
    """Say nothing of a patch that is missing for files which are a part of what has one."""
    files = [frozenset(config.by_path) for config in configs]
    mended = [_mended(diagnosis) for diagnosis in diagnoses]
    settled = []
    for diagnosis, own in zip(diagnoses, files, strict=True):
        wholes = (m for m, whole in zip(mended, files, strict=True) if own < whole)
        settled.append(_settled(diagnosis, frozenset().union(*wholes)))
    return settled


def _mended(diagnosis: Diagnosis) -> frozenset[tuple[str, str, str]]:
    """Return for which symptoms and options there are fixes."""
    return frozenset(
        (symptom.name, cause.group, cause.option)
        for symptom in diagnosis.symptoms
        for cause in symptom.causes
        if cause.fixes
    )


def _settled(diagnosis: Diagnosis, mended: Collection[tuple[str, str, str]]) -> Diagnosis:
    """Take out why there is no patch of what is mended elsewhere."""

    def cleared(symptom: Symptom, cause: Cause) -> Cause:
        name = (symptom.name, cause.group, cause.option)
        return replace(cause, refused="") if cause.refused and name in mended else cause

    symptoms = tuple(
        replace(symptom, causes=tuple(cleared(symptom, cause) for cause in symptom.causes))
        for symptom in diagnosis.symptoms
    )
    return replace(diagnosis, symptoms=symptoms)
