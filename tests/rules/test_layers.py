"""Fixes that take a value out leave that of the layer below in force."""

from __future__ import annotations

import pytest

from novalint.config.model import Config, load
from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.text.document import Document

CASES = [
    ("api-max-limit-zero", "[api]", "max_limit", 500, 0, {}),
    ("api-max-limit-high", "[api]", "max_limit", 500, 20000, {}),
    ("local-disks-forbidden", "[DEFAULT]", "max_local_block_devices", 2, 0, {}),
    ("metadata-not-cached", "[api]", "metadata_cache_expiration", 30, 0, {}),
    ("conductor-workers-negative", "[conductor]", "workers", 4, -1, {}),
    ("workers-zero", "[scheduler]", "workers", 4, 0, {}),
    ("no-second-host-tried", "[scheduler]", "max_attempts", 5, 1, {}),
    (
        "host-discovery-in-large-cloud",
        "[scheduler]",
        "discover_hosts_in_cells_interval",
        600,
        60,
        {"compute_hosts": 250},
    ),
    ("thread-pool-like-green-pool", "[DEFAULT]", "default_thread_pool_size", 20, 1000, {}),
]


def layered(group: str, *lines: str) -> Config:
    texts = [f"{group}\n{line}\n" for line in lines]
    documents = [
        Document.parse(text, f"{name}.conf") for name, text in zip("abc", texts, strict=False)
    ]
    return load(*documents, release="2026.2")


@pytest.mark.parametrize(("rule", "group", "option", "good", "bad", "facts"), CASES)
def test_the_value_below_holds_again(
    rule: str, group: str, option: str, good: int, bad: int, facts: dict[str, object]
) -> None:
    config = layered(group, f"{option} = {good}", f"{option} = {bad}")
    report = check(config, deployment=Deployment.of(facts), select=[rule])
    patch = report.fix(unsafe=True)
    texts = {one.path: patch.apply(one.text, one.path) for one in config.documents}
    after = load(*(Document.parse(text, path) for path, text in texts.items()), release="2026.2")
    assert after.value(group.strip("[]"), option) == good
