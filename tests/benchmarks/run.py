"""How long and how much memory novalint takes, as ratios within one run.

    python tests/benchmarks/run.py [ROUNDS]

All commands take turns. A ratio is taken within each turn, and the median of these counts: time on
the clock is judged, processor time stands beside it, because on a busy machine the former is noisy
(the same code can differ by half) and the latter is less so. Beside `python -c pass`, which takes
few milliseconds, and within one process, where a part may take one, the least disturbed turn of
each counts, in processor time. The exit status is 1 where a
budget is missed. The novalint of this Python is measured; without one, that of this checkout. The
tables are Markdown, as docs/performance.md shows them.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from inside import CHECK, READ, RULES, SCHEMA, TYPES
from others import Pair, pairs
from processes import NOVALINT, Command, Ratio, Run, in_turns, ratio, typical

HERE = Path(__file__).resolve().parent
ROUNDS = 15
NEEDED = "import argparse, json, jsonschema, packaging.version"
FACTS = ("--fact", "profile=dense-multi-tenant", "--role", "compute")
LAZY = (sys.executable, "-c", "import sys, novalint; sys.exit('jsonschema' in sys.modules)")
BARE, IMPORTS, HELP, VERSION = (
    "python -c pass",
    "import the four libraries",
    "import argparse",
    "novalint --version",
)
SMALL, WRONG, SAMPLE, FACTUAL, LARGE = (
    "check, 40 lines",
    "check, 40 lines, wrong values",
    "check, 6,000 lines",
    "check, 6,000 lines, facts",
    "check, 60,000 lines",
)

Times = dict[str, list[float]]
"""Part -> its seconds, turn by turn."""


class Budget(NamedTuple):
    """What was measured and may be reached at most; processor time beside it, where it differs."""

    name: str
    value: float
    limit: float
    unit: str = "x"
    cpu: float | None = None


def main() -> int:
    """Measure, print the tables, and say whether every budget is kept."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or every turn compiles what it imports
    if not find_spec("novalint"):
        os.environ["PYTHONPATH"] = str(HERE.parents[1])
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        inside = (sys.executable, str(HERE / "inside.py"))
        told = json.loads(subprocess.run(inside, capture_output=True, check=True).stdout)
        runs = in_turns(commands(), rounds)
        lazy = subprocess.run(LAZY, check=False).returncode
        compared = pairs(status)
        os.chdir(HERE)
    schema = told.pop(SCHEMA)
    kept = [*outer_budgets(runs, lazy), *inner_budgets(told, schema)]
    tables = (machine(), processes(runs), parts(told), against(compared), verdicts(kept))
    sys.stdout.write("\n\n".join(one for one in tables if one) + "\n")
    return int(any(one.value > one.limit for one in kept))


def commands() -> dict[str, Command]:
    """Give what takes turns; the files are those that inside.py writes."""
    checks = {SMALL: "small", WRONG: "wrong", SAMPLE: "sample", LARGE: "large"}
    return {
        BARE: Command((sys.executable, "-c", "pass")),
        HELP: Command((sys.executable, "-c", "import argparse")),
        VERSION: Command((*NOVALINT, "--version")),
        IMPORTS: Command((sys.executable, "-c", NEEDED)),
        **{name: checked(f"{file}.conf") for name, file in checks.items()},
        FACTUAL: checked("sample.conf", *FACTS),
    }


def checked(file: str, *more: str) -> Command:
    """Give the command that checks a file, with the status that it ends with."""
    return Command((*NOVALINT, "check", file, *more), status(file, *more))


def status(file: str, *more: str) -> int:
    """Give the exit status to expect; a check must give a report, or a crash would be timed."""
    words = (*NOVALINT, "check", file, *more)
    done = subprocess.run((*words, "--format", "json"), capture_output=True, check=False)
    files = json.loads(done.stdout or "{}").get("summary", {}).get("files")
    if files != 1:
        raise SystemExit(f"`{' '.join(words)}` gives no report: {done.stderr.decode()}")
    return done.returncode


def outer_budgets(runs: dict[str, list[Run]], lazy: int) -> Iterator[Budget]:
    """Compare what processes took with what is promised."""
    for name, base, limit in (
        (SMALL, IMPORTS, 1.4),
        (SAMPLE, IMPORTS, 2.5),
        (LARGE, IMPORTS, 10),
        (VERSION, HELP, 3),
    ):
        found = ratio(runs[name], runs[base])
        yield Budget(f"{name} / {base}", found.clock, limit, cpu=found.cpu)
    for name, limit in ((SMALL, 6.5), (SAMPLE, 8)):
        best, base = (min(one.cpu for one in runs[which]) for which in (name, BARE))
        yield Budget(f"{name} / {BARE}", best / base, limit)
    yield Budget(SAMPLE, max(one.memory for one in runs[SAMPLE]), 60, "MB")
    yield Budget(LARGE, max(one.memory for one in runs[LARGE]), 150, "MB")
    yield Budget("`import novalint` loads jsonschema", lazy, 0, "")


def inner_budgets(told: dict[str, Times], schema: float) -> Iterator[Budget]:
    """Compare what was measured within one process."""
    small, sample, large, long = told.values()
    names = ("one more file of 60 lines", "6,000 lines", "60,000 lines")
    for name, times, limit in zip(names, (small, sample, large), (5, 1.3, 3), strict=True):
        yield Budget(f"{name}, check / {READ}", min(times[CHECK]) / min(times[READ]), limit)
    # What is ten times as large fits no cache of a processor, which slows iniparse down as well.
    # The same 60 options are set in both, so that there is as much to find.
    growth, base = (min(long[one]) / min(sample[one]) for one in (CHECK, READ))
    yield Budget("growth from 6,000 to 60,000 lines / that of the reading", growth / base, 1.3)
    yield Budget(f"{SCHEMA} / {READ} of 6,000 lines", schema / min(sample[READ]), 0.9)
    yield Budget(SCHEMA, schema * 1e3, 8, "ms")
    reading = min(sample[READ]) + min(sample[TYPES])
    yield Budget(f"6,000 lines, {RULES} / {READ} and typing", min(sample[RULES]) / reading, 1)


def machine() -> str:
    """Say what kind of machine this is, in general words."""
    kind = platform.processor() or platform.machine()
    try:
        known = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        kind = next(one.partition(":")[2].strip() for one in known if one.startswith("model name"))
    except (OSError, StopIteration):
        pass
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return (
        f"{os.cpu_count()} processors {kind} ({platform.machine()}), {platform.system()}, {python}"
    )


def processes(runs: dict[str, list[Run]]) -> str:
    """Write what whole processes took."""
    rows = []
    for name, found in runs.items():
        run, imports = typical(found), ratio(found, runs[IMPORTS])
        bare = min(one.cpu for one in found) / min(one.cpu for one in runs[BARE])
        numbers = (f"{run.clock * 1e3:.0f} ms", f"{run.cpu * 1e3:.0f} ms", f"{run.memory:.0f} MB")
        rows.append((name, *numbers, f"{imports.clock:.2f}", f"{bare:.2f}"))
    head = ("whole process", "clock", "processor", "memory", "/ imports", f"/ {BARE}")
    return markdown(head, rows)


def parts(told: dict[str, Times]) -> str:
    """Write what the parts took within one process, for each file."""
    sizes = {files: int(files.split()[0].replace(",", "")) for files in told}
    rows = []
    for part in next(iter(told.values())):
        times = [(min(one[part]), sizes[files]) for files, one in told.items()]
        rows.append((part, *(f"{t * 1e3:.2f} ms, {t / n * 1e6:.1f} µs" for t, n in times)))
    return markdown(("within one process, best turn: file, line", *sizes), rows)


def against(compared: Iterable[Pair]) -> str:
    """Write what novalint and other tools took for the same work; nothing where there are none."""
    rows = []
    for name, ours, other in compared:
        times = (f"{typical(one).clock * 1e3:.0f} ms" for one in (ours, other))
        found: Ratio = ratio(ours, other)
        rows.append((name, *times, f"{found.clock:.2f}", f"{found.cpu:.2f}"))
    head = ("the same work", "novalint", "the other", "ratio", "of processor time")
    return markdown(head, rows) if rows else ""


def verdicts(kept: Iterable[Budget]) -> str:
    """Write the budgets, and which of them are missed."""
    rows = []
    for one in kept:
        cpu = "" if one.cpu is None else f"{one.cpu:.2f}"
        verdict = "" if one.value <= one.limit else "missed"
        unit = f" {one.unit}".rstrip()
        rows.append((one.name, f"{one.value:.2f}{unit}", cpu, f"{one.limit:g}{unit}", verdict))
    return markdown(("budget", "is", "processor", "at most", ""), rows)


def markdown(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Write a table of Markdown that is also fit to be read as it is."""
    lines = [head, *rows]
    widths = [max(2, *(len(line[at]) for line in lines)) for at in range(len(head))]
    rule = tuple("-" * widths[0] if at == 0 else "-" * (w - 1) + ":" for at, w in enumerate(widths))
    return "\n".join(
        "| " + " | ".join(_fit(cell, widths[at], at) for at, cell in enumerate(line)) + " |"
        for line in (lines[0], rule, *lines[1:])
    )


def _fit(cell: str, width: int, column: int) -> str:
    return cell.rjust(width) if column else cell.ljust(width)


if __name__ == "__main__":
    raise SystemExit(main())
