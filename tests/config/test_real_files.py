"""Real files of other people against what oslo.config with the real Nova reads from them."""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from oslo_model import same

from novalint.config.model import load

CORPUS = os.environ.get("NOVALINT_CORPUS")
EXPECTED = sorted((Path(CORPUS) / "expected").glob("*.json")) if CORPUS else []

pytestmark = pytest.mark.skipif(
    not EXPECTED, reason="NOVALINT_CORPUS names no folder of real files"
)


@cache
def expected(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


CASES = [(path, name) for path in EXPECTED for name in expected(path)]


@pytest.mark.parametrize(
    ("path", "name"), CASES, ids=[f"{path.stem}-{name[:40]}" for path, name in CASES]
)
def test_a_real_file_is_read_as_nova_reads_it(path: Path, name: str) -> None:
    reference = expected(path)[name]
    config = load(path.parents[1] / "files" / name, release=path.stem)
    assert bool(config.documents[0].problems) == ("$error" in reference)
    if "$error" in reference:
        return
    assert present(config.documents[0].to_dict()) == reference["present"]
    settings = {f"{one.group}.{one.name}": one for one in config.settings}
    different = {}
    for option, theirs in reference["settings"].items():
        ours = settings.get(option)
        if ours is None or not agree(ours, theirs):
            different[option] = (ours and (ours.value, ours.error), theirs)
    assert different == {}


def agree(ours: Any, theirs: dict[str, Any]) -> bool:
    """Compare a value or an error; what depends on the host only where it does not."""
    if theirs.get("machine"):
        return ours.machine is not None
    if "error" in theirs:
        return ours.error is not None
    if ours.error is not None:
        return False
    if ours.machine and isinstance(ours.value, str):
        return matches(ours.value, theirs["value"])
    return same(ours.value, theirs["value"])


def matches(ours: str, theirs: str) -> bool:
    """Whether a text fits one with a token for each part that the host decides."""
    pattern = re.sub(r"<[a-z ]+>", ".+", re.escape(ours).replace(r"\ ", " "))
    return re.fullmatch(pattern, theirs) is not None


def present(sections: dict[str, dict[str, list[str]]]) -> dict[str, dict[str, int]]:
    """Count the assignments of each key by group, as oslo.config normalizes it."""
    counted: dict[str, dict[str, int]] = {}
    for group, options in sections.items():
        target = counted.setdefault(group if group == "DEFAULT" else group.lower(), {})
        for option, values in options.items():
            target[option] = target.get(option, 0) + len(values)
    return counted


def test_the_corpus_has_every_outcome() -> None:
    """Otherwise the comparison above would compare nothing."""
    outcomes = [file for path in EXPECTED for file in expected(path).values()]
    values = [one for file in outcomes for one in file.get("settings", {}).values()]
    assert any("$error" in file for file in outcomes)
    assert any("error" in value for value in values)
    assert sum("value" in value for value in values) > 1000
