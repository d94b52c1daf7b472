"""What each type makes of a text: the tables that a reader can check by hand."""

from __future__ import annotations

from typing import Any

import pytest

from novalint.schema.types import ValueFault, decode


def entry(name: str, /, **more: Any) -> dict[str, Any]:
    """An entry of type class `name`; `x` holds more facts, the rest are JSON Schema keywords."""
    facts = {"type": name} | more.pop("x", {})
    return more | {"x-oslo": facts}


INTEGER = entry("Integer")
PORT = entry("Port", minimum=0, maximum=65535)
CHOICE = entry("String", enum=["kvm", "lxc", "qemu"])
CASELESS = entry("String", pattern="^(?:[cC][uU])$", x={"choices": ["Cu"]})
KELVIN = entry("String", pattern="^(?:[kK])$", x={"choices": ["k"]})
QUOTED = entry("String", x={"quotes": True})
STRINGS = entry("List")
TRAILING = entry("List", x={"trailing": True})
PORTS = entry("List", items=PORT)
BOUNDED = entry("List", items=INTEGER, minItems=1, x={"bounds": True})
PAIRS = entry("Dict")
NUMBERS = entry("Dict", additionalProperties=INTEGER, x={"bounds": True, "separator": "="})
IPV4 = entry("IPAddress", x={"version": 4})
WEB = entry("URI", maxLength=30, x={"schemes": ["http", "https"]})

ACCEPTED = [
    (entry("Boolean"), "true", True),
    (entry("Boolean"), "Yes", True),
    (entry("Boolean"), "0", False),
    (entry("Boolean"), "OFF", False),
    (INTEGER, "42", 42),
    (INTEGER, " -7 ", -7),
    (INTEGER, "1_000", 1000),
    (INTEGER, "٣", 3),
    (INTEGER, "", None),
    (INTEGER, "  ", None),
    (entry("Integer", enum=[1, 2]), "", None),
    (entry("Float"), "1.5", 1.5),
    (entry("Float"), "3", 3.0),
    (entry("Float"), "inf", float("inf")),
    (entry("Float"), "", None),
    (PORT, "65535", 65535),
    (entry("String"), " as it is # all ", " as it is # all "),
    (entry("String"), '"kept"', '"kept"'),
    (QUOTED, '"taken off"', "taken off"),
    (QUOTED, "it's", "it's"),
    (QUOTED, "''a''", "'a'"),
    (CHOICE, "lxc", "lxc"),
    (CASELESS, "cU", "cU"),
    (KELVIN, "\u212a", "\u212a"),
    (entry("String", pattern="^a"), "abc", "abc"),
    (STRINGS, "a, b ,c", ["a", "b", "c"]),
    (STRINGS, "a,,b", ["a", "", "b"]),
    (STRINGS, "a,b,,", ["a", "b"]),
    (STRINGS, "", []),
    # Until queens: what types.List() of oslo.config 3.22.2, 4.11.2 and 5.2.1 gives.
    (TRAILING, "a,b,,", ["a", "b", "", ""]),
    (TRAILING, " a , ", ["a", ""]),
    (TRAILING, ",", ["", ""]),
    (TRAILING, "a,b", ["a", "b"]),
    (TRAILING, "", []),
    (entry("List", items=INTEGER, x={"trailing": True}), "1,2,", [1, 2, None]),
    (entry("List", items=QUOTED), "'a,b',c", ["a,b", "c"]),
    (entry("List", items=entry("String", enum=["a,b", "c"])), "c,a,b", ["c", "a,b"]),
    (entry("List", items=QUOTED), "'a,b','c,d'", ["a,b", "c,d"]),
    (entry("List", items=entry("String", pattern="[,b]$")), "a,,b", ["a,", "b"]),
    (BOUNDED, "[1, 2]", [1, 2]),
    (BOUNDED, "[1,]", [1, None]),
    (PAIRS, "a:1, b : x:y", {"a": "1", "b": "x:y"}),
    (PAIRS, "a,b:1", {"a,b": "1"}),
    (PAIRS, "", {}),
    (NUMBERS, "{a=1,b=}", {"a": 1, "b": None}),
    (entry("Dict", additionalProperties=QUOTED), "a:'x,y',b:z", {"a": "x,y", "b": "z"}),
    (entry("Range"), "1-4", range(1, 5)),
    (entry("Range"), "4-1", range(4, 0, -1)),
    (entry("Range"), "-3--1", range(-3, 0)),
    (entry("Range"), "5", range(5, 4, -1)),
    (entry("Range", x={"exclusive": True}), "1-4", range(1, 4)),
    (entry("Range", x={"min": 1, "max": 4}), "1-4", range(1, 5)),
    (entry("IPAddress"), "2001:db8::1", "2001:db8::1"),
    (IPV4, "192.0.2.1", "192.0.2.1"),
    (entry("Hostname"), "compute-1.example.org.", "compute-1.example.org"),
    (entry("HostAddress"), "::1", "::1"),
    (entry("HostAddress"), "compute-1", "compute-1"),
    (entry("HostDomain"), "compute_1", "compute_1"),
    (WEB, "http://192.0.2.1:8774/v2.1", "http://192.0.2.1:8774/v2.1"),
    (WEB, "http://[2001:db8::1]", "http://[2001:db8::1]"),
    (WEB, "http://:80", "http://:80"),
    (WEB, "http://1.2.3.255", "http://1.2.3.255"),
    (WEB, "http://a/#b\n\udc80", "http://a/#b\n\udc80"),
]


@pytest.mark.parametrize(("declared", "raw", "value"), ACCEPTED)
def test_accepted(declared: dict[str, Any], raw: str, value: object) -> None:
    decoded = decode(declared, raw)
    assert decoded == value
    assert type(decoded) is type(value)
    assert not isinstance(value, range) or repr(decoded) == repr(value)


PARTS = "a part is 1 to 63 letters, digits or inner hyphens"

# The marked part of the text is the span of the fault.
REFUSED = [
    (entry("Boolean"), "«yes please»", "`yes please` is not a boolean; write true or false"),
    (entry("Boolean"), "« true»", "` true` is not a boolean; write true or false"),
    (entry("Boolean"), "«»", "an empty value is not a boolean; write true or false"),
    (INTEGER, " «7 # c» ", "`7 # c` is not a whole number; write only digits"),
    (INTEGER, "«1.5»", "`1.5` is not a whole number; write only digits"),
    (INTEGER, f"«{'9' * 4301}»", f"`{'9' * 59}…` has more digits than Python reads"),
    (INTEGER, f" «+{'9' * 4301}» ", f"`+{'9' * 58}…` has more digits than Python reads"),
    (INTEGER, f"«-9_{'9' * 4300}»", f"`-9_{'9' * 56}…` has more digits than Python reads"),
    (INTEGER, f"«X{'9' * 4301}»", f"`X{'9' * 58}…` is not a whole number; write only digits"),
    (INTEGER, "«1__0»", "`1__0` is not a whole number; write only digits"),
    (entry("Float"), "«1,5»", "`1,5` is not a number; write digits, with a point where needed"),
    (PORT, "«http»", "`http` is not a port; write a whole number"),
    (PORT, "«70_000»", "`70000` is above the maximum 65535"),
    (PORT, "«-1»", "`-1` is below the minimum 0"),
    (CHOICE, "«kvmm»", "`kvmm` is not one of `kvm`, `lxc`, `qemu`; nearest is `kvm`"),
    (CASELESS, "«cu\n»", "`cu\\n` is not one of `Cu`; nearest is `Cu`"),
    (QUOTED, "«'a»", "`'a` opens a quote and does not close it; end it with the same quote"),
    (PORTS, "80, «70000» ,443", "`70000` is above the maximum 65535"),
    (PORTS, "80,«x»,443", "`x` is not a port; write a whole number"),
    (
        entry("List", items=entry("Boolean")),
        "1,«»,0",
        "an empty value is not a boolean; write true or false",
    ),
    (
        entry("List", items=CHOICE),
        "lxc,«kvmm»,qemu",
        "`kvmm` is not one of `kvm`, `lxc`, `qemu`; nearest is `kvm`",
    ),
    (BOUNDED, " «1,2»", "`1,2` is not in brackets; write it as […]"),
    (BOUNDED, "«1,2» ", "`1,2` is not in brackets; write it as […]"),
    (BOUNDED, "«[]»", "the list has too few items; the minimum is 1"),
    (PAIRS, "a:1,«b»", "`b` is not a pair; write name:value"),
    (PAIRS, "«:2»", "`:2` has no name before its separator"),
    (entry("Dict", x={"separator": " "}), "«a» ", "`a` is not a pair; write name value"),
    (PAIRS, "a:1,«:2»", "`:2` has no name before its separator"),
    (PAIRS, "a:1, «a:2»", "`a:2` repeats a name; give each name once"),
    (NUMBERS, "{a=1,b= «x»,c=3}", "`x` is not a whole number; write only digits"),
    (
        entry("List", items=NUMBERS),
        "{a=1},{b=2,c=«x»},{d=4}",
        "`x` is not a whole number; write only digits",
    ),
    (entry("Range"), "«1..4»", "`1..4` is not a range; write two whole numbers as 1-4"),
    (entry("Range", x={"max": 10}), "«8-12»", "`8-12` goes above the maximum 10"),
    (entry("Range", x={"min": 1}), "«4-0»", "`4-0` goes below the minimum 1"),
    (entry("Range"), f"«1-{'9' * 4301}»", f"`1-{'9' * 57}…` has more digits than Python reads"),
    (IPV4, "«::1»", "`::1` is not an IPv4 address"),
    (IPV4, "«192.0.2.010»", "`192.0.2.010` is not an IPv4 address"),
    (entry("IPAddress"), "«192.0.2»", "`192.0.2` is not an IP address"),
    (entry("Hostname"), "«»", "an empty value is not a host name: write a name"),
    (
        entry("Hostname"),
        "«a..b»",
        "`a..b` is not a host name: " + PARTS,
    ),
    (
        entry("HostAddress"),
        "«192.0.2.256»",
        "`192.0.2.256` is not a host name or an IP address: its last part needs a letter",
    ),
    (
        entry("HostDomain"),
        "«compute 1»",
        "`compute 1` is not a host name or an IP address: "
        "a part is 1 to 63 letters, digits, underscores or inner hyphens",
    ),
    (
        entry("HostAddress"),
        "«compute_1»",
        "`compute_1` is not a host name or an IP address: " + PARTS,
    ),
    (WEB, "«controller:5000»", "`controller:5000` has no host; write it as http://host/path"),
    (WEB, "«http:///etc»", "`http:///etc` has no host; write it as http://host/path"),
    (WEB, "«/etc/nova»", "`/etc/nova` has no scheme; write it as http://host/path"),
    (WEB, "«ftp://a»", "`ftp://a` has another scheme than `http`, `https`"),
    (WEB, "«http://a/#\udc80»", "`http://a/#\\x80` has a byte that is not UTF-8"),
    (WEB, "«http://a/\udc80#»", "`http://a/\\x80#` has a byte that is not UTF-8"),
    (WEB, "«http://a/[b]»", "`http://a/[b]` has a square bracket in its path; write %5B or %5D"),
    (
        WEB,
        "«http://1.2.3.256»",
        "`http://1.2.3.256` has a host part that no URI can have; write it as http://host:port/path",
    ),
    (
        WEB,
        "«http://[1:2:3:4:5:g:192.0.2.1]»",
        "`http://[1:2:3:4:5:g:192.0.2.1]` has a host part that no URI can have; "
        "write it as http://host:port/path",
    ),
    (
        WEB,
        "«http://a.example.org/a/long/path»",
        "`http://a.example.org/a/long/path` is longer than the 30 characters allowed",
    ),
]


OLD_CHOICES = entry("List", items=CHOICE, x={"trailing": True})
OLD_BOUNDED = entry("List", x={"trailing": True, "bounds": True})
REFUSED += [
    (OLD_CHOICES, "kvm,lxc,«»", "an empty value is not one of `kvm`, `lxc`, `qemu`"),
    (OLD_BOUNDED, "«[a,b],»", "`[a,b],` is not in brackets; write it as […]"),
]


@pytest.mark.parametrize(("declared", "marked", "message"), REFUSED)
def test_refused(declared: dict[str, Any], marked: str, message: str) -> None:
    start, end = marked.index("«"), marked.index("»") - 1
    with pytest.raises(ValueFault) as caught:
        decode(declared, marked.replace("«", "").replace("»", ""))
    fault = caught.value
    assert (fault.message, fault.start, fault.end) == (message, start, end)
