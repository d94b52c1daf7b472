"""Kinds of guests and what becomes of them: containers, injected data, queues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.places import each, finding, lacking
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

KIND = ("libvirt", "virt_type")
PARTITION = ("libvirt", "inject_partition")
DRIVES = ("DEFAULT", "force_config_drive")
INJECTED = ("inject_password", "inject_key")


@rule(
    "virt-type-deprecated",
    theme="libvirt",
    severity=Severity.INFO,
    options=("libvirt.virt_type",),
    releases=(22, None),
    since="victoria announces the removal (nova/virt/libvirt/driver.py, `_do_quality_warnings`)",
    roles=("compute",),
    drivers=("libvirt",),
)
def virt_type_deprecated(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The virtualization type is deprecated.

    ## What it checks

    `[libvirt] virt_type` lxc or parallels from victoria on. In victoria xen and uml too, as a
    warning: later releases cannot read them at all (see invalid-value).

    ## Why it matters

    nova-compute warns at each start. No one tests these kinds with Nova; many features, live
    migration of containers among them, are missing.

    ## Example

        [libvirt]
        virt_type = lxc

    ## Fix safety

    There is no fix: a host of another kind must be set up again.

    ## Sources

    Nova 34.0.0 and 22.4.0: nova/virt/libvirt/driver.py (`_do_quality_warnings`); 23.2.2:
    nova/conf/libvirt.py.
    """
    kind = config.text(*KIND)
    if kind in ("lxc", "parallels", "xen", "uml"):
        yield finding(
            config,
            *KIND,
            f"`[libvirt] virt_type` {kind} is deprecated and no longer tested with Nova; move"
            " the host to kvm",
            override=Severity.WARNING if kind in ("xen", "uml") else None,
        )


@rule(
    "lxc-without-id-maps",
    theme="libvirt",
    severity=Severity.WARNING,
    options=("libvirt.virt_type", "libvirt.uid_maps", "libvirt.gid_maps"),
    roles=("compute",),
    virt_types=("lxc",),
)
def lxc_without_id_maps(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Root in a container is root on its host.

    ## What it checks

    `[libvirt] virt_type = lxc` without both `[libvirt] uid_maps` and `[libvirt] gid_maps`. It is a
    note if the file looks like a part of the configuration, such as Debian's nova-compute.conf, and
    does not set them to an empty value. Items that are not three numbers do not count, as Nova
    skips them with a warning. Which ids a map contains is not checked.

    ## Why it matters

    Without maps the root user of a container is that of the host, so anyone who breaks out controls
    the host and the containers of all other tenants. nova-compute starts and only logs a warning.

    ## Example

        [libvirt]
        virt_type = lxc

    ## Fix safety

    There is no fix: the ids must be free on the host. A map looks like `0:100000:65536`.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/virt/libvirt/driver.py (`init_host`, `_create_idmaps`); OSSN-0001.
    """
    maps = {name: config.value("libvirt", name) for name in ("uid_maps", "gid_maps")}
    names = [name for name, items in maps.items() if isinstance(items, list) and not _maps(items)]
    if names:
        unset = all(not maps[name] for name in names)
        hold = "holds no map" if len(names) == 1 else "hold no map"
        which = f"{listed(names)} {lacking(config, 'libvirt', *names) if unset else hold}"
        lack = f"makes root in a container root on the host while {which}"
        if len(names) == 1:
            lack = f"keeps containers apart from the host with both maps only, and {which}"
        way = "set both" if unset else "write maps like 0:100000:65536"
        yield finding(
            config,
            *KIND,
            f"`[libvirt] virt_type` lxc {lack}; {way}, or use kvm where tenants do not trust each"
            " other",
            override=severity_unless_set(config, *(("libvirt", name) for name in names)),
        )


def _maps(items: Sequence[object]) -> bool:
    """Return whether the first five items, which count, hold a map of three numbers."""
    return any(map(_is_map, map(str, items[:5])))


def _is_map(item: str) -> bool:
    """Return whether Nova takes an item: the first id in the guest, that on the host, how many."""
    try:
        return len([int(number) for number in item.split(":")]) >= 3
    except ValueError:
        return False


@rule(
    "injection-without-partition",
    theme="libvirt",
    severity=Severity.WARNING,
    options=(
        "libvirt.inject_password",
        "libvirt.inject_key",
        "libvirt.inject_partition",
        "DEFAULT.force_config_drive",
    ),
    roles=("compute",),
    drivers=("libvirt",),
)
def injection_without_partition(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Injection of passwords or keys is enabled, but `inject_partition` turns injection off.

    ## What it checks

    `[libvirt] inject_password` or `inject_key` true while `inject_partition` is -2, its default,
    which means no injection at all. It is info where the partition is not written and a single file
    does not look like a whole configuration.

    ## Why it matters

    The administrator's password that the API hands out is then not that of the guest, and nothing
    says so. A guest with a config drive, or booted from a volume, never gets data injected. To
    switch injection on means that the host opens file systems which tenants have written: a config
    drive or the metadata service with cloud-init is the safer way.

    ## Example

        [libvirt]
        inject_password = true

    ## Fix safety

    There is no fix: the one way costs security, the other one a feature.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/virt/libvirt/driver.py (`_create_and_inject_local_root` and in old
    releases `_create_image`, `_inject_data`), nova/conf/libvirt.py.
    """
    on = [name for name in INJECTED if _surely_on(config, name)]
    if on and config.integer(*PARTITION) == -2:
        has = "has" if len(on) == 1 else "have"
        drives = is_left_open(config, *DRIVES) or config.boolean(*DRIVES)
        yield finding(
            config,
            "libvirt",
            on[0],
            f"`[libvirt] {'` and `'.join(on)}` {has} no effect while `inject_partition` is -2, as"
            " that turns injection off; use cloud-init with a config drive or the metadata service"
            + ("" if drives else ", or set `inject_partition`"),
            override=severity_unless_set(config, PARTITION),
        )


def _surely_on(config: Config, name: str) -> bool:
    """Return whether an option is on; one that a template has yet to give hides no other one."""
    return not is_left_open(config, "libvirt", name) and bool(config.boolean("libvirt", name))


@rule(
    "network-queues-short-for-dpdk",
    theme="libvirt",
    severity=Severity.INFO,
    options=("libvirt.rx_queue_size", "libvirt.tx_queue_size"),
    releases=(18, None),
    since="both options came in rocky (nova/conf/libvirt.py)",
    roles=("compute",),
    virt_types=("kvm", "qemu"),
    needs=("network_backend",),
    thresholds={"packets": 1024},
)
def network_queues_short_for_dpdk(
    config: Config, deployment: Deployment, packets: float
) -> Iterator[Finding]:
    """The network queues of guests are shorter than DPDK needs.

    ## What it checks

    `[libvirt] rx_queue_size` and `tx_queue_size` where they are written and below 1024 (a
    threshold), with KVM or QEMU and Open vSwitch as the network backend (`ovs` or `ovn`).

    ## Why it matters

    With Open vSwitch on DPDK a guest that is not scheduled for a moment loses the packets that do
    not fit into its queue. 1024 is what such hosts are commonly given, for both. With the kernel's
    Open vSwitch the value matters less, and `tx_queue_size` not at all.

    ## Example

        [libvirt]
        rx_queue_size = 256

    ## Fix safety

    There is no fix: whether DPDK is used is not in the file, and the size must be one that
    the host's QEMU takes.

    ## Sources

    Nova 34.0.0: nova/conf/libvirt.py, nova/virt/libvirt/vif.py; the checks of hotsos
    (scenarios/openstack/nova/config_checks.yaml).
    """
    if deployment.network_backend in ("ovs", "ovn"):
        yield from each(("rx_queue_size", "tx_queue_size"), partial(_short, config, packets))


def _short(config: Config, packets: float, name: str) -> Iterator[Finding]:
    size = config.integer("libvirt", name)
    if size is not None and size < packets:
        yield finding(
            config,
            "libvirt",
            name,
            f"`[libvirt] {name}` {size} loses packets with Open vSwitch on DPDK; raise it to"
            f" {packets:g} if the host uses DPDK",
        )
