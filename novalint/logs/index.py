"""The index of anchors: what a log is searched for, without the declarations.

It is a file beside this one, `anchors.json`, which `make docs` writes from the declarations.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from novalint.logs.signature import Signature

FILE = Path(__file__).with_name("anchors.json")


class Anchor(NamedTuple):
    """A text to search for, as UTF-8, and the signature that it belongs to.

    `words` are those that it has whole, with a blank on either side: a log without one of them does
    not hold it. `translated` says that it is from a translation, in which the pattern has no part.
    """

    text: bytes
    name: str
    module: str
    words: frozenset[bytes]
    translated: bool = False


class Index(NamedTuple):
    """Anchors by where they are searched for.

    `loud` in lines of a warning or worse, or without a level; `quiet` in all lines; `translated` in
    lines that are not plain ASCII.
    """

    loud: tuple[Anchor, ...]
    quiet: tuple[Anchor, ...]
    translated: tuple[Anchor, ...]


@cache
def index() -> Index:
    """Read the index, once."""
    by_kind: dict[str, list[Anchor]] = {"loud": [], "quiet": [], "translated": []}
    for name, entry in json.loads(FILE.read_text(encoding="utf-8")).items():
        for kind, anchors in by_kind.items():
            texts = entry.get(kind, ())
            is_translated = kind == "translated"
            anchors += [_anchor(text, name, entry["module"], is_translated) for text in texts]
    return Index(*(tuple(anchors) for anchors in by_kind.values()))


def _anchor(text: str, name: str, module: str, is_translated: bool) -> Anchor:
    whole = frozenset(text.encode().split(b" ")[1:-1]) - {b""}
    return Anchor(text.encode(), name, module, whole, is_translated)


def modules_by_signature() -> dict[str, str]:
    """Return the module of each signature."""
    every = index()
    return {anchor.name: anchor.module for group in every for anchor in group}


def index_text(declared: dict[str, tuple[Signature, ...]]) -> str:
    """Return the text of the index for the signatures of each module."""
    entries: dict[str, Any] = {}
    for module, signatures in declared.items():
        for signature in signatures:
            kind = "quiet" if signature.is_quiet else "loud"
            entry: dict[str, Any] = {"module": module, kind: list(signature.anchors)}
            if signature.translations:
                entry["translated"] = list(signature.translations)
            entries[signature.name] = entry
    lines = (
        f"{json.dumps(name)}: {json.dumps(entry, ensure_ascii=False)}"
        for name, entry in sorted(entries.items())
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"
