"""Plain command lines are read as argparse reads them; all others are left to it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from novalint.cli.commands import COMMANDS
from novalint.cli.parser import _take_late, build
from novalint.cli.plain import read_plain

PLAIN = [
    "check",
    "check nova.conf",
    "check -",
    "check nova.conf more.conf --release 2025.1 --role compute --role api",
    "check --quiet nova.conf --format=json last.conf",
    "check nova.conf --statistics --format json --jobs 2 -v",
    "check --fact tenants=300 --fact network_backend=ovn --isolated",
    "check --together /etc/nova --output sarif=a.sarif --output - --fail-on never",
    "fix nova.conf --unsafe --as kolla",
    "baseline nova.conf --prune baseline.json",
    "show nova.conf libvirt --all --format json",
    "upgrade nova.conf --from 2024.1 --only breaks --only soon",
    "diagnose nova-compute.log --config nova.conf",
    "rules --select libvirt",
]
LEFT = [
    "check --rel 2025.1",
    "check -qv",
    "check -- nova.conf",
    "check --help",
    "check --format yaml",
    "check --format=",
    "check --quiet=1",
    "check --release",
    "check --release --quiet",
    "check --jobs many",
    "check --settings a.toml --isolated",
    "check --nonsense",
    "upgrade nova.conf",
    "rules libvirt",
    "set nova.conf libvirt.virt_type=kvm",
    "releases --diff 2025.1 2026.1",
    "baseline --output a --prune b",
]
WORDS = st.sampled_from(
    sorted({word for line in PLAIN + LEFT for word in line.split()[1:]} | {"", "-1", "a b", "-x y"})
)


def _plain(words: list[str]) -> dict[str, object] | None:
    module, _, fills = COMMANDS[words[0]]
    found = read_plain(words[1:], fills, module=module, command=words[0])
    return found and vars(found)


def _by_argparse(words: list[str]) -> dict[str, object]:
    parser = build(words[0])
    arguments, late = parser.parse_known_args(words)
    if late:
        _take_late(parser, arguments, late)
    return vars(arguments)


@pytest.mark.parametrize("line", PLAIN)
def test_reads_plain_lines_as_argparse_does(line: str) -> None:
    assert _plain(line.split()) == _by_argparse(line.split())


@pytest.mark.parametrize("line", LEFT)
def test_leaves_the_others_to_argparse(line: str) -> None:
    assert _plain(line.split()) is None


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(COMMANDS)), st.lists(WORDS, max_size=5))
def test_never_reads_what_argparse_reads_otherwise(command: str, words: list[str]) -> None:
    found = _plain([command, *words])
    if found is not None:
        assert found == _by_argparse([command, *words])


def test_a_plain_check_loads_no_argparse() -> None:
    code = "import sys, novalint.cli; novalint.cli.main(sys.argv[1:])"
    code += "; sys.exit('argparse' in sys.modules)"
    words = [sys.executable, "-c", code, "check", "-", "--release", "2026.2"]
    assert subprocess.run(words, input=b"[DEFAULT]\n", check=False).returncode == 0
