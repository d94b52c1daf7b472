"""The generator makes the committed files again, from the packages.

Slow and needs a package index: it runs only with NOVALINT_REBUILD=1 (the newest release), with
names of releases in it (`NOVALINT_REBUILD=yoga,2024.1`), or `all`.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

SCHEMAS = Path(__file__).parents[2] / "schemas"
LINES = json.loads((SCHEMAS / "releases.json").read_text("utf-8"))


def wanted() -> list[str]:
    told = os.environ.get("NOVALINT_REBUILD", "")
    series = [line["series"] for line in LINES]
    return {"": [], "1": series[-1:], "all": series}.get(told, told.split(","))


@pytest.mark.skipif(not wanted(), reason="NOVALINT_REBUILD is not set")
@pytest.mark.parametrize("series", wanted() or ["none"])
def test_generator_makes_the_committed_file(series: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCHEMAS))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    from generator.__main__ import generated, recorded
    from generator.releases import releases

    release = next(release for release in releases() if release.series == series)
    assert generated(release, recorded(release)) == release.file.read_text("utf-8")
