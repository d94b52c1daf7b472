"""One test of many things says of each whether it fails."""

from __future__ import annotations

import pytest
from many import hold, of_each


def is_small(number: int) -> None:
    assert number < 3


def divides_twelve(number: int) -> None:
    assert 12 % number == 0


def test_what_passes_every_check_is_passed_over() -> None:
    hold([is_small, divides_twelve], [1, 2])


def test_each_failure_is_named_with_its_check_and_its_thing() -> None:
    with pytest.raises(AssertionError) as error:
        hold([is_small, divides_twelve], [1, 5, 0])
    said = str(error.value)
    assert "is_small: 5: AssertionError" in said
    assert "divides_twelve: 5: AssertionError" in said
    assert "divides_twelve: 0: ZeroDivisionError" in said
    assert ": 1: " not in said


def test_what_pytest_itself_fails_names_its_thing_too() -> None:
    def raises_nothing(number: int) -> None:
        with pytest.raises(ValueError, match="never"):
            assert number

    with pytest.raises(AssertionError, match="raises_nothing: 1: Failed"):
        hold([raises_nothing, is_small], [1])


def test_no_checks_are_no_success() -> None:
    with pytest.raises(AssertionError, match="nothing to check"):
        hold([], [1])


def test_no_things_are_no_success() -> None:
    with pytest.raises(AssertionError, match="nothing to check"):
        hold([is_small], [])


def test_a_check_becomes_a_test_of_all() -> None:
    test = of_each([1, 5])(is_small)
    assert test.__name__ == "is_small"
    with pytest.raises(AssertionError, match="is_small: 5"):
        test()
