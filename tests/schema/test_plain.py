"""What plainly fits must fit for jsonschema too."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from novalint.schema.plain import plainly_fits

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
