"""neovim itself with the server: what it shows, what it applies, what is in the file then."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from command import needs

pytest.importorskip("pygls", reason="pygls is not installed")

SCRIPT = Path(__file__).with_name("neovim.lua")
TEXT = """\
[DEFAULT]
remove_unused_base_images = true
# é𝄞
debug = yes please
vif_plugging_if_fatal = true

[libvirt]
"""


@pytest.mark.slow
@needs("nvim")
def test_diagnostics_are_shown_and_actions_applied(tmp_path: Path) -> None:
    (tmp_path / "nova.conf").write_text(TEXT)
    (tmp_path / ".git").mkdir()
    server = [sys.executable, "-m", "novalint", "lsp", "--delay", "0", "--release", "2025.1"]
    done = subprocess.run(
        ["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-n", "-S", str(SCRIPT)],
        cwd=tmp_path,
        env={
            "HOME": str(tmp_path),
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(SCRIPT.parents[2]),
            "NOVALINT_LSP": "\n".join(server),
            "NOVALINT_LINE": "4",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (tmp_path / "told.json").exists(), done.stderr
    told = json.loads((tmp_path / "told.json").read_text())
    assert told["shown"] == [
        ["deprecated-name", "invalid-value", "unknown-option"],
        ["deprecated-name", "invalid-value"],
    ]
    assert "vif_plugging_is_fatal" in told["fixed"]
    assert told["all"] == "Make all safe fixes of this file"
    assert "boolean" in told["hover"]["contents"]["value"]
    written = (tmp_path / "nova.conf").read_text()
    assert written == (
        "[DEFAULT]\n# é𝄞\ndebug = yes please\nvif_plugging_is_fatal = true\n\n"
        "[libvirt]\n\n[image_cache]\nremove_unused_base_images = true\n"
    )
