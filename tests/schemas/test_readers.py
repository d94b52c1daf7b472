"""Who reads an option: names that are made at run time, groups handed to libraries, and facts."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

import pytest

SCHEMAS = Path(__file__).parents[2] / "schemas"
WORKERS = ("DEFAULT", "metadata_workers")
OPTIONS = {
    "DEFAULT": frozenset({"api_workers", "metadata_workers", "host", "initial_ratio", "ratio"}),
    "disks": frozenset({"size", "sizes"}),
    "cache": frozenset({"backend"}),
}


@pytest.fixture(autouse=True)
def generator_is_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCHEMAS))
    for name in [name for name in sys.modules if name.split(".")[0] == "generator"]:
        monkeypatch.delitem(sys.modules, name)


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("CONF.host", {("DEFAULT", "host")}),
        ("CONF.disks.size", {("disks", "size")}),
        ("getattr(CONF, '%s_workers' % name)", {("DEFAULT", "api_workers"), WORKERS}),
        ("getattr(CONF, f'{name}_workers', 0)", {("DEFAULT", "api_workers"), WORKERS}),
        ("CONF['host']", {("DEFAULT", "host")}),
        ("CONF['disks'].size", {("disks", "")}),
        ("CONF.disks[key]\nkey = 'size'", {("disks", ""), ("disks", "size")}),
        ("CONF.disks.get('sizes')", {("disks", "get"), ("disks", "sizes")}),
        (
            "for t in ('ratio', 'x'):\n getattr(CONF, 'initial_%s' % t)",
            {("DEFAULT", "initial_ratio")},
        ),
        ("key = 'ratio'\ngetattr(CONF, key)", {("DEFAULT", "ratio")}),
        ("getattr(other, '%s_workers' % name)", set()),
        ("configure(conf.disks)", {("disks", "")}),
        ("conf.host", set()),
        ("cache.configure_cache_region(CONF, region)", {("cache", "")}),
        ("cache.configure_cache_region(region)", set()),
    ],
)
def test_what_a_definition_reads(text: str, reads: set[tuple[str, str]]) -> None:
    from generator.readers.source import _facts

    assert set(_facts(ast.parse(text).body, {}, OPTIONS).reads) == reads


def read_by(series: str, group: str, option: str) -> list[str]:
    schema = json.loads((SCHEMAS / "nova" / f"{series}.json").read_text("utf-8"))
    found: list[str] = schema["properties"][group]["properties"][option]["x-oslo"].get(
        "read_by", []
    )
    return found


@pytest.mark.parametrize(
    ("series", "option", "expected"),
    [
        # nova/service.py (WSGIService): getattr(CONF, '%s_workers' % name)
        ("ocata", "osapi_compute_workers", ["api"]),
        ("zed", "osapi_compute_listen_port", ["api"]),
        ("zed", "metadata_workers", ["api", "metadata"]),
        # nova/objects/compute_node.py: getattr(CONF, key)
        ("rocky", "cpu_allocation_ratio", ["api", "compute", "conductor", "scheduler", "manage"]),
        # nova/db/sqlalchemy/api.py, reached through what oslo.db loads
        ("queens", "enable_new_services", ["conductor"]),
        # nova/monkey_patch.py, by an object of its own
        ("2026.2", "concurrency_backend", ["api", "compute", "conductor", "scheduler"]),
    ],
)
def test_readers_of_computed_names(series: str, option: str, expected: list[str]) -> None:
    assert set(expected) <= set(read_by(series, "DEFAULT", option))


def test_who_does_not_read() -> None:
    assert read_by("2024.1", "DEFAULT", "cpu_allocation_ratio") == ["compute", "manage"]
    assert "compute" not in read_by("zed", "DEFAULT", "osapi_compute_workers")
    assert "compute" not in read_by("queens", "DEFAULT", "enable_new_services")
    # nova/thread_pool_factory.py sizes pools, of which only nova-compute asks for these
    for option in (
        "max_concurrent_builds",
        "max_concurrent_snapshots",
        "sync_power_state_pool_size",
    ):
        assert read_by("2026.2", "DEFAULT", option) == ["compute"]
    assert read_by("2026.2", "image_cache", "precache_concurrency") == ["conductor"]
    assert read_by("2026.2", "libvirt", "rbd_destroy_volume_retries") == ["compute"]


@pytest.mark.parametrize("series", ["ocata", "victoria", "2026.2"])
def test_compute_enforces_a_policy(series: str) -> None:
    """It asks whether a tenant may use an external network (nova/network/neutron.py)."""
    assert read_by(series, "oslo_policy", "policy_file") == ["api", "compute", "manage"]
