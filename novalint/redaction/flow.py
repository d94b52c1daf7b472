"""What of a line of YAML is hidden that contains several options: a mapping in braces, or a text.

Each option is judged as it would be on a line of its own; a line that cannot be taken apart is
hidden by those who ask.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.looks import SOUNDS_SECRET, gives_random
from novalint.patterns import lazy_pattern

if TYPE_CHECKING:
    from novalint.looks import Stretches

Judge = Callable[[str], "Stretches"]
"""Returns what a line hides."""

_KEY = lazy_pattern(r"(?:- )?([\w.\-]{1,60}):[ \t]+(?=[{\"])")
_BRACES = lazy_pattern(r"\{[ \t]*")
_CLOSED = lazy_pattern(r"[ \t]*\}")
_NEXT = lazy_pattern(r"[ \t]*,[ \t]*")
_ITEM = lazy_pattern(
    r"[\w.\-]{1,120}:[ \t]+(?:\"[^\"\\]*\"|'[^']*'"
    r"|\[[^\[\]{}\"'#]*\]"
    r"|[^\s\"'{}\[\],#&*!|>%@`:][^{}\[\],#:\"']*)"
)
_INNER = lazy_pattern(r"([\w.\-]{1,60}):[ \t]+(?=\{)")
_TEXT = lazy_pattern(r"\"((?:[^\"\\]|\\n)*)\"")
RESOURCE = lazy_pattern(r"#?([\w.\-]{1,60})/([\w.\-]{1,120}):[ \t]*")
"""The key of one of Puppet's resources: a group and an option."""
RESOURCE_VALUE = lazy_pattern(r"#?[ \t]*(value:[ \t]+([^\s|>].*?))[ \t]*")
"""What is commented out or not of the value of one."""
_FLAGS = lazy_pattern(r"config-flags:[ \t]+([\"']?)([\w\-]{1,120}=[^\"'\s]*)\1[ \t]*")
"""The flags of a charm of Juju."""
_YAML_FLAGS = lazy_pattern(
    r"config-flags:[ \t]+([\"'])"
    r"(?:(?P<one>[\w\-]{1,120}:[ \t]+[^\"'\\{}\[\]#,]*)|(?P<all>\{[^\"'\\#]*\}))\1[ \t]*"
)
"""Flags that are YAML: one of them, or a mapping in braces."""
_BREAK = "\\n"
_BEHIND = lazy_pattern(r"[ \t]#")
_HEADER = lazy_pattern(r"(?:^|\\n)\[\w+\]\\n")


def flow_secrets(line: str, judge: Judge) -> Stretches | None:
    """Return what is hidden of a bare line of YAML; None where it is not of such a form.

    `line` has no indent. That is `name: {option: value, ...}`, with mappings within, or
    `name: "lines of a nova.conf"` whose only escapes are those of line ends.
    """
    if flags := _FLAGS.fullmatch(line):
        return _of_flags(flags, judge)
    if flags := _YAML_FLAGS.fullmatch(line):
        return _of_yaml_flags(flags, judge)
    key = _KEY.match(line)
    if key is None or gives_random(key[1]) or SOUNDS_SECRET.search(key[1].lower()):
        return None
    text = _TEXT.fullmatch(line, key.end())
    if text:
        return _of_text(text, judge) if _HEADER.search(text[1]) else None
    spans: list[tuple[int, int]] = []
    end = _mapping(line, key.end(), judge, spans)
    return tuple(spans) if end == len(line) else None


def item_and_note(line: str) -> tuple[str, str]:
    """Return an item of a list as written, and the comment behind it."""
    note = _BEHIND.search(line)
    return (line[: note.end() - 1], line[note.end() - 1 :]) if note else (line, "")


def _of_flags(flags: re.Match[str], judge: Judge) -> Stretches:
    """Judge each flag; what goes on with one behind a comma is none of its own."""
    spans: list[tuple[int, int]] = []
    at = flags.start(2)
    for flag in flags[2].split(","):
        whole = (at, at + len(flag))
        spans += _shifted(flag, at, judge) if "=" in flag else [whole] if flag else []
        at = whole[1] + 1
    return tuple(spans)


def _of_yaml_flags(flags: re.Match[str], judge: Judge) -> Stretches | None:
    """Judge flags that are YAML; None where they have another form."""
    if flags["one"]:
        return tuple(_shifted(flags["one"], flags.start("one"), judge))
    spans: list[tuple[int, int]] = []
    end = _mapping(flags.string, flags.start("all"), judge, spans)
    return tuple(spans) if end == flags.end("all") else None


def _of_text(text: re.Match[str], judge: Judge) -> Stretches:
    """Judge each line of a text."""
    spans: list[tuple[int, int]] = []
    at = text.start(1)
    for line in text[1].split(_BREAK):
        spans += _shifted(line, at, judge)
        at += len(line) + len(_BREAK)
    return tuple(spans)


def _shifted(line: str, at: int, judge: Judge) -> Iterator[tuple[int, int]]:
    for start, end in judge(line):
        yield start + at, end + at


def _mapping(line: str, at: int, judge: Judge, secrets: list[tuple[int, int]]) -> int | None:
    """Judge the items of a mapping at an offset; return its end, None where it has other forms."""
    opened = _BRACES.match(line, at)
    empty = _CLOSED.match(line, opened.end()) if opened else None
    if empty:
        return empty.end()
    while opened:
        inner = _INNER.match(line, opened.end())
        item = _ITEM.match(line, opened.end())
        if inner and not gives_random(inner[1]):
            end = _mapping(line, inner.end(), judge, secrets)
        elif item:
            end = item.start() + len(item[0].rstrip())
            secrets += _shifted(line[item.start() : end], item.start(), judge)
        else:
            return None
        if end is None:
            return None
        closed = _CLOSED.match(line, end)
        if closed:
            return closed.end()
        opened = _NEXT.match(line, end)
    return None
