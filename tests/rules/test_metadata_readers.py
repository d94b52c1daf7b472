"""Which nodes answer metadata requests."""

from __future__ import annotations

import pytest

from novalint.config.model import load
from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.rules.api.metadata_readers import serves_metadata
from novalint.text.document import Document

COMPUTE_ONLY = "[DEFAULT]\nenabled_apis = osapi_compute\n"


@pytest.mark.parametrize(
    ("release", "text", "facts", "serves"),
    [
        ("2026.2", "", {}, None),
        ("2026.2", "", {"role": "metadata"}, True),
        ("2026.2", "", {"role": "api"}, False),
        ("2025.2", "", {"role": "api"}, False),
        ("2025.1", "", {"role": "api"}, True),
        ("2025.1", "", {"role": "api", "wsgi": True}, False),
        ("2025.1", COMPUTE_ONLY, {"role": "api"}, False),
        ("ocata", "", {"role": "compute"}, False),
        ("ocata", "", {"role": "all"}, True),
    ],
)
def test_metadata_is_served_by_whom(
    release: str, text: str, facts: dict[str, object], serves: bool | None
) -> None:
    config = load(Document.parse(text, "nova.conf"), release=release)
    assert serves_metadata(config, Deployment.of(facts)) is serves


@pytest.mark.parametrize(
    ("release", "facts", "unread"),
    [
        ("2025.1", {"role": "api"}, False),
        ("2025.1", {"role": "api", "wsgi": True}, True),
        ("2025.1", {"role": "scheduler"}, True),
        ("2025.2", {"role": "api"}, True),
    ],
)
def test_an_api_that_serves_metadata_reads_the_options_about_it(
    release: str, facts: dict[str, object], unread: bool
) -> None:
    document = Document.parse("[neutron]\nservice_metadata_proxy = true\n", "nova.conf")
    select = ["option-not-read-by-role"]
    report = check(document, release=release, deployment=Deployment.of(facts), select=select)
    assert bool(report.findings) is unread


@pytest.mark.parametrize(("network", "found"), [("true", True), ("false", False)])
def test_nova_network_has_no_agent_that_needs_the_secret(network: str, found: bool) -> None:
    text = f"[DEFAULT]\nuse_neutron = {network}\n[neutron]\nmetadata_proxy_shared_secret = x\n"
    told = Deployment(role="metadata", release="train")
    rule = "metadata-secret-without-proxy"
    assert bool(check(Document.parse(text), deployment=told, select=[rule]).findings) is found
