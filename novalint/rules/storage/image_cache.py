"""The images that a compute node keeps: how often it tidies them and how they get there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.disks import READ, told_disks
from novalint.rules.common.places import at_option, set_fix, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

AGE = "remove_unused_original_minimum_age_seconds"
PRECACHE = "precache_concurrency"
RESERVE = "reserve_disk_resource_for_image_cache"
LOCAL = ("default", "qcow2", "raw", "flat", "ploop")
"""The values of images_type that keep disks and cached images in instances_path."""


def _group(config: Config) -> str:
    """Give the group of the options, which were in DEFAULT up to train."""
    return "image_cache" if config.release.major >= 21 else "DEFAULT"


@rule(
    "image-cache-interval-zero",
    theme="storage",
    severity=Severity.WARNING,
    options=("image_cache.manager_interval", "DEFAULT.image_cache_manager_interval"),
    releases=(15, None),
    roles=("compute",),
)
def image_cache_interval_zero(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """0 does not switch the image cache manager off, it runs once a minute.

    ## What it checks

    `[image_cache] manager_interval = 0` (up to train `[DEFAULT] image_cache_manager_interval`).

    ## Why it matters

    Who writes 0 mostly means never. Nova takes 0 for the shortest interval, 60 seconds, 40 times as
    often as by default: each time nova-compute asks for all servers of the host and looks through
    the cached images, and deletes those that nobody uses. With a shared `instances_path` every host
    does so for the servers of all hosts. (They know of each other by a file on the share and keep
    each other's images; there is no need for a cache of its own for each host.)

    ## Example

        [image_cache]
        manager_interval = 0

    becomes

        [image_cache]
        manager_interval = -1

    ## Fix safety

    Unsafe. First -1, which switches the manager off, as was probably meant; else the line is
    commented out, and the manager runs every 2400 seconds.

    ## Sources

    Nova 34.0.0: nova/conf/imagecache.py, nova/compute/manager.py (`_run_image_cache_manager_pass`),
    nova/virt/storage_users.py; the same in 15.1.5, 18.3.0 and 21.2.4. oslo.service:
    oslo_service/periodic_task.py (spacing 0 is the default interval).
    """
    group = _group(config)
    name = "manager_interval" if group == "image_cache" else "image_cache_manager_interval"
    setting = config.setting(group, name)
    if not setting.is_default and setting.value == 0:
        yield Finding(
            f"`{name}` 0 means every 60 seconds, not never; set it to -1, or drop it for the"
            " default of 2400",
            at_option(config, group, name),
            group,
            name,
            (
                set_fix(config, group, name, "-1"),
                unset_fix(config, group, name, "Let the default of 2400 seconds apply"),
            ),
        )


@rule(
    "image-cache-age-short",
    theme="storage",
    severity=Severity.INFO,
    options=(f"image_cache.{AGE}", f"DEFAULT.{AGE}", "image_cache.remove_unused_base_images"),
    releases=(15, None),
    roles=("compute",),
    thresholds={"seconds": 86400},
)
def image_cache_age_short(
    config: Config, deployment: Deployment, seconds: float
) -> Iterator[Finding]:
    """Cached images are deleted soon after their last server, and fetched again for the next one.

    ## What it checks

    `[image_cache] remove_unused_original_minimum_age_seconds` (up to train in `[DEFAULT]`) set
    below a day (a threshold) while `remove_unused_base_images` is true.

    ## Why it matters

    Where servers come and go, the next one from the same image waits for the whole download and
    conversion again, on each host.

    ## Example

        [image_cache]
        remove_unused_original_minimum_age_seconds = 3600

    ## Fix safety

    Unsafe: the line is commented out, so that the default of 86400 seconds applies. Keep it where
    the disk of the host is too small for the images.

    ## Sources

    Nova 34.0.0: nova/conf/imagecache.py, nova/virt/libvirt/imagecache.py
    (`_remove_old_enough_file`); the same in 15.1.5 and 21.2.4. The default is taken for the
    threshold.
    """
    group = _group(config)
    setting = config.setting(group, AGE)
    removes = config.value(group, "remove_unused_base_images")
    age = setting.value
    if setting.is_default or removes is not True or not isinstance(age, int) or age >= seconds:
        return
    yield Finding(
        f"images are fetched anew when nobody used them for {age} seconds; drop the option for the"
        " default of a day, unless the disk is small",
        at_option(config, group, AGE),
        group,
        AGE,
        (unset_fix(config, group, AGE, "Let the default of 86400 seconds apply"),),
    )


@rule(
    "image-precache-concurrency-high",
    theme="storage",
    severity=Severity.INFO,
    options=(f"image_cache.{PRECACHE}",),
    releases=(21, None),
    roles=("conductor",),
    needs=("compute_hosts",),
    thresholds={"compute_hosts": 100, "hosts_at_once": 5},
)
def image_precache_concurrency_high(
    config: Config, deployment: Deployment, compute_hosts: float, hosts_at_once: float
) -> Iterator[Finding]:
    """Many hosts fetch an image from glance at the same time.

    ## What it checks

    `[image_cache] precache_concurrency` above 5 in a cloud of 100 compute hosts or more; both
    numbers are thresholds. nova-conductor reads the option.

    ## Why it matters

    The option says how many hosts are told at once to fetch an image that is to be cached on a
    whole aggregate (`POST /os-aggregates/{id}/images`). All of them then load glance, and the
    servers that are built meanwhile wait.

    Caching itself is worth it: before a burst of servers from one image it takes the download out
    of the boot, which helps more than any longer time-out.

    ## Example

        [image_cache]
        precache_concurrency = 32

    ## Fix safety

    There is no fix: how much glance can bear is the operator's to say.

    ## Sources

    Nova 34.0.0: nova/conf/imagecache.py, nova/conductor/manager.py (`cache_images`); the same in
    21.2.4. Nova's help warns of it without a number; these are an estimate.
    """
    number = config.value("image_cache", PRECACHE)
    hosts = deployment.compute_hosts or 0
    if hosts >= compute_hosts and isinstance(number, int) and number > hosts_at_once:
        yield Finding(
            f"{number} of {hosts} hosts fetch an image from glance at once; lower `{PRECACHE}` to"
            f" {hosts_at_once:g} or less unless glance is known to bear it",
            at_option(config, "image_cache", PRECACHE),
            "image_cache",
            PRECACHE,
        )


@rule(
    "image-cache-not-reserved",
    theme="storage",
    severity=Severity.INFO,
    options=(*READ, f"workarounds.{RESERVE}"),
    releases=(19, None),
    roles=("compute",),
    needs=("role", "image_size_gb"),
    thresholds={"gigabytes": 10},
)
def image_cache_not_reserved(
    config: Config, deployment: Deployment, gigabytes: float
) -> Iterator[Finding]:
    """Large cached images fill the disk of the servers, and placement takes their space for free.

    ## What it checks

    On a node whose role is told to be compute and whose disks are local files, where a typical
    image is told to have 10 GB or more (a threshold): `[workarounds]
    reserve_disk_resource_for_image_cache` is false, as it is by default.

    ## Why it matters

    The cache is a folder of `instances_path`. What it holds is not taken off the disk space that
    the host offers, so a host with many different images can run full. With `true` the libvirt
    driver reserves what the cache holds. Where the cache is mounted on a partition of its own,
    nothing is reserved either way. Ignore the note where `reserved_host_disk_mb` covers the cache.

    ## Example

        [workarounds]
        reserve_disk_resource_for_image_cache = true

    ## Fix safety

    Unsafe: sets the option to true; the host then offers less disk space.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_get_disk_size_reserved_for_image_cache`),
    nova/conf/workarounds.py; the same in 19.3.2, where the option came as a stable update. The
    threshold is an estimate.
    """
    size = deployment.image_size_gb or 0
    if size < gigabytes:
        return
    if config.value("workarounds", RESERVE) is False and told_disks(config, deployment) in LOCAL:
        yield Finding(
            f"the space of cached images, {size:g} GB each, counts as free for servers; set"
            f" `{RESERVE}` to true unless the cache has a partition of its own",
            at_option(config, "workarounds", RESERVE),
            "workarounds",
            RESERVE,
            (set_fix(config, "workarounds", RESERVE, "true"),),
        )
