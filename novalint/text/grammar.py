"""oslo.config's INI grammar: what each line of a file is.

The reference is oslo_config/iniparser.py. Python's configparser and iniparse have other ideas: they
take `rem` for a comment, cut `; notes` off values, join continuation lines over blank lines and
comments, and strip group names.
"""

from __future__ import annotations

from io import StringIO

from novalint.text.source import BOM


class Line:
    """One physical line: its text without trailing blanks, and where it stands.

    `start` is the offset of its first character, `stop` that of its line end, both from 0; `value`
    is what it adds to a value.
    """

    __slots__ = ("body", "start", "stop")
    value: str = ""

    def __init__(self, body: str, start: int, stop: int) -> None:
        self.body = body
        self.start = start
        self.stop = stop


class Blank(Line):
    """Nothing but blanks; ends a value."""

    __slots__ = ()


class Comment(Line):
    """A line with `#` or `;` in its first column; ends a value."""

    __slots__ = ()


class Refused(Line):
    """A line that oslo.config stops at; `reason` says why."""

    __slots__ = ("reason",)

    def __init__(self, body: str, start: int, stop: int, reason: str) -> None:
        super().__init__(body, start, stop)
        self.reason = reason


class Header(Line):
    """`[name]`; the name is not stripped and may hold brackets."""

    __slots__ = ("name",)

    def __init__(self, body: str, start: int, stop: int) -> None:
        super().__init__(body, start, stop)
        self.name = body[1:-1]


class AssignmentLine(Line):
    """`name = value` or `name: value`, split at whichever sign comes first.

    `value_start` is the offset of the stripped value, quotes included; of the line end where it is
    empty.
    """

    __slots__ = ("name", "value", "value_start")

    def __init__(self, body: str, start: int, stop: int, sign: int) -> None:
        super().__init__(body, start, stop)
        self.name = body[:sign].strip()
        raw = body[sign + 1 :].lstrip()
        self.value_start = start + len(body) - len(raw) if raw else stop
        self.value = unquoted(raw)


class Continuation(Line):
    """An indented line that goes on with the open value."""

    __slots__ = ("value",)

    def __init__(self, body: str, start: int, stop: int) -> None:
        super().__init__(body, start, stop)
        self.value = body.lstrip()


NO_GROUP = "an assignment is above the first group header"
NO_OPEN_VALUE = "an indented line follows no value that it could continue"
NO_BRACKET = "a group header does not end with `]`"
NO_NAME = "a group header has no name"
NO_SIGN = "a line is neither a comment, a group header nor an assignment"
NO_KEY = "an assignment has no option name before its sign"


def unquoted(raw: str) -> str:
    """Drop the quotes around a stripped value as oslo.config does, a lone quote included."""
    if raw and raw[0] == raw[-1] and raw[0] in "\"'":
        return raw[1:-1]
    return raw


class _LineReader:
    """Decides what each line is; an open value goes on in indented lines."""

    def __init__(self, text: str) -> None:
        self.lines: list[Line] = []
        self._open = False
        offset = 1 if text.startswith(BOM) else 0
        for line in StringIO(text[offset:], newline=""):
            body, stop = line.rstrip(), offset + len(line.rstrip("\r\n"))
            self.lines.append(self._read(body, offset, stop))
            offset += len(line)

    def _read(self, body: str, start: int, stop: int) -> Line:
        first = body[:1]
        if first in (" ", "\t"):
            if self._open:
                return Continuation(body, start, stop)
            return Refused(body, start, stop, NO_OPEN_VALUE)
        self._open = False
        if not first:
            return Blank(body, start, stop)
        if first in "#;":
            return Comment(body, start, stop)
        if first == "[":
            return self._header(body, start, stop)
        return self._assignment(body, start, stop)

    def _header(self, body: str, start: int, stop: int) -> Line:
        if not body.endswith("]"):
            return Refused(body, start, stop, NO_BRACKET)
        if len(body) <= 2:
            return Refused(body, start, stop, NO_NAME)
        return Header(body, start, stop)

    def _assignment(self, body: str, start: int, stop: int) -> Line:
        signs = [at for at in (body.find("="), body.find(":")) if at >= 0]
        if not signs:
            return Refused(body, start, stop, NO_SIGN)
        parsed = AssignmentLine(body, start, stop, min(signs))
        if not parsed.name:
            return Refused(body, start, stop, NO_KEY)
        self._open = True
        return parsed


def read_lines(text: str) -> list[Line]:
    """Split a text into lines as oslo.config understands them; a leading BOM belongs to no line."""
    return _LineReader(text).lines
