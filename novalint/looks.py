"""What a value looks like: whether plain words, numbers and paths are all that it can be.

Nothing here knows an option: it tells from the characters alone what may be a secret.
"""

from __future__ import annotations

import re
from functools import lru_cache

from novalint.patterns import lazy_pattern
from novalint.records import NamedTuple
from novalint.wording import MASK, url_secrets

LONGEST_PART = 12
"""Letters of a part of a name that no release knows, up to which it is taken for a word."""
LEAST_WORD = 3
"""Letters of a word beside which others in a name may end in a number."""
LEAST_RANDOM = 8
"""Characters from which on a word of mixed signs is taken for a random one."""
LEAST_HEX = 16
"""Characters from which on a hexadecimal word, or one as of base64, is taken for a random one."""
LETTERS_A_PIECE = 2.5
"""Signs that the pieces of a made-up word have on average, at least: `Compute`, `Filter`, `86`."""

SOUNDS_SECRET = lazy_pattern(
    r"pass(?:word|wd|phrase|code)|(?:^|_)pass$|pwd|secret|token|credential|private_?key|api_?key"
)
_GIVEN = lazy_pattern(
    r"(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|credentials?|private_?key|api_?key)"
    r"[a-z_]{0,40}[\"']?\s{0,20}(?:[\s=:]|\bis\b)\s{0,20}\S",
    re.IGNORECASE,
)
_GIVEN_WORDS = ("pass", "pwd", "secret", "token", "credential", "private", "api")
_PLAIN = lazy_pattern(r"[\w\s.,:;/\-+%()\[\]{}<>\"'$*^|=]*")
_BASE64 = lazy_pattern(rf"[A-Za-z0-9+/_\-]{{{LEAST_HEX},}}")
_WORD = lazy_pattern(rf"[^\W_]{{{LEAST_RANDOM},}}")
_HEX = lazy_pattern(r"(?:0x)?[0-9A-Fa-f]+")
_PIECE = lazy_pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^A-Za-z\d]")
_DIGIT_INSIDE = lazy_pattern(r"(?<!v)\d[A-Za-z]")
_NUMBERED = lazy_pattern(r"[a-z]*\d{1,3}")
_CONSONANTS = r"[bcdfghjklmnpqrstvwxz]{6}"
_CLUSTER = lazy_pattern(_CONSONANTS, re.IGNORECASE)
_ASCII_CLUSTER = lazy_pattern(_CONSONANTS, re.IGNORECASE | re.ASCII)
"""The same for words in ASCII, which are nearly all: it compiles in a fifth of the time."""
_PADDED = lazy_pattern(r"(?<=[A-Za-z0-9+/]{6})={1,2}(?=[\s,;\"')\]]|$)")
_BREAK = lazy_pattern(r"[\s,]")
"""What stands in front of a word that begins there, and is not the end of another one."""
_MASKED = lazy_pattern(rf"\??{re.escape(MASK)}@?")
_AT_URL = lazy_pattern(r"\b[a-z]\w*@(?=https?://)")
_NUMBERS = lazy_pattern(r"(?:\d{0,10}[\s.,:;^+/\-])*\d{0,10}")
_UUID = lazy_pattern(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
"""What names an image, a server or a secret of libvirt, and opens nothing."""
_DASHES = 4
"""The dashes of a UUID: what has fewer needs no pattern to be told from one."""
_PROGRAM = "nova-dhcpbridge"
"""A program whose name looks drawn: every nova.conf of Debian and Ubuntu had its path."""
LOG_LEVELS = (
    "CRITICAL", "DEBUG", "ERROR", "FATAL", "INFO", "NOTSET", "TRACE", "WARN", "WARNING",
)  # fmt: skip
"""Levels of Python's logging, and TRACE of oslo.log's."""
_BOOLEANS = ("true", "false", "yes", "no", "on", "off")
_NUMBER = lazy_pattern(r"[+-]?\d{1,10}(?:\.\d{1,10})?")


Stretches = tuple[tuple[int, int], ...]
"""Parts of a text, each from an offset to another one, the end not included."""


class Masked(NamedTuple):
    """A text with stretches of it hidden."""

    text: str
    hidden: Stretches

    def __str__(self) -> str:
        pieces, at = [], 0
        for start, end in self.hidden:
            pieces += [self.text[at:start], MASK]
            at = end
        return "".join([*pieces, self.text[at:]])


def is_flag(value: str) -> bool:
    """Return whether a value is a boolean or a number, which no secret is taken for."""
    return is_boolean(value) or _NUMBER.fullmatch(value) is not None


def is_boolean(value: str) -> bool:
    """Return whether a value is a boolean, which is no secret whatever the option."""
    return value.lower() in _BOOLEANS


def is_random(text: str) -> bool:
    """Return whether a text has a word that looks as if a program had drawn it."""
    return any(_is_drawn(hit[0]) for hit in _WORD.finditer(text)) or any(
        _is_dense(hit[0]) for hit in _BASE64.finditer(text)
    )


def gives_random(word: str) -> bool:
    """Return whether a word of prose looks drawn, or encoded in base64."""
    if is_random(word):
        return True
    ends = (hit.start() for hit in _PADDED.finditer(word)) if "=" in word else ()
    return not all(_ends_plain_word(word, end) for end in ends)


def _ends_plain_word(text: str, end: int) -> bool:
    """Return whether a word of small letters stands before a `=`, as where a value is missing."""
    word = _BREAK.split(text[:end])[-1]
    is_plain = word.isascii() and word.isalpha() and word.islower()
    return is_plain and len(word) <= LONGEST_PART and text[end : end + 2] != "=="


def gives_secret(text: str) -> bool:
    """Return whether a text says something of a password, a token or alike."""
    if text.isascii() and not any(map(text.lower().__contains__, _GIVEN_WORDS)):
        return False  # most texts have none of them, and the pattern takes long to compile
    return _GIVEN.search(text) is not None


def value_secrets(value: str) -> Stretches:
    """Return the stretches of an option's value that are not known to be harmless.

    A URL keeps all but its user and its query; any other value is hidden as a whole.
    """
    if not value or value == MASK or is_flag(value.rstrip("!")):
        return ()
    hidden = tuple(url_secrets(value))
    rest = str(Masked(value, hidden)).removesuffix("\\")  # as where a shell would read on
    rest = _MASKED.sub("", rest) if MASK in rest else rest
    rest = _AT_URL.sub("", rest) if "://" in rest else rest
    if _NUMBERS.fullmatch(rest):
        return hidden
    rest = _UUID.sub("", rest) if rest.count("-") >= _DASHES else rest
    rest = rest.replace(_PROGRAM, "nova")
    if not _PLAIN.fullmatch(rest) or gives_random(rest) or gives_secret(rest):
        return ((0, len(value)),)
    return hidden


@lru_cache(maxsize=4096)
def is_plain_name(name: str) -> bool:
    """Return whether a name that no release knows is made of words, as those of options are.

    Beside a word, others may end in a short number: `gpu_a100`, `router_l3`, `vlan_100`.
    """
    parts = name.split("_")
    words = [part for part in parts if part.isascii() and part.isalpha() and part.islower()]
    plain = len(words) == len(parts) or (
        any(len(word) >= LEAST_WORD for word in words)
        and all(part in words or _NUMBERED.fullmatch(part) for part in parts)
    )
    fits = plain and all(len(part) <= LONGEST_PART for part in parts)
    return fits and not is_random("_".join(words))


def _is_drawn(word: str) -> bool:
    if word.isdigit():
        return len(word) > LEAST_HEX
    if _HEX.fullmatch(word):
        return len(word) >= LEAST_HEX or any(map(str.isdigit, word.removeprefix("0x")))
    pieces = _PIECE.findall(word)
    if _kinds(word) == len("aA1") and _DIGIT_INSIDE.search(word):
        return True
    if len(pieces) > 2 and len(word) < LETTERS_A_PIECE * len(pieces):
        return True
    return (_ASCII_CLUSTER if word.isascii() else _CLUSTER).search(word) is not None


def _is_dense(run: str) -> bool:
    """Tell base64 with signs in it from a path: its letters change their case all the time."""
    pieces = [piece for piece in _PIECE.findall(run) if piece.isalnum()]
    return _kinds(run) == len("aA1") and sum(map(len, pieces)) < LETTERS_A_PIECE * len(pieces)


def _kinds(word: str) -> int:
    """Count small letters, capital ones and digits, each once."""
    return any(map(str.islower, word)) + any(map(str.isupper, word)) + any(map(str.isdigit, word))
