"""How fast novalint reads logs, and how much memory that takes.

    python tests/benchmarks/logs.py [MEGABYTES]

The exit status is 1 where a budget is missed. Processor time counts, the best of three turns.
"""

from __future__ import annotations

import io
import random
import resource
import sys
from collections.abc import Iterator
from time import process_time
from typing import NamedTuple

from novalint.logs.streams import whole_lines
from novalint.logs.tally import Count

MEGABYTES = 40
TURNS = 3
MEMORY = 150
"""Megabytes that the process may take, the log itself not counted."""
MESSAGES = (
    "Took 5.21 seconds to spawn the instance on the hypervisor.",
    "Final resource view: name=cmp1 phys_ram=262144MB used_ram=180224MB total_vcpus=128",
    "Inventory has not changed for provider 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10",
    "VM Resumed (Lifecycle Event)",
    "During sync_power_state the instance has a pending task (spawning). Skip.",
    'Lock "compute_resources" acquired by "nova.compute.resource_tracker.x" :: waited 0.000s',
    '10.0.0.5 "GET /v2.1/servers/detail HTTP/1.1" status: 200 len: 12345 time: 0.123',
)
SYMPTOM = "AMQP server on controller:5672 is unreachable: timed out. Trying again in 1 seconds."
REQUEST = "[req-5b7e0c52-8d60-4f1f-a2b5-6d0f3e1c9a01 - - - - -]"


class Log(NamedTuple):
    """A kind of log: the share of quiet lines, whether lines have a prefix, the least MB/s."""

    name: str
    quiet: float
    prefix: bool
    symptoms: float
    least: float


LOGS = (
    Log("ordinary: 95 of 100 lines INFO or DEBUG", 0.95, True, 0.001, 30),
    Log("lines without a prefix", 0.0, False, 0.001, 8),
    Log("every line a symptom", 0.0, True, 1.0, 2),
)


def main() -> int:
    """Measure, print a table, and say whether every budget is kept."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else MEGABYTES
    kept = True
    sys.stdout.write("| log | MB/s | at least |\n| --- | --- | --- |\n")
    for log in LOGS:
        data = written(log, size)
        before = peak()
        speed = max(measured(data) for _ in range(TURNS))
        kept &= speed >= log.least and peak() - before < MEMORY
        sys.stdout.write(f"| {log.name} | {speed:.0f} | {log.least:.0f} |\n")
    return int(not kept)


def measured(data: bytes) -> float:
    """Give the megabytes that are read in a second of processor time."""
    count = Count()
    start = process_time()
    count.take(whole_lines(io.BytesIO(data).read))
    assert count.tallies
    return len(data) / 1e6 / (process_time() - start)


def written(log: Log, megabytes: int) -> bytes:
    """Write a log, the same in each run."""
    chosen = random.Random(1)
    return "".join(lines(log, chosen, megabytes)).encode()


def lines(log: Log, chosen: random.Random, megabytes: int) -> Iterator[str]:
    """Give lines until there are as many megabytes."""
    size = number = 0
    while size < megabytes * 1e6:
        number += 1
        quiet = chosen.random() < log.quiet
        level = chosen.choice(("INFO", "INFO", "DEBUG") if quiet else ("WARNING", "ERROR"))
        head = (
            f"2026-03-02 09:{number % 60:02}:40.{number % 1000:03} 2214 {level} nova.x {REQUEST} "
        )
        message = SYMPTOM if chosen.random() < log.symptoms else chosen.choice(MESSAGES)
        line = f"{head if log.prefix else ''}{message}\n"
        size += len(line)
        yield line


def peak() -> float:
    """Give the most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
