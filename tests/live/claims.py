"""Which rules claim that a service does not start, ends, or refuses what is set.

What they claim stands in their messages, and these in the expected reports of tests/rules. A rule
that does so is tried (cases/), or unreached.toml says why it cannot be.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from rules.examples import FOLDER

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

UNREACHED = Path(__file__).parent / "unreached.toml"
CLAIM = re.compile(
    r"\b(do|does) not start\b|exits at start|Nova refuses (it|the)\b|which Nova refuses"
    r"|driver refuses|RabbitMQ refuses|cannot connect|cannot work|no service can\b"
    r"|service [^;]* ends\b|cannot record its host"
)


def claims() -> dict[str, str]:
    """Give the first claim of each rule that makes one."""
    made: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*/expected*.txt")):
        rule = path.parent.name
        for line in path.read_text("utf-8").splitlines():
            message = line.partition(f"[{rule}] ")[2].rpartition("; ")[0]
            if CLAIM.search(message):
                made.setdefault(rule, message)
    return made


def unreached() -> dict[str, str]:
    """Give the reason of each rule whose claim no service here can show."""
    return dict(tomllib.loads(UNREACHED.read_text("utf-8")))
