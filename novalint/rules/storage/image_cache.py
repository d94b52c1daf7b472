"""The images that a compute node keeps: how often it tidies them and how they get there."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import severity_unless_set, sure_fixes
from novalint.rules.common.places import as_set, finding, removal, set_fix, unset_fix
from novalint.rules.common.thresholds import Way, way_out
from novalint.rules.declaration import FactNeeded, rule
from novalint.rules.storage.disk_kind import told_disks

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

KIND = ("libvirt", "images_type")
CACHING = ("libvirt", "vmwareapi", "hyperv")
"""The packages of the drivers whose images the manager looks after (`has_imagecache`)."""
AGE = "remove_unused_original_minimum_age_seconds"
REMOVE = "remove_unused_base_images"
RESERVE = "reserve_disk_resource_for_image_cache"
LOCAL = ("default", "qcow2", "raw", "flat", "ploop")
"""The values of images_type that keep disks and cached images in instances_path."""
INTERVALS = ("image_cache.manager_interval", "DEFAULT.image_cache_manager_interval")
PERIODIC = "DEFAULT.periodic_enable"
"""Without it no periodic task runs, the image cache manager among them."""


def _group(config: Config) -> str:
    """Return the group of the options, which were in DEFAULT up to train."""
    return "image_cache" if config.release.major >= 21 else "DEFAULT"


def _interval(config: Config) -> tuple[str, str]:
    """Return the option that says how often the manager runs."""
    group, prefix = _group(config), "" if config.release.major >= 21 else "image_cache_"
    return group, f"{prefix}manager_interval"


def _runs_tasks(config: Config) -> bool:
    return config.boolean("DEFAULT", "periodic_enable") is not False


@rule(
    "image-cache-interval-zero",
    theme="storage",
    severity=Severity.WARNING,
    options=(*INTERVALS, PERIODIC),
    roles=("compute",),
    drivers=CACHING,
)
def image_cache_interval_zero(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An interval of 0 does not disable the image cache manager; it runs every minute.

    ## What it checks

    `[image_cache] manager_interval = 0` (up to train `[DEFAULT] image_cache_manager_interval`), for
    the drivers that keep images: libvirt, VMware and Hyper-V. Not reported where `periodic_enable`
    is false, as no task runs there.

    ## Why it matters

    Anyone who writes 0 mostly means never, or the default. Nova takes 0 for the shortest interval,
    60 seconds, 40 times as often as by default: each time nova-compute asks for all servers of the
    host and looks through the cached images, and deletes those long unused. With a shared
    `instances_path` every host does so for the servers of all hosts. (They know of each other by a
    file on the share and keep each other's images; there is no need for a cache of its own for each
    host.)

    ## Example

        [image_cache]
        manager_interval = 0

    ## Fix safety

    Unsafe. First the line is commented out, so that the overridden value or the default of 2400
    seconds applies; else -1 is set, which switches the manager off, so that images that no server
    uses stay on the disk forever. -1 is not offered where `instances_path` is shared between hosts
    (the fact `shared_storage`), and is wrong there unless all of these hosts have it: a host tells
    the others of its servers only when the manager runs, and they delete the base images of a host
    that is silent for a day (see image-cache-off-on-shared-path).

    ## Sources

    Nova 34.0.0: nova/conf/imagecache.py, nova/compute/manager.py (`_run_image_cache_manager_pass`),
    nova/virt/storage_users.py; the same in 15.1.5, 18.3.0 and 21.2.4. oslo.service:
    oslo_service/periodic_task.py (spacing 0 is the default interval).
    """
    name = _interval(config)
    if config.integer(*name) == 0 and _runs_tasks(config):
        shared = deployment.shared_storage
        way = removal(config.setting(*name), "for the default of 2400")
        off = ", or set it to -1 to turn the manager off"
        where = "" if shared is False else " unless hosts share `instances_path`"
        yield finding(
            config,
            *name,
            f"{as_set(config.setting(*name))} 0 runs the image cache manager every 60 seconds, not"
            f" never; {way}{'' if shared else off + where}",
            unset_fix(config, *name),
            *(() if shared else (set_fix(config, *name, "-1"),)),
        )


@rule(
    "image-cache-off-on-shared-path",
    theme="storage",
    severity=Severity.WARNING,
    options=(
        *INTERVALS,
        "libvirt.images_type",
        "DEFAULT.use_cow_images",
        f"image_cache.{REMOVE}",
        f"DEFAULT.{REMOVE}",
    ),
    roles=("compute",),
    drivers=("libvirt",),
)
def image_cache_off_on_shared_path(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Other hosts delete base images that servers of this host still use.

    ## What it checks

    `[image_cache] manager_interval = -1` (up to train `image_cache_manager_interval`) where
    `instances_path` is shared between the hosts (the fact `shared_storage`) and disks are qcow2
    files, which read the rest from a base image. Info where another file may set `images_type`.
    Not reported where `remove_unused_base_images` is false here, as it then most likely is on the
    other hosts, which delete nothing.

    ## Why it matters

    A host tells the others that it uses the shared path each time its image cache manager runs, and
    at no other time. Hosts that run the manager look only at servers of hosts that told so within a
    day. They take base images of this host's servers for unused and delete them. Such a server
    cannot be started again unless Glance still has its image. Nova's help advises to run the
    manager on one host, which has that effect; run it on all that share the path, or on none.

    ## Example

        [image_cache]
        manager_interval = -1

    ## Fix safety

    Unsafe: the line is commented out, so that the overridden value or the default of 2400 seconds
    applies. Do so on all hosts at once.

    ## Sources

    Nova 34.0.0: nova/compute/manager.py (`_run_image_cache_manager_pass`),
    nova/virt/storage_users.py, nova/virt/libvirt/imagecache.py (`_age_and_verify_cached_images`),
    nova/conf/imagecache.py; the same in 15.1.5.
    """
    name = _interval(config)
    interval = config.integer(*name)
    if interval is None or interval >= 0 or config.boolean(_group(config), REMOVE) is False:
        return
    where, cow = config.text("libvirt", "images_type"), config.boolean("DEFAULT", "use_cow_images")
    if where != "qcow2" and not (where == "default" and cow):
        return
    if deployment.shared_storage is None:
        raise FactNeeded("shared_storage")
    if deployment.shared_storage:
        yield finding(
            config,
            *name,
            f"{as_set(config.setting(*name))} {interval} hides this host's servers from the image"
            " cache managers of the hosts that share `instances_path`, which then delete base"
            " images in use; remove it unless it is set on all of these hosts",
            *sure_fixes(config, [KIND], unset_fix(config, *name)),
            override=severity_unless_set(config, KIND),
        )


@rule(
    "image-cache-age-short",
    theme="storage",
    severity=Severity.INFO,
    options=(
        *INTERVALS,
        PERIODIC,
        *(f"{group}.{name}" for group in ("image_cache", "DEFAULT") for name in (AGE, REMOVE)),
    ),
    roles=("compute",),
    drivers=CACHING,
    thresholds={"seconds": 86400},
)
def image_cache_age_short(
    config: Config, deployment: Deployment, seconds: float
) -> Iterator[Finding]:
    """Cached images are deleted soon after their last use and downloaded again.

    ## What it checks

    `[image_cache] remove_unused_original_minimum_age_seconds` (up to train in `[DEFAULT]`) set
    below a day (a threshold) while `remove_unused_base_images` is true and the image cache manager
    runs.

    ## Why it matters

    Where servers come and go, the next one from the same image waits for the whole download and
    conversion again, on each host. An image goes at the next pass of the manager after that time
    (by default every 40 minutes). Servers that are clones of an image in Ceph have none in the
    cache.

    ## Example

        [image_cache]
        remove_unused_original_minimum_age_seconds = 3600

    ## Fix safety

    Unsafe: the line is commented out, so that the overridden value or the default of 86400 seconds
    applies. Keep it where the disk of the host is too small for the images.

    ## Sources

    Nova 34.0.0: nova/conf/imagecache.py, nova/virt/libvirt/imagecache.py
    (`_remove_old_enough_file`); the same in 15.1.5 and 21.2.4. The threshold is the default.
    """
    group, interval = _group(config), config.integer(*_interval(config))
    age = config.integer(group, AGE)
    never = (interval is not None and interval < 0) or not _runs_tasks(config)
    if never or age is None or age >= seconds or not config.boolean(group, REMOVE):
        return
    unused = "1 second" if age == 1 else f"{age} seconds"
    unused = f"has used for {unused}" if age > 0 else "uses"
    words = removal(config.setting(group, AGE), "for the default of a day")
    back = Way(words, (unset_fix(config, group, AGE),))
    way = way_out(config, (group, AGE), back, least=seconds)
    yield finding(
        config,
        group,
        AGE,
        f"{as_set(config.setting(group, AGE))} {age} lets the next pass of the image cache"
        f" manager delete an image that no server {unused}, and the next server downloads it again;"
        f" {way.words} unless the disk is small",
        *way.fixes,
    )


@rule(
    "image-cache-not-reserved",
    theme="storage",
    severity=Severity.INFO,
    options=("libvirt.images_type", f"workarounds.{RESERVE}"),
    releases=(19, None),
    since="the workaround came to stein as a stable update (nova/conf/workarounds.py)",
    roles=("compute",),
    drivers=("libvirt",),
    needs=("role", "image_size_gb"),
    thresholds={"gigabytes": 10},
)
def image_cache_not_reserved(
    config: Config, deployment: Deployment, gigabytes: float
) -> Iterator[Finding]:
    """Large cached images fill the disk of the host, and placement counts it as free.

    ## What it checks

    On a node with the role compute and whose disks are local files, where a typical image has 10 GB
    or more by the facts (a threshold): `[workarounds] reserve_disk_resource_for_image_cache` is
    false, as it is by default.

    ## Why it matters

    The cache is a directory of `instances_path`. What it holds is not taken off the disk space that
    the host offers, so a host with many different images can run full. With `true` the libvirt
    driver reserves what the cache holds. Where the cache is mounted on a partition of its own,
    nothing is reserved either way. Ignore the finding where `reserved_host_disk_mb` covers the
    cache.

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
    if config.boolean("workarounds", RESERVE) is False and told_disks(config, deployment) in LOCAL:
        yield finding(
            config,
            "workarounds",
            RESERVE,
            f"`[workarounds] {RESERVE}` is false, so the space of cached images, {size:g} GB each,"
            " counts as free for servers; set it to true unless the cache has a partition of its"
            " own",
            set_fix(config, "workarounds", RESERVE, "true"),
        )
