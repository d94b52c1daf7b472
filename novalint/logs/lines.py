"""Takes a line that holds an anchor apart: message, time, and the parts that may be shown."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from novalint.logs.catalogue import find
from novalint.wording import MASK, mask_urls, visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from novalint.logs.searching import Hit
    from novalint.logs.signature import Signature

    Search = Callable[[str], re.Match[str] | None]

_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?")
_SYSLOG_TIME = re.compile(r"^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d")
_PROCESS = re.compile(r"[.,]\d+(?:Z|[+-]\d\d:?\d\d)? (\d+) [A-Z]{4,8} ")
_INSTANCE = re.compile(r"\[instance: ([0-9a-f]{8}-[0-9a-f-]{27})\]")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_SECRET = re.compile(
    r"((?:pass(?:word|wd)?|pwd|secret|token|credential|key)\w*['\"]?\s*[=:]\s*)(\S.*)",
    re.IGNORECASE,
)
_TIMES = ("asctime", "@timestamp", "timestamp", "time")
_MESSAGES = ("message", "log", "MESSAGE", "msg")
LONGEST = 120
"""Characters of a part that are shown."""


class Occurrence(NamedTuple):
    """One line of a known kind.

    `time` is as the log writes it, None where it has none. `told` are the named parts, fit to be
    shown. `record` is the same for all lines of one log record, None where that is not known.
    """

    signature: Signature
    time: str | None
    example: str
    told: tuple[tuple[str, str], ...]
    instance: str | None
    record: str | None


def occurrence(hit: Hit) -> Occurrence | None:
    """Take a line apart; None where it holds the anchor and is of another kind all the same."""
    signature = find(hit.anchor.name, hit.anchor.module)
    start, message = _texts(hit)
    text = hit.anchor.text.decode()
    match = _compiled(re.escape(text) if hit.anchor.translated else signature.pattern)(message)
    if match is None:
        return None
    details = tuple((kind, safe(value)) for kind, value in match.groupdict().items() if value)
    instance = match.groupdict().get("instance")
    named = _INSTANCE.search(start) or _INSTANCE.search(message)
    time = _TIME.search(start) or _SYSLOG_TIME.search(start)
    process = _PROCESS.search(start)
    return Occurrence(
        signature,
        time[0] if time else None,
        _example(match),
        details,
        instance or (named[1] if named else None),
        f"{time[0]} {process[1]}" if time and process else None,
    )


@lru_cache(maxsize=4096)
def safe(value: str) -> str:
    """Return a part of a line as it may be shown: on one line, short, without secrets."""
    cut = value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"
    masked = _SECRET.sub(rf"\g<1>{MASK}", cut)
    if "@" in masked:
        masked = mask_urls(masked) if "://" in masked else MASK
    return visible(masked)


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Search:
    return re.compile(pattern).search


def _texts(hit: Hit) -> tuple[str, str]:
    """Return the start of a line and its message, out of the JSON where it is some."""
    if hit.record is not None:
        try:
            record = json.loads(hit.record)
        except (ValueError, RecursionError):
            record = None
        if isinstance(record, dict):
            return _of_record(record, hit.anchor.text.decode())
    return _decoded(hit.start), _decoded(hit.stretch)


def _of_record(record: dict[str, object], anchor: str) -> tuple[str, str]:
    time = next((str(record[key]) for key in _TIMES if key in record), "")
    texts = [str(record[key]) for key in _MESSAGES if key in record]
    trace = record.get("traceback") or record.get("exception")
    texts += [str(line) for line in trace] if isinstance(trace, list) else [str(trace)]
    text = next((text for text in texts if anchor in text), "")
    at = max(text.find(anchor), 0)
    line = text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]
    instance = str(record.get("instance") or "")[:60]
    return f"{time} {instance} {line[:300]}", line[: at + 1500]


def _decoded(data: bytes) -> str:
    return _COLOUR.sub("", data.decode("utf-8", "replace"))


def _example(match: re.Match[str]) -> str:
    """Return what matched with its named parts as they may be shown; all else is literal."""
    text, at, end = [], match.start(), match.end()
    spans = sorted((match.span(name), name) for name in match.groupdict())
    for (start, stop), name in spans:
        if start >= at:
            text += [match.string[at:start], safe(match[name])]
            at = stop
    return visible("".join([*text, match.string[at:end]]))
