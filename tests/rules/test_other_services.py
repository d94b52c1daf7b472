"""What the services of a node do not call, check or read, however the file is written."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm

from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.findings import Severity
from novalint.text.document import Document

NO_TOKENS = "[api]\nauth_strategy = noauth2\n"
KEYLESS = "[keystone_authtoken]\nmemcache_security_strategy = MAC\n"
TOKENS = "[keystone_authtoken]\nmemcached_servers = 192.0.2.1:11211\n"
LOGIN = "[keystone_authtoken]\nauth_type = password\n"
UNVERIFIED, KEY = "certificate-not-verified", "token-cache-key-missing"
PROXY, API = {"role": "novncproxy"}, {"role": "api"}
CORNERS = [
    # with noauth2 the filter that checks tokens is never built
    *(
        Corner(KEY, KEYLESS + text, message, release, API)
        for text, message, release in (
            (NO_TOKENS, "", "train"),
            (NO_TOKENS, "", "2025.1"),
            (NO_TOKENS, "the API does not start", "2025.2"),
            ("[DEFAULT]\nauth_strategy = noauth2\n", "", "ocata"),
            ("[api]\nauth_strategy = keystone\n", "the API does not start", "2025.1"),
        )
    ),
    Corner("token-cache-unprotected", TOKENS + NO_TOKENS, release="2025.1", facts=API),
    Corner("token-cache-unprotected", TOKENS, "anyone who reaches", release="2025.1", facts=API),
    Corner(UNVERIFIED, f"{LOGIN}insecure = true\n{NO_TOKENS}", release="2025.1", facts=API),
    # the proxies of consoles call no other service, and the scheduler only some
    *(
        Corner(UNVERIFIED, f"[{group}]\ninsecure = true\n", message, "2025.1", {"role": role})
        for group, role, message in (
            ("cinder", "novncproxy", ""),
            ("cinder", "scheduler", ""),
            ("cinder", "metadata", ""),
            ("cinder", "conductor", "accepts any"),
            ("glance", "scheduler", ""),
            ("glance", "compute", "accepts any"),
            ("cyborg", "scheduler", ""),
            ("cyborg", "conductor", "accepts any"),
            ("placement", "scheduler", "accepts any"),
            ("placement", "serialproxy", ""),
            ("neutron", "metadata", "accepts any"),
        )
    ),
    Corner("plain-http-endpoint", "[cinder]\nauth_url = http://192.0.2.1:5000\n", facts=PROXY),
    Corner("client-timeout-not-positive", "[placement]\ntimeout = 0\n", facts=PROXY),
    Corner(
        "client-timeout-not-positive", "[placement]\ntimeout = 0\n", "fail", facts={"role": "all"}
    ),
    # these drivers of the scheduler choose without placement
    *(
        Corner(
            "placement-login-missing",
            f"{LOGIN}[scheduler]\ndriver = {driver}\n",
            message,
            release,
            {"role": role},
        )
        for driver, release, role, message in (
            ("chance_scheduler", "ocata", "scheduler", ""),
            ("caching_scheduler", "ocata", "scheduler", ""),
            ("caching_scheduler", "rocky", "scheduler", ""),
            ("chance_scheduler", "rocky", "compute", "nova-compute cannot use placement"),
            ("filter_scheduler", "rocky", "scheduler", "nova-scheduler cannot use placement"),
        )
    ),
    # any service of stein takes its own ratio for a host whose nova-compute is older
    *(
        Corner(
            "option-not-read-by-role",
            f"[DEFAULT]\n{option} = 4.0\n",
            message,
            release,
            {"role": "conductor"},
        )
        for option, release, message in (
            ("cpu_allocation_ratio", "stein", ""),
            ("initial_cpu_allocation_ratio", "stein", ""),
            ("cpu_allocation_ratio", "2025.1", "has no effect on a node with the role `conductor`"),
        )
    ),
    # of failed builds each half is another service's
    *(
        Corner(
            "build-failures-not-weighed",
            f"[compute]\nconsecutive_build_service_disable_threshold = {threshold}\n"
            f"[filter_scheduler]\nbuild_failure_weight_multiplier = {weight}\n",
            message,
            facts={"role": role},
        )
        for threshold, weight, role, message in (
            (0, 1000, "scheduler", ""),
            (5, 0, "compute", ""),
            (0, 1000, ["compute", "scheduler"], "has no effect"),
            (5, 0, "all", "has no effect"),
        )
    ),
]


@pytest.mark.parametrize("corner", CORNERS, ids=lambda corner: f"{corner.rule}-{corner.message}")
def test_what_a_node_does_not_use_is_no_matter(corner: Corner) -> None:
    confirm(corner)


@pytest.mark.parametrize(("role", "fixed"), [("compute", False), (["compute", "novncproxy"], True)])
def test_a_proxy_elsewhere_goes_by_its_own_file(role: object, fixed: bool) -> None:
    text = "[DEFAULT]\nssl_only = true\n[vnc]\nnovncproxy_base_url = http://c.example.org/\n"
    deployment = Deployment(role=role)  # type: ignore[arg-type]
    report = check(
        Document.parse(text), deployment=deployment, select=["console-url-plain-for-tls-proxy"]
    )
    (found,) = report.findings
    assert (found.severity is Severity.WARNING, bool(found.fixes)) == (fixed, fixed)
    assert ("if its own file has that" in found.message) != fixed


def test_a_filter_that_nova_does_not_ship_is_a_note() -> None:
    text = "[ext_oauth2_auth]\ninsecure = true\n"
    report = check(Document.parse(text), deployment=Deployment(**API), select=[UNVERIFIED])
    assert [finding.severity for finding in report.findings] == [Severity.INFO]
