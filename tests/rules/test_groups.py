"""Groups of libraries, and of names that are nearly those of groups."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm

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
]


@pytest.mark.parametrize("corner", CORNERS, ids=lambda corner: f"{corner.rule}-{corner.release}")
def test_groups_that_are_known(corner: Corner) -> None:
    confirm(corner)
