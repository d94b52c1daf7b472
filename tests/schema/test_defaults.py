"""The declared defaults of every release: each fits its own type and limits."""

from __future__ import annotations

import pytest

from novalint.schema.options import load_schema
from novalint.schema.releases import Release, releases
from novalint.schema.types import ValueFault, decode


@pytest.mark.parametrize("release", releases(), ids=str)
def test_texts_declared_as_defaults_are_values_that_oslo_config_accepts(release: Release) -> None:
    refused = []
    for option in load_schema(release):
        default = option.entry.get("default")
        entry = option.entry["items"] if option.multi else option.entry
        for text in (default or ()) if option.multi else [default]:
            if isinstance(text, str) and "$" not in text:
                try:
                    decode(entry, text)
                except ValueFault as fault:
                    refused.append((option.group, option.name, fault.message))
    assert refused == []
