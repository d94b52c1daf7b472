"""Ways out that an old release or a special host does not have, or has besides."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm

NO_DISKS = "[compute]\nmax_disk_devices_to_attach = 0\n"
CONF = "[key_manager]\nfixed_key = 00ff\n{} = nova.keymgr.conf_key_mgr.ConfKeyManager\n"
FREE = "[{}]\n{}instances = -1\n{}cores = -1\n{}ram = -1\n"
CORNERS = [
    # stein counts no disks of containers, and up to four on IDE whatever the limit
    Corner("no-disk-devices-allowed", NO_DISKS, "every build without IDE disks fails", "stein"),
    Corner("no-disk-devices-allowed", f"{NO_DISKS}[libvirt]\nvirt_type = lxc\n", release="stein"),
    Corner(
        "no-disk-devices-allowed",
        f"{NO_DISKS}[libvirt]\nvirt_type = lxc\n",
        "nova-compute does not start",
        "train",
    ),
    # castellan speaks to vault from queens on
    Corner("fixed-key-manager", CONF.format("api_class"), "for everything; use barbican", "pike"),
    Corner("fixed-key-manager", CONF.format("backend"), "use barbican or vault", "queens"),
    # an aggregate may let its hosts do more
    *(
        Corner(
            "filter-limit-of-zero",
            "[filter_scheduler]\nmax_io_ops_per_host = 0\nenabled_filters = "
            f"ComputeFilter,{name}\n",
            f"makes {name} refuse {hosts} instead of lifting",
        )
        for name, hosts in (
            ("IoOpsFilter", "every host"),
            ("AggregateIoOpsFilter", "every host whose aggregates set no number of their own,"),
        )
    ),
    # a message names the option that the file has
    Corner(
        "quotas-off",
        FREE.format("DEFAULT", *["quota_"] * 3),
        "`quota_instances` -1 sets no limit",
        facts={"tenants": 5},
    ),
    Corner(
        "quotas-off",
        FREE.format("quota", *[""] * 3),
        "`[quota] instances` -1 sets no limit",
        facts={"tenants": 5},
    ),
]


@pytest.mark.parametrize("corner", CORNERS)
def test_a_rule_claims_what_is_so(corner: Corner) -> None:
    confirm(corner)
