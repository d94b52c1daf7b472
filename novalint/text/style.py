"""How a file is written: its separators, its line ends, and how a value must be spelt."""

from __future__ import annotations

from novalint.errors import OptionError
from novalint.records import NamedTuple

_INDENT = "    "


class Separator(NamedTuple):
    """What stands between a name and its value: blanks, the sign, blanks."""

    before: str
    sign: str
    after: str

    @classmethod
    def between(cls, text: str, start: int, end: int) -> Separator:
        """Take it from a text: `start` is the end of the name, `end` the start of the value."""
        written = text[start:end]
        sign = written.lstrip()[:1]
        before, _, after = written.partition(sign)
        return cls(before, sign, after)

    def join(self, name: str, value: str) -> str:
        """Write an assignment in this style; nothing trails the sign of an empty value."""
        if not value:
            return f"{name}{self.before}{self.sign}"
        after = self.after or (" " if self.before else "")
        return f"{name}{self.before}{self.sign}{after}{value}"

    def exactly(self, name: str, value: str) -> str:
        """Write an assignment with a blank neither added nor taken away."""
        after = self.after if value else ""
        return f"{name}{self.before}{self.sign}{after}{value}"


def line_end(text: str, before: int | None = None) -> str:
    """Return the most frequent line end of a text, LF where there is none.

    `before` is the offset where it will stand: a CR in front of an LF would be one with it.
    """
    if "\r" not in text:  # seen ten times as fast in a large file
        return "\n"
    pairs = text.count("\r\n")
    counts = {"\n": text.count("\n") - pairs, "\r\n": pairs, "\r": text.count("\r") - pairs}
    end = max(counts, key=lambda end: counts[end])
    joins = end == "\r" and before is not None and text[before : before + 1] == "\n"
    return "\n" if joins else end


def value_start(text: str, sign: int, end: int) -> int:
    """Return the offset at which the value behind a sign starts; `end` where there is none."""
    return end - len(text[sign:end].lstrip())


def spell(value: str, line_end: str) -> str:
    """Write a value so that oslo.config reads it back as it is.

    Quotes only where they are needed; the lines of a multi-line value are indented. Raises
    OptionError for a value that no nova.conf can hold.
    """
    first, *rest = value.split("\n")
    bare = [line for line in rest if not line or line != line.strip()]
    if "\r" in value or bare:
        raise OptionError(
            "the value cannot be written: continuation lines may not be empty or start or end "
            "with a blank, and no line may hold a carriage return"
        )
    return line_end.join([_quoted(first), *(_INDENT + line for line in rest)])


def guarded(value: str) -> str:
    """Quote the first line of a value that would lose its own quotes, or blanks, when it is read.

    That is for what another program writes into a nova.conf as it is told.
    """
    first, end, rest = value.partition("\n")
    return _quoted(first) + end + rest


def _quoted(value: str) -> str:
    if value != value.strip() or (value and value[0] == value[-1] and value[0] in "\"'"):
        return f'"{value}"'
    return value


def check_name(group: str, option: str) -> None:
    """Raise OptionError for a group or option name that no nova.conf can hold."""
    if not group or "\n" in group or "\r" in group:
        raise OptionError(f"`{group}` cannot be a group name; write one line of text")
    if not option or option != option.strip() or option[0] in "[#;" or set("=:\r\n") & set(option):
        raise OptionError(f"`{option}` cannot be an option name; it would not be read back")
