"""The displays and pointers that guests get."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Note, Severity
from novalint.rules.common.consoles import WITH_SPICE
from novalint.rules.common.places import at_option, finding
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule(
    "vnc-and-spice-both-on",
    theme="console",
    severity=Severity.INFO,
    options=("vnc.enabled", "spice.enabled"),
    roles=("compute",),
    virt_types=WITH_SPICE,
)
def vnc_and_spice_both_on(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """SPICE is enabled and VNC is not disabled, so guests get both displays.

    ## What it checks

    `[spice] enabled = true` while `[vnc] enabled` is true, written so or by default.

    ## Why it matters

    SPICE does not take the place of VNC, whose default is on: each guest opens a port for either,
    and keeps the USB tablet that the SPICE agent makes needless. Nova's help asks for VNC off where
    SPICE is used.

    ## Example

        [spice]
        enabled = true

    ## Fix safety

    There is no fix: `[vnc] enabled = false` is right unless VNC consoles are used as well. Guests
    that run keep their displays until they are started again.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_guest_add_video_device`,
    `_get_pointer_bus_and_model`), nova/conf/spice.py; the same in 27.5.1, and in 17.0.13
    and 15.1.5 by `_get_guest_pointer_model`.
    """
    if not config.boolean("spice", "enabled") or not config.boolean("vnc", "enabled"):
        return
    default = config.setting("vnc", "enabled").is_default
    yield finding(
        config,
        "spice",
        "enabled",
        "`[spice] enabled` true gives guests a SPICE display in addition to VNC, as"
        f" `[vnc] enabled` is true{' by default' if default else ''}; set `[vnc] enabled` to false"
        " unless VNC is used",
        related=() if default else (Note("VNC", at_option(config, "vnc", "enabled")),),
    )


@rule(
    "usb-tablet-without-effect",
    theme="console",
    severity=Severity.INFO,
    options=("DEFAULT.pointer_model", "spice.enabled", "spice.agent_enabled", "vnc.enabled"),
    roles=("compute",),
    virt_types=WITH_SPICE,
)
def usb_tablet_without_effect(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A USB tablet is configured, but guests with the SPICE agent do not get one.

    ## What it checks

    `pointer_model = usbtablet`, written so, while SPICE and its agent are on and VNC is off.

    ## Why it matters

    The agent brings a pointer of its own that costs less, so Nova leaves the tablet out and writes
    a warning for every guest. usbtablet is the default too; where it is not written there is
    nothing to see to but that warning in the log, which `pointer_model = ps2mouse` ends.

    ## Example

        [DEFAULT]
        pointer_model = usbtablet

        [vnc]
        enabled = false

        [spice]
        enabled = true

    ## Fix safety

    There is no fix: set `agent_enabled = false` to get the tablet, or `pointer_model = ps2mouse`.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_get_pointer_bus_and_model`); 15.1.5, 17.0.13 and
    19.3.2 (`_get_guest_pointer_model`).
    """
    setting = config.setting("DEFAULT", "pointer_model")
    agent = config.boolean("spice", "enabled") and config.boolean("spice", "agent_enabled")
    alone = config.boolean("vnc", "enabled") is False
    if setting.places and setting.value == "usbtablet" and agent and alone:
        yield finding(
            config,
            "DEFAULT",
            "pointer_model",
            "`pointer_model` usbtablet has no effect, as guests with the SPICE agent get no USB"
            " tablet; set it to ps2mouse, or set `[spice] agent_enabled` to false",
        )
