"""New options with a default under which Nova does otherwise than before they came."""

from __future__ import annotations

from collections.abc import Mapping

from novalint.annotations import TYPE_CHECKING, Any
from novalint.nova.native_threads import compute_threading
from novalint.records import NamedTuple
from novalint.schema.comparison import Difference, Kind
from novalint.schema.history import life
from novalint.schema.life import Default

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novalint.config.model import Config
    from novalint.schema.comparison import Comparison
    from novalint.schema.options import Name
    from novalint.schema.releases import Release


ZERO_IS_DEFAULT = ("max_concurrent_builds", "max_concurrent_snapshots")
"""Limits of which native threads know no end."""


class NewDefault(NamedTuple):
    """What the default of a new option brings, and the value under which all is as before.

    `before` is None where no value stands for that; `last` is the last major version of which it
    holds, None where it still does. `before_is` is the option whose value stands for that instead.
    """

    effect: str
    before: Any
    last: int | None = None
    before_is: Name | None = None


NEW_DEFAULTS: Mapping[Name, NewDefault] = {
    ("filter_scheduler", "build_failure_weight_multiplier"): NewDefault(
        "hosts where builds failed recently come last", 0.0
    ),
    ("filter_scheduler", "pci_weight_multiplier"): NewDefault(
        "hosts with many free PCI devices are kept for servers that ask for some", 0.0
    ),
    ("scheduler", "max_placement_results"): NewDefault(
        "placement offers at most 1000 hosts for a request, no longer all; raise it in a larger "
        "cloud",
        None,
    ),
    ("filter_scheduler", "cpu_weight_multiplier"): NewDefault(
        "hosts with more free processors come first", 0.0
    ),
    ("DEFAULT", "max_concurrent_snapshots"): NewDefault(
        "no more than 5 snapshots are taken at a time on a host", 0
    ),
    ("filter_scheduler", "hypervisor_version_weight_multiplier"): NewDefault(
        "hosts with a newer hypervisor come first", 0.0
    ),
    ("scheduler", "workers"): NewDefault(
        "as many processes of nova-scheduler run as the host has processors, instead of one", 1
    ),
    ("libvirt", "images_address_space_limit"): NewDefault(
        "qemu-img may take 2 GiB of memory to look into an image, instead of 1 GiB", 1
    ),
    ("quota", "unified_limits_resource_list"): NewDefault(
        "resources without a registered limit are unlimited and no longer refused, but for "
        "`servers`",
        None,
    ),
    ("placement", "valid_interfaces"): NewDefault(
        "the internal endpoint of Placement comes first, no longer the public one", ["public"]
    ),
    ("DEFAULT", "long_rpc_timeout"): NewDefault(
        "some calls, such as the start of a live migration, may take 1800 seconds as long as "
        "heartbeats arrive; `rpc_response_timeout` no longer ends them",
        None,
        before_is=("DEFAULT", "rpc_response_timeout"),
    ),
    ("compute", "max_disk_devices_to_attach"): NewDefault(
        "a server may have as many disks as its buses take, no longer just 26", 26
    ),
    ("workarounds", "enable_numa_live_migration"): NewDefault(
        "servers with a NUMA topology, pinned processors or huge pages can no longer migrate live",
        True,
        19,
    ),
    ("neutron", "http_retries"): NewDefault(
        "calls to Neutron that fail to connect are retried up to 3 times", 0
    ),
    ("libvirt", "rbd_destroy_volume_retries"): NewDefault(
        "removal of a disk in Ceph that is still in use is tried 12 times instead of 10", 10
    ),
    ("libvirt", "rbd_destroy_volume_retry_interval"): NewDefault(
        "Nova waits 5 seconds instead of 1 before it tries again to remove a disk in Ceph", 1
    ),
    ("os_vif_ovs", "default_qos_type"): NewDefault(
        "Open vSwitch no longer resets the queueing discipline of new ports",
        None,
    ),
    ("cache", "memcache_pool_flush_on_reconnect"): NewDefault(
        "a memcached server that comes back is no longer emptied", True
    ),
    ("powervm", "disk_driver"): NewDefault(
        "disks are in a volume group of the host, which `volume_group_name` must name, no longer "
        "in a shared storage pool",
        "ssp",
    ),
    ("powervm", "proc_units_factor"): NewDefault(
        "a virtual processor gets a tenth of a physical one instead of a half", 0.5
    ),
    ("DEFAULT", "manager_shutdown_timeout"): NewDefault(
        "a service that is stopped waits up to 160 seconds for tasks in progress, in 2026.1 always "
        "that long, and systemd may kill it first",
        0,
    ),
    ("compute", "vmdk_allowed_types"): NewDefault(
        "images in the VMDK format are refused unless they are of the type streamOptimized or "
        "monolithicSparse",
        None,
    ),
    ("workarounds", "skip_reserve_in_use_ironic_nodes"): NewDefault(
        "a bare metal node in use is reserved, and free again only when Ironic has cleaned it", True
    ),
}
"""Read in the first release with each option and in the one before: nova/scheduler/weights/
(16.1.8, 18.3.0, 28.3.1), nova/scheduler/client/report.py (17.0.13), nova/compute/manager.py
(22.4.0), nova/cmd/scheduler.py (17.0.13, 18.3.0), nova/limit/utils.py (30.3.0, 31.3.1),
nova/privsep/qemu.py (33.0.2, 34.0.0), nova/compute/rpcapi.py (17.0.13, 18.3.0),
nova/virt/libvirt/blockinfo.py (18.3.0, 19.3.2), nova/conductor/tasks/live_migrate.py (18.3.0 to
20.6.1), nova/network/neutronv2/api.py (18.3.0, 19.3.2), `destroy_volume` of rbd_utils.py (21.2.4,
22.4.0), nova/virt/powervm/driver.py (17.0.13, 18.3.0) and nova/virt/ironic/driver.py (25.3.0,
26.3.0), `graceful_shutdown` of nova/compute/manager.py, nova/scheduler/manager.py and
nova/conductor/manager.py (33.0.2, 34.0.0) against nova/service.py (32.2.1), nova/virt/images.py
(24.1.1, 24.2.1); vif_plug_ovs/ovs.py (os-vif 3.1.1, 3.2.0) and oslo_cache/_memcache_pool.py (2.6.3,
2.7.1).
Without an interface keystoneauth1 takes the public endpoint
(keystoneauth1/identity/base.py, `get_endpoint_data`), as pike's nova/scheduler/client/report.py let
it do.
"""

ONE_DRIVER: Mapping[Name, str] = {
    ("os_vif_ovs", "default_qos_type"): "libvirt",
    ("compute", "max_disk_devices_to_attach"): "libvirt",
    ("compute", "vmdk_allowed_types"): "libvirt",
    ("powervm", "disk_driver"): "powervm",
    ("powervm", "proc_units_factor"): "powervm",
    ("workarounds", "skip_reserve_in_use_ironic_nodes"): "ironic",
}
"""New defaults that bring something else with one compute driver alone, by its package."""


def as_before(name: Name, config: Config) -> Any:
    """Return the value of a new option under which a configuration does as before; None for none.

    On native threads the limits of nova-compute take 0 for their default
    (nova/thread_pool_factory.py, 34.0.0).
    """
    new = NEW_DEFAULTS[name]
    before = config.value(*new.before_is) if new.before_is else new.before
    in_vain = name[1] in ZERO_IS_DEFAULT and compute_threading(config)
    return None if in_vain and before == 0 else before


def new_defaults(comparison: Comparison) -> Iterator[Difference]:
    """Yield new options that change something, each as a change of its default.

    A new option mostly comes with what Nova did without it; where its default is another one by
    now, that is a change like any other. `old` is what stands for the time before.
    """
    for difference in comparison.of(Kind.ADDED):
        name = (difference.group, difference.option)
        known = life(*name)
        held = [e for e in known.defaults if e.release <= comparison.new] if known else []
        if not held or _is_over(name, comparison.new):
            continue
        old = Default(True, NEW_DEFAULTS[name].before) if name in NEW_DEFAULTS else held[0].value
        if old != held[-1].value:
            when = (
                difference.releases if name in NEW_DEFAULTS else _changed(held[1:], comparison.old)
            )
            yield Difference(Kind.DEFAULT, *name, when, old=old, new=held[-1].value)


def _is_over(name: Name, release: Release) -> bool:
    """Whether what a new default brought is done otherwise again in a later release."""
    last = NEW_DEFAULTS[name].last if name in NEW_DEFAULTS else None
    return last is not None and last < release.major


def _changed(changes: list[Any], start: Release) -> tuple[Release, ...]:
    return tuple(change.release for change in changes if change.release > start)
