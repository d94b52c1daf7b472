"""Work in several processes: in order, in bounds, and ended cleanly."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from novalint.errors import NovalintError, SettingsError
from novalint.project.jobs import AHEAD, ALONE, BATCH, cores, each

MANY = ALONE + 5 * BATCH + 3


def double(number: int) -> tuple[int, int]:
    return 2 * number, os.getpid()


def slow_at_first(number: int) -> int:
    time.sleep(0.05 if number % BATCH == 0 else 0)
    return number


def refuse_the_last(number: int) -> int:
    if number == MANY - 1:
        raise SettingsError("no such rule")
    return number


def die(number: int) -> int:
    if number > ALONE:
        os._exit(9)
    return number


def wait_for_ever(number: int) -> int:
    while number > ALONE + BATCH:
        time.sleep(1)
    return number


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("number", [0, 1, ALONE, ALONE + 1, ALONE + BATCH, MANY])
def test_results_come_in_order(count: int, number: int) -> None:
    assert [value for value, _ in each(double, range(number), count)] == list(
        range(0, 2 * number, 2)
    )


def test_results_come_in_order_however_long_they_take() -> None:
    assert list(each(slow_at_first, range(MANY), 2)) == list(range(MANY))


def test_a_few_are_done_here_and_many_elsewhere() -> None:
    few = {process for _, process in each(double, range(ALONE + BATCH - 1), 2)}
    many = [process for _, process in each(double, range(MANY), 2)]
    assert few == set(many[:ALONE]) == {os.getpid()}
    assert os.getpid() not in many[ALONE:]
    assert len(set(many[ALONE:])) <= 2


def test_one_job_is_this_process() -> None:
    assert {process for _, process in each(double, range(MANY), 1)} == {os.getpid()}


def test_only_some_are_read_ahead() -> None:
    taken = 0

    def things() -> Iterator[int]:
        nonlocal taken
        for number in range(50 * BATCH):
            taken += 1
            yield number

    results = each(double, things(), 2)
    for _ in range(ALONE):
        next(results)
    assert taken == ALONE
    next(results)
    assert taken <= ALONE + BATCH * 2 * AHEAD
    results.close()  # type: ignore[attr-defined]


def test_what_one_raises_is_raised_here() -> None:
    with pytest.raises(SettingsError, match="no such rule"):
        list(each(refuse_the_last, range(MANY), 2))


def test_a_process_that_was_killed_is_said() -> None:
    with pytest.raises(NovalintError, match="--jobs 1"):
        list(each(die, range(MANY), 2))


def test_closing_ends_the_processes() -> None:
    results = each(double, range(20 * MANY), 2)
    processes = {next(results)[1] for _ in range(ALONE + BATCH + 1)} - {os.getpid()}
    results.close()  # type: ignore[attr-defined]
    assert processes
    assert not [one for one in processes if Path(f"/proc/{one}").exists()]


def test_beside_other_threads_nothing_is_forked() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert len(set(each(double, range(MANY), 2))) == MANY
    finally:
        done.set()
        thread.join()


def test_there_is_a_processor() -> None:
    assert cores() >= 1
