"""How far a host is overcommitted: the allocation ratios."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Note, Severity
from novalint.nova.drivers import WITH_GUESTS, package
from novalint.rules.common.absence import sure_fixes
from novalint.rules.common.places import at, each, finding, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

KINDS = ("cpu", "ram", "disk")
RATIOS = tuple(f"DEFAULT.{kind}_allocation_ratio" for kind in KINDS)
INITIAL = tuple(f"DEFAULT.initial_{kind}_allocation_ratio" for kind in KINDS)
WHAT = {"cpu": "processors", "ram": "memory", "disk": "disk space"}
DEDICATED = ("compute.cpu_dedicated_set", "compute.cpu_shared_set", "DEFAULT.vcpu_pin_set")
"""What decides whether a host has processors to share."""


@rule(
    "initial-ratio-not-read",
    theme="capacity",
    severity=Severity.INFO,
    options=(*RATIOS, *INITIAL),
    releases=(19, None),
    since="the initial ratios came in stein (nova/conf/compute.py)",
    roles=("compute",),
    drivers=WITH_GUESTS,
)
def initial_ratio_not_read(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An allocation ratio is set as well as its initial ratio, which is never read then.

    ## What it checks

    Both members of a pair such as `cpu_allocation_ratio` and `initial_cpu_allocation_ratio`, set
    to different values, the first one not 0.

    ## Why it matters

    The ratios of a host are kept either in this file or in placement.

    - With `cpu_allocation_ratio` and its like, nova-compute writes the value into placement with
      every update, each minute or so, and overwrites what an operator or an aggregate set there
      through the API.
    - With `initial_cpu_allocation_ratio` and its like, nova-compute writes the value once, when the
      host is new to placement, and then keeps what it finds.

    With both, only the first counts. From 2023.1 on the initial ratios are 4.0 for processors and
    1.0 for memory by default, before 16.0 and 1.5: hosts added after an upgrade then differ from
    older ones where neither option is set.

    ## Example

        [DEFAULT]
        cpu_allocation_ratio = 8.0
        initial_cpu_allocation_ratio = 4.0

    ## Fix safety

    Unsafe: the initial ratio is commented out, which changes nothing as long as the other stays.

    ## Sources

    Nova 34.0.0: nova/virt/driver.py (`_get_allocation_ratios`), nova/conf/compute.py; options of
    19.3.2, defaults of 19.3.2 to 34.0.0.
    """
    for kind in KINDS:
        name = f"{kind}_allocation_ratio"
        ratio, initial = _setting(config, name), _setting(config, f"initial_{name}")
        if not (ratio and initial and ratio.value) or initial.value is None:
            continue
        if ratio.value != initial.value:
            yield finding(
                config,
                "DEFAULT",
                initial.name,
                f"`{initial.name}` {initial.value} is never read, as `{name}` {ratio.value} takes"
                " precedence; remove one of the two",
                unset_fix(config, "DEFAULT", initial.name),
                related=(Note(f"`{name}` is set here", at(ratio.places[-1])),),
            )


@rule(
    "cpu-ratio-without-shared-cpus",
    theme="capacity",
    severity=Severity.INFO,
    options=(RATIOS[0], INITIAL[0], *DEDICATED),
    releases=(20, None),
    since="dedicated processors came in train (nova/conf/compute.py)",
    roles=("compute",),
    drivers=("libvirt",),
)
def cpu_ratio_without_shared_cpus(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A CPU allocation ratio is set on a host that has no shared CPUs.

    ## What it checks

    `cpu_allocation_ratio` or `initial_cpu_allocation_ratio` other than 0 and 1 where `[compute]
    cpu_dedicated_set` is set and neither `cpu_shared_set` nor `vcpu_pin_set` is, with the libvirt
    driver.

    ## Why it matters

    Pinned processors are never shared: nova-compute reports them with a ratio of 1, and reports no
    others. The value has no effect, and servers without pinning cannot run on this host.

    ## Example

        [DEFAULT]
        cpu_allocation_ratio = 4.0
        [compute]
        cpu_dedicated_set = 2-31

    ## Fix safety

    Unsafe: the ratio is commented out. There is no fix where another file may set `cpu_shared_set`.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`update_provider_tree`, `_get_vcpu_available`);
    options of 20.6.1.
    """
    if not _only_dedicated(config):
        return
    for name in ("cpu_allocation_ratio", "initial_cpu_allocation_ratio"):
        setting = _setting(config, name)
        if setting and setting.value not in (None, 0.0, 1.0):
            yield finding(
                config,
                "DEFAULT",
                name,
                f"`{name}` {setting.value} has no effect, as this host has only dedicated"
                " processors, whose allocation ratio is always 1; remove it",
                *sure_fixes(
                    config, [("compute", "cpu_shared_set")], unset_fix(config, "DEFAULT", name)
                ),
            )


def _only_dedicated(config: Config) -> bool:
    """Return whether libvirt's driver reports no processors that servers share."""
    if not config.value("compute", "cpu_dedicated_set"):
        return False
    shared = config.value("compute", "cpu_shared_set") or config.value("DEFAULT", "vcpu_pin_set")
    return not shared


@rule(
    "allocation-ratio-high",
    theme="capacity",
    severity=Severity.INFO,
    options=(*RATIOS, *INITIAL, *DEDICATED, "DEFAULT.compute_driver"),
    roles=("compute",),
    drivers=WITH_GUESTS,
    thresholds={"cpu": 16, "ram": 1.5, "disk": 1},
)
def allocation_ratio_high(
    config: Config, deployment: Deployment, **limits: float
) -> Iterator[Finding]:
    """A host is overcommitted far beyond its capacity.

    ## What it checks

    The allocation ratio that counts, where a file sets it: above 16 for processors, 1.5 for memory
    or 1 for disk, all three thresholds. The first two were Nova's own up to zed; from 2023.1 on new
    hosts start with 4 and 1. The ratio for processors is not reported where it has no effect, which
    cpu-ratio-without-shared-cpus is about, and ironic's nodes have none.

    ## Why it matters

    Processors that are overcommitted many times make neighbours slow. Overcommitted memory ends in
    swapping or in the kernel killing a guest, overcommitted disk space in guests that stop writing.
    Memory that KSM merges and disks that grow as they are filled may make it right.

    ## Example

        [DEFAULT]
        ram_allocation_ratio = 3.0

    ## Fix safety

    There is no fix: with a lower ratio, placement refuses hosts that exceed it already.

    ## Sources

    Nova 34.0.0: nova/virt/driver.py (`_get_allocation_ratios`), doc/source/admin/scheduling.rst;
    Nova 18.3.0 and 15.1.5: nova/objects/compute_node.py (the defaults for 0); defaults of 15.1.5 to
    34.0.0.
    """

    def high(kind: str) -> Iterator[Finding]:
        setting = _effective(config, kind)
        ratio = setting.value if setting else None
        if setting and isinstance(ratio, (int, float)) and ratio > limits[kind]:
            host = _sum(kind, ratio, deployment)
            yield finding(
                config,
                "DEFAULT",
                setting.name,
                f"`{setting.name}` {ratio:g} overcommits {WHAT[kind]}{host} beyond a ratio of"
                f" {limits[kind]:g}; lower it unless servers rarely use what they have",
            )

    yield from each(KINDS, high)


def _effective(config: Config, kind: str) -> Setting | None:
    """Return the ratio of a kind that counts, where a file sets it and it has an effect."""
    libvirt = package(config) in ("", "libvirt")
    if kind == "cpu" and libvirt and _only_dedicated(config):
        return None
    name = f"{kind}_allocation_ratio"
    if config.setting("DEFAULT", name).fault:  # as with what a tool has yet to fill in
        return None
    setting = _setting(config, name)
    return setting if setting and setting.value else _setting(config, f"initial_{name}")


def _sum(kind: str, ratio: float, deployment: Deployment) -> str:
    """Return what the ratio makes of a host whose size is given."""
    if kind == "cpu" and deployment.cpu_threads:
        threads = deployment.cpu_threads
        return f" ({threads} threads count as {threads * ratio:g})"
    if kind == "ram" and deployment.host_ram_gb:
        size = deployment.host_ram_gb
        return f" ({size:g} GB count as {size * ratio:g} GB)"
    return ""


def _setting(config: Config, name: str) -> Setting | None:
    """Return an option that a file sets, to something that Nova can read."""
    if config.schema.option("DEFAULT", name) is None:
        return None
    setting = config.setting("DEFAULT", name)
    return None if setting.is_default or setting.fault else setting
