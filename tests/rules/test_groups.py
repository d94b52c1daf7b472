"""Groups of libraries, and of names that are nearly those of groups."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm

from novalint.config.model import load
from novalint.engine.report import check
from novalint.text.document import Document

CACHED = "[os_win]\ncache_temporary_wmi_objects = true\n"
CORNERS = [
    # os-win registers its options when Hyper-V's driver imports it; samples list them from ussuri
    Corner("unknown-group", "[os_win]\nhbaapi_lib_path = hbaapi.dll\n", release="ocata"),
    *(Corner("unknown-group", CACHED, release=name) for name in ("pike", "train", "ussuri")),
    Corner("unknown-option", CACHED, "added in pike", release="ocata"),
    Corner("unknown-option", CACHED, release="queens"),
    Corner("unknown-group", CACHED, "removed in 2024.1", release="2024.1"),
    # several groups are as near
    Corner("unknown-group", "[oslo_messaging]\nretries = 1\n", "_kafka]` or `[oslo"),
    # another program's, called alike: none of its options is of the group that is like it
    Corner("unknown-group", "[quotas]\nwindow = 1\n", "write `[quota]` if that is meant"),
]


@pytest.mark.parametrize("corner", CORNERS, ids=lambda corner: f"{corner.rule}-{corner.release}")
def test_groups_that_are_known(corner: Corner) -> None:
    confirm(corner)


@pytest.mark.parametrize("header", ["libvrit", "Default"])
def test_a_later_file_with_a_misspelt_group_still_overrides(header: str) -> None:
    """It is there to override the earlier one; within one file it may be an old copy."""
    group, name = ("libvirt", "cpu_mode") if header == "libvrit" else ("DEFAULT", "state_path")
    rule = "unknown-group" if header == "libvrit" else "lowercase-default-group"
    lower, upper = f"[{group}]\n{name} = none\n", f"[{header}]\n{name} = custom\n"
    apart = [Document.parse(text, path) for text, path in ((lower, "a.conf"), (upper, "b.conf"))]
    for documents, mended in ((apart, True), ([Document.parse(lower + upper, "a.conf")], False)):
        report = check(load(*documents, release="2026.2"), select=[rule])
        assert [bool(finding.fixes) for finding in report.findings] == [mended]
