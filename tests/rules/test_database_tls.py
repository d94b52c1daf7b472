"""When a connection to a database counts as encrypted, and for whom."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm

RULE = "database-connection-unencrypted"
URL = "[database]\nconnection = mysql+pymysql://n:s@db/nova"
BY_LIBMYSQLCLIENT = URL.replace("pymysql", "mysqldb")
OF_THE_APIS = URL.replace("database", "api_database")
PLAIN, UNCHECKED = "connects to another host without TLS; add", "accepts any certificate, or no TLS"
CORNERS = [
    # PyMySQL takes TLS where it is offered from 1.2 on, that of 2026.2, libmysqlclient ever did
    Corner(RULE, f"{URL}\n", PLAIN, "2026.1"),
    Corner(RULE, f"{URL}\n", UNCHECKED, "2026.2"),
    Corner(RULE, f"{BY_LIBMYSQLCLIENT}\n", UNCHECKED, "yoga"),
    Corner(RULE, f"{BY_LIBMYSQLCLIENT}?ssl_mode=DISABLED\n", PLAIN, "yoga"),
    Corner(RULE, f"{BY_LIBMYSQLCLIENT}?ssl_mode=PREFERRED\n", UNCHECKED, "yoga"),
    Corner(RULE, f"{BY_LIBMYSQLCLIENT}?ssl_mode=REQUIRED\n", release="yoga"),
    Corner(RULE, f"{URL}?ssl_disabled=true\n", PLAIN),
    Corner(RULE, f"{URL}\nconnection_parameters = ssl=false\n", UNCHECKED),
    Corner(RULE, f"{URL}\nconnection_parameters = ssl_ca=/etc/ca.pem\n"),
    # a parameter without a value is none, and a `?` in a password begins none
    Corner(RULE, f"{URL}?ssl_ca=\n", UNCHECKED),
    Corner(RULE, "[database]\nconnection = mysql+pymysql://n:s?ssl_ca=a@db/nova\n", UNCHECKED),
    # nova-compute opens no database, a console proxy that of its cell
    Corner(RULE, f"{URL}\n", facts={"role": "compute"}),
    Corner(RULE, f"{URL}\n", UNCHECKED, facts={"role": "novncproxy"}),
    Corner(RULE, f"{OF_THE_APIS}\n", facts={"role": "novncproxy"}),
    Corner(RULE, f"{OF_THE_APIS}\n", UNCHECKED, facts={"role": ["novncproxy", "scheduler"]}),
]


@pytest.mark.parametrize("corner", CORNERS)
def test_a_rule_claims_what_is_so(corner: Corner) -> None:
    confirm(corner)
