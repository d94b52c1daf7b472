"""Runs processes one after the other and measures each."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import perf_counter
from typing import NamedTuple

NOVALINT = (sys.executable, "-m", "novalint")


class Run(NamedTuple):
    """One process: seconds on the clock, seconds of processor time, megabytes at most."""

    clock: float
    cpu: float
    memory: float


class Command(NamedTuple):
    """A command line, the status it has to end with, and what is done before, not measured."""

    words: tuple[str, ...]
    status: int = 0
    before: Callable[[], object] | None = None


class Ratio(NamedTuple):
    """How many times as long one command takes as another: on the clock, of processors."""

    clock: float
    cpu: float


def in_turns(commands: Mapping[str, Command], rounds: int) -> dict[str, list[Run]]:
    """Run all commands in turns; the first turn only warms the caches up."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds + 1):
        for name, command in commands.items():
            runs[name].append(once(command))
    return {name: found[1:] for name, found in runs.items()}


def once(command: Command) -> Run:
    """Run one process. This one must stay small: Linux counts it into a child's peak memory."""
    if command.before:
        command.before()
    words = command.words
    null = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    start = perf_counter()
    child = os.posix_spawnp(words[0], words, os.environ, file_actions=null)
    _, ended, used = os.wait4(child, 0)
    clock = perf_counter() - start
    if os.waitstatus_to_exitcode(ended) != command.status:
        raise SystemExit(f"`{' '.join(words)}` did not end with status {command.status}")
    return Run(clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def ratio(runs: Sequence[Run], base: Sequence[Run]) -> Ratio:
    """Compare turn by turn; the median counts."""
    pairs = list(zip(runs, base, strict=True))
    clock = median(one.clock / other.clock for one, other in pairs)
    return Ratio(clock, median(one.cpu / other.cpu for one, other in pairs))


def typical(runs: Sequence[Run]) -> Run:
    """Give the medians."""
    return Run(*map(median, zip(*runs, strict=True)))
