"""Emacs itself with the server, by way of Eglot."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from command import needs

pytest.importorskip("pygls", reason="pygls is not installed")

SCRIPT = Path(__file__).with_name("emacs.el")
TEXT = "[DEFAULT]\n# é𝄞\ndebug = yes please\nvif_plugging_if_fatal = true\n\n[libvirt]\n"


@pytest.mark.slow
@needs("emacs")
def test_diagnostics_are_shown_and_a_fix_is_applied(tmp_path: Path) -> None:
    (tmp_path / "nova.conf").write_text(TEXT)
    (tmp_path / ".git").mkdir()
    server = [sys.executable, "-m", "novalint", "lsp", "--delay", "0"]
    done = subprocess.run(
        ["emacs", "--batch", "-l", str(SCRIPT)],
        cwd=tmp_path,
        env={
            "HOME": str(tmp_path),
            "LC_ALL": "C.UTF-8",
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(SCRIPT.parents[2]),
            "NOVALINT_LSP": "\n".join(server),
        },
        capture_output=True,
        encoding="utf-8",
        timeout=150,
        check=False,
    )
    if "Cannot open load file" in done.stderr and "eglot" in done.stderr:
        pytest.skip("Eglot is not installed")
    assert (tmp_path / "told.txt").exists(), done.stderr
    title, *shown = (tmp_path / "told.txt").read_text().splitlines()
    assert title.startswith("Rename it to vif_plugging_is_fatal")
    assert [one.partition("]")[0] for one in shown] == [
        "novalint [invalid-value", "novalint [unknown-option",
    ]  # fmt: skip
    assert (tmp_path / "nova.conf").read_text() == TEXT.replace("_if_", "_is_")
