"""Versions of nova-compute's calls, and levels of services: of other releases, too."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from novalint.nova.compute_rpc import (
    BEFORE_OCATA,
    LEAST_LEVELS,
    LEVELS,
    NAMES_BEFORE_OCATA,
    OLDEST,
    RPC,
    refused,
    spoken,
)
from novalint.schema.releases import releases

SOURCES = os.environ.get("NOVALINT_NOVA_SOURCES")
MAJORS = [release.major for release in releases() if release.major <= max(LEVELS)]
"""Those whose sources were read: of one that came later nothing is claimed."""


def test_a_release_that_came_later_speaks_what_the_newest_does() -> None:
    assert spoken(max(RPC) + 1) == RPC[max(RPC)]


@pytest.mark.every_case
@pytest.mark.parametrize(("last", "first"), [((4, 22), 13), ((5, 13), 0), (max(RPC.values()), 0)])
def test_each_version_of_the_calls_has_what_it_changed(last: tuple[int, int], first: int) -> None:
    """Without, all calls would be said to fail beside a nova-compute of the version before."""
    for minor in range(first + 1, last[1] + 1):
        assert refused((last[0], minor), (last[0], minor - 1))


def test_of_a_release_before_those_that_pins_name_nothing_is_known() -> None:
    assert spoken(min(BEFORE_OCATA) - 1) == (0, 0)


@pytest.mark.skipif(not SOURCES, reason="NOVALINT_NOVA_SOURCES names no folder")
def test_names_before_ocata_mean_what_they_do_in_the_sources() -> None:
    text = Path(str(SOURCES), "34/nova/compute/rpcapi.py").read_text("utf-8")
    aliases = dict(re.findall(r"^ {8}'(\w+)': '([\d.]+)',$", text, re.MULTILINE))
    for name, major in NAMES_BEFORE_OCATA.items():
        assert ".".join(map(str, spoken(major))) == aliases.get(name, "0.0")


def test_every_release_that_was_read_has_a_level_and_from_wallaby_on_a_least_one() -> None:
    assert list(LEVELS) == MAJORS
    assert list(LEAST_LEVELS) == [major for major in MAJORS if major >= 23]


def test_releases_of_one_level_are_as_old_as_each_other() -> None:
    """Nova 31 asks for caracal, by a level that antelope has already."""
    assert OLDEST[30] == OLDEST[31] == 27
    assert OLDEST == {
        23: 22, 24: 23, 25: 24, 26: 25, 27: 25, 28: 27, 29: 27, 30: 27, 31: 27, 32: 31, 33: 31,
        34: 33,
    }  # fmt: skip


@pytest.mark.skipif(not SOURCES, reason="NOVALINT_NOVA_SOURCES names no folder")
@pytest.mark.parametrize("major", MAJORS if SOURCES else ["none"])
def test_levels_are_those_of_the_sources(major: int) -> None:
    text = Path(str(SOURCES), f"{major}/nova/objects/service.py").read_text("utf-8")
    own = re.search(r"^SERVICE_VERSION = (\d+)", text, re.MULTILINE)
    assert own and int(own[1]) == LEVELS[major]
    if major in LEAST_LEVELS:
        name = re.search(r"^OLDEST_SUPPORTED_SERVICE_VERSION = '(\w+)'", text, re.MULTILINE)
        levels = dict(re.findall(r"^ {4}'(\w+)': (\d+),?$", text, re.MULTILINE))
        assert name and int(levels[name[1]]) == LEAST_LEVELS[major]
