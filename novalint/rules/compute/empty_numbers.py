"""Numbers that nova-compute computes with, set to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.nova.drivers import WITH_GUESTS, package
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.empties import EmptyNumber, empties, options_of
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

UNREPORTED = "the resources of the host are no longer updated, and a new host gets no servers"
BUILDS = "no server can be built here"
NEW_VOLUMES = "no server can boot from a new volume here"
DRIVER = "DEFAULT.compute_driver"
REAPED = "running_deleted_instance_timeout"
REAP = ("DEFAULT", "running_deleted_instance_action")
CLEAR_SIZE = "volume_clear_size"
CLEARED = ("libvirt.images_type", "libvirt.volume_clear")
"""What says whether nova-compute overwrites disks before it deletes them: those in LVM alone."""
UNTIDIED = "cached images that no server uses are never deleted"
AGES = {
    "remove_unused_original_minimum_age_seconds": ("libvirt", "vmwareapi", "hyperv"),
    "remove_unused_resized_minimum_age_seconds": ("libvirt",),
}
"""Ages from which on unused images go, and the packages of the drivers that compare with them."""
TIDIED = ("image_cache.manager_interval", "image_cache.remove_unused_base_images")
"""What says whether nova-compute deletes unused images at all."""
NUMBERS = (
    EmptyNumber("DEFAULT", "reserved_host_disk_mb", UNREPORTED),
    EmptyNumber("DEFAULT", "reserved_host_memory_mb", UNREPORTED),
    EmptyNumber("DEFAULT", "reserved_host_cpus", UNREPORTED),
    EmptyNumber("compute", "resource_provider_association_refresh", UNREPORTED),
    EmptyNumber(
        "compute",
        "sharing_providers_max_uuids_per_request",
        "the resources of a host in a host aggregate are no longer updated",
    ),
    EmptyNumber("DEFAULT", "network_allocate_retries", "no server with a port can be built here"),
    EmptyNumber("DEFAULT", "block_device_allocate_retries", NEW_VOLUMES),
    EmptyNumber("DEFAULT", "block_device_allocate_retries_interval", NEW_VOLUMES),
    EmptyNumber(
        "DEFAULT",
        "reimage_timeout_per_gb",
        "no server that boots from a volume can be rebuilt with another image",
    ),
    EmptyNumber("compute", "max_disk_devices_to_attach", BUILDS),
    EmptyNumber("compute", "shutdown_retry_interval", "no server can be shut down gracefully"),
    EmptyNumber("DEFAULT", "reclaim_instance_interval", "no server can be deleted", first=24),
    EmptyNumber(
        "DEFAULT",
        "shelved_offload_time",
        "shelved servers stay on the host forever",
        override=Severity.WARNING,
    ),
    EmptyNumber(
        "DEFAULT",
        "maximum_instance_delete_attempts",
        "leftovers of deleted servers are no longer removed",
        override=Severity.WARNING,
    ),
    EmptyNumber(
        "DEFAULT",
        REAPED,
        "guests that still run although their server was deleted are no longer removed",
        override=Severity.WARNING,
    ),
    EmptyNumber(
        "DEFAULT",
        "shutdown_timeout",
        "servers are powered off without a graceful shutdown",
        override=Severity.WARNING,
    ),
    EmptyNumber("libvirt", "file_backed_memory", BUILDS),
    EmptyNumber("libvirt", "mem_stats_period_seconds", BUILDS),
    EmptyNumber("libvirt", "images_address_space_limit", "nova-compute does not start"),
    EmptyNumber("libvirt", "wait_soft_reboot_seconds", "every soft reboot fails"),
    EmptyNumber(
        "libvirt", "device_detach_attempts", "nothing can be detached from running servers"
    ),
    EmptyNumber("libvirt", "num_volume_scan_tries", "no volume can be attached over iSCSI here"),
    EmptyNumber("libvirt", CLEAR_SIZE, "no server with its disk in LVM can be deleted"),
    *(EmptyNumber("image_cache", age, UNTIDIED, override=Severity.WARNING) for age in AGES),
)
INITIAL = "initial_"
RATIOS = tuple(f"{kind}_allocation_ratio" for kind in ("cpu", "ram", "disk"))
"""What stands over the ratio of a new host, which has the same name with `initial_` before it."""
NEW_HOST = tuple(
    EmptyNumber("DEFAULT", f"{INITIAL}{ratio}", "a new host gets no servers") for ratio in RATIOS
)


@rule(
    "compute-number-empty",
    theme="compute",
    severity=Severity.ERROR,
    options=(
        *options_of((*NUMBERS, *NEW_HOST)),
        DRIVER,
        ".".join(REAP),
        *CLEARED,
        *TIDIED,
        *(f"DEFAULT.{ratio}" for ratio in RATIOS),
    ),
    releases=(21, None),
    since="up to train Nova may run on Python 2 (classifiers of nova 20.6.1), which compares None"
    " with numbers",
    roles=("compute",),
    sign="empty",
)
def compute_number_empty(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A numeric option of nova-compute is empty, which is not the same as unset.

    ## What it checks

    These options with an empty value:

    - `reserved_host_disk_mb`, `reserved_host_memory_mb`, `reserved_host_cpus`, `[compute]
      resource_provider_association_refresh` and `sharing_providers_max_uuids_per_request`:
      nova-compute fails whenever it takes stock of the host
    - `initial_cpu_allocation_ratio`, `initial_ram_allocation_ratio` and
      `initial_disk_allocation_ratio` where the ratio without `initial_` is not set: placement
      refuses the inventory of a new host; info where another file may set that ratio
    - `network_allocate_retries`, `block_device_allocate_retries` and
      `block_device_allocate_retries_interval`, `[compute] max_disk_devices_to_attach`, `[libvirt]
      file_backed_memory` and `mem_stats_period_seconds`: builds fail
    - `reimage_timeout_per_gb`: rebuilds fail
    - `[libvirt] images_address_space_limit` (2026.2): nova-compute does not start
    - `[compute] shutdown_retry_interval` and `[libvirt] wait_soft_reboot_seconds`: stops and soft
      reboots fail
    - `reclaim_instance_interval` (from xena on) and `[libvirt] device_detach_attempts`: deleting
      and detaching fail
    - `[libvirt] num_volume_scan_tries`: attaching volumes over iSCSI fails
    - `[libvirt] volume_clear_size` with `images_type = lvm`, unless `volume_clear` is none:
      deleting fails
    - `shelved_offload_time`: shelved servers stay on their host; a warning
    - `shutdown_timeout`: servers are switched off at once, as with 0; a warning
    - `maximum_instance_delete_attempts`: files of deleted servers that could not be removed stay; a
      warning
    - `running_deleted_instance_timeout`, unless `running_deleted_instance_action` is noop: guests
      of deleted servers run on; a warning
    - `[image_cache] remove_unused_original_minimum_age_seconds` and
      `remove_unused_resized_minimum_age_seconds`, unless no unused images are deleted: they stay; a
      warning

    Those of `[libvirt]` count where `compute_driver` names no other driver.

    ## Why it matters

    oslo.config reads an empty number as no number at all, and not as the default. In most
    cases nova-compute starts, and each time it compares or adds the number what it does ends in a
    TypeError.

    ## Example

        [compute]
        max_disk_devices_to_attach =

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or its default
    applies.

    ## Sources

    Nova 34.0.0, 25.3.0 and 21.2.4: nova/compute/manager.py, resource_tracker.py and utils.py,
    nova/scheduler/client/report.py, nova/virt/libvirt/driver.py, host.py and blockinfo.py;
    34.0.0: nova/privsep/qemu.py; 34.0.0 and 21.2.4: nova/virt/libvirt/storage/lvm.py
    (`clear_volume`) and nova/virt/libvirt/imagecache.py (`_remove_old_enough_file`), and os-brick:
    initiator/connectors/iscsi.py (`_connect_vol`); 34.0.0 and 21.2.4: nova/virt/driver.py
    (`_get_allocation_ratios`), 19.3.2: nova/api/openstack/placement/schemas/inventory.py. Most of
    the functions were called with 34.0.0 and 25.3.0.
    """
    of_new_hosts = (
        number._replace(override=severity_unless_set(config, _standing_over(number)))
        for number in NEW_HOST
    )
    yield from empties(config, deployment, (*NUMBERS, *of_new_hosts), partial(_is_read, config))


def _standing_over(number: EmptyNumber) -> tuple[str, str]:
    """Return the ratio in whose place that of a new host is taken."""
    return number.group, number.option.removeprefix(INITIAL)


def _is_read(config: Config, number: EmptyNumber) -> bool:
    """Whether the compute driver computes with a number; of most it is nova-compute itself."""
    if number.option.startswith(INITIAL):
        ratio = config.number(*_standing_over(number))
        return not ratio and package(config) in ("", *WITH_GUESTS)
    if number.option == CLEAR_SIZE:
        kind, clear = (config.text(*name.split(".")) for name in CLEARED)
        if kind != "lvm" or clear == "none":
            return False
    if number.option == REAPED:
        return config.text(*REAP) != "noop"
    if number.group == "image_cache":
        return _is_tidied(config) and (package(config) or "libvirt") in AGES[number.option]
    if number.group == "libvirt":
        return "libvirt" in (config.text("DEFAULT", "compute_driver") or "libvirt")
    if number.option == "shutdown_retry_interval":  # "Ignored by this driver" of ironic's
        return "ironic" not in (config.text("DEFAULT", "compute_driver") or "")
    return True


def _is_tidied(config: Config) -> bool:
    """Whether nova-compute deletes cached images that no server uses."""
    interval, removes = TIDIED
    runs = (config.integer(*interval.split(".")) or 0) >= 0
    return runs and config.boolean(*removes.split(".")) is not False
