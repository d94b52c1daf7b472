"""oslo.config's INI grammar as iniparse line types.

The reference is oslo_config/iniparser.py. iniparse splits the text and keeps the lines; what a
line *is* gets decided here, one line at a time, because iniparse's own ideas differ: it takes `rem`
for a comment, cuts `; notes` off values, joins continuation lines over blank lines and comments,
and strips group names. Its tree and its writer are never used: they lose carriage returns and turn
refused lines into comments.
"""

from __future__ import annotations

from io import StringIO

from iniparse.ini import (
    CommentLine,
    ContinuationLine,
    EmptyLine,
    INIConfig,
    OptionLine,
    SectionLine,
    readline_iterator,
)

from novalint.text.source import BOM


class Line:
    """One physical line: its text without trailing blanks, and where it stands.

    `start` is the offset of its first character, `stop` that of its line end, both from 0; `value`
    is what it adds to a value.
    """

    value: str = ""

    __setattr__ = object.__setattr__  # iniparse's own looks for edits, which never happen here

    def __init__(self, body: str, start: int, stop: int) -> None:
        self.body = body
        self.start = start
        self.stop = stop


class Blank(Line, EmptyLine):
    """Nothing but blanks; ends a value."""


class Comment(Line, CommentLine):
    """A line with `#` or `;` in its first column; ends a value."""


class Refused(Comment):
    """A line that oslo.config stops at; `reason` says why.

    A comment to iniparse, which keeps such lines as they are.
    """

    def __init__(self, body: str, start: int, stop: int, reason: str) -> None:
        super().__init__(body, start, stop)
        self.reason = reason


class Header(Line, SectionLine):
    """`[name]`; the name is not stripped and may hold brackets."""

    def __init__(self, body: str, start: int, stop: int) -> None:
        super().__init__(body, start, stop)
        self.name = body[1:-1]


class AssignmentLine(Line, OptionLine):
    """`name = value` or `name: value`, split at whichever sign comes first.

    `value_start` is the offset of the stripped value, quotes included; of the line end where it is
    empty.
    """

    def __init__(self, body: str, start: int, stop: int, sign: int) -> None:
        super().__init__(body, start, stop)
        self.name = body[:sign].strip()
        raw = body[sign + 1 :].lstrip()
        self.value_start = start + len(body) - len(raw) if raw else stop
        self.value = unquoted(raw)


class Continuation(Line, ContinuationLine):
    """An indented line that goes on with the open value."""

    def __init__(self, body: str, start: int, stop: int) -> None:
        super().__init__(body, start, stop)
        self.value = body.lstrip()


NO_GROUP = "an assignment stands before any group header"
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


class _Reader(INIConfig):
    """iniparse's reader with the question *what is this line?* answered by this module."""

    lines: list[Line] = []  # noqa: RUF012 (iniparse sets only attributes its class has)
    _offset = 0
    _open = False

    def __init__(self, text: str) -> None:
        self.lines = []
        self._offset = 1 if text.startswith(BOM) else 0
        super().__init__(StringIO(text, newline=""), parse_exc=False)

    def _readfp(self, stream: StringIO) -> None:
        """Take each line, without the tree of iniparse, which is half of its work."""
        for number, line in enumerate(readline_iterator(stream)):
            self._parse(line if number else line.removeprefix(BOM))

    def _parse(self, line: str) -> Line:
        start, self._offset = self._offset, self._offset + len(line)
        parsed = self._read(line.rstrip(), start, start + len(line.rstrip("\r\n")))
        if line:  # iniparse adds an empty line behind the last line end
            self.lines.append(parsed)
        return parsed

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
    return _Reader(text).lines
