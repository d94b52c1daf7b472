"""What a configuration is offered against a symptom: the patch of a value, never two for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from novalint.logs.contradictions import same
from novalint.logs.symptom import Verdict
from novalint.records import replace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.findings import Fix
    from novalint.logs.signature import OptionCause, Remedy
    from novalint.logs.symptom import Cause, Symptom


FORM = "a template or the form of the file decides what stands there"
"""Why a file does not take a change."""
CONTRADICTS = "the log contradicts"
"""How the reason begins why there is no patch of a configuration that the lines do not come of."""
OF_ANOTHER = "it is of another configuration, or the service was not restarted since the change"
"""What such a log is."""


class Offer(NamedTuple):
    """The fix that a declaration names, or in a phrase why there is no patch for it."""

    fix: Fix | None = None
    refused: str = ""


def remedy(
    cause: OptionCause, setting: Setting, config: Config, symptoms: Collection[str]
) -> Offer:
    """Return the fix that the declaration of a cause names, as a patch of the file that holds it.

    `symptoms` are those of all lines read, of one log, of an archive or of several logs.
    """
    wanted = cause.remedy
    if wanted is None or not config.documents or is_void(wanted, config):
        return Offer()
    if not is_called_for(wanted, symptoms):
        return Offer()
    if setting.unknown:
        return Offer(refused=_unknown(cause.option, wanted.value, setting))
    if not any(same(setting.value, value) for value in wanted.instead_of):
        return Offer()
    from novalint.rules.common.places import set_fix
    from novalint.text.hosting import in_host

    at = config if setting.places else _for_all_hosts(config)
    fix = set_fix(at, cause.group, cause.option, wanted.value)
    patch = in_host(fix.patch, config.by_path)
    if patch is None:
        return Offer(refused=f"{FORM}; {fix.title[0].lower()}{fix.title[1:]} by hand")
    return Offer(replace(fix, patch=patch))


def _for_all_hosts(config: Config) -> Config:
    """Return a configuration without kolla-ansible's files for one host, where it has others.

    What no file sets is set once, in one that every host takes in.
    """
    from novalint.hosts.paths import kolla_layer

    layers = ((document, kolla_layer(document.path)) for document in config.documents)
    of_all = tuple(document for document, layer in layers if not (layer and layer.host))
    return (
        config if len(of_all) in (0, len(config.documents)) else replace(config, documents=of_all)
    )


def is_called_for(wanted: Remedy, symptoms: Collection[str]) -> bool:
    """Whether a log has one of the symptoms that a remedy is for, where it is for few alone."""
    return not wanted.beside or any(name in symptoms for name in wanted.beside)


def _unknown(option: str, value: str, setting: Setting) -> str:
    """Say that a value is not known here: it is computed, or what sets it is elsewhere."""
    if setting.origin:
        return f"what {option} is cannot be told from {setting.origin}; edit it by hand"
    what = f"what sets {option} is not known from this file"
    return f"{what}; `novalint set` writes {value} where it is wanted"


def is_void(remedy: Remedy, config: Config) -> bool:
    """Whether the value of another option lets the remedy change nothing; an empty number is 0."""
    if remedy.void_with is None:
        return False
    group, option, value = remedy.void_with
    other = config.setting(group, option)
    is_empty = value == 0 and other.value is None and other.fault is None
    return not other.unknown and (same(other.value, value) or is_empty)


def drop_alternatives(causes: Sequence[Cause]) -> list[Cause]:
    """Leave one way out of a symptom: what a rule found stands before what only may help.

    Lines that come of another configuration are mended by nothing in this one, nor shown by it.
    """
    if _are_of_another(causes):
        lowered = {Verdict.SHOWN: Verdict.POSSIBLE}
        against = [cause for cause in causes if cause.is_contradicted]
        return [
            _withheld(replace(cause, verdict=lowered.get(cause.verdict, cause.verdict)), against)
            for cause in causes
        ]
    if not any(cause.verdict is Verdict.SHOWN and cause.fixes for cause in causes):
        return list(causes)
    return [cause if cause.verdict is Verdict.SHOWN else _unmended(cause) for cause in causes]


def joined(causes: Iterable[Cause]) -> list[Cause]:
    """Say in one entry what an option with one verdict has to do with lines of several kinds."""
    kept: dict[tuple[object, ...], Cause] = {}
    for cause in causes:
        key = cause.group, cause.option, cause.verdict, cause.is_contradicted
        first = kept.setdefault(key, cause)
        if first is not cause and cause.message not in first.message:
            kept[key] = replace(first, message=f"{first.message}; {cause.message}")
    return list(kept.values())


def by_verdict(causes: Iterable[Cause]) -> tuple[Cause, ...]:
    """Return causes with the most telling verdict first."""
    order = (Verdict.SHOWN, Verdict.POSSIBLE, Verdict.RULED_OUT)
    return tuple(sorted(causes, key=lambda cause: order.index(cause.verdict)))


def consistent(symptoms: Sequence[Symptom]) -> list[Symptom]:
    """Let what the lines of one symptom contradict be the cause of no other one.

    Where they come of another configuration, the services that read the option have run with that
    one: nothing that these read is mended here, under whichever symptom. Nor is a second way out
    of a symptom offered under another one.
    """
    against = {
        (cause.group, cause.option): symptom.name
        for symptom in symptoms
        for cause in symptom.causes
        if cause.is_contradicted
    }
    other = [symptom for symptom in symptoms if _are_of_another(symptom.causes)]
    contradicted = [cause for symptom in other for cause in symptom.causes if cause.is_contradicted]
    consistent = [_consistent(symptom, against, contradicted) for symptom in symptoms]
    return _in_one_way(consistent)


def _in_one_way(symptoms: Sequence[Symptom]) -> list[Symptom]:
    """Offer no value that may help where another symptom with that option has a fix of a rule."""
    others = {
        (cause.group, cause.option)
        for symptom in symptoms
        if any(cause.verdict is Verdict.SHOWN and cause.fixes for cause in symptom.causes)
        for cause in symptom.causes
        if cause.verdict is not Verdict.SHOWN
    }

    def settled(cause: Cause) -> Cause:
        is_second = cause.verdict is not Verdict.SHOWN and (cause.group, cause.option) in others
        return _unmended(cause) if is_second else cause

    return [replace(symptom, causes=tuple(map(settled, symptom.causes))) for symptom in symptoms]


def _consistent(
    symptom: Symptom, against: Mapping[tuple[str, str], str], contradicted: Sequence[Cause]
) -> Symptom:
    if not against:
        return symptom
    surely = {(cause.group, cause.option) for cause in contradicted}

    def settled(cause: Cause) -> Cause:
        name = cause.group, cause.option
        excused = (Verdict.SHOWN, Verdict.POSSIBLE) if name in surely else (Verdict.SHOWN,)
        if name in against and cause.verdict in excused:
            return _ruled_out(cause, against[name])
        sharing = [one for one in contradicted if _share(cause, one)]
        return _withheld(cause, sharing) if sharing else cause

    return replace(symptom, causes=by_verdict(map(settled, symptom.causes)))


def _share(cause: Cause, other: Cause) -> bool:
    """Whether a service reads both options; where it is not known who does, one may."""
    known = cause.readers and other.readers
    return not known or not set(cause.readers).isdisjoint(other.readers)


def _ruled_out(cause: Cause, symptom: str) -> Cause:
    """Return a cause with a value which the log contradicts elsewhere."""
    message = f"the lines of {symptom} tell of another value"
    return _unmended(replace(cause, verdict=Verdict.RULED_OUT, message=message, rule=None))


def _are_of_another(causes: Sequence[Cause]) -> bool:
    """Whether the lines contradict an option, and no other of its name explains them."""
    against = {cause.option for cause in causes if cause.is_contradicted}
    return bool(against - {cause.option for cause in causes if not cause.is_contradicted})


def _withheld(cause: Cause, against: Sequence[Cause]) -> Cause:
    """Return a cause without its patch, and why, as the lines contradict another option."""
    if cause.refused.startswith(CONTRADICTS):
        return cause
    names = " and ".join(dict.fromkeys(f"`[{one.group}] {one.option}`" for one in against))
    why = f"{CONTRADICTS} {names}, so {OF_ANOTHER}" if cause.fixes else ""
    return replace(cause, fixes=(), costs="", refused=why)


def _unmended(cause: Cause) -> Cause:
    return replace(cause, fixes=(), costs="", refused="")
