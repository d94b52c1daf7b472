"""Which host CPUs guests may use: masks that contradict each other or the host."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Note, Severity
from novalint.rules.common.cpu_masks import DEDICATED, MASKS, PIN_SET, SHARED, mask, sound
from novalint.rules.common.libvirt import libvirt
from novalint.rules.common.places import at_option, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

NAMES = tuple(f"{group}.{name}" for group, name in MASKS)
RESERVED = ("DEFAULT", "reserved_host_cpus")


@rule(
    "cpu-mask-invalid",
    theme="libvirt",
    severity=Severity.ERROR,
    options=NAMES,
    releases=(15, None),
    roles=("compute",),
)
def cpu_mask_invalid(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A mask of host CPUs cannot be read, or names no CPU.

    ## What it checks

    `[compute] cpu_shared_set`, `[compute] cpu_dedicated_set` and `vcpu_pin_set` for libvirt: each
    part must be a CPU number, a range that counts up, or one of these behind a `^` that takes them
    away, and something must be left.

    ## Why it matters

    From train on nova-compute reads the masks first of all and does not start. Before, the host
    cannot say how many CPUs it has, so no server is sent to it.

    ## Example

        [compute]
        cpu_dedicated_set = 15-4

    ## Fix safety

    There is no fix: which CPUs were meant is the writer's to say.

    ## Sources

    Nova 34.0.0: nova/virt/hardware.py (`parse_cpu_spec`, `get_cpu_dedicated_set`),
    nova/virt/libvirt/driver.py (`_check_cpu_set_configuration`); 15.1.5 to 19: `_get_vcpu_total`.
    """
    for group, name in MASKS if libvirt(config) else ():
        found = mask(config, (group, name))
        if found and found.fault:
            starts = "does not start" if config.release.major >= 20 else "cannot use it"
            yield Finding(
                f"nova-compute {starts}: `{name}` is no mask of CPUs, as {found.fault}; write"
                " it like `2-15,^8`",
                at_option(config, group, name),
                group,
                name,
            )


@rule(
    "cpu-sets-overlap",
    theme="libvirt",
    severity=Severity.ERROR,
    options=NAMES,
    releases=(20, None),
    roles=("compute",),
)
def cpu_sets_overlap(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The CPUs for pinned guests and those for all other guests are partly the same.

    ## What it checks

    `[compute] cpu_shared_set` and `[compute] cpu_dedicated_set`, where `vcpu_pin_set` is not set:
    no CPU may be in both.

    ## Why it matters

    nova-compute does not start. Once the masks are right it looks at the guests on its host as
    well: a host with just a dedicated set does not start while it holds a guest without pinned
    CPUs, one with just a shared set while it holds a pinned guest, and guests that mix both kinds
    need both sets. Move such guests away before you change the sets.

    ## Example

        [compute]
        cpu_shared_set = 0-7
        cpu_dedicated_set = 6-31

    ## Fix safety

    There is no fix: which set loses the CPUs is the operator's to say.

    ## Sources

    Nova 34.0.0 and 20.6.1: nova/virt/libvirt/driver.py (`_check_cpu_set_configuration`); 34.0.0:
    `_validate_pinning_configuration`.
    """
    shared, dedicated = sound(config, SHARED), sound(config, DEDICATED)
    if not libvirt(config) or mask(config, PIN_SET) or not (shared and dedicated):
        return
    both = shared.common(dedicated)
    if both.runs:
        note = Note(f"the shared set is `{shared}`", at_option(config, *SHARED))
        yield Finding(
            f"nova-compute does not start: CPUs `{both}` are in `cpu_shared_set` as well; take them"
            " out of one of the two",
            at_option(config, *DEDICATED),
            *DEDICATED,
            related=(note,),
        )


@rule(
    "reserved-cpus-beside-cpu-sets",
    theme="libvirt",
    severity=Severity.ERROR,
    options=(*NAMES, "DEFAULT.reserved_host_cpus"),
    releases=(20, None),
    roles=("compute",),
)
def reserved_cpus_beside_cpu_sets(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """CPUs are reserved for the host by number although masks already leave some out.

    ## What it checks

    `reserved_host_cpus` above 0 together with `[compute] cpu_shared_set` or
    `[compute] cpu_dedicated_set`, where `vcpu_pin_set` is not set.

    ## Why it matters

    nova-compute does not start. What no mask names is the host's own, so the reservation is said
    already.

    ## Example

        [DEFAULT]
        reserved_host_cpus = 2
        [compute]
        cpu_shared_set = 2-31

    ## Fix safety

    Unsafe: the reservation is commented out. Make sure that the masks leave enough CPUs out.

    ## Sources

    Nova 34.0.0 and 20.6.1: nova/virt/libvirt/driver.py (`_check_cpu_set_configuration`).
    """
    sets = [one for one in (SHARED, DEDICATED) if sound(config, one)]
    if libvirt(config) and config.value(*RESERVED) and sets and not mask(config, PIN_SET):
        yield Finding(
            f"nova-compute does not start with `reserved_host_cpus` beside `{sets[0][1]}`; drop the"
            " reservation, as CPUs outside the masks are the host's",
            at_option(config, *RESERVED),
            *RESERVED,
            (unset_fix(config, *RESERVED, "Comment it out"),),
        )


@rule(
    "pin-set-beside-cpu-sets",
    theme="libvirt",
    severity=Severity.ERROR,
    options=NAMES,
    releases=(20, None),
    roles=("compute",),
)
def pin_set_beside_cpu_sets(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The old mask of CPUs is set beside the two that took its place.

    ## What it checks

    `vcpu_pin_set` together with `[compute] cpu_dedicated_set` (an error) or, without that one, with
    `[compute] cpu_shared_set` (a warning).

    ## Why it matters

    With the dedicated set nova-compute does not start. With the shared set alone it starts, but the
    old mask still decides which CPUs guests without pinning get; the shared set only serves
    emulator threads of flavors with `hw:emulator_threads_policy=share`.

    ## Example

        [DEFAULT]
        vcpu_pin_set = 4-31
        [compute]
        cpu_dedicated_set = 4-31

    ## Fix safety

    Unsafe: the old mask is commented out, and only where the dedicated set is there, the two new
    masks name all its CPUs and nothing else would keep nova-compute from starting.

    ## Sources

    Nova 34.0.0 and 20.6.1: nova/virt/libvirt/driver.py (`_check_cpu_set_configuration`,
    `_get_vcpu_available`).
    """
    old, shared, dedicated = (sound(config, one) for one in (PIN_SET, SHARED, DEDICATED))
    if not libvirt(config) or not old or not (shared or dedicated):
        return
    newer = DEDICATED if dedicated else SHARED
    yield Finding(
        "nova-compute does not start with `vcpu_pin_set` beside `cpu_dedicated_set`; spread its"
        " CPUs over the two newer masks and drop it"
        if dedicated
        else "`vcpu_pin_set` still decides which CPUs guests get, and `cpu_shared_set` only serves"
        " emulator threads; move to the two newer masks",
        at_option(config, *PIN_SET),
        *PIN_SET,
        (unset_fix(config, *PIN_SET, "Comment it out"),) if _replaced(config) else (),
        (Note("one of the masks that replace it", at_option(config, *newer)),),
        None if dedicated else Severity.WARNING,
    )


def _replaced(config: Config) -> bool:
    """Tell whether nova-compute would start without the old mask, on the same CPUs or more."""
    old, shared, dedicated = (sound(config, one) for one in (PIN_SET, SHARED, DEDICATED))
    if not old or not dedicated or config.value(*RESERVED):
        return False
    left = old.without(dedicated)
    if shared:
        left = left.without(shared)
    overlap = shared and shared.common(dedicated).runs
    return not left.runs and not overlap
