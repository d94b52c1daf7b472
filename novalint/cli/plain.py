"""Reads plain command lines without argparse, which takes 0.4 times as long as Python to load.

The same functions that give a parser of argparse its options give them to this one. A line with a
word that is no command, no operand, and no option in full with its value is left to argparse, which
also says what is wrong: so both give the same, and argparse decides what is right.
"""

from __future__ import annotations

from types import SimpleNamespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from typing import Any


class _NotPlain(Exception):  # noqa: N818 (an outcome, not an error)
    """A command line, or an option, that argparse is to read."""


class _Option:
    """One option: under which name its value is kept, and what it takes."""

    def __init__(self, flags: Sequence[str], group: object, keywords: dict[str, Any]) -> None:
        long = next((flag for flag in flags if flag.startswith("--")), flags[0])
        self.name: str = keywords.pop("dest", None) or long.lstrip("-").replace("-", "_")
        self.action: str = keywords.pop("action", "store")
        self.group = group
        self.const = keywords.pop("const", self.action == "store_true")
        self.default = keywords.pop("default", False if self.action == "store_true" else None)
        self.choices: Collection[str] | None = keywords.pop("choices", None)
        self.convert: Callable[[str], Any] = keywords.pop("type", str)
        self.required: bool = keywords.pop("required", False)
        if self.action not in _ACTIONS or keywords.keys() - _SHOWN:
            raise _NotPlain

    def value(self, text: str) -> Any:
        """Return the value that a word stands for."""
        try:
            value = self.convert(text)
        except Exception as error:  # argparse says what is wrong with it
            raise _NotPlain from error
        if self.choices is not None and value not in self.choices:
            raise _NotPlain
        return value


_ACTIONS = frozenset(["store", "store_true", "store_const", "append"])
_SHOWN = frozenset(["metavar", "help"])
"""What an option has for its help alone."""


class PlainParser:
    """Notes the options of a command as argparse would, and reads plain words."""

    def __init__(self, **fixed: Any) -> None:
        self.fixed = fixed
        self.options: dict[str, _Option] = {}
        self.operands: str | None = None
        self.group: object = None

    def add_argument(self, *flags: str, **given: Any) -> None:
        """Note an option, or the operands: as many as there are."""
        if flags[0].startswith("-"):
            self.options |= dict.fromkeys(flags, _Option(flags, self.group, given))
        elif self.operands is None and given.pop("nargs", None) == "*" and given.keys() <= _SHOWN:
            self.operands = flags[0]
        else:
            raise _NotPlain

    def set_defaults(self, **fixed: Any) -> None:
        """Note what holds unless an option of that name is there."""
        self.fixed |= fixed

    def add_mutually_exclusive_group(self) -> PlainParser:
        """Return what notes options of which a command line has one at most."""
        group = PlainParser()
        group.options, group.group = self.options, object()
        return group

    def read(self, words: Iterable[str]) -> dict[str, Any]:
        """Return what the words of a command line say, by name."""
        values: dict[str, Any] = {self.operands: []} if self.operands else {}
        for known in self.options.values():
            values.setdefault(known.name, self.fixed.get(known.name, known.default))
        values = self.fixed | values
        for option, value in self._read_words(iter(words)):
            name = option.name if option else self.operands
            several = option is None or option.action == "append"
            if name is None:
                raise _NotPlain
            values[name] = [*(values[name] or ()), value] if several else value
        return values

    def _read_words(self, words: Iterator[str]) -> Iterator[tuple[_Option | None, Any]]:
        """Yield each operand, and each option with its value."""
        seen: set[_Option] = set()
        for word in words:
            if _is_value(word):
                yield None, word
                continue
            flag, sign, text = word.partition("=")
            option = self.options.get(flag)
            if option is None:
                raise _NotPlain
            seen.add(option)
            yield option, _value(option, text if sign else None, words)
        groups = [option.group for option in seen if option.group]
        lacking = [option for option in self.options.values() if option.required]
        if len(set(groups)) < len(groups) or not seen.issuperset(lacking):
            raise _NotPlain


def _value(option: _Option, text: str | None, words: Iterator[str]) -> Any:
    if option.action in ("store_true", "store_const"):
        if text is not None:
            raise _NotPlain
        return option.const
    text = next(words, "") if text is None else text
    if not _is_value(text):
        raise _NotPlain
    return option.value(text)


def _is_value(word: str) -> bool:
    return word == "-" or word[:1] not in ("-", "")


def read_plain(
    words: Sequence[str], fills: Iterable[Callable[[Any], None]], **fixed: str
) -> Namespace | None:
    """Return what the words behind a command say, or None where argparse has to read them.

    `fills` give a parser its options, `fixed` is what does not depend on the words.
    """
    parser = PlainParser(**fixed)
    try:
        for fill in fills:
            fill(parser)
        return SimpleNamespace(**parser.read(words))  # type: ignore[return-value]
    except _NotPlain:
        return None
