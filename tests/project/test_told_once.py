"""A line that several services read is told once, by those who need it."""

from __future__ import annotations

from pathlib import Path

import pytest

import novalint

FILES = {
    "globals.yml": 'openstack_release: "2025.1"\n',
    "config/nova.conf": "[DEFAULT]\nscheduler_default_filters = ComputeFilter\n",
    "config/nova/nova-scheduler.conf": "[filter_scheduler]\nenabled_filters = ComputeFilter\n",
    "config/nova/nova-compute.conf": "[libvirt]\nvirt_type = kvm\n",
}


def test_who_needs_no_line_does_not_say_to_remove_it_from_the_file_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    found = novalint.Project.find(".").check(".").findings
    told = {each.message for each in found if each.rule == "unknown-option"}
    assert told == {
        "`scheduler_default_filters` was removed in xena; move it to "
        "`[filter_scheduler] enabled_filters`"
    }
    together = novalint.check(
        novalint.load("config/nova.conf", "config/nova/nova-scheduler.conf", release="2025.1")
    )
    messages = [each.message for each in together.findings if each.rule == "unknown-option"]
    assert messages[0].endswith("remove it, since `[filter_scheduler] enabled_filters` is set")
