"""What a configuration says about the causes of the symptoms that a log shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from novalint.logs.consequences import followed
from novalint.logs.contradictions import beyond_default, contradiction, same
from novalint.logs.quoted_values import plain_value, redaction_of
from novalint.logs.refused_ports import is_vain, not_at_work
from novalint.logs.remedies import (
    by_verdict,
    consistent,
    drop_alternatives,
    is_called_for,
    joined,
    remedy,
)
from novalint.logs.signature import NAMED
from novalint.logs.symptom import IDLE, Cause, Symptom, Verdict
from novalint.logs.tally import MOST_VALUES
from novalint.records import replace
from novalint.schema.history import life
from novalint.text.document import normalize_group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.findings import Finding
    from novalint.logs.signature import OptionCause
    from novalint.logs.tally import Tally
    from novalint.redaction import Redaction
    from novalint.schema.options import Option, Schema
    from novalint.settings import Settings

MOST_NAMED = 3
"""Options of one name in different groups that are looked at."""

Tallies = Mapping[str, "Tally"]


def judged(
    tallies: Tallies, config: Config | None, settings: Settings | None
) -> tuple[Symptom, ...]:
    """Return what was counted as symptoms, the likeliest cause first.

    A line that names the trouble itself stands before one that only says what broke, whatever
    their numbers are; one whose cause the configuration shows moves up; none stands before one that
    it comes of.
    """
    findings = _findings(tallies, config, settings) if config else ()
    case = _Case(tallies, config, findings, settings, redaction_of(config))
    kept = consistent([_symptom(tally, case) for tally in tallies.values()])
    symptoms = list(zip(kept, tallies.values(), strict=True))

    def likeliest_first(counted: tuple[Symptom, Tally]) -> tuple[int, int, str]:
        symptom, tally = counted
        is_shown = any(cause.verdict is Verdict.SHOWN for cause in symptom.causes)
        return tally.signature.stage.rank - is_shown, -symptom.count, symptom.name

    return _consequences_last([symptom for symptom, _ in sorted(symptoms, key=likeliest_first)])


def _consequences_last(symptoms: Sequence[Symptom]) -> tuple[Symptom, ...]:
    """Return symptoms in their order, but each behind those that it follows."""
    by_name = {symptom.name: symptom for symptom in symptoms}
    placed: dict[str, Symptom] = {}
    waiting = [symptom.name for symptom in symptoms][::-1]
    asked: set[str] = set()
    while waiting:
        name = waiting[-1]
        before = [
            earlier
            for earlier in by_name[name].follows
            if earlier not in placed and earlier not in asked
        ]
        if before and name not in asked:
            asked.add(name)
            waiting += before[::-1]
        else:
            placed.setdefault(waiting.pop(), by_name[name])
    return tuple(placed.values())


class _Case(NamedTuple):
    tallies: Tallies
    config: Config | None
    findings: tuple[Finding, ...]
    settings: Settings | None
    redaction: Redaction | None


def _findings(tallies: Tallies, config: Config, settings: Settings | None) -> tuple[Finding, ...]:
    """Run the rules that causes name, and no others."""
    from novalint.engine.report import examine
    from novalint.settings import Settings as Told

    causes = (cause for tally in tallies.values() for cause in tally.signature.causes)
    names = dict.fromkeys(rule for cause in causes for rule in cause.rules)
    if not names:
        return ()
    named = replace(settings or Told(), select=tuple(names), ignore=(), plugins=())
    report = examine(config, named)
    return (*report.findings, *report.suppressed)


def _symptom(tally: Tally, case: _Case) -> Symptom:
    signature = tally.signature
    details: list[tuple[str, int | tuple[str, ...]]] = []
    if tally.instances:
        details.append(("instances", len(tally.instances)))
    details += [(kind, tuple(all_[:MOST_VALUES])) for kind, all_ in tally.told.items() if all_]
    causes = drop_alternatives(
        [judged for cause in signature.causes for judged in _causes(cause, tally, case)]
    )
    return Symptom(
        signature.name,
        signature.says,
        signature.level,
        tally.count,
        tally.first,
        tally.last,
        tally.example,
        signature.page,
        tuple(details),
        by_verdict(joined(causes)),
        signature.elsewhere,
        signature.outside,
        followed(tally, case.tallies),
        tally.worst,
        tuple(sorted(tally.beside or ())),
    )


def _causes(cause: OptionCause, tally: Tally, case: _Case) -> Iterator[Cause]:
    parts = tally.told.get(cause.part, ())
    if (parts or cause.part_needed) and not set(cause.part_is) & set(parts):
        return
    if cause.raised and not tally.may_be_raised_by(cause.raised):
        return
    if cause.group == NAMED:
        yield from _named(cause, tally, case)
    elif case.config is None:
        yield Cause(cause.group, cause.option, Verdict.POSSIBLE, cause.why)
    else:
        option = _current(cause, case.config.schema)
        named = {
            (option_cause.group, option_cause.option) for option_cause in tally.signature.causes
        }
        if option and (option[:2] == (cause.group, cause.option) or option[:2] not in named):
            here = replace(cause, group=option.group, option=option.name)
            setting = case.config.setting(option.group, option.name)
            yield _judged(here, setting, tally, case, (cause.group, cause.option))


def _current(cause: OptionCause, schema: Schema) -> Option | None:
    """Return what the release calls the option of a cause; None where it has no such option."""
    option = schema.option(cause.group, cause.option)
    if option:
        return option
    known = life(cause.group, cause.option)
    names = known.current_names(schema.release) if known else ()
    return next(filter(None, (schema.option(*name) for name in names)), None)


def _named(cause: OptionCause, tally: Tally, case: _Case) -> Iterator[Cause]:
    """Yield the options that the lines name, as far as the configuration sets them.

    Without a configuration, those of the newest release.
    """
    config = case.config
    full_names = [name.strip("'\"").rpartition(".") for name in tally.told.get("option", ())]
    groups = {normalize_group(name) for name in tally.told.get("group", ())}
    for group, _, option in full_names:
        wanted = {normalize_group(group)} if group else groups
        if config is None:
            yield from _of_newest(cause, wanted, option)
            continue
        now = [setting for setting in config.settings if _is_named(setting, wanted, option)]
        once = [setting for setting in config.settings if _was_named(setting, wanted, option)]
        for setting in (now or once)[:MOST_NAMED]:
            here = replace(cause, group=setting.group, option=setting.name)
            yield _judged(here, setting, tally, case, is_read=True)


def _of_newest(cause: OptionCause, groups: set[str], name: str) -> Iterator[Cause]:
    """Yield a cause for an option of the newest release by its name, unless many groups have it."""
    from novalint.schema.options import load_schema
    from novalint.schema.releases import newest

    found = [
        group for group in load_schema(newest()).groups_with(name) if not groups or group in groups
    ]
    if len(found) <= MOST_NAMED:
        yield from (Cause(group, name, Verdict.POSSIBLE, cause.why) for group in found)


def _is_named(setting: Setting, groups: set[str], name: str) -> bool:
    return setting.name == name and (not groups or setting.group in groups)


def _was_named(setting: Setting, groups: set[str], name: str) -> bool:
    old = setting.option.old_names
    return any(name == known and (not groups or group in groups) for group, known in old)


def _judged(
    cause: OptionCause,
    setting: Setting,
    tally: Tally,
    case: _Case,
    *names: tuple[str, str],
    is_read: bool = False,
) -> Cause:
    """Judge one cause; a finding counts under each name that the option has or had.

    `is_read` says that the lines themselves show that the option is read.
    """
    names += ((setting.group, setting.name), *setting.option.old_names)
    beside = not cause.never_beside or any(name in case.tallies for name in cause.never_beside)
    against = contradiction(cause, setting, tally) if beside else ""
    other = _told_of_another(cause, setting, tally, case) if against else ""
    against = "" if other else against
    idle = other or not_at_work(cause, tally, case.tallies)
    idle = idle or _written_elsewhere(setting, tally, case)
    if is_vain(cause, tally, case.tallies):
        cause = replace(cause, rules=(), remedy=None)
    is_ruled_out = _is_ruled_out(cause, setting)
    better = beyond_default(cause, setting)
    about = (finding for finding in case.findings if _is_about(finding, cause, names))
    lone = cause.remedy is not None and not is_called_for(cause.remedy, case.tallies)
    alone = cause.beside and not any(name in case.tallies for name in cause.beside)
    is_excused = bool(against or idle or is_ruled_out or better or lone)
    counting = (one for one in about if not (alone and one.fixes))
    finding = None if is_excused else next(counting, None)
    plain = Cause(
        cause.group,
        cause.option,
        Verdict.POSSIBLE,
        "; ".join(
            filter(None, (cause.why, better, _elsewhere(setting, tally, case), _refused(setting)))
        ),
        plain_value(setting, case.redaction),
        setting.origin,
        readers=setting.option.readers,
        on_reload=setting.option.on_reload,
    )
    is_read = is_read or bool(cause.told_in and tally.told.get(cause.told_in))
    why = against or idle
    why = why or ("" if finding or is_read else _useless(cause, setting, tally, case))
    if why or is_ruled_out:
        message = f"{cause.why}; {why}" if why else cause.why
        return replace(
            plain, verdict=Verdict.RULED_OUT, message=message, is_contradicted=bool(against)
        )
    return _with_fixes(plain, cause, setting, finding, case)


def _told_of_another(cause: OptionCause, setting: Setting, tally: Tally, case: _Case) -> str:
    """Say which option the number in the lines may be of instead, such as that of another pool."""
    assert case.config is not None
    for other in tally.signature.causes:
        option = _current(other, case.config.schema) if cause.told_in == other.told_in else None
        if not cause.told_in or not option or option[:2] == (setting.group, setting.name):
            continue
        its = case.config.setting(option.group, option.name)
        if not its.fault and not contradiction(other, its, tally):
            return f"what the log says here is `[{its.group}] {its.name}`"
    return ""


def _written_elsewhere(setting: Setting, tally: Tally, case: _Case) -> str:
    from novalint.logs.moot import of_another_writer

    return of_another_writer(setting, tally, case.settings)


def _elsewhere(setting: Setting, tally: Tally, case: _Case) -> str:
    from novalint.logs.other_brokers import other_brokers

    return other_brokers(setting, tally, case.config) if case.config else ""


def _refused(setting: Setting) -> str:
    """Say that Nova refuses a value; empty where it takes it, or a file does not show it."""
    if setting.fault is None or setting.unknown or not setting.places:
        return ""
    return "Nova refuses this value and fails where it reads it; `novalint check` says why"


def _useless(cause: OptionCause, setting: Setting, tally: Tally, case: _Case) -> str:
    """Return why nothing reads an option; empty where something may, or its value says enough."""
    if case.config is None or _is_ruled_out(cause, setting):
        return ""
    from novalint.logs.moot import moot

    why = moot(cause, setting, tally, case.config, case.settings)
    return why and f"{IDLE}: {why}"


def _with_fixes(
    plain: Cause, cause: OptionCause, setting: Setting, finding: Finding | None, case: _Case
) -> Cause:
    """Return a cause that holds with what mends it, as far as that is known."""
    assert case.config is not None
    if finding:
        plain = replace(plain, verdict=Verdict.SHOWN, message=finding.message, rule=finding.rule)
    if finding and finding.fixes and not finding.is_advice:
        costs = cause.remedy.costs if cause.remedy else ""
        return replace(plain, fixes=finding.fixes, costs=costs)
    fix, refused = remedy(cause, setting, case.config, case.tallies)
    if fix is None or cause.remedy is None:
        return replace(plain, refused=refused)
    return replace(plain, fixes=(fix,), costs=cause.remedy.costs)


def _is_about(
    finding: Finding, cause: OptionCause, names: tuple[tuple[str | None, str | None], ...]
) -> bool:
    about = normalize_group(finding.group), finding.option
    return finding.rule in cause.rules and about in names


def _is_ruled_out(cause: OptionCause, setting: Setting) -> bool:
    if setting.fault or setting.unknown:
        return False
    return any(same(setting.value, value) for value in cause.ruled_out_by)
