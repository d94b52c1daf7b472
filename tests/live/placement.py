"""Stands in for Placement: answers what services ask of it while they start."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

VERSION = {"id": "v1.0", "min_version": "1.0", "max_version": "1.39", "status": "CURRENT"}


class Answers(BaseHTTPRequestHandler):
    """Takes whatever is sent, and knows of nothing."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/":
            links = [{"rel": "self", "href": ""}]
            return self._answer({"versions": [{**VERSION, "links": links}]})
        kind = self.path.strip("/").split("?")[0].rsplit("/", 1)[-1]
        return self._answer({kind: [], "resource_provider_generation": 0})

    def do_POST(self) -> None:
        self._answer({"generation": 0, "parent_provider_uuid": None, **self._body()})

    def do_PUT(self) -> None:
        self._answer({"resource_provider_generation": 1, **self._body()})

    def do_DELETE(self) -> None:
        self._answer({})

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def _body(self) -> dict[str, object]:
        length = int(self.headers.get("Content-Length") or 0)
        sent = json.loads(self.rfile.read(length) or b"{}")
        return sent if isinstance(sent, dict) else {}

    def _answer(self, answer: dict[str, object]) -> None:
        text = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


@contextmanager
def placement() -> Iterator[str]:
    """Run it on a free port of this machine; gives its URL."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
