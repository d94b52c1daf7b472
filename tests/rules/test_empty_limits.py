"""Limits of nova-compute that are set to nothing: the first and last release of each effect."""

from __future__ import annotations

import pytest

from novalint.engine.report import check
from novalint.text.document import Document

BUILDS = "max_concurrent_builds"
SNAPSHOTS = "max_concurrent_snapshots"
MIGRATIONS = "max_concurrent_live_migrations"
POWER = "sync_power_state_pool_size"
DISKS = "max_concurrent_disk_ops"
START = "nova-compute does not start"


def effect(option: str, release: str, backend: str = "") -> str:
    """Return what the finding says becomes of Nova; nothing where there is none."""
    group = "compute" if option == DISKS else "DEFAULT"
    chosen = f"[DEFAULT]\nconcurrency_backend = {backend}\n" if backend else ""
    document = Document.parse(f"{chosen}[{group}]\n{option} =\n")
    findings = check(document, release=release, select=["concurrency-limit-empty"]).findings
    messages = (one.message.partition(", so ")[2].partition(";")[0] for one in findings)
    return " and ".join(messages)


@pytest.mark.parametrize(
    ("option", "release", "said"),
    [
        (BUILDS, "ocata", START),
        (BUILDS, "2026.1", START),
        (BUILDS, "2026.2", "no server can be built"),
        (SNAPSHOTS, "victoria", START),
        (SNAPSHOTS, "2026.1", START),
        (SNAPSHOTS, "2026.2", "no server can be built"),
        (MIGRATIONS, "train", ""),
        (MIGRATIONS, "ussuri", START),
        (MIGRATIONS, "2026.1", START),
        (MIGRATIONS, "2026.2", "every live migration fails"),
        (POWER, "ocata", START),
        (POWER, "2026.1", START),
        (POWER, "2026.2", ""),
        (DISKS, "stein", START),
        (DISKS, "2026.2", START),
    ],
)
def test_each_limit_counts_from_its_first_release_to_its_last(
    option: str, release: str, said: str
) -> None:
    assert effect(option, release) == said


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (BUILDS, START),
        (SNAPSHOTS, START),
        (MIGRATIONS, "every live migration fails"),
        (POWER, "no power state is synchronized"),
        (DISKS, START),
    ],
)
def test_on_eventlet_limits_are_read_at_the_start(option: str, said: str) -> None:
    assert effect(option, "2026.2", "eventlet") == said
    assert effect(option, "2026.2", "auto") == effect(option, "2026.2", "threading")
    assert effect(option, "2026.2", "auto") == effect(option, "2026.2")
