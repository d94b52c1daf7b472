"""What `novalint lsp` needs, and what of its command line is refused; tests/server has the rest."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cli.conftest import Run


@pytest.mark.parametrize("library", ["pygls", "lsprotocol"])
def test_without_its_libraries_it_says_what_to_install(
    novalint: Run, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    done = novalint("lsp")
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        "novalint: the language server needs pygls 2 and lsprotocol; install novalint from its "
        "checkout with them: pip install '/path/to/novalint[lsp]'\n"
    )


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("--release 1999.9", "1999.9"),
        ("--settings gone.toml", "gone.toml"),
        ("--fact no_such=1", "no_such"),
        ("--delay soon", "soon"),
        ("--delay 60001", "60000"),
        ("--delay -1", "-1"),
        ("--baseline gone.json", "gone.json"),
        ("nova.conf", "nova.conf"),
    ],
)
def test_a_wrong_command_line_is_told_before_anything_is_served(
    novalint: Run, line: str, word: str
) -> None:
    pytest.importorskip("pygls", reason="pygls is not installed")
    done = novalint("lsp", *line.split())
    assert (done.status, done.out) == (2, "")
    assert word in done.err and done.err.count("\n") == 1


def test_settings_that_are_wrong_are_told_at_the_start(novalint: Run, folder: Path) -> None:
    pytest.importorskip("pygls", reason="pygls is not installed")
    (folder / "own.toml").write_text('select = ["no-such-rule"]\n')
    done = novalint("lsp", "--settings", "own.toml")
    assert done.status == 2 and "own.toml:1" in done.err
