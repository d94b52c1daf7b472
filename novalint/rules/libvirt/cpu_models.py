"""The CPU that guests see: mode, models and flags that do not go together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Fix, Severity
from novalint.rules.common.libvirt import libvirt, qemu
from novalint.rules.common.places import at_option, set_fix, unset_all_fix, unset_fix
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

MODE = ("libvirt", "cpu_mode")
FLAGS = ("libvirt", "cpu_model_extra_flags")
OPTIONS = ("libvirt.cpu_mode", "libvirt.cpu_models", "libvirt.cpu_model", "libvirt.virt_type")


@rule(
    "cpu-models-without-custom-mode",
    theme="libvirt",
    severity=Severity.ERROR,
    options=OPTIONS,
    releases=(15, None),
    roles=("compute",),
)
def cpu_models_without_custom_mode(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """CPU models are named, but the mode is not the one that uses names.

    ## What it checks

    `[libvirt] cpu_models` (up to stein `cpu_model`) with a `cpu_mode` other than `custom`. A mode
    that is not set counts: guests then get the host's model, or none with a `virt_type` other than
    kvm and qemu.

    ## Why it matters

    From train on nova-compute does not start. Before, it starts and no guest can be built; only
    with the mode `none` the name is passed over.

    ## Example

        [libvirt]
        cpu_models = Haswell-noTSX-IBRS

    ## Fix safety

    Unsafe: where no mode is set it is set to `custom`, or for guests without a CPU mode the
    models are commented out. Where another mode is written there is no fix, as either of the two
    lines may be the one that is meant.

    ## Sources

    Nova 34.0.0 and 20.6.1: nova/virt/libvirt/driver.py (`_check_cpu_compatibility`); 15.1.5 to
    19: `_get_guest_cpu_model_config`.
    """
    models, mode = _models(config), config.setting(*MODE)
    passed_over = config.release.major < 20 and mode.value == "none"
    if not (qemu(config) or (libvirt(config) and config.release.major >= 20)):
        return
    if not qemu(config) and mode.value not in (None, "none"):  # cpu-mode-needs-kvm tells that
        return
    if mode.fault or mode.value == "custom" or passed_over:
        return
    if not models.is_default and models.value not in (None, []):
        has = f"is `{mode.value}`" if mode.value else "is not set"
        yield Finding(
            f"{_effect(config)}: `{models.name}` needs the CPU mode `custom`, and `cpu_mode` {has};"
            " set it to custom, or drop the models",
            at_option(config, "libvirt", models.name),
            "libvirt",
            models.name,
            () if mode.value and qemu(config) else (_mended(config, models.name),),
        )


@rule(
    "custom-cpu-mode-without-models",
    theme="libvirt",
    severity=Severity.ERROR,
    options=OPTIONS,
    releases=(15, None),
    roles=("compute",),
)
def custom_cpu_mode_without_models(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The CPU mode wants a model by name, and none is named.

    ## What it checks

    `[libvirt] cpu_mode = custom` without `[libvirt] cpu_models` (up to stein `cpu_model`), for KVM
    and QEMU.

    ## Why it matters

    From train on nova-compute does not start, on ARM neither, although Nova knows a model to fall
    back on there. Before train no guest can be built.

    ## Example

        [libvirt]
        cpu_mode = custom

    ## Fix safety

    There is no fix: which models all hosts have is the operator's to say. `virsh domcapabilities`
    lists those of a host.

    ## Sources

    Nova 34.0.0 and 20.6.1: nova/virt/libvirt/driver.py (`_check_cpu_compatibility`); 15.1.5 to
    19: `_get_guest_cpu_model_config`.
    """
    models = _models(config)
    unnamed = not models.fault and models.value in (None, [])
    if qemu(config) and config.value(*MODE) == "custom" and unnamed:
        yield Finding(
            f"{_effect(config)}: `cpu_mode` is custom and `{models.name}` is not set; name a model"
            " that all hosts have",
            at_option(config, *MODE),
            *MODE,
        )


@rule(
    "cpu-mode-needs-kvm",
    theme="libvirt",
    severity=Severity.ERROR,
    options=OPTIONS,
    releases=(15, None),
    roles=("compute",),
)
def cpu_mode_needs_kvm(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A CPU mode is chosen for a kind of guests that has none.

    ## What it checks

    `[libvirt] cpu_mode` other than `none` with a `virt_type` other than kvm and qemu.

    ## Why it matters

    From train on nova-compute does not start. Before, no guest can be built.

    ## Example

        [libvirt]
        virt_type = lxc
        cpu_mode = host-model

    ## Fix safety

    Unsafe: the mode is commented out, and the models with it.

    ## Sources

    Nova 34.0.0 and 20.6.1: nova/virt/libvirt/driver.py (`_check_cpu_compatibility`); 15.1.5 to
    19: `_get_guest_cpu_model_config`.
    """
    mode, kind, models = config.value(*MODE), config.value("libvirt", "virt_type"), _models(config)
    if not libvirt(config) or qemu(config) or kind is None or mode in (None, "none"):
        return
    also = "" if models.is_default else f", and `{models.name}` with it"
    names = [MODE, *([] if models.is_default else [("libvirt", models.name)])]
    yield Finding(
        f"{_effect(config)}: guests of virt_type `{kind}` have no CPU mode; drop `cpu_mode`{also}",
        at_option(config, *MODE),
        *MODE,
        (unset_all_fix(config, names, "Comment it out"),),
    )


@rule(
    "cpu-flags-without-effect",
    theme="libvirt",
    severity=Severity.WARNING,
    options=(*OPTIONS, "libvirt.cpu_model_extra_flags"),
    releases=(15, None),
    roles=("compute",),
)
def cpu_flags_without_effect(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """CPU flags are listed, and no guest gets them.

    ## What it checks

    `[libvirt] cpu_model_extra_flags` with `cpu_mode = none`; up to queens with any mode other than
    `custom`; and with a `virt_type` other than kvm and qemu.

    ## Why it matters

    Such flags often stand against attacks on the processor, or for nested guests. Without a CPU
    mode Nova says nothing about the CPU, and so adds no flags either, without a word in the log.

    ## Example

        [libvirt]
        cpu_mode = none
        cpu_model_extra_flags = pcid

    ## Fix safety

    Unsafe: the flags are commented out. Where guests need them, choose a mode instead.

    ## Sources

    Nova 34.0.0, 18.3.0 and 15.1.5 to 17.0.13: nova/virt/libvirt/driver.py
    (`_get_guest_cpu_model_config`).
    """
    flags, mode = config.value(*FLAGS), config.value(*MODE)
    if not libvirt(config) or not isinstance(flags, list) or not flags:
        return
    if not qemu(config):
        why = f"with virt_type `{config.value('libvirt', 'virt_type')}`"
    elif mode == "none":
        why = "with the CPU mode `none`"
    elif config.release.major <= 17 and mode != "custom" and not config.setting(*MODE).fault:
        why = "without the CPU mode `custom`"
    else:
        return
    yield Finding(
        f"guests do not get {listed(flags[:3])} {why}; choose a mode that takes flags, or drop"
        " them",
        at_option(config, *FLAGS),
        *FLAGS,
        (unset_fix(config, *FLAGS, "Comment it out"),),
    )


def _mended(config: Config, models: str) -> Fix:
    """Choose the mode that uses the models; guests without a CPU mode cannot have any."""
    if qemu(config):
        return set_fix(config, *MODE, "custom")
    return unset_fix(config, "libvirt", models, "Comment it out")


def _models(config: Config) -> Setting:
    """Give the option that names models: one model up to stein, then several."""
    name = "cpu_models" if config.schema.option("libvirt", "cpu_models") else "cpu_model"
    return config.setting("libvirt", name)


def _effect(config: Config) -> str:
    return "nova-compute does not start" if config.release.major >= 20 else "no guest can be built"
