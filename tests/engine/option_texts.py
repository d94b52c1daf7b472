"""Texts that real nova.conf files are near to: known options, set well and badly."""

from __future__ import annotations

from hypothesis import strategies as st

from novalint.schema.options import load_schema
from novalint.schema.releases import find_release

RELEASES = ["2026.2", "2024.1", "ocata"]
_SCHEMA = load_schema(find_release("2026.2"))
_FEW = [
    ("DEFAULT", "vif_plugging_is_fatal"),
    ("DEFAULT", "vif_plugging_timeout"),
    ("DEFAULT", "my_ip"),
    ("DEFAULT", "logdir"),
    ("DEFAULT", "log_dir"),
    ("DEFAULT", "compute_driver"),
    ("DEFAULT", "console_token_ttl"),
    ("consoleauth", "token_ttl"),
    ("libvirt", "virt_type"),
    ("compute", "live_migration_wait_for_vif_plug"),
    ("workarounds", "wait_for_vif_plugged_event_during_hard_reboot"),
    ("cache", "password"),
    ("cache", "memcache_password"),
    ("cache", "redis_password"),
    ("pci", "alias"),
    ("pci", "passthrough_whitelist"),
    ("database", "connection"),
]
NAMES = _FEW * 8 + [
    name for option in _SCHEMA for name in ((option.group, option.name), *option.old_names)
]
GROUPS = sorted({group for group, _ in NAMES})
VALUES = [
    "",
    "true",
    "false",
    "0",
    "10",
    "300",
    "600 # s",
    "300s",
    "kvm",
    "lxc",
    "$my_ip",
    "$log_dir/x",
    "pa$word",
    "$$",
    "normal, direct",
    "direct",
    '"true"',
    "'",
    "http://u:p@h:1/",
    "ü",
    "ironic.IronicDriver",
    "libvirt.LibvirtDriver",
    "a=b:c",
    "{}",
]


def _misspelt(name: str) -> str:
    return name.replace("_", "-") if len(name) % 2 else name[:3] + name[4:]


name = st.sampled_from(NAMES).map(lambda one: one[1])
key = st.one_of(name, name, name, name.map(_misspelt), name.map(str.upper))
assignment = st.builds(
    lambda *parts: "".join(parts),
    key,
    st.sampled_from(["", " "]),
    st.sampled_from("==:"),
    st.sampled_from(["", " "]),
    st.sampled_from(VALUES),
)
header = st.sampled_from(
    GROUPS + ["DEFAULT"] * 20 + ["default", " DEFAULT", "Libvirt", "libvrit", "cells"]
)
note = st.sampled_from(["# a note", "; a note", "#", ""])
directive = st.sampled_from(
    [
        "# novalint: ignore[duplicate-option] a reason",
        "; novalint: ignore[dashed-option, invalid-value, dashed-optoin]",
        "# novalint: ignore-file[unknown-option, unknown-group]",
        "# novalint: ignore-file[deprecated-name]",
        "# novalint: ignore",
        "# novalint: disable[inline-comment]",
    ]
)
line = st.one_of(
    assignment,
    assignment,
    st.builds("{}{}".format, st.sampled_from(["#", "# ", ";"]), assignment),
    st.builds(
        "{}{}".format,
        st.sampled_from([" ", "\t"]),
        st.one_of(assignment, note, header.map("[{}]".format)),
    ),
    st.builds("[{}]{}".format, header, st.sampled_from(["", "", "", " # note"])),
    note,
    directive,
)
WORDS = ["use this", "= x", "[]", "[a", " \ufeff", "\ufeffmy_ip = 1"]


def _grouped(block: tuple[tuple[str, str], str, str, str]) -> str:
    (group, option), sign, value, more = block
    return f"[{group}]\n{option}{sign}{value}\n{more}"


body = st.lists(line, max_size=5).map(lambda lines: "".join(one + "\n" for one in lines))
block = st.tuples(
    st.sampled_from(NAMES), st.sampled_from([" = ", "="]), st.sampled_from(VALUES), body
)
odd_lines = st.lists(st.one_of(line, st.sampled_from(WORDS)), max_size=8)
texts = st.one_of(
    st.lists(block.map(_grouped), min_size=1, max_size=4).map("".join),
    st.builds("{}{}".format, st.just("[DEFAULT]\n"), body),
    odd_lines.map("\n".join),
    odd_lines.map("\r\n".join),
)
"""Mostly texts that oslo.config accepts."""
