"""A copy of a record has the values of its fields, and nothing that was worked out from them."""

from __future__ import annotations

from functools import cached_property

import pytest

from novalint.records import dataclass, field, replace


@dataclass(frozen=True)
class Pair:
    """Two numbers."""

    one: int
    two: int = 2
    more: list[int] = field(default_factory=list)

    @cached_property
    def total(self) -> int:
        """Both together."""
        return self.one + self.two


@dataclass(frozen=True)
class Checked:
    """A number that is looked at when it is set."""

    number: int

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError(self.number)


def test_a_copy_has_other_values_and_works_out_its_own() -> None:
    pair = Pair(1)
    assert pair.total == 3
    copy = replace(pair, two=5)
    assert copy == Pair(1, 5)
    assert copy.total == 6
    assert copy.more is pair.more


def test_a_field_that_there_is_not_is_refused() -> None:
    with pytest.raises(TypeError):
        replace(Pair(1), three=3)


def test_a_copy_is_looked_at_as_the_first_one_was() -> None:
    with pytest.raises(ValueError, match="-1"):
        replace(Checked(1), number=-1)


def test_what_stands_on_a_record_and_is_none_itself_is_copied_too() -> None:
    class Named(Pair):
        """Two numbers with a name that is no field."""

    copy = replace(Named(1), one=7)
    assert isinstance(copy, Named)
    assert copy.total == 9
