"""A fix of a value in a branch of a template changes that branch, not the last one in the file."""

from __future__ import annotations

import pytest

from novalint.engine.report import check
from novalint.hosts.reading import documents_in
from novalint.text.source import Source

DISKS, DOWNLOAD = "no-disk-devices-allowed", "rbd-download-with-rbd-disks"
COMPUTE = "[compute]\n{{% if a %}}\nmax_disk_devices_to_attach = {}\n{{% else %}}\n"
COMPUTE += "max_disk_devices_to_attach = {}\n{{% endif %}}\n"
GLANCE = "[libvirt]\nimages_type = rbd\n[glance]\n{{% if a %}}\nenable_rbd_download = {}\n"
GLANCE += "{{% else %}}\nenable_rbd_download = {}\n{{% endif %}}\n"
TIMEOUT = "[DEFAULT]\n{{% if a %}}\nvif_plugging_timeout = {}\n{{% else %}}\n"
TIMEOUT += "vif_plugging_timeout = {}\n{{% endif %}}\n"


@pytest.mark.parametrize(
    ("rule", "template", "before", "after"),
    [
        (DISKS, COMPUTE, ("0", "8"), ("-1", "8")),
        (DISKS, COMPUTE, ("8", "0"), ("8", "-1")),
        (DISKS, COMPUTE, ("0", "0"), ("-1", "-1")),
        (DOWNLOAD, GLANCE, ("true", "false"), ("false", "false")),
        (DOWNLOAD, GLANCE, ("false", "true"), ("false", "false")),
    ],
)
def test_each_branch_is_mended_by_itself(
    rule: str, template: str, before: tuple[str, str], after: tuple[str, str]
) -> None:
    source = Source.decode(template.format(*before).encode(), "nova.conf.j2")
    patch = check(*documents_in(source), release="2026.2", select=(rule,)).fix(unsafe=True)
    assert patch.apply(source.text) == template.format(*after)


def test_a_note_stays_in_the_branch_of_its_value() -> None:
    text = TIMEOUT.format("600  # seconds", "300")
    source = Source.decode(text.encode(), "nova.conf.j2")
    patch = check(*documents_in(source), select=["inline-comment"]).fix(unsafe=True)
    noted = TIMEOUT.replace("vif", "# seconds\nvif", 1)
    assert patch.apply(text) == noted.format("600", "300")


QUEUES = "[oslo_messaging_rabbit]\nrabbit_quorum_queue = true\n"
QUEUES += "rabbit_transient_quorum_queue = true\n"
LOCKS = "[oslo_concurrency]\nlock_path = /var/lib/nova/tmp\n"
TOKENS = "[service_user]\nsend_service_user_token = false\n"
LOGIN = "auth_type = password\n"


def either(first: str, second: str = "") -> str:
    return f"{{% if a %}}\n{first}{{% else %}}\n{second}{{% endif %}}\n"


@pytest.mark.parametrize(
    ("rule", "template", "way"),
    [
        ("transient-quorum-queues-of-random-name", either(LOCKS) + QUEUES, ""),
        ("transient-quorum-queues-of-random-name", either(LOCKS, LOCKS) + QUEUES, "true"),
        ("transient-quorum-queues-of-random-name", either(LOCKS + QUEUES), "true"),
        ("transient-quorum-queues-of-random-name", LOCKS + either(QUEUES), "true"),
        ("service-token-not-sent", TOKENS + either(LOGIN), ""),
        ("service-token-not-sent", TOKENS + either(LOGIN, "auth_section = neutron\n"), "true"),
        ("service-token-not-sent", TOKENS + LOGIN + either("auth_type = v3password\n"), "true"),
    ],
)
def test_what_some_branches_set_is_not_there_for_all(rule: str, template: str, way: str) -> None:
    template = f"[DEFAULT]\ntransport_url = rabbit://u:p@h/\n{template}"
    source = Source.decode(template.encode(), "nova.conf.j2")
    report = check(*documents_in(source), release="2025.1", select=(rule,))
    (finding,) = report.findings
    assert bool(finding.fixes) == bool(way)
    assert (" and " in finding.message.rpartition(";")[2]) != bool(way)


FILTERS = "ComputeFilter,ServerGroupAntiAffinityFilter,ServerGroupAffinityFilter\n"
ENABLED = either(f"enabled_filters = {FILTERS}")
TARGETS = either("vendordata_dynamic_targets = a@https://b\n")
OTHERS = "; no fix here, since it would change other branches of the template, too"


@pytest.mark.parametrize(
    ("rule", "template", "release"),
    [
        ("zone-not-enforced", ENABLED, "train"),
        ("vendordata-targets-unused", f"[api]\nvendordata_providers =\n{TARGETS}", "2025.1"),
        # another way, to add a filter, is none that is taken in the place of the first
        ("filter-option-without-filter", f"{ENABLED}isolated_hosts = a\n", "2025.1"),
        ("metrics-filter-missing", f"{ENABLED}[metrics]\nweight_setting = a=-1.0\n", "2025.1"),
    ],
)
def test_what_one_branch_needs_is_not_set_for_the_others(
    rule: str, template: str, release: str
) -> None:
    template = f"[DEFAULT]\ntransport_url = rabbit://u:p@h/\n[filter_scheduler]\n{template}"
    source = Source.decode(template.encode(), "nova.conf.j2")
    report = check(*documents_in(source), release=release, select=(rule,))
    (finding,) = report.findings
    assert not finding.fixes
    assert finding.message.endswith(OTHERS)
