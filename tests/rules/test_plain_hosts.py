"""Plain URLs are taken apart without urllib, and come to what urllib makes of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novalint.rules.common import hosts

PARTS = ["http", "HTTPS", "://", ":", "//", "/", "?", "#", "@", "[::1]", "192.0.2.1", "Host-1.a"]
PARTS += ["9292", "65536", "٣", "ſ", "_", "%41", " ", "\t", "\n", "", "-", ".", "+", "v3", "é"]


def _by_urllib(url: str) -> tuple[str, str, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hosts, "_plain_host", lambda url: None)
        return hosts.url_host(url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://192.0.2.20:9292", "192.0.2.20:9292"),
        ("HTTP://Controller:05000/v3?a=b", "controller:5000"),
        ("https://cloud.example.com#x", "cloud.example.com"),
    ],
)
def test_plain_urls_need_no_urllib(url: str, shown: str) -> None:
    found = hosts._plain_host(url)
    assert found and found[2] == shown
    assert found == _by_urllib(url)


@given(st.lists(st.sampled_from(PARTS), max_size=9).map("".join))
def test_every_url_comes_to_what_urllib_makes_of_it(url: str) -> None:
    assert hosts.url_host(url) == _by_urllib(url)


@given(st.lists(st.sampled_from(PARTS), max_size=6).map("".join))
def test_so_does_what_stands_behind_a_scheme(rest: str) -> None:
    assert hosts.url_host(f"http://{rest}") == _by_urllib(f"http://{rest}")
