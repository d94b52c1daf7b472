"""What came of the cases when they were last run: evidence.json, which the repository holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path

from novalint.wording import mask_urls

FILE = Path(__file__).parent / "evidence.json"
_LOGGED = re.compile(r"^\d{4}-\d\d-\d\d [\d:.]+ \d+ ")
_REQUEST = re.compile(r"\[(None )?req-[^\]]*\]|\[-\]")
_PLACE = re.compile(r"(?<![\w.])/(?:[^\s'\":,)]+/)+(?=[^\s/'\":,)])")
_PORT = re.compile(r"(?<=127\.0\.0\.1:)\d+")
PASSWORD = "s3cr3tWord"
"""What cases take for one; Nova itself logs those of URLs that it cannot read."""
LONGEST = 300


@dataclass(frozen=True, order=True)
class Trial:
    """A case that was tried with one release of Nova.

    `status` is with what the service ended (null if it ran on, perhaps starting its workers again
    and again), `line` what it logged.
    """

    case: str
    rule: str
    major: int
    nova: str
    service: str
    outcome: str
    status: int | None
    line: str

    @property
    def key(self) -> tuple[str, int]:
        return self.case, self.major


def trials() -> list[Trial]:
    """Read what is kept."""
    return [Trial(**entry) for entry in json.loads(FILE.read_text("utf-8"))]


def keep(trial: Trial) -> None:
    """Write the outcome of one trial in the place of that of an earlier one."""
    with FILE.open("rb") as whole:
        flock(whole, LOCK_EX)  # two releases may be tried at a time
        others = [other for other in trials() if other.key != trial.key]
        write([*others, trial])


def write(kept: Iterable[Trial]) -> None:
    """Write trials in the order of cases and releases, one a line."""
    ordered = sorted(kept, key=lambda trial: trial.key)
    lines = (json.dumps(asdict(trial), ensure_ascii=False) for trial in ordered)
    FILE.write_text("[\n" + ",\n".join(f" {line}" for line in lines) + "\n]\n", "utf-8")


def plain(line: str) -> str:
    """Take out of a line what is this run's alone: the moment, folders, ports; and passwords."""
    text = _REQUEST.sub("[-]", _LOGGED.sub("", mask_urls(line).replace(PASSWORD, "***").strip()))
    return _PORT.sub("5672", _PLACE.sub("", text))[:LONGEST]
