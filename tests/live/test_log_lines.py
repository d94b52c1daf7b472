"""Logs of real services, in which `diagnose` finds what is wrong: a part of `make live`."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from live.broker import free_ports
from live.environments import UnavailableError
from live.evidence import plain
from live.situations import Line, Situation, keep, lines, situations
from live.test_live import NOWHERE, Cells, chosen

from novalint.logs.diagnosis import diagnose

DAY = "2026-11-02 10:00:00.000 1 "
"""What `evidence.plain` has taken from before a line."""


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cells]:
    made = Cells(tmp_path_factory.mktemp("live"))
    with made.stack:
        yield made


def tried() -> list[object]:
    """Give each situation with each of its releases, release by release."""
    if "NOVALINT_LIVE" not in os.environ:
        return [NOWHERE]
    pairs = [(major, one) for one in situations() for major in one.releases if chosen(major)]
    pairs.sort(key=lambda pair: pair[0])
    return [pytest.param(*pair, id=f"{pair[1]}-{pair[0]}") for pair in pairs]


@pytest.mark.live
@pytest.mark.slow
@pytest.mark.parametrize(("major", "situation"), tried())
def test_the_log_shows_the_symptom(cells: Cells, major: int, situation: Situation) -> None:
    try:
        made = cells.of(major)
    except UnavailableError as reason:
        pytest.skip(str(reason))
    place, closed = made.broker.place, free_ports(1)[0]
    taken = place.rpartition(":")[2]
    text = situation.text.format(broker=place, closed=closed, taken=taken)
    run = made.start(situation.service, text, situation.lacks, patience=30)
    shown = [line for line in run.log.splitlines() if names(line, situation.symptom)]
    assert shown, run.log[-3000:]
    release = made.environment.release
    keep(Line(situation.symptom, major, release.nova, situation.service, plain(shown[-1])))


def names(line: str, symptom: str) -> bool:
    """Whether `diagnose` finds a symptom in a line."""
    return symptom in [found.name for found in diagnose([line]).symptoms]


@pytest.mark.parametrize("line", lines(), ids=lambda line: f"{line.symptom}-{line.major}")
def test_a_line_that_was_kept_shows_its_symptom(line: Line) -> None:
    assert names(DAY + line.line, line.symptom)


def test_a_line_of_each_situation_and_release_was_kept() -> None:
    wanted = {(one.symptom, major, one.service) for one in situations() for major in one.releases}
    assert {(line.symptom, line.major, line.service) for line in lines()} == wanted
