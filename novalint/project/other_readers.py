"""Who else reads the files of a configuration: the other services and hosts of one deployment."""

from __future__ import annotations

import os
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, cast

from novalint.engine.report import examine
from novalint.engine.trials import mark, trial
from novalint.errors import NovalintError
from novalint.hosts.paths import kolla_layer, kolla_place
from novalint.hosts.signs import real
from novalint.project.discovery import ConfigurationInput, InputSpec
from novalint.project.sharing import Readers, files_of
from novalint.records import dataclass, field, replace
from novalint.text.edits import Patch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from novalint.config.model import Config
    from novalint.engine.trials import Trial
    from novalint.findings import Finding, Fix
    from novalint.hosts.declared import Declared
    from novalint.schema.options import Option
    from novalint.settings import Settings
    from novalint.text.document import Document

    Tried = Sequence[tuple["OtherReader", Trial]]

MOST_KEPT = 4096
"""Fixes of which it is remembered what came of them: all hosts ask for the same ones."""


class ReadingProject(Protocol):
    """The project whose configurations these are."""

    def declared(self, path: str) -> Sequence[Declared]:
        """Return what settings say about a host, by its path."""

    def settings_for(self, source: ConfigurationInput) -> Settings:
        """Return what holds for a configuration."""

    def alone(self, source: ConfigurationInput, settings: Settings) -> Config:
        """Return a configuration as if nobody else read any of its files."""


@dataclass(eq=False)
class OtherReader:
    """A configuration that is read where a fix of another one changes a file of it.

    `roles` are its services, none where nobody tells; `covered` those that read other files as
    well, and are other readers. See engine/trials.py for the rest.
    """

    project: ReadingProject
    spec: InputSpec
    name: str
    own: str = ""
    roles: frozenset[str] = frozenset()
    covered: frozenset[str] = frozenset()

    @cached_property
    def paths(self) -> frozenset[str]:
        """Its files, by the paths that links lead to."""
        return real_paths(files_of(self.spec))

    def tried(self, finding: Finding, fix: Fix, documents: Mapping[str, Document]) -> Trial | None:
        """Try a fix where these documents, by real path, are among its own.

        None where its files cannot be read, which is told of itself.
        """
        try:
            source = self.spec.read(self.project.declared)
            settings = self.project.settings_for(source)
        except NovalintError:
            return None
        texts = [documents.get(real(each.path), each) for each in source.documents]
        config = self.project.alone(ConfigurationInput(texts, source.name), settings)
        asked = replace(settings, select=(finding.rule,), min_severity="info")
        ignored = {finding.rule, finding.theme} & {*settings.ignore}

        def judge() -> tuple[Finding, ...]:
            return () if ignored else examine(config, asked).findings

        return trial(finding, fix, config, self._reads, judge)

    def _reads(self, option: Option) -> bool:
        """Whether one of its services reads an option, as far as anybody knows."""
        readers = frozenset(option.facts.get("read_by", ())) - {"manage"}
        if not readers or "all" in self.roles:
            return True
        return bool(readers & self.roles if self.roles else readers - self.covered)


@dataclass(eq=False)
class OtherReaders:
    """All that read files of each other, and what came of the fixes that were tried on them."""

    every: Sequence[OtherReader]
    _tried: dict[object, Tried] = field(default_factory=dict, init=False, repr=False)

    def tried(self, finding: Finding, fix: Fix, documents: Sequence[Document]) -> Tried:
        """Try a fix on all that read a file that it changes, and that others read.

        Where the documents are but a part of what is read as one, that is any of them.
        """
        own = {real(each.path): each for each in documents}
        least = 2 if frozenset(own) in self._read_as_one else 1

        def is_shared(path: str) -> bool:
            return len(self._by_path.get(path, ())) >= least

        files = tuple(file for file in fix.patch.files if is_shared(real(file.path)))
        if not files:
            return ()
        beside = {path: one for path, one in own.items() if is_shared(path)}
        key = (*mark(finding), files, tuple(one.source for one in beside.values()))
        if len(self._tried) > MOST_KEPT:
            self._tried.clear()
        if key not in self._tried:
            part = replace(fix, patch=Patch(files))
            self._tried[key] = tuple(self._try(finding, part, beside))
        return self._tried[key]

    def _try(
        self, finding: Finding, fix: Fix, beside: Mapping[str, Document]
    ) -> Iterator[tuple[OtherReader, Trial]]:
        changed = [real(path) for path in fix.patch.paths]
        for reader in dict.fromkeys(each for path in changed for each in self._by_path[path]):
            if (one := reader.tried(finding, fix, beside)) is not None:
                yield reader, one

    @cached_property
    def _read_as_one(self) -> frozenset[frozenset[str]]:
        return frozenset(each.paths for each in self.every)

    @cached_property
    def _by_path(self) -> Mapping[str, list[OtherReader]]:
        readers: dict[str, list[OtherReader]] = {}
        for each in self.every:
            for path in each.paths:
                readers.setdefault(path, []).append(each)
        return readers


def reading(config: Config, readers: Readers) -> OtherReaders | None:
    """Return those of some configurations that read a file of one; None where none does."""
    paths = real_paths(document.path for document in config.documents)
    names = [name for name, own in readers.files.items() if paths & real_paths(own)]
    return cast("OtherReaders", readers.others(names)) if names else None


def real_paths(paths: Iterable[str]) -> frozenset[str]:
    """Return paths in the form by which files are compared."""
    return frozenset(map(real, paths))


def named(
    project: ReadingProject,
    specs: Mapping[str, InputSpec],
    roles: Mapping[str, frozenset[str]],
    nodes: Mapping[str, str],
    names: Sequence[str],
) -> OtherReaders:
    """Return some of the configurations that settings name.

    Of all of them are given where they are read from, their services, and what nodes they are.
    """
    files = {name: files_of(specs[name]) for name in names}
    times = Counter(path for paths in files.values() for path in paths)
    readers = []
    for name, paths in files.items():
        own = paths[-1] if paths and times[paths[-1]] == 1 else ""
        readers.append(OtherReader(project, specs[name], nodes[name], own, roles[name]))
    return OtherReaders(readers)


def folder_in_kolla(config: Config) -> str:
    """Return the folder of kolla-ansible's overrides that a configuration is of; else nothing."""
    place = kolla_place(config.documents[0].path)
    return place.folder if place else ""


def in_kolla(project: ReadingProject, config: Config) -> OtherReaders:
    """Return who reads the overrides of kolla-ansible that a configuration is one of.

    All that stand in the same folder are looked for, whichever of them were given.
    """
    from novalint.project.walking import of_kolla

    paths = list(_beside(config.documents[0].path))
    layers = {path: layer for path in paths if (layer := kolla_layer(path))}
    shared = frozenset(each.role for each in layers.values() if each.role and not each.host)
    readers = []
    for chain, part, _ in of_kolla(list(layers)):
        spec = InputSpec(chain, None, len(chain) > 1, "", True, part, replaces=True)
        last = layers[chain[-1]]
        roles = frozenset(role for path in chain if (role := layers[path].role))
        name = last.host or last.service or ""
        covered = frozenset() if roles else shared
        readers.append(OtherReader(project, spec, name, chain[-1] if name else "", roles, covered))
    return OtherReaders(readers)


def _beside(path: str) -> Iterator[str]:
    """Yield the files that kolla-ansible may merge from the folder of one, spelt as that is."""
    place = kolla_place(path)
    if place is None:
        return
    below = "/".join(place.below)
    top = path.removesuffix(below) if path.endswith(below) else f"{place.folder}/"
    for folder in ("", "nova/", *(f"nova/{name}/" for name in _names(f"{top}nova"))):
        yield from (f"{top}{folder}{name}" for name in _names(f"{top}{folder}") if _is_conf(name))


def _is_conf(name: str) -> bool:
    return name.endswith(".conf") and not name.startswith(".")


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder or os.curdir))  # noqa: PTH208
    except OSError:
        return []
