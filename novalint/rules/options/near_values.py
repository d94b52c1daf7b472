"""What a value that Nova refuses was meant to be, where that is beyond doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.nearest import closest
from novalint.patterns import lazy_pattern
from novalint.schema.types import ValueFault, decode

if TYPE_CHECKING:
    from novalint.schema.options import Option

_ALIKE = 0.8
"""How alike a word must be to the only choice like it, from 0 to 1."""
_GONE = dict.fromkeys(("enabled_apis", "enabled_ssl_apis"), ("ec2",))
"""Items of lists that Nova removed: the EC2 API was gone before ocata (15 nova/conf/service.py)."""
_LEAST = 3
"""Letters that a word must have to be told from another one of the same letters."""
NUMBERS = ("Integer", "Float", "Port")
"""Types of options that are numbers."""
_QUOTES = "\"'`\u2018\u2019\u201c\u201d"
_WORDS = {
    "true": ("t", "y", "enable", "enabled", "ture", "treu", "tru", "rtue"),
    "false": ("f", "n", "disable", "disabled", "flase", "fasle", "fales", "fals"),
}
QUANTITY = lazy_pattern(r"([-+]?\d[\d_]*(?:\.\d+)?(?:e[-+]?\d+)?)\s*([a-z]*)", re.IGNORECASE)
"""A number and the unit behind it, which may be empty."""
_THOUSANDS = lazy_pattern(r"\d{1,3}(,\d{3})+")
_DECIMALS = lazy_pattern(r"([-+]?\d+),(\d+)(?![\d,])")
"""A number with one comma, and nothing behind it but a unit: `1,5`."""
_CLASS = lazy_pattern(r"nova\.(?:\w+\.)*(\w+)\.[A-Z]\w*")
"""The path of a class of Nova, which was written before the name of its module was a choice."""
SECONDS = lazy_pattern(
    r"(seconds?|timeout|interval|period|delay|ttl|expiration|age|threshold|wait|time|recycle_time)$"
)
"""The ends of names of options in seconds."""
_UNITS = (
    ("s sec secs second seconds", SECONDS),
    ("ms milliseconds", lazy_pattern(r"downtime$")),
    ("m mb mib", lazy_pattern(r"_mb$")),
    ("g gb gib", lazy_pattern(r"_gb$")),
)
"""Units that may stand behind a number, and the ends of names of options with that unit."""
OTHER_UNIT = ("live_migration_downtime", "log_rotate_interval", "mysql_wsrep_sync_wait")
"""Options whose name ends like one in seconds: milliseconds, a unit that another option names, and
what to wait for (nova/conf/libvirt.py; oslo_log/_options.py; oslo_db/options.py).
"""


def near_value(option: Option, text: str) -> str:
    """Return the value that a refused text means to an option; empty where that is not certain.

    That is a choice in other letters, or with two of its letters exchanged, be it an item of a
    list, such items without commas between them, a number with its own unit, in powers of ten, with
    marks between thousands or a decimal comma (`1,500` may be either, unless only whole numbers are
    taken), a word for true or false, an IPv6 address in brackets, the path of a class whose module
    is a choice, or any of these in odd quotes, behind the option's own name, or before a sign of
    punctuation.
    """
    for attempt in _attempts(option, text):
        if attempt and attempt != text and option_takes(option, attempt):
            return attempt
    return ""


def _attempts(option: Option, text: str) -> Iterator[str]:
    plain = re.sub(rf"^{re.escape(option.name)}\s*[=:]\s*", "", text.strip())
    is_command = plain[:1] == plain[-1:] == "`"  # to a shell; of a choice or a number it is a quote
    plain = plain.strip(_QUOTES + " ,;.")
    kind = option.facts.get("type")
    if not is_command or "enum" in option.entry or kind in (*NUMBERS, "Boolean"):
        yield plain
    if kind in NUMBERS:
        yield _number(option.name, _with_point(plain) if kind == "Float" else plain)
    elif kind == "Boolean":
        yield from (word for word, others in _WORDS.items() if plain.lower() in others)
    elif kind == "List":
        choices = option.entry.get("items", {}).get("enum") or ()
        for there in (re.split(r"[,;\s]+", plain), map(str.strip, plain.split(","))):
            kept = (item for item in there if item not in _GONE.get(option.name, ()))
            meant = [_item(choices, item) for item in kept]
            yield ",".join(meant) if all(meant) else ""
    else:
        if plain.startswith("[") and plain.endswith("]") and ":" in plain:
            yield plain[1:-1]  # of IPv6 only a URL has brackets around the address
        yield _choice(option.entry.get("enum") or option.facts.get("choices") or (), plain)


def option_takes(option: Option, text: str) -> bool:
    """Return whether an option takes a text."""
    try:
        decode(option.entry, text)
    except ValueFault:
        return False
    return True


def _with_point(text: str) -> str:
    """Return a number with a point for its decimal comma; empty where it may part thousands."""
    match = _DECIMALS.match(text)
    if not match:
        return text
    decimal = match[1].strip("+-0") == "" or len(match[2]) != len("000")
    return text.replace(",", ".", 1) if decimal else ""


def _number(name: str, text: str) -> str:
    text = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
    match = QUANTITY.fullmatch(text)
    if not match or not _is_own_unit(name, match[2].lower()):
        return ""
    number = float(match[1].replace("_", ""))
    return str(int(number)) if number.is_integer() else str(number)


def _is_own_unit(name: str, unit: str) -> bool:
    if not unit:
        return True
    meant = _UNITS[1:] if name in OTHER_UNIT else _UNITS
    return any(unit in words.split() and ends.search(name) for words, ends in meant)


def _item(every: Sequence[object], text: str) -> str:
    return text if text in every else _choice(every, text)


def _choice(every: Sequence[object], text: str) -> str:
    choices = [choice for choice in every if isinstance(choice, str) and choice]
    same = [choice for choice in choices if _letters(choice) == _letters(text)]
    same = same or [choice for choice in choices if _is_swapped(choice.lower(), text.lower())]
    path = _CLASS.fullmatch(text)
    same = same or [choice for choice in choices if path and choice == path[1]]
    near = same or closest(text.lower(), choices, 2, _ALIKE)
    return near[0] if len(near) == 1 else ""


def _is_swapped(choice: str, text: str) -> bool:
    """Whether two letters beside each other changed places: `rdb`.

    A short word with another letter in it may well be another word: `lxd` is no `lxc`.
    """
    if len(choice) != len(text) or len(choice) < _LEAST:
        return False
    odd = [at for at, pair in enumerate(zip(choice, text, strict=True)) if pair[0] != pair[1]]
    if len(odd) != len("ab") or odd[1] - odd[0] != 1:
        return False
    first, second = odd
    pair = choice[first : second + 1]
    return pair.isalpha() and pair == text[second] + text[first]


def _letters(text: str) -> str:
    return re.sub(r"[\s_-]", "", text).lower()
