"""Files that once broke something, and whatever else is worth keeping: all of it, in every release.

`corpus/NAME.conf` is a file as it is; `corpus/NAME.toml` beside it may tell its release and facts.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz.properties import holds

from novalint.deployment import Deployment
from novalint.errors import DeploymentError
from novalint.tables import read_table

FOLDER = Path(__file__).parent / "corpus"
RELEASES = ("2026.2", "2024.1", "train", "ocata")


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.conf")), ids=lambda file: file.stem)
def test_everything_holds_for_kept_files(file: Path) -> None:
    beside = file.with_suffix(".toml")
    told = dict(read_table(beside, "TOML", DeploymentError)) if beside.exists() else {}
    text = file.read_bytes().decode("utf-8", "surrogateescape")
    releases = [str(told.pop("release"))] if "release" in told else RELEASES
    for release in releases:
        holds([text], release, Deployment.of(told))
