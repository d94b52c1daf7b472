"""The examples in README and docs, run as a reader would run them.

In a block marked `console`, a line `$ command` is run by sh in a folder that holds the examples of
this repository, `> ` continues it, and what follows is all that a terminal shows of it. Blocks
marked `pycon` are doctests. Blocks marked otherwise are not run.

After a change, `python tests/pages.py` writes anew what the commands show: read what git shows as
changed before you keep it.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import command

ROOT = command.ROOT
PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "schemas/*.md", "examples/*/*.md")
    for path in ROOT.glob(pattern)
)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def title(page: Path) -> str:
    return str(page.relative_to(ROOT))


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """Give a page without its blocks."""
    return FENCE.sub("", text(page))


def blocks(page: Path, kind: str) -> Iterator[tuple[int, str]]:
    """Give the blocks of a kind with the line on which each starts."""
    for hit in FENCE.finditer(text(page)):
        if hit[1] == kind:
            yield text(page).count("\n", 0, hit.start(2)) + 1, hit[2]


def commands(block: str) -> list[str]:
    """Give the commands of a console block as they are written, prompts included."""
    found: list[str] = []
    open_command = False
    for line in block.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append(line)
            open_command = True
        elif open_command and line.startswith((">\n", "> ")):
            found[-1] += line
        else:
            open_command = False
    return found


def typed(page: Path) -> list[str]:
    """Give all commands of a page."""
    return [one for _, block in blocks(page, "console") for one in commands(block)]


def replayed(page: Path, place: Path, tools: Path) -> str:
    """Run the commands of a page one after the other; give the page with what they show now."""
    status = 0

    def block(hit: re.Match[str]) -> str:
        nonlocal status
        if hit[1] != "console":
            return hit[0]
        lines = []
        for typed in commands(hit[2]):
            script = re.sub(r"^[$>] ?", "", typed, flags=re.MULTILINE)
            shell = ["sh", "-c", f"(exit {status})\n{script}"]
            done = command.run(shell, place, tools, merged=True)
            status = done.returncode
            lines += [typed, done.stdout]
        return f"```console\n{''.join(lines)}```"

    return FENCE.sub(block, text(page))


def furnish(place: Path) -> None:
    """Put into a folder what examples work on."""
    shutil.copytree(ROOT / "examples", place / "examples")


if __name__ == "__main__":
    chosen = [Path(name).resolve() for name in sys.argv[1:]] or PAGES
    for one in chosen:
        with tempfile.TemporaryDirectory() as folder:
            furnish(Path(folder) / "place")
            new = replayed(one, Path(folder) / "place", Path(folder) / "bin")
            one.write_text(new, encoding="utf-8")
