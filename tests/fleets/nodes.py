"""Nodes for tests, without files on a disk."""

from __future__ import annotations

from dataclasses import replace

from novalint.config.model import load
from novalint.rules.fleet.gathering import Gatherer
from novalint.rules.fleet.model import Fleet, Node
from novalint.text.document import Document

KEY = b"k" * 32


def node(name: str, text: str, *options: str, release: str = "2026.2", **more: object) -> Node:
    """Give a node that has one file, of whose options some are declared."""
    config = load(Document.parse(text, f"{name}.conf"), release=release)
    readings = Gatherer(frozenset(options), KEY).readings(config)
    made = Node(name, name, config.release, paths=(f"{name}.conf",), readings=readings)
    return replace(made, **more)  # type: ignore[arg-type]


def fleet(*nodes: Node) -> Fleet:
    return Fleet(nodes)
