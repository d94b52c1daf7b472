"""Which host CPUs guests may use: masks that contradict each other or cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Note, Severity
from novalint.rules.common.absence import known_first
from novalint.rules.common.places import at_option, each, finding, named, unset_fix
from novalint.rules.declaration import rule
from novalint.rules.libvirt.cpu_masks import (
    DEDICATED,
    MASKS,
    PIN_SET,
    SHARED,
    fault_in_part,
    mask,
    sound,
)

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.schema.options import Name

NAMES = tuple(f"{group}.{name}" for group, name in MASKS)
RESERVED = ("DEFAULT", "reserved_host_cpus")


@rule(
    "cpu-mask-invalid",
    theme="libvirt",
    severity=Severity.ERROR,
    options=NAMES,
    roles=("compute",),
    drivers=("libvirt",),
)
def cpu_mask_invalid(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A set of host CPUs is malformed or names no CPU.

    ## What it checks

    `[compute] cpu_shared_set`, `[compute] cpu_dedicated_set` and `vcpu_pin_set`: each part must be
    a CPU number, a range that counts up, or one of these after a `^` that takes them away, and some
    CPU must be left. In rocky and stein a wrong `cpu_shared_set` is a warning.

    ## Why it matters

    From train on nova-compute reads the masks first of all and does not start. Before, it cannot
    report the host's CPUs for a wrong `vcpu_pin_set`, so that no server is sent to a new host; to
    one that placement knows already servers are sent, but none can be built, as each reads the mask
    too. `cpu_shared_set`, which only serves emulator threads there, is read for each server with a
    NUMA topology, which then cannot be built.

    ## Example

        [compute]
        cpu_dedicated_set = 15-4

    ## Fix safety

    There is no fix: only you know which CPUs were meant.

    ## Sources

    Nova 34.0.0: nova/virt/hardware.py (`parse_cpu_spec`, `get_cpu_dedicated_set`),
    nova/virt/libvirt/driver.py (`_check_cpu_set_configuration`); 15.1.5 to 19.3.2:
    `_get_vcpu_total`; 18.3.0 and 19.3.2: `_get_emulatorpin_cpuset`.
    """
    yield from each(MASKS, partial(_invalid, config))


def _invalid(config: Config, name: tuple[str, str]) -> Iterator[Finding]:
    fault = _fault(config, name)
    if fault:
        yield finding(
            config,
            *name,
            f"{named(*name)} is not a valid CPU mask: {fault}, so"
            f" {_effect(config, name)}; write it like `2-15,^8`",
            override=Severity.WARNING if _emulators_only(config, name) else None,
        )


def _fault(config: Config, name: Name) -> str:
    """Return what is wrong with a mask, be it with a part that no tool has yet to fill in."""
    setting = config.setting(*name) if config.schema.option(*name) else None
    text = setting.partial if setting and is_left_open(config, *name) else None
    in_part = fault_in_part(text) if isinstance(text, str) else ""
    cpu_mask = None if in_part else mask(config, name)
    return in_part or (cpu_mask.fault if cpu_mask else "")


def _emulators_only(config: Config, name: tuple[str, str]) -> bool:
    return name == SHARED and config.release.major < 20


def _effect(config: Config, name: tuple[str, str]) -> str:
    if _emulators_only(config, name):
        return "servers with a NUMA topology cannot be built"
    if config.release.major >= 20:
        return "nova-compute does not start"
    return "the host cannot report its CPUs and gets no servers"


def _also(config: Config) -> str:
    """Say that what keeps nova-compute from starting does so without the old mask, too."""
    left = is_left_open(config, *PIN_SET)
    return "" if left or not mask(config, PIN_SET) else " without `vcpu_pin_set` either"


@rule(
    "cpu-sets-overlap",
    theme="libvirt",
    severity=Severity.ERROR,
    options=NAMES,
    releases=(20, None),
    since="cpu_dedicated_set came in train (nova/conf/compute.py)",
    roles=("compute",),
    drivers=("libvirt",),
)
def cpu_sets_overlap(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The sets of shared and dedicated CPUs overlap.

    ## What it checks

    `[compute] cpu_shared_set` and `[compute] cpu_dedicated_set`: no CPU may be in both. It is
    reported together with `vcpu_pin_set` too, which with the dedicated set has to go in any case.

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

    There is no fix: only the operator can decide which set loses the CPUs.

    ## Sources

    Nova 34.0.0 and 20.6.1: nova/virt/libvirt/driver.py (`_check_cpu_set_configuration`);
    `_validate_pinning_configuration` there in 34.0.0, in nova/compute/manager.py of 20.6.1 to
    33.0.2.
    """
    shared, dedicated = sound(config, SHARED), sound(config, DEDICATED)
    if not (shared and dedicated):
        return
    both = shared.common(dedicated)
    if both.runs:
        noun, them = ("CPU", "it") if str(both).isdigit() else ("CPUs", "them")
        yield finding(
            config,
            *DEDICATED,
            f"`[compute] cpu_dedicated_set` and `cpu_shared_set` share {noun} `{both}`, so"
            f" nova-compute does not start{_also(config)}; remove {them} from one of the two sets",
            related=(Note(f"the shared set is `{shared}`", at_option(config, *SHARED)),),
        )


@rule(
    "reserved-cpus-beside-cpu-sets",
    theme="libvirt",
    severity=Severity.ERROR,
    options=(*NAMES, "DEFAULT.reserved_host_cpus"),
    releases=(20, None),
    since="train refuses the pair (nova/virt/libvirt/driver.py, `_check_cpu_set_configuration`)",
    roles=("compute",),
    drivers=("libvirt",),
)
def reserved_cpus_beside_cpu_sets(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """`reserved_host_cpus` is set together with CPU sets, which already leave CPUs to the host.

    ## What it checks

    `reserved_host_cpus` above 0 together with `[compute] cpu_shared_set` or `[compute]
    cpu_dedicated_set`. Where `vcpu_pin_set` is set, which then decides, only together with the
    dedicated set: that pair is refused, and the reservation once the old mask is gone.

    ## Why it matters

    nova-compute does not start. CPUs that no mask names are the host's own, so the masks say
    already what the reservation says.

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
    number = config.integer(*RESERVED)
    beside = _beside(config) if number else None
    if beside:
        yield finding(
            config,
            *RESERVED,
            f"`reserved_host_cpus` {number} cannot be combined with {named(*beside)}, so"
            f" nova-compute does not start{_also(config)}; remove it, as the host keeps the CPUs"
            " outside the sets",
            unset_fix(config, *RESERVED),
        )


def _beside(config: Config) -> Name | None:
    """Return a set with which CPUs cannot be reserved; the old mask allows the shared one alone."""
    dedicated = config.setting(*DEDICATED).unknown is None and sound(config, DEDICATED)
    if not dedicated and mask(config, PIN_SET) and not sound(config, DEDICATED):
        return None
    names = known_first(config, (SHARED, DEDICATED))
    return next((name for name in names if sound(config, name)), None)


@rule(
    "pin-set-beside-cpu-sets",
    theme="libvirt",
    severity=Severity.ERROR,
    options=(*NAMES, "DEFAULT.reserved_host_cpus"),
    releases=(20, None),
    since="cpu_dedicated_set came in train, which deprecated vcpu_pin_set (nova/conf/compute.py)",
    roles=("compute",),
    drivers=("libvirt",),
)
def pin_set_beside_cpu_sets(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """`vcpu_pin_set` is set together with the CPU sets that replaced it.

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
    dedicated = sound(config, PIN_SET) and sound(config, DEDICATED)
    if not sound(config, PIN_SET) or not (dedicated or sound(config, SHARED)):
        return
    newer = DEDICATED if dedicated else SHARED
    yield finding(
        config,
        *PIN_SET,
        "`vcpu_pin_set` cannot be combined with `[compute] cpu_dedicated_set`, so nova-compute does"
        " not start; move its CPUs to `cpu_shared_set` and `cpu_dedicated_set` and remove it"
        if dedicated
        else "`vcpu_pin_set` still decides which CPUs guests get, and `[compute] cpu_shared_set`"
        " only serves emulator threads; move its CPUs to `cpu_shared_set` and `cpu_dedicated_set`",
        *((unset_fix(config, *PIN_SET),) if _replaced(config) else ()),
        related=(Note("one of the masks that replace it", at_option(config, *newer)),),
        override=None if dedicated else Severity.WARNING,
    )


def _replaced(config: Config) -> bool:
    """Return whether nova-compute would surely start without the old mask, with no CPU less."""
    if any(is_left_open(config, *name) for name in (SHARED, RESERVED)):
        return False
    old, shared, dedicated = (sound(config, option) for option in (PIN_SET, SHARED, DEDICATED))
    written = mask(config, SHARED)
    unreadable = written is not None and bool(written.fault)
    if not old or not dedicated or unreadable or config.integer(*RESERVED):
        return False
    left = old.without(dedicated)
    if shared:
        left = left.without(shared)
    overlap = shared and shared.common(dedicated).runs
    return not left.runs and not overlap
