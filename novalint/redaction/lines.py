"""What of one line of a file is hidden: all that is not known to be harmless.

A line is judged by itself, so that it is told alike in a report, a diff and an edit.
"""

from __future__ import annotations

import re
from functools import lru_cache

from novalint.annotations import TYPE_CHECKING
from novalint.looks import Stretches, gives_random, is_boolean, is_flag, value_secrets
from novalint.patterns import lazy_pattern
from novalint.text.source import BOM
from novalint.wording import MASK, url_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from novalint.redaction.names import Names

_SAYS = lazy_pattern(r"[^\W_]")
_ASSIGNED = lazy_pattern(r"([^=:]*[^=:\s])(\s*[=:]\s*)")
_SIGN = lazy_pattern(r"([=:])(?!//)\s*(?=\S)")
_NAME = lazy_pattern(r"([^\s=:#;\[\](),\"'`{}<>]{1,120})\Z")
_ONE_WORD = lazy_pattern(r"(\S{1,120})\s{0,120}$")
_HEADER = lazy_pattern(r"\[([^\]]*)\]\s*")
_OPEN_HEADER = lazy_pattern(r"\[([\w:.\-]*)\s*")
_NOTE = lazy_pattern(r"\s[#;]|(?<=\d)#|(?<=true|alse)[#;]")
_LEAD = lazy_pattern(r"[#;][#;\s]*")
_WORDS = lazy_pattern(r"\S+")
_CONFLICT = lazy_pattern(r"(?:<{7}|>{7}|\|{7}|={7})\s*(?:HEAD$)?")
LONGEST_NAME = 120
"""Characters that are searched for the name in front of a sign."""
LONGEST_REMEMBERED = 300
"""Characters of a line whose judgement is kept: reports, messages and diffs ask for it again."""
DIRECTIVE = "novalint"
"""Stands in front of a comment that speaks to this program."""


def line_secrets(line: str, names: Names) -> Stretches:
    """Return the stretches of a line, without its line end, that are hidden."""
    return _remembered(line, names) if len(line) <= LONGEST_REMEMBERED else _judged(line, names)


@lru_cache(maxsize=16384)
def _remembered(line: str, names: Names) -> Stretches:
    return _judged(line, names)


def _judged(line: str, names: Names) -> Stretches:
    text = line.rstrip()
    at = 1 if text.startswith(BOM) else 0
    if not _SAYS.search(text):
        return ()
    if text[at].isspace():
        return _indented(text, at, names)
    if text[at] in "#;":
        return comment_secrets(text, at, names)
    if text[at] == "[":
        return _header(text, at, names)
    assigned = _ASSIGNED.match(text, at)
    if assigned:
        return _assignment(text, assigned, names)
    if text[at] in "=:" and (nameless := _rest(text, at + 1)):
        return nameless
    return _signless(text, at, names)


def comment_secrets(text: str, at: int, names: Names) -> Stretches:
    """Return what a comment hides: prose is shown unless it gives something a value."""
    lead = _LEAD.match(text, at)
    start = lead.end() if lead else at
    for name, sign in _assigned(text, start):
        if text.startswith(name, start) and names.is_harmless(name):
            return _value(text, sign.end(), names)
        if _may_be_secret(text, name, sign, names):
            return merged([*_odd_words(text, start, sign.start(), names), *_rest(text, sign.end())])
    return merged([*_odd_words(text, start, len(text), names), *_named_last(text, start, names)])


def _assigned(text: str, start: int) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield each word of a comment that a sign stands behind, and that sign."""
    for sign in _SIGN.finditer(text, start):
        before = max(start, sign.start() - LONGEST_NAME)
        hit = _NAME.search(text[before : sign.start()].rstrip())
        if hit and hit[1].lower() != DIRECTIVE and not hit[1].startswith("//"):  # a user in a URL
            yield hit[1], sign


def _may_be_secret(text: str, name: str, sign: re.Match[str], names: Names) -> bool:
    """Return whether what looks like an assignment within prose may be one of a secret."""
    if names.is_secret(name):
        return True
    word = _ONE_WORD.match(text, sign.end())
    if names.knows(name) or (word and is_flag(word[1])):
        return False
    return sign[1] == "=" or word is not None


def _named_last(text: str, start: int, names: Names) -> Iterator[tuple[int, int]]:
    """Yield the last word of a comment where it may be the secret that the one before names."""
    words = text[start:].rsplit(None, 3)
    before = words[:-2] if len(words) > 2 and words[-2] in ("is", "was") else words[:-1]
    name = before[-1].strip("\"'`,.")[-LONGEST_NAME:] if before else ""
    is_sign = bool(words) and words[-1] in ("=", ":")
    if name and not is_sign and not names.knows_group(name) and names.is_secret(name):
        yield len(text) - len(words[-1]), len(text)


def says_of_option(comment: str, names: Names) -> bool:
    """Return whether a comment says of an option by its name what it is, or was."""
    words = comment.lstrip("#; \t").split(None, 4)
    if words and names.knows_group(words[0]):
        words.pop(0)
    return len(words) > 2 and words[1] in ("is", "was") and names.knows(words[0])


def _odd_words(text: str, start: int, end: int, names: Names) -> list[tuple[int, int]]:
    """Return URLs' secrets, and words that look drawn, but for names: `dhcpbridge`."""
    urls = [url_secret for url_secret in url_secrets(text[:end]) if url_secret[0] >= start]
    words = _WORDS.finditer(text, start, end)
    odd = (hit for hit in words if gives_random(hit[0]) and not names.knows(hit[0].rstrip("=:")))
    return [*urls, *(hit.span() for hit in odd if not names.is_of_names(hit[0]))]


def merged(spans: Iterable[tuple[int, int]]) -> Stretches:
    """Return stretches in their order, those that overlap or touch as one."""
    whole: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(end, whole[-1][1])
        else:
            whole.append((start, end))
    return tuple(whole)


def _indented(text: str, at: int, names: Names) -> Stretches:
    """Judge what goes on with a value, whatever it looks like: that value may be a secret."""
    start = at + len(text[at:]) - len(text[at:].lstrip())
    header = _HEADER.fullmatch(text, start)
    if header and names.is_group(header[1]):
        return ()
    if names.are_levels(text[start:]):
        return ()
    assigned = _ASSIGNED.match(text, start)
    if assigned and names.is_meant(assigned[1]):
        value = text[assigned.end() :]
        harmless = names.is_harmless(assigned[1]) and names.is_choice(assigned[1], value)
        return () if harmless else _rest(text, assigned.end())
    return () if names.are_words(text[start:]) else _rest(text, start)


def _header(text: str, at: int, names: Names) -> Stretches:
    hit = _HEADER.match(text, at) or _OPEN_HEADER.match(text, at)
    assert hit  # the line starts with a bracket
    hidden = [] if names.is_group(hit[1]) else [*_rest(text, *hit.span(1))]
    behind = text[hit.end() :]
    if behind[:1] in ("#", ";"):
        return (*hidden, *comment_secrets(text, hit.end(), names))
    assigned = _ASSIGNED.match(text, hit.end())
    if assigned and names.is_meant(assigned[1]):
        return (*hidden, *_assignment(text, assigned, names))
    return (*hidden, *_rest(text, hit.end()))


def _assignment(text: str, hit: re.Match[str], names: Names) -> Stretches:
    name = () if names.is_shown(hit[1]) else (hit.span(1),)
    if names.is_harmless(hit[1]) or (not name and _is_open(text[hit.end() :], hit[1], names)):
        return (*name, *_value(text, hit.end(), names))
    return (*name, *_rest(text, hit.end()))


def _is_open(value: str, name: str, names: Names) -> bool:
    """Return whether a value of a misspelt option can be no secret.

    That is a boolean, a number, a choice or the name of an option.
    """
    if names.is_secret(name):
        return False
    if is_boolean(value):  # without a search for the name that was meant
        return True
    if not (is_flag(value) or names.is_word(value)) or names.is_near_secret(name):
        return False
    return names.is_meant(name) or names.begins_options(name)


def _value(text: str, start: int, names: Names) -> Stretches:
    """Judge a value by its look, and the note behind it as a comment."""
    note = _NOTE.search(text, start)
    end = note.start() if note else len(text)
    hidden = tuple((start + one, start + two) for one, two in value_secrets(text[start:end]))
    return (*hidden, *comment_secrets(text, note.end() - 1, names)) if note else hidden


def _signless(text: str, at: int, names: Names) -> Stretches:
    """Judge a line that is neither a comment nor an assignment: only known names are shown."""
    if names.are_words(text[at:]):
        return ()
    conflict = _CONFLICT.match(text, at)
    if conflict:
        return _rest(text, conflict.end())
    first = _WORDS.match(text, at)
    if not first or not names.knows(first[0]):
        return _rest(text, at)
    start = first.end() + len(text[first.end() :]) - len(text[first.end() :].lstrip())
    harmless = names.is_harmless(first[0]) and names.is_choice(first[0], text[start:])
    return () if harmless else _rest(text, start)


def _rest(text: str, start: int, end: int | None = None) -> Stretches:
    """Hide a part of a line, if there is anything in it that is not hidden yet."""
    stop = len(text) if end is None else end
    start += len(text[start:stop]) - len(text[start:stop].lstrip())
    return ((start, stop),) if start < stop and text[start:stop] != MASK else ()
