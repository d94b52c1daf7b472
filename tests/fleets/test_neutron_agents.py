"""Files of neutron on machines where its server does not run."""

from __future__ import annotations

import pytest
from fleets.fleets import check

HEAD = '[companions]\nneutron = "neutron/{node}.conf"\n'
FILES = {
    "neutron-cannot-reach-nova": "[DEFAULT]\ncore_plugin = ml2\n",
    "region-of-nova-differs": "[nova]\nregion_name = RegionTwo\n",
    "neutron-events-off": "[DEFAULT]\nnotify_nova_on_port_status_changes = false\n",
}


@pytest.mark.parametrize("rule", FILES)
@pytest.mark.parametrize(
    ("nodes", "machine", "count"),
    [(["cmp1"], "cmp1", 0), (["cmp1", "ctl1"], "ctl1", 1), (["cmp1"], "net1", 1)],
)
def test_an_agent_tells_nova_nothing(rule: str, nodes: list[str], machine: str, count: int) -> None:
    """Packages write a core_plugin everywhere; a machine without Nova may run the server."""
    own = "[placement]\nregion_name = RegionOne\n"
    texts = "".join(f"=== {name}.conf\n{own}" for name in nodes)
    fleet = f"{HEAD}=== neutron/{machine}.conf\n{FILES[rule]}{texts}"
    assert len(check(fleet, rule).findings) == count
