"""Masks of CPUs that fit neither the host nor its guests."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import is_complete, severity_unless_set
from novalint.rules.common.places import each, finding, named, unset_fix
from novalint.rules.declaration import rule
from novalint.rules.libvirt.cpu_masks import DEDICATED, MASKS, PIN_SET, SHARED, mask, sound

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

NAMES = tuple(f"{group}.{name}" for group, name in MASKS)
POWER = ("libvirt", "cpu_power_management")
MENDED = {27: (27, 2, 0), 28: (28, 0, 1)}
"""The first version of a release that takes power management without dedicated CPUs."""
LEAVES_CPU_0 = 29
"""The first release of which every version leaves CPU 0 on (`get_cpu_dedicated_set_nozero`)."""


@rule(
    "cpu-mask-beyond-host",
    theme="libvirt",
    severity=Severity.ERROR,
    options=(*NAMES, "libvirt.cpu_power_management"),
    roles=("compute",),
    drivers=("libvirt",),
    needs=("cpu_threads",),
)
def cpu_mask_beyond_host(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A CPU set names CPUs that the host does not have.

    ## What it checks

    The CPU numbers in `[compute] cpu_shared_set`, `[compute] cpu_dedicated_set` and `vcpu_pin_set`
    against the given number of threads of a host; they count from 0.

    Where `cpu_shared_set` serves emulator threads alone, which is in rocky and stein and together
    with `vcpu_pin_set`, Nova leaves out what the host does not have: it is a warning where nothing
    of the set is left.

    ## Why it matters

    nova-compute starts, but each report of the host's resources fails with "one or more of the
    configured CPUs is not online" (of the dedicated set, "not available" from 2023.1 on). Placement
    keeps what it had, for a new host nothing. A mask with CPUs that are switched off ends the same
    way, except for a dedicated set whose CPUs `[libvirt] cpu_power_management` switches. Where that
    is true, a dedicated CPU that the host does not have keeps nova-compute from starting ("CPU ...
    does not exist").

    ## Example

        [compute]
        cpu_dedicated_set = 4-64

    on a host with 64 threads, whose last CPU is 63.

    ## Fix safety

    There is no fix: the host may be another one than given.

    ## Sources

    Nova 34.0.0 and 20.6.1: nova/virt/libvirt/driver.py (`_get_pcpu_available`,
    `_get_vcpu_available`, `_get_emulatorpin_cpuset`); 15.1.5 to 19.3.2: `_get_vcpu_total`; 34.0.0
    and 27.5.1: nova/virt/libvirt/cpu/core.py (`gen_cpu_path`).
    """
    yield from each(MASKS, partial(_beyond, config, deployment.cpu_threads or 0))


def _beyond(config: Config, threads: int, name: tuple[str, str]) -> Iterator[Finding]:
    cpu_mask = sound(config, name)
    emulators = name == SHARED and (config.release.major < 20 or mask(config, PIN_SET))
    if not cpu_mask or (cpu_mask.runs[0].first if emulators else cpu_mask.runs[-1].last) < threads:
        return
    effect = _effect(config, name)
    if emulators:
        effect = "servers with `hw:emulator_threads_policy=share` cannot be built"
    some = cpu_mask.runs[0].first < threads
    yield finding(
        config,
        *name,
        f"{named(*name)} names CPU `{cpu_mask.runs[-1].last}`, but the last CPU of a host with"
        f" {threads} threads is `{threads - 1}`, so {effect};"
        f" {'remove the CPUs above that' if some else 'name CPUs that the host has'}",
        override=Severity.WARNING if emulators else None,
    )


def _effect(config: Config, name: tuple[str, str]) -> str:
    """Return what comes of a CPU that is not there; it cannot be switched off at the start."""
    power = config.setting(*POWER) if config.release.major >= 27 else None
    if name == DEDICATED and power and power.unknown is None and power.value is True:
        return "nova-compute does not start"
    return "the host cannot report its resources"


@rule(
    "dedicated-set-without-pinned-guests",
    theme="libvirt",
    severity=Severity.WARNING,
    options=NAMES,
    releases=(20, None),
    since="cpu_dedicated_set came in train (nova/conf/compute.py)",
    roles=("compute",),
    drivers=("libvirt",),
    needs=("numa_guests",),
)
def dedicated_set_without_pinned_guests(
    config: Config, deployment: Deployment
) -> Iterator[Finding]:
    """All CPUs of a host are dedicated to pinned guests, but the cloud has none.

    ## What it checks

    `[compute] cpu_dedicated_set` without `[compute] cpu_shared_set`, where the deployment has no
    guests with pinned CPUs (`numa_guests` false). It is info where no file sets the shared set and
    a single file does not look like a whole configuration.

    ## Why it matters

    Such a host offers placement CPUs of the kind PCPU alone. A guest without pinned CPUs asks for
    VCPU, finds none, and is sent elsewhere; "No valid host was found" where all hosts are alike. A
    host that still holds such a guest does not even start.

    ## Example

        [compute]
        cpu_dedicated_set = 2-31

    ## Fix safety

    There is no fix: only the operator can decide which CPUs go into a shared set.

    ## Sources

    Nova 34.0.0 and 20.6.1: nova/virt/libvirt/driver.py (`_get_vcpu_available`);
    `_validate_pinning_configuration` there in 34.0.0, in nova/compute/manager.py of 20.6.1 to
    33.0.2.
    """
    alone = sound(config, DEDICATED) and not (config.text(*SHARED) or config.text(*PIN_SET))
    unread = config.setting(*SHARED).fault is not None  # what it was to say is not nothing
    if alone and not unread and deployment.numa_guests is False:
        yield finding(
            config,
            *DEDICATED,
            "`[compute] cpu_dedicated_set` without `cpu_shared_set` leaves no CPUs for guests"
            " without pinning, and this cloud has no others; set `cpu_shared_set` to their CPUs",
            override=severity_unless_set(config, SHARED),
        )


@rule(
    "power-management-without-dedicated-set",
    theme="libvirt",
    severity=Severity.INFO,
    options=("libvirt.cpu_power_management", "compute.cpu_dedicated_set", "compute.cpu_shared_set"),
    releases=(27, None),
    since="cpu_power_management came in 2023.1 (nova/conf/libvirt.py)",
    roles=("compute",),
    drivers=("libvirt",),
)
def power_management_without_dedicated_set(
    config: Config, deployment: Deployment
) -> Iterator[Finding]:
    """CPU power management is enabled, but there is no dedicated CPU that it could power down.

    ## What it checks

    `[libvirt] cpu_power_management = true` without `[compute] cpu_dedicated_set`, and from 2024.1
    on together with one that names CPU 0 alone.

    It is an error where the given version of Nova is one before 27.2.0, or 28.0.0, and a
    warning where of 2023.1 or 2023.2 only the release is given; neither where the file looks
    like a part of the configuration.

    ## Why it matters

    Nova powers only dedicated CPUs up and down. Without any the option does nothing; the first
    versions of 2023.1 and 2023.2 refuse to start nova-compute. CPU 0 never goes down: with the
    strategy `cpu_state` all but these first versions ignore it with a warning in the log.

    ## Example

        [libvirt]
        cpu_power_management = true

    ## Fix safety

    Unsafe: the option is commented out. There is no fix where another file may set the CPUs.

    ## Sources

    Nova 27.1.0 and 28.0.0, which refuse it, and 27.2.0, 28.0.1 and 34.0.0, which do not:
    nova/virt/libvirt/cpu/api.py (`power_down_all_dedicated_cpus`); 34.0.0:
    `validate_all_dedicated_cpus`.
    """
    if config.boolean(*POWER) is not True:
        return
    if config.text(*DEDICATED):
        yield from _of_cpu_0(config)
        return
    severity = _refusal(config)
    effect = {
        Severity.ERROR: "keeps this version of nova-compute from starting",
        Severity.WARNING: "powers down no CPU, and early versions of this release do not start",
    }.get(severity, "powers down no CPU")
    yield finding(
        config,
        *POWER,
        "`[libvirt] cpu_power_management` true without `[compute] cpu_dedicated_set`"
        f" {effect}; set that to the CPUs of pinned guests, or remove `cpu_power_management`",
        *((unset_fix(config, *POWER),) if _is_surely_unset(config) else ()),
        override=severity,
    )


def _of_cpu_0(config: Config) -> Iterator[Finding]:
    """Tell that a dedicated set names the one CPU alone that Nova always leaves on."""
    cpu_mask = sound(config, DEDICATED)
    if cpu_mask and cpu_mask.runs == ((0, 0),) and config.release.major >= LEAVES_CPU_0:
        yield finding(
            config,
            *POWER,
            "`[libvirt] cpu_power_management` true powers down no CPU, as `[compute]"
            " cpu_dedicated_set` names only CPU 0, which Nova leaves on; add more CPUs to that, or"
            " remove `cpu_power_management`",
            unset_fix(config, *POWER),
        )


def _is_surely_unset(config: Config) -> bool:
    """Return whether no other file sets the dedicated set, as far as the files show.

    Where the shared set is, it would be too; and a line that leaves it empty says so.
    """
    written = not config.setting(*DEDICATED).is_default
    return written or is_complete(config) or bool(config.text(*SHARED))


def _refusal(config: Config) -> Severity:
    """Return how grave the pair is in this version of Nova, as far as that is told."""
    mended = MENDED.get(config.release.major)
    if mended is None or not _is_surely_unset(config):
        return Severity.INFO
    if config.version is None:
        return Severity.WARNING
    return Severity.ERROR if config.version < mended else Severity.INFO
