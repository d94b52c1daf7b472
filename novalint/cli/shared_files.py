"""Files that several configurations have a part in: one patch for each, whoever wants what."""

from __future__ import annotations

from os.path import realpath
from typing import TYPE_CHECKING

from novalint.errors import FileError
from novalint.text.edits import Edit, FilePatch, Patch, merge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novalint.config.model import Config
    from novalint.text.source import Source


def in_one(patches: Sequence[Patch], configs: Sequence[Config]) -> list[Patch]:
    """Return the edits of all configurations of a host as those of each: they are one file's.

    Each patch is that of a configuration. Raises PatchError where edits overlap.
    """
    edits: dict[str, set[Edit]] = {}
    sources: dict[str, Source] = {}
    for config, patch in zip(configs, patches, strict=True):
        for file in patch.files if config.hosted else ():
            edits.setdefault(file.path, set()).update(file.edits)
            sources[file.path] = file.source
    whole = {path: Patch.of(sources[path], edits[path]) for path in edits}
    return [
        merge(
            [
                *(Patch((file,)) for file in patch.files if file.path not in whole),
                *(whole[path] for path in _paths(config) if path in whole),
            ]
        )
        for config, patch in zip(configs, patches, strict=True)
    ]


def each_once(patches: Sequence[Patch], verb: str) -> list[Patch]:
    """Leave out of each patch the files that one before it changes in the same way.

    A file may have several names. `verb` says what is done to them, such as "fix". Raises FileError
    where two configurations share a file and would change it in different ways.
    """
    taken: dict[str, FilePatch] = {}
    rest: list[Patch] = []
    for patch in patches:
        for file in patch.files:
            if taken.get(realpath(file.path), file).edits != file.edits:
                raise FileError(
                    f"`{file.path}` is in several configurations, which {verb} it in different "
                    f"ways; {verb} one after the other"
                )
        new = {realpath(file.path): file for file in patch.files}
        rest.append(Patch(tuple(file for place, file in new.items() if place not in taken)))
        taken |= new
    return rest


def _paths(config: Config) -> list[str]:
    return [document.path for document in config.documents]
