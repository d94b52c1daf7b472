"""What is hidden in a value of YAML is hidden where an edit comments it out, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from novalint.cli import main

WORD = "Zanzibar"
HEAD = "nova_nova_conf_overrides:\n  keystone_authtoken:\n    username: nova\n"


@pytest.mark.parametrize(
    "value",
    [
        f"|\n      {WORD}\n",
        f">-\n      {WORD}\n",
        f"\n      - {WORD}\n      - '{WORD}'\n",
        f"\n      - {WORD}  # why\n",
    ],
)
def test_a_secret_that_is_commented_out_stays_hidden(
    value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "user_variables.yml"
    path.write_text(f"{HEAD}    password: {value}    auth_type: password\n")
    main(["unset", str(path), "keystone_authtoken.password", "--diff", "--release", "2025.1"])
    diff = capsys.readouterr().out
    assert "\n-    password:" in diff
    assert WORD not in diff
