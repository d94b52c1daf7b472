"""Values that an option of a release may be given: right ones, wrong ones, and those in between."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from novalint.text.document import Document, normalize_group

FIXTURES = Path(__file__).parents[1] / "rules"
WELLMADE = Path(__file__).parents[1] / "wellmade"

NUMBERS = [
    "0",
    "1",
    "-1",
    "2",
    "10",
    "60",
    "300",
    "3600",
    "65535",
    "65536",
    "1000000",
    "9" * 25,
    "8" * 400,
    "9" * 4300,
]
NUMBERS += [
    "0.5",
    "1.0",
    "16.0",
    "1e3",
    "inf",
    "nan",
    "+7",
    "1_000",
    "٣",
    " 5",
    "0x10",
    "5m",
    "5 # s",
]
BOOLEANS = ["true", "false", "True", "yes", "off", "1", "0", "ja", "TRUE ", "'true'"]
ADDRESSES = ["10.0.0.1", "0.0.0.0", "127.0.0.1", "::1", "[::]", "fe80::1%eth0", "10.0.0.300"]
ADDRESSES += ["compute-1", "db.example.org", "_x", "a..b", "10.0.0.0/24", "10.1", "::ffff:10.0.0.1"]
URLS = [
    "http://10.0.0.1:8774/v2.1",
    "https://u:p@controller:35357/v3",
    "http://[::1]:6080/vnc_auto.html",
    "http://[fe80::1",
    "http://host:port/",
    "//host",
    "rabbit://nova:p%40ss@a:5672,nova:w@b:5672/nova?ssl=1",
    "rabbit://",
    "kafka://a:x/",
    "fake://",
    "mysql+pymysql://nova:pw@db/nova?charset=utf8",
    "postgresql://nova@db:5432/nova",
    "sqlite:///nova.db",
    "mysql://[x]/nova?read_timeout=a&read_timeout=30",
    "qemu+tcp://%s/system",
    "qemu+tls://nova@%(host)s:16514/system?no_tty=1",
    "http://\udcff:1/?#@[]",
]
JSON = [
    '{"vendor_id": "8086", "product_id": "154d", "device_type": "type-PF", "name": "a1"}',
    '{"address": "0000:0a:00.*", "physical_network": "physnet1"}',
    '{"address": {"domain": ".*", "bus": "02", "slot": "01", "function": "[0-7]"}}',
    '[{"devname": "eth0", "physical_network": null}, {"address": "x:y:z.w"}]',
    '{"name": "a", "numa_policy": "never", "traits": [], "resource_class": "CUSTOM_X"}',
    '{"vendor_id": 8086, "address": 7, "name": ["a"], "device_type": {}}',
    '{"address": "*:*:*.*", "devname": 1, "product_id": "*", "vendor_id": "10de"}',
    '{"address": "(((((a+)+)+)+)+"}',
    "{",
    "[]",
    "null",
    "[[1]]",
    '"a"',
    "1e999",
    '{"a": NaN}',
    "[" * 2000,
    '{"a":' * 2000,
]
SETS = ["0-3", "0-3,^2", "4,^4", "3-1", "0-", "^1", "0-99999999999", "a", "1,,2", "0-3;4", "-1"]
LISTS = [
    "",
    "a,b",
    "a, b ,",
    "a,a",
    ",",
    "[a,b]",
    "k:v",
    "k:v,k:w",
    "k:v,l",
    "physnet1:eth0",
    "1,2,x",
]
WORDS = ["kvm", "none", "<None>", "libvirt.LibvirtDriver", "/var/lib/nova", "relative/path", "a b"]
WORDS += [
    "%(host)s %s %d",
    "ü",
    "\u202eabc",
    "\x1b[31mred",
    "x" * 300,
    "None",
    "é\u0301",
    "`x`",
    "\0",
]
TEXTS = [
    "",
    "'",
    '"',
    '"quoted"',
    "'half",
    "a # note",
    "a ; note",
    "a=b:c",
    "# a",
    "[x]",
    "\\",
    "\ufeff",
]
REFERENCES = [
    "$my_ip",
    "${my_ip}",
    "$state_path/x",
    "$log_dir",
    "http://$my_ip:80",
    "$DEFAULT.my_ip",
    "$none",
    "${none",
    "$$x",
    r"\$x",
    "$host,$host",
    "$vnc.server_listen",
    "${neutron.password}",
    "$transport_url",
    "$config_dir",
]
_KINDS = {
    "Integer": NUMBERS,
    "Port": NUMBERS,
    "Float": NUMBERS,
    "Boolean": BOOLEANS,
    "IPAddress": ADDRESSES,
    "HostAddress": ADDRESSES,
    "HostDomain": ADDRESSES,
    "URI": URLS,
    "Dict": LISTS,
    "List": LISTS + SETS,
}
_WORDS_OF_NAMES = {
    ("url", "uri", "connection", "endpoint", "proxy"): URLS,
    ("pci", "alias", "spec", "device", "whitelist", "vgpu", "mdev"): JSON,
    ("cpu", "pin", "set", "numa", "ports"): SETS,
    ("ip", "host", "listen", "address", "server"): ADDRESSES,
}
EVERYTHING = [*NUMBERS, *BOOLEANS, *ADDRESSES, *URLS, *JSON, *SETS, *LISTS, *WORDS, *TEXTS]


@cache
def seen() -> dict[tuple[str, str], list[str]]:
    """The values that the rules' own examples and the well-made configurations have, by name."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for text in examples():
        for one in Document.parse(text).assignments:
            name = normalize_group(one.group), one.option
            found.setdefault(name, {})[one.value] = None
    return {name: list(values) for name, values in found.items()}


@cache
def examples() -> tuple[str, ...]:
    """The texts of the rules' own examples and of the well-made configurations."""
    files = sorted([*FIXTURES.glob("*/*.conf"), *WELLMADE.glob("*/*.conf")])
    return tuple(file.read_bytes().decode("utf-8", "surrogateescape") for file in files)


@cache
def values(group: str, name: str, declared: tuple[str, ...], kind: str) -> st.SearchStrategy[str]:
    """Values for one option: mostly of its kind or such as examples give it."""
    hinted = [
        value
        for words, pool in _WORDS_OF_NAMES.items()
        if any(word in name for word in words)
        for value in pool
    ]
    fitting = _KINDS.get(kind, WORDS) + hinted
    near = [*declared, *seen().get((group, name), ())] or fitting
    return st.one_of(
        *map(st.sampled_from, (near, near, near, fitting, fitting, EVERYTHING, REFERENCES)),
        st.text(max_size=20).map(lambda text: text.replace("\n", " ").replace("\r", " ")),
        st.lists(st.sampled_from(near + fitting), min_size=2, max_size=4).map(",".join),
        st.lists(st.sampled_from(near + fitting), min_size=2, max_size=3).map("\n    ".join),
    )


def choices(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The values that a declaration itself names: its choices, its bounds, its default."""
    one = entry.get("items", entry) if entry["x-oslo"].get("multi") else entry
    bounds = [one[key] for key in ("minimum", "maximum") if key in one]
    near = [number + step for number in bounds for step in (-1, 0, 1)]
    default = entry.get("default")
    told = [default] if isinstance(default, (str, int, float)) else []
    listed = one.get("enum", one["x-oslo"].get("choices", []))
    return tuple(dict.fromkeys(map(str, [*listed, *near, *told])))
