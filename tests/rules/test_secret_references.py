"""A reference within a password is hardly meant, one beside it is."""

from __future__ import annotations

import pytest

from novalint.engine.report import check
from novalint.text.document import Document

PASSWORD = "[keystone_authtoken]\nauth_type = password\nusername = nova\npassword = "
BROKER = "[DEFAULT]\ntransport_url = rabbit://"
DATABASE = "[database]\nconnection = mysql+pymysql://"


def fixed(text: str) -> str | None:
    """Give a file after the fix of the rule; None where the rule has nothing to say."""
    found = check(Document.parse(text), select=["secret-with-reference"]).findings
    assert all("abc" not in one.message and "host" not in one.message for one in found)
    return found[0].fixes[0].patch.apply(text) if found else None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{PASSWORD}abc$host\n", f"{PASSWORD}abc$$host\n"),
        (f"{PASSWORD}'a$host$my_ip'\n", f"{PASSWORD}'a$$host$$my_ip'\n"),
        (f"{PASSWORD}x$username\n", f"{PASSWORD}x$$username\n"),
        (f"{BROKER}n:a@$my_ip,n:abc$host@b\n", f"{BROKER}n:a@$my_ip,n:abc$$host@b\n"),
        (f"{BROKER}n:a/b$host@b/v\n", f"{BROKER}n:a/b$$host@b/v\n"),
        (f"{DATABASE}n:a/b$host@db/nova\n", f"{DATABASE}n:a/b$$host@db/nova\n"),
        (f"{DATABASE}n:a@b$host@db/nova\n", f"{DATABASE}n:a@b$$host@db/nova\n"),
    ],
)
def test_a_reference_within_a_password_is_doubled(before: str, after: str) -> None:
    assert fixed(before) == after
    assert fixed(after) is None


@pytest.mark.parametrize(
    "text",
    [
        f"{PASSWORD}$username\n",
        f"{PASSWORD}abc${{host}}\n",
        f"{PASSWORD}abc$nowhere\n",
        f"{PASSWORD}abc$HOST\n",
        f"{PASSWORD}abc\\$host\n",
        f"{BROKER}nova:abc@$my_ip:5672/\n",
        f"{BROKER}nova:$host@b:5672/\n",
        f"{BROKER}nova:abc@b:5672/?x=a:$host@b\n",
        f"{DATABASE}nova:abc@db/nova?read_default_file=$state_path/my@x\n",
        "[cache]\nbackend_argument = host:a.$host\n",
        "[neutron]\nmetadata_proxy_shared_secret = a$database.connection\n",
    ],
)
def test_a_reference_that_is_meant_or_leads_nowhere_is_left(text: str) -> None:
    assert fixed(text) is None


@pytest.mark.parametrize(
    ("line", "doubled"),
    [
        ("[database]\nconnection = $nowhere", 0),
        ("[DEFAULT]\ntransport_url = $nowhere", 0),
        ("[database]\nconnection = mysql://n:a$nowhere@db/nova", 1),
        ("[keystone_authtoken]\npassword = a$nowhere", 1),
        ("[database]\nconnection = mysql://n:a@db/nova?read_default_file=$nowhere/my@x", 0),
    ],
)
def test_only_what_may_be_a_password_is_doubled(line: str, doubled: int) -> None:
    text = f"{line}\n" if "auth" not in line else f"{line}\nauth_type = password\n"
    (finding,) = check(Document.parse(text), select=["undefined-substitution"]).findings
    assert len(finding.fixes) == doubled
    assert ("`$$`" in finding.message) is bool(doubled)
