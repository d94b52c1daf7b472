"""Log records that are JSON: of oslo.log, Fluentd, Docker, journald, or an export of a search."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from itertools import chain
from typing import NamedTuple

from novalint.logs.foreign import is_of_another

TIMES = (
    "_SOURCE_REALTIME_TIMESTAMP",
    "__REALTIME_TIMESTAMP",
    *("asctime", "@timestamp", "timestamp", "time", "Timestamp", "timeUnixNano"),
)
"""Where a time stands, journald's in UTC first."""
MESSAGES = ("message", "log", "MESSAGE", "msg", "Payload", "traceback", "exception")
LEVELS = (
    *("levelname", "log_level", "log.level", "level", "severity_label", "severity"),
    *("severityText", "severity_text", "levelno"),
)
"""Where a level stands. journald's PRIORITY is none: of standard output it is the same always."""
QUIET = frozenset(("info", "debug", "10", "20"))
"""Levels by name and as Python numbers them."""
DEEPEST = 6
"""Objects in objects that are looked into, as an export of Elasticsearch has them."""
BEFORE, AFTER = 300, 1500
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_NUMBER = re.compile(r"\d{9,20}(?:\.\d{1,12})?")
"""Seconds since 1970 or parts of a second, as many as there have been for some decades."""
LEVEL = (
    r"^(?:(?:\x1b|#033)\[[\d;]*m)?(?:[A-Z][a-z]{2} [ \d]\d [\d:]{8} \S{1,80} \S{1,80} )?"
    r"[\d :.,TZ+-]{0,60}(?:(?:\x1b|#033)\[[\d;]*m)?"
    r"(INFO|DEBUG|AUDIT|WARNING|ERROR|CRITICAL|TRACE) "
)
"""How a line begins that has its level itself, behind a time or not."""
_LEVEL = re.compile(LEVEL)


class Record(NamedTuple):
    """What a record says: how its line begins, and the line itself.

    `is_quiet` says that it is INFO or DEBUG, `is_foreign` that another program wrote it.
    """

    start: str
    message: str
    is_quiet: bool
    is_foreign: bool = False


def parsed(line: str | bytes) -> dict[str, object] | list[object] | None:
    """Read a line as a JSON object or an array; None for one that is neither."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, (dict, list)) else None


def record_of(line: bytes, anchor: str) -> Record | None:
    """Read JSON as a log record that holds an anchor; None for what is none.

    Of several in an array it is the first, one that is no INFO or DEBUG before all that are.
    """
    value = parsed(line)
    if value is None:
        return None
    quiet = None
    for objects in _records(value):
        record = _record(objects, anchor)
        if record is not None and not (record.is_quiet or record.is_foreign):
            return record
        quiet = quiet or record
    return quiet or Record("", "", is_quiet=True)


def moment(number: str) -> str:
    """Return a time since 1970, in seconds or parts of them, as a log has it; empty for none."""
    if not _NUMBER.fullmatch(number):
        return ""
    seconds = float(number)
    while seconds >= 1e11:
        seconds /= 1000
    when = _EPOCH + timedelta(milliseconds=round(seconds * 1000))
    return when.strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]


def _record(objects: list[dict[str, object]], anchor: str) -> Record | None:
    for holder in objects[::-1]:
        text = next((text for text in _texts(holder) if anchor in text), None)
        if text is None:
            continue
        at = text.find(anchor)
        message = text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]
        nearest = [holder, *(record for record in objects[::-1] if record is not holder)]
        time = next(filter(None, map(_time, nearest)), "")
        instance = next(
            (str(record["instance"]) for record in nearest if record.get("instance")), ""
        )
        start = f"{time} {instance[:60]} {message[:BEFORE]}"
        quiet = _is_quiet(message, text, nearest)
        return Record(start, message[: at + AFTER], quiet, is_of_another(nearest))
    return None


def _is_quiet(message: str, text: str, objects: Iterable[dict[str, object]]) -> bool:
    """Whether a message is of INFO or DEBUG, by its own words first: what wraps it may not know."""
    own = _LEVEL.match(message) or _LEVEL.match(text)
    if own:
        return own[1].lower() in QUIET
    levels = (str(record[key]).lower() for record in objects for key in LEVELS if key in record)
    return next((level for level in levels if level), "") in QUIET


def _records(value: object, depth: int = 0) -> Iterator[list[dict[str, object]]]:
    """Yield the objects of each record, outer ones first: a list has several records."""
    if isinstance(value, list) and depth < DEEPEST:
        for item in value:
            yield from _records(item, depth + 1)
    elif isinstance(value, dict):
        objects = list(_objects(value, depth))
        yield objects
        for inner in chain.from_iterable(record.values() for record in objects):
            if isinstance(inner, list):
                yield from _records(inner, depth + 1)


def _objects(value: dict[str, object], depth: int) -> Iterator[dict[str, object]]:
    yield value
    if depth < DEEPEST:
        for inner in value.values():
            within = parsed(inner) if isinstance(inner, str) and inner[:1] == "{" else inner
            if isinstance(within, dict):
                yield from _objects(within, depth + 1)


def _texts(entry: dict[str, object]) -> Iterator[str]:
    """Yield what may be the message, first where it stands as a rule."""
    for key in dict.fromkeys((*MESSAGES, *entry)):
        text = entry.get(key)
        if isinstance(text, str):
            yield text
        elif isinstance(text, list):
            yield from (line for line in text if isinstance(line, str))


def _time(entry: dict[str, object]) -> str:
    text = next((str(entry[key]) for key in TIMES if entry.get(key) is not None), "")
    return moment(text) or text
