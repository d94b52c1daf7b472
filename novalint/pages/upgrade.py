"""What `novalint upgrade` reports: text, Markdown and the JSON of schemas/upgrade.json."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING, Any
from novalint.pages.likewise import folded
from novalint.pages.markdown import cell, name_shown
from novalint.pages.titles import titles
from novalint.schema.signature import default_in_words
from novalint.upgrading.changes import Change, Effect
from novalint.wording import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from novalint.upgrading.upgrade import Upgrade

ADVICE = "advice"
"""The key of what changes nothing and is advice of `check`, which is told apart."""
IDLE = "idle"
"""The key of lines that are ignored and said what holds without them, which are told apart too."""
HEADINGS: Mapping[str, str] = {
    Effect.BREAKS: "Breaks",
    Effect.IGNORED: "Is ignored",
    Effect.CHANGES: "Changes what Nova does",
    Effect.SOON: "Act soon",
    ADVICE: "Advice, which the upgrade does not need",
    IDLE: "Is ignored, and was the default",
    Effect.NOTHING: "Changes nothing",
}


ALL = 7
"""From how many services on they are no longer told one by one."""


MOST_NAMED = 3
"""Configurations of which the same is said that are named one by one."""


def render(upgrades: Sequence[Upgrade], form: str) -> str:
    """Write what several configurations meet as text, json, markdown or checklist."""
    from novalint.pages.checklist import checklist

    writers: dict[str, Callable[[Sequence[Upgrade]], str]] = {
        "json": _json,
        "markdown": _markdown,
        "checklist": checklist,
    }
    return writers.get(form, _text)(upgrades)


def _by_way_of(upgrade: Upgrade) -> list[str]:
    """Return the line that says which releases lie on the way; none where one step leads there."""
    *between, _ = map(str, upgrade.path)
    return [f"  by way of {', '.join(between)}"] if between else []


def _titles(upgrades: Sequence[Upgrade]) -> list[str]:
    return titles([(upgrade.files, upgrade.embedded) for upgrade in upgrades])


def summaries(upgrades: Sequence[Upgrade], written: bool, left_out: Sequence[int]) -> list[str]:
    """Return the summary of each configuration, with its name where there are several."""
    lines = [
        summary(upgrade, written, number)
        for upgrade, number in zip(upgrades, left_out, strict=True)
    ]
    if len(upgrades) == 1:
        return lines
    alike: dict[str, list[str]] = {}
    for title, line in zip(_titles(upgrades), lines, strict=True):
        alike.setdefault(line, []).append(title)
    return [
        f"{title}: {line}"
        for line, titles in alike.items()
        for title in (titles if len(titles) <= MOST_NAMED else [_and_more(titles)])
    ]


def _and_more(names: Sequence[str], most: int = 1) -> str:
    """Return names, the first ones one by one, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


def on_the_way(upgrade: Upgrade) -> str:
    """Return a warning of releases on the way, which may not read what is written for the last."""
    *between, last = map(str, upgrade.path)
    if not between or not upgrade.patch:
        return ""
    if len(between) == 1:
        names, files = between[0], "for it"
    else:
        names, files = f"{between[0]} to {between[-1]}", "of each release"
    return (
        f"the patch is for {last}; where services start as {names} on the way, write the files "
        f"{files} first (--to {between[0]})"
    )


def summary(upgrade: Upgrade, written: bool, left_out: int = 0) -> str:
    """Return in one line how much there is of each kind, and what the patch sees to.

    `left_out` is how many changes there are of effects that nobody asked for.
    """
    left = [f"left out by --only: {left_out}"] if left_out else []
    phrase = ", ".join([*_counts(upgrade), *left])
    if written:
        rest = f"what remains is {phrase}" if phrase else "nothing remains to be done"
        return rest + _standing(upgrade)
    mended = sum(change.mended for change in upgrade.changes)
    phrase = phrase or "nothing changes for these files"
    if mended:
        phrase += f"; the patch handles {mended} (--diff, --write)"
    elif upgrade.patch and not left_out:
        phrase += (
            "; the patch corrects what is wrong or deprecated in both releases (--diff, --write)"
        )
    return phrase + _standing(upgrade)


def found(upgrade: Upgrade) -> str:
    """Return in one line which files are upgraded, and how much there is of each kind."""
    files = upgrade.files
    where = visible(files[0]) if len(files) == 1 else f"{len(files)} files"
    counts = ", ".join(_counts(upgrade)) or "nothing changes"
    return f"{where}, {upgrade.way}; {counts}"


def _counts(upgrade: Upgrade) -> list[str]:
    return [f"{_WORDS[kind]}: {len(changes)}" for kind, changes in _by_kind(upgrade).items()]


def _standing(upgrade: Upgrade) -> str:
    """Return how many errors of the target are not listed, since the start release has them too."""
    number = len(upgrade.standing)
    if not number:
        return ""
    errors = "1 error" if number == 1 else f"{number} errors"
    return f"; not listed: {errors} in both releases, see novalint check --release {upgrade.new}"


def _kind(change: Change) -> str:
    """Return the key of the heading that a change stands under."""
    if change.is_advice:
        return ADVICE
    return IDLE if change.said_default else change.effect


def _by_kind(upgrade: Upgrade) -> dict[str, list[Change]]:
    """Return the changes under each heading that has some, in the order of the headings."""
    kinds: dict[str, list[Change]] = {kind: [] for kind in HEADINGS}
    for change in upgrade.changes:
        kinds[_kind(change)].append(change)
    return {kind: changes for kind, changes in kinds.items() if changes}


_WORDS: Mapping[str, str] = {
    Effect.BREAKS: "breaks",
    Effect.IGNORED: "ignored",
    Effect.CHANGES: "changes",
    Effect.SOON: "act soon",
    ADVICE: "advice",
    IDLE: "ignored defaults",
    Effect.NOTHING: "changes nothing",
}


def _text(upgrades: Sequence[Upgrade]) -> str:
    """Write each configuration under its name; what is the same for several stands with the first.

    One of which all is said with others has no heading of its own.
    """
    names = dict(enumerate(_short_titles(upgrades)))
    told: dict[str, list[int]] = {}
    for number, upgrade in enumerate(upgrades):
        for line in map(_line, folded(upgrade.changes)):
            told.setdefault(line, []).append(number)
    others = {line: [names[number] for number in rest] for line, (_, *rest) in told.items()}
    first = {line: numbers[0] for line, numbers in told.items()}
    parts = []
    for number, (upgrade, title) in enumerate(zip(upgrades, _titles(upgrades), strict=True)):
        own = {line: others[line] for line in first if first[line] == number}
        if own or not upgrade.changes:
            parts.append(_text_of(upgrade, title, own))
    return "\n".join(parts)


def _short_titles(upgrades: Sequence[Upgrade]) -> list[str]:
    """Return what configurations are called beside others: the last file, where that is enough."""
    last = [upgrade.files[-1] for upgrade in upgrades]
    titles = zip(_titles(upgrades), last, strict=True)
    return [visible(path if last.count(path) == 1 else title) for title, path in titles]


def _text_of(upgrade: Upgrade, title: str, own: Mapping[str, Sequence[str]]) -> str:
    """Write what is said here first, with the other configurations that it is said of."""
    lines = [f"{upgrade.way}: {visible(title)}", *_by_way_of(upgrade)]
    for kind, changes in _by_kind(upgrade).items():
        here = [change for change in folded(changes) if _line(change) in own]
        number = len(changes) - sum(_line(change) not in own for change in folded(changes))
        lines += ["", f"{HEADINGS[kind]} ({number})"] if here else []
        for line in map(_line, here):
            lines += [f"  {line}"]
            lines += [f"    also for {_and_more(own[line], MOST_NAMED)}"] if own[line] else []
    return "\n".join(lines) + "\n"


def _line(change: Change) -> str:
    where = f"{visible(_place(change))}: " if change.location else ""
    when = f"{_when(change)}: " if change.releases else ""
    rule = f" [{change.rule}]" if change.rule else ""
    by = f" ({_readers(change)})" if change.readers else ""
    return f"{where}{when}{change.message}{by}{rule}"


def _readers(change: Change) -> str:
    return ", ".join(change.readers) if len(change.readers) < ALL else "every service"


def _place(change: Change) -> str:
    where = change.location
    return f"{where.path}:{where.start.line}" if where else ""


def _when(change: Change) -> str:
    return ", ".join(str(release) for release in change.releases)


def _markdown(upgrades: Sequence[Upgrade]) -> str:
    return "\n".join(map(_markdown_of, upgrades, _titles(upgrades)))


def _markdown_of(upgrade: Upgrade, title: str) -> str:
    lines = [f"# {name_shown(title)}: Nova {upgrade.way}"]
    for kind, changes in _by_kind(upgrade).items():
        lines += ["", f"## {HEADINGS[kind]}", "", "| release | line | what | read by |"]
        lines += ["| --- | --- | --- | --- |", *map(_row, folded(changes))]
    return "\n".join(lines) + "\n"


def _row(change: Change) -> str:
    said = (cell(change.message), cell(_readers(change)))
    return f"| {' | '.join((_when(change), name_shown(_place(change)), *said))} |"


def _json(upgrades: Sequence[Upgrade]) -> str:
    import json

    return json.dumps(document(upgrades), indent=1) + "\n"


def document(upgrades: Sequence[Upgrade]) -> dict[str, Any]:
    """Return what is written for programs; schemas/upgrade.json describes it."""
    return {
        "version": 1,
        "from": upgrades[0].old.series,
        "to": upgrades[0].new.series,
        "from_version": upgrades[0].versions[0],
        "to_version": upgrades[0].versions[1],
        "configurations": [_data(upgrade) for upgrade in upgrades],
    }


def _data(upgrade: Upgrade) -> dict[str, Any]:
    return {
        "files": list(upgrade.files),
        "embedded": upgrade.embedded or None,
        "refused": [refusal._asdict() for refusal in upgrade.refused],
        "upgrade_to": [release.series for release in upgrade.path],
        "changes": [_data_of(change) for change in upgrade.changes],
        "unkept": [
            {"group": unkept.name[0], "option": unkept.name[1], "why": unkept.why}
            for unkept in upgrade.unkept
        ],
    }


def _data_of(change: Change) -> dict[str, Any]:
    where = change.location
    row: dict[str, Any] = {
        "effect": change.effect.value,
        "group": change.group or None,
        "option": change.option or None,
        "message": change.message,
        "path": where.path if where else None,
        "line": where.start.line if where else None,
        "releases": [release.series for release in change.releases],
        "readers": list(change.readers),
        "names": [{"group": group, "option": name} for group, name in change.names],
        "rule": change.rule or None,
        "mended": change.mended,
        "step": change.step.value if change.step else None,
    }
    if change.old is not None and change.new is not None:
        row |= {"old": default_in_words(change.old), "new": default_in_words(change.new)}
    return row
