"""What to do for an upgrade, as a list to tick off in Markdown: when, and for which service."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.pages.likewise import folded
from novalint.pages.markdown import name_shown, text_shown
from novalint.pages.titles import titles
from novalint.upgrading.changes import Change, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from novalint.upgrading.upgrade import Upgrade

HEADINGS = {
    Step.BEFORE: "Before the upgrade, while {old} runs",
    Step.DURING: "During the upgrade, when services start as {new}",
    Step.AFTER: "After the upgrade",
}
STEP_BY_STEP = {
    Step.BEFORE: "Before the upgrade (each line names its release)",
    Step.DURING: "During the upgrade (each line names its release)",
    Step.AFTER: "After the upgrade",
}
"""The headings where several releases follow one another."""
EVERY = "every service"
"""The heading of what concerns more services than are worth a list of their names."""
MANY = 4


def checklist(upgrades: Sequence[Upgrade]) -> str:
    """Write one list for each configuration, a section for each step, services apart."""
    names = titles([(upgrade.files, upgrade.embedded) for upgrade in upgrades])
    lists = map(_lines, upgrades, names)
    return "\n".join("\n".join(lines) + "\n" for lines in lists)


def _lines(upgrade: Upgrade, title: str) -> Iterator[str]:
    yield f"# {name_shown(title)}: Nova {upgrade.way}"
    if len(upgrade.path) > 1:
        yield ""
        yield f"One after the other: {', '.join(map(str, (upgrade.old, *upgrade.path)))}."
    if not upgrade.keeps and any(
        " its default changes:" in change.message for change in upgrade.changes
    ):
        yield ""
        yield "To keep a default that changes, set the option to its old value;"
        yield "`--keep-behaviour` writes down those that can be kept, and names the others."
    for step, heading in (STEP_BY_STEP if len(upgrade.path) > 1 else HEADINGS).items():
        changes = [change for change in upgrade.changes if change.step is step]
        items = [*_first(step, upgrade), *_section(changes, upgrade)]
        if items:
            yield ""
            yield f"## {heading.format(old=upgrade.old, new=upgrade.new)}"
            yield from items


def _first(step: Step, upgrade: Upgrade) -> Iterator[str]:
    """Yield what comes first in a step although no change is behind it.

    With the errors that both releases have no service may start; files whose patch changes nothing
    that Nova does are written all the same.
    """
    number = len(upgrade.standing)
    if step is Step.BEFORE and number:
        errors = "the error that is" if number == 1 else f"the {number} errors that are"
        check = f"`novalint check --release {upgrade.new}`"
        yield ""
        yield f"- [ ] Correct {errors} in both releases: {check}"
    listed = (change.mended for change in upgrade.changes if change.step)
    if step is Step.DURING and upgrade.patch and not any(listed):
        yield ""
        yield f"- [ ] {_writing(upgrade)}: nothing that Nova does changes with them"


def _section(changes: Sequence[Change], upgrade: Upgrade) -> Iterator[str]:
    mended = [change for change in changes if change.mended]
    if mended:
        yield ""
        yield f"- [ ] {_writing(upgrade)}:"
        yield from (f"  - {_item(change)}" for change in folded(mended))
    rest = [change for change in changes if not change.mended]
    for service in sorted(
        {_service(change) for change in rest}, key=lambda name: (name == EVERY, name)
    ):
        yield ""
        yield f"### {service}"
        yield ""
        of_service = (change for change in rest if _service(change) == service)
        yield from (f"- [ ] {_item(change)}" for change in folded(of_service))


def _writing(upgrade: Upgrade) -> str:
    """Say how the files are written: for each release, as one on the way may not read the last."""
    how = "(`--write`, or apply the patch of `--diff`)"
    if len(upgrade.path) < 2:
        return f"Write the migrated files {how}"
    return (
        f"Write the files of each release {how} before its first service starts, with `--to "
        f"{upgrade.path[0]}` first; where none starts before {upgrade.new}, write those of "
        f"{upgrade.new} at once"
    )


def _service(change: Change) -> str:
    many = not change.readers or len(change.readers) > MANY
    return EVERY if many else ", ".join(change.readers)


def _item(change: Change) -> str:
    when = f"{', '.join(map(str, change.releases))}: " if change.releases else ""
    where = change.location
    place = f" ({name_shown(f'{where.path}:{where.start.line}')})" if where else ""
    return f"{when}{text_shown(change.message)}{place}"
