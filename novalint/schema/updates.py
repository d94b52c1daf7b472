"""What a point release lacks that came with a later stable update."""

from __future__ import annotations

from collections.abc import Mapping

from novalint.annotations import Any
from novalint.schema.releases import Version, full_version


def as_of(document: Mapping[str, Any], version: Version) -> Mapping[str, Any]:
    """Return a release's JSON Schema without the options that a version does not have yet."""
    groups = {
        group: _reduced(content, version) for group, content in document["properties"].items()
    }
    return {**document, "properties": groups}


def _reduced(content: Mapping[str, Any], version: Version) -> Mapping[str, Any]:
    options = content["properties"]
    late = [name for name, entry in options.items() if _comes_late(entry, version)]
    if not late:
        return content
    return {**content, "properties": {name: options[name] for name in options if name not in late}}


def _comes_late(entry: Mapping[str, Any], version: Version) -> bool:
    arrived = full_version(entry["x-oslo"].get("arrived"))
    return arrived is not None and version < arrived
