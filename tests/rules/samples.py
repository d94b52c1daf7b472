"""Configurations on which every rule is tried: those with faults, those without, and real ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from conftest import corpus_files
from rules.examples import FOLDER, RELEASE, examples, facts, folders

from novalint.config.model import Config, load
from novalint.deployment import Deployment
from novalint.engine.report import Report, check
from novalint.text.document import Document

WELLMADE = FOLDER.parent / "wellmade"


@dataclass(frozen=True)
class Sample:
    """A configuration and what is known about its cloud, the release included."""

    name: str
    documents: tuple[Document, ...]
    facts: Deployment

    @property
    def config(self) -> Config:
        return load(*self.documents, release=self.facts.release)

    def report(self, *select: str) -> Report:
        """Check it by all rules, or by some."""
        return check(self.config, deployment=self.facts, select=select)

    def __str__(self) -> str:
        return self.name


@cache
def faulty() -> tuple[Sample, ...]:
    """Give each file in which a rule of its own finds something."""
    return tuple(Sample(str(one), (one.bad,), one.facts) for one in examples())


@cache
def faultless() -> tuple[Sample, ...]:
    """Give the configurations that no rule warns of."""
    return (*_good_files(), *_wellmade())


@cache
def real() -> tuple[Sample, ...]:
    """Give real files, where there are some."""
    return tuple(
        Sample(f"real {path.name[:40]}", (_read(path),), UNTOLD) for path in corpus_files()
    )


UNTOLD = Deployment(release=RELEASE)
"""Of a cloud nothing is known but the release."""


def _good_files() -> Iterator[Sample]:
    for rule in folders():
        yield Sample(f"good {rule}", (_read(FOLDER / rule / "good.conf"),), facts(rule))


def _wellmade() -> Iterator[Sample]:
    for folder in sorted(path for path in WELLMADE.iterdir() if path.is_dir()):
        told = Deployment.read(folder / "facts.toml")
        documents = tuple(_read(path) for path in sorted(folder.glob("*.conf")))
        yield Sample(f"wellmade {folder.name}", documents, told)


def _read(path: Path) -> Document:
    return Document.parse(path.read_bytes(), path.name)
