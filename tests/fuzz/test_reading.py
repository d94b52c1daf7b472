"""Generated files against oslo.config: the same groups and values, and the same typed options."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fuzz.budget import examples
from fuzz.files import Made, made, pool
from hypothesis import assume, given
from oslo_config import cfg, types
from oslo_model import REFUSED, RELEASE, outcome, same
from reference import sections

from novalint.config.model import Config
from novalint.schema.options import Name, Option, Schema
from novalint.text.document import Document, normalize_group

ITS_OWN = {"config_file", "config_dir", "config_source", "shell_completion"}
"""What oslo.config registers by itself."""
NOT_UTF8 = re.compile("[\udc80-\udcff]")
FALLS_BACK = re.compile("cannot be read itself: .* names no option$")
"""Where oslo.config takes the option of that name in DEFAULT instead: see tests/config."""


@examples(80)
@given(made)
def test_a_file_is_kept_and_read_as_oslo_reads_it(one: Made) -> None:
    document = Document.parse(one.text)
    assert document.text == one.text
    assert [line.start for line in document.lines] == sorted(
        {line.start for line in document.lines}
    )
    theirs = sections(one.text)
    refused = theirs is None or one.text.startswith("\ufeff") or bool(NOT_UTF8.search(one.text))
    assert bool(document.problems) == refused
    if theirs is not None:
        assert document.to_dict() == theirs


def set_options(one: Made) -> dict[Name, Option]:
    """The options of the release that a text sets or refers to, by current name."""
    schema = pool(one.release).schema
    found: dict[Name, Option] = {}
    names = [(normalize_group(a.group), a.option) for a in Document.parse(one.text).assignments]
    for name in [*names, ("DEFAULT", "my_ip"), ("DEFAULT", "log_dir"), ("neutron", "password")]:
        current = schema.option(*name) if name[0] in schema.groups else None
        for option in (current, *schema.renamed(*name)):
            # What depends on the host or on a plugin that is chosen is not oslo.config's to say.
            if (
                option
                and option.name not in ITS_OWN
                and not {"machine", "plugins", "ignored", "updated"} & set(option.facts)
            ):
                found[option.group, option.name] = option
    return found


def reduced(options: Mapping[Name, Option]) -> Schema:
    """A release with these options alone."""
    groups: dict[str, Any] = {"DEFAULT": {"properties": {}}}
    for (group, name), option in options.items():
        entry = {key: value for key, value in option.entry.items() if key != "default"}
        groups.setdefault(group, {"properties": {}})["properties"][name] = entry
    return Schema(RELEASE, {"properties": groups, "patternProperties": {}})


def value_type(entry: Mapping[str, Any]) -> types.ConfigType:
    """The type of oslo.config that an entry of a release schema stands for."""
    facts = entry["x-oslo"]
    kind = facts["type"]
    if kind in ("Integer", "Float", "Port"):
        bounds = {"min": entry.get("minimum"), "max": entry.get("maximum")}
        choices = {"choices": entry["enum"]} if "enum" in entry and kind != "Float" else {}
        return getattr(types, kind)(**(choices or bounds))
    if kind == "List":
        item = value_type(entry.get("items", {"x-oslo": {"type": "String"}}))
        return types.List(item, bounds=facts.get("bounds", False))
    if kind == "Dict":
        item = value_type(entry.get("additionalProperties", {"x-oslo": {"type": "String"}}))
        return types.Dict(item, bounds=facts.get("bounds", False))
    if kind == "URI":
        return types.URI(max_length=entry.get("maxLength"), schemes=facts.get("schemes"))
    if kind in ("IPAddress", "HostAddress", "HostDomain"):
        return getattr(types, kind)(version=facts.get("version"))
    if kind == "Boolean":
        return types.Boolean()
    if "choices" in facts:
        return types.String(choices=facts["choices"], ignore_case=True)
    return types.String(
        choices=entry.get("enum"),
        regex=entry.get("pattern"),
        quotes=facts.get("quotes", False),
        max_length=entry.get("maxLength", 0),
    )


def declared(option: Option) -> cfg.Opt:
    """Declare an option to oslo.config, without its default: the files say what is compared."""
    old = option.facts.get("deprecated_names", [])
    added = [[group, name.replace("-", "_")] for group, name in old if "-" in name]
    deprecated = [cfg.DeprecatedOpt(name, group=g) for g, name in old if [g, name] not in added]
    called = option.facts.get("name", option.name)
    keywords: dict[str, Any] = {"dest": option.name, "deprecated_opts": deprecated}
    if option.multi:
        return cfg.MultiOpt(called, item_type=value_type(option.entry["items"]), **keywords)
    return cfg.Opt(called, type=value_type(option.entry), **keywords)


def configured(text: str, options: Mapping[Name, Option]) -> cfg.ConfigOpts | None:
    """Have oslo.config read a text; None where it refuses it."""
    conf = cfg.ConfigOpts()
    for (group, _), option in options.items():
        conf.register_opt(declared(option), group=None if group == "DEFAULT" else group)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "nova.conf"
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        try:
            conf([f"--config-file={path}"], "nova", default_config_dirs=[], use_env=False)
        except (*REFUSED, SystemExit):  # it exits for its own options
            return None
    return conf


@examples(40)
@given(made)
def test_every_option_has_the_value_that_oslo_gives_it(one: Made) -> None:
    options = set_options(one)
    conf = configured(one.text, options)
    assume(conf is not None)
    config = Config(reduced(options), (Document.parse(one.text),))
    for group, name in options:
        ours, theirs = config.setting(group, name), outcome(conf, group, name)
        if ours.is_default or ours.machine:
            continue
        if theirs.error is None and FALLS_BACK.search(ours.error or ""):
            continue
        told = (group, name, ours.raw, ours.value, ours.error, theirs)
        assert (ours.error is None) == (theirs.error is None), told
        assert theirs.error or same(ours.value, theirs.value), told
