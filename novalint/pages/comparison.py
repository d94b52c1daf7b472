"""`novalint releases --diff OLD NEW`: what is different between two releases.

schemas/comparison.json describes the JSON.
"""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING, Any
from novalint.nova.successors import moved_to
from novalint.schema.comparison import Comparison, Difference, Kind
from novalint.schema.history import life
from novalint.schema.options import load_schema
from novalint.schema.releases import dotted
from novalint.schema.signature import default_change, default_in_words, type_change
from novalint.schema.since import since_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from novalint.schema.options import Name
    from novalint.schema.releases import Release

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
    lines = [comparison.way]
    for heading, differences in _sections(comparison):
        lines += ["", f"{heading} ({len(differences)})"]
        lines += [
            f"  [{difference.group}] {difference.option}{_details(difference, comparison.new)}"
            for difference in differences
        ]
    return "\n".join(lines) + "\n"


def _markdown(comparison: Comparison) -> str:
    lines = [f"# Nova {comparison.way}"]
    for heading, differences in _sections(comparison):
        lines += ["", f"## {heading}", "", "| option | release | what |", "| --- | --- | --- |"]
        for difference in differences:
            what = said(difference, comparison.new).replace("|", r"\|")
            lines.append(
                f"| `[{difference.group}] {difference.option}` | {_when(difference)} | {what} |"
            )
    return "\n".join(lines) + "\n"


def _sections(comparison: Comparison) -> Iterator[tuple[str, tuple[Difference, ...]]]:
    for kind, heading in HEADINGS.items():
        differences = comparison.of(kind)
        if differences:
            yield heading, differences


def _details(difference: Difference, new: Release) -> str:
    parts = [part for part in (said(difference, new), _when(difference)) if part]
    return f": {parts[0]}" + "".join(f" ({part})" for part in parts[1:]) if parts else ""


def _when(difference: Difference) -> str:
    return ", ".join(str(release) for release in difference.releases)


def said(difference: Difference, new: Release) -> str:
    """Return in a few words what happened; empty where the heading says it all."""
    kind = difference.kind
    if kind is Kind.RENAMED:
        end = f"; no longer read from {difference.unread} on" if difference.unread else ""
        end = end or ("; still read" if difference.still_read else "; no longer read")
        return f"now {_listed(difference.names)}{end}"
    if kind is Kind.NAME:
        names = _listed(difference.names)
        return f"write {names}" if names else "its option is gone, too"
    if kind is Kind.REMOVED:
        return _of_removed(difference, new)
    if kind is Kind.TYPE:
        return _without_word(type_change(difference.new, difference.old))
    if kind is Kind.DEFAULT:
        return _without_word(default_change(difference.new, difference.old))
    return _since(difference) if kind is Kind.DEPRECATED else ""


def _since(difference: Difference) -> str:
    """Return since when an option is deprecated by its own word, where that is another release."""
    (release,) = difference.releases
    option = load_schema(release).option(difference.group, difference.option)
    since = since_in_words(option) if option else ""
    return f"since {since}" if since not in ("", release.series) else ""


def _of_removed(difference: Difference, new: Release) -> str:
    if difference.still_read:
        return "still read as the old name of another option"
    if difference.unread:
        return f"the old name of another option until {difference.unread}"
    known = life(difference.group, difference.option)
    if known and (arrived := known.update(new)):
        return f"arrives in {dotted(arrived)}"
    heir = _heir(difference, new)
    return f"write {_listed((heir,))}" if heir else ""


def _heir(difference: Difference, new: Release) -> Name | None:
    """Return the option that takes the value of a removed one, where no old name says so."""
    if difference.kind is not Kind.REMOVED:
        return None
    return moved_to(difference.group, difference.option, load_schema(new))


def _listed(names: Iterable[Name]) -> str:
    return ", ".join(f"[{group}] {name}" for group, name in names)


def _without_word(change: str) -> str:
    """Drop the word that the heading says already."""
    return change.removeprefix("type: ").removeprefix("default: ")


def _json(comparison: Comparison) -> str:
    import json

    rows = [_row(difference, comparison.new) for difference in comparison.differences]
    document = {
        "version": 1,
        "old": comparison.old.series,
        "new": comparison.new.series,
        "differences": rows,
    }
    return json.dumps(document, indent=1) + "\n"


def _row(difference: Difference, new: Release) -> dict[str, Any]:
    row: dict[str, Any] = {
        "kind": difference.kind.value,
        "group": difference.group,
        "option": difference.option,
        "releases": [release.series for release in difference.releases],
    }
    heir = _heir(difference, new)
    names = (heir,) if heir else difference.names
    if names:
        row["names"] = [{"group": group, "option": name} for group, name in names]
    if difference.kind is Kind.RENAMED:
        row["still_read"] = difference.still_read
    if difference.unread:
        row["unread"] = difference.unread.series
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
