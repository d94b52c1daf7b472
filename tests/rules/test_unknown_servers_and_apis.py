"""What a template has yet to write may be nothing, or all that a node serves."""

from __future__ import annotations

import pytest
from config.test_branches import template

from novalint.deployment import Deployment
from novalint.engine.report import check

API = Deployment(role="api")


@pytest.mark.parametrize(
    ("servers", "found"),
    [
        ("{{ controller }}:11211", True),
        ("192.0.2.5:11211, {{ more }}", True),
        ("<%= @host %>:11211", True),
        ("{{ servers }}", False),
        ("{% for host in hosts %}{{ host }}:11211{% endfor %}", False),
    ],
)
def test_a_server_with_a_port_is_one_whatever_its_host_may_be(servers: str, found: bool) -> None:
    text = f"[cache]\nenabled = false\nbackend = {{{{ kind }}}}\nmemcache_servers = {servers}\n"
    report = check(
        template(text, "nova.conf.j2"),
        release="2025.1",
        deployment=API,
        select=["cache-not-enabled"],
    )
    assert bool(report.findings) is found


@pytest.mark.parametrize(("apis", "found"), [("{{ apis }}", False), ("osapi_compute", True)])
def test_nova_api_may_serve_metadata_where_its_apis_are_not_known(apis: str, found: bool) -> None:
    text = f"[DEFAULT]\nenabled_apis = {apis}\n\n[api]\nmetadata_cache_expiration = 30\n"
    report = check(
        template(text, "nova.conf.j2"),
        release="2025.1",
        deployment=API,
        select=["option-not-read-by-role"],
    )
    assert bool(report.findings) is found
