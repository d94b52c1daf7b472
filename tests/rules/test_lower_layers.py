"""A fix takes out what counts: what an earlier file says then holds, or is found in its turn."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from novalint.config.model import load
from novalint.deployment import Deployment
from novalint.engine.report import Report, check
from novalint.engine.safety import patched
from novalint.text.document import Document

RABBIT = "oslo_messaging_rabbit"
DISCOVERY = "discover_hosts_in_cells_interval"
CASES = [
    ("heartbeat-off", RABBIT, "heartbeat_timeout_threshold", "30", "0"),
    ("heartbeat-timeout-unusual", RABBIT, "heartbeat_timeout_threshold", "30", "600"),
    ("heartbeat-rate-low", RABBIT, "heartbeat_rate", "4", "0"),
    ("rpc-pool-below-minimum", RABBIT, "rpc_conn_pool_size", "60", "1"),
    ("rpc-pool-small", RABBIT, "rpc_conn_pool_size", "60", "5"),
    ("rpc-threads-not-positive", "DEFAULT", "executor_thread_pool_size", "48", "0"),
    ("conductor-threads-few", "DEFAULT", "executor_thread_pool_size", "80", "8"),
    ("rpc-timeout-lowered", "DEFAULT", "rpc_response_timeout", "90", "10"),
    ("rpc-timeout-raised", "DEFAULT", "rpc_response_timeout", "60", "600"),
    ("transient-queues-never-expire", RABBIT, "rabbit_transient_queues_ttl", "900", "0"),
    ("queues-deleted-when-idle", RABBIT, "amqp_auto_delete", "false", "true"),
    ("database-pool-unlimited", "database", "max_pool_size", "20", "0"),
    ("database-pool-unlimited", "database", "max_overflow", "20", "-1"),
    ("mysql-mode-not-strict", "database", "mysql_sql_mode", "STRICT_ALL_TABLES", "ANSI"),
    ("api-max-limit-zero", "api", "max_limit", "500", "0"),
    ("api-max-limit-high", "api", "max_limit", "500", "20000"),
    ("local-disks-forbidden", "DEFAULT", "max_local_block_devices", "2", "0"),
    ("metadata-not-cached", "api", "metadata_cache_expiration", "30", "0"),
    ("conductor-workers-negative", "conductor", "workers", "4", "-1"),
    ("workers-zero", "scheduler", "workers", "4", "0"),
    ("no-second-host-tried", "scheduler", "max_attempts", "5", "1"),
    ("host-discovery-in-large-cloud", "scheduler", DISCOVERY, "600", "60"),
    ("thread-pool-like-green-pool", "DEFAULT", "default_thread_pool_size", "20", "1000"),
]
NODE = Deployment(role="all", release="2026.2", compute_hosts=250)

each = pytest.mark.parametrize(("rule", "group", "option", "low", "high"), CASES)


def files(group: str, option: str, *values: str) -> list[Document]:
    return [
        Document.parse(f"[{group}]\n{option} = {value}\n", f"{number}.conf")
        for number, value in enumerate(values)
    ]


def checked(rule: str, documents: Iterable[Document]) -> Report:
    return check(load(*documents, release="2026.2"), deployment=NODE, select=[rule])


@each
def test_a_good_value_of_an_earlier_file_holds_again(
    rule: str, group: str, option: str, low: str, high: str
) -> None:
    report = checked(rule, files(group, option, low, high))
    assert [one.rule for one in report.findings] == [rule]
    after = patched(report.config, report.fix(unsafe=True))
    assert [document.text for document in after.documents] == [
        f"[{group}]\n{option} = {low}\n",
        f"[{group}]\n#{option} = {high}\n",
    ]


def test_no_discovery_every_minute_comes_of_a_fix() -> None:
    report = checked("host-discovery-in-large-cloud", files("scheduler", DISCOVERY, "0", "20"))
    after = patched(report.config, report.fix(unsafe=True))
    assert after.documents[-1].text == f"[scheduler]\n{DISCOVERY} = -1\n"


@each
def test_a_bad_value_of_an_earlier_file_is_found_next(
    rule: str, group: str, option: str, low: str, high: str
) -> None:
    report = checked(rule, files(group, option, high, high))
    after = patched(report.config, report.fix(unsafe=True))
    again = checked(rule, after.documents)
    assert all(one.location.path == "0.conf" for one in again.findings)
    last = patched(again.config, again.fix(unsafe=True))
    assert not checked(rule, last.documents).findings
