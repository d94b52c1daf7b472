"""Fixes of list values: items added, taken out, or written otherwise, in the style of the line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Fix, Safety
from novalint.patterns import lazy_pattern
from novalint.text.edits import Edit, Patch
from novalint.text.writing import comment_out
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.setting import Setting

_LINE_END = lazy_pattern(r"(?<=\S)(?=[ \t]*[\r\n])")
_NOTE = lazy_pattern(r"\s[#;]")
_JOINED = lazy_pattern(r"[^\s;]+(?:;\s*[^\s;]+)+;?")
"""Several names in one item; a `;` behind a blank mostly begins a note: see inline-comment."""
_INSEPARABLE = frozenset("\"'$[")
"""Signs of a value in which a comma need not separate two items: quotes, references, brackets."""


def written_items(setting: Setting) -> list[str]:
    """Return the items of a list as they are written, those included that are not known here."""
    value = setting.partial
    return [str(item) for item in value] if isinstance(value, list) else []


def is_joined(item: str) -> bool:
    """Return whether an item is several with semicolons between, as list-with-semicolons says."""
    return are_alike(item) or ("://" not in item and _JOINED.fullmatch(item) is not None)


def are_alike(text: str) -> bool:
    """Return whether semicolons separate words with the same signs in them, such as `a:1 ; b:1`.

    They are items whatever blanks there are: what stands behind is no note.
    """
    words = [word.strip() for word in text.strip().removesuffix(";").split(";")]
    signs = {frozenset(sign for sign in word if not sign.isalnum()) for word in words}
    alike = next(iter(signs)) if len(signs) == 1 else frozenset()
    plain = "://" not in text and not any(map(str.isspace, alike))
    return len(words) > 1 and bool(alike) and plain


def append_items_fix(place: Place, items: Sequence[str], title: str) -> tuple[Fix, ...]:
    """Offer to add items at the end of a list as one assignment has it."""
    text = _text(place)
    if text is None or not text.strip(" ,"):
        return ()
    comma = ", " if ", " in text else ","
    return _fix(place, [(0, len(text), comma.join([text.rstrip(" ,"), *items]))], title)


def drop_items_fix(setting: Setting, items: Collection[str]) -> tuple[Fix, ...]:
    """Offer to take items out of the assignment that counts.

    An assignment that would be left empty is commented out. Nothing is offered for a default, or
    for a value whose items hold quotes or references, where commas need not separate.
    """
    if setting.is_default:
        return ()
    place = setting.places[-1]
    text = _text(place)
    parts = text.split(",") if text is not None else []
    kept = [part for part in parts if part.strip() not in items]
    if text is None or kept == parts:  # an item of several lines stands otherwise in the file
        return ()
    title = f"Take {listed(filter(None, items)) or 'the empty item'} out of the list"
    if not any(part.strip() for part in kept):
        title = "Comment out the line, as the list has nothing else"
        return (Fix(title, comment_out(place.document, [place.assignment]), Safety.UNSAFE),)
    rest = ",".join(kept)
    if kept[0] is not parts[0]:  # what comes first stands where the first one did
        rest = text[: len(text) - len(text.lstrip())] + rest.lstrip()
    rest = rest.rstrip() if kept[-1] is not parts[-1] else rest
    return _fix(place, [(0, len(text), rest)], title)


def replace_items_fix(
    setting: Setting, replacements: Mapping[str, str], title: str
) -> tuple[Fix, ...]:
    """Offer to write items of the assignment that counts otherwise: old item to new item."""
    place = setting.places[-1]
    text = _text(place)
    return () if text is None else _fix(place, _replaced(text, replacements), title)


def _replaced(text: str, replacements: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    start = 0
    for part in text.split(","):
        item = part.strip()
        read = "\n".join(map(str.strip, item.splitlines()))
        if read in replacements:
            at = start + part.index(item)
            yield at, at + len(item), _in_lines(item, replacements[read])
        start += len(part) + 1


def _in_lines(item: str, new: str) -> str:
    """Return what an item becomes: in the lines that it has, where commas behind them are all."""
    separated = _LINE_END.sub(",", item)
    return separated if re.sub(r",\s+", ",", separated) == new else new


def _text(place: Place) -> str | None:
    """Return the value as written; None where commas need not separate its items.

    Nor is it that of a value with a note behind it: the fix of inline-comment comes first.
    """
    text = place.document.text[slice(*place.assignment.raw)]
    return text if _INSEPARABLE.isdisjoint(text) and not has_note(text) else None


def has_note(text: str) -> bool:
    """Return whether a value may have a note behind it, as inline-comment says."""
    return bool(_NOTE.search(text))


def _fix(
    place: Place,
    changes: Iterable[tuple[int, int, str]],
    title: str,
) -> tuple[Fix, ...]:
    """Return the fix that makes changes: offsets within the value as written, and the new text."""
    start = place.assignment.raw.start
    edits = [Edit(start + first, start + last, new) for first, last, new in changes]
    if not edits:
        return ()
    return (Fix(title, Patch.of(place.document.source, edits), Safety.UNSAFE),)
