"""What is to be said of several lines or programs of an upgrade is said once."""

from __future__ import annotations

import json

import pytest
from upgrading.test_effects import report

from novalint.pages.likewise import folded
from novalint.pages.upgrade import render

LOGIN = """\
[keystone_authtoken]
auth_host = 192.0.2.1
auth_port = 35357
admin_user = nova
www_authenticate_uri = http://192.0.2.1
admin_password = secret
"""


@pytest.mark.parametrize("form", ["text", "markdown", "checklist"])
def test_one_way_out_is_told_once(form: str) -> None:
    text = render([report("train", "2025.1", LOGIN)], form)
    assert text.count("`project_domain_name`") == 1
    assert "likewise `auth_port` (line 3), `admin_user` (line 4) and `admin_password` (line" in text


def test_json_keeps_an_entry_for_each() -> None:
    changes = json.loads(render([report("train", "2025.1", LOGIN)], "json"))
    options = [one["option"] for one in changes["configurations"][0]["changes"]]
    assert {"auth_host", "auth_port", "admin_user", "admin_password"} <= set(options)
    assert "likewise" not in str(changes)


@pytest.mark.parametrize(
    ("old", "new", "said", "readers"),
    [
        ("2025.1", "2026.1", "likewise `nova-api-wsgi` and `nova-metadata-wsgi` in 2026.1", 5),
        ("2026.1", "2026.2", "; likewise `nova-conductor`", 2),
        ("2025.2", "2026.2", "likewise `nova-compute` in 2026.2 and `nova-conductor` in", 3),
    ],
)
def test_programs_are_told_together(old: str, new: str, said: str, readers: int) -> None:
    changes = folded(report(old, new, "[DEFAULT]\n").changes)
    (change,) = [one for one in changes if said in one.message]
    assert len(change.readers) == readers


def test_lines_with_another_way_out_are_told_apart() -> None:
    text = "[libvirt]\nuse_usb_tablet = false\nlive_migration_progress_timeout = 3\n"
    changes = report("queens", "2026.2", text).changes
    assert not [one for one in folded(changes) if one.location and "likewise" in one.message]
