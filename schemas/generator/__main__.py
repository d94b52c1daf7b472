"""python -m generator [--update] [--keep FOLDER] RELEASE...: write these releases' schemas.

The release after the newest one in releases.json gets its line there. history.json is then made
anew from the schemas of all releases.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from . import arrival, environment, history, updates, writing
from .packages import Pins
from .readers import add_read_by
from .releases import LIST, Release, releases

HERE = Path(__file__).parent


def main() -> int:
    """Generate the files that were asked for."""
    known = {release.series: release for release in releases()}
    coming = arrival.following(releases()[-1].series)
    arguments = _arguments([*known, coming, "all"])
    for release in [known[s] for s in known if {s, "all"} & set(arguments.release)]:
        _write(release, arguments)
    if coming in arguments.release:
        release = arrival.arrived(releases(), arguments.codename)
        _write(release, arguments)
        LIST.write_text(arrival.added(release, LIST.read_text("utf-8")), encoding="utf-8")
    return history.main()


def _arguments(choices: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="generator", description=__doc__)
    parser.add_argument(
        "release", nargs="+", choices=choices, help="as in releases.json, or the next one, or all"
    )
    parser.add_argument("--codename", help="of the next one, where Nova itself does not tell it")
    parser.add_argument("--update", action="store_true", help="take newer library patch versions")
    parser.add_argument("--keep", type=Path, help="keep the environments here and use them again")
    return parser.parse_args()


def _write(release: Release, arguments: argparse.Namespace) -> None:
    sys.stderr.write(release.title + "\n")
    libraries = None if arguments.update else recorded(release)
    release.file.write_text(generated(release, libraries, arguments.keep), encoding="utf-8")


def recorded(release: Release) -> Pins | None:
    """The libraries that the file was made with; None if there is no file yet."""
    if not release.file.exists():
        return None
    libraries: Pins = json.loads(release.file.read_text("utf-8"))["x-oslo"]["libraries"]
    return {name.replace(".", "-"): version for name, version in libraries.items()}


def generated(release: Release, libraries: Pins | None, keep: Path | None = None) -> str:
    """The text of the schema file, made anew from the packages."""
    with tempfile.TemporaryDirectory(prefix="nova-schema-") as temporary:
        folder = (keep or Path(temporary)).absolute() / release.series
        made = environment.made(folder) or environment.build(release, libraries, folder)
        facts = extracted(*made)
        groups = writing.by_group(facts["options"])
        add_read_by(groups, next(folder.glob("lib/*/site-packages/nova")))
        updates.mark(groups, release)
        groups = writing.with_origins(groups, facts["libraries"])
        return writing.text(release, facts, groups)


def extracted(python: Path, namespaces: list[str]) -> dict[str, Any]:
    """What the script inside the environment prints about the release."""
    variables = {**os.environ, "PYTHONPATH": str(HERE)}
    command = [str(python), "-m", "inside", *namespaces]
    done = subprocess.run(command, env=variables, check=True, stdout=subprocess.PIPE, text=True)
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except arrival.ArrivalError as error:
        raise SystemExit(f"generator: {error}") from None
