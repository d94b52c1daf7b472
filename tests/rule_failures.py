"""A plugin of pytest: a rule that raises fails the test in which it does so.

The engine makes a finding of whatever a rule raises, so that a test that looks for something else
would pass. A test that has a rule fail is marked with `@pytest.mark.rule_failure`. What happens in
processes that a test starts is not seen.
"""

from __future__ import annotations

from collections.abc import Generator
from traceback import format_exception

import pytest

from novalint.config.model import Config
from novalint.engine import running
from novalint.findings import Finding
from novalint.rules.declaration import Rule

MARK = "rule_failure"
DECLARED = "cannot handle a number"
"""Said of a number that no 64 bits hold: that is the fault of the file."""

_raised: list[str] = []
_plain = running._failed


def _watched(rule: Rule, error: BaseException, config: Config) -> Finding:
    finding = _plain(rule, error, config)
    if DECLARED not in finding.message:
        _raised.append(f"the rule {rule.name} raised:\n{''.join(format_exception(error))}")
    return finding


def pytest_configure() -> None:
    running._failed = _watched


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test after its end; what its fixtures or the collection did belongs to it too."""
    try:
        result = yield
    except BaseException:
        _raised.clear()
        raise
    first = next(iter(_raised), "")
    _raised.clear()
    if first and not item.get_closest_marker(MARK):
        pytest.fail(first, pytrace=False)
    return result
