"""Test the tests: change the code in small ways, one at a time, and list what no test notices.

mutmut makes the changes and runs the tests; `[tool.mutmut]` in pyproject.toml says of what, and
which tests. A mutant that all tests let live is either named in tests/mutation/equivalent.toml,
with the reason why it does what the code does, or a test is missing.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
KNOWN = ROOT / "tests" / "mutation" / "equivalent.toml"
STATS = ROOT / "mutants" / "mutmut-stats.json"
MEMORY = 3 * 1024**3
"""Bytes that one run of tests may take: some mutants never stop collecting."""

PACKAGES = ("text", "config", "schema.types", "engine")
CAUGHT = ("killed", "timeout", "segfault", "suspicious")
"""What mutmut says of mutants that a test noticed: it failed, never ended or took all memory."""


class Mutant(NamedTuple):
    """A change: the function, named as in the code, and the lines that it changes."""

    function: str
    lines: str


def main(chosen: list[str]) -> int:
    """Run the mutants whose names match, or all; 1 where one lives that is not known to be equal.

    What was run before is run again only where its function changed or it lived.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    STATS.unlink(missing_ok=True)  # which tests reach a function: mutmut asks new tests alone
    lived = [name for name, state in results(chosen) if state not in CAUGHT]
    mutmut("run", "--max-children", "1", *chosen)
    if lived and not chosen:
        mutmut("run", "--max-children", "1", *lived)
    found = list(results(chosen))
    lines, equal = table(found), equivalent()
    alive = Counter(shown(name) for name, state in found if state not in CAUGHT)
    new, gone = alive - equal, Counter() if chosen else equal - alive
    lines += [f"\nno test notices this change to {one.function}:\n  {one.lines}" for one in new]
    lines += [f"\nnamed as equal, but not alive, of {one.function}:\n  {one.lines}" for one in gone]
    sys.stdout.write("\n".join([*lines, ""]))
    return 1 if new or gone else 0


def mutmut(*arguments: str) -> str:
    """Run mutmut at the root; what `run` prints goes to the screen, that of others is given."""
    command = [sys.executable, "-m", "mutmut", *arguments]
    output = None if arguments[0] == "run" else subprocess.PIPE
    done = subprocess.run(command, cwd=ROOT, stdout=output, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(f"mutmut {arguments[0]} failed")
    return done.stdout or ""


def results(chosen: list[str]) -> Iterator[tuple[str, str]]:
    """Give the name and the state of each mutant that there is."""
    if not (ROOT / "mutants").exists():
        return
    for line in mutmut("results", "--all", "True").splitlines():
        name, _, state = line.strip().rpartition(": ")
        if not chosen or any(fnmatch(name, pattern) for pattern in chosen):
            yield name, state


def shown(name: str) -> Mutant:
    """Give the function and the lines that a mutant changes, without what stays of it."""
    added = [
        line[1:].strip()
        for line in mutmut("show", name).splitlines()
        if line.startswith("+") and not line.startswith("+++")
    ]
    module, _, mangled = name.removeprefix("novalint.").rpartition(".")
    own = re.sub(r"__mutmut_\d+$", "", mangled)
    function = own.removeprefix("xǁ").replace("ǁ", ".") if "ǁ" in own else own.removeprefix("x_")
    return Mutant(f"{module}.{function}", " ".join(added))


def equivalent() -> Counter[Mutant]:
    """Read the mutants that are known to do what the code does."""
    causes = tomllib.loads(KNOWN.read_text("utf-8"))["equal"]
    return Counter(
        Mutant(function, lines)
        for cause in causes
        for function, changes in cause["mutants"].items()
        for lines in changes
    )


def table(found: list[tuple[str, str]]) -> list[str]:
    """Tell how many mutants of each package there are, and what became of them."""
    rows = [f"\n{'':12}{'mutants':>8}{'killed':>8}{'stopped':>8}{'alive':>8}"]
    for package in PACKAGES:
        states = [state for name, state in found if name.startswith(f"novalint.{package}.")]
        killed, caught = states.count("killed"), sum(state in CAUGHT for state in states)
        counts = len(states), killed, caught - killed, len(states) - caught
        rows.append(f"{package:12}" + "".join(f"{count:8}" for count in counts))
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
