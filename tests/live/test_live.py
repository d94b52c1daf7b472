"""Tries what rules claim on real services of Nova: `make live`.

NOVALINT_LIVE names the folder in which environments of releases are built and kept; without it
nothing is tried. NOVALINT_LIVE_RELEASES may name fewer of them, by major version.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from live.broker import broker
from live.cases import Case, cases
from live.environments import UnavailableError, environment
from live.evidence import Trial, keep, plain
from live.placement import placement
from live.services import Cell, Run, cell

pytestmark = [pytest.mark.live, pytest.mark.slow]
NOWHERE = pytest.param(
    0, None, id="none", marks=pytest.mark.skip(reason="NOVALINT_LIVE names no folder for Nova")
)


class Cells:
    """The cell of one release at a time, made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.major = 0
        self.made: Cell | None = None
        self.stack = ExitStack()
        self.good: dict[tuple[int, str, str], Run] = {}
        self.unavailable: dict[int, UnavailableError] = {}

    def of(self, major: int) -> Cell:
        """Give the cell of a release; raises UnavailableError each time where it cannot be had."""
        if major in self.unavailable:
            raise self.unavailable[major]
        if self.made is None or self.major != major:
            self.stack.close()
            self.made, self.major = None, major
            try:
                self.made = self._new(major)
            except UnavailableError as reason:
                self.unavailable[major] = reason
                raise
        return self.made

    def _new(self, major: int) -> Cell:
        folder = self.folder / str(major)
        (folder / "broker").mkdir(parents=True)
        running = self.stack.enter_context(broker(folder / "broker"))
        url = self.stack.enter_context(placement())
        return self.stack.enter_context(cell(environment(major), folder, running, url))

    def stays_up(self, major: int, case: Case) -> Run:
        """Start the good one; cases that share it share its run."""
        key = major, case.service, case.good
        if key not in self.good:
            self.good[key] = self.of(major).start(case.service, case.good)
        return self.good[key]


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cells]:
    made = Cells(tmp_path_factory.mktemp("live"))
    with made.stack:
        yield made


def chosen(major: int) -> bool:
    """Whether a release is to be tried."""
    named = os.environ.get("NOVALINT_LIVE_RELEASES", "").replace(",", " ").split()
    return not named or str(major) in named


def tried() -> list[object]:
    """Give each case with each of its releases, release by release."""
    if "NOVALINT_LIVE" not in os.environ:
        return [NOWHERE]
    pairs = [(major, case) for case in cases() for major in case.releases]
    pairs.sort(key=lambda pair: pair[0])
    return [
        pytest.param(major, case, id=f"{case}-{major}") for major, case in pairs if chosen(major)
    ]


@pytest.mark.parametrize(("major", "case"), tried())
def test_a_service_does_what_the_rule_says(cells: Cells, major: int, case: Case) -> None:
    try:
        made = cells.of(major)
    except UnavailableError as reason:
        pytest.skip(str(reason))
    bad = made.start(case.service, case.bad, case.lacks)
    line = bad.line(case.line)
    assert outcome(bad) == case.outcome, bad.log[-3000:]
    assert line, bad.log[-3000:]
    if not case.only_bad:
        good = cells.stays_up(major, case)
        assert good.up, good.log[-3000:]
    release = made.environment.release
    keep(
        Trial(
            str(case), case.rule, major, release.nova, case.service, case.outcome, bad.status,
            plain(line),
        )
    )  # fmt: skip


def outcome(run: Run) -> str:
    """Say what became of the service, in the words of the cases."""
    return "complains" if run.up else "not up"
