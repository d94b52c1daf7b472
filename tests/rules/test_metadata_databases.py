"""Whether the metadata service opens databases itself, or has nova-conductor do so."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm, reported

CELL, API = "cell-database-missing", "api-database-missing"
BARE = (
    "[DEFAULT]\ntransport_url = rabbit://nova:kR7vQ2mX9tLw4Zp@192.0.2.5:5672/\n"
    "[neutron]\nauth_type = password\n"
)
PROCESS = {"role": ["compute", "metadata"], "wsgi": False}
SERVED = {"role": "metadata", "wsgi": True}
METADATA = "`nova-api-metadata` cannot work without"


@pytest.mark.parametrize(
    "corner",
    [
        # nova/cmd/api_metadata.py sets `indirection_api`, as that of nova-compute does
        *(Corner(rule, BARE, release="2025.1", facts=PROCESS) for rule in (CELL, API)),
        *(Corner(rule, BARE, release="2025.1", facts={"role": "metadata"}) for rule in (CELL, API)),
        *(Corner(rule, BARE, METADATA, release="2025.1", facts=SERVED) for rule in (CELL, API)),
        *(Corner(rule, BARE, METADATA, facts={"role": "metadata"}) for rule in (CELL, API)),
        Corner(CELL, BARE, "`nova-api` cannot work", release="2025.1", facts={"role": "api"}),
        Corner(API, BARE, release="ocata", facts=PROCESS),
    ],
    ids=str,
)
def test_only_under_a_web_server(corner: Corner) -> None:
    confirm(corner)


def test_cells_of_old_decide_about_console_proxies_alone() -> None:
    text = f"{BARE}[cells]\nenable = {{{{ cells_v1 }}}}\n"
    confirm(Corner(CELL, text, "SQLite file", "18", {"role": ["novncproxy", "conductor"]}))
    confirm(Corner(CELL, text, "", "18", {"role": "novncproxy"}))


def test_how_it_runs_is_asked_for() -> None:
    report = reported(Corner(CELL, BARE, release="2025.1", facts={"role": "metadata"}))
    assert [one.rule for one in report.not_run] == [CELL]


SUM = "database-connections-exceed-server"
WORKERS = (
    "[DEFAULT]\nmetadata_workers = 40\n{}"
    "[database]\nconnection = mysql+pymysql://nova:kR7vQ2mX9tLw4Zp@db/nova\nmax_overflow = 50\n"
)
FACTS = {"controllers": 3, "db_max_connections": 500, "wsgi": False}


@pytest.mark.parametrize(
    ("roles", "apis", "message"),
    [
        (["metadata"], "", ""),
        (["api", "metadata"], "", "40 nova-metadata x 55"),
        (["api", "metadata"], "enabled_apis = osapi_compute\n", ""),
    ],
)
def test_what_its_process_opens_is_not_counted(roles: list[str], apis: str, message: str) -> None:
    facts = {**FACTS, "role": roles}
    confirm(Corner(SUM, WORKERS.format(apis), message, "2025.1", facts))
