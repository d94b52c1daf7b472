"""Takes items out of a list value, keeping the rest of the line."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from novalint.findings import Fix, Safety
from novalint.text.edits import Edit, Patch
from novalint.text.writing import comment_out
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.resolution import Setting


def drop_items_fix(setting: Setting, items: Collection[str]) -> tuple[Fix, ...]:
    """Offer to take items out of the assignment that counts.

    An assignment that would be left empty is commented out. Nothing is offered for a default, or
    for a value whose items hold quotes or references, where commas need not separate.
    """
    if setting.is_default:
        return ()
    document, assignment = setting.places[-1]
    written = document.text[slice(*assignment.raw)]
    if set(written) & set("\"'$["):
        return ()
    parts = written.split(",")
    dropped = set(items)
    kept = [part for part in parts if part.strip() not in dropped]
    if kept == parts:  # an item of several lines, which stands otherwise in the file
        return ()
    if not any(part.strip() for part in kept):
        patch = comment_out(document, [assignment])
    else:
        text = ",".join(kept)
        text = text.lstrip() if kept[0] is not parts[0] else text
        edit = Edit(*assignment.raw, text.rstrip() if kept[-1] is not parts[-1] else text)
        patch = Patch.of(document.source, [edit])
    return (Fix(f"Take {listed(items)} out of the list", patch, Safety.UNSAFE),)
