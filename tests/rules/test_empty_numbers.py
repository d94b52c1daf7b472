"""Numbers set to nothing are reported, wherever a service that may run there computes with them."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm, reported

from novalint.rules.api.empty_numbers import NUMBERS as OF_REQUESTS
from novalint.rules.common.empties import EmptyNumber
from novalint.rules.compute.empty_numbers import NUMBERS as OF_COMPUTE

COMPUTE, REQUEST = "compute-number-empty", "request-number-empty"
MIGRATION, BANDWIDTH = "migration-number-empty", "[libvirt]\nlive_migration_bandwidth =\n"
VMWARE = "[DEFAULT]\ncompute_driver = vmwareapi.VMwareVCDriver\n"
BALLOON = "[libvirt]\nmem_stats_period_seconds =\n"
KEPT = "[api]\nmetadata_cache_expiration =\n"
TOKENS = "[keystone_authtoken]\ntoken_cache_time =\n"
IMAGES = "[glance]\nnum_retries =\n"
CLEARED = "[libvirt]\nvolume_clear_size =\n"
AGES = "[image_cache]\nremove_unused_original_minimum_age_seconds =\n"
FIRST = "[DEFAULT]\ninitial_cpu_allocation_ratio =\n"
CORNERS = [
    *(Corner(MIGRATION, BANDWIDTH, "every live migr", release) for release in ("ocata", "2026.2")),
    Corner(MIGRATION, f"{BANDWIDTH[:-1]} 0\n"),
    Corner(COMPUTE, f"{VMWARE}{BALLOON}"),
    Corner(COMPUTE, f"{BALLOON}".replace("=", "= 0")),
    Corner(COMPUTE, BALLOON.replace("=", "= {{ seconds }}")),
    Corner(COMPUTE, BALLOON, release="train"),
    Corner(COMPUTE, "[DEFAULT]\nreclaim_instance_interval =\n", release="wallaby"),
    Corner(REQUEST, KEPT, "no guest gets its metadata", facts={"role": "metadata"}),
    Corner(REQUEST, KEPT, facts={"role": "api"}),
    Corner(REQUEST, KEPT, "no guest gets its metadata", "yoga", {"role": "api"}),
    Corner(REQUEST, IMAGES, "no image can be read", facts={"role": "compute"}),
    Corner(REQUEST, IMAGES, facts={"role": "scheduler"}),
    Corner(REQUEST, "[quota]\nram =\n", "no server can be created"),
    Corner(REQUEST, "[quota]\nram =\ndriver = nova.quota.NoopQuotaDriver\n"),
    Corner(REQUEST, "[DEFAULT]\nthread_pool_statistic_period =\n", "in a thread pool", "2025.2"),
    Corner(REQUEST, TOKENS, "nova-api does not start", facts={"role": "api"}),
    Corner(REQUEST, TOKENS, facts={"role": "compute"}),
    Corner(REQUEST, f"{TOKENS}[api]\nauth_strategy = noauth2\n", release="2024.1"),
    Corner(COMPUTE, "[DEFAULT]\nreserved_host_cpus =\n", facts={"role": "conductor"}),
    Corner(COMPUTE, f"{CLEARED}images_type = lvm\n", "in LVM can be deleted", "ussuri"),
    Corner(COMPUTE, f"{CLEARED}images_type = lvm\nvolume_clear = none\n"),
    Corner(COMPUTE, CLEARED),
    Corner(COMPUTE, "[DEFAULT]\nrunning_deleted_instance_timeout =\n", "are no longer removed"),
    Corner(
        COMPUTE,
        "[DEFAULT]\nrunning_deleted_instance_timeout =\nrunning_deleted_instance_action = noop\n",
    ),
    Corner(COMPUTE, AGES, "no server uses are never deleted", "ussuri"),
    Corner(COMPUTE, f"{VMWARE}{AGES}", "minimum_age_seconds` is empty"),
    Corner(COMPUTE, f"{VMWARE}{AGES}".replace("original", "resized")),
    Corner(COMPUTE, f"{AGES}remove_unused_base_images = false\n"),
    Corner(COMPUTE, f"{AGES}manager_interval = -1\n"),
    Corner(COMPUTE, FIRST, "so a new host gets no servers"),
    Corner(COMPUTE, f"{FIRST}cpu_allocation_ratio =\n", "so a new host gets no servers", "ussuri"),
    Corner(COMPUTE, f"{FIRST}cpu_allocation_ratio = 2\n"),
    Corner(COMPUTE, f"{FIRST}cpu_allocation_ratio = {{{{ ratio }}}}\n"),
    Corner(COMPUTE, f"{FIRST}compute_driver = ironic.IronicDriver\n"),
]
BESIDE = {"volume_clear_size": "images_type = lvm\n"}


@pytest.mark.parametrize("corner", CORNERS)
def test_only_who_computes_with_a_number_needs_it(corner: Corner) -> None:
    confirm(corner)


@pytest.mark.parametrize(
    ("rule", "number"),
    [(COMPUTE, number) for number in OF_COMPUTE] + [(REQUEST, number) for number in OF_REQUESTS],
)
def test_each_number_is_reported_and_made_its_default(rule: str, number: EmptyNumber) -> None:
    text = f"[{number.group}]\n{BESIDE.get(number.option, '')}{number.option} =\n"
    (finding,) = reported(Corner(rule, text)).findings
    assert f"{number.option}` is empty" in finding.message
    assert len(finding.fixes) == 1
