"""What all value types share: the shape of an entry, the value they give, the fault they raise."""

from __future__ import annotations

from collections.abc import Mapping

from novalint.annotations import TYPE_CHECKING, Any
from novalint.wording import shown

if TYPE_CHECKING:
    from typing import TypeAlias

Entry: TypeAlias = Mapping[str, Any]
"""One option's entry of a release schema: JSON keywords, and oslo.config's own in `x-oslo`."""

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | range | None"
"""What oslo.config hands to Nova for one value."""

MASKED = "`***`"


class ValueFault(ValueError):  # noqa: N818 - a fault of the file, no error of the program
    """A text that oslo.config refuses for the declared type.

    `start` and `end` bound the refused part: characters from 0 within the raw text, end excluded.
    """

    def __init__(self, message: str, start: int, end: int, masked: str) -> None:
        super().__init__(message, start, end, masked)

    @property
    def message(self) -> str:
        """What is wrong and what is accepted, with the value, without the option's name."""
        return str(self.args[0])

    @property
    def start(self) -> int:
        """First refused character, from 0 within the raw text."""
        return int(self.args[1])

    @property
    def end(self) -> int:
        """The character after the last refused one."""
        return int(self.args[2])

    @property
    def masked(self) -> str:
        """The message with `***` for everything taken from the value: fit for secret options."""
        return str(self.args[3])

    def moved(self, by: int) -> ValueFault:
        """Return the same fault for a text in which this one's text starts at character `by`."""
        return ValueFault(self.message, self.start + by, self.end + by, self.masked)

    def __str__(self) -> str:
        return self.message


def refused(raw: str, what: str, start: int = 0, end: int | None = None) -> ValueFault:
    """Build the fault whose message is the refused text followed by `what`."""
    end = len(raw) if end is None else end
    return ValueFault(f"{shown(raw[start:end])} {what}", start, end, f"{MASKED} {what}")
