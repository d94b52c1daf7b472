"""How long an editor waits for what it shows: from a keystroke to the findings.

    python tests/benchmarks/editor.py [KEYSTROKES]

The server is a process of its own, spoken to over pipes as an editor does, without the time that
it waits for more to be typed. Each keystroke changes a line in the middle of the file and takes
turns with a check of such a text in this process; of both the best of many turns counts. The exit
status is 1 where a budget is missed. Without the extra `novalint[lsp]` nothing is measured.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from time import perf_counter
from typing import Any, NamedTuple

from inside import SMALL, padded, write_sample

import novalint
from novalint.schema.options import load_schema
from novalint.schema.releases import newest
from novalint.text.document import Document

KEYSTROKES = 40
COMMAND = (sys.executable, "-m", "novalint", "lsp", "--delay", "0")


class Wait(NamedTuple):
    """What somebody waits for a file of a size, in seconds, and what a check of its text takes."""

    lines: int
    seconds: float
    check: float


BUDGETS = {60: 20.0, 6000: 9.0}
"""Lines -> the ratio that may be reached at most: that of 50 and 150 ms where a check takes 2.5 and
16 ms, as docs/performance.md has it.
"""


class Pipe:
    """Speaks the protocol with the server."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin and process.stdout
        self._write, self._read = process.stdin, process.stdout

    def send(self, method: str, params: object, **more: object) -> None:
        """Send a message; a request has an `id`."""
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self._write.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._write.flush()

    def shown(self, version: int) -> None:
        """Wait for what is shown in a version of the file."""
        while True:
            message = self._message()
            if message.get("params", {}).get("version") == version:
                return

    def answered(self, number: int) -> None:
        """Wait for the answer to a request."""
        while self._message().get("id") != number:
            pass

    def _message(self) -> Any:
        size = 0
        while (line := self._read.readline().strip()) or not size:
            if line.lower().startswith(b"content-length:"):
                size = int(line.partition(b":")[2])
        return json.loads(self._read.read(size))


@contextmanager
def server() -> Iterator[Pipe]:
    """Start a server, and end it."""
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        pipe = Pipe(process)
        pipe.send("initialize", {"capabilities": {}, "processId": None, "rootUri": None}, id=1)
        pipe.send("initialized", {})
        yield pipe
        pipe.send("shutdown", None, id=2)
        pipe.answered(2)
        pipe.send("exit", None)


def waits(text: str, keystrokes: int) -> Wait:
    """Return the least time from a keystroke to the findings, and of a check, in turns with it."""
    uri, lines = "file:///nowhere/nova.conf", text.count("\n")
    place = {"line": lines // 2, "character": 0}
    change = {"range": {"start": place, "end": place}, "text": "#"}
    waited, checked = [], []
    with server() as pipe:
        item = {"uri": uri, "languageId": "conf", "version": 1, "text": text}
        pipe.send("textDocument/didOpen", {"textDocument": item})
        pipe.shown(1)
        for version in range(2, keystrokes + 2):
            started = perf_counter()
            pipe.send(
                "textDocument/didChange",
                {"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]},
            )
            pipe.shown(version)
            waited.append(perf_counter() - started)
            checked.append(check(f"{text}{'#' * version}"))
    return Wait(lines, min(waited), min(checked))


def check(text: str) -> float:
    """Return the time of a check of a text in this process, in seconds."""
    started = perf_counter()
    novalint.check(Document.parse(text, "/nowhere/nova.conf"))
    return perf_counter() - started


def main() -> int:
    """Measure, print a table, and say whether every budget is kept."""
    if find_spec("pygls") is None:
        sys.stdout.write("not measured: the language server needs novalint[lsp]\n")
        return 0
    keystrokes = int(sys.argv[1]) if len(sys.argv) > 1 else KEYSTROKES
    kept = True
    sys.stdout.write("| keystroke to findings | wait | / a check | at most |\n")
    sys.stdout.write("| --- | ---: | ---: | ---: |\n")
    schema = load_schema(newest())
    for text in (padded(SMALL), write_sample(schema, 6_000, 60)):
        wait = waits(text, keystrokes)
        ratio, limit = wait.seconds / wait.check, BUDGETS[wait.lines]
        kept &= ratio <= limit
        missed = "" if ratio <= limit else " missed"
        cells = (f"{wait.lines:,} lines", f"{wait.seconds * 1e3:.0f} ms", f"{ratio:.1f} x")
        sys.stdout.write(f"| {' | '.join(cells)} | {limit:g} x{missed} |\n")
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
