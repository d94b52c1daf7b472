"""What is said of defaults that change: how, what Nova does otherwise, and the way back."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.nova.changed_defaults import CHANGED_DEFAULTS
from novalint.nova.lifetimes import bracketed
from novalint.nova.new_defaults import NEW_DEFAULTS, as_before
from novalint.patterns import lazy_pattern
from novalint.schema.signature import default_change
from novalint.upgrading.pinned_defaults import unfit
from novalint.wording import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novalint.config.model import Config
    from novalint.schema.comparison import Difference
    from novalint.schema.options import Name
    from novalint.schema.releases import Release
    from novalint.upgrading.defaults import Shift

_FIELD = lazy_pattern(r"%\(\w+\)\w")
"""A field in the format of log lines."""
FEW = 3
"""Fields that make a text a format of log lines."""
SHORT = 40
"""Characters of a value that is told again, though it stands in what was said before."""


def default_said(difference: Difference) -> str:
    """Return how a default changes, which is nobody's secret."""
    fields = _fields_said(difference.old.value, difference.new.value)
    return f": {fields or default_change(difference.new, difference.old).removeprefix('default: ')}"


def _fields_said(old: object, new: object) -> str:
    """Return which fields a format of log lines gets and loses; empty for anything else."""
    before, after = (_FIELD.findall(one) if isinstance(one, str) else [] for one in (old, new))
    if len(before) < FEW or len(after) < FEW:
        return ""
    plus = [f"plus {field}" for field in after if field not in before]
    minus = [f"minus {field}" for field in before if field not in after]
    return "; ".join((*plus, *minus))


def shift_said(shift: Shift) -> str:
    """Return what changes about an option that nothing sets."""
    difference = shift.difference
    name = (difference.group, difference.option)
    unset = f"nothing sets `{bracketed((name,))}`"
    if name in NEW_DEFAULTS and shift.before is None:
        return f"{unset}, which is new: {NEW_DEFAULTS[name].effect}"
    if shift.before is None:
        return f"{unset}{_added(name)}, and its default changes{default_said(difference)}"
    was = f", formerly `{bracketed((difference.before,))}`" if difference.before else ""
    return f"{unset}{was}, and its default changes{default_said(difference)}"


def _added(name: Name) -> str:
    """Return since when an option is there; empty where nobody knows."""
    from novalint.schema.history import life

    known = life(*name)
    return f", which was added in {known.defaults[0].release}" if known and known.defaults else ""


def passed_by_said(name: Name, gone: Difference, came: Release | None) -> str:
    """Return what changed for good about an option that nothing sets and that is gone."""
    added = f", which was added in {came}" if came else ""
    end = f" before it is removed in {gone.releases[0]}" if gone.releases else " for good"
    change = default_change(gone.new, gone.old).removeprefix("default: ")
    return f"nothing sets `{bracketed((name,))}`{added}, and its default changes{end}: {change}"


def consequence(shift: Shift, after: Config) -> str:
    """Return what Nova does otherwise, and how to keep what it did."""
    name = (shift.difference.group, shift.difference.option)
    if name in NEW_DEFAULTS and shift.before is None:
        return _kept_by(as_before(name, after))
    known = CHANGED_DEFAULTS.get(name)
    if known is None:
        return ""
    known = known.of(after, came=shift.before is None)
    defaults = shift.old.value, shift.difference.new.value
    way = f"; {way}" if (way := known.way(*defaults)) else ""
    if known.keep is True and not unfit(shift):
        way = _kept_by(shift.old.value)
    return f"; {known.said(*defaults)}{way}"


def _kept_by(value: object) -> str:
    """Return which value keeps the old behaviour; empty where none stands for that."""
    if value is None:
        return ""
    text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    text = text.lower() if isinstance(value, bool) else text
    return f"; set it to `{text}` to keep the old behaviour"


def kept_said(texts: Sequence[str]) -> str:
    """Say that the patch writes an old default down: its text, or several of them."""
    text = ", ".join(texts)
    value = f"at `{visible(text)}`" if text and len(text) <= SHORT else "as it was"
    return f"; kept {value} by the patch"
