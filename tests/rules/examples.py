"""The example files of the rules: what is wrong, what is reported, and what it becomes.

A folder has the name of its rule. `bad.conf` gives exactly `expected.txt` and becomes `fixed.conf`
where the rule has a fix; `good.conf` is what a file looks like that the rule has nothing to say
about; `facts.toml` holds deployment facts. `bad-2.conf` and its kin are further cases. `path.txt`
is the path of the bad file where a rule is about that.

After a change, `python tests/rules/examples.py RULE...` writes the expected files anew: read what
git shows as changed before you keep it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from novalint.deployment import Deployment
from novalint.engine.report import Report, check
from novalint.findings import FAILURE
from novalint.hosts.reading import documents_in
from novalint.reports import text
from novalint.reports.render_options import RenderOptions
from novalint.schema.releases import find_release, releases
from novalint.text.document import Document
from novalint.text.source import Source, encode

FOLDER = Path(__file__).parent
RELEASE = "2026.2"
"""The release of examples whose facts name none, so that a newer one does not change them."""


def release_in_turn(number: int) -> str:
    """Return one of the releases up to that of the examples: one that comes later moves none."""
    written = [one.series for one in releases() if one.major <= find_release(RELEASE).major]
    return written[number % len(written)]


@dataclass(frozen=True)
class Example:
    """One bad file of a rule and what belongs to it; `suffix` is `-2` and so on, or empty."""

    rule: str
    suffix: str = ""

    @property
    def folder(self) -> Path:
        return FOLDER / self.rule

    @property
    def expected(self) -> Path:
        return self.folder / f"expected{self.suffix}.txt"

    @property
    def fixed(self) -> Path:
        return self.folder / f"fixed{self.suffix}.conf"

    @cached_property
    def bad(self) -> Document:
        return self.read((self.folder / f"bad{self.suffix}.conf").read_bytes())

    def read(self, data: bytes) -> Document:
        """Read a text as it stands where the bad file does."""
        if not self.path.exists():
            return Document.parse(data, "bad.conf")
        (document,) = documents_in(Source.decode(data, self.path.read_text("utf-8").strip()))
        return document

    @property
    def path(self) -> Path:
        return self.folder / f"path{self.suffix}.txt"

    @property
    def facts(self) -> Deployment:
        return facts(self.rule, self.suffix)

    def check(self, document: Document | None = None, **options: object) -> Report:
        """Check the bad file, or another one, by this rule alone."""
        chosen = {"select": [self.rule], **options}
        return check(document or self.bad, deployment=self.facts, **chosen)

    def __str__(self) -> str:
        return self.rule + self.suffix


@cache
def facts(rule: str, suffix: str = "") -> Deployment:
    """Give the facts of an example; a case may have some of its own."""
    told = Deployment(release=RELEASE)
    for name in dict.fromkeys(["facts.toml", f"facts{suffix}.toml"]):
        path = FOLDER / rule / name
        told = told.merged(Deployment.read(path)) if path.exists() else told
    return told


def folders() -> list[str]:
    """Give the names of all folders."""
    return sorted(
        path.name for path in FOLDER.iterdir() if path.is_dir() and path.name[0] not in "._"
    )


def examples() -> list[Example]:
    """Give every example of every folder."""
    return [
        Example(rule, path.stem.removeprefix("bad"))
        for rule in folders()
        for path in sorted((FOLDER / rule).glob("bad*.conf"))
    ]


def rendered(report: Report) -> str:
    """Write the text report without colours."""
    return text.render([report], RenderOptions())


def fault(example: Example, report: Report) -> str:
    """Say why a report proves nothing about the rule; empty where it does."""
    rules = {finding.rule for finding in report.findings}
    if FAILURE in rules:
        return f"{example}: {next(one.message for one in report.findings if one.rule == FAILURE)}"
    return "" if example.rule in rules else f"{example}: the rule finds nothing in its bad file"


def write(example: Example) -> None:
    """Write the expected files of an example from what the rule gives now.

    Raises SystemExit, and writes nothing, where the rule fails or is silent.
    """
    report = example.check()
    if why := fault(example, report):
        raise SystemExit(why)
    example.expected.write_bytes(rendered(report).encode())
    patch = report.fix(unsafe=True)
    example.fixed.unlink(missing_ok=True)
    if patch:
        example.fixed.write_bytes(encode(patch.apply(report.config.documents[0].text)))


if __name__ == "__main__":
    if strange := set(sys.argv[1:]) - set(folders()):
        raise SystemExit(f"no folder is called {', '.join(sorted(strange))}")
    for one in examples():
        if one.rule in sys.argv[1:]:
            write(one)
