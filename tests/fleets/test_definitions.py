"""Where files of RabbitMQ do not say enough about the broker of a node."""

from __future__ import annotations

import pytest
from fleets.fleets import check

URL = "=== {}.conf\n[DEFAULT]\ntransport_url = rabbit://nova:word@{}\n"
VHOSTS = '{{"vhosts": [{{"name": "{}"}}]}}\n'
TLS = "listeners.tcp = none\nlisteners.ssl.default = 5671\n"


def ask(rule: str, head: str, **urls: str) -> int:
    """Return how many findings a rule has about nodes with these URLs."""
    text = head + "".join(URL.format(name, url) for name, url in urls.items())
    return len(check(text, rule).findings)


@pytest.mark.parametrize(
    ("name", "count"), [("neutron", 1), ("{{ vhost }}", 0), ("nova{{ suffix }}", 0)]
)
def test_a_name_that_a_tool_has_yet_to_write_may_be_any(name: str, count: int) -> None:
    head = (
        f'[companions]\ndefinitions = "d.json"\n=== d.json\n{{"vhosts": [{{"name": "{name}"}}]}}\n'
    )
    assert ask("virtual-host-not-defined", head, ctl1="rabbit1/nova") == count


@pytest.mark.parametrize(
    ("host", "vhost", "count"),
    [("10.0.0.1", "one", 0), ("10.0.0.1", "two", 0), ("rabbit1", "two", 1), ("10.0.0.1", "a", 1)],
)
def test_an_address_may_lead_to_any_cluster(host: str, vhost: str, count: int) -> None:
    """A virtual host that no member of a cluster has is one mistake."""
    files = (f"=== rabbit{at}.json\n{VHOSTS.format(has)}" for at, has in ((1, "one"), (2, "two")))
    head = '[companions]\ndefinitions = "{node}.json"\n' + "".join(files)
    assert ask("virtual-host-not-defined", head, ctl1=f"{host}/{vhost}") == count


@pytest.mark.parametrize(("host", "count"), [("10.0.0.2", 0), ("rabbit2", 0), ("rabbit1", 1)])
def test_clusters_may_listen_on_different_ports(host: str, count: int) -> None:
    files = f"=== rabbit1.rabbit\n{TLS}=== rabbit2.rabbit\nlisteners.tcp.default = 5672\n"
    head = '[companions]\nrabbitmq = "{node}.rabbit"\n' + files
    assert ask("broker-port-against-tls", head, cmp1=f"{host}:5672/") == count


@pytest.mark.parametrize(
    ("here", "there", "count"),
    [("rabbit1/nova", "cell/two", 0), ("rabbit1/nova", "rabbit1/two", 1), ("r/one", "cell/two", 1)],
)
def test_the_broker_of_a_cell_may_have_definitions_of_its_own(
    here: str, there: str, count: int
) -> None:
    head = f'[companions]\ndefinitions = "d.json"\n=== d.json\n{VHOSTS.format("nova")}'
    assert ask("virtual-host-not-defined", head, ctl1=here, cmp1=there) == count
