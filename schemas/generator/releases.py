"""The releases that releases.json lists."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

SCHEMAS = Path(__file__).parent.parent
LIST = SCHEMAS / "releases.json"
FIRST_MODERN = 27
EXTRAS = ("osprofiler", "hyperv", "powervm", "vmware", "zvm")


class Release(NamedTuple):
    """One line of releases.json; `day` is the day of release, `nova` the version to extract."""

    series: str
    codename: str
    major: int
    nova: str
    day: str

    @property
    def file(self) -> Path:
        """Where the schema of this release is kept."""
        return SCHEMAS / "nova" / (self.series + ".json")

    @property
    def cutoff(self) -> str:
        """Libraries of the release were uploaded before this day (two days of grace)."""
        return str(date.fromisoformat(self.day) + timedelta(days=2))

    @property
    def is_legacy(self) -> bool:
        """Whether Python 3.11 does not run the release with third-party packages of its day."""
        return self.major < FIRST_MODERN

    @property
    def requirement(self) -> str:
        """Nova with the optional drivers that register options of their own."""
        return f"nova[{','.join(EXTRAS)}]=={self.nova}"

    @property
    def title(self) -> str:
        """The title of the schema."""
        names = [self.series] + [self.codename] * (self.codename != self.series)
        return f"nova.conf of Nova {self.nova} ({' '.join(names)})"


def releases() -> list[Release]:
    """All releases, oldest first."""
    return [Release(**line) for line in json.loads(LIST.read_text(encoding="utf-8"))]
