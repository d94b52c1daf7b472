"""IPv4 addresses without the C library: the same ones as inet_pton takes, less leading zeros."""

from __future__ import annotations

from ipaddress import IPv4Address
from socket import AF_INET, inet_pton

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novalint.schema.types.address import is_ipv4

OCTETS = st.sampled_from(
    [
        *("0", "1", "9", "10", "99", "100", "255", "256", "999", "1000", "00", "01", "", " 1"),
        *("1 ", "+1", "-1", "1_0", "0x1", "a", "1\n", "\0", "\udcff"),
        *("\N{ARABIC-INDIC DIGIT THREE}", "\N{SUPERSCRIPT TWO}"),
    ]
)
ADDRESSES = st.lists(OCTETS | st.integers(0, 300).map(str), min_size=1, max_size=5).map(".".join)


@given(ADDRESSES | st.text())
def test_an_address_is_what_other_libraries_take(text: str) -> None:
    octets = text.split(".")
    zeros = any(one.startswith("0") and one != "0" for one in octets)
    assert is_ipv4(text) == (not zeros and _parses(text))


@pytest.mark.parametrize("text", ["0.0.0.0", "255.255.255.255", "192.0.2.31"])
def test_addresses(text: str) -> None:
    assert is_ipv4(text)
    assert str(IPv4Address(text)) == text


def _parses(text: str) -> bool:
    try:
        inet_pton(AF_INET, text)
    except (OSError, ValueError):
        return False
    return True
