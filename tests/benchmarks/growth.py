"""Whether what files can be full of costs time that grows with their length, and no faster.

    python tests/benchmarks/growth.py [SHAPE...]

Each shape of input is made in three lengths, each twice the one before, and given to a command in
this process. Processor time is taken, the least disturbed of some turns, without what a tiny input
takes. Where time grows with the length, what the last doubling adds is twice what the first adds;
where it grows with the square, four times. The exit status is 1 where a shape is above LIMIT.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from time import process_time
from typing import NamedTuple

from novalint.cli import main as novalint

LIMIT = 2.8
"""What four times as much may take at most, over twice as much: 2 is linear, 4 is quadratic."""
TURNS = 3
ENOUGH = 0.4
"""Seconds above which the largest input is measured once."""
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "dense-compute" / "nova.conf"

Words = tuple[str, ...]


class Shape(NamedTuple):
    """A kind of input: its name, its least length, and what writes it and gives the command."""

    name: str
    length: int
    make: Callable[[int], Words]


class Growth(NamedTuple):
    """A shape, the seconds of its three lengths, and how the last doubling compares to twice."""

    name: str
    length: int
    seconds: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """What four times the input takes over what twice the input takes."""
        return self.seconds[2] / max(self.seconds[1], 1e-9)


def file(name: str, length: int, line: Callable[[int], str], command: Words = ("check",)) -> Shape:
    """Give the shape of a file of numbered pieces behind a header."""

    def make(count: int) -> Words:
        Path("nova.conf").write_text("[DEFAULT]\n" + "".join(map(line, range(count))))
        return (*command, "nova.conf")

    return Shape(name, length, make)


def repeated(name: str, piece: str, length: int, command: Words = ("check",)) -> Shape:
    """Give the shape of a file with one piece again and again."""
    return file(name, length, lambda number: piece, command)


def shapes() -> Iterator[Shape]:
    """Give what files, folders, settings and command lines can be full of."""
    upgrade = ("upgrade", "--from", "ocata", "--to", "2026.2")
    fix = ("fix", "--diff")
    whole = "# novalint: ignore-file[unknown-optio]\n"
    yield Shape("directives for the whole file", 1000, lambda n: _written(whole * n))
    yield file("comments that ignore, with options", 500, _ignored)
    yield Shape("stacked comments that ignore", 1000, _stacked)
    yield Shape("names in one directive", 1000, _names)
    for command in (("check",), fix, upgrade, ("show",), ("baseline",)):
        word = command[0]
        yield file(f"{word}: unknown options", 300, lambda n: f"invented_{n} = 1\n", command)
        yield file(f"{word}: unknown groups", 200, lambda n: f"[g{n}]\na = 1\n", command)
        yield repeated(f"{word}: misplaced options", "virt_type = kvm\n", 500, command)
        # Each of these has a safe fix; up to 200,000 lines are read to prove them one by one.
        yield repeated(f"{word}: an option again and again", "debug = true\n", 1000, command)
        yield repeated(f"{word}: wrong values", "debug = maybe\n", 500, command)
        yield repeated(f"{word}: headers", "[DEFAULT]\n[libvirt]\n", 1000, command)
        yield repeated(f"{word}: comments", "# a\n", 5000, command)
        yield repeated(f"{word}: templates", "#virt_type = kvm\n", 2000, command)
        yield repeated(f"{word}: refused lines", "= x\n", 500, command)
        yield repeated(f"{word}: indented lines", "a = 1\n  b = 2\n", 500, command)
        yield repeated(f"{word}: deprecated names", "sql_connection = x\n", 300, command)
        yield repeated(f"{word}: dashed names", "my-ip = 192.0.2.1\n", 300, command)
        yield repeated(f"{word}: carriage returns", "\r", 2000, command)
        yield Shape(f"{word}: the example again and again", 1, _examples(command))
        yield Shape(f"{word}: one long value", 20_000, _long(command))
        yield Shape(f"{word}: one long list", 2_000, _list(command))
        yield Shape(f"{word}: substitutions", 300, _chain(command))
    yield Shape("set: new options", 50, _set)
    yield Shape("set: new groups", 50, _set_groups)
    yield Shape("unset: options", 50, _unset)
    yield Shape("files together", 50, _together)
    yield Shape("files apart", 30, _apart)
    yield Shape("plugins that do not exist", 10, _plugins)
    yield Shape("overrides", 100, _overrides)
    yield Shape("overrides with many stars", 5, _stars)
    yield Shape("severities", 2, _deep)
    yield Shape("a baseline", 300, _baseline)


def _written(text: str, *words: str) -> Words:
    Path("nova.conf").write_text(text)
    return (*(words or ("check",)), "nova.conf")


def _ignored(number: int) -> str:
    return f"# novalint: ignore[unknown-option] why\ninvented_{number} = 1\n"


def _stacked(count: int) -> Words:
    return _written("[DEFAULT]\n" + "# novalint: ignore[unknown-option]\n" * count + "a = 1\n")


def _names(count: int) -> Words:
    names = ", ".join(f"rule-{number}" for number in range(count))
    return _written(f"# novalint: ignore-file[{names}]\n[DEFAULT]\na = 1\n")


def _examples(command: Words) -> Callable[[int], Words]:
    return lambda count: _written(EXAMPLE.read_text() * count, *command)


def _long(command: Words) -> Callable[[int], Words]:
    return lambda count: _written(f"[DEFAULT]\ncompute_driver = {'x' * count}\n", *command)


def _list(command: Words) -> Callable[[int], Words]:
    def make(count: int) -> Words:
        names = ",".join(f"Filter{number}" for number in range(count))
        text = f"[filter_scheduler]\nenabled_filters = {names}\n"
        return _written(text + f"[compute]\ncpu_dedicated_set = {'1,' * count}2\n", *command)

    return make


def _chain(command: Words) -> Callable[[int], Words]:
    def make(count: int) -> Words:
        lines = (f"log_dir = ${'{'}state_path{'}'}{'$my_ip' * 10}\n" for _ in range(count))
        return _written("[DEFAULT]\n" + "".join(lines), *command)

    return make


def _set(count: int) -> Words:
    _written("[DEFAULT]\na = 1\n")
    return ("set", "--force", "--diff", "nova.conf", *(f"DEFAULT.new_{n}=1" for n in range(count)))


def _set_groups(count: int) -> Words:
    _written("[DEFAULT]\na = 1\n")
    return ("set", "--force", "--diff", "nova.conf", *(f"g{n}.new=1" for n in range(count)))


def _unset(count: int) -> Words:
    _written("[DEFAULT]\n" + "".join(f"new_{n} = 1\n" for n in range(count)))
    return ("unset", "--force", "--diff", "nova.conf", *(f"DEFAULT.new_{n}" for n in range(count)))


def _folder(count: int) -> list[str]:
    Path("many").mkdir(exist_ok=True)
    names = [f"many/{number:05}.conf" for number in range(count)]
    for number, name in enumerate(names):
        Path(name).write_text(f"[DEFAULT]\ninvented_{number} = 1\ndebug = true\n")
    return names


def _together(count: int) -> Words:
    return ("check", "--together", *_folder(count))


def _apart(count: int) -> Words:
    return ("check", "--jobs", "1", *_folder(count))


def _settings(text: str) -> Words:
    Path("settings.toml").write_text(text)
    return _written("[DEFAULT]\na = 1\n", "check", "--settings", "settings.toml")


def _plugins(count: int) -> Words:
    names = ", ".join(f'"invented-{number}"' for number in range(count))
    return _settings(f"plugins = [{names}]\n")


def _overrides(count: int) -> Words:
    piece = '[[overrides]]\npaths = ["a{}/*.conf"]\nignore = ["syntax"]\n'
    return _settings("".join(piece.format(number) for number in range(count)))


def _stars(count: int) -> Words:
    return _settings(f'[[overrides]]\npaths = ["{"**/a*" * count}x"]\n')


def _deep(count: int) -> Words:
    return _settings("[deployment]\n" + "tenants = 3\n" + "# x\n" * count * 500)


def _baseline(count: int) -> Words:
    words = file("", 0, lambda n: f"invented_{n} = 1\n").make(count)
    text = io.StringIO()
    with redirect_stdout(text), redirect_stderr(io.StringIO()):
        novalint(["baseline", "nova.conf"])
    Path("baseline.json").write_text(text.getvalue())
    return (*words, "--baseline", "baseline.json")


def measured(shape: Shape) -> Growth:
    """Time three lengths of a shape; they become longer until time can be told from noise."""
    length, least = shape.length, _seconds(shape.make(1))
    while True:
        taken = tuple(_best(shape, length * factor) - least for factor in (1, 2, 4))
        if taken[2] >= 0.1 or length >= 64 * shape.length:
            return Growth(shape.name, length, taken)
        length *= 4


def _best(shape: Shape, length: int) -> float:
    words = shape.make(length)
    first = _seconds(words)
    return first if first > ENOUGH else min(first, *(_seconds(words) for _ in range(TURNS - 1)))


def _seconds(words: Words) -> float:
    out = io.StringIO()
    start = process_time()
    with redirect_stdout(out), redirect_stderr(out):
        novalint(list(words))
    return process_time() - start


def grown(names: tuple[str, ...] = ()) -> Iterator[Growth]:
    """Measure all shapes, or those whose names hold one of some words."""
    chosen = [one for one in shapes() if not names or any(name in one.name for name in names)]
    with tempfile.TemporaryDirectory() as folder:
        before = Path.cwd()
        os.chdir(folder)
        try:
            yield from map(measured, chosen)
        finally:
            os.chdir(before)


def main() -> int:
    """Print a line for each shape as it is measured."""
    worst = 0.0
    for one in grown(tuple(sys.argv[1:])):
        worst = max(worst, one.ratio)
        times = " ".join(f"{seconds:7.3f}" for seconds in one.seconds)
        verdict = "" if one.ratio <= LIMIT else "  faster than its length"
        sys.stdout.write(f"{one.name:45} {one.length:7} {times} {one.ratio:5.2f}{verdict}\n")
        sys.stdout.flush()
    return int(worst > LIMIT)


if __name__ == "__main__":
    raise SystemExit(main())
