"""What keeps a rule that raises from passing for one that was tested."""

from __future__ import annotations

import command
import pytest
from rules.examples import Example, fault, write

from novalint.config.model import Config
from novalint.deployment import Deployment
from novalint.engine import report as engine
from novalint.findings import Severity
from novalint.rules.declaration import rule

NAME = "vif-timeout-lowered"
TESTS = """
import pytest
from novalint.engine import report as engine
from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.text.document import Document

@rule("aa-raises", theme="test", severity=Severity.INFO)
def raises(config, deployment):
    raise NameError("wrng")

@pytest.fixture
def report(monkeypatch):
    monkeypatch.setattr(engine, "choose", lambda *_: (raises,))
    return engine.check(Document.parse("[DEFAULT]"))

def test_that_looks_at_something_else(report):
    assert report.findings

@pytest.mark.rule_failure
def test_that_means_it(report):
    assert report.findings

def test_without_a_rule():
    pass
"""


def test_it_fails_the_test_in_which_it_raises(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", f"{command.ROOT}:{command.ROOT / 'tests'}")
    pytester.makeini("[pytest]\nmarkers =\n    rule_failure: it is meant\n")
    pytester.makepyfile(TESTS)
    ran = pytester.runpytest_subprocess("-p", "rule_failures")
    ran.assert_outcomes(passed=2, failed=1)
    ran.stdout.fnmatch_lines(["the rule aa-raises raised:", "NameError: wrng"])


@pytest.mark.rule_failure
def test_it_is_never_what_an_example_expects(monkeypatch: pytest.MonkeyPatch) -> None:
    @rule(NAME, theme="networking", severity=Severity.WARNING)
    def raises(config: Config, deployment: Deployment) -> None:
        """Fails."""
        raise IndexError

    example = Example(NAME)
    before = example.expected.read_bytes()
    monkeypatch.setattr(engine, "choose", lambda *_: (raises,))
    assert "failed (IndexError)" in fault(example, example.check())
    with pytest.raises(SystemExit, match="IndexError"):
        write(example)
    assert example.expected.read_bytes() == before


def test_an_example_in_which_the_rule_is_silent_proves_nothing() -> None:
    example = Example(NAME)
    silent = example.check(select=["duplicate-option"])
    assert fault(example, silent) == f"{NAME}: the rule finds nothing in its bad file"
    assert fault(example, example.check()) == ""
