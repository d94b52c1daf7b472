"""Limits of a typed value: JSON Schema's keywords in its entry, judged by jsonschema."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from novalint.annotations import TYPE_CHECKING, Any
from novalint.nearest import closest, slips
from novalint.records import NamedTuple
from novalint.schema.plain import plainly_fits
from novalint.schema.types.base import MASKED, Entry, Value
from novalint.wording import shown

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

SHOWN_CHOICES = 8
LONGEST_LIKENESS = 64
"""Characters up to which a value is compared with the choices: difflib's time is quadratic."""
LONGEST_MATCHED = 4096
"""Characters up to which a value is held against a pattern: Nova's own may take quadratic time."""
LONGEST_PATTERN = 120
"""Characters of a pattern that a message shows; some list dozens of names."""

_LIMITS: Mapping[str, Callable[[Any], str]] = {
    "minimum": lambda least: f"is below the minimum {least}",
    "maximum": lambda most: f"is above the maximum {most}",
    "maxLength": lambda most: f"is longer than the {most} characters allowed",
    "minItems": lambda least: f"has too few items; the minimum is {least}",
    "minProperties": lambda least: f"has too few pairs; the minimum is {least}",
    "pattern": lambda pattern: f"does not match the pattern {shown(pattern, LONGEST_PATTERN)}",
}
_WORDS = ("enum", *_LIMITS)


class Breach(NamedTuple):
    """A limit that a value breaks: the phrase with the value, and with `***` in its place."""

    message: str
    masked: str


def violation(entry: Entry, value: Value) -> str | None:
    """Return in one phrase which limit of its entry a typed value breaks, or None if it keeps all.

    >>> violation({"maximum": 65535}, 70000)
    '`70000` is above the maximum 65535'
    """
    broken = breach(entry, value)
    return broken.message if broken else None


def breach(entry: Entry, value: Value) -> Breach | None:
    """Find the first limit that a typed value breaks; None breaks none, as in oslo.config.

    Only the value's own keywords are read, not those of its items. Choices that ignore case are
    judged as oslo_config.types.String does, both sides in lower case: the entry's portable
    `pattern` lets a line feed at the end pass, and oslo.config does not.
    """
    limits = {word: entry[word] for word in _WORDS if word in entry}
    choices = entry.get("x-oslo", {}).get("choices")
    if value is None or not (limits or choices):
        return None
    instance = value
    if choices and isinstance(value, str):
        limits.pop("pattern", None)
        limits["enum"] = [choice.lower() for choice in choices]
        instance = value.lower()
    if isinstance(instance, str) and len(instance) > LONGEST_MATCHED:
        limits.pop("pattern", None)
    if plainly_fits(limits, instance):
        return None
    error = next(_validator(json.dumps(limits)).iter_errors(instance), None)
    if error is None:
        return None
    if error.validator == "enum":
        return _not_a_choice(choices or entry["enum"], value)
    return _breach_of(value, _LIMITS[str(error.validator)](error.validator_value))


@lru_cache(maxsize=1024)
def _validator(limits: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(limits))


def _breach_of(value: Value, what: str, hint: str = "") -> Breach:
    subject = shown(value)
    if isinstance(value, (list, dict)):
        subject = "the list" if isinstance(value, list) else "the table"
    return Breach(f"{subject} {what}{hint}", f"{MASKED} {what}")


def _not_a_choice(choices: Iterable[Any], value: Value) -> Breach:
    accepted = [choice for choice in choices if choice is not None]
    if not accepted:
        return _breach_of(value, "cannot be set: no value is accepted")
    nearest = _nearest(value, [choice for choice in accepted if isinstance(choice, str)])
    hint = "" if nearest is None else f"; nearest is {shown(nearest)}"
    return _breach_of(value, f"is not one of {_listed(accepted)}", hint)


def _listed(choices: list[Any]) -> str:
    names = ["empty" if choice == "" else shown(choice) for choice in choices]
    if len(names) <= SHOWN_CHOICES + 1:
        return ", ".join(names)
    return f"{', '.join(names[:SHOWN_CHOICES])} and {len(names) - SHOWN_CHOICES} more"


_OTHER_WORDS = {"ceph": "rbd"}
"""Values that are spelt unlike what they are meant to be: `[libvirt] images_type = ceph`."""


def _nearest(value: Value, choices: list[str]) -> str | None:
    """Find the choice that was probably meant; a difference in case counts for nothing.

    None where two are as near: `tlsv1` is `tlsv1_1` as well as `tlsv1_3`. `custom-model` is
    `custom` with a word too many, however much of it is like `host-model`.
    """
    if not isinstance(value, str) or not value or len(value) > LONGEST_LIKENESS:
        return None
    folded = {choice.casefold(): choice for choice in reversed(choices)}
    meant = _OTHER_WORDS.get(value.casefold(), value.casefold())
    if meant in folded:
        return folded[meant]
    if begun := [choice for choice in folded if _begins_with(meant, choice)]:
        return folded[max(begun, key=len)]
    near = closest(value.casefold(), folded, 2)
    counts = [slips(value.casefold(), one) for one in near]
    is_sure = bool(near) and counts.count(counts[0]) == 1
    return folded[near[0]] if is_sure else None


def _begins_with(value: str, choice: str) -> bool:
    """Return whether a value is a choice with another word behind it."""
    return (
        bool(choice)
        and value.startswith(choice)
        and value[len(choice) : len(choice) + 1] in (*"-_ ./",)
    )
