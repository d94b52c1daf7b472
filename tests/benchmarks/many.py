"""How long many files take, and how much memory, with one job and with several.

    python tests/benchmarks/many.py [FILES [JOBS]]

Checks 10,000 files of 60 lines, each different, with one job and with two, then as many that are
only ten different ones. What iniparse takes to read them all is measured in the same turns.
Processor time counts all processes; memory is that of the largest one. The exit status is 1 where a
budget is missed, or where the number of jobs changes what is reported.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter, process_time

HERE = Path(__file__).resolve().parent
FILES = 10_000
JOBS = 2
LINES = 60
KINDS = 10
MEMORY = 100
"""Megabytes that the largest process may take at most, however many files there are."""
GAIN = 1.9
"""How many times as fast two jobs are at least as one, where there are processors for both."""
READINGS = 4
"""What a file takes at most, on the clock, in times of iniparse's own reading of it."""
TURNS = 2
"""How often one job and several take turns; the better time of each counts."""


def main() -> int:
    """Measure, print the table, and say whether the budgets are kept."""
    files, jobs = [*map(int, sys.argv[1:]), *(FILES, JOBS)[len(sys.argv) - 1 :]]
    if not find_spec("novalint"):
        os.environ["PYTHONPATH"] = str(HERE.parents[1])
        sys.path.insert(0, str(HERE.parents[1]))
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        write("all", files, files)
        write("few", files, min(KINDS, files))
        turns = [(measure("all", 1), measure("all", jobs), read("all")) for _ in range(TURNS)]
        alone, together, readings = zip(*turns, strict=True)
        one, several, reading = min(alone), min(together), min(readings)
        alike = measure("few", jobs)
    rows = ((files, 1, one), (files, jobs, several), (KINDS, jobs, alike))
    for kinds, count, (clock, cpu, memory, _) in rows:
        name = f"{files:,} files, {kinds:,} different, {count} job{'s' * (count > 1)}"
        told = f"{name:<44}{clock:8.1f} s{cpu:8.1f} s cpu{memory:8.1f} MB"
        sys.stdout.write(f"{told}{clock / files * 1e3:8.2f} ms a file\n")
    gain = one[0] / several[0]
    share = several[0] / reading
    sys.stdout.write(
        f"{jobs} jobs are {gain:.2f} times as fast as 1, at least {GAIN:g}\n"
        f"a file takes them {share:.2f} of iniparse's own readings, at most {READINGS:g}\n"
    )
    kept = max(one[2], several[2], alike[2]) <= MEMORY and one[3] == several[3]
    idle = len(os.sched_getaffinity(0)) >= jobs > 1 and os.getloadavg()[0] <= jobs + 1
    return int(not kept or (idle and (gain < GAIN or share > READINGS)))


def write(folder: str, number: int, kinds: int) -> None:
    """Write files of which some are alike; one in three kinds has an error."""
    from inside import SMALL

    lines = SMALL.splitlines()
    text = "\n".join([*lines, *(f"# line {n + 1}" for n in range(len(lines), LINES)), ""])
    Path(folder).mkdir()
    for host in range(number):
        kind = host * kinds // number
        own = text.replace("192.0.2.31", f"10.{kind >> 16}.{kind >> 8 & 255}.{kind & 255}")
        if kind % 3 == 0:
            own = own.replace("vif_plugging_timeout = 300", "vif_plugging_if_fatal = true")
        Path(folder, f"host{host:06}.conf").write_text(own, encoding="utf-8")


def read(folder: str) -> float:
    """Give the seconds of processor time that iniparse takes to read all files of a folder."""
    from iniparse import INIConfig

    texts = [file.read_text(encoding="utf-8") for file in Path(folder).iterdir()]
    start = process_time()
    for text in texts:
        INIConfig(io.StringIO(text))
    return process_time() - start


def measure(folder: str, jobs: int) -> tuple[float, float, float, bytes]:
    """Give seconds on the clock and of processors, megabytes, and a name for what was reported."""
    shell = 'exec "$0" -m novalint check "$1"/*.conf --jobs "$2" --release 2026.2 --isolated'
    command = ("sh", "-c", shell, sys.executable, folder, str(jobs))
    streams = [
        (os.POSIX_SPAWN_OPEN, 1, "report", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    start = perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=streams)
    _, ended, used = os.wait4(child, 0)
    clock = perf_counter() - start
    if os.waitstatus_to_exitcode(ended) != 1:
        raise SystemExit(f"the check of `{folder}` did not end with status 1")
    name = sha256(Path("report").read_bytes()).digest()
    return clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, name


if __name__ == "__main__":
    raise SystemExit(main())
