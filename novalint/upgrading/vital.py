"""Old names whose end leaves services without a database, a broker or a log-in."""

from __future__ import annotations

from dataclasses import replace

from novalint.annotations import TYPE_CHECKING
from novalint.engine.report import examine
from novalint.findings import Severity
from novalint.upgrading.changes import Change, Effect
from novalint.upgrading.dispositions import ABOUT_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from novalint.settings.model import Settings
    from novalint.upgrading.dispositions import Dispositions


def vital(
    changes: Iterable[Change], dispositions: Dispositions, settings: Settings
) -> Iterator[Change]:
    """Yield changes of lines; those break of which `check` says in the target that they are vital.

    The old names of a log-in are told of as one.
    """
    listed = list(changes)
    login = dispositions.login.moves if dispositions.login else ()
    renamed = [each for each in listed if _is_lost(each) and (each.group, each.option) not in login]
    errors = _errors(dispositions, settings) if renamed else frozenset()
    for change in listed:
        breaks = change in renamed and _place(change) in errors
        yield _broken(change) if breaks else change


def _broken(change: Change) -> Change:
    of_database = any(name == "connection" for _, name in change.names)
    consequence = ", so services that need a database do not start" if of_database else ""
    return replace(change, effect=Effect.BREAKS, message=change.message + consequence)


def _is_lost(change: Change) -> bool:
    """Whether a line has an old name that nothing reads any more, and its value is missed."""
    ignored = change.effect is Effect.IGNORED and not change.said_default
    return ignored and bool(change.names) and change.location is not None


def _place(change: Change) -> tuple[str, int]:
    where = change.location
    return (where.path, where.start.line) if where else ("", 0)


def _errors(dispositions: Dispositions, settings: Settings) -> frozenset[tuple[str, int]]:
    """Return where `check` calls it an error that the target does not read a name."""
    there = replace(dispositions.config, schema=dispositions.target, release_told=True)
    found = examine(there, replace(settings, select=ABOUT_NAMES, ignore=())).findings
    errors = (finding for finding in found if finding.severity is Severity.ERROR)
    return frozenset((error.location.path, error.location.start.line) for error in errors)
