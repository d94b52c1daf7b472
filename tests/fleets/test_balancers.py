"""How long a load balancer lets consoles stand still, and what of it a file does not tell."""

from __future__ import annotations

import pytest
from fleets.fleets import check
from fleets.test_same_meaning import ask

HEAD = '[companions]\nhaproxy = "haproxy.conf"\n'


def test_what_a_balancer_cuts_is_told_without_a_mask() -> None:
    sections = "defaults\n  timeout client 1m\n  timeout server 1m\nlisten n\n  bind *:6080\n"
    (message,) = ask("balancer-cuts-consoles", {"cmp1": "", "haproxy": sections}, HEAD)
    assert "***" not in message


@pytest.mark.parametrize(
    ("client", "server", "count"), [("1m", "0", 1), ("0", "1m", 1), ("0", "0", 0), ("1h", "0", 0)]
)
def test_a_balancer_with_0_has_no_limit(client: str, server: str, count: int) -> None:
    sections = f"defaults\n  timeout client {client}\n  timeout server {server}\n"
    files = {"cmp1": "", "haproxy": f"{sections}listen n\n  bind *:6080\n"}
    assert len(ask("balancer-cuts-consoles", files, HEAD)) == count


@pytest.mark.parametrize(
    ("limit", "count"),
    [
        ("{{ haproxy_tunnel }}", 0),
        ("${TUNNEL}", 0),
        ('"1h"', 0),
        ("'1h'", 0),
        ('"1m"', 1),
        ("1m", 1),
    ],
)
def test_what_a_balancer_has_yet_to_be_told_is_no_limit_that_it_lacks(
    limit: str, count: int
) -> None:
    defaults = "defaults\n  timeout client 1m\n"
    sections = f"{defaults}listen n\n  bind '*:6080'\n  timeout tunnel {limit}\n"
    assert len(ask("balancer-cuts-consoles", {"cmp1": "", "haproxy": sections}, HEAD)) == count


@pytest.mark.parametrize(
    ("chosen", "count"), [("slow", 0), ("${NAME}", 0), ("{{ name }}", 0), ("quick", 1)]
)
def test_the_most_patient_backend_counts_where_it_is_known(chosen: str, count: int) -> None:
    front = f"frontend n\n  bind *:6080\n  default_backend quick\n  use_backend {chosen} if x\n"
    backends = "backend quick\n  timeout tunnel 10s\nbackend slow\n  timeout tunnel 2h\n"
    files = {"cmp1": "", "haproxy": f"{front}{backends}"}
    assert len(ask("balancer-cuts-consoles", files, HEAD)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("listen n\n  bind *:8774\n{% if a %}\n  timeout server 10s\n{% endif %}\n", 0),
        ("{% if a %}\nlisten n\n  bind *:8774\n  timeout server 10s\n{% endif %}\n", 1),
        ("{% if a %}\n{% endif %}\nlisten n\n  bind *:8774\n  timeout server 10s\n", 1),
        ("<% if a %>\ndefaults\n  timeout server 10s\n<% end %>\nlisten n\n  bind *:8774\n", 1),
    ],
)
def test_a_limit_in_a_branch_of_its_section_is_not_certain(text: str, count: int) -> None:
    settings = '[companions]\nhaproxy = "haproxy.cfg.j2"\n'
    fleet = f"{settings}=== haproxy.cfg.j2\n{text}=== ctl1.conf\n[DEFAULT]\n"
    assert len(check(fleet, "balancer-gives-up-before-api").findings) == count


@pytest.mark.parametrize(
    ("url", "port", "count"),
    [
        ("https://cloud:7000/vnc_auto.html", 7000, 1),
        ("https://cloud:7000/vnc_auto.html", 7001, 0),
        ("https://cloud:443/vnc_auto.html", 443, 0),
        ("https://cloud/vnc_auto.html", 443, 0),
        ("https://{{ cloud }}:7000/vnc_auto.html", 7000, 0),
        ("https://cloud:7000/vnc_auto.html", 6080, 1),
    ],
)
def test_a_console_is_on_the_port_of_its_url(url: str, port: int, count: int) -> None:
    """A port that it shares with other services has their timeouts."""
    defaults = "defaults\n  timeout client 1m\n  timeout server 1m\n"
    files = {
        "cmp1": f"[vnc]\nnovncproxy_base_url = {url}",
        "haproxy": f"{defaults}listen n\n  bind *:{port}\n",
    }
    told = ask("balancer-cuts-consoles", files, HEAD)
    assert [f"on port {port} after" in message for message in told] == [True] * count
