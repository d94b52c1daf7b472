"""Versions of nova-compute's calls: of releases that came later, and before, too."""

from __future__ import annotations

from novalint.nova.compute_rpc import RPC, spoken


def test_a_release_that_came_later_speaks_what_the_newest_does() -> None:
    assert spoken(max(RPC) + 1) == RPC[max(RPC)]


def test_of_a_release_before_these_nothing_is_known() -> None:
    assert spoken(min(RPC) - 1) == (0, 0)
