"""The example fleets of the rules that compare nodes, each in one text file.

`tests/fleets/RULE/bad.fleet` holds the files of a small fleet one after the other, each behind a
line `=== NAME`; what stands before the first one are settings. It gives exactly `expected.txt`, and
becomes `fixed.fleet` where the rule has a fix. `good.fleet` is one that no rule about nodes has
anything to say about. `bad-2.fleet` and its kin are further cases. The role of a node follows from
its name, see SETTINGS.

After a change, `python tests/fleets/fleets.py RULE...` writes the expected files anew: read what
git shows as changed before you keep it.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from novalint.engine.cloud_report import CloudReport
from novalint.findings import FAILURE
from novalint.project.model import Project
from novalint.reports import text
from novalint.reports.render_options import RenderOptions
from novalint.settings import Override

FOLDER = Path(__file__).parent
RELEASE = 'release = "2026.2"\n'
"""Of fleets whose settings name none, so that a newer one does not change them."""
SETTINGS = """
[configurations."{node}"]
paths = ["{node}.conf"]
[[overrides]]
paths = ["ctl*"]
role = ["api", "metadata", "conductor", "scheduler"]
[[overrides]]
paths = ["api*"]
role = "api"
[[overrides]]
paths = ["con*"]
role = "conductor"
[[overrides]]
paths = ["sch*"]
role = "scheduler"
[[overrides]]
paths = ["met*"]
role = "metadata"
[[overrides]]
paths = ["prx*"]
role = "novncproxy"
[[overrides]]
paths = ["cmp*"]
role = "compute"
"""


@dataclass(frozen=True)
class Example:
    """One fleet of a rule and what belongs to it; `suffix` is `-2` and so on, or empty."""

    rule: str
    suffix: str = ""

    @property
    def expected(self) -> Path:
        return FOLDER / self.rule / f"expected{self.suffix}.txt"

    @property
    def fixed(self) -> Path:
        return FOLDER / self.rule / f"fixed{self.suffix}.fleet"

    @property
    def bad(self) -> str:
        return (FOLDER / self.rule / f"bad{self.suffix}.fleet").read_text("utf-8")

    def __str__(self) -> str:
        return self.rule + self.suffix


def examples() -> list[Example]:
    """Give every example of every folder."""
    return [
        Example(path.parent.name, path.stem.removeprefix("bad"))
        for path in sorted(FOLDER.glob("*/bad*.fleet"))
    ]


def folders() -> list[str]:
    """Give the names of all folders."""
    return sorted(path.parent.name for path in FOLDER.glob("*/good.fleet"))


def files(fleet: str) -> dict[str, str]:
    """Take a fleet apart: its settings under the empty name, and its files by theirs."""
    head, *parts = re.split(r"^=== (.+)\n", fleet, flags=re.MULTILINE)
    return {"": head, **dict(zip(parts[::2], parts[1::2], strict=True))}


@contextmanager
def laid_out(fleet: str) -> Iterator[Path]:
    """Write a fleet into a folder of its own, and work in there."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name).resolve()
        parts = files(fleet)
        head = parts.pop("")
        settings = head if "[configurations" in head else head + SETTINGS
        first = "" if re.search(r"^release *=", head, re.MULTILINE) else RELEASE
        (place / "novalint.toml").write_text(first + settings, "utf-8")
        for path, content in parts.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_text(content, "utf-8")
        os.chdir(place)
        try:
            yield place
        finally:
            os.chdir(before)


def check(fleet: str, *select: str) -> CloudReport:
    """Check a fleet by some rules or themes alone."""
    with laid_out(fleet):
        report = Project.find(".").over(Override(select=select)).check()
    assert report.cloud is not None
    return report.cloud


def mended(fleet: str, report: CloudReport) -> str:
    """Give a fleet after all fixes."""
    patch = report.fix(unsafe=True)
    parts = files(fleet)
    head = parts.pop("")
    for file in patch.files:
        parts[file.path] = patch.apply(file.source.text, file.path)
    return head + "".join(f"=== {name}\n{content}" for name, content in parts.items())


def rendered(report: CloudReport) -> str:
    """Write the text report without colours."""
    return text.render([report], RenderOptions())


def write(example: Example) -> None:
    """Write the expected files of an example from what the rule gives now.

    Raises SystemExit, and writes nothing, where the rule fails or is silent.
    """
    report = check(example.bad, example.rule)
    failed = [one.message for one in report.findings if one.rule == FAILURE]
    if failed or example.rule not in {one.rule for one in report.findings}:
        raise SystemExit(f"{example}: {failed or 'the rule finds nothing in its bad fleet'}")
    example.expected.write_text(rendered(report), "utf-8")
    example.fixed.unlink(missing_ok=True)
    if report.fix(unsafe=True):
        example.fixed.write_text(mended(example.bad, report), "utf-8")


if __name__ == "__main__":
    if strange := set(sys.argv[1:]) - set(folders()):
        raise SystemExit(f"no folder is called {', '.join(sorted(strange))}")
    for one in examples():
        if one.rule in sys.argv[1:]:
            write(one)
