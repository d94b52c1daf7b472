"""Hypothesis strategies for texts that look like nova.conf, and for texts that hardly do."""

from __future__ import annotations

from hypothesis import strategies as st

NAMES = ["debug", "my_ip", "rem", "remark", "vif_plugging_is_fatal", "log-dir", "a", "b c", "é"]
GROUPS = ["DEFAULT", "default", "libvirt", "Libvirt", " libvirt ", "a]b", "neutron"]
BLANKS = ["", "", " ", "  ", "\t", "\xa0", "\x0b", "\x1c", "\u2028", "\x85"]
VALUES = [
    "",
    "true",
    "300 # s",
    "v ; note",
    '"quoted"',
    "'",
    '"',
    "'a' b",
    "$my_ip",
    "a=b:c",
    "ü",
    "0",
]
ENDS = ["\n", "\n", "\n", "\r\n", "\r", ""]

blank = st.sampled_from(BLANKS)
sign = st.sampled_from(["=", "=", ":"])
assignment = st.builds(
    lambda *parts: "".join(parts),
    st.sampled_from(NAMES),
    blank,
    sign,
    blank,
    st.sampled_from(VALUES),
    blank,
)
commented = st.builds(
    lambda mark, gap, line: mark + gap + line,
    st.sampled_from(["#", ";", "##", "#;"]),
    st.sampled_from(["", " ", "\t", "  "]),
    assignment,
)
header = st.builds(lambda name, tail: f"[{name}]{tail}", st.sampled_from(GROUPS), blank)
odd = st.one_of(
    st.sampled_from(["[", "[]", "[x", "[a] # c", "=", ":v", "words", "\ufeff", "\ufeff[DEFAULT]"]),
    st.text(max_size=12),
)
indented = st.builds(
    lambda gap, line: gap + line,
    st.sampled_from([" ", "\t", "    "]),
    st.one_of(assignment, header, commented, odd),
)
plain_line = st.one_of(assignment, assignment, commented, header, blank, indented)
line = st.one_of(plain_line, plain_line, plain_line, odd)


def texts(lines: st.SearchStrategy[str] = line) -> st.SearchStrategy[str]:
    """Texts of up to a dozen such lines with mixed line ends."""
    ended = st.builds(lambda body, end: body + end, lines, st.sampled_from(ENDS))
    return st.builds("".join, st.lists(ended, max_size=12))


def accepted_texts() -> st.SearchStrategy[str]:
    """Texts that oslo.config mostly accepts: they start with a header."""
    return st.builds(
        lambda first, rest: f"[{first}]\n{rest}", st.sampled_from(GROUPS), texts(plain_line)
    )


any_text = st.one_of(texts(), accepted_texts(), st.text())
