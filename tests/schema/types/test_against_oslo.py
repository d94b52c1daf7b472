"""decode() against oslo.config itself: the same declaration, the same text, the same outcome."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oslo_config import types

from novalint.schema.types import ValueFault, decode


class Twin(NamedTuple):
    """One declaration, as oslo.config's type and as the entry of a release schema."""

    oslo: types.ConfigType
    entry: dict[str, Any]


def facts(name: str, **more: Any) -> dict[str, Any]:
    """The x-oslo object: what is false or empty is left out."""
    return {"type": name} | {key: value for key, value in more.items() if value}


def told(**keywords: Any) -> dict[str, Any]:
    return {key: value for key, value in keywords.items() if value is not None}


def same(ours: Any, theirs: Any) -> bool:
    """Equal, of the same type all the way down; nan equals nan; ranges by their three numbers."""
    if type(ours) is not type(theirs):
        return False
    if isinstance(ours, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    if isinstance(ours, dict):
        return list(ours) == list(theirs) and all(same(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, range):
        return (ours.start, ours.stop, ours.step) == (theirs.start, theirs.stop, theirs.step)
    return bool(ours == theirs or (ours != ours and theirs != theirs))


def agree(twin: Twin, raw: str) -> bool:
    """Assert that both accept `raw` with the same value, or both refuse it; tell which."""
    try:
        theirs = twin.oslo(raw)
    except (ValueError, OverflowError):  # OverflowError: it prints a huge int with %g
        with pytest.raises(ValueFault) as caught:
            decode(twin.entry, raw)
        assert 0 <= caught.value.start <= caught.value.end <= len(raw)
        assert "\n" not in caught.value.message
        return False
    ours = decode(twin.entry, raw)
    assert same(ours, theirs), (twin.entry, raw, ours, theirs)
    return True


# Declarations

WORDS = ["kvm", "lxc", "qemu", "", "a,b", "Custom", "none", "x y", "10.0.0.1", "ß", "K"]
REGEXES = ["^a", "b$", r"^\d+-x$", "[a-c]{2}", "^(kvm|lxc)$", r"^\w+:\w*:.*$"]


def caseless(text: str, *, escape: bool = True) -> str:
    """The portable spelling of IGNORECASE that the schema's generator writes."""
    other = re.escape if escape else str
    return "".join(
        f"[{c.lower()}{c.upper()}]" if c.isascii() and c.isalpha() else other(c) for c in text
    )


@st.composite
def strings(draw: st.DrawFn) -> Twin:
    quotes, length = draw(st.booleans()), draw(st.sampled_from([None, None, 1, 3, 8]))
    keywords = {"type": "string"} | told(maxLength=length)
    # The portable spelling of IGNORECASE is ASCII; so no i, k and s, which have kin beyond it.
    kind = draw(st.sampled_from(["plain", "choices", "ignore_case", "regex", "ignore_case regex"]))
    make = partial(types.String, quotes=quotes, max_length=length)
    x = facts("String", quotes=quotes)
    if kind == "plain":
        return Twin(make(), keywords | {"x-oslo": x})
    if kind == "regex":
        regex = draw(st.sampled_from(REGEXES))
        return Twin(make(regex=regex), keywords | {"pattern": regex, "x-oslo": x})
    if kind == "ignore_case regex":
        regex = draw(st.sampled_from(["^ab", "b$", "^(xen|lxc)$"]))
        keywords["pattern"] = caseless(regex, escape=False)
        return Twin(make(regex=regex, ignore_case=True), keywords | {"x-oslo": x})
    choices = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12, unique=True))
    if kind == "choices":
        return Twin(make(choices=choices), keywords | {"enum": choices, "x-oslo": x})
    keywords["pattern"] = f"^(?:{'|'.join(map(caseless, choices))})$"
    return Twin(
        make(choices=choices, ignore_case=True), keywords | {"x-oslo": x | {"choices": choices}}
    )


@st.composite
def integers(draw: st.DrawFn, name: str = "Integer") -> Twin:
    make: Any = getattr(types, name)
    entry = {"type": ["integer", "null"], "x-oslo": facts(name)}
    if draw(st.booleans()):
        choices = draw(st.lists(st.integers(0, 9), min_size=1, max_size=4, unique=True))
        return Twin(make(choices=choices), {"enum": choices} | entry)
    floor, ceiling = (0, 65535) if name == "Port" else (-5, 10**6)
    bound = st.none() | st.integers(floor, ceiling)
    low, high = draw(bound), draw(bound)
    if low is not None and high is not None:
        low, high = sorted((low, high))
    oslo = make(min=low, max=high)
    return Twin(oslo, told(minimum=oslo.min, maximum=oslo.max) | entry)


@st.composite
def floats(draw: st.DrawFn) -> Twin:
    low, high = draw(st.none() | st.just(-0.5)), draw(st.none() | st.sampled_from([1.5, 100]))
    entry = {"type": ["number", "null"], "x-oslo": facts("Float")}
    return Twin(types.Float(min=low, max=high), told(minimum=low, maximum=high) | entry)


@st.composite
def ranges(draw: st.DrawFn) -> Twin:
    low, high = draw(st.none() | st.integers(-5, 5)), draw(st.none() | st.integers(5, 70))
    exclusive = draw(st.booleans())
    x = facts("Range", exclusive=exclusive) | told(min=low, max=high)
    entry = {"type": "array", "items": {"type": "integer"}, "x-oslo": x}
    return Twin(types.Range(min=low, max=high, inclusive=not exclusive), entry)


@st.composite
def addresses(draw: st.DrawFn, name: str) -> Twin:
    version = None if name == "Hostname" else draw(st.sampled_from([None, 4, 6]))
    oslo = types.Hostname() if name == "Hostname" else getattr(types, name)(version=version)
    return Twin(oslo, {"type": "string", "x-oslo": facts(name, version=version)})


@st.composite
def uris(draw: st.DrawFn) -> Twin:
    length = draw(st.sampled_from([None, None, 12, 20]))
    schemes = draw(st.sampled_from([None, [], ["http", "https"], ["HTTP"], ["file", "ws"]]))
    entry = {"type": "string", "x-oslo": facts("URI", schemes=schemes)} | told(maxLength=length)
    return Twin(types.URI(max_length=length, schemes=schemes), entry)


booleans = st.just(Twin(types.Boolean(), {"type": "boolean", "x-oslo": facts("Boolean")}))
ports = integers("Port")
hosts = st.sampled_from(["IPAddress", "HostAddress", "HostDomain", "Hostname"]).flatmap(addresses)
scalars = st.one_of(strings(), booleans, integers(), floats(), ports, ranges(), hosts, uris())


@st.composite
def lists(draw: st.DrawFn, items: st.SearchStrategy[Twin]) -> Twin:
    item, bounds, least = draw(items), draw(st.booleans()), draw(st.sampled_from([0, 0, 1, 2]))
    oslo = types.List(item_type=item.oslo, bounds=bounds, min_length=least)
    entry = {"type": "array", "items": item.entry, "x-oslo": facts("List", bounds=bounds)}
    return Twin(oslo, entry | told(minItems=least or None))


@st.composite
def dicts(draw: st.DrawFn, items: st.SearchStrategy[Twin]) -> Twin:
    item, bounds, least = draw(items), draw(st.booleans()), draw(st.sampled_from([0, 0, 1, 2]))
    mark = draw(st.sampled_from([":", ":", "=", "=>", ",="]))
    oslo = types.Dict(item.oslo, bounds=bounds, key_value_separator=mark, min_length=least)
    x = facts("Dict", bounds=bounds, separator="" if mark == ":" else mark)
    entry = {"type": "object", "additionalProperties": item.entry, "x-oslo": x}
    return Twin(oslo, entry | told(minProperties=least or None))


collections = st.recursive(scalars, lambda items: lists(items) | dicts(items), max_leaves=2).filter(
    lambda twin: isinstance(twin.oslo, (types.List, types.Dict))
)


# Texts

# Texts of each kind and near misses; the long ones are made here.
SEEDS: dict[str, list[str]] = json.loads(Path(__file__).with_name("seeds.json").read_text())
SEEDS["number"] += ["9" * 4300, "9" * 4301, "1" + "0" * 400]
SEEDS["range"] += ["1-" + "9" * 4300, "1-" + "9" * 4301]
SEEDS["host"] += [".".join(["a" * 62] * 4) + end for end in (".a", ".a.", ".", ".aa", "..")]
SEEDS["host"] += [".".join(["a" * count] * 4) for count in (62, 63)] + ["a" * 254]
NASTY = "a1:,.-_[]{}'\"%@/\\?# \t\n\0=>+0\u0130\u212a\u0663\u2003\udc80é"
EVERY_SEED = [seed for group in SEEDS.values() for seed in group if len(seed) < 400]
GROUPS = {"String": "word", "Boolean": "boolean", "Range": "range", "URI": "uri"} | dict.fromkeys(
    ("Integer", "Float", "Port"), "number"
)


@st.composite
def fitting(draw: st.DrawFn, entry: dict[str, Any]) -> str:
    """A text of the declared shape, often one that is accepted."""
    x = entry["x-oslo"]
    if x["type"] not in {"List", "Dict"}:
        choices = [str(choice) for choice in x.get("choices", entry.get("enum", []))]
        return draw(st.sampled_from(SEEDS[GROUPS.get(x["type"], "host")] + choices * 4))
    item = entry["items"] if x["type"] == "List" else entry["additionalProperties"]
    parts = draw(st.lists(fitting(item) | st.sampled_from(EVERY_SEED), max_size=4))
    if x["type"] == "Dict":
        mark, names = x.get("separator", ":"), st.sampled_from(["a", "b ", " c", "d", "x,y", ""])
        parts = [draw(names) + mark + part for part in parts]
    text = draw(st.sampled_from([",", ",", " , "])).join(parts)
    first, last = ("[]" if x["type"] == "List" else "{}") if x.get("bounds") else ("", "")
    return first + text + last


def bent(draw: st.DrawFn, text: str) -> str:
    """The text, or with a few characters taken away, put in or exchanged: near misses."""
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        at = draw(st.integers(0, min(len(text), 40)))
        new = draw(st.sampled_from(["", *NASTY]))
        text = text[:at] + new + text[at + draw(st.integers(0, 1)) :]
    return text


@st.composite
def cases(draw: st.DrawFn, twins: st.SearchStrategy[Twin]) -> tuple[Twin, str]:
    """A declaration and a text: fitting, nearly fitting, another type's, or noise."""
    twin = draw(twins)
    kind = draw(st.sampled_from(["fitting"] * 6 + ["other", "noise"]))
    if kind == "noise":
        return twin, draw(st.text(NASTY, max_size=12))
    return twin, bent(
        draw, draw(fitting(twin.entry) if kind == "fitting" else st.sampled_from(EVERY_SEED))
    )


def thorough(count: int) -> settings:
    """The same examples in every run, so that a failure comes back."""
    slow = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    return settings(max_examples=count, derandomize=True, deadline=None, suppress_health_check=slow)


@thorough(1000)
@given(cases(strings()))
def test_strings(case: tuple[Twin, str]) -> None:
    agree(*case)


@thorough(100)
@given(cases(booleans))
def test_booleans(case: tuple[Twin, str]) -> None:
    agree(*case)


@thorough(1000)
@given(cases(integers() | ports | floats()))
def test_numbers(case: tuple[Twin, str]) -> None:
    agree(*case)


@thorough(500)
@given(cases(ranges()))
def test_ranges(case: tuple[Twin, str]) -> None:
    agree(*case)


@thorough(1000)
@given(cases(hosts))
def test_hosts(case: tuple[Twin, str]) -> None:
    agree(*case)


@thorough(1200)
@given(cases(uris()))
def test_uris(case: tuple[Twin, str]) -> None:
    agree(*case)


@thorough(1000)
@given(cases(collections))
def test_collections(case: tuple[Twin, str]) -> None:
    agree(*case)


PORT = {"minimum": 0, "maximum": 65535, "x-oslo": facts("Port")}
PLAIN = [
    *(
        Twin(getattr(types, name)(), {"x-oslo": facts(name)})
        for name in ("Boolean", "Integer", "Float", "Range", "URI", "Hostname", "Dict")
    ),
    *(
        Twin(getattr(types, name)(version), {"x-oslo": facts(name, version=version)})
        for name in ("IPAddress", "HostAddress", "HostDomain")
        for version in (None, 4, 6)
    ),
    Twin(types.Port(), PORT),
    Twin(types.String(quotes=True), {"x-oslo": facts("String", quotes=True)}),
    Twin(types.List(types.Port()), {"items": PORT, "x-oslo": facts("List")}),
    Twin(types.Dict(bounds=True), {"x-oslo": facts("Dict", bounds=True)}),
]


@pytest.mark.parametrize("twin", PLAIN, ids=lambda twin: str(twin.entry["x-oslo"]))
def test_every_seed_for_every_type(twin: Twin) -> None:
    seeds = [seed for group in SEEDS.values() for seed in group]
    assert {agree(twin, seed) for seed in seeds} == {True, False}


@pytest.mark.parametrize("raw", ["a,b,,", "a,,", "a,b", "a,,b", "a,b,,,c,", ",", ",,a"])
def test_commas_at_the_end_belong_to_no_item(raw: str) -> None:
    twin = Twin(types.String(regex=",$"), {"pattern": ",$", "x-oslo": facts("String")})
    agree(Twin(types.List(twin.oslo), {"items": twin.entry, "x-oslo": facts("List")}), raw)


@pytest.mark.parametrize("seed", EVERY_SEED)
def test_items_without_a_declaration_are_strings(seed: str) -> None:
    assert agree(Twin(types.List(), {"x-oslo": facts("List")}), seed)
