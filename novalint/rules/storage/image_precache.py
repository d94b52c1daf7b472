"""How many hosts fetch an image at once that is cached in advance."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.places import finding
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

PRECACHE = "precache_concurrency"


@rule(
    "image-precache-concurrency-high",
    theme="storage",
    severity=Severity.INFO,
    options=(f"image_cache.{PRECACHE}",),
    releases=(21, None),
    since="images are cached in advance from ussuri on (nova/conf/imagecache.py)",
    roles=("conductor",),
    needs=("compute_hosts",),
    thresholds={"compute_hosts": 100, "hosts_at_once": 5},
)
def image_precache_concurrency_high(
    config: Config, deployment: Deployment, compute_hosts: float, hosts_at_once: float
) -> Iterator[Finding]:
    """Many hosts download an image from glance at the same time.

    ## What it checks

    `[image_cache] precache_concurrency` above 5 in a cloud of 100 compute hosts or more; both
    numbers are thresholds. nova-conductor reads the option.

    ## Why it matters

    The option says how many hosts are told at once to fetch an image that is to be cached on a
    whole aggregate (`POST /os-aggregates/{id}/images`). All of them load glance; servers that are
    built meanwhile wait.

    Caching itself is worth it: before a burst of servers from one image it takes the download out
    of the boot, which helps more than any longer time-out.

    ## Example

        [image_cache]
        precache_concurrency = 32

    ## Fix safety

    There is no fix: only the operator can decide how much glance can bear.

    ## Sources

    Nova 34.0.0: nova/conf/imagecache.py, nova/conductor/manager.py (`cache_images`); the same in
    21.2.4. Nova's help warns of it without a number; these are an estimate.
    """
    number, hosts = config.integer("image_cache", PRECACHE), deployment.compute_hosts or 0
    if hosts >= compute_hosts and number is not None and number > hosts_at_once:
        many = f"that many of {hosts}" if number < hosts else f"all {hosts}"
        yield finding(
            config,
            "image_cache",
            PRECACHE,
            f"`[image_cache] {PRECACHE}` {number} lets {many} hosts fetch an image"
            f" from Glance at once; lower it to {hosts_at_once:g} unless Glance is known to cope",
        )
