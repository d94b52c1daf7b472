"""What comparing the nodes of a fleet costs, beside checking their files.

    python tests/benchmarks/fleet.py [NODES]

Checks 1,000 nodes of 60 lines, of which a few do not fit, with the rules of the cloud and without
them, in turns, each in a process of its own with one job. Processor time counts. The exit status is
1 where a budget is missed, or where the fault that was put in is not found.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
NODES = 1_000
LINES = 60
SHARE = 0.1
"""What the comparison may cost at most, of checking the files."""
MEMORY = 100
"""Megabytes that the process may take at most."""
TURNS = 3
SETTINGS = """\
release = "2026.2"
[fleet]
complete = true
[configurations."{node}"]
paths = ["fleet/{node}/nova.conf"]
[[overrides]]
paths = ["fleet/ctl*"]
role = ["api", "metadata", "conductor", "scheduler"]
[[overrides]]
paths = ["fleet/cmp*"]
role = "compute"
"""


def main() -> int:
    """Measure, print the table, and say whether the budgets are kept."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else NODES
    os.environ["PYTHONPATH"] = str(HERE.parents[1])
    sys.path.insert(0, str(HERE))
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        write(number)
        turns = [(measure("--ignore", "cloud"), measure()) for _ in range(TURNS)]
        (alone, _), (whole, memory) = map(min, zip(*turns, strict=True))
        found = Path("report").read_text(encoding="utf-8")
    share = whole / alone - 1
    sys.stdout.write(
        f"{number:,} nodes: {alone:.1f} s cpu, with the cloud {whole:.1f} s"
        f" ({share:+.1%}), {memory:.0f} MB\n"
    )
    return int(share > SHARE or memory > MEMORY or "queue-kind-differs" not in found)


def write(number: int) -> None:
    """Write nodes that differ in their addresses, and one of them in more."""
    from inside import SMALL

    lines = SMALL.splitlines()
    text = "\n".join([*lines, *(f"# line {n + 1}" for n in range(len(lines), LINES)), ""])
    Path("novalint.toml").write_text(SETTINGS, encoding="utf-8")
    for host in range(number):
        name = f"ctl{host:02}" if host < number // 100 else f"cmp{host:05}"
        own = text.replace("192.0.2.31", f"10.{host >> 16}.{host >> 8 & 255}.{host & 255}")
        if host == number // 2:
            own += "[oslo_messaging_rabbit]\nrabbit_quorum_queue = true\n"
        Path("fleet", name).mkdir(parents=True)
        Path("fleet", name, "nova.conf").write_text(own, encoding="utf-8")


def measure(*options: str) -> tuple[float, float]:
    """Give the seconds of processors and the megabytes of a check."""
    words = ("check", "--jobs", "1", "--format", "concise", "--output", "report", *options)
    command = (sys.executable, "-m", "novalint", *words)
    quiet = [(os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawn(command[0], command, os.environ, file_actions=quiet)
    _, ended, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(ended) not in (0, 1):
        raise SystemExit("the check did not end as it should")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


if __name__ == "__main__":
    raise SystemExit(main())
