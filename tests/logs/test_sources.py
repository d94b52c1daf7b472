"""Signatures against the sources of the releases that they claim.

NOVALINT_NOVA_SOURCES names a folder with `MAJOR/nova` for each release of Nova,
`libs/MAJOR/PACKAGE` for the libraries of its time, and `others/PACKAGE-VERSION` for what other
programs write; without it nothing is compared.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from novalint.logs.catalogue import signatures
from novalint.logs.signature import Signature
from novalint.schema.releases import releases

NAMED = os.environ.get("NOVALINT_NOVA_SOURCES")
if not NAMED:
    pytest.skip("NOVALINT_NOVA_SOURCES names no folder", allow_module_level=True)

ROOT = Path(NAMED)
RELEASES = [release.major for release in releases()]
NEWEST = RELEASES[-1]
JOINT = re.compile(r"""["'][ \t]*(?:%?[ \t]*_?\(?[ \t]*)?\\?\n\s*(?:[furFUR]{0,2})["']""")
AROUND = 8
"""Lines before and after the one that is named in which its text stands."""
SHARED = 9
"""Characters that a text and its source have in common at least: the rest is put in later."""
PYTHONS = "No module named '"
"""What Python says before the name of a module."""
AMBIGUOUS = ("migration-port-binding-refused", "api-certificate-not-there")
"""The anchor of one begins the text of an older exception too, which the pattern tells apart; the
other's are also those of a module of oslo.service that Nova does not use."""
OWN = [one for one in signatures() if all(place[:1].isdigit() for place in one.sources)]
"""What Nova and the libraries of its release write."""

every_one = pytest.mark.parametrize("signature", signatures(), ids=lambda one: one.name)
every_own = pytest.mark.parametrize("signature", OWN, ids=lambda one: one.name)


def joined(source: str) -> str:
    """Put literals that stand one after the other together."""
    return JOINT.sub("", source)


def places(signature: Signature) -> Iterator[tuple[str, str, int]]:
    """Give the release or the package, the path and the line of each source."""
    for source in signature.sources:
        package, _, place = source.partition(" ")
        path, _, line = place.rpartition(":")
        yield package, path, int(line)


@cache
def lines_of(package: str, path: str) -> tuple[str, ...]:
    folders = [ROOT / package, ROOT / "libs" / package, ROOT / "others" / package]
    file = next(folder / path for folder in folders if (folder / path).exists())
    return tuple(file.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True))


@cache
def everything(major: int) -> str:
    """Give all of Nova and of its libraries in a release, tests left out."""
    folders = (ROOT / str(major) / "nova", ROOT / "libs" / str(major))
    files = (file for folder in folders for file in sorted(folder.rglob("*.py")))
    read = [
        f.read_text(encoding="utf-8", errors="replace") for f in files if "tests" not in f.parts
    ]
    return "\n".join(map(joined, read))


@every_one
def test_the_text_stands_where_it_is_said_to(signature: Signature) -> None:
    texts = (*signature.anchors, *signature.samples)
    for package, path, line in places(signature):
        near = "".join(lines_of(package, path)[max(line - 1 - AROUND, 0) : line + AROUND])
        assert any(shares(text, joined(near)) for text in texts), f"{package} {path}:{line}"


def shares(text: str, source: str) -> bool:
    """Whether a part of a text stands in a source that no other has by chance."""
    return any(text[at : at + SHARED] in source for at in range(len(text) - SHARED + 1))


@every_own
def test_the_text_is_that_of_each_release(signature: Signature) -> None:
    first, last = signature.releases
    assert {int(package) for package, _, _ in places(signature)} >= {first, last or NEWEST}
    span = range(first, (last or NEWEST) + 1)
    assert [major for major in span if not any(map(in_release(major), signature.anchors))] == []


@every_own
def test_each_anchor_is_that_of_some_release(signature: Signature) -> None:
    first, last = signature.releases
    span = range(first, (last or NEWEST) + 1)
    for anchor in signature.anchors:
        assert any(in_release(major)(anchor) for major in reversed(span)), anchor


@pytest.mark.parametrize(
    "signature", [one for one in OWN if one.name not in AMBIGUOUS], ids=lambda one: one.name
)
def test_no_release_beside_them_has_it(signature: Signature) -> None:
    first, last = signature.releases
    beside = [first - 1] * (first > RELEASES[0]) + ([last + 1] if last else [])
    for major in beside:
        assert not any(map(in_release(major), signature.anchors)), major


def in_release(major: int) -> Callable[[str], bool]:
    """Say of an anchor whether a release has it.

    The name of an exception stands before a colon; of a module that is missing only the name is the
    release's own, all else is Python's.
    """
    return lambda anchor: anchor.removeprefix(PYTHONS).rstrip(": ") in everything(major)


@pytest.mark.parametrize(
    "signature", [one for one in signatures() if one.translations], ids=lambda one: one.name
)
def test_the_translations_are_those_that_nova_ships(signature: Signature) -> None:
    shipped = "".join(
        re.sub(r'"\n"', "", file.read_text(encoding="utf-8"))
        for major in ("15", "25")
        for file in (ROOT / major / "nova" / "locale").glob("*/LC_MESSAGES/nova.po")
    )
    assert [one for one in signature.translations if one not in shipped] == []
