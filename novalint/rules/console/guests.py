"""The displays and pointers that guests get."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Note, Severity
from novalint.nova.drivers import package
from novalint.rules.common.places import at, at_option
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule(
    "vnc-and-spice-both-on",
    theme="console",
    severity=Severity.INFO,
    options=("vnc.enabled", "spice.enabled", "DEFAULT.compute_driver"),
    releases=(17, None),
    roles=("compute",),
)
def vnc_and_spice_both_on(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """SPICE is switched on and VNC is not off, so guests get both displays.

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
    that run keep their displays until they are started anew.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_guest_add_video_device`,
    `_get_pointer_bus_and_model`), nova/conf/spice.py; the same in 27.5.1, and in 17.0.13 by
    `_get_guest_pointer_model`.
    """
    setting = config.setting("spice", "enabled")
    both = setting.value is True and config.value("vnc", "enabled") is True
    if setting.places and both and package(config) in ("", "libvirt"):
        yield Finding(
            "guests get a VNC display beside the SPICE one, as `[vnc] enabled` is true unless set;"
            " set it to false if nobody uses VNC",
            at(setting.places[-1]),
            "spice",
            "enabled",
            related=(Note("VNC", at_option(config, "vnc", "enabled")),)
            if not config.setting("vnc", "enabled").is_default
            else (),
        )


@rule(
    "usb-tablet-without-effect",
    theme="console",
    severity=Severity.INFO,
    options=("DEFAULT.pointer_model", "spice.enabled", "spice.agent_enabled", "vnc.enabled"),
    releases=(17, None),
    roles=("compute",),
)
def usb_tablet_without_effect(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A USB tablet is asked for that guests with the SPICE agent do not get.

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

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_get_pointer_bus_and_model`); 17.0.13 and 19.3.2
    (`_get_guest_pointer_model`).
    """
    setting = config.setting("DEFAULT", "pointer_model")
    spice = [config.value("spice", name) for name in ("enabled", "agent_enabled")]
    off = config.value("vnc", "enabled") is False
    if setting.places and setting.value == "usbtablet" and spice == [True, True] and off:
        yield Finding(
            "guests with the SPICE agent get no USB tablet, whatever `pointer_model` says; set it"
            " to `ps2mouse`, or `[spice] agent_enabled` to false",
            at(setting.places[-1]),
            "DEFAULT",
            "pointer_model",
        )
