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


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("{{ cinder_url }}/v3/%(tenant_id)s", True),
        ("<%= @cinder %>/v3/%project_id", True),
        ("{{ cinder_url }}/v3/%(project_id)s", False),
        ("{{ cinder_url }}/v3/{{ id }}", False),
        ("{{ cinder_url }}", False),
        ("{{ cinder_url }}%(tenant_id)s", False),
        ("{% if a %}{{ b }}{% endif %}/v3/%(tenant_id)s", True),
    ],
)
def test_what_follows_the_host_of_cinders_endpoint_is_read(url: str, found: bool) -> None:
    report = check(
        template(f"[cinder]\nendpoint_template = {url}\n", "nova.conf.j2"),
        release="2025.1",
        deployment=API,
        select=["cinder-endpoint-template-unusable"],
    )
    assert bool(report.findings) is found
