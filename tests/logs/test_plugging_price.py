"""What the patch `vif_plugging_is_fatal = false` costs is told wherever it is offered."""

from __future__ import annotations

import pytest

import novalint
from novalint.deployment import Deployment
from novalint.logs.diagnosis import concluded
from novalint.logs.streams import blocks_of_lines
from novalint.logs.symptom import Cause, Symptom, Verdict
from novalint.logs.tally import Count
from novalint.rules.catalogue import find_rule
from novalint.settings import Settings
from novalint.text.document import Document

DENSE = Settings(
    deployment=Deployment.of({"tenants": 300, "instances_per_host": 80, "role": ["compute"]})
)
FILE = "[DEFAULT]\nvif_plugging_is_fatal = true\n"
WAITED = (
    "Timeout waiting for ['network-vif-plugged-0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11'] for instance "
    "with vm_state building and task_state spawning."
)
ALLOCATED = "[instance: 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10] Failed to allocate network(s)"
BOUND = "Binding failed for port 0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11, please check neutron logs "
BOUND += "for more information."
MOVED = "Failed waiting for network virtual interfaces to be plugged on the destination host cmp2"


def symptoms(*lines: str, settings: Settings | None = None) -> dict[str, Symptom]:
    count = Count()
    count.take(blocks_of_lines(lines))
    config = novalint.load(Document.parse(FILE, "nova.conf"))
    return {one.name: one for one in concluded(count, config, settings).symptoms}


def plugging(symptom: Symptom) -> list[Cause]:
    return [cause for cause in symptom.causes if cause.option == "vif_plugging_is_fatal"]


@pytest.mark.parametrize("settings", [None, DENSE])
def test_whoever_is_offered_the_patch_is_told_its_price(settings: Settings | None) -> None:
    (cause,) = plugging(symptoms(WAITED, settings=settings)["vif-plug-timeout"])
    assert cause.fixes
    for word in (
        "servers that run well can lose their network", "live_migration_wait_for_vif_plug",
        "evacuated", "Builds are not faster", "Nova does not look again",
    ):  # fmt: skip
        assert word in cause.costs
    assert "for a moment" not in cause.costs


def test_the_page_of_the_rule_tells_the_same() -> None:
    rule = find_rule("fatal-vif-plugging")
    assert rule
    text = " ".join(rule.documentation.split())
    assert "Running servers can lose their network." in text
    assert "`[compute] live_migration_wait_for_vif_plug` of the target host" in text


@pytest.mark.parametrize("settings", [None, DENSE])
def test_a_failed_live_migration_is_not_to_be_let_go_on(settings: Settings | None) -> None:
    (cause,) = plugging(symptoms(MOVED, settings=settings)["migration-ports-not-plugged"])
    assert cause.verdict is Verdict.POSSIBLE
    assert not cause.fixes
    assert "the server stays" in cause.message


@pytest.mark.parametrize("settings", [None, DENSE])
@pytest.mark.parametrize(
    "lines",
    [
        (f"{ALLOCATED}: nova.exception.PortBindingFailed: {BOUND}",),
        (ALLOCATED, f"nova.exception.PortBindingFailed: {BOUND}"),
    ],
)
def test_a_port_that_is_not_bound_is_not_waited_for(
    lines: tuple[str, ...], settings: Settings | None
) -> None:
    found = symptoms(*lines, settings=settings)
    assert not any(cause.fixes for cause in found["network-allocation-failed"].causes)
    said = " ".join(found["port-binding-failed"].elsewhere)
    assert "openstack network agent list" in said and "mappings" in said


def test_one_that_names_the_binding_has_no_such_cause() -> None:
    found = symptoms(f"{ALLOCATED}: nova.exception.PortBindingFailed: {BOUND}")
    assert not plugging(found["network-allocation-failed"])


@pytest.mark.parametrize(
    "lines",
    [
        (f"{ALLOCATED}: nova.exception.VirtualInterfaceCreateException: Virtual Interface creation "
         "failed",),
        (ALLOCATED, WAITED),
    ],
)  # fmt: skip
def test_one_that_waited_in_vain_has_it(lines: tuple[str, ...]) -> None:
    (cause,) = plugging(symptoms(*lines)["network-allocation-failed"])
    assert cause.fixes and cause.costs
