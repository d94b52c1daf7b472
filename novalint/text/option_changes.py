"""What an edit does to the options of a text, for hosts that write these in a way of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.records import NamedTuple

if TYPE_CHECKING:
    from novalint.text.edits import Edit


class OptionChange(NamedTuple):
    """The values of an option before and after; none where it is not set.

    `commented` says that what goes is to be commented out rather than taken out.
    """

    group: str
    option: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    commented: bool = False


Rewrite = Callable[[str, Sequence[OptionChange]], "tuple[Edit, ...] | None"]
"""Takes the text of a host and changes; returns its edits, None where it cannot take them all."""
