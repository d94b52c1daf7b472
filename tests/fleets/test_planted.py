"""Faults that are planted in a fleet of 40 nodes are found at the odd node, and nothing else is."""

from __future__ import annotations

import pytest
from fleets.fleets import check
from fleets.planted import ALONE, FAULTS, NODES, Fault, fleet

from novalint.rules.catalogue import find_rule


def _findings(*faults: Fault) -> set[tuple[str, str]]:
    return {(finding.rule, finding.node) for finding in check(fleet(*faults), "cloud").findings}


def test_the_fleet_without_faults_is_silent() -> None:
    assert len(NODES) == 40
    assert _findings() == set()


def test_all_faults_in_one_fleet_are_found_and_nothing_else() -> None:
    assert all(find_rule(fault.rule) for fault in FAULTS)
    assert len({fault.rule for fault in FAULTS}) > 40
    assert _findings(*FAULTS) == {fault.expected for fault in FAULTS}


@pytest.mark.parametrize("fault", ALONE, ids=lambda fault: fault.rule)
@pytest.mark.slow
def test_a_fault_that_others_would_hide_is_found_alone(fault: Fault) -> None:
    assert _findings(fault) == {fault.expected}


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.rule)
def test_each_fault_is_found_without_the_others(fault: Fault) -> None:
    assert _findings(fault) == {fault.expected}
