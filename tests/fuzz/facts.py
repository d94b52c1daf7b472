"""Facts about clouds: any that schemas/deployment.json allows, few of them or all."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from novalint.deployment import Deployment
from novalint.schema.store import read_json

_SCHEMA = read_json("deployment.json")
_VERSIONS = ["3.8", "3.12.1", "4.0", "0", "2.5.0", "6.2", "8.2.2", "10.1"]
_NUMBERS = [0, 1, 2, 3, 8, 20, 100, 500, 5000, 10**9]


def _fact(name: str, declared: Any) -> st.SearchStrategy[Any]:
    if name == "role":
        roles = st.sampled_from(_SCHEMA["$defs"]["role"]["enum"])
        return st.one_of(roles, st.lists(roles, min_size=1, max_size=3, unique=True))
    if "enum" in declared:
        return st.sampled_from(declared["enum"])
    if declared["type"] == "boolean":
        return st.booleans()
    if declared["type"] == "string":
        return st.sampled_from(_VERSIONS)
    allowed = [number for number in _NUMBERS if number >= declared.get("minimum", 0)]
    return st.sampled_from([*allowed, 0.5] if declared["type"] == "number" else allowed)


FACTS = {
    name: _fact(name, declared)
    for name, declared in _SCHEMA["properties"].items()
    if name != "release"
}
some = st.fixed_dictionaries({}, optional=FACTS).map(Deployment.of)
rich = st.fixed_dictionaries({name: fact for name, fact in FACTS.items() if name != "profile"}).map(
    Deployment.of
)
facts = st.one_of(st.just(Deployment()), some, rich)
"""What is told: nothing, something, everything."""
