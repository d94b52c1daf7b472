"""Two findings on one line do not say contrary things of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

import novalint

CORPUS = os.environ.get("NOVALINT_CORPUS")
FILES = sorted(
    [
        *Path(__file__).parent.glob("*/bad*.conf"),
        *(Path(CORPUS).glob("files/*.conf") if CORPUS else ()),
    ]
)
SELECTED = [
    "auto-version-pin-with-api-database",
    "database-credentials-on-compute",
    "guessable-secret",
    "option-not-read-by-role",
    "placeholder-secret",
]
"""Rules that want a line to go from the node, and those that want another secret in it."""
GOES = ("remove it", "move it", "move them", "delete")
STAYS = ("set the same",)


def contrary(document: novalint.Document, role: str) -> Iterator[tuple[str, str, int]]:
    """Yield the rules, and the line, of each pair of which one keeps what the other takes away."""
    lines: dict[int, set[tuple[str, str]]] = {}
    for finding in novalint.check(document, role=role, select=SELECTED).findings:
        way = finding.message.rpartition("; ")[2]
        for place in (finding.location, *(note.location for note in finding.related)):
            lines.setdefault(place.start.line, set()).add((finding.rule, way))
    for line, said in lines.items():
        for (one, way), (other, opposite) in combinations(sorted(said), 2):
            if (way.startswith(GOES) and opposite.startswith(STAYS)) or (
                way.startswith(STAYS) and opposite.startswith(GOES)
            ):
                yield one, other, line


@pytest.mark.parametrize("role", ["compute", "scheduler"])
def test_a_secret_that_no_service_reads_is_not_to_be_set_and_removed(role: str) -> None:
    texts = [(path, path.read_bytes()) for path in FILES]
    found = {
        (path.parent.name, path.name, *pair)
        for path, text in texts
        if b"pass" in text.lower() or b"secret" in text or b"://" in text
        for pair in contrary(novalint.Document.parse(text, "nova.conf"), role)
    }
    assert not found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("[database]\nconnection = mysql://nova:NOVA_DBPASS@db/nova\n",
         "database-credentials-on-compute"),
        ("[keystone_authtoken]\npassword = NOVA_PASS\n", "option-not-read-by-role"),
    ],
)  # fmt: skip
def test_a_placeholder_that_nobody_reads_is_to_go(text: str, rule: str) -> None:
    document = novalint.Document.parse(text, "nova.conf")
    (finding,) = novalint.check(document, role="compute", select=SELECTED).findings
    assert finding.rule == rule
    (finding,) = novalint.check(document, role="api", select=SELECTED).findings
    assert finding.rule == "placeholder-secret"


def test_a_guessable_secret_that_nobody_reads_is_to_change_all_the_same() -> None:
    text = "[keystone_authtoken]\npassword = openstack\n"
    document = novalint.Document.parse(text, "nova.conf")
    (finding,) = novalint.check(document, role="compute", select=["guessable-secret"]).findings
    assert finding.message.endswith("; change it where it is read, and remove it here")
    (finding,) = novalint.check(document, role="api", select=["guessable-secret"]).findings
    assert finding.message.endswith("; set the same random value at both ends")


def test_a_placeholder_in_a_file_of_all_services_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path("kolla/config/nova")
    folder.mkdir(parents=True)
    (folder.parent / "nova.conf").write_text("[keystone_authtoken]\npassword = NOVA_PASS\n")
    (folder / "nova-compute.conf").write_text("[libvirt]\nvirt_type = kvm\n")
    project = novalint.Project().over(novalint.Override(select=("placeholder-secret",)))
    assert project.check("kolla").findings
