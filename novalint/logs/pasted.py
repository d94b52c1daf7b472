"""Lines that came by way of a mail, a terminal or a web page, put together again.

There a line is broken where the page ends, quoted with `>`, and has signs of Markdown or of print
in it. A log itself has none of that, so that only short texts are looked at this way.
"""

from __future__ import annotations

import re

from novalint.annotations import TYPE_CHECKING
from novalint.logs.escapes import unescaped
from novalint.logs.spread import whole_records

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 1 << 16
"""Bytes of a text that may have been pasted."""
MOST = 12
"""Lines that one may have been broken into."""

QUOTED = r"^(?:[>|][>| ]*|\s+)"
BEGINS = (
    r"^(?:(?:\S{1,120} {1,9}){0,4}?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,]\d{1,9} \d{1,9} [A-Z]{4,8} "
    r"|(?:\S{1,120}[:\]>-] ?|\S{1,60} {1,9}\| )?(?:\[?\d{4}-\d\d-\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:)"
    r"|\d\d:\d\d:\d\d|\w[\w.-]*\[\d+\]: |[A-Z_]{4,40}=|[\[\]\{\}],?$|\{"
    r"|(?:TRACE|DEBUG|INFO|AUDIT|WARNING|ERROR|CRITICAL) |Traceback |File \"|$)"
)
"""How a record begins: with a time, before which stands what a search, a container or a
collector of logs puts there, with a level, a service, or a field of journald."""
ESCAPED = r"\\([\[\]_*<>#`-])"
PRINTED = {"\N{NO-BREAK SPACE}": " ", "‘": "'", "’": "'", "“": '"', "”": '"'}  # noqa: RUF001
_QUOTED, _BEGINS, _ESCAPED = map(re.compile, (QUOTED, BEGINS, ESCAPED))
_PRINTED = str.maketrans(PRINTED)


def mended(text: bytes) -> tuple[bytes, bytes]:
    """Return the lines that a text comes to where it was broken or marked up.

    What was broken is put together with a blank in between, as mails break, and in the second text
    without, as terminals do. Both are empty for a longer text than anybody pastes.
    """
    if len(text) > LONGEST:
        return b"", b""
    (whole,) = whole_records([text])
    lines = unescaped(whole).decode("utf-8", "replace").splitlines()
    records = list(_records(_plain(line) for line in lines))
    known = set(lines)
    return _changed(" ", records, known), _changed("", records, known)


def _changed(between: str, records: list[list[str]], known: set[str]) -> bytes:
    whole = (between.join(parts) for parts in records)
    return "\n".join(line for line in whole if line not in known).encode("utf-8", "replace")


def _plain(line: str) -> str:
    unquoted = _QUOTED.sub("", line.translate(_PRINTED))
    return _ESCAPED.sub(r"\1", unquoted).rstrip().removesuffix("\\").rstrip()


def _records(lines: Iterator[str]) -> Iterator[list[str]]:
    """Gather lines into records: one begins with a time, a level or a service, or behind a gap."""
    record: list[str] = []
    for line in lines:
        if _BEGINS.match(line) or len(record) == MOST:
            if record:
                yield record
            record = []
        if line:
            record.append(line)
    if record:
        yield record
