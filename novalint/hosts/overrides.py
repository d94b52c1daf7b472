"""A change of options as the override of a deployment tool, which writes a nova.conf anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from novalint.hosts.kolla import LATER
from novalint.hosts.override_forms import (
    FOR_ONE_HOST,
    SET_ONLY,
    TOOLS,
    OptionOverride,
    OverrideFile,
    Target,
)
from novalint.text.document import Document, normalize_group
from novalint.text.edits import Patch

__all__ = ["TOOLS", "OptionOverride", "OverrideFile", "changes_of", "override"]

Name = tuple[str, str]
_Values = dict[Name, tuple[str, ...]]


def override(
    tool: str,
    changes: Sequence[OptionOverride],
    role: str | None = None,
    host: str | None = None,
    major: int = LATER,
) -> OverrideFile:
    """Write changes as an override of a tool, one of TOOLS; `role` is the service that it is for.

    `host` is the machine that the changes are for alone; a tool that takes none says so. `major` is
    Nova's major version, of which the tool's release is.

    The first line is a comment with the path. Raises KeyError for a tool that does not exist, and
    OptionError for a value that no nova.conf can hold.
    """
    renames = [change for change in changes if change.renamed] if tool in SET_ONLY else []
    if renames:
        return _without_renames(tool, changes, renames, Target(role, host, major))
    printed = TOOLS[tool](changes, Target(role, host, major))
    notes = [*printed.notes]
    if host and tool not in FOR_ONE_HOST:
        notes.append(
            f"the file is for {host} alone, and this override is for every host that takes it"
        )
    gone = [change.name for change in changes if not change.values and change not in printed.left]
    notes += [_OUT[tool].format(", ".join(gone), "is" if len(gone) == 1 else "are")] * bool(gone)
    return replace(printed, notes=tuple(notes)) if printed.text else printed


_INSTEAD = "{{}} {{}} set to Nova's default, since {} removes nothing"
_ABSENT = "{{}} {{}} removed by `{}`"
_OUT = {
    "kolla": _INSTEAD.format("kolla-ansible"),
    "rhoso": _INSTEAD.format("RHOSO"),
    "openstack-ansible": _ABSENT.format("{{}}"),
    "helm": _ABSENT.format("null"),
    "tripleo": _ABSENT.format("ensure: absent"),
}
"""What each tool makes of an option that is to go, with places for its name and the verb."""


def _without_renames(
    tool: str,
    changes: Sequence[OptionOverride],
    renames: Sequence[OptionOverride],
    target: Target,
) -> OverrideFile:
    """Write what is more than a new name: the old one would stay beside it."""
    new = {change.renamed for change in renames}
    rest = [change for change in changes if not change.renamed and change.name not in new]
    printed = override(tool, rest, *target)
    return replace(printed, left=(*printed.left, *renames))


def changes_of(
    patch: Patch,
    read: Callable[[str], Document],
    multi: Callable[[str, str], bool],
    default: Callable[[str, str], str | None],
    old_names: Callable[[str, str], Sequence[Name]] = lambda *_: (),
) -> list[OptionOverride]:
    """Return what a patch makes of options: of those that count once, where the last line changes.

    `read` gives the document of a path, `multi` says whether every line of an option counts,
    `default` gives the text of its default, and `old_names` those by which Nova reads it as well.
    """
    changes: dict[Name, OptionOverride] = {}
    for file in patch.files:
        old, new = read(file.path), Document.parse(file.result, file.path)
        before, after = _values(old, multi), _values(new, multi)
        renamed = _renamed(_values(old), _values(new), old_names)
        for name in [*after, *(name for name in before if name not in after)]:
            values = after.get(name, ())
            if values != before.get(name, ()):
                earlier = before.get(name, ()) if multi(*name) else ()
                changes[name] = OptionOverride(
                    *name, values, default(*name), earlier, renamed.get(name, "")
                )
    return list(changes.values())


def _renamed(
    before: _Values, after: _Values, old_names: Callable[[str, str], Sequence[Name]]
) -> dict[Name, str]:
    """Return the present names of options that go out and have the same values under these."""
    present: dict[Name, str] = {}
    for name in after:
        names = (name, *old_names(*name))
        gone = [old for old in names if old in before and old not in after]
        if gone and _together(before, names) == _together(after, names):
            present |= dict.fromkeys(gone, f"`[{name[0]}] {name[1]}`")
    return present


def _together(values: _Values, names: Iterable[Name]) -> list[str]:
    return sorted(value for name in names for value in values.get(name, ()))


def _values(document: Document, multi: Callable[[str, str], bool] = lambda *_: True) -> _Values:
    values: _Values = {}
    for assignment in document.assignments:
        name = (normalize_group(assignment.group), assignment.option)
        earlier = values.get(name, ()) if multi(*name) else ()
        values[name] = (*earlier, assignment.value)
    return values
