"""What a command did, and files to run commands on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]

UNKNOWN = "[DEFAULT]\nvif_plugging_if_fatal = true\n"
"""One warning or error, with an unsafe fix."""
GOOD = "[DEFAULT]\nlog_dir = /var/log/nova\n"
"""No finding."""
INFO = "[DEFAULT]\nvif_plugging_timeout = 300\n"
"""One info where the role is api: nothing but nova-compute reads it."""


class Ran(NamedTuple):
    """The exit status of a command and what it wrote."""

    status: object
    stdout: bytes
    stderr: bytes

    @property
    def out(self) -> str:
        """Standard output as text."""
        return self.stdout.decode("utf-8", "surrogateescape")

    @property
    def err(self) -> str:
        """Standard error as text."""
        return self.stderr.decode("utf-8", "surrogateescape")

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.stdout)

    @property
    def rules(self) -> list[str]:
        """The rules of a JSON report, in its order."""
        return [one["rule"] for one in self.json["diagnostics"]]


def write(path: str | Path, content: str | bytes) -> Path:
    """Write a file, bytes as they are, text as UTF-8 with its own line ends."""
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def refused(ran: Ran, *words: str) -> None:
    """Check that a command ended as it must for what it cannot do: status 2, one line, why."""
    assert ran.status == 2
    assert ran.stdout == b""
    assert ran.err.startswith("novalint: ")
    assert ran.err.count("\n") == 1
    assert ran.err.endswith("\n")
    assert ran.err[:-1].isprintable()
    for word in words:
        assert word in ran.err


def shell(command: str, folder: Path, **environment: str) -> Ran:
    """Run a shell command in which `$novalint` is the program, as a process of its own."""
    old = os.environ.get("PYTHONPATH")
    paths = [str(ROOT), *([old] if old else [])]
    given = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "novalint": f"{sys.executable} -m novalint",
        **environment,
    }
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=given, capture_output=True, timeout=30, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)
