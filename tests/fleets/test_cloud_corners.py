"""Where nodes differ in what is written and not, or not as much, in what they do."""

from __future__ import annotations

import pytest
from fleets.fleets import check

Files = dict[str, str]


def ask(rule: str, files: Files, head: str = "") -> list[tuple[str, str]]:
    """Return severity and message of each finding of a rule about files."""
    text = head + "".join(f"=== {name}.conf\n{content}\n" for name, content in files.items())
    return [(str(one.severity), one.message) for one in check(text, rule).findings]


@pytest.mark.parametrize(
    ("release", "names", "count"),
    [
        ("victoria", ("policy.json", ""), 0),
        ("2025.2", ("/etc/nova/policy.json", ""), 0),
        ("2025.1", ("policy.yaml", ""), 0),
        ("2025.1", ("policy.yaml", "policy.json", ""), 1),
        ("2025.1", ("rules.yaml", ""), 1),
        ("2026.1", ("policy.json", ""), 1),
        ("2026.1", ("policy.yaml", ""), 0),
        ("ussuri", ("policy.yaml", ""), 1),
        ("ussuri", ("policy.json", ""), 0),
    ],
)
def test_unset_is_policy_json_too(release: str, names: tuple[str, ...], count: int) -> None:
    files = {
        f"api{at}": f"[oslo_policy]\npolicy_file = {name}" if name else ""
        for at, name in enumerate(names)
    }
    assert len(ask("policy-differs", files, f'release = "{release}"\n')) == count
