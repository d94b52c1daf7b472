"""The CPU that guests see: mode, models and flags that do not go together."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Fix, Severity
from novalint.rules.common.absence import absent_finding, severity_unless_set
from novalint.rules.common.places import finding, lacking, set_fix, spelt, unset_all_fix, unset_fix
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

KIND = ("libvirt", "virt_type")
MODE = ("libvirt", "cpu_mode")
FLAGS = ("libvirt", "cpu_model_extra_flags")
MODELS = ("libvirt.cpu_mode", "libvirt.cpu_models", "libvirt.cpu_model")
QEMU = ("kvm", "qemu")
"""The values of virt_type whose guests have a CPU mode."""
PASSTHROUGH = "host-passthrough"
"""The mode that hands the host's processor to the guest, for which the guest must run on it."""


@rule(
    "cpu-models-without-custom-mode",
    theme="libvirt",
    severity=Severity.ERROR,
    options=(*MODELS, "libvirt.virt_type"),
    roles=("compute",),
    drivers=("libvirt",),
)
def cpu_models_without_custom_mode(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """CPU models are set, but `cpu_mode` is not custom.

    ## What it checks

    `[libvirt] cpu_models` (up to stein `cpu_model`) with a `cpu_mode` other than `custom`. A mode
    that is not set counts: guests then get the host's model, or none with a `virt_type` other than
    kvm and qemu. Up to stein a `cpu_model` that is set to nothing is a name too. Info where a
    single file does not set the mode and does not look like a whole configuration.

    ## Why it matters

    From train on nova-compute does not start. Before, it starts and no guest can be built; only
    with the mode `none`, or with guests that have no CPU mode, the name is ignored.

    ## Example

        [libvirt]
        cpu_models = Haswell-noTSX-IBRS

    ## Fix safety

    Unsafe: where no mode is set it is set to `custom`; for guests without a CPU mode, or where the
    name is empty, the models are commented out. Where another mode is written there is no fix, as
    either of the two lines may be the one that is meant, nor where another file may set the mode.

    ## Sources

    Nova 34.0.0 and 20.6.1: nova/virt/libvirt/driver.py (`_check_cpu_compatibility`); 15.1.5 to
    19.3.2: `_get_guest_cpu_model_config`.
    """
    models, mode = _models(config), config.setting(*MODE)
    if models.is_default:
        return
    kind = _virt_type(config, decides=config.release.major < 20)
    qemu = kind in QEMU
    passed_over = config.release.major < 20 and (mode.value == "none" or not qemu)
    if kind is None or _is_refused(mode) or mode.value == "custom" or passed_over:
        return
    if not qemu and mode.value not in (None, "none"):  # cpu-mode-needs-kvm tells that
        return
    if _says(config, models):
        but = f"but that is {mode.value}" if mode.value else "but that is not set"
        useful = qemu and models.partial != ""
        way = f"set `cpu_mode` to custom, or remove `{spelt(models)}`" if useful else "remove it"
        elsewhere = severity_unless_set(config, MODE)
        yield finding(
            config,
            "libvirt",
            models.name,
            f"`[libvirt] {spelt(models)}` needs `cpu_mode` custom, {but}, so"
            f" {_effect(config)}; {way}",
            *(
                ()
                if elsewhere or is_left_open(config, *KIND)
                else _mended(config, models, mode, useful)
            ),
            override=elsewhere,
        )


@rule(
    "custom-cpu-mode-without-models",
    theme="libvirt",
    severity=Severity.ERROR,
    options=MODELS,
    roles=("compute",),
    virt_types=QEMU,
)
def custom_cpu_mode_without_models(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """`cpu_mode` is custom, but no CPU model is set.

    ## What it checks

    `[libvirt] cpu_mode = custom` without `[libvirt] cpu_models` (up to stein `cpu_model`), for KVM
    and QEMU. It is info where a single file does not look like a whole configuration.

    ## Why it matters

    From train on nova-compute does not start, on ARM neither, although Nova knows a model to fall
    back on there. Before train no guest can be built.

    ## Example

        [libvirt]
        cpu_mode = custom

    ## Fix safety

    There is no fix: only the operator can decide which models all hosts have. `virsh
    domcapabilities` lists those of a host.

    ## Sources

    Nova 34.0.0 and 20.6.1: nova/virt/libvirt/driver.py (`_check_cpu_compatibility`); 15.1.5 to
    19.3.2: `_get_guest_cpu_model_config`.
    """
    models = _models(config)
    unnamed = not models.fault and models.value in (None, [], "")
    if unnamed and config.text(*MODE) == "custom":
        lacks = lacking(config, models.group, models.name)
        number = "CPU models" if models.name == "cpu_models" else "a CPU model"
        yield absent_finding(
            config,
            (models.group, models.name),
            MODE,
            f"`[libvirt] {spelt(models)}` {lacks} although `cpu_mode` is custom, so"
            f" {_effect(config)}; set it to {number} that every host supports",
        )


@rule(
    "cpu-mode-needs-kvm",
    theme="libvirt",
    severity=Severity.ERROR,
    options=(*MODELS, "libvirt.virt_type"),
    roles=("compute",),
    drivers=("libvirt",),
)
def cpu_mode_needs_kvm(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A CPU mode is set that the virtualization type does not have.

    ## What it checks

    `[libvirt] cpu_mode` other than `none` with a `virt_type` other than kvm and qemu, and
    `host-passthrough` with qemu.

    ## Why it matters

    With a `virt_type` other than kvm and qemu, nova-compute does not start from train on; before,
    no guest can be built. With qemu nova-compute starts, and libvirt refuses each guest: "CPU mode
    'host-passthrough' for x86_64 qemu domain on x86_64 host is not supported by hypervisor".
    Without KVM the guest's processor is emulated, and the host's is not there to be passed through.

    ## Example

        [libvirt]
        virt_type = lxc
        cpu_mode = host-model

    ## Fix safety

    Unsafe: the mode is commented out, and the models with it. There is no fix for qemu, as either
    of the two lines may be the one that is meant: `host-model` is Nova's default for it on x86, and
    `none` works everywhere.

    ## Sources

    Nova 34.0.0 and 20.6.1: nova/virt/libvirt/driver.py (`_check_cpu_compatibility`); 15.1.5 to
    19.3.2: `_get_guest_cpu_model_config`. libvirt 11.3.0 and 7.0.0: src/qemu/qemu_capabilities.c
    (`virQEMUCapsIsCPUModeSupported`), src/qemu/qemu_process.c (`qemuProcessUpdateGuestCPU`).
    """
    kind, mode, models = config.text("libvirt", "virt_type"), config.text(*MODE), _models(config)
    if kind == "qemu" and mode == PASSTHROUGH:
        yield finding(
            config,
            *MODE,
            f"`[libvirt] cpu_mode` {mode} needs KVM, but `virt_type` is qemu, so no guest can be"
            " built; set `cpu_mode` to none, or `virt_type` to kvm on a host with KVM",
        )
    if kind is None or kind in QEMU or mode in (None, "none"):
        return
    also = "" if models.is_default else f" and `{spelt(models)}`"
    names = [MODE, *([] if models.is_default else [("libvirt", models.name)])]
    yield finding(
        config,
        *MODE,
        f"`[libvirt] cpu_mode` {mode} cannot be used with `virt_type` {kind}, so"
        f" {_effect(config)}; remove `cpu_mode`{also}",
        unset_all_fix(config, names, f"Comment out cpu_mode{also.replace('`', '')}"),
    )


@rule(
    "cpu-flags-without-effect",
    theme="libvirt",
    severity=Severity.WARNING,
    options=("libvirt.cpu_mode", "libvirt.cpu_model_extra_flags", "libvirt.virt_type"),
    roles=("compute",),
    drivers=("libvirt",),
)
def cpu_flags_without_effect(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """CPU flags are set, but no guest gets them.

    ## What it checks

    `[libvirt] cpu_model_extra_flags` with `cpu_mode = none`; up to queens with any mode other than
    `custom`, info where that is not set and another file may set it; and with a `virt_type` other
    than kvm and qemu.

    ## Why it matters

    Such flags often stand against attacks on the processor, or for nested guests. Without a CPU
    mode Nova says nothing about the CPU, and so adds no flags either, without a log message. Up to
    queens it leaves them out of `host-model` and `host-passthrough` with a warning.

    ## Example

        [libvirt]
        cpu_mode = none
        cpu_model_extra_flags = pcid

    ## Fix safety

    Unsafe, and only where the `virt_type` can never have flags: they are commented out. Elsewhere
    there is no fix, as guests may need them; choose a mode that takes flags.

    ## Sources

    Nova 34.0.0, 18.3.0 and 15.1.5 to 17.0.13: nova/virt/libvirt/driver.py
    (`_get_guest_cpu_model_config`).
    """
    flags = config.items(*FLAGS)
    lost = _guests_without_flags(config) if flags else None
    if not flags or lost is None:
        return
    kind, why, way = lost
    listed_flags = listed(flags[:3]) + (" …" if len(flags) > 3 else "")
    reach = "do not reach" if len(flags) > 1 else "does not reach"
    message = f"`[libvirt] cpu_model_extra_flags` {listed_flags} {reach} guests with {why}"
    yield finding(
        config,
        *FLAGS,
        f"{message}; {way}",
        *(() if kind in QEMU else (unset_fix(config, *FLAGS),)),
        override=severity_unless_set(config, MODE) if kind in QEMU else None,
    )


def _guests_without_flags(config: Config) -> tuple[str, str, str] | None:
    """Return the kind of guests that no flag reaches, why it does not, and the way out.

    None where flags reach them. A kind that has no CPU mode decides whatever a mode becomes.
    """
    kind = _virt_type(config, decides=False)
    if kind is None:
        return None
    if kind not in QEMU:
        return kind, f"`virt_type` {kind}", "remove it"
    mode = config.setting(*MODE)
    if _is_refused(mode):
        return None
    if config.release.major <= 17 and mode.value != "custom":
        way = "set that to custom and `cpu_model` to a model"
        return kind, "a `cpu_mode` other than custom", way
    if mode.value == "none":
        return kind, "`cpu_mode` none", "choose a mode that takes flags, such as host-model"
    _virt_type(config, decides=True)  # not known: guests may be of a kind without a mode
    return None


def _mended(config: Config, models: Setting, mode: Setting, useful: bool) -> tuple[Fix, ...]:
    """Choose the mode that uses the models, or remove models that no guest can have."""
    if not useful:
        return (unset_fix(config, "libvirt", models.name),)
    return () if mode.value else (set_fix(config, *MODE, "custom"),)


def _virt_type(config: Config, decides: bool) -> str | None:
    """Return the kind of guests: kvm where a template leaves it open and any kind is as bad."""
    left = is_left_open(config, *KIND) and not decides
    return "kvm" if left else config.text(*KIND)


def _is_refused(mode: Setting) -> bool:
    """Whether Nova refuses a mode; of one that a tool has yet to write nobody knows."""
    return mode.fault is not None and mode.unknown is None


def _says(config: Config, models: Setting) -> bool:
    """Whether models are named, some at least; of the one of older releases nothing is a name."""
    if models.name == "cpu_model":
        return models.partial is not None
    return bool(config.items("libvirt", models.name) or models.value)


def _models(config: Config) -> Setting:
    """Return the option that names models: one model up to stein, then several."""
    name = "cpu_models" if config.schema.option("libvirt", "cpu_models") else "cpu_model"
    return config.setting("libvirt", name)


def _effect(config: Config) -> str:
    return "nova-compute does not start" if config.release.major >= 20 else "no guest can be built"
