"""Where claims end: a release, a node, a version of the broker, or what a template leaves open."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm, reported

MDEV = "mdev-address-invalid"
TYPES = (
    "[devices]\nenabled_mdev_types = a,{{ x }},b\n"
    "[mdev_a]\ndevice_addresses = 0000:83:00.0\n[mdev_b]\ndevice_addresses = 84:00.0\n"
)
ALIAS = "pci-alias-without-ids"
NAMELESS = '[pci]\nalias = {"name": "gpu"}\n[filter_scheduler]\npci_in_placement = true\n'
DROPS = "quorum-queue-drops-messages"
ENDLESS = "[oslo_messaging_rabbit]\nrabbit_quorum_queue = true\nrabbit_quorum_delivery_limit = -1\n"
DRIVER = "transport-driver-missing"
KOMBU = "[oslo_messaging_notifications]\ntransport_url = kombu://a:b@h:5672/\n"
EARLIER = "[scheduler]\ndiscover_hosts_in_cells_interval = {}\n"
LARGE = {"compute_hosts": 1000}
OPEN = "[DEFAULT]\nconcurrency_backend = {{ backend }}\n"
UNKNOWN = "scheduler-filter-unknown"
PATHS = "[filter_scheduler]\nenabled_filters = ComputeFilter,nova.scheduler.filters.{}\n"
JOINED = "list-with-semicolons"
MACHINES = "[libvirt]\nhw_machine_type = {}\n"
MODES = "[libvirt]\ndisk_cachemodes = file=none;block=none\n"
CORNERS = [
    # up to 2023.2 Nova stops at a type without addresses: `_get_supported_vgpu_types`
    Corner(MDEV, TYPES, release="2023.2"),
    Corner(MDEV, TYPES, "`84:00.0` is not a PCI address", release="2024.1"),
    # nova-api alone makes requests of aliases: nova/objects/request_spec.py, `from_components`
    Corner(ALIAS, NAMELESS, "no host is found", release="2023.1"),
    Corner(ALIAS, NAMELESS, release="2023.1", facts={"role": "compute"}),
    Corner(ALIAS, NAMELESS, release="zed"),
    # -1 is no limit to RabbitMQ 4
    Corner(DROPS, ENDLESS),
    Corner(DROPS, ENDLESS, facts={"rabbit_version": "4.0"}),
    Corner(DROPS, ENDLESS, "drop a message the first time", facts={"rabbit_version": "3.13"}),
    # who sends no notifications does not connect by their URL
    Corner(DRIVER, KOMBU),
    Corner(DRIVER, f"{KOMBU}driver = messagingv2\n", "begins with kombu://"),
    # up to rocky the driver says amqp for a URL without brokers: impl_rabbit.py of 8.1.4
    Corner(DRIVER, "[DEFAULT]\ntransport_url = kombu://\n", release="rocky"),
    Corner(DRIVER, "[DEFAULT]\ntransport_url = kombu://\n", "kombu lacks", release="stein"),
    # the limit of the pool that native threads share is that of builds
    Corner("many-tasks-at-once", f"{OPEN}max_concurrent_snapshots = 15\n"),
    Corner("many-tasks-at-once", f"{OPEN}max_concurrent_builds = 90\n", "`max_concurrent_builds`"),
    # a class of another module is not what is meant
    Corner(UNKNOWN, PATHS.format("compute_filter.BaseHostFilter"), "which is not a filter"),
    Corner(UNKNOWN, PATHS.format("affinity_filter.SomeHostFilter"), "use `SameHostFilter`"),
    Corner(UNKNOWN, PATHS.format("compute_filter.SameHostFilter"), "use `SameHostFilter`"),
    # what a rule of its own takes for one item
    Corner(JOINED, MACHINES.format("x86_64=q35;aarch64=virt"), "reads `x86_64=q35;aarch64=virt`"),
    Corner(JOINED, MACHINES.format("q35;virt")),
    Corner("machine-type-without-architecture", MACHINES.format("q35;virt"), "`q35;virt`"),
    Corner(JOINED, "[libvirt]\npmem_namespaces = A:ns1;B:ns2\n", "nova-compute does not start"),
    Corner(JOINED, "[libvirt]\npmem_namespaces = ns1;ns2\n"),
    Corner(
        JOINED,
        MODES,
        "reads `file=none;block=none`",
        fixed="[libvirt]\ndisk_cachemodes = file=none,block=none\n",
    ),
    Corner("disk-cachemode-invalid", MODES),
    Corner("disk-cachemode-invalid", MODES.replace("none;", "none ; ")),
    Corner(JOINED, MODES.replace("none;", "none ; "), "as one item"),
    # an interval that an earlier line brings back
    Corner(
        "host-discovery-in-large-cloud",
        EARLIER.format("+5\ndiscover_hosts_in_cells_interval = 60"),
        "set it to -1",
        facts=LARGE,
    ),
    Corner(
        "host-discovery-in-large-cloud",
        EARLIER.format("600\ndiscover_hosts_in_cells_interval = 60"),
        "remove it",
        facts=LARGE,
    ),
]


@pytest.mark.parametrize("corner", CORNERS, ids=lambda corner: f"{corner.rule}-{corner.message}")
def test_where_a_claim_ends(corner: Corner) -> None:
    confirm(corner)


@pytest.mark.parametrize(("line", "fixes"), [("concurrency_backend = {{ x }}\n", 0), ("", 1)])
def test_how_many_builds_to_set_depends_on_native_threads(line: str, fixes: int) -> None:
    text = f"[DEFAULT]\n{line}max_concurrent_builds = 90\n[compute]\nmax_concurrent_disk_ops = 2\n"
    corner = Corner("disk-work-on-slow-disks", text, facts={"disk_kind": "hdd"})
    (found,) = reported(corner).findings
    assert len(found.fixes) == fixes
