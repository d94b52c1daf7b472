"""Reads the files of other programs that settings name beside the configurations."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.model import Config
from novalint.errors import SettingsError
from novalint.project.discovery import read_file
from novalint.rules.fleet.companions import companion
from novalint.schema.additions import AddedOption, Additions
from novalint.schema.options import load_schema
from novalint.schema.releases import find_release, newest
from novalint.settings.placeholders import MAY_BE_MISSING, has_placeholder, places_of
from novalint.text.document import normalize_group
from novalint.wording import relative, shown

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Node
    from novalint.settings import Settings


def companions_of(settings: Settings, wanted: Iterable[str], key: bytes) -> tuple[Node, ...]:
    """Return the companions that settings name, with the options that patterns ask for.

    Raises FileError for what cannot be read, SettingsError where nothing is there.
    """
    release = find_release(settings.release) if settings.release else newest()
    patterns = tuple(wanted)
    return tuple(
        companion(kind, node or kind, list(map(read_file, paths)), patterns, release, key)
        for kind, texts in settings.companions.items()
        for node, paths in _files(settings, kind, texts).items()
    )


def _files(settings: Settings, kind: str, texts: Iterable[str]) -> dict[str, list[str]]:
    """Return the files of a kind by machine; those of the cloud under an empty name."""
    files: dict[str, list[str]] = {}
    for text in texts:
        for node, path in _matching(settings, kind, text):
            files.setdefault(node, []).append(path)
    return files


def _matching(settings: Settings, kind: str, text: str) -> Iterator[tuple[str, str]]:
    sure = text.removesuffix(MAY_BE_MISSING)
    if not has_placeholder(sure):
        path = relative(os.path.join(settings.folder, sure))  # noqa: PTH118
        if sure == text or os.path.exists(path):  # noqa: PTH110
            yield "", path
        return
    places = places_of(settings, sure)
    if not places and sure == text:
        raise SettingsError(f"the companion `{kind}` matches no file: {shown(text)} does not exist")
    for node, path in places:
        yield node, relative(path)


def config_of(node: Node) -> Config:
    """Return the files of a companion again, as what keeps secrets takes them.

    The options that rules read are known, and so may be shown; all others may hold a secret.
    """
    options = tuple(
        AddedOption(
            normalize_group(name.partition(":")[2].rpartition(".")[0]),
            name.rpartition(".")[2],
            "string",
            secret=reading.text is None,
        )
        for name, reading in sorted(node.readings.items())
    )
    schema = load_schema(node.release, Additions(options))
    return Config(schema, tuple(map(read_file, node.paths)))
