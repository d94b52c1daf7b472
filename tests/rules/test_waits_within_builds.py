"""A longer wait for the network is no fix where the build may not take as long."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm, reported

MANY, LOWERED, FATAL = "vif-timeout-for-many-hosts", "vif-timeout-lowered", "fatal-vif-plugging"
DENSE = {"tenants": 100, "instances_per_host": 60}
BUILD = "[DEFAULT]\ntransport_url = rabbit://nova:word@broker/\ninstance_build_timeout = {}\n"
SHORT = "vif_plugging_timeout = 10\n"
RAISE = ", and raise `instance_build_timeout` "
CASES = (
    (MANY, BUILD.format(600), f"set it to 600{RAISE}600 above that", 0),
    (MANY, BUILD.format(601), "; set it to 600", 1),
    (MANY, BUILD.format(0), "; set it to 600", 1),
    (LOWERED, BUILD.format(120) + SHORT, f"raise it to 300{RAISE}120 above that", 0),
    (LOWERED, BUILD.format(301) + SHORT, "raise it to 300", 1),
    (FATAL, BUILD.format(600), "set it to false", 1),
    (FATAL, BUILD.format(601), "set it to false", 2),
    (FATAL, BUILD.format(60) + SHORT, f"raise `vif_plugging_timeout`{RAISE}60 above that", 1),
)


@pytest.mark.parametrize(("rule", "text", "said", "fixes"), CASES)
def test_a_build_that_ends_first(rule: str, text: str, said: str, fixes: int) -> None:
    corner = Corner(rule, text, said, facts={"role": "compute", "compute_hosts": 1500, **DENSE})
    confirm(corner)
    (found,) = reported(corner).findings
    assert len(found.fixes) == fixes
    assert (RAISE in found.message) == (RAISE in said)


def test_a_short_wait_stays_where_a_longer_one_ends_the_build() -> None:
    text = BUILD.format(60) + SHORT
    corner = Corner(FATAL, text, "", facts={"role": "compute", **DENSE})
    (found,) = reported(corner).findings
    (fix,) = found.fixes
    assert fix.patch.apply(text) == text + "vif_plugging_is_fatal = false\n"
