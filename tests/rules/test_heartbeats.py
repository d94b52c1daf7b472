"""What rules say of the heartbeats of services, which may not go to a database at all."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm

RULE = "report-interval-for-many-hosts"
DEFAULT = "[DEFAULT]\nreport_interval = 10\n"
MANY = {"compute_hosts": 1000}
CORNERS = [
    Corner(RULE, DEFAULT, "makes 1000 hosts write 100 heartbeats a second to the", facts=MANY),
    # what is in memcached is in no database
    Corner(RULE, f"{DEFAULT}servicegroup_driver = mc\n", facts=MANY),
    # each cell has conductors and a database of its own
    Corner(
        RULE,
        DEFAULT,
        "makes 500 hosts of each cell write 50 heartbeats a second to its database",
        facts={**MANY, "cells": 2},
    ),
    Corner(RULE, DEFAULT, facts={**MANY, "cells": 20}),
]


@pytest.mark.parametrize("corner", CORNERS)
def test_a_rule_claims_what_is_so(corner: Corner) -> None:
    confirm(corner)
