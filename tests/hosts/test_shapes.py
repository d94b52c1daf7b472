"""YAML that holds a group or a key in a form that its tool does not take, and what is said then."""

from __future__ import annotations

import pytest
from hosts.reading import documents

from novalint.engine.report import Report, check

KEY = "nova_nova_conf_overrides:\n"


def checked(text: str, *rules: str) -> Report:
    (document,) = documents(text)
    return check(document, release="2025.1", select=rules)


@pytest.mark.parametrize(
    ("group", "below"),
    [("DEFAULT", " vif_plugging_timeout=3"), ("libvirt", "\n    - virt_type: kvm"), ("vnc", " 3")],
)
def test_a_group_that_is_no_mapping_is_told_as_one(group: str, below: str) -> None:
    (finding,) = checked(f"{KEY}  {group}:{below}\n", "unknown-option").findings
    assert finding.message == (
        f"`{group}` is a group without options below it, so nothing in it is set; write "
        f"`{group}:` and each option below it as `NAME: VALUE`"
    )


def test_a_name_that_is_no_group_is_no_option() -> None:
    (finding,) = checked(f"{KEY}  acme: 3\n", "unknown-option").findings
    assert "is not an option of Nova" in finding.message


@pytest.mark.parametrize("head", [KEY, "conf:\n  nova:\n"])
def test_a_timeout_in_an_override_is_raised_there(head: str) -> None:
    indent = "    " if head != KEY else "  "
    text = f"{head}{indent}DEFAULT:\n{indent}  vif_plugging_timeout: 3\n"
    mended = checked(text, "vif-timeout-lowered").fix(unsafe=True).apply(text, "x.yaml")
    assert mended == text.replace("timeout: 3", "timeout: 300")


def test_no_alias_is_blamed_where_there_is_none() -> None:
    text = f"{KEY}  default:\n    vif_plugging_timeout: 300\n"
    (finding,) = checked(text, "lowercase-default-group").findings
    assert "alias" not in finding.message
