"""Which services run native threads, as files and releases decide."""

from __future__ import annotations

import pytest

from novalint.config.model import load
from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.nova.native_threads import threading_roles
from novalint.text.document import Document

WEB = ("api", "metadata")


@pytest.mark.parametrize(
    ("release", "backend", "roles"),
    [
        ("2025.2", "", ()),
        ("2026.1", "", (*WEB, "scheduler")),
        ("2026.2", "auto", (*WEB, "scheduler", "conductor")),
        ("2026.2", "threading", (*WEB, "scheduler", "conductor")),
        ("2026.2", "eventlet", WEB),
    ],
)
def test_a_web_server_never_reads_the_backend(
    release: str, backend: str, roles: tuple[str, ...]
) -> None:
    text = f"[DEFAULT]\nconcurrency_backend = {backend}\n" if backend else "[DEFAULT]\n"
    config = load(Document.parse(text, "nova.conf"), release=release)
    assert threading_roles(config, Deployment(role="all")) == roles
    assert threading_roles(config, Deployment(role="compute")) == ()


@pytest.mark.parametrize(
    ("role", "count"), [("scheduler", 0), ("compute", 0), ("api", 1), ("metadata", 1), (None, 1)]
)
def test_a_pool_that_eventlet_leaves_alone_may_have_any_size(role: str | None, count: int) -> None:
    text = "[DEFAULT]\nconcurrency_backend = eventlet\ndefault_thread_pool_size = 1000\n"
    config = load(Document.parse(text, "nova.conf"), release="2026.2")
    rule = "thread-pool-like-green-pool"
    assert len(check(config, deployment=Deployment(role=role), select=[rule]).findings) == count
