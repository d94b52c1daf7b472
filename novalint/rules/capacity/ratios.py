"""How much more a host promises than it has: the allocation ratios."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Note, Severity
from novalint.nova.drivers import package
from novalint.rules.common.places import at, at_option, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

KINDS = ("cpu", "ram", "disk")
RATIOS = tuple(f"DEFAULT.{kind}_allocation_ratio" for kind in KINDS)
INITIAL = tuple(f"DEFAULT.initial_{kind}_allocation_ratio" for kind in KINDS)
WHAT = {"cpu": "processor", "ram": "memory", "disk": "disk space"}


@rule(
    "initial-ratio-not-read",
    theme="capacity",
    severity=Severity.INFO,
    options=(*RATIOS, *INITIAL),
    releases=(19, None),
    roles=("compute",),
)
def initial_ratio_not_read(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An allocation ratio is set twice, and the one for the start is never read.

    ## What it checks

    Both members of a pair such as `cpu_allocation_ratio` and `initial_cpu_allocation_ratio`, set
    to different values, the first one not 0.

    ## Why it matters

    A host has one owner of its ratios.

    - `cpu_allocation_ratio` and its kin make it this file: nova-compute writes the value into
      placement with every update, each minute or so, over whatever an operator or an aggregate
      wrote there through the API.
    - `initial_cpu_allocation_ratio` and its kin make it the API: nova-compute writes the value
      once, when the host is new to placement, and then keeps what it finds.

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
        if ratio and initial and ratio.value and ratio.value != initial.value:
            yield Finding(
                f"`{name}` is {ratio.value} and written anew with every update, so "
                f"`{initial.name}` is never read; keep one of the two",
                at(initial.places[-1]),
                "DEFAULT",
                initial.name,
                (unset_fix(config, "DEFAULT", initial.name, "Comment the initial ratio out"),),
                (Note(f"`{name}` is set here", at(ratio.places[-1])),),
            )


@rule(
    "cpu-ratio-without-shared-cpus",
    theme="capacity",
    severity=Severity.INFO,
    options=(
        RATIOS[0],
        INITIAL[0],
        "compute.cpu_dedicated_set",
        "compute.cpu_shared_set",
        "DEFAULT.vcpu_pin_set",
    ),
    releases=(20, None),
    roles=("compute",),
)
def cpu_ratio_without_shared_cpus(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A processor ratio is set on a host that has no processors to share.

    ## What it checks

    `cpu_allocation_ratio` or `initial_cpu_allocation_ratio` where `[compute] cpu_dedicated_set` is
    set and neither `cpu_shared_set` nor `vcpu_pin_set` is, with the libvirt driver.

    ## Why it matters

    Pinned processors are never shared: nova-compute reports them with a ratio of 1, and reports no
    others. The value has no effect, and servers without pinning cannot run on this host.

    ## Example

        [DEFAULT]
        cpu_allocation_ratio = 4.0
        [compute]
        cpu_dedicated_set = 2-31

    ## Fix safety

    Unsafe: the ratio is commented out.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`update_provider_tree`, `_get_vcpu_available`);
    options of 20.6.1.
    """
    shared = config.value("compute", "cpu_shared_set") or config.value("DEFAULT", "vcpu_pin_set")
    if shared or not config.value("compute", "cpu_dedicated_set"):
        return
    for name in ("cpu_allocation_ratio", "initial_cpu_allocation_ratio"):
        setting = _setting(config, name)
        if setting and package(config) in ("", "libvirt"):
            yield Finding(
                f"this host only has pinned processors, whose ratio is always 1; `{name}` has no "
                "effect",
                at(setting.places[-1]),
                "DEFAULT",
                name,
                (unset_fix(config, "DEFAULT", name, "Comment it out"),),
            )


@rule(
    "allocation-ratio-high",
    theme="capacity",
    severity=Severity.INFO,
    options=(*RATIOS, *INITIAL),
    releases=(17, None),
    roles=("compute",),
    thresholds={"cpu": 16, "ram": 1.5, "disk": 1},
)
def allocation_ratio_high(
    config: Config, deployment: Deployment, **limits: float
) -> Iterator[Finding]:
    """A host promises far more than it has.

    ## What it checks

    The allocation ratio that counts, where a file sets it: above 16 for processors, 1.5 for memory
    or 1 for disk, all three thresholds. The first two were Nova's own up to zed; from 2023.1 on new
    hosts start with 4 and 1.

    ## Why it matters

    Processors promised many times over make neighbours slow. Memory promised twice ends in swapping
    or in the kernel killing a guest, disk space promised twice in guests that stop writing. Memory
    that KSM merges and disks that grow as they are filled may make it right.

    ## Example

        [DEFAULT]
        ram_allocation_ratio = 3.0

    ## Fix safety

    There is no fix: a lower ratio makes placement refuse hosts that are over it already.

    ## Sources

    Nova 34.0.0: nova/virt/driver.py (`_get_allocation_ratios`), doc/source/admin/scheduling.rst;
    defaults of 17.0.13 to 34.0.0.
    """
    for kind in KINDS:
        name = f"{kind}_allocation_ratio"
        setting = _setting(config, name)
        if not setting or not setting.value:
            setting = _setting(config, f"initial_{name}")
        ratio = setting.value if setting else None
        if setting and isinstance(ratio, (int, float)) and ratio > limits[kind]:
            host = _sum(kind, ratio, deployment)
            yield Finding(
                f"each unit of {WHAT[kind]} is promised {ratio:g} times{host}, and more than "
                f"{limits[kind]:g} is much; see that servers rarely use what they have",
                at_option(config, "DEFAULT", setting.name),
                "DEFAULT",
                setting.name,
            )


def _sum(kind: str, ratio: float, deployment: Deployment) -> str:
    """Say what the ratio makes of a host whose size is told."""
    if kind == "cpu" and deployment.cpu_threads:
        threads = deployment.cpu_threads
        return f" ({threads} threads x {ratio:g} = {threads * ratio:g})"
    if kind == "ram" and deployment.host_ram_gb:
        size = deployment.host_ram_gb
        return f" ({size:g} GB x {ratio:g} = {size * ratio:g} GB)"
    return ""


def _setting(config: Config, name: str) -> Setting | None:
    """Give an option that a file sets, to something that Nova can read."""
    if config.schema.option("DEFAULT", name) is None:
        return None
    setting = config.setting("DEFAULT", name)
    return None if setting.is_default or setting.fault else setting
