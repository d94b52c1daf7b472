"""Searches, led by the code that is reached, for bytes that break something: `make guided`.

Atheris makes the bytes from the files that tests know already. What they choose of the releases and
clouds depends on themselves, so that a kept file breaks again what it broke. Options are those of
libFuzzer, and folders of further files to start from.
"""

from __future__ import annotations

import sys
from pathlib import Path
from zlib import crc32

import atheris

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

with atheris.instrument_imports(include=["novalint"]):
    from fuzz.properties import checked, holds

    from novalint.deployment import Deployment
    from novalint.reports import FORMATS, find_format
    from novalint.reports.render_options import RenderOptions
    from novalint.text.document import Document

    holds(["[DEFAULT]\ndebug = 1\ndebug = 1\n"], "2026.2", Deployment())  # imports all rules
    EVERY = [find_format(name).render for name in FORMATS]

RELEASES = ("2026.2", "2024.1", "train", "ocata")
FACTS = (
    Deployment(),
    Deployment(role="compute", tenants=300, instances_per_host=80, compute_hosts=2000),
    Deployment(profile="dense-multi-tenant", role="all", db_max_connections=100, controllers=3),
)
LARGEST = 4096
"""Bytes of a file; larger ones are slow and say no more."""


def seeds(folder: Path) -> None:
    """Copy the files that tests know into one folder, since libFuzzer reads no names of files."""
    folder.mkdir(parents=True, exist_ok=True)
    tests = ROOT / "tests"
    kept = (*tests.glob("fuzz/corpus/*.conf"), *tests.glob("rules/*/*.conf"))
    for file in (*kept, *tests.glob("wellmade/*/*.conf")):
        data = file.read_bytes()
        if len(data) <= LARGEST:
            (folder / f"{crc32(data):08x}").write_bytes(data)


def chosen(data: bytes) -> tuple[str, Deployment]:
    """Give the release and the facts with which bytes are tried."""
    number = crc32(data)
    return RELEASES[number % len(RELEASES)], FACTS[number // len(RELEASES) % len(FACTS)]


def everything_holds(data: bytes) -> None:
    """Read bytes, check them, make every fix and write every report."""
    document = Document.parse(data)
    assert document.text.encode("utf-8", "surrogateescape") == data
    release, facts = chosen(data)
    holds([document.text], release, facts)
    report = checked([document.text], release, facts)
    for render in EVERY:
        render([report], RenderOptions(version="1.0")).encode()


if __name__ == "__main__":
    start = ROOT / "build" / "fuzz"
    seeds(start / "seeds")
    (start / "found").mkdir(exist_ok=True)
    told = [f"-max_len={LARGEST}", f"-artifact_prefix={start}/", *sys.argv[1:]]
    atheris.Setup([sys.argv[0], *told, f"{start}/found", f"{start}/seeds"], everything_holds)
    atheris.Fuzz()
