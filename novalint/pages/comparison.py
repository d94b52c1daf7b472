"""`novalint releases --diff OLD NEW`: what is different between two releases.

schemas/comparison.json describes the JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novalint.schema.comparison import Comparison, Difference, Kind
from novalint.schema.signature import default_change, default_in_words, type_change

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEADINGS = {
    Kind.REMOVED: "Removed",
    Kind.RENAMED: "Renamed or moved",
    Kind.NAME: "Old names no longer read",
    Kind.TYPE: "Values that are accepted",
    Kind.DEFAULT: "Defaults",
    Kind.DEPRECATED: "Deprecated",
    Kind.ADDED: "Added",
}


def render(comparison: Comparison, form: str) -> str:
    """Write all differences as text, json or markdown."""
    writers: dict[str, Callable[[Comparison], str]] = {"json": _json, "markdown": _markdown}
    return writers.get(form, _text)(comparison)


def _text(comparison: Comparison) -> str:
    lines = [f"{comparison.old} to {comparison.new}"]
    for heading, differences in _sections(comparison):
        lines += ["", f"{heading} ({len(differences)})"]
        lines += [
            f"  [{difference.group}] {difference.option}{_details(difference)}"
            for difference in differences
        ]
    return "\n".join(lines) + "\n"


def _markdown(comparison: Comparison) -> str:
    lines = [f"# Nova {comparison.old} to {comparison.new}"]
    for heading, differences in _sections(comparison):
        lines += ["", f"## {heading}", "", "| option | release | what |", "| --- | --- | --- |"]
        for difference in differences:
            what = said(difference).replace("|", r"\|")
            lines.append(
                f"| `[{difference.group}] {difference.option}` | {_when(difference)} | {what} |"
            )
    return "\n".join(lines) + "\n"


def _sections(comparison: Comparison) -> Iterator[tuple[str, tuple[Difference, ...]]]:
    for kind, heading in HEADINGS.items():
        differences = comparison.of(kind)
        if differences:
            yield heading, differences


def _details(difference: Difference) -> str:
    parts = [part for part in (said(difference), _when(difference)) if part]
    return f": {parts[0]}" + "".join(f" ({part})" for part in parts[1:]) if parts else ""


def _when(difference: Difference) -> str:
    return ", ".join(str(release) for release in difference.releases)


def said(difference: Difference) -> str:
    """Return in a few words what happened; empty where the heading says it all."""
    kind = difference.kind
    if kind is Kind.RENAMED:
        names = ", ".join(f"[{group}] {name}" for group, name in difference.names)
        return f"now {names}" + ("; still read" if difference.still_read else "; no longer read")
    if kind is Kind.NAME:
        names = ", ".join(f"[{group}] {name}" for group, name in difference.names)
        return f"write {names}" if names else "its option is gone, too"
    if kind is Kind.TYPE:
        return _without_word(type_change(difference.new, difference.old))
    if kind is Kind.DEFAULT:
        return _without_word(default_change(difference.new, difference.old))
    if kind is Kind.REMOVED and difference.still_read:
        return "still read as the old name of another option"
    if kind is Kind.DEPRECATED and difference.new:
        return f"since {difference.new}"
    return ""


def _without_word(change: str) -> str:
    """Drop the word that the heading says already."""
    return change.removeprefix("type: ").removeprefix("default: ")


def _json(comparison: Comparison) -> str:
    import json

    rows = [_row(difference) for difference in comparison.differences]
    document = {
        "version": 1,
        "old": comparison.old.series,
        "new": comparison.new.series,
        "differences": rows,
    }
    return json.dumps(document, indent=1) + "\n"


def _row(difference: Difference) -> dict[str, Any]:
    row: dict[str, Any] = {
        "kind": difference.kind.value,
        "group": difference.group,
        "option": difference.option,
        "releases": [release.series for release in difference.releases],
    }
    if difference.kind is Kind.RENAMED:
        row["names"] = [{"group": group, "option": name} for group, name in difference.names]
        row["still_read"] = difference.still_read
    if difference.kind is Kind.NAME and difference.names:
        row["names"] = [{"group": group, "option": name} for group, name in difference.names]
    if difference.kind is Kind.TYPE:
        row |= {"old": difference.old, "new": difference.new}
    if difference.kind is Kind.DEFAULT:
        row |= {"old": _default(difference.old), "new": _default(difference.new)}
    if difference.kind is Kind.DEPRECATED:
        row["since"] = difference.new
    if difference.before:
        row["before"] = dict(zip(("group", "option"), difference.before, strict=True))
    return row


def _default(default: Any) -> dict[str, Any]:
    """Return a default as data; without a value where there is none or the machine makes it."""
    fixed = default.exists and not default.machine
    return {"text": default_in_words(default)} | ({"value": default.value} if fixed else {})
