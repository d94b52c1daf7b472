"""Reads Python files of a tag out of a git clone."""

from __future__ import annotations

import ast
import subprocess
import sys
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

# Tests, and programs that read no nova.conf of a service.
LEFT_OUT = (
    "/tests/",
    "nova/cmd/dhcpbridge.py",
    "nova/cmd/manage.py",
    "/zmq_driver/proxy/",
    "/generator.py",
)
PACKAGES = ("nova/", "oslo_", "oslo/", "keystonemiddleware/")
# What separates the code of old series from the grammar of today.
_FIXERS = ("except", "exec", "ne", "numliterals", "print", "raise", "repr", "throw", "tuple_params")


def trees(clone: Path, tag: str) -> Iterator[tuple[str, ast.Module]]:
    """Give path and syntax tree of each module that has to do with options."""
    for path in _git(clone, "ls-tree", "-r", "--name-only", tag).splitlines():
        wanted = path.startswith(PACKAGES) and path.endswith(".py")
        if wanted and not any(part in path for part in LEFT_OUT):
            text = _git(clone, "show", f"{tag}:{path}")
            if "Opt(" not in text and "register_opt" not in text:
                continue
            try:
                yield path, _parsed(text)
            except SyntaxError as error:  # a name such as `async`, a keyword today
                sys.stderr.write(f"cannot parse {tag}:{path}: {error}\n")


def _git(clone: Path, *arguments: str) -> str:
    command = ["git", "-C", str(clone), *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode()


def _parsed(text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError:
        return ast.parse(str(_translator().refactor_string(text + "\n", "module")))


@cache
def _translator() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lib2to3 import refactor
    return refactor.RefactoringTool([f"lib2to3.fixes.fix_{name}" for name in _FIXERS])
