"""What a message about a URL shows: hosts by all their usual names, and no token."""

from __future__ import annotations

import pytest

from novalint.rules.api.url_faults import harmless


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("http://controller:9696", True),
        ("192.0.2.18:9292", True),
        ("infra1-neutron-server-container-3cf2c2f7:9696", True),
        ("c01n02b03.example.org", True),
        ("https://k8s-01.example.org:5000/v3", True),
        ("ec2-203-0-113-25.compute-1.example.com:9696", True),
        ("[fd00::1]:9696", True),
        ("gAAAAABkXy9Zq3f7dPLs0wQ", False),
        ("http://gAAAAABkXy9Zq3f7dPLs0wQ", False),
        ("gAAAAABk3jHq8Zs", False),
        ("http://u:p@h", False),
    ],
)
def test_hosts_are_shown_and_tokens_hidden(text: str, shown: bool) -> None:
    assert harmless(text) is shown
