"""What rules claim of brokers, caches, databases and metadata in the rarer configurations."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm

MANAGED = "[oslo_messaging_rabbit]\nuse_queue_manager = true\n"
CORNERS = [
    # a template that is filled in for each service gives each its own name
    Corner(
        "queue-names-shared-by-services",
        f"{MANAGED}processname = {{{{ service_name }}}}\n",
        facts={"role": ["api", "conductor", "scheduler"]},
    ),
    Corner(
        "queue-names-shared-by-services",
        f"{MANAGED}processname = $service_name\n",
        facts={"role": "all"},
    ),
    Corner(
        "queue-names-shared-by-services",
        "[DEFAULT]\ntransport_url = rabbit://u:p@h:5672/?processname={{ service_name }}\n"
        + MANAGED,
        facts={"role": "all"},
    ),
    Corner(
        "queue-names-shared-by-services",
        f"{MANAGED}processname = nova\n",
        "is the same for all services",
        facts={"role": "all"},
    ),
]


@pytest.mark.parametrize("corner", CORNERS)
def test_a_rule_claims_what_is_so(corner: Corner) -> None:
    confirm(corner)
