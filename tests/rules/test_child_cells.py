"""Cells v1: the top cell checks quotas, and a child cell is told not to (nova/conf/cells.py)."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm

NOOP = "[quota]\ndriver = nova.quota.NoopQuotaDriver\n"
UNLIMITED = "[quota]\ninstances = -1\ncores = -1\nram = -1\n"
UNCHECKED = "[quota]\nrecheck_quota = false\n"
CHILD = "[cells]\nenable = true\n"
OFF, RECHECK = "quotas-off", "quota-not-rechecked"
CASES = (
    (OFF, NOOP + CHILD, "", "ocata"),
    (OFF, NOOP + CHILD + "cell_type = compute\n", "", "rocky"),
    (OFF, NOOP + CHILD + "cell_type = api\n", "checks no quota", "rocky"),
    (OFF, NOOP + "[cells]\ncell_type = compute\n", "checks no quota", "rocky"),
    (OFF, NOOP + CHILD, "checks no quota", "train"),
    (OFF, UNLIMITED + CHILD, "", "stein"),
    (RECHECK, UNCHECKED + CHILD, "", "queens"),
    (RECHECK, UNCHECKED + CHILD + "cell_type = api\n", "exceed their quota", "queens"),
)


def test_sizes_are_checked_above() -> None:
    size = "[quota]\nmetadata_items = -1\n"
    for cell, said in ((CHILD, ""), (f"{CHILD}cell_type = api\n", "metadata items")):
        confirm(Corner("request-size-unlimited", size + cell, said, "ocata", {"role": "api"}))


@pytest.mark.parametrize(("rule", "text", "said", "series"), CASES)
@pytest.mark.parametrize("role", ["api", "conductor"])
def test_quotas_are_checked_above(rule: str, text: str, said: str, series: str, role: str) -> None:
    confirm(Corner(rule, text, said, series, {"role": role, "tenants": 20}))
