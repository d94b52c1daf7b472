"""Takes a line that holds an anchor apart: message, time, and the parts that may be shown."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from novalint.logs.catalogue import find
from novalint.logs.exceptions import raised_in
from novalint.logs.foreign import is_of_another_program
from novalint.logs.json_lines import record_of
from novalint.logs.shown_parts import shown_part
from novalint.wording import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from novalint.logs.searching import Hit
    from novalint.logs.signature import Signature

    Search = Callable[[str], re.Match[str] | None]

_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?")
_SYSLOG_TIME = re.compile(r"^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d")
_PROCESS = re.compile(r"[.,]\d+(?:Z|[+-]\d\d:?\d\d)? (\d+) [A-Z]{4,8} ")
_LEVEL = re.compile(r".{0,160}?\b(CRITICAL|ERROR|WARNING|INFO|DEBUG)\b")
_INSTANCE = re.compile(r"\[instance: ([0-9a-f]{8}-[0-9a-f-]{27})\]")
_COLOUR = re.compile(r"(?:\x1b|#033)\[[0-9;]*m")
"""A change of colour, as it is or as rsyslog writes it."""

_PROGRAMS = {
    "compute.manager": "compute",
    "compute.resource_tracker": "compute",
    "virt.libvirt.driver": "compute",
    "conductor.manager": "conductor",
    "conductor.tasks": "conductor",
    "scheduler.manager": "scheduler",
    "scheduler.host_manager": "scheduler",
    "scheduler.filters": "scheduler",
}
"""Modules of Nova that one service alone runs; nova.compute.api and rpcapi modules run in others.

Read in nova/cmd of 15.1.5 and 34.0.0, and in what that loads.
"""
_LOGGER = re.compile(
    rf"(?:CRITICAL|ERROR|WARNING|INFO|DEBUG|TRACE) nova\.({'|'.join(map(re.escape, _PROGRAMS))})\b"
)


class Occurrence(NamedTuple):
    """One line of a known kind.

    `time` is as the log writes it, None where it has none. `told` are the named parts, fit to be
    shown. `raised` is the exception that the line names, empty where it names none. `record` is the
    same for all lines of one log record, None where that is not known. `level` is how bad the line
    calls itself, empty where it does not say. `program` is the service whose logger it names, empty
    for a logger that several have.
    """

    signature: Signature
    time: str | None
    example: str
    told: tuple[tuple[str, str], ...]
    instance: str | None
    record: str | None
    raised: str = ""
    level: str = ""
    program: str = ""


def occurrence(hit: Hit) -> Occurrence | None:
    """Take a line apart; None where it holds the anchor and is of another kind all the same.

    None also for one that another program wrote.
    """
    signature = find(hit.anchor.name, hit.anchor.module)
    text = hit.anchor.text.decode()
    record = None if hit.record is None else record_of(hit.record, text)
    if record is not None and (record.is_foreign or (record.is_quiet and not signature.is_quiet)):
        return None
    start, message = decoded(hit.start), decoded(hit.stretch)
    if is_of_another_program(start):
        return None
    if record is not None:
        start, message = f"{record.start} {start}", _COLOUR.sub("", record.message)
        if is_of_another_program(message):
            return None
    match = compiled(re.escape(text) if hit.anchor.translated else signature.pattern)(message)
    return None if match is None else occurrence_of(signature, start, match, len(message))


def occurrence_of(
    signature: Signature, start: str, match: re.Match[str], length: int
) -> Occurrence:
    """Return what a line tells: `start` is how it begins, `match` where the pattern fits.

    What stands behind `length` characters of what was searched is no part of the line.
    """
    parts = {kind: match[kind] for kind in match.groupdict() if match.end(kind) <= length}
    details = tuple((kind, _told(match, kind)) for kind, value in parts.items() if value)
    named = _INSTANCE.search(start) or _INSTANCE.search(match.string[:length])
    time = _TIME.search(start) or _SYSLOG_TIME.search(start)
    process = _PROCESS.search(start)
    level = _LEVEL.match(start)
    return Occurrence(
        signature,
        time[0] if time else None,
        _example(match, length),
        details,
        parts.get("instance") or (named[1] if named else None),
        f"{time[0]} {process[1]}" if time and process else None,
        raised_in(match.string[match.start() : length]) if _asks_for_raised(signature) else "",
        level[1] if level else "",
        program_in(start),
    )


def _asks_for_raised(signature: Signature) -> bool:
    """Whether it matters which exception a line names."""
    return bool(signature.follows) or any(cause.raised for cause in signature.causes)


def program_in(start: str) -> str:
    """Return the service whose logger the start of a line names; empty for one of several."""
    logger = _LOGGER.search(start)
    return f"nova-{_PROGRAMS[logger[1]]}" if logger else ""


def _told(match: re.Match[str], kind: str) -> str:
    """Return a part as it may be shown, of a host without the colon that stands behind it."""
    start, end = match.span(kind)
    bare = match[kind].rstrip(":") if kind == "host" else match[kind]
    return shown_part(match.string, start, end - len(match[kind]) + len(bare))


@lru_cache(maxsize=512)
def compiled(pattern: str) -> Search:
    """Return the search for a pattern, compiled once."""
    return re.compile(pattern).search


def decoded(data: bytes) -> str:
    """Return a part of a line as text, without colours."""
    return _COLOUR.sub("", data.decode("utf-8", "replace")).rstrip("\r")


def _example(match: re.Match[str], length: int) -> str:
    """Return what matched with its named parts as they may be shown; all else is literal.

    A part that a pattern only looks ahead for stands behind what matched, and is left out.
    """
    text, at, end = [], match.start(), min(match.end(), length)
    for start, stop in sorted(map(match.span, match.groupdict())):
        if at <= start < end:
            text += [match.string[at:start], shown_part(match.string, start, min(stop, end))]
            at = min(stop, end)
    return visible("".join([*text, match.string[at:end]])).rstrip(" :")
