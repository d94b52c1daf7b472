"""What files of QEMU mean for guests that are not QEMU's."""

from __future__ import annotations

import pytest
from fleets.fleets import check

HEAD = """[companions]
qemu = "qemu.conf"
=== qemu.conf
vnc_tls = 0
=== prx1.conf
[vnc]
auth_schemes = vencrypt
"""


@pytest.mark.parametrize(("kind", "count"), [("lxc", 0), ("qemu", 2), ("kvm", 2)])
def test_containers_have_no_console_to_encrypt(kind: str, count: int) -> None:
    own = f"[libvirt]\nvirt_type = {kind}\n[spice]\nenabled = true\nrequire_secure = true\n"
    report = check(f"{HEAD}=== cmp1.conf\n{own}", "console-encryption-not-that-of-qemu")
    assert len(report.findings) == count
