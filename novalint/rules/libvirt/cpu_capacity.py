"""Masks of CPUs that fit neither the host nor its guests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.cpu_masks import DEDICATED, MASKS, PIN_SET, SHARED, sound
from novalint.rules.common.libvirt import libvirt
from novalint.rules.common.places import at_option, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

POWER = ("libvirt", "cpu_power_management")


@rule(
    "cpu-mask-beyond-host",
    theme="libvirt",
    severity=Severity.ERROR,
    options=tuple(f"{group}.{name}" for group, name in MASKS),
    releases=(15, None),
    roles=("compute",),
    needs=("cpu_threads",),
)
def cpu_mask_beyond_host(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A mask names CPUs that the host does not have.

    ## What it checks

    The CPU numbers in `[compute] cpu_shared_set`, `[compute] cpu_dedicated_set` and `vcpu_pin_set`
    against the told number of threads of a host; they count from 0.

    ## Why it matters

    nova-compute starts, but each report of the host's resources fails with "one or more of the
    configured CPUs is not online". Placement keeps what it had, for a new host nothing. A mask with
    CPUs that are switched off ends the same way. In rocky and stein the shared set is only used for
    emulator threads.

    ## Example

        [compute]
        cpu_dedicated_set = 4-64

    on a host with 64 threads, whose last CPU is 63.

    ## Fix safety

    There is no fix: the host may be another one than told.

    ## Sources

    Nova 34.0.0 and 20.6.1: nova/virt/libvirt/driver.py (`_get_pcpu_available`,
    `_get_vcpu_available`); 15.1.5 to 19: `_get_vcpu_total`.
    """
    threads = deployment.cpu_threads or 0
    for name in MASKS if libvirt(config) else ():
        found = sound(config, name)
        if found and found.runs[-1].last >= threads:
            yield Finding(
                f"`{name[1]}` goes up to CPU `{found.runs[-1].last}`, but a host of {threads}"
                f" threads ends at `{threads - 1}` and can then not report its CPUs; correct it",
                at_option(config, *name),
                *name,
            )


@rule(
    "dedicated-set-without-pinned-guests",
    theme="libvirt",
    severity=Severity.WARNING,
    options=tuple(f"{group}.{name}" for group, name in MASKS),
    releases=(20, None),
    roles=("compute",),
    needs=("numa_guests",),
)
def dedicated_set_without_pinned_guests(
    config: Config, deployment: Deployment
) -> Iterator[Finding]:
    """All CPUs of a host are for pinned guests, and the cloud has none.

    ## What it checks

    `[compute] cpu_dedicated_set` without `[compute] cpu_shared_set`, where the deployment is told
    to have no guests with pinned CPUs (`numa_guests` false).

    ## Why it matters

    Such a host offers placement CPUs of the kind PCPU alone. A guest without pinned CPUs asks for
    VCPU, finds none, and is sent elsewhere; "No valid host was found" where all hosts are alike. A
    host that still holds such a guest does not even start.

    ## Example

        [compute]
        cpu_dedicated_set = 2-31

    ## Fix safety

    There is no fix: which CPUs go into a shared set is the operator's to say.

    ## Sources

    Nova 34.0.0 and 20.6.1: nova/virt/libvirt/driver.py (`_get_vcpu_available`); 34.0.0:
    `_validate_pinning_configuration`.
    """
    alone = sound(config, DEDICATED) and not (config.value(*SHARED) or config.value(*PIN_SET))
    if libvirt(config) and alone and deployment.numa_guests is False:
        yield Finding(
            "the host takes guests with pinned CPUs only, and this cloud has none; set"
            " `cpu_shared_set` to the CPUs for all other guests",
            at_option(config, *DEDICATED),
            *DEDICATED,
        )


@rule(
    "power-management-without-dedicated-set",
    theme="libvirt",
    severity=Severity.INFO,
    options=("libvirt.cpu_power_management", "compute.cpu_dedicated_set"),
    releases=(27, None),
    roles=("compute",),
)
def power_management_without_dedicated_set(
    config: Config, deployment: Deployment
) -> Iterator[Finding]:
    """CPUs are to be powered down while idle, but none is dedicated to pinned guests.

    ## What it checks

    `[libvirt] cpu_power_management = true` without `[compute] cpu_dedicated_set`. In 2023.1 and
    2023.2 it is a warning, as their first versions stop at start.

    ## Why it matters

    Nova powers only dedicated CPUs up and down. Without any the option does nothing; the first
    versions of 2023.1 and 2023.2 refuse to start nova-compute. CPU 0 never goes down: with the
    strategy `cpu_state` Nova passes it over with a warning in the log.

    ## Example

        [libvirt]
        cpu_power_management = true

    ## Fix safety

    Unsafe: the option is commented out.

    ## Sources

    Nova 34.0.0, 28.3.1 and 27.5.1: nova/virt/libvirt/cpu/api.py (`power_down_all_dedicated_cpus`,
    `validate_all_dedicated_cpus`); Nova's release note for bug 2043707.
    """
    if not libvirt(config) or config.value(*POWER) is not True or config.value(*DEDICATED):
        return
    early = config.release.major <= 28
    yield Finding(
        "no CPU is powered down without `cpu_dedicated_set`"
        + (", and early versions of this release do not start so" if early else "")
        + "; name the CPUs, or drop the option",
        at_option(config, *POWER),
        *POWER,
        (unset_fix(config, *POWER, "Comment it out"),),
        override=Severity.WARNING if early else None,
    )
