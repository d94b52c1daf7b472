"""Blanks between the items of a list, which oslo.config parts at commas alone."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.findings import Finding, Fix, Safety, Severity
from novalint.patterns import lazy_pattern
from novalint.rules.common.lists import written_items
from novalint.rules.common.places import finding, named
from novalint.rules.declaration import rule
from novalint.text.edits import Edit, Patch
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

LISTS = frozenset(
    (
        "DEFAULT.non_inheritable_image_properties", "cache.memcache_servers",
        "cache.redis_sentinels", "compute.image_type_exclude_list", "compute.vmdk_allowed_types",
        "devices.enabled_mdev_types", "devices.enabled_vgpu_types",
        "filter_scheduler.weight_classes", "keystone_authtoken.memcached_servers",
        "libvirt.cpu_model_extra_flags", "libvirt.cpu_models", "libvirt.enabled_perf_events",
        "libvirt.hw_machine_type", "libvirt.pmem_namespaces", "neutron.physnets",
        "notifications.versioned_notifications_topics", "oslo_messaging_notifications.topics",
    )
)  # fmt: skip
"""Lists of names and addresses, none of which has a blank in it; `valid_interfaces` are others."""
STOPS = {
    "filter_scheduler.weight_classes": ("scheduler", "nova-scheduler"),
    "libvirt.cpu_models": ("compute", "nova-compute"),
    "libvirt.pmem_namespaces": ("compute", "nova-compute"),
}
"""What does not start with one item that is none: the role that reads the list, and its service."""
_JOINED = lazy_pattern(r"[\w.:=/\[\]+-]+(?:[ \t]+[\w.:=/\[\]+-]+)+")
_GAP = lazy_pattern(r"(?<=[^\s,])[ \t]+(?=[^\s,])")


@rule("list-with-blanks", theme="syntax", severity=Severity.WARNING)
def list_with_blanks(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Items of a list are separated by blanks, so Nova reads one item.

    ## What it checks

    Lists of servers, interfaces of the service catalogue, CPU models and flags, machine types,
    kinds of images, physical networks, topics and weighers, for an item such as `a b`. Of filters,
    APIs, cache modes and loggers other rules tell.

    ## Why it matters

    oslo.config separates the items of a list at commas. With `host1:11211 host2:11211` Nova looks
    for one memcached server of that name, with `internal public` for one interface, and finds
    neither. With `[filter_scheduler] weight_classes` nova-scheduler does not start, with `[libvirt]
    cpu_models` or `pmem_namespaces` nova-compute: these are errors.

    ## Example

        [keystone_authtoken]
        memcached_servers = cache1.example.org:11211 cache2.example.org:11211

    ## Fix safety

    Unsafe: a comma is written before each blank, so the list has the items that were meant.

    ## Sources

    oslo.config 10.7.0 and 3.22.2, oslo_config/types.py (`List`, which splits at `,`). Nova 34.0.0
    and 15.1.5: nova/loadables.py (`get_matching_classes`); 20.6.1 and 34.0.0:
    nova/virt/libvirt/driver.py (`_check_cpu_compatibility`, `_discover_vpmems`).
    """
    for setting in config.settings:
        joined = [item for item in _items(setting) if _JOINED.fullmatch(item)]
        if joined:
            stopped = _stopped(setting, deployment)
            so = f", and {stopped} does not start" if stopped else ""
            number = "one item" if len(joined) == 1 else "one item each"
            yield finding(
                config,
                setting.group,
                setting.name,
                f"{named(setting.group, setting.name)} separates items by blanks, so Nova reads"
                f" {listed(joined)} as {number}{so}; separate them with commas",
                *_with_commas(setting, joined),
                override=Severity.ERROR if stopped else None,
            )


def _stopped(setting: Setting, deployment: Deployment) -> str:
    """Return the service that does not start with such a list; empty for none on this node."""
    role, service = STOPS.get(f"{setting.group}.{setting.name}", ("", ""))
    return service if role and deployment.plays(role) is not False else ""


def _items(setting: Setting) -> Iterator[str]:
    """Yield the known items of a list that takes none with a blank."""
    told = setting.name == "valid_interfaces" or f"{setting.group}.{setting.name}" in LISTS
    if told and not setting.fault:
        yield from (item for item in written_items(setting) if not placeholder(item))


def _with_commas(setting: Setting, joined: list[str]) -> tuple[Fix, ...]:
    """Offer to write commas, where the items stand in one line as they are read."""
    document, assignment = setting.places[-1]
    written = assignment.value
    if placeholder(written) or "\n" in written or not all(item in written for item in joined):
        return ()
    gaps = _GAP.finditer(document.text, *assignment.raw)
    edits = [Edit(gap.start(), gap.start(), ",") for gap in gaps]
    title = "Separate the items with commas"
    return (Fix(title, Patch.of(document.source, edits), Safety.UNSAFE),) if edits else ()
