"""How long and how much memory a check takes, as ratios within one run.

    python tests/benchmarks/run.py [ROUNDS]

All commands take turns. A ratio is taken within each turn, and the median of these counts: time on
the clock is judged, processor time stands beside it, because on a busy machine the former is noisy
(the same code can differ by half) and the latter is not. The exit status is 1 where a budget is
missed. The novalint of this Python is measured; without one,
that of this checkout.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROUNDS = 15
PROGRAM = (sys.executable, "-m", "novalint")
IMPORTS = (sys.executable, "-c", "import argparse, json, iniparse, jsonschema, packaging.version")
ARGPARSE = (sys.executable, "-c", "import argparse")
FACTS = ("--fact", "profile=dense-multi-tenant", "--role", "compute")
LAZY = (sys.executable, "-c", "import sys, novalint; sys.exit('jsonschema' in sys.modules)")


class Run(NamedTuple):
    """One process: seconds on the clock, seconds of processor time, megabytes at most."""

    clock: float
    cpu: float
    memory: float


class Budget(NamedTuple):
    """What was measured and may be reached at most."""

    name: str
    value: float
    limit: float
    unit: str
    cpu: float | None = None


def main() -> int:
    """Measure, print the table, and say whether every budget is kept."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    if not find_spec("novalint"):
        os.environ["PYTHONPATH"] = str(HERE.parents[1])
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        inside = (sys.executable, str(HERE / "inside.py"))
        told = json.loads(subprocess.run(inside, capture_output=True, check=True).stdout)
        statuses = {name: status(command) for name, command in commands().items()}
        runs = measure(commands(), statuses, rounds)
        lazy = subprocess.run(LAZY, check=False).returncode
    kept = [*budgets(runs, lazy), *inner_budgets(told)]
    sys.stdout.write(table(runs, kept, told))
    return int(any(one.value > one.limit for one in kept))


def commands() -> dict[str, tuple[str, ...]]:
    """Give what takes turns; the files are those that inside.py writes."""
    return {
        "import argparse": ARGPARSE,
        "novalint --version": (*PROGRAM, "--version"),
        "import what it needs": IMPORTS,
        "check, 40 lines": (*PROGRAM, "check", "small.conf"),
        "check, 40 lines, findings": (*PROGRAM, "check", "wrong.conf"),
        "check, 6,000 lines": (*PROGRAM, "check", "sample.conf"),
        "check, 6,000 lines, facts": (*PROGRAM, "check", "sample.conf", *FACTS),
    }


def status(command: tuple[str, ...]) -> int:
    """Give the exit status to expect; a check must give a report, or a crash would be timed."""
    if "check" not in command:
        return 0
    done = subprocess.run((*command, "--format", "json"), capture_output=True, check=False)
    files = json.loads(done.stdout or "{}").get("summary", {}).get("files")
    if files != 1:
        raise SystemExit(f"`{' '.join(command)}` gives no report: {done.stderr.decode()}")
    return done.returncode


def measure(
    named: dict[str, tuple[str, ...]], statuses: dict[str, int], rounds: int
) -> dict[str, list[Run]]:
    """Run all commands in turns; the first turn only warms the caches up."""
    runs: dict[str, list[Run]] = {name: [] for name in named}
    for _ in range(rounds + 1):
        for name, command in named.items():
            runs[name].append(once(command, statuses[name]))
    return {name: found[1:] for name, found in runs.items()}


def once(command: tuple[str, ...], expected: int) -> Run:
    """Run one process. This one must stay small: Linux counts it into a child's peak memory."""
    null = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    start = perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=null)
    _, ended, used = os.wait4(child, 0)
    clock = perf_counter() - start
    if os.waitstatus_to_exitcode(ended) != expected:
        raise SystemExit(f"`{' '.join(command)}` did not end with status {expected}")
    return Run(clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def budgets(runs: dict[str, list[Run]], lazy: int) -> list[Budget]:
    """Compare what was measured with what is promised."""

    def ratio(label: str, name: str, base: str, limit: float) -> Budget:
        pairs = list(zip(runs[name], runs[base], strict=True))
        clock = median(one.clock / other.clock for one, other in pairs)
        return Budget(label, clock, limit, "x", median(one.cpu / other.cpu for one, other in pairs))

    needed = "import what it needs"
    return [
        ratio("check, 40 lines / imports", "check, 40 lines", needed, 1.6),
        ratio("check, 6,000 lines / imports", "check, 6,000 lines", needed, 3),
        ratio("--version / argparse", "novalint --version", "import argparse", 3),
        Budget("check, 6,000 lines", max(r.memory for r in runs["check, 6,000 lines"]), 60, "MB"),
        Budget("import novalint loads jsonschema", lazy, 0, ""),
    ]


def inner_budgets(told: dict[str, float]) -> list[Budget]:
    """Compare what was measured within one process."""
    rules = told["all rules"] / told["parse and type"]
    return [
        Budget("all rules / parse and type", rules, 1, "x"),
        Budget("load a release's schema", told["load a release's schema"] * 1e3, 8, "ms"),
    ]


def table(runs: dict[str, list[Run]], kept: list[Budget], told: dict[str, float]) -> str:
    """Write all numbers."""
    lines = [f"{'process (medians)':<34}{'ms':>8}{'cpu ms':>8}{'MB':>8}"]
    for name, found in runs.items():
        run = Run(*map(median, zip(*found, strict=True)))
        lines.append(f"{name:<34}{run.clock * 1e3:8.1f}{run.cpu * 1e3:8.1f}{run.memory:8.1f}")
    lines += ["", f"{'budget':<34}{'is':>8}{'at most':>9}{'':3}{'cpu time':>9}"]
    for one in kept:
        verdict = "" if one.value <= one.limit else "  missed"
        cpu = "" if one.cpu is None else f"{one.cpu:.2f}"
        lines.append(f"{one.name:<34}{one.value:8.2f}{one.limit:9g} {one.unit:<2}{cpu:>9}{verdict}")
    lines += ["", f"{'within one process, 6,000 lines':<34}{'ms':>8}"]
    lines += [f"{name:<34}{seconds * 1e3:8.1f}" for name, seconds in told.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
