"""What to do for an upgrade, as a list to tick off in Markdown: when, and for which service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.pages.markdown import name_shown, text_shown
from novalint.pages.titles import titles
from novalint.upgrading.changes import Change, Effect, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from novalint.schema.releases import Release
    from novalint.upgrading.upgrade import Upgrade

HEADINGS = {
    Step.BEFORE: "Before the upgrade, while {old} runs",
    Step.DURING: "With the upgrade, when services start as {new}",
    Step.AFTER: "After the upgrade",
}
ON_THE_WAY = "With the upgrade to {new}"
"""The heading of the middle one where several releases follow one another."""
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
        " its default changes" in change.message for change in upgrade.changes
    ):
        yield ""
        yield "To keep a default that changes, set the option to its old value;"
        yield "`--keep-behaviour` writes all of them down."
    for step, heading in HEADINGS.items():
        changes = [change for change in upgrade.changes if change.step is step]
        if changes:
            yield ""
            if step is Step.DURING and len(upgrade.path) > 1:
                heading = ON_THE_WAY
            yield f"## {heading.format(old=upgrade.old, new=upgrade.new)}"
            yield from _section(changes, upgrade)


def _section(changes: Sequence[Change], upgrade: Upgrade) -> Iterator[str]:
    mended = [change for change in changes if change.mended]
    if mended:
        first = _first_in_need(mended, upgrade)
        when = "" if first is None else f", before the first service starts as {first}"
        if first and first != upgrade.new:
            when += f"; `--to {first}` writes only those for that step"
        yield ""
        yield f"- [ ] Write the migrated files (`--write`, or apply the patch of `--diff`){when}:"
        yield from (f"  - {_item(change)}" for change in mended)
    rest = [change for change in changes if not change.mended]
    for service in sorted(
        {_service(change) for change in rest}, key=lambda name: (name == EVERY, name)
    ):
        yield ""
        yield f"### {service}"
        yield ""
        yield from (f"- [ ] {_item(change)}" for change in rest if _service(change) == service)


def _first_in_need(mended: Sequence[Change], upgrade: Upgrade) -> Release | None:
    """Return the release of the way that is the first to need what the patch sees to.

    None where the way has one step, or where all that the patch sees to can wait for its end.
    """
    since = [
        min(change.releases)
        for change in mended
        if change.effect is not Effect.SOON and change.releases
    ]
    steps = upgrade.path
    if len(steps) < 2 or not since:
        return None
    return next((step for step in steps if step >= min(since)), None)


def _service(change: Change) -> str:
    many = not change.readers or len(change.readers) > MANY
    return EVERY if many else ", ".join(change.readers)


def _item(change: Change) -> str:
    when = f"{', '.join(map(str, change.releases))}: " if change.releases else ""
    where = change.location
    place = f" ({name_shown(f'{where.path}:{where.start.line}')})" if where else ""
    return f"{when}{text_shown(change.message)}{place}"
