"""Signatures against the sources of the releases that they claim.

NOVALINT_NOVA_SOURCES names a folder with `MAJOR/nova` for each release of Nova, and
`libs/MAJOR/PACKAGE` for the libraries of its time; without it nothing is compared.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import pytest

from novalint.logs.catalogue import signatures
from novalint.logs.signature import Signature
from novalint.schema.releases import releases

ROOT = os.environ.get("NOVALINT_NOVA_SOURCES")
NEWEST = releases()[-1].major
JOINT = re.compile(r"""["']\s*(?:%?\s*_?\(?\s*)?\\?\n\s*(?:[furFUR]{0,2})["']""")
CHECKED = [one for one in signatures() if one.sources[0][:1].isdigit()]

if not ROOT:
    pytest.skip("NOVALINT_NOVA_SOURCES names no folder", allow_module_level=True)


@cache
def text_of(major: str, path: str) -> str:
    """Give a module with the literals that stand one after the other put together."""
    root = Path(ROOT or "")
    files = (root / major / path, root / "libs" / major / path)
    source = next(file for file in files if file.exists()).read_text(encoding="utf-8")
    return JOINT.sub("", source)


@pytest.mark.parametrize("signature", CHECKED, ids=lambda one: one.name)
def test_the_text_stands_in_its_sources(signature: Signature) -> None:
    places = [one.partition(" ") for one in signature.sources]
    for major, _, place in places:
        path, _, line = place.rpartition(":")
        assert line.isdigit()
        text = text_of(major, path)
        assert any(anchor in text for anchor in signature.anchors), place
    first, last = signature.releases
    assert {int(major) for major, _, _ in places} == {first, last or NEWEST}


@pytest.mark.parametrize(
    "signature", [one for one in signatures() if one.translations], ids=lambda one: one.name
)
def test_the_translations_are_those_that_nova_ships(signature: Signature) -> None:
    root = Path(ROOT or "")
    shipped = "".join(
        re.sub(r'"\n"', "", file.read_text(encoding="utf-8"))
        for major in ("15", "25")
        for file in (root / major / "nova" / "locale").glob("*/LC_MESSAGES/nova.po")
    )
    assert [one for one in signature.translations if one not in shipped] == []
