"""What `make test` runs of tests with many cases."""

from __future__ import annotations

import pytest
from quick_run import CASES, QUICK, spread

TESTS = """
import pytest

MANY = pytest.mark.parametrize("number", range(100))
SLOW = pytest.param("slow", marks=pytest.mark.slow)

@MANY
def test_many(number):
    pass

@pytest.mark.every_case
@MANY
def test_every(number):
    pass

@pytest.mark.parametrize("upper", [1, 2])
@MANY
def test_product(number, upper):
    pass

@pytest.mark.parametrize("pace", ["quick", SLOW])
def test_pace(pace):
    pass

@pytest.mark.parametrize("pace", [*[SLOW] * 20, "quick", "quick too"], ids=str)
def test_named(pace):
    pass

@pytest.mark.slow
def test_slow():
    pass
"""


def cases(pytester: pytest.Pytester, *arguments: str) -> list[str]:
    """Give the names of the cases that pytest chooses, none of which fails."""
    pytester.makeini("[pytest]\nmarkers =\n    every_case\n    slow\n")
    pytester.makepyfile(TESTS)
    ran = pytester.inline_run("-p", "quick_run", *arguments)
    passed, skipped, failed = ran.listoutcomes()
    assert (skipped, failed) == ([], [])
    return [report.nodeid.split("::")[1] for report in passed]


def test_a_quick_run_tries_some_of_many_cases_and_all_of_what_asks_for_it(
    pytester: pytest.Pytester,
) -> None:
    names = [one.partition("[")[0] for one in cases(pytester, "-m", QUICK)]
    assert {name: names.count(name) for name in names} == {
        "test_many": CASES,
        "test_every": 100,
        "test_product": CASES,
        "test_pace": 1,
        "test_named": 2,
    }


def test_it_tries_the_same_cases_each_time(pytester: pytest.Pytester) -> None:
    assert cases(pytester, "-m", QUICK) == cases(pytester, "-m", QUICK)


@pytest.mark.parametrize("arguments", [(), ("-m", "slow or not slow")])
@pytest.mark.slow
def test_any_other_run_tries_all(pytester: pytest.Pytester, arguments: tuple[str, ...]) -> None:
    assert len(cases(pytester, *arguments)) == 100 + 100 + 200 + 2 + 22 + 1


@pytest.mark.parametrize(("most", "kept"), [(1, "a"), (3, "acf"), (8, "abcdefgh"), (9, "abcdefgh")])
def test_cases_are_from_all_over(most: int, kept: str) -> None:
    assert "".join(spread("abcdefgh", most)) == kept


def test_nothing_stays_nothing() -> None:
    assert spread([], 3) == []
