"""What rules about drift leave to others is what those compare, and no more."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from fleets.fleets import check, examples

from novalint.rules import cloud
from novalint.rules.catalogue import rules
from novalint.rules.cloud.drift import LOOKED_AT
from novalint.rules.fleet import comparing
from novalint.rules.fleet.own import is_own

DRIFT = ("api-nodes-differ", "odd-one-out")
OTHERWISE = {
    "DEFAULT.transport_url": "by the broker that it leads to",
    "oslo_messaging_notifications.transport_url": "by the broker that it leads to",
    "oslo_messaging_rabbit.ssl": "by what speaks TLS to one port of a broker",
    "oslo_messaging_rabbit.rabbit_use_ssl": "by what speaks TLS to one port of a broker",
    "scheduler.discover_hosts_in_cells_interval": "by whether a scheduler looks for hosts",
    "DEFAULT.report_interval": "with service_down_time of the others",
    "DEFAULT.service_down_time": "with report_interval of the others",
    "pci.alias": "by the names in it",
    "pci.report_in_placement": "with what the scheduler asks for",
    "ironic.conductor_group": "tells groups of nodes apart",
    "ironic.endpoint_override": "tells groups of nodes apart",
    "ironic.region_name": "tells groups of nodes apart",
    "oslo_messaging_rabbit.use_queue_manager": "names queues of the node alone",
}
"""Options that need not be the same, or are compared by what they mean."""


def _declared() -> set[str]:
    """Give what rules about nodes declare, but for what is each node's own."""
    rows = (rule for rule in rules() if rule.scope and not rule.companions)
    names = {option for rule in rows for option in rule.options}
    return {name for name in names if name != "*" and not is_own(name)}


def test_what_is_looked_at_is_declared() -> None:
    assert _declared() >= LOOKED_AT
    assert _declared() >= OTHERWISE.keys()


@pytest.mark.slow
def test_what_is_declared_is_compared_or_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: set[str] = set()

    def noting(compare: Callable[..., Any]) -> Callable[..., Any]:
        def noted(nodes: Any, option: str, *more: Any, **named: Any) -> Any:
            compared.add(option)
            return compare(nodes, option, *more, **named)

        return noted

    parts = (
        import_module(f"{cloud.__name__}.{part.name}")
        for part in pkgutil.iter_modules(cloud.__path__)
    )
    for module in (comparing, *parts):
        for name in ("divided", "repeated"):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, noting(getattr(comparing, name)))
    for example in examples():
        if example.rule not in DRIFT:
            check(example.bad, example.rule)
    left = _declared() - compared
    assert left == LOOKED_AT | OTHERWISE.keys()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[api]\nmax_limit = 500\n", "how a request is handled depends on the node"),
        (
            "[filter_scheduler]\nshuffle_best_same_weighed_hosts = true\n",
            "what nova-scheduler does depends",
        ),
        ("[DEFAULT]\nperiodic_enable = false\n", "what nova-conductor and nova-scheduler do"),
        ("[DEFAULT]\nsync_power_state_interval = 60\n", ""),  # read by nova-compute alone
        ("[placement]\nuser_id = 4f2\nproject_domain_id = default\n", ""),
        ("[oslo_messaging_rabbit]\nssl_cert_file = /etc/ssl/ctl1.pem\n", ""),
    ],
)
def test_what_differs_names_the_services_that_read_it(line: str, message: str) -> None:
    roles = '["api", "conductor", "scheduler", "compute"]'
    fleet = f'[[overrides]]\npaths = ["ctl*"]\nrole = {roles}\n'
    fleet += f"=== ctl1.conf\n{line}=== ctl2.conf\n=== ctl3.conf\n"
    found = [finding.message for finding in check(fleet, "api-nodes-differ").findings]
    assert len(found) == bool(message), found
    assert all(message in each for each in found)


def test_services_of_api_nodes_are_told_in_turn() -> None:
    settings = '[[overrides]]\npaths = ["a*"]\nrole = "all"\n'
    files = (
        "=== a1.conf\n[DEFAULT]\nsource_is_ipv6 = true\n=== a2.conf\n[DEFAULT]\nmy_ip = 192.0.2.2\n"
    )
    (finding,) = check(settings + files, "api-nodes-differ").findings
    proxies = "nova-novncproxy, nova-serialproxy and nova-spicehtml5proxy"
    assert f"what {proxies} do depends on the node" in finding.message


@pytest.mark.parametrize(("one", "other", "count"), [("/v3", "/v3/", 0), ("/v3", "/v2", 1)])
def test_a_slash_at_the_end_of_a_url_makes_no_other(one: str, other: str, count: int) -> None:
    options = "[keystone_authtoken]\nwww_authenticate_uri = http://k{0}\n"
    options += "[glance]\napi_servers = http://g{0}, http://h{0}\n"
    nodes = (f"=== api{at}.conf\n{options.format(path)}" for at, path in enumerate((one, other)))
    assert len(check("".join(nodes), "api-nodes-differ").findings) == 2 * count
