"""What deployment tools write for the services of one cloud is no finding between them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fleets.fleets import check

CORPUS = os.environ.get("NOVALINT_CORPUS")
CONTROL = '["api", "metadata", "conductor", "scheduler", "novncproxy"]'
FILES = {
    "osa-2023.1-": "2023.1",
    "osa-2025.1-": "2025.1",
    "rhoso-main-": "2026.1",
    "kolla-zed-": "zed",
    "kolla-2024.1-": "2024.1",
    "kolla-2025.1-": "2025.1",
    "kolla-2026.2-": "2026.2",
    "kollafull-2026.1-": "2026.1",
}
PAIRS = {("020", "022"): "yoga", ("021", "022"): "yoga", ("259", "260"): "stein",
         ("072", "073"): "wallaby"}  # fmt: skip
"""Compute nodes and controllers of one cloud each, by the numbers of their files."""

pytestmark = pytest.mark.skipif(CORPUS is None, reason="NOVALINT_CORPUS is not set")


def _fleet(release: str, nodes: dict[str, tuple[Path, str]]) -> str:
    tables = [f'release = "{release}"\n[fleet]\n']
    for name, (_, role) in nodes.items():
        tables.append(f'[configurations.{name}]\npaths = ["{name}.conf"]\nrole = {role}\n')
    texts = [
        f"=== {name}.conf\n{path.read_text('utf-8', 'replace')}"
        for name, (path, _) in nodes.items()
    ]
    return "".join(tables) + "\n".join(texts)


@pytest.mark.parametrize("tool", FILES)
def test_services_of_a_tool(tool: str) -> None:
    nodes = {
        path.stem.removeprefix(tool).replace(".", "-"): path
        for path in sorted((Path(CORPUS or "") / "tools").glob(f"{tool}*.conf"))
    }
    assert len(nodes) > 1
    roles = {name: _role(name) for name in nodes}
    fleet = _fleet(FILES[tool], {name: (path, roles[name]) for name, path in nodes.items()})
    assert check(fleet, "cloud").findings == ()


def _role(name: str) -> str:
    if name == "controller":
        return CONTROL
    return f'"{name.removeprefix("nova-").removeprefix("super-")}"'


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_a_controller_and_its_compute_node(pair: tuple[str, str]) -> None:
    folder = Path(CORPUS or "") / "files"
    compute, control = (next(folder.glob(f"{number}-*")) for number in pair)
    nodes = {"compute": (compute, '"compute"'), "control": (control, CONTROL)}
    assert check(_fleet(PAIRS[pair], nodes), "cloud").findings == ()
