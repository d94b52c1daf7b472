"""A hypervisor driver that is not Nova's: its lines stay, and one entry says to look after it."""

from __future__ import annotations

import pytest
from upgrading.test_effects import about, report
from upgrading.test_names import result

from novalint import Effect
from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.text.document import Document

HYPERV = """\
[DEFAULT]
compute_driver = compute_hyperv.driver.HyperVDriver
[hyperv]
vswitch_name = external
its_own = 1
"""


def test_what_it_reads_stays_and_needs_no_word() -> None:
    assert result("ocata", "2026.2", HYPERV) == HYPERV
    upgrade = report("ocata", "2026.2", HYPERV, role="compute")
    assert about(upgrade, "vswitch_name") == about(upgrade, "its_own") == []
    (change,) = about(upgrade, "compute_driver")
    assert change.effect is Effect.CHANGES
    assert (
        "make sure that it exists for 2026.2 before the upgrade; the options in `[hyperv]`"
        in change.message
    )


def test_what_an_option_of_its_groups_is_called_now_is_written_all_the_same() -> None:
    text = HYPERV.replace("HyperVDriver\n", "HyperVDriver\nscheduler_driver = x\n")
    assert "[scheduler]\ndriver" in result("ocata", "pike", text)


def test_without_it_the_lines_go() -> None:
    text = HYPERV.replace("compute_hyperv.driver", "hyperv.driver")
    assert "#vswitch_name" in result("ocata", "2026.2", text)


@pytest.mark.parametrize(
    "driver", ["libvirt.LibvirtDriver", "fake.FakeDriver", "libvrt.LibvirtDriver", "{{ driver }}.X"]
)
def test_nothing_is_said_of_other_drivers(driver: str) -> None:
    text = f"[DEFAULT]\ncompute_driver = {driver}\n"
    assert about(report("train", "2026.2", text, role="compute"), "compute_driver") == []


def test_a_driver_of_which_nothing_is_known_is_named_too() -> None:
    text = "[DEFAULT]\ncompute_driver = acme.AcmeDriver\n"
    (change,) = about(report("train", "2026.2", text, role="compute"), "compute_driver")
    assert change.message.endswith("make sure that it exists for 2026.2 before the upgrade")
    assert about(report("train", "2026.2", text, role="api"), "compute_driver") == []


def test_check_does_not_take_its_group_for_one_that_nothing_reads() -> None:
    findings = check(Document.parse(HYPERV), release="2026.2", deployment=Deployment()).findings
    assert {"unknown-group", "unknown-option"}.isdisjoint(finding.rule for finding in findings)
