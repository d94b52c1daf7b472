"""Diagnoses of configurations that share files, as kolla-ansible's overrides for hosts do."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.hosts.kolla import is_never_read
from novalint.records import replace

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from novalint.config.model import Config
    from novalint.logs.diagnosis import Diagnosis
    from novalint.logs.symptom import Cause, Symptom


def without_parts(diagnoses: Sequence[Diagnosis], configs: Sequence[Config]) -> list[Diagnosis]:
    """Say nothing of a patch that is missing for files which are a part of what has one.

    Nor of files that their tool never reads: what is written there has no effect.
    """
    files = [frozenset(config.by_path) for config in configs]
    mended = [_mended(diagnosis) for diagnosis in diagnoses]
    settled = []
    for diagnosis, config, own in zip(diagnoses, configs, files, strict=True):
        wholes = (m for m, whole in zip(mended, files, strict=True) if own < whole)
        idle = _is_never_read(config)
        settled.append(_settled(diagnosis, None if idle else frozenset().union(*wholes)))
    return settled


def _mended(diagnosis: Diagnosis) -> frozenset[tuple[str, str, str]]:
    """Return for which symptoms and options there are fixes."""
    return frozenset(
        (symptom.name, cause.group, cause.option)
        for symptom in diagnosis.symptoms
        for cause in symptom.causes
        if cause.fixes
    )


def _is_never_read(config: Config) -> bool:
    hosts = [document.host for document in config.documents]
    return bool(hosts) and all(host and is_never_read(host.embedded.misplaced) for host in hosts)


def _settled(diagnosis: Diagnosis, mended: Collection[tuple[str, str, str]] | None) -> Diagnosis:
    """Take out why there is no patch; where `mended` is None, of all options."""

    def cleared(symptom: Symptom, cause: Cause) -> Cause:
        name = (symptom.name, cause.group, cause.option)
        known = mended is None or name in mended
        return replace(cause, refused="") if cause.refused and known else cause

    symptoms = tuple(
        replace(symptom, causes=tuple(cleared(symptom, cause) for cause in symptom.causes))
        for symptom in diagnosis.symptoms
    )
    return replace(diagnosis, symptoms=symptoms)
