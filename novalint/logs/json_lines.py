"""Log records that are JSON: of oslo.log, Fluentd, Docker, journald, or an export of a search."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

TIMES = ("asctime", "@timestamp", "timestamp", "time", "Timestamp")
MICROSECONDS = ("_SOURCE_REALTIME_TIMESTAMP", "__REALTIME_TIMESTAMP")
"""Where journald has the time: since 1970, in UTC."""
MESSAGES = ("message", "log", "MESSAGE", "msg", "Payload", "traceback", "exception")
LEVELS = ("levelname", "log_level", "level", "severity_label", "severity")
QUIET = frozenset(("info", "debug"))
DEEPEST = 4
"""Objects in objects that are looked into, as an export of Elasticsearch has them."""
BEFORE, AFTER = 300, 1500
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class Record(NamedTuple):
    """What a record says: how its line begins, the line itself, and whether it is INFO or DEBUG."""

    start: str
    message: str
    is_quiet: bool


def parsed(line: str | bytes) -> dict[str, object] | None:
    """Read a line as a JSON object; None for one that is none."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def record_of(line: bytes, anchor: str) -> Record | None:
    """Read a JSON object as a log record that holds an anchor; None for what is none."""
    value = parsed(line)
    if value is None:
        return None
    objects = list(_objects(value))
    text = next((text for entry in objects[::-1] for text in _texts(entry) if anchor in text), "")
    at = max(text.find(anchor), 0)
    message = text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]
    time = next(filter(None, map(_time, objects)), "")
    instance = next((str(entry["instance"]) for entry in objects if entry.get("instance")), "")
    levels = {str(entry[key]).lower() for entry in objects for key in LEVELS if key in entry}
    start = f"{time} {instance[:60]} {message[:BEFORE]}"
    return Record(start, message[: at + AFTER], bool(levels & QUIET))


def plainer(line: bytes) -> bytes | None:
    r"""Return a JSON object with its signs as UTF-8 where it has them as `\uNNNN` or as bytes.

    None for what is no JSON object.
    """
    value = parsed(line)
    if value is None:
        return None
    message = value.get("MESSAGE")
    if isinstance(message, list):  # so journald writes what has control characters
        value["MESSAGE"] = _of_bytes(message)
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def _objects(value: dict[str, object], depth: int = 0) -> Iterator[dict[str, object]]:
    yield value
    if depth < DEEPEST:
        for inner in value.values():
            within = parsed(inner) if isinstance(inner, str) and inner[:1] == "{" else inner
            if isinstance(within, dict):
                yield from _objects(within, depth + 1)


def _texts(entry: dict[str, object]) -> Iterator[str]:
    for key in MESSAGES:
        text = entry.get(key)
        if isinstance(text, str):
            yield text
        elif isinstance(text, list):
            yield from (str(line) for line in text)


def _of_bytes(numbers: list[object]) -> str:
    try:
        return bytes(numbers).decode("utf-8", "replace")  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return ""


def _time(entry: dict[str, object]) -> str:
    for key in MICROSECONDS:
        text = str(entry.get(key))
        if text.isdecimal() and len(text) <= 17:
            moment = _EPOCH + timedelta(microseconds=int(text))
            return moment.strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
    return next((str(entry[key]) for key in TIMES if key in entry), "")
