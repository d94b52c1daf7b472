"""Options that only a chosen keystoneauth plugin registers, and options that Nova ignores."""

from __future__ import annotations

import pytest

from novalint.config.model import load
from novalint.engine.report import check
from novalint.text.document import Document


@pytest.mark.parametrize(("plugin", "read"), [("none", ["endpoint"]), ("password", []), ("", [])])
def test_the_old_name_of_a_plugins_option_is_read_only_with_that_plugin(
    plugin: str, read: list[str]
) -> None:
    lines = [f"auth_type = {plugin}"] if plugin else []
    text = "\n".join(["[neutron]", "url = http://192.0.2.1:9696", *lines, ""])
    config = load(Document.parse(text), release="2026.2")
    assert [one.name for one in config.usages[0].renamed] == read


# What keystoneauth 2.18 (ocata), 3.4 (queens) and 5.17 (2026.2) read from such a file.
@pytest.mark.parametrize("group", ["placement", "neutron", "service_user", "keystone_authtoken"])
@pytest.mark.parametrize(
    ("release", "plugin", "line", "project"),
    [
        ("2026.2", "password", "tenant-name", "service"),
        ("2026.2", "password", "tenant_name", "service"),
        ("queens", "password", "tenant_name", "service"),
        ("ocata", "password", "tenant-name", "service"),
        ("ocata", "password", "tenant_name", None),
        ("2026.2", "password", "project_name", "service"),
    ],
)
def test_a_project_goes_by_its_older_name(
    group: str, release: str, plugin: str, line: str, project: str | None
) -> None:
    text = f"[{group}]\nauth_type = {plugin}\n{line} = service\n"
    config = load(Document.parse(text), release=release)
    assert config.value(group, "project_name") == project


def test_an_option_that_nova_ignores_has_no_value_whatever_is_set() -> None:
    config = load(Document.parse("[neutron]\nmin_version = 2\n"), release="2026.2")
    setting = config.setting("neutron", "min_version")
    assert (setting.value, setting.raw, setting.is_default) == (None, "2", False)


def test_groups_that_values_name_are_allowed() -> None:
    text = "[neutron]\nauth_section = shared_login\n[shared_login]\nauth_type = password\n"
    report = check(Document.parse(text), release="2026.2")
    assert report.config.named_groups == {"shared_login"}
    assert "unknown-group" not in {finding.rule for finding in report.findings}
    assert check(Document.parse(text.replace("auth_section", "region_name"))).findings


def test_what_is_set_of_an_ignored_option_is_kept_with_its_place() -> None:
    config = load(Document.parse("[neutron]\nmin_version = 2\nmin_version = 3\n"), release="2026.2")
    setting = config.setting("neutron", "min_version")
    assert (setting.name, setting.secret) == ("min_version", False)
    assert [str(place) for place in setting.places] == ["nova.conf:3"]
    assert [str(place) for place in setting.shadowed] == ["nova.conf:2"]
