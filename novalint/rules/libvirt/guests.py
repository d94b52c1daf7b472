"""Kinds of guests and what becomes of them: containers, machine types, injected data, queues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.config.unknown import placeholder
from novalint.findings import Finding, Severity
from novalint.rules.common.libvirt import libvirt, qemu
from novalint.rules.common.places import at_option
from novalint.rules.declaration import rule
from novalint.wording import listed, shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

KIND = ("libvirt", "virt_type")
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


@rule(
    "virt-type-deprecated",
    theme="libvirt",
    severity=Severity.WARNING,
    options=("libvirt.virt_type",),
    releases=(22, None),
    roles=("compute",),
)
def virt_type_deprecated(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The kind of guests is one that Nova has announced to remove.

    ## What it checks

    `[libvirt] virt_type` lxc or parallels from victoria on; in victoria xen and uml too, which
    later releases cannot read at all (see invalid-value).

    ## Why it matters

    nova-compute warns at each start. Nobody tests these kinds with Nova; many features, live
    migration of containers among them, are missing.

    ## Example

        [libvirt]
        virt_type = lxc

    ## Fix safety

    There is no fix: a host of another kind must be set up anew.

    ## Sources

    Nova 34.0.0 and 22.4.0: nova/virt/libvirt/driver.py (`_do_quality_warnings`); 23.2.2:
    nova/conf/libvirt.py.
    """
    kind = config.value(*KIND)
    if libvirt(config) and kind in ("lxc", "parallels", "xen", "uml"):
        yield Finding(
            f"the virt_type `{kind}` is deprecated and not tested; move to kvm",
            at_option(config, *KIND),
            *KIND,
        )


@rule(
    "lxc-without-id-maps",
    theme="libvirt",
    severity=Severity.WARNING,
    options=("libvirt.virt_type", "libvirt.uid_maps", "libvirt.gid_maps"),
    releases=(15, None),
    roles=("compute",),
)
def lxc_without_id_maps(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The administrator of a container is the administrator of its host.

    ## What it checks

    `[libvirt] virt_type = lxc` without both `[libvirt] uid_maps` and `[libvirt] gid_maps`.

    ## Why it matters

    Without maps root in a container is root on the host, and whoever breaks out has the host and
    all other tenants' containers. nova-compute starts and only warns in its log.

    ## Example

        [libvirt]
        virt_type = lxc

    ## Fix safety

    There is no fix: the ids must be free on the host. A map is written like `0:100000:65536`.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/virt/libvirt/driver.py (`init_host`); OSSN-0001.
    """
    names = [one for one in ("uid_maps", "gid_maps") if config.value("libvirt", one) == []]
    if libvirt(config) and config.value(*KIND) == "lxc" and names:
        yield Finding(
            f"root in a container is root on the host without {listed(names)}; map the ids, or use"
            " kvm where tenants do not trust each other",
            at_option(config, *KIND),
            *KIND,
        )


@rule(
    "machine-type-without-architecture",
    theme="libvirt",
    severity=Severity.WARNING,
    options=("libvirt.hw_machine_type",),
    releases=(15, None),
    roles=("compute",),
)
def machine_type_without_architecture(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A machine type that is told for no architecture, or for none that exists, is passed over.

    ## What it checks

    Each item of `[libvirt] hw_machine_type` must be an architecture, `=` and a machine type; the
    architecture by the name that `uname -m` gives, such as x86_64 or aarch64.

    ## Why it matters

    Nova looks for its host's architecture before the `=` and passes over what does not match. New
    guests then get the default, on x86 the old machine type pc. Later releases at least warn.

    ## Example

        [libvirt]
        hw_machine_type = q35

    should be `x86_64=q35`.

    ## Fix safety

    There is no fix: the host's architecture does not stand in the file.

    ## Sources

    Nova 34.0.0 and 20.6.1: nova/virt/libvirt/utils.py (`get_default_machine_type`); 17.0.13:
    nova/virt/libvirt/driver.py (`_machine_type_mappings`).
    """
    items = config.value(*MACHINES)
    for item in items if libvirt(config) and isinstance(items, list) else ():
        architecture, _, machine = str(item).partition("=")
        if placeholder(item) or (machine and architecture in ARCHITECTURES):
            continue
        why = "it names no architecture"
        if machine:
            why = f"{shown(architecture, 24)} is no architecture"
        yield Finding(
            f"the machine type {shown(item, 40)} is passed over, as {why}; write it like"
            " `x86_64=q35`",
            at_option(config, *MACHINES),
            *MACHINES,
        )


@rule(
    "injection-without-partition",
    theme="libvirt",
    severity=Severity.WARNING,
    options=("libvirt.inject_password", "libvirt.inject_key", "libvirt.inject_partition"),
    releases=(15, None),
    roles=("compute",),
)
def injection_without_partition(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Passwords or keys are to be written into guests' disks, but writing into disks is off.

    ## What it checks

    `[libvirt] inject_password` or `inject_key` true while `inject_partition` is -2, its default,
    which stands for no injection at all.

    ## Why it matters

    The administrator's password that the API hands out is then not that of the guest, and nothing
    tells so. A guest with a config drive, or booted from a volume, never gets data injected. To
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
    on = [one for one in ("inject_password", "inject_key") if config.value("libvirt", one) is True]
    if libvirt(config) and on and config.value("libvirt", "inject_partition") == -2:
        has = "has" if len(on) == 1 else "have"
        yield Finding(
            f"{listed(on)} {has} no effect while `inject_partition` is -2, which switches injection"
            " off; use cloud-init instead, or set the partition",
            at_option(config, "libvirt", on[0]),
            "libvirt",
            on[0],
        )


@rule(
    "network-queues-short-for-dpdk",
    theme="libvirt",
    severity=Severity.INFO,
    options=("libvirt.rx_queue_size", "libvirt.tx_queue_size"),
    releases=(18, None),
    roles=("compute",),
    needs=("network_backend",),
    thresholds={"packets": 1024},
)
def network_queues_short_for_dpdk(
    config: Config, deployment: Deployment, packets: float
) -> Iterator[Finding]:
    """The queues of guests' network cards are set, and to less than DPDK wants.

    ## What it checks

    `[libvirt] rx_queue_size` and `tx_queue_size` where they are written and below 1024 (a
    threshold), with KVM or QEMU and Open vSwitch as the network backend.

    ## Why it matters

    With Open vSwitch on DPDK a guest that is not scheduled for a moment loses the packets that do
    not fit into its queue. 1024 is what such hosts are commonly given, for both. With the kernel's
    Open vSwitch the value matters less, and `tx_queue_size` not at all.

    ## Example

        [libvirt]
        rx_queue_size = 256

    ## Fix safety

    There is no fix: whether DPDK is used does not stand in the file, and the size must be one that
    the host's QEMU takes.

    ## Sources

    Nova 34.0.0: nova/conf/libvirt.py, nova/virt/libvirt/vif.py; the checks of hotsos
    (scenarios/openstack/nova/config_checks.yaml).
    """
    for name in ("rx_queue_size", "tx_queue_size"):
        size = config.value("libvirt", name)
        if not qemu(config) or deployment.network_backend != "ovs" or not isinstance(size, int):
            continue
        if size < packets:
            yield Finding(
                f"`{name}` is {size}, which loses packets with Open vSwitch on DPDK; raise it to"
                f" {packets:g} where DPDK is used",
                at_option(config, "libvirt", name),
                "libvirt",
                name,
            )
