"""oslo.config itself as the reference for the typed model: one declaration, two readers."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from oslo_config import cfg, types

from novalint.config.model import Config
from novalint.schema.options import Name, Schema
from novalint.schema.releases import Release
from novalint.text.document import Document

Entry = Mapping[str, Any]

logging.getLogger("oslo_config").setLevel(logging.CRITICAL)  # it tells of every old name
cfg._report_deprecation = lambda *_: None

RELEASE = Release(99, "test", "test", "99.0.0", "2026-01-01")
REFUSED = (cfg.ConfigFileParseError, UnicodeDecodeError)


class Outcome(NamedTuple):
    """What oslo.config gives for one option: its value, or the error instead."""

    value: Any
    error: Exception | None = None


def entry(kind: str = "String", **more: Any) -> dict[str, Any]:
    """An option's entry as in a release schema; `x` holds the facts beside the type class."""
    facts = {"type": kind} | more.pop("x", {})
    json = {"Boolean": "boolean", "List": "array", "Dict": "object"}.get(kind, "string")
    json = {"Integer": ["integer", "null"], "Float": ["number", "null"]}.get(kind, json)
    return {"type": json} | more | {"x-oslo": facts}


def multi(item: Entry, **more: Any) -> dict[str, Any]:
    """The entry of a multi-valued option with values of another entry's type."""
    facts = {"type": item["x-oslo"]["type"], "multi": True} | more.pop("x", {})
    return {"type": "array", "items": item} | more | {"x-oslo": facts}


def both_spellings(old: Iterable[Name]) -> list[list[str]]:
    """Old names as oslo.config extends them: dashed ones are read with underscores too."""
    names = [list(name) for name in dict.fromkeys(old)]
    dashed = [[group, name.replace("-", "_")] for group, name in names if "-" in name]
    return names + [name for name in dashed if name not in names]


def schema(entries: Mapping[Name, Entry], dynamic: Mapping[str, Any] | None = None) -> Schema:
    """The schema of a release that has just these options."""
    groups: dict[str, Any] = {"DEFAULT": {"properties": {}}}
    for (group, name), one in entries.items():
        groups.setdefault(group, {"properties": {}})["properties"][name] = one
    return Schema(RELEASE, {"properties": groups, "patternProperties": dynamic or {}})


def settled(paths: Sequence[Path | str], declared: Schema) -> dict[Name, Outcome] | None:
    """Read files as one configuration; None where oslo.config refuses one of them."""
    try:
        conf = configured([f"--config-file={path}" for path in paths], declared)
    except REFUSED:
        return None
    return {(one.group, one.name): outcome(conf, one.group, one.name) for one in declared}


def both(texts: list[str], known: Schema) -> tuple[Config, Any]:
    """Write the texts to files and have both read them."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.conf" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8")
        config = Config(known, tuple(Document.read(path) for path in paths))
        return config, settled(paths, known)


def configured(args: list[str], declared: Schema) -> cfg.ConfigOpts:
    """Register every option and parse a command line; the environment counts for nothing."""
    conf = cfg.ConfigOpts()
    for group in declared.groups[1:]:
        conf.register_group(cfg.OptGroup(group))
    for one in declared:
        group = None if one.group == "DEFAULT" else one.group
        conf.register_opt(option(one.name, one.entry), group=group)
    conf(args, "nova", default_config_files=[], default_config_dirs=[], use_env=False)
    return conf


def outcome(conf: cfg.ConfigOpts, group: str, name: str) -> Outcome:
    """Read one option; whatever it raises is what a service would die of."""
    try:
        return Outcome(conf[name] if group == "DEFAULT" else conf[group][name])
    except Exception as error:
        return Outcome(None, error)


def same(ours: Any, theirs: Any) -> bool:
    """Equal, of the same type all the way down; nan equals nan."""
    if type(ours) is not type(theirs):
        return False
    if isinstance(ours, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    if isinstance(ours, dict):
        return list(ours) == list(theirs) and all(same(ours[key], theirs[key]) for key in ours)
    return bool(ours == theirs or (ours != ours and theirs != theirs))


def option(name: str, declared: Entry) -> cfg.Opt:
    """Declare an option as its entry says; raises cfg.DefaultValueError for an unfit default."""
    facts = declared["x-oslo"]
    keywords: dict[str, Any] = {
        "dest": name,
        "default": declared.get("default"),
        "secret": bool(declared.get("writeOnly")),
        "deprecated_opts": list(_old_names(facts.get("deprecated_names", []))),
    }
    called = facts.get("name", name)
    if facts.get("multi"):
        return cfg.MultiOpt(called, item_type=_value_type(declared["items"]), **keywords)
    return cfg.Opt(called, type=_value_type(declared), **keywords)


def _old_names(names: list[list[str]]) -> Iterator[cfg.DeprecatedOpt]:
    """The declarations that these names come from: oslo.config adds the other spelling itself."""
    added = [[group, name.replace("-", "_")] for group, name in names if "-" in name]
    for group, name in names:
        if [group, name] not in added:
            yield cfg.DeprecatedOpt(name, group=group)


def _value_type(declared: Entry) -> types.ConfigType:
    facts = declared["x-oslo"]
    if facts["type"] in ("Integer", "Float", "Port"):
        make = getattr(types, facts["type"])
        return make(min=declared.get("minimum"), max=declared.get("maximum"))
    if facts["type"] == "List":
        return types.List(
            _value_type(declared.get("items", entry())), bounds=facts.get("bounds", False)
        )
    if facts["type"] == "Dict":
        return types.Dict(_value_type(declared.get("additionalProperties", entry())))
    if facts["type"] == "Boolean":
        return types.Boolean()
    assert facts["type"] == "String", facts
    return types.String(
        choices=declared.get("enum"),
        quotes=facts.get("quotes", False),
        regex=declared.get("pattern"),
        max_length=declared.get("maxLength", 0),
    )
