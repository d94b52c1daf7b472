"""What docs/editors.md tells to write is what the editors' own programs can read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pages
import pytest
from command import needs

PAGE = pages.ROOT / "docs" / "editors.md"


def blocks(kind: str) -> list[str]:
    written = [block for _, block in pages.blocks(PAGE, kind)]
    assert written
    return written


def test_json_is_json() -> None:
    for block in blocks("json"):
        assert isinstance(json.loads(block), dict)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="tomllib is not in Python 3.10")
def test_toml_is_toml() -> None:
    import tomllib

    for block in blocks("toml"):
        assert tomllib.loads(block)


@needs("nvim")
def test_lua_is_lua(tmp_path: Path) -> None:
    for number, block in enumerate(blocks("lua")):
        script = tmp_path / f"{number}.lua"
        script.write_text(block)
        done = subprocess.run(
            ["nvim", "--headless", "-u", "NONE", "-i", "NONE",
             f"+lua local f, e = loadfile('{script}') io.write(e or 'right')", "+qall!"],
            capture_output=True, encoding="utf-8", timeout=60, check=False, cwd=tmp_path,
        )  # fmt: skip
        assert "right" in done.stdout + done.stderr


@needs("emacs")
def test_elisp_is_elisp(tmp_path: Path) -> None:
    for number, block in enumerate(blocks("elisp")):
        script = tmp_path / f"{number}.el"
        script.write_text(block)
        done = subprocess.run(
            ["emacs", "--batch", "-Q", str(script), "--eval", "(check-parens)"],
            capture_output=True, encoding="utf-8", timeout=60, check=False, cwd=tmp_path,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


@needs("vim")
def test_vim_script_is_vim_script(tmp_path: Path) -> None:
    for number, block in enumerate(blocks("vim")):
        script = tmp_path / f"{number}.vim"
        script.write_text(block)
        done = subprocess.run(
            ["vim", "-N", "-es", "-u", "NONE", "-i", "NONE", "-S", str(script), "-c", "qall!"],
            capture_output=True, encoding="utf-8", timeout=60, check=False, cwd=tmp_path,
        )  # fmt: skip
        assert done.returncode == 0 and "Error" not in done.stdout + done.stderr, done.stdout
