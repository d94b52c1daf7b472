"""What holds for every type: faults fit to print and pass on, lazy imports, linear time."""

from __future__ import annotations

import pickle
import subprocess
import sys
from time import process_time
from typing import Any

import pytest

from novalint.schema.types import FAMILIES, ValueFault, decode

SECRET = "hunter2hunter2"
PLACES: list[tuple[str, dict[str, Any], str]] = [
    *((name, {}, SECRET) for name in FAMILIES if name not in {"String", "List", "Hostname"}),
    ("Hostname", {}, f"{SECRET}_"),
    ("String", {"enum": ["hunter1", "hunter3hunter3"]}, SECRET),
    ("String", {"maxLength": 4}, SECRET),
    ("String", {"pattern": "^x"}, SECRET),
    ("Dict", {}, f"{SECRET}:1,{SECRET}:2"),
    ("Dict", {}, f":{SECRET}"),
    ("List", {"minItems": 3}, SECRET),
    ("List", {"items": {"x-oslo": {"type": "Boolean"}}}, f"1,{SECRET}"),
]


def fault_of(entry: dict[str, Any], raw: str) -> ValueFault:
    with pytest.raises(ValueFault) as caught:
        decode(entry, raw)
    return caught.value


@pytest.mark.parametrize(("name", "keywords", "raw"), PLACES)
def test_masked_says_the_same_without_the_value(
    name: str, keywords: dict[str, Any], raw: str
) -> None:
    facts: dict[str, Any] = {"type": name}
    if name in {"HostAddress", "HostDomain", "IPAddress"}:
        raw = f"{raw}!"
    fault = fault_of(keywords | {"x-oslo": facts}, raw)
    assert "hunter2" not in fault.masked
    assert fault.masked.startswith("`***` ")
    said = fault.message.split("; nearest")[0]
    assert said.endswith(fault.masked.removeprefix("`***`"))


def test_the_nearest_choice_is_not_told_of_a_secret() -> None:
    fault = fault_of({"enum": ["kvm"], "x-oslo": {"type": "String"}}, "kvmm")
    assert fault.message == "`kvmm` is not one of `kvm`; nearest is `kvm`"
    assert fault.masked == "`***` is not one of `kvm`"


def test_a_fault_is_frozen_and_can_be_pickled() -> None:
    fault = fault_of({"x-oslo": {"type": "Boolean"}}, "maybe")
    copy = pickle.loads(pickle.dumps(fault))
    assert (copy.message, copy.start, copy.end, copy.masked) == fault.args
    assert str(copy) == fault.message
    for name in ("message", "start", "end", "masked"):
        with pytest.raises(AttributeError):
            setattr(fault, name, "")


@pytest.mark.parametrize("raw", ["a\nb", "a\x1b[0m", "\udc80", "x" * 10**5, "`"])
def test_a_message_is_one_short_printable_line(raw: str) -> None:
    message = fault_of({"x-oslo": {"type": "Boolean"}}, raw).message
    assert message.isprintable()
    assert len(message) < 200
    message.encode()


def test_an_entry_that_is_not_one_value_is_the_callers_mistake() -> None:
    multi = {"type": "array", "items": {}, "x-oslo": {"type": "String", "multi": True}}
    with pytest.raises(TypeError, match=r"^a multi-valued option: decode each assignment with its"):
        decode(multi, "a")
    with pytest.raises(TypeError, match="`Complex` is not a value type"):
        decode({"x-oslo": {"type": "Complex"}}, "1j")


def test_nothing_is_imported_before_it_is_needed() -> None:
    script = """
import sys
from novalint.schema.types import decode
decode({"x-oslo": {"type": "Boolean"}}, "true")
decode({"x-oslo": {"type": "String"}}, "a")
heavy = {"jsonschema", "socket", "ipaddress", "difflib", "novalint.schema.types.uri"}
assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()
decode({"maximum": 5, "x-oslo": {"type": "Integer"}}, "5")
assert "jsonschema" not in sys.modules
try: decode({"maximum": 5, "x-oslo": {"type": "Integer"}}, "7")
except ValueError: assert "jsonschema" in sys.modules
assert "difflib" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True)


LONG = 200_000
HOSTILE = {
    "URI": [
        "a" * LONG,
        "http://" + "a" * LONG + "^",
        "http://" + "a:" * LONG + "@@",
        "http://" + ":" * LONG,
        "http://" + "%41" * LONG + "%",
        "http://[" + "1:" * LONG + "]",
        "http://[v1." + "a" * LONG,
        "http://[::1%25" + "%41" * LONG,
        "http://a/" + "%" * LONG + "[",
    ],
    "Range": ["1" * LONG + "x", "-" * LONG, "1-" * LONG],
    "Hostname": ["a" * LONG, "a." * LONG],
    "HostDomain": ["_" * LONG, "1." * LONG],
    "Integer": ["1" * LONG, "_" * LONG, " " * LONG + "x"],
    "Float": ["1" * LONG + "x"],
    "List": ["1," * LONG + "x", "," * LONG + "x", "x," * LONG + "x"],
    "Dict": ["a:1," * LONG + "x", "," * LONG, "a:1," * LONG, "a:x," * LONG],
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_judged_in_linear_time(name: str) -> None:
    number = {"x-oslo": {"type": "Integer"}}
    entry = {"items": number, "additionalProperties": number, "x-oslo": {"type": name}}
    began = process_time()
    for raw in HOSTILE[name]:
        fault_of(entry, raw)
    assert process_time() - began < 10  # a quadratic pass over one of them takes minutes


@pytest.mark.parametrize(
    "item",
    [
        {"enum": ["kvm", "lxc"], "x-oslo": {"type": "String"}},
        {"pattern": "^(?:[cC][uU])$", "x-oslo": {"type": "String", "choices": ["Cu"]}},
    ],
)
def test_a_hostile_list_of_choices_is_judged_in_linear_time(item: dict[str, Any]) -> None:
    began = process_time()
    fault_of({"items": item, "x-oslo": {"type": "List"}}, "x," * LONG + "x")
    assert process_time() - began < 10
