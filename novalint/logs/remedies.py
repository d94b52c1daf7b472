"""What a configuration is offered against a symptom: the patch of a value, never two for one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from novalint.logs.contradictions import same
from novalint.logs.symptom import Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.findings import Fix
    from novalint.logs.signature import OptionCause, Remedy
    from novalint.logs.symptom import Cause, Symptom


def remedy(
    cause: OptionCause, setting: Setting, config: Config, symptoms: Collection[str]
) -> tuple[Fix, ...]:
    """Return the fix that the declaration of a cause names, as a patch of the file that holds it.

    Its patch is empty where the form of that file does not take it. `symptoms` are those of the
    same log.
    """
    wanted = cause.remedy
    if wanted is None or not config.documents or not _fits(wanted, setting, config, symptoms):
        return ()
    from novalint.rules.common.places import set_fix
    from novalint.text.edits import Patch
    from novalint.text.hosting import in_host

    fix = set_fix(config, cause.group, cause.option, wanted.value)
    return (replace(fix, patch=in_host(fix.patch, config.by_path) or Patch()),)


def _fits(remedy: Remedy, setting: Setting, config: Config, symptoms: Collection[str]) -> bool:
    """Whether the configuration has a value that the remedy is for, and it would change a thing."""
    if setting.unknown or not any(same(setting.value, value) for value in remedy.instead_of):
        return False
    if remedy.beside and not any(name in symptoms for name in remedy.beside):
        return False
    if remedy.void_with is None:
        return True
    group, option, value = remedy.void_with
    other = config.setting(group, option)
    return bool(other.unknown) or not same(other.value, value)


def drop_alternatives(causes: Sequence[Cause]) -> list[Cause]:
    """Leave one way out of a symptom: what a rule found stands before what only may help.

    Lines that come of another configuration are mended by nothing in this one, nor shown by it.
    """
    if _are_of_another(causes):
        lowered = {Verdict.SHOWN: Verdict.POSSIBLE}
        return [
            _unmended(replace(cause, verdict=lowered.get(cause.verdict, cause.verdict)))
            for cause in causes
        ]
    if not any(cause.verdict is Verdict.SHOWN and cause.fixes for cause in causes):
        return list(causes)
    return [cause if cause.verdict is Verdict.SHOWN else _unmended(cause) for cause in causes]


def consistent(symptoms: Sequence[Symptom]) -> list[Symptom]:
    """Let what the lines of one symptom contradict be the cause of no other one."""
    against = {
        (cause.group, cause.option): symptom.name
        for symptom in symptoms
        for cause in symptom.causes
        if cause.is_contradicted
    }
    if not against:
        return list(symptoms)
    return [
        replace(
            symptom,
            causes=tuple(
                _ruled_out(cause, against[cause.group, cause.option])
                if (cause.group, cause.option) in against and cause.verdict is Verdict.SHOWN
                else cause
                for cause in symptom.causes
            ),
        )
        for symptom in symptoms
    ]


def _ruled_out(cause: Cause, symptom: str) -> Cause:
    """Return a cause that a rule found in a value which the log contradicts elsewhere."""
    message = f"the lines of {symptom} are not of this value"
    return _unmended(replace(cause, verdict=Verdict.RULED_OUT, message=message, rule=None))


def _are_of_another(causes: Sequence[Cause]) -> bool:
    """Whether the lines contradict an option, and no other of its name explains them."""
    against = {cause.option for cause in causes if cause.is_contradicted}
    return bool(against - {cause.option for cause in causes if not cause.is_contradicted})


def _unmended(cause: Cause) -> Cause:
    return replace(cause, fixes=(), costs="", refused="")
