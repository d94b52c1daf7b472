"""oslo.config itself reads every value that is offered for the options of a release."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

import pytest

pytest.importorskip("lsprotocol", reason="lsprotocol is not installed")

from newest import NEWEST
from oslo_model import schema, settled
from server.sessions import view

from novalint.schema.options import Option, load_schema
from novalint.schema.releases import find_release
from novalint.server.completion import completions

KINDS = ("Boolean", "String", "List", "Integer", "Float", "Port")
"""What the model of oslo.config in these tests can declare."""

OWN = ("config_source", "shell_completion")
"""What oslo.config declares itself."""


def values_of(option: Option) -> list[str]:
    text = f"[{option.group}]\n{option.name} = "
    offered = completions(view(text), len(text))
    return [one.insert for one, _ in offered if "$" not in one.insert]


@pytest.mark.slow
def test_each_value_is_one_for_oslo_config(tmp_path: Path) -> None:
    options = [
        option
        for option in load_schema(find_release(NEWEST))
        if option.facts["type"] in KINDS and not option.multi and option.name not in OWN
    ]
    bare = {(one.group, one.name): {**one.entry, "default": None} for one in options}
    for entry in bare.values():
        entry["x-oslo"] = {k: v for k, v in entry["x-oslo"].items() if k == "type"}
    declared = schema(bare)
    columns = [[(one, value) for value in values_of(one)] for one in options]
    assert sum(map(len, columns)) > len(options) / 2
    for number, row in enumerate(zip_longest(*columns)):
        chosen = [pair for pair in row if pair is not None]
        path = tmp_path / f"{number}.conf"
        path.write_text("".join(f"[{one.group}]\n{one.name} = {value}\n" for one, value in chosen))
        outcomes = settled([path], declared)
        assert outcomes is not None
        for one, value in chosen:
            read = outcomes[(one.group, one.name)]
            assert read.error is None and read.value not in (None, ""), (one, value)
