"""Kinds of guests and what becomes of them: containers, machine types, injected data, queues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.patterns import lazy_pattern
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.lists import replace_items_fix
from novalint.rules.common.places import finding, lacking
from novalint.rules.declaration import rule
from novalint.wording import listed, shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

KIND = ("libvirt", "virt_type")
PARTITION = ("libvirt", "inject_partition")
MACHINES = ("libvirt", "hw_machine_type")
# fmt: off
ARCHITECTURES = frozenset((
    "aarch64", "alpha", "armv6", "armv7l", "armv7b", "cris", "i686", "ia64", "lm32", "m68k",
    "microblaze", "microblazeel", "mips", "mipsel", "mips64", "mips64el", "openrisc", "parisc",
    "parisc64", "ppc", "ppcle", "ppc64", "ppc64le", "ppcemb", "s390", "s390x", "sh4", "sh4eb",
    "sparc", "sparc64", "unicore32", "x86_64", "xtensa", "xtensaeb",
))
# fmt: on
"""The names in nova/objects/fields.py (`Architecture`), alike from 15.1.5 to 34.0.0."""
OTHER_NAMES = {"amd64": "x86_64", "x64": "x86_64", "x86-64": "x86_64", "arm64": "aarch64"}
"""What other tools call an architecture."""
X86 = lazy_pattern(r"pc|q35|pc-(?:i440fx|q35)-[\w.-]+")
"""Machine types that QEMU has for x86 alone."""


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
    "machine-type-without-architecture",
    theme="libvirt",
    severity=Severity.WARNING,
    options=("libvirt.hw_machine_type",),
    roles=("compute",),
    virt_types=("kvm", "qemu"),
)
def machine_type_without_architecture(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A machine type is set without a valid architecture, so it is ignored.

    ## What it checks

    Each item of `[libvirt] hw_machine_type` must be an architecture, `=` and a machine type; the
    architecture by the name that `uname -m` gives, such as x86_64 or aarch64. Guests of other kinds
    than KVM and QEMU have no machine type.

    ## Why it matters

    Nova looks for its host's architecture before the `=` and ignores what does not match. New
    guests then get the default, on x86 the old machine type pc. Releases from stein on at least
    warn where nothing follows the `=`.

    ## Example

        [libvirt]
        hw_machine_type = q35

    becomes

        [libvirt]
        hw_machine_type = x86_64=q35

    ## Fix safety

    Unsafe: a machine type that x86 alone has is written for x86_64, and an architecture by Nova's
    name for it. Elsewhere there is no fix: the host's architecture is not in the file.

    ## Sources

    Nova 34.0.0 and 19.3.2: nova/virt/libvirt/utils.py (`get_default_machine_type`); 15.1.5 to
    18.3.0: nova/virt/libvirt/driver.py (`_machine_type_mappings`).
    """
    setting = config.setting(*MACHINES)
    for item in config.items(*MACHINES) or ():
        architecture, _, machine = item.partition("=")
        if not item or (machine and architecture in ARCHITECTURES):
            continue
        right = _machine_type(item)
        yield finding(
            config,
            *MACHINES,
            f"`[libvirt] hw_machine_type` {shown(item, 40)} {_fault(item)}, so guests get the"
            f" default machine type; write it like `{right or 'x86_64=q35'}`",
            *(replace_items_fix(setting, {item: right}, f"Write {right}") if right else ()),
        )


def _fault(item: str) -> str:
    architecture, sign, machine = item.partition("=")
    if architecture and machine:
        return f"names {shown(architecture, 24)}, which is not an architecture"
    return "names no machine type" if sign and not machine else "names no architecture"


def _machine_type(item: str) -> str:
    """Return what an item was meant to be; empty where that is not plain."""
    architecture, sign, machine = item.partition("=")
    if not machine:
        return f"x86_64={architecture}" if X86.fullmatch(architecture) and not sign else ""
    plain = architecture.strip().lower()
    known = plain if plain in ARCHITECTURES else OTHER_NAMES.get(plain)
    return f"{known}={machine.strip()}" if known else ""


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
    on = [name for name in ("inject_password", "inject_key") if config.boolean("libvirt", name)]
    if on and config.integer(*PARTITION) == -2:
        has = "has" if len(on) == 1 else "have"
        drives = config.boolean("DEFAULT", "force_config_drive")
        yield finding(
            config,
            "libvirt",
            on[0],
            f"`[libvirt] {'` and `'.join(on)}` {has} no effect while `inject_partition` is -2, as"
            " that turns injection off; use cloud-init with a config drive or the metadata service"
            + ("" if drives else ", or set `inject_partition`"),
            override=severity_unless_set(config, PARTITION),
        )


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
    if deployment.network_backend not in ("ovs", "ovn"):
        return
    for name in ("rx_queue_size", "tx_queue_size"):
        size = config.integer("libvirt", name)
        if size is not None and size < packets:
            yield finding(
                config,
                "libvirt",
                name,
                f"`[libvirt] {name}` {size} loses packets with Open vSwitch on DPDK; raise it to"
                f" {packets:g} if the host uses DPDK",
            )
