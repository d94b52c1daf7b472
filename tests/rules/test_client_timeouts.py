"""A timeout of 0 is an error where Nova calls the service, and a note where it may not."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, reported

from novalint.engine.report import check
from novalint.findings import Severity
from novalint.hosts.reading import documents_in
from novalint.text.source import Source

DRIVER = "[DEFAULT]\ncompute_driver = "
AUTH = "[vendordata_dynamic_auth]\nauth_type = password\ntimeout = 0\n"


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        (f"{DRIVER}ironic.IronicDriver\n[ironic]\ntimeout = 0\n", Severity.ERROR),
        (f"{DRIVER}libvirt.LibvirtDriver\n[ironic]\ntimeout = 0\n", Severity.INFO),
        ("[ironic]\ntimeout = 0\n", Severity.INFO),
        (AUTH, Severity.INFO),
        (f"{AUTH}[api]\nvendordata_dynamic_targets = a@http://a/\n", Severity.ERROR),
        ("[cyborg]\ntimeout = 0\n", Severity.INFO),
        ("[manila]\ntimeout = 0\n", Severity.INFO),
        ("[cinder]\ntimeout = 0\n", Severity.ERROR),
        ("[service_user]\ntimeout = 0\n[libvirt]\nswtpm_enabled = true\n", Severity.INFO),
    ],
)
def test_only_a_service_that_is_called_ends_calls(text: str, severity: Severity) -> None:
    (finding,) = reported(Corner("client-timeout-not-positive", text)).findings
    assert finding.severity is severity
    assert ("would make" in finding.message) is (severity is Severity.INFO)


@pytest.mark.parametrize(
    ("text", "release"),
    [
        # the calls have timeouts of their own, and nobody logs in
        (AUTH.replace("auth_type = password\n", ""), "2026.2"),
        ("[service_user]\ntimeout = 0\n", "2026.2"),
        ("[service_user]\ntimeout = 0\n[libvirt]\nswtpm_enabled = true\n", "2025.2"),
    ],
)
def test_a_timeout_that_no_call_waits_for_is_left_alone(text: str, release: str) -> None:
    assert not reported(Corner("client-timeout-not-positive", text, release=release)).findings


RHOSO = """apiVersion: nova.openstack.org/v1beta1
kind: Nova
spec:
  schedulerServiceTemplate:
    customServiceConfig: |
      [neutron]
      timeout = 0
"""


def test_a_timeout_in_an_override_is_told_once() -> None:
    (document,) = documents_in(Source("nova.yaml", RHOSO))
    assert len(check(document, select=["client-timeout-not-positive"]).findings) == 1
