"""What plainly fits must fit for jsonschema too."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from novalint.schema.plain import plainly_fits, table_plainly_fits

schemas = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(
            ["integer", "number", "string", "boolean", "array", ["integer", "null"]]
        ),
        "enum": st.lists(st.sampled_from(["a", "b", 1, True]), min_size=1),
        "minimum": st.integers(-2, 2),
        "maximum": st.integers(-2, 2),
        "pattern": st.sampled_from(["^a", "b$"]),
        "title": st.just("A title"),
        "minLength": st.integers(0, 2),
        "maxLength": st.integers(0, 2),
    },
)
values = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.floats(), st.text("ab", max_size=3)
)


@settings(max_examples=1000)
@given(schemas, values)
def test_agrees_with_jsonschema(schema: dict[str, Any], value: object) -> None:
    if plainly_fits(schema, value):
        assert Draft202012Validator(schema).is_valid(value)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "integer", "minimum": 1, "title": "Tenants"}, 300),
        ({"type": "string", "enum": ["ovs", "ovn"]}, "ovs"),
        ({"type": "boolean"}, False),
        ({"pattern": "^a"}, "ab"),
    ],
)
def test_the_usual_needs_no_judge(schema: dict[str, Any], value: object) -> None:
    assert plainly_fits(schema, value)


nested = st.recursive(
    schemas | st.just({"$ref": "#/$defs/text"}),
    lambda inner: (
        st.fixed_dictionaries(
            {"type": st.just("array"), "items": inner}, optional={"minItems": st.integers(0, 2)}
        )
        | st.fixed_dictionaries(
            {"type": st.just("object")},
            optional={
                "properties": st.dictionaries(st.sampled_from("ab"), inner),
                "additionalProperties": st.just(False) | inner,
                "required": st.lists(st.sampled_from("ab"), unique=True),
                "maxProperties": st.integers(0, 2),
            },
        )
    ),
    max_leaves=4,
)
tables = st.recursive(
    values,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2)
    ),
    max_leaves=4,
)


@settings(max_examples=1000)
@given(nested, tables)
def test_agrees_with_jsonschema_on_tables(schema: dict[str, Any], value: object) -> None:
    root = schema | {"$defs": {"text": {"type": "string", "title": "Text"}}}
    if table_plainly_fits(root, value, root):
        assert Draft202012Validator(root).is_valid(value)


def test_the_usual_table_needs_no_judge() -> None:
    text = {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}
    entry = {"type": "object", "properties": {"paths": {"$ref": "#/$defs/text"}}}
    root = {"$defs": {"text": text, "entry": entry | {"required": ["paths"]}}}
    whole = {"type": "array", "items": {"$ref": "#/$defs/entry"}}
    assert table_plainly_fits(whole, [{"paths": ["a"]}], root)
    for odd in ([{}], [{"paths": []}], [{"paths": [""]}], [{"paths": ["a"], "more": 1}]):
        assert not table_plainly_fits(whole, odd, root)
