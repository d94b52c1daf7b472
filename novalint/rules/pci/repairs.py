"""Fixes of `[pci]` values that are no JSON, or not the JSON that Nova takes, but plainly meant."""

from __future__ import annotations

import json
from collections.abc import Callable

from novalint.annotations import TYPE_CHECKING, Any
from novalint.findings import Fix, Safety
from novalint.patterns import lazy_pattern
from novalint.rules.common.lists import has_note
from novalint.rules.common.pci import EMPTY
from novalint.text.edits import Edit, Patch
from novalint.text.writing import comment_out

if TYPE_CHECKING:
    from novalint.config.layers import Place

Mend = Callable[[dict[str, Any]], "dict[str, Any] | None"]
"""Returns an object as Nova takes it; None where it is not plain what was meant."""

_STRAIGHT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
IDS = ("vendor_id", "product_id")
FLAGS = ("managed", "live_migratable", "one_time_use", "remote_managed", "trusted")
"""What says yes or no: Nova compares these as texts (`pci_device_prop_match` in nova/pci/utils.py,
34.0.0), and takes no other in an alias."""

_BARE_ID = lazy_pattern(
    r"""(["'])((?:vendor|product)_id)\1(\s*:\s*)((?:0[xX])?[\da-fA-F]{1,4})(?=\s*[,}])"""
)


def repair(place: Place, name: str, mend: Mend, *, many: bool) -> tuple[Fix, ...]:
    """Offer to write an assignment as Nova takes it, where all of its objects can be mended.

    A list stays one where the option takes `many` objects in one assignment; otherwise each object
    gets an assignment of its own. One of nothing is commented out.
    """
    raw = place.assignment.raw
    text = place.document.text[slice(*raw)]
    if not text.strip():
        patch = comment_out(place.document, [place.assignment])
        return (Fix(f"Comment out the empty {place.assignment.option}", patch, Safety.UNSAFE),)
    quoted = _BARE_ID.sub(r"\1\2\1\3\1\4\1", text)  # 0x1520 and 1e30 are no numbers as yet
    value = None if "$" in text or _has_note(text) else _loosely(quoted)
    objects = value if isinstance(value, list) else [value]
    mended = [mend(item) if isinstance(item, dict) else None for item in objects]
    written = [json.dumps(item, ensure_ascii=False) for item in mended if item is not None]
    if not written or len(written) < len(objects):
        return ()
    if many and isinstance(value, list):
        new = f"[{', '.join(written)}]"
    else:
        end = "\r\n" if "\r\n" in place.document.text else "\n"
        new = f"{end}{place.assignment.option} = ".join(written)
    patch = Patch.of(place.document.source, [Edit(*raw, new)])
    return (Fix(f"Write {name} as Nova expects it", patch, Safety.UNSAFE),) if new != text else ()


def way_out(what: str) -> str:
    """Return the way out of what is wrong with an assignment."""
    return "remove the line" if what == EMPTY else "correct it"


def _has_note(text: str) -> bool:
    """Return whether a note may stand behind the value: the fix of inline-comment comes first."""
    return has_note(text) or "#" in text.rpartition("}")[2]


def _loosely(text: str) -> object:
    """Read what is JSON but for its quotes, a comma too many, or quotes around the whole.

    None where it is nothing of that kind.
    """
    from ast import literal_eval

    for candidate in (text, text.translate(_STRAIGHT)):
        for read in (json.loads, literal_eval):
            try:
                value = read(candidate.strip())
            except (ValueError, SyntaxError, RecursionError, MemoryError):
                continue
            if isinstance(value, tuple):  # with a comma behind an object or between some
                return value[0] if len(value) == 1 else list(value)
            return _loosely(value) if isinstance(value, str) else value
    return None


def with_plain_ids(fields: dict[str, Any]) -> dict[str, Any]:
    """Return an object whose ids are written with just four hexadecimal digits, where they can."""
    return {key: _four_digits(value) if key in IDS else value for key, value in fields.items()}


def with_text_flags(fields: dict[str, Any]) -> dict[str, Any]:
    """Return an object whose flags are written as texts."""
    return {
        key: str(value).lower() if key in FLAGS and isinstance(value, bool) else value
        for key, value in fields.items()
    }


def _four_digits(value: Any) -> Any:
    """Return `0x8086`, `443` and the number 8086 as four digits; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return value
    digits = str(value).strip().lower().removeprefix("0x")
    plain = 0 < len(digits) <= 4 and set(digits) <= set("0123456789abcdef")
    return digits.rjust(4, "0") if plain else value
