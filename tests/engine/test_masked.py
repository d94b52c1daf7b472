"""What a diff shows of the lines that a fix takes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from novalint.engine.report import check
from novalint.hosts.reading import documents

HELM = "conf:\n  nova:\n    {group}:\n      {line}\n"


@pytest.mark.parametrize(
    ("group", "line", "open_line"),
    [
        ("oslo_messaging_rabbit", "heartbeat_timeout_threshhold: 120", True),
        ("neutron", "pasword: sunshine", False),
    ],
)
def test_the_value_under_a_misspelt_key_is_shown_where_the_new_one_is(
    group: str, line: str, open_line: bool, tmp_path: Path
) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(HELM.format(group=group, line=line))
    report = check(documents(file)[0], release="2025.1", select=["unknown-option"])
    assert len(report.findings) == 1
    diff = report.masked_diff(report.fix(unsafe=True))
    assert (line in diff) is open_line
    assert ("sunshine" in diff) is False
