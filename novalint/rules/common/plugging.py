"""What the rules about plugging VIFs ask of a configuration."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.nova.drivers import package
from novalint.nova.vif_plugging import PRICE_IN_SHORT
from novalint.records import NamedTuple, replace
from novalint.rules.common.places import set_fix, unset_fix
from novalint.text.edits import Edit, Patch, merge

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.findings import Fix

FATAL = "vif_plugging_is_fatal"
TIMEOUT = "vif_plugging_timeout"
BUILD_TIMEOUT = "instance_build_timeout"
LIVE_WAIT = "live_migration_wait_for_vif_plug"
REBOOT_WAIT = "wait_for_vif_plugged_event_during_hard_reboot"
DEFAULT_TIMEOUT = 300
"""Seconds, in every release."""

OPTIONS = (
    ("DEFAULT", FATAL),
    ("DEFAULT", TIMEOUT),
    ("compute", LIVE_WAIT),
    ("workarounds", REBOOT_WAIT),
)
"""All options about waiting for plug events; only nova-compute reads them."""

READ = (f"DEFAULT.{FATAL}", f"DEFAULT.{TIMEOUT}")
"""What decides whether and how a new server waits."""

DRIVERS = ("libvirt", "xenapi", "hyperv", "powervm", "zvm")
"""Packages in nova/virt whose drivers wait for the network of a new server.

libvirt with KVM or QEMU and hyperv (both from 15 on), xenapi (15 to 21), powervm (17 to 25, and
only while time-outs are fatal), zvm (18 on). vmwareapi and ironic never wait.
"""

VIRT_TYPES = ("kvm", "qemu")
"""The virt types with which libvirt's driver waits."""

LIVE_DRIVERS = ("libvirt", "xenapi", "hyperv", "vmwareapi")
"""Packages in nova/virt whose drivers live migrate, for which the compute manager waits."""


LIVE_VIRT_TYPES = ("kvm", "qemu", "xen", "parallels")
"""The virt types with which libvirt's driver does so: all but lxc and uml."""


class Waiting(NamedTuple):
    """How nova-compute waits for plug events: fails on time-out or not, seconds (0: no wait)."""

    fatal: bool
    seconds: int


def waiting(config: Config) -> Waiting | None:
    """Return how the configuration waits; None where Nova could not read one of the options."""
    fatal = config.boolean("DEFAULT", FATAL)
    seconds = 0 if is_empty(config) else config.integer("DEFAULT", TIMEOUT)
    return None if fatal is None or seconds is None else Waiting(fatal, seconds)


def is_off(config: Config) -> bool | None:
    """Return whether a timeout of 0 switches the wait off, be its end fatal or not.

    None where Nova could not read one of the options.
    """
    readable = (
        is_left_open(config, "DEFAULT", FATAL) or config.boolean("DEFAULT", FATAL) is not None
    )
    if not readable or is_empty(config):
        return True if readable else None
    seconds = config.integer("DEFAULT", TIMEOUT)
    return None if seconds is None else seconds == 0


def build_too(config: Config, seconds: int) -> str:
    """Return what a message adds to the advice to wait longer where the build would end before.

    `instance_build_timeout` is another decision of the operator's, so no fix goes with it, nor
    where a line leaves it open.
    """
    if is_left_open(config, "DEFAULT", BUILD_TIMEOUT):
        return f", and keep `{BUILD_TIMEOUT}` above that"
    limit = config.integer("DEFAULT", BUILD_TIMEOUT) or 0
    return f", and raise `{BUILD_TIMEOUT}` {limit} above that" if 0 < limit <= seconds else ""


def is_empty(config: Config) -> bool:
    """Return whether the timeout has nothing behind its `=`, with which Nova waits as with 0."""
    timeout = config.setting("DEFAULT", TIMEOUT)
    return timeout.fault is None and timeout.value is None


def no_wait(config: Config) -> str:
    """Return the timeout that switches waiting off as a message names it."""
    return "empty" if is_empty(config) else "0"


def driver_waits(config: Config) -> bool:
    """Return whether the driver waits that files choose: libvirt's where they name none."""
    driver = package(config) or "libvirt"
    if driver != "libvirt":
        return driver in DRIVERS
    return config.text("libvirt", "virt_type") in VIRT_TYPES


def tolerate_fix(config: Config, seconds: int) -> Fix:
    """Offer to make time-outs not fatal, and to comment out a timeout below Nova's default.

    What a late network needs is time; without it servers would start before they have one. A
    timeout stays that `instance_build_timeout` would not let be longer.
    """
    tolerate = replace(set_fix(config, "DEFAULT", FATAL, "false"), costs=PRICE_IN_SHORT)
    if seconds >= DEFAULT_TIMEOUT or (seconds and build_too(config, DEFAULT_TIMEOUT)):
        return tolerate
    wait = unset_fix(config, "DEFAULT", TIMEOUT)
    title = f"{tolerate.title} and comment out {TIMEOUT}"
    return replace(tolerate, title=title, patch=_together(tolerate.patch, wait.patch))


def wait_again_fix(config: Config, dense: bool) -> Fix:
    """Offer to switch the wait on again where the timeout is 0.

    In a dense cloud of many tenants time-outs are made not fatal as well: a late network would send
    servers to ERROR there.
    """
    return tolerate_fix(config, 0) if dense else unset_fix(config, "DEFAULT", TIMEOUT)


def wait_again(dense: bool) -> str:
    """Return what wait_again_fix does, in words."""
    return f"remove `{TIMEOUT}`" + (f" and set `{FATAL}` to false" if dense else "")


def _together(lines: Patch, marks: Patch) -> Patch:
    """Put a patch that may insert a line and one that comments lines out into one."""
    sources = {file.path: file.source for patch in (lines, marks) for file in patch.files}
    files = []
    for path, source in sources.items():
        texts: dict[tuple[int, int], str] = {}
        for edit in (*_edits(lines, path), *_edits(marks, path)):
            span = (edit.start, edit.end)
            texts[span] = texts.get(span, "") + edit.text
        files.append(Patch.of(source, [Edit(*span, text) for span, text in texts.items()]))
    return merge(files)


def _edits(patch: Patch, path: str) -> tuple[Edit, ...]:
    return tuple(edit for file in patch.files if file.path == path for edit in file.edits)
